//! From a sentence to a form: which values the words justify, and which are missing. Nothing is started.

use super::forms::{Field, Form};
use super::names::Names;
use super::search::Synonyms;
use super::sentence::{Sentence, is_stop};
use crate::site::search::fold;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// It was given by name.
    Given,
    /// Words of the sentence say it, and why.
    Words(String, &'static str),
    /// The form holds it at first.
    Default,
    /// It is always sent.
    Fixed,
}

/// A form, as far as it is filled.
#[derive(Debug, Default)]
pub struct Filled {
    /// Values by the names of the inputs, in the form's order.
    pub values: Vec<(String, String, From)>,
    /// Values that several things could be: the input, and what they could be.
    pub unclear: BTreeMap<String, Vec<String>>,
    /// Values that were given and may not stand there, with why.
    pub refused: Vec<(String, String, String)>,
    /// Words that name something and were taken for nothing.
    pub unused: Vec<String>,
}

/// What a sentence is read with.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The names of the catalog.
    pub names: &'a Names,
    /// The data of the actions.
    pub actions: &'a Value,
    /// Words that mean the same.
    pub synonyms: &'a Synonyms,
    /// The words that names of services, and of teams, are made of.
    services: HashSet<String>,
    teams: HashSet<String>,
}

impl<'a> Ground<'a> {
    /// Of a portal.
    pub fn new(names: &'a Names, actions: &'a Value, synonyms: &'a Synonyms) -> Self {
        let of = |list: &str| names.all.iter().filter(|one| one.list == list).flat_map(|one| fold::words(one.short())).collect();
        Self { names, actions, synonyms, services: of("services"), teams: of("teams") }
    }
}

/// How well an action fits a sentence: what of it the action explains.
pub fn fits(ground: &Ground<'_>, form: Form<'_>, text: &str) -> f64 {
    let sentence = Sentence::new(text, ground.synonyms);
    let words = |text: &str| fold::words(text).into_iter().filter(|word| !is_stop(word)).collect::<Vec<_>>();
    let title: Vec<String> = words(form.text("title")).into_iter().chain(words(form.text("id"))).collect();
    let about = words(form.text("description"));
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    let asks = |format: &str| form.fields().any(|field| field.format() == format);
    let (asks_service, asks_team) = (asks("service"), asks("team"));
    for field in form.fields() {
        let offered = field.options().into_iter().chain(field.environments(ground.actions));
        values.extend(offered.flat_map(words));
        labels.extend(words(field.text("label")).into_iter().chain(words(field.text("unit"))));
    }
    let worth = |place: usize| {
        if sentence.is_any(place, &title) || sentence.is_any(place, &values) {
            3.0
        } else if asks_service && sentence.is_in(place, &ground.services) || asks_team && sentence.is_in(place, &ground.teams) {
            2.0
        } else if sentence.is_any(place, &about) {
            1.5
        } else if sentence.is_any(place, &labels) {
            1.0
        } else {
            0.0
        }
    };
    let sum: f64 = sentence.content().into_iter().map(worth).sum();
    let said = title.iter().filter(|word| (0..sentence.len()).any(|place| sentence.is(place, word))).count();
    // Nothing of its name is said: then words may fit by chance.
    let named = if said == 0 { 0.4 } else { 1.0 };
    (sum + said as f64 / title.len().max(1) as f64) * named
}

