//! Kratix's Promises: what a platform offers, with the form in which one asks for it.

use super::reader::Reader;
use super::shape::{self, Manner, Object, Shape, may, needs};
use super::sketch::{Field, Sketch, each, line, reference};
use super::{DescriptorFile, Imported, ImportedEntity, Importer, Wanted, names, tells};
use crate::catalog::Trust;
use crate::reading::bounds;
use crate::yaml::{self, Budget, Mapping, Node};
use milepost_model::{RelationKind, Severity};
use serde_json::{Value, json};

const NAME: &str = "kratix";
const GROUP: &str = "platform.kratix.io";
/// The kind of what a platform offers.
pub(super) const CAPABILITY: &str = "capability";
/// The most of a request's schema that is kept, in bytes of JSON: the largest hand-written one that we know has 30 kB.
const SCHEMA_BYTES: usize = 256 * 1024;

/// Kratix's Promises.
#[derive(Debug, Clone, Copy)]
pub struct Kratix;

impl Importer for Kratix {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Kratix Promise"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/promise.{yaml,yml}", "**/*-promise.{yaml,yml}", "**/promises/**/*.{yaml,yml}"]
    }

    fn trust(&self) -> Trust {
        Trust::Workload
    }

    fn sniff(&self, _path: &str, text: &str) -> bool {
        text.contains("platform.kratix.io/") && tells::says(text, "kind")
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        // Promises embed the manifests of what they install, which programs write.
        let (documents, problems) = yaml::documents_within(file.text, &reader.whole(), &Budget::GENERATED);
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            let text = |key: &str| document.get(key).and_then(Node::text).unwrap_or_default();
            if !text("apiVersion").starts_with(GROUP) {
                continue;
            }
            if text("kind") == "Promise" {
                shape::hold(&mut reader, document, &Shape::Object(&PROMISE), Manner::published("Kratix"));
                imported.entities.extend(promise(&mut reader, document));
            } else {
                let message = format!("skipped: {} is no Promise", bounds::cut(text("kind"), bounds::NAME));
                reader.complain(Severity::Note, "skipped", message, reader.place(document), "nothing: it describes no capability");
            }
        }
        imported.problems = reader.problems;
        imported
    }
}

static PROMISE: Object = Object {
    what: "a Promise",
    keys: &[
        needs("apiVersion", Shape::Word(&["platform.kratix.io/v1alpha1"])),
        needs("kind", Shape::Word(&["Promise"])),
        needs("metadata", Shape::Object(&METADATA)),
        needs("spec", Shape::Object(&SPEC)),
        may("status", Shape::Any),
    ],
    is_open: false,
    also: &[],
};

static METADATA: Object = Object {
    what: "metadata",
    keys: &[
        needs("name", Shape::Like(names::is_subdomain, "lower-case letters, digits, - and . inside, at most 253 characters")),
        may("labels", Shape::Map(&Shape::Text)),
        may("annotations", Shape::Map(&Shape::Text)),
    ],
    is_open: true,
    also: &[],
};

static SPEC: Object = Object {
    what: "the spec of a Promise",
    keys: &[
        may("api", Shape::Object(&API)),
        may("dependencies", Shape::List(&Shape::Map(&Shape::Any))),
        may("destinationSelectors", Shape::List(&Shape::Object(&SELECTOR))),
        may("requiredPromises", Shape::List(&Shape::Object(&REQUIRED))),
        may("workflows", Shape::Object(&WORKFLOWS)),
    ],
    is_open: false,
    also: &[],
};

static API: Object = Object {
    what: "the API of a Promise",
    keys: &[
        needs("apiVersion", Shape::Filled),
        needs("kind", Shape::Word(&["CustomResourceDefinition"])),
        needs("metadata", Shape::Map(&Shape::Any)),
        needs("spec", Shape::Object(&DEFINITION)),
    ],
    is_open: true,
    also: &[],
};

static DEFINITION: Object = Object {
    what: "a CustomResourceDefinition",
    keys: &[
        needs("group", Shape::Filled),
        needs(
            "names",
            Shape::Object(&Object {
                what: "names",
                keys: &[needs("kind", Shape::Filled), needs("plural", Shape::Filled)],
                is_open: true,
                also: &[],
            }),
        ),
        needs("versions", Shape::List(&Shape::Map(&Shape::Any))),
        may("scope", Shape::Word(&["Namespaced", "Cluster"])),
    ],
    is_open: true,
    also: &[],
};

static SELECTOR: Object = Object { what: "a selector", keys: &[may("matchLabels", Shape::Map(&Shape::Text))], is_open: false, also: &[] };

static REQUIRED: Object =
    Object { what: "a required Promise", keys: &[may("name", Shape::Text), may("version", Shape::Text)], is_open: false, also: &[] };

