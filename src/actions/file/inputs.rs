//! What an action's file adds to each input.

use super::reader::Reader;
use crate::actions::action::{Choice, Format};
use crate::reading::bounds;
use crate::rules::{Rule, Vocabulary};
use crate::yaml::Node;
use milepost_model::Place;
use std::sync::Arc;

const KEYS: [&str; 13] = [
    "label",
    "help",
    "placeholder",
    "default",
    "format",
    "options",
    "pattern",
    "pattern_says",
    "min",
    "max",
    "unit",
    "depends_on",
    "only_when",
];

/// What a file adds to an input.
#[derive(Debug, Clone, Default)]
pub struct InputFile {
    pub(in crate::actions) name: String,
    pub(in crate::actions) place: Place,
    pub(in crate::actions) label: Option<String>,
    pub(in crate::actions) help: Option<String>,
    pub(in crate::actions) placeholder: Option<String>,
    pub(in crate::actions) default: Option<(String, Place)>,
    pub(in crate::actions) format: Option<Format>,
    pub(in crate::actions) options: Vec<Choice>,
    pub(in crate::actions) options_place: Place,
    pub(in crate::actions) pattern: Option<String>,
    pub(in crate::actions) pattern_says: Option<String>,
    pub(in crate::actions) min: Option<f64>,
    pub(in crate::actions) max: Option<f64>,
    pub(in crate::actions) unit: Option<String>,
    pub(in crate::actions) depends_on: Vec<String>,
    pub(in crate::actions) only_when: Option<Arc<Rule>>,
    /// Whether it must be filled in, where the file says so, and where.
    pub(in crate::actions) required: Option<(bool, Place)>,
    pub(in crate::actions) is_long: bool,
    /// Whether nobody is asked, and the default is always sent.
    pub(in crate::actions) is_fixed: bool,
    /// Whether what the catalog offers is written with its kind and namespace.
    pub(in crate::actions) writes_reference: bool,
}

impl InputFile {
    /// An input that is always filled with the same.
    pub(in crate::actions) fn fixed(name: &str, text: &str, place: Place) -> Self {
        let default = Some((bounds::cut(text, bounds::SENTENCE), place.clone()));
        Self { name: name.to_owned(), place, default, is_fixed: true, ..Self::default() }
    }
}

pub(super) fn read(reader: &mut Reader<'_>, node: Option<&Node>) -> Vec<InputFile> {
    let Some(mapping) = reader.map("inputs", node) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in mapping.entries() {
        let place = Place { line: Some(entry.key.line), column: Some(entry.key.column), ..reader.place(&entry.value) };
        let input = InputFile { name: entry.key.text.clone(), place, ..InputFile::default() };
        if entry.value.is_null() {
            found.push(input);
        } else if reader.map(&format!("inputs.{}", entry.key.text), Some(&entry.value)).is_some() {
            found.push(one(reader, input, &entry.value));
        }
    }
    found
}

fn one(reader: &mut Reader<'_>, input: InputFile, node: &Node) -> InputFile {
    let below = format!("inputs.{}.", bounds::cut(&input.name, 60));
    let key = |name: &str| format!("{below}{name}");
    if let Some(mapping) = node.mapping() {
        reader.known(mapping, &[KEYS.as_slice(), &["required"]].concat(), &below);
    }
    let (options, options_place) = options(reader, &key("options"), node.get("options"));
    let default = node.get("default").filter(|node| !node.is_null());
    let required = node.get("required").and_then(|node| Some((node.boolean()?, reader.place(node))));
    InputFile {
        label: reader.line(&key("label"), node.get("label"), bounds::NAME),
        help: reader.line(&key("help"), node.get("help"), bounds::SENTENCE),
        placeholder: reader.line(&key("placeholder"), node.get("placeholder"), bounds::NAME),
        default: default.and_then(|node| Some((bounds::cut(node.text()?, bounds::SENTENCE), reader.place(node)))),
        format: reader.word(&key("format"), node.get("format"), &Format::ALL, Format::word),
        options,
        options_place,
        pattern: portable_pattern(reader, &key("pattern"), node.get("pattern")),
        pattern_says: reader.line(&key("pattern_says"), node.get("pattern_says"), bounds::SENTENCE),
        min: reader.number(&key("min"), node.get("min")),
        max: reader.number(&key("max"), node.get("max")),
        unit: reader.line(&key("unit"), node.get("unit"), bounds::NAME),
        depends_on: reader.lines(&key("depends_on"), node.get("depends_on")),
        only_when: reader.rule(&key("only_when"), node.get("only_when"), Vocabulary::of_forms()),
        required,
        ..input
    }
}

/// A list of values, or a map of values to what follows from each.
fn options(reader: &mut Reader<'_>, key: &str, node: Option<&Node>) -> (Vec<Choice>, Place) {
    let Some(node) = node.filter(|node| !node.is_null()) else { return (Vec::new(), Place::default()) };
    let place = reader.place(node);
    if let Some(mapping) = node.mapping() {
        let choice = |entry: &crate::yaml::Entry| {
            let says = reader.line(key, Some(&entry.value), bounds::SENTENCE);
            Choice { value: entry.key.text.clone(), says }
        };
        return (mapping.entries().iter().map(choice).collect(), place);
    }
    let values = reader.lines(key, Some(node));
    (values.into_iter().map(|value| Choice { value, says: None }).collect(), place)
}

/// A pattern that Rust and browsers read alike: what only one of them knows is refused.
pub(in crate::actions) fn portable_pattern(reader: &mut Reader<'_>, key: &str, node: Option<&Node>) -> Option<String> {
    const MOST_BYTES: usize = 1 << 18;
    let node = node.filter(|node| !node.is_null())?;
    let text = reader.line(key, Some(node), bounds::NAME)?;
    let only_here = ["(?P<", "(?i)", "(?m)", "(?s)", "(?x)", "\\A", "\\z", "&&", "[["].iter().find(|part| text.contains(**part));
    let problem = match (only_here, regex::RegexBuilder::new(&text).size_limit(MOST_BYTES).build()) {
        (Some(part), _) => Some(format!("browsers read `{part}` in another way")),
        (None, Err(regex::Error::CompiledTooBig(_))) => Some("it takes too much memory".to_owned()),
        (None, Err(error)) => Some(error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()),
        (None, Ok(_)) => None,
    };
    let Some(problem) = problem else { return Some(text) };
    reader.error("bad-pattern", format!("“{key}” is no pattern that can be used: {problem}"), node, "write a plain regular expression");
    None
}