/// Fills a form with what a sentence justifies and with what was given.
pub fn fill<'v>(ground: &Ground<'_>, form: Form<'_>, text: &str, given: impl Iterator<Item = (&'v str, &'v str)>) -> Filled {
    let mut filled = Filled::default();
    let mut values: BTreeMap<String, (String, From)> = BTreeMap::new();
    for (name, value) in given {
        let field = form.fields().find(|field| field.text("name").eq_ignore_ascii_case(name));
        let why = match field {
            None => Some("the form has no such input".to_owned()),
            Some(field) if field.is("fixed") => Some("nobody is asked for it".to_owned()),
            Some(field) => field.refuses(value, ground.names, ground.actions),
        };
        match (why, field) {
            (None, Some(field)) => {
                values.insert(field.text("name").to_owned(), (value.to_owned(), From::Given));
            }
            (why, _) => filled.refused.push((name.to_owned(), value.to_owned(), why.unwrap_or_default())),
        }
    }
    let mut sentence = Sentence::new(text, ground.synonyms);
    // What an action is called is no value of it, but its options may be.
    for word in fold::words(form.text("title")) {
        if let Some(range) = sentence.finds(&word).filter(|range| !is_option(form, ground.actions, &sentence, range)) {
            sentence.take(&range);
        }
    }
    let steps: [fn(&Ground<'_>, Field<'_>, &Sentence<'_>) -> Found; 6] = [by_option, by_number, by_flag, by_name, by_version, by_label];
    for step in steps {
        for field in form.fields().filter(|field| !field.is("fixed")) {
            let name = field.text("name");
            if values.contains_key(name) || filled.unclear.contains_key(name) {
                continue;
            }
            match step(ground, field, &sentence) {
                Found::Nothing => {}
                Found::Several(which) => {
                    filled.unclear.insert(name.to_owned(), which);
                }
                Found::One(value, range, why) => {
                    if field.refuses(&value, ground.names, ground.actions).is_none() {
                        values.insert(name.to_owned(), (value, From::Words(sentence.said(&range).to_owned(), why)));
                        sentence.take(&range);
                    }
                }
            }
        }
    }
    filled.unused = sentence.unused();
    for field in form.fields() {
        let name = field.text("name");
        let default =
            field.data["default"].as_str().map(|value| (value.to_owned(), if field.is("fixed") { From::Fixed } else { From::Default }));
        if let Some((value, from)) = values.remove(name).or(default.filter(|_| !filled.unclear.contains_key(name) || field.is("fixed"))) {
            filled.values.push((name.to_owned(), value, from));
        }
    }
    filled
}

/// What a step found for an input.
enum Found {
    Nothing,
    One(String, Range<usize>, &'static str),
    Several(Vec<String>),
}

fn is_option(form: Form<'_>, actions: &Value, sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    form.fields().any(|field| {
        let mut all = field.options().into_iter().chain(field.environments(actions));
        all.any(|value| sentence.finds(value).is_some_and(|found| found.start <= range.start && range.end <= found.end))
    })
}

/// One of the values on offer is said.
fn by_option(ground: &Ground<'_>, field: Field<'_>, sentence: &Sentence<'_>) -> Found {
    let all = field.options().into_iter().chain(field.environments(ground.actions));
    let said = all.filter_map(|value| sentence.finds(value).filter(|range| !sentence.is_taken(range.start)).map(|range| (value, range)));
    let mut said: Vec<(&str, Range<usize>)> = said.collect();
    let longest = said.iter().map(|(_, range)| range.len()).max().unwrap_or_default();
    said.retain(|(_, range)| range.len() == longest);
    // Words that mean the same may fit several values: then the one that was said counts.
    if said.len() > 1 {
        let exact: Vec<_> = said.iter().filter(|(value, range)| fold::fold(sentence.said(range)) == fold::fold(value)).cloned().collect();
        if exact.len() == 1 {
            said = exact;
        }
    }
    match said.as_slice() {
        [] => Found::Nothing,
        [(value, range)] => Found::One((*value).to_owned(), range.clone(), "one of its values"),
        several => Found::Several(several.iter().map(|(value, _)| (*value).to_owned()).collect()),
    }
}

/// A number is said with the input's unit, or behind its label.
fn by_number(_: &Ground<'_>, field: Field<'_>, sentence: &Sentence<'_>) -> Found {
    if field.text("type") != "number" {
        return Found::Nothing;
    }
    let unit = fold::fold(field.text("unit")).into_owned();
    let label = fold::words(field.text("label"));
    for place in 0..sentence.len() {
        let Some((number, behind, range)) = sentence.number(place).filter(|_| !sentence.is_taken(place)) else { continue };
        let has_unit = !unit.is_empty() && (behind == unit || range.len() > 1 && sentence.is(place + 1, &unit));
        let is_behind = place.checked_sub(1).is_some_and(|before| sentence.is_any(before, &label));
        if has_unit {
            return Found::One(number.to_string(), range, "a number with its unit");
        }
        if is_behind {
            return Found::One(number.to_string(), place..place + 1, "a number behind its label");
        }
    }
    Found::Nothing
}

/// A switch is named, or ruled out.
fn by_flag(_: &Ground<'_>, field: Field<'_>, sentence: &Sentence<'_>) -> Found {
    if field.text("type") != "boolean" {
        return Found::Nothing;
    }
    let Some(range) = sentence.finds(field.text("label")).filter(|range| !sentence.is_taken(range.start)) else { return Found::Nothing };
    let is_ruled_out = matches!(sentence.before(range.start), Some("no" | "not" | "without"));
    let from = if is_ruled_out { range.start - 1 } else { range.start };
    Found::One((!is_ruled_out).to_string(), from..range.end, "the switch is named")
}