const STAGES: Shape = Shape::Object(&Object {
    what: "workflows",
    keys: &[may("configure", Shape::List(&Shape::Map(&Shape::Any))), may("delete", Shape::List(&Shape::Map(&Shape::Any)))],
    is_open: false,
    also: &[],
});

static WORKFLOWS: Object = Object {
    what: "workflows",
    keys: &[
        may(
            "config",
            Shape::Object(&Object {
                what: "the configuration of workflows",
                keys: &[may("pipelineNamespace", Shape::Text), may("reconciliationInterval", Shape::Text)],
                is_open: false,
                also: &[],
            }),
        ),
        may("promise", STAGES),
        may("resource", STAGES),
    ],
    is_open: false,
    also: &[],
};

fn promise(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    let metadata = document.get("metadata")?;
    let node = metadata.get("name")?;
    let mut entity = Sketch::new(NAME, CAPABILITY, &line(node, bounds::NAME)?, reader.place(document));
    entity.found.source("name", NAME, reader.place(node));
    entity.put(Field::Type, "promise".to_owned());
    for (key, is_label) in [("labels", true), ("annotations", false)] {
        for entry in metadata.get(key).and_then(Node::mapping).map(Mapping::entries).unwrap_or_default().iter().take(super::reader::ITEMS) {
            let Some(value) = entry.value.text() else { continue };
            let (key, value) = (bounds::cut(&entry.key.text, bounds::NAME), bounds::cut(value, bounds::ADDRESS));
            let into = if is_label { &mut entity.found.entity.labels } else { &mut entity.found.entity.annotations };
            into.insert(key, value);
        }
    }
    for required in each(document.at(&["spec", "requiredPromises"])) {
        let Some((node, name)) = required.get("name").and_then(|node| Some((node, line(node, bounds::NAME)?))) else { continue };
        entity.relate(reader, RelationKind::DependsOn, Wanted::Exactly(reference(CAPABILITY, &name)), node);
    }
    let request = document.at(&["spec", "api", "spec"]).and_then(|definition| request(reader, definition));
    match request {
        Some(request) if request.to_string().len() <= SCHEMA_BYTES => {
            entity.found.entity.extra.insert("request".to_owned(), request);
        }
        Some(_) => {
            let message = format!("the request's schema is larger than {} kB, and no form is made of it", SCHEMA_BYTES / 1024);
            reader.complain(Severity::Warning, "too-large", message, reader.place(document), "shorten its descriptions");
        }
        None => {}
    }
    for key in ["destinationSelectors", "requiredPromises"] {
        if let Some(node) = document.at(&["spec", key]) {
            entity.keep(key, node.to_json());
        }
    }
    let pipelines = pipelines(document);
    if !pipelines.is_empty() {
        entity.keep("pipelines", pipelines.into());
    }
    Some(entity.finish(reader))
}

/// What a request for the capability looks like: its API version, its kind and the schema of its `spec`.
fn request(reader: &mut Reader<'_>, definition: &Node) -> Option<Value> {
    let text = |path: &[&str]| definition.at(path).and_then(|node| line(node, bounds::NAME));
    let (group, kind) = (text(&["group"])?, text(&["names", "kind"])?);
    let versions = each(definition.get("versions"));
    let says = |version: &Node, key: &str| version.get(key).and_then(Node::boolean) == Some(true);
    let version = versions.iter().find(|version| says(version, "served") && says(version, "storage")).or_else(|| versions.first())?;
    let name = version.get("name").and_then(|node| line(node, bounds::NAME))?;
    let schema = version.at(&["schema", "openAPIV3Schema", "properties", "spec"]);
    if schema.is_none() {
        let message = format!("version {name} of the API has no schema of “spec”, so no form can be made of it");
        let help = "write schema.openAPIV3Schema.properties.spec";
        reader.complain(Severity::Warning, "no-schema", message, reader.place(version), help);
    }
    let plural = text(&["names", "plural"]);
    let is_cluster_wide = text(&["scope"]).as_deref() == Some("Cluster");
    let mut request = json!({
        "api_version": format!("{group}/{name}"),
        "kind": kind,
        "plural": plural,
        "is_namespaced": !is_cluster_wide,
    });
    if let Some(schema) = schema {
        request["schema"] = schema.to_json();
    }
    Some(request)
}

/// The images that its workflows run, by workflow and stage.
fn pipelines(document: &Node) -> Vec<Value> {
    let mut found = Vec::new();
    for workflow in ["promise", "resource"] {
        for stage in ["configure", "delete"] {
            for pipeline in each(document.at(&["spec", "workflows", workflow, stage])) {
                let containers = each(pipeline.at(&["spec", "containers"])).iter();
                let images: Vec<&str> = containers.filter_map(|container| container.get("image")?.text()).collect();
                let name = pipeline.at(&["metadata", "name"]).and_then(Node::text);
                found.push(json!({"workflow": workflow, "stage": stage, "name": name, "images": images}));
            }
        }
    }
    found
}
