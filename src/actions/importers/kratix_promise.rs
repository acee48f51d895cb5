//! Kratix's Promises: what a request asks, as a form whose answers become a manifest.

use super::schema;
use crate::actions::action::{Field, Manifest};
use crate::actions::file::{InputFile, Reader};
use crate::reading::bounds;
use crate::reading::dispatch::InputKind;
use crate::yaml::{self, Budget, Mapping, Node};
use milepost_model::{Place, Severity};

/// The most fields of one form.
const FIELDS: usize = 100;

/// Schemas are read so deep.
const DEPTH: usize = 5;

/// Names as Kubernetes takes them.
const NAME: &str = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";

/// What a Promise offers.
#[derive(Debug, Clone)]
pub(in crate::actions) struct Offered {
    pub(in crate::actions) id: String,
    pub(in crate::actions) title: String,
    pub(in crate::actions) description: Option<String>,
    pub(in crate::actions) fields: Vec<Field>,
    pub(in crate::actions) manifest: Manifest,
    pub(in crate::actions) place: Place,
}

pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> Vec<Offered> {
    // Promises embed what they install; what is wrong with them is told by the catalog.
    let (documents, problems) = yaml::documents_within(text, &reader.whole(), &Budget::GENERATED);
    drop(problems);
    let is_promise = |document: &&Node| document.get("kind").and_then(Node::text) == Some("Promise");
    documents.iter().filter(is_promise).filter_map(|document| promise(reader, document)).collect()
}

fn promise(reader: &mut Reader<'_>, document: &Node) -> Option<Offered> {
    let definition = document.at(&["spec", "api", "spec"])?;
    let text =
        |node: &Node, path: &[&str]| node.at(path).and_then(Node::text).map(|text| bounds::cut(&bounds::one_line(text), bounds::NAME));
    let name = text(document, &["metadata", "name"])?;
    let (group, kind) = (text(definition, &["group"])?, text(definition, &["names", "kind"])?);
    let versions = definition.get("versions").and_then(Node::items).unwrap_or_default();
    let says = |version: &Node, key: &str| version.get(key).and_then(Node::boolean) == Some(true);
    let version = versions.iter().find(|version| says(version, "served") && says(version, "storage")).or_else(|| versions.first())?;
    let schema = version.at(&["schema", "openAPIV3Schema", "properties", "spec"])?;
    let is_namespaced = text(definition, &["scope"]).as_deref() != Some("Cluster");
    let mut form = Form { fields: of_metadata(&kind, is_namespaced), left_out: Vec::new() };
    form.object(reader, schema, &["spec".to_owned()], true);
    let described = document
        .at(&["metadata", "annotations", "kratix.io/description"])
        .or_else(|| version.at(&["schema", "openAPIV3Schema", "description"]));
    Some(Offered {
        id: name.clone(),
        title: format!("Request {}", article(&kind)),
        description: described.and_then(Node::text).map(|text| bounds::cut(&bounds::one_line(text), bounds::SENTENCE)),
        fields: form.fields,
        manifest: Manifest { api_version: format!("{group}/{}", text(version, &["name"])?), kind, left_out: form.left_out },
        place: reader.place(document),
    })
}

/// What every request asks: its name, and where it lies.
fn of_metadata(kind: &str, is_namespaced: bool) -> Vec<Field> {
    let field = |name: &str, label: &str| Field {
        name: format!("metadata.{name}"),
        path: vec!["metadata".to_owned(), name.to_owned()],
        label: label.to_owned(),
        is_required: true,
        pattern: Some(NAME.to_owned()),
        pattern_says: Some("a name of lower-case letters, digits, dashes and dots".to_owned()),
        max: Some(253.0),
        ..Field::default()
    };
    let mut fields = vec![Field {
        help: Some(format!("What this {kind} is called.")),
        placeholder: Some(format!("my-{}", kind.to_lowercase())),
        ..field("name", "Name")
    }];
    if is_namespaced {
        fields.push(Field { default: Some("default".to_owned()), ..field("namespace", "Namespace") });
    }
    fields
}

/// A form while it is made of a schema.
struct Form {
    fields: Vec<Field>,
    left_out: Vec<String>,
}

impl Form {
    fn object(&mut self, reader: &mut Reader<'_>, node: &Node, path: &[String], is_required: bool) {
        let required: Vec<&str> = node.get("required").and_then(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect();
        for entry in node.get("properties").and_then(Node::mapping).map(Mapping::entries).unwrap_or_default() {
            let path: Vec<String> = path.iter().cloned().chain([bounds::cut(&entry.key.text, bounds::NAME)]).collect();
            // What an optional part requires is required only in it.
            let is_required = is_required && required.contains(&entry.key.text.as_str());
            let kind = entry.value.get("type").and_then(Node::text).unwrap_or_default();
            let is_listable = || matches!(entry.value.at(&["items", "type"]).and_then(Node::text), Some("string"));
            match kind {
                "object" if entry.value.get("properties").is_some() && path.len() < DEPTH => {
                    self.object(reader, &entry.value, &path, is_required);
                }
                "string" | "integer" | "number" | "boolean" if self.fields.len() < FIELDS => {
                    let asked = schema::field(reader, entry);
                    let kind = asked.input_kind();
                    self.fields.push(of_input(asked.input, kind, path, is_required));
                }
                "array" if is_listable() && self.fields.len() < FIELDS => {
                    let asked = schema::field(reader, entry);
                    let field = of_input(asked.input, InputKind::Text, path, is_required);
                    let help = format!("{}One on each line.", field.help.as_ref().map(|help| format!("{help} ")).unwrap_or_default());
                    self.fields.push(Field { is_list: true, is_long: true, help: Some(help), default: None, ..field });
                }
                _ => {
                    let name = path.join(".");
                    if is_required {
                        let message = format!("“{name}” is required, and of a type that no form asks for");
                        reader.complain(
                            Severity::Warning,
                            "not-asked",
                            message,
                            reader.place(&entry.value),
                            "give it a default, or write it into the request by hand",
                        );
                    }
                    self.left_out.push(name);
                }
            }
        }
    }
}

fn of_input(input: InputFile, kind: InputKind, path: Vec<String>, is_required: bool) -> Field {
    let own = path.last().cloned().unwrap_or_default();
    Field {
        name: path.join("."),
        kind,
        label: input.label.unwrap_or_else(|| crate::actions::join::label(&own)),
        help: input.help,
        placeholder: input.placeholder,
        // What has a default is never missing.
        is_required: is_required && input.default.is_none(),
        default: input.default.map(|(default, _)| default),
        options: input.options,
        pattern: input.pattern,
        pattern_says: input.pattern_says,
        min: input.min,
        max: input.max,
        is_long: input.is_long,
        path,
        ..Field::default()
    }
}

fn article(kind: &str) -> String {
    let is_vowel = kind.chars().next().is_some_and(|first| "aeiouAEIOU".contains(first));
    format!("{} {kind}", if is_vowel { "an" } else { "a" })
}