/// A service or a team is named: whole, or by a word that only one has.
fn by_name(ground: &Ground<'_>, field: Field<'_>, sentence: &Sentence<'_>) -> Found {
    let offered = field.offered(ground.names);
    let whole = offered.iter().filter_map(|one| {
        let found = [one.name.as_str(), one.short()].into_iter().find_map(|name| sentence.finds(name))?;
        Some((field.written(one), found))
    });
    let mut whole: Vec<(String, Range<usize>)> = whole.collect();
    let longest = whole.iter().map(|(_, range)| range.len()).max().unwrap_or_default();
    whole.retain(|(_, range)| range.len() == longest);
    match one_of(whole, "its name") {
        Found::Nothing => {}
        found => return found,
    }
    let free: Vec<usize> = sentence.content().into_iter().filter(|place| !sentence.is_taken(*place)).collect();
    let mut partly = Vec::new();
    for one in offered {
        let words: Vec<String> = fold::words(one.short()).into_iter().filter(|word| word.chars().count() > 2).collect();
        partly.extend(free.iter().filter(|place| sentence.is_any(**place, &words)).map(|place| (field.written(one), *place..*place + 1)));
    }
    one_of(partly, "no other has this word in its name")
}

fn one_of(mut found: Vec<(String, Range<usize>)>, why: &'static str) -> Found {
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|a, b| a.0 == b.0);
    match found.len() {
        0 => Found::Nothing,
        1 => found.pop().map_or(Found::Nothing, |(value, range)| Found::One(value, range, why)),
        _ => Found::Several(found.into_iter().take(12).map(|(value, _)| value).collect()),
    }
}

/// A version is said where a release is asked for.
fn by_version(_: &Ground<'_>, field: Field<'_>, sentence: &Sentence<'_>) -> Found {
    if field.format() != "release" {
        return Found::Nothing;
    }
    let all = sentence.versions().into_iter().filter(|(_, range)| !sentence.is_taken(range.start));
    one_of(all.map(|(value, range)| (value.to_owned(), range)).collect(), "it reads as a version")
}

/// A value is said behind the input's label: `version 1.2.3`, `named x`.
fn by_label(_: &Ground<'_>, field: Field<'_>, sentence: &Sentence<'_>) -> Found {
    if field.text("type") != "string" || !field.options().is_empty() || matches!(field.format(), "service" | "team" | "environment") {
        return Found::Nothing;
    }
    let label = field.text("label");
    let mut names = vec![label.to_owned(), field.text("name").rsplit('.').next().unwrap_or_default().to_owned()];
    if fold::words(label).iter().any(|word| word == "name") {
        names.extend(["named", "called"].map(str::to_owned));
    }
    if fold::words(label).iter().any(|word| word == "reason") {
        names.push("because".to_owned());
    }
    let behind = |name: &String| sentence.value_behind(&sentence.finds(name)?).filter(|(_, range)| !sentence.is_taken(range.start));
    match names.iter().find_map(behind) {
        Some((value, range)) => Found::One(value.to_owned(), range, "it stands behind its label"),
        None => Found::Nothing,
    }
}

/// The line that starts an action in a terminal, as its page writes it; none for what `gh` cannot start.
pub fn command(form: Form<'_>, filled: &Filled) -> Option<String> {
    use crate::site::shell_word;
    if form.text("means") != "workflow" {
        return None;
    }
    let file = form.text("workflow").rsplit('/').next().unwrap_or_default();
    let mut line = format!("gh workflow run {} \\\n  -R {}", shell_word(file), shell_word(form.text("remote")));
    if !form.text("ref").is_empty() {
        line = format!("{line} --ref {}", shell_word(form.text("ref")));
    }
    for field in form.fields() {
        let name = field.text("name");
        let value = filled.values.iter().find(|(own, ..)| own == name).map(|(_, value, _)| value.clone());
        let value = value.or_else(|| field.is("required").then(|| format!("<{}>", field.text("label").to_lowercase())));
        if let Some(value) = value {
            line = format!("{line} \\\n  -f {}={}", shell_word(name), shell_word(&value));
        }
    }
    Some(line)
}

/// The address of the form with what was filled in, without what it holds anyway.
pub fn address(form: Form<'_>, filled: &Filled) -> String {
    let own = filled.values.iter().filter(|(_, _, from)| !matches!(from, From::Default | From::Fixed));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(own.map(|(name, value, _)| (name, value))).finish();
    if query.is_empty() { form.text("page").to_owned() } else { format!("{}?{query}", form.text("page")) }
}

/// A value and where it comes from, in data.
pub fn told(field: Field<'_>, value: &str, from: &From) -> Value {
    let mut found = json!({ "input": field.text("name"), "label": field.text("label"), "value": value });
    match from {
        From::Given => found["from"] = "given".into(),
        From::Default => found["from"] = "the form's default".into(),
        From::Fixed => found["from"] = "always sent".into(),
        From::Words(words, why) => {
            found["from"] = "the sentence".into();
            found["words"] = words.as_str().into();
            found["because"] = (*why).into();
        }
    }
    found
}

#[cfg(test)]
mod tests;
