//! Humanitec's entities as files: resource definitions, resource types, environments and applications.
//!
//! What a definition gives to its driver is not kept: it is where secrets stand.

use super::kratix::CAPABILITY;
use super::reader::Reader;
use super::shape::{self, Manner, Object, Shape, may, needs};
use super::sketch::{Field, Sketch, line, reference};
use super::{DescriptorFile, Imported, ImportedEntity, Importer, Wanted, repository_url};
use crate::catalog::Trust;
use crate::reading::bounds;
use crate::yaml::{self, Node};
use milepost_model::{EntityKind, RelationKind, Severity};

const NAME: &str = "humanitec";
const MANNER: Manner = Manner::described("Humanitec");
const VERSION: &str = "entity.humanitec.io/";

/// Humanitec's entities.
#[derive(Debug, Clone, Copy)]
pub struct Humanitec;

impl Importer for Humanitec {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Humanitec entity"
    }

    fn globs(&self) -> &'static [&'static str] {
        &[
            "**/{humanitec,.humanitec,humanitec-*,resource-definitions,resource-types}/**/*.{yaml,yml}",
            "**/{humanitec,*.humanitec,humanitec-*,resource-definition,resource-definitions}.{yaml,yml}",
        ]
    }

    fn trust(&self) -> Trust {
        Trust::Workload
    }

    fn sniff(&self, _path: &str, text: &str) -> bool {
        text.lines().any(|line| line.trim_start_matches(['\u{feff}', '"', '\'']).starts_with("apiVersion") && line.contains(VERSION))
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            if document.get("apiVersion").and_then(Node::text).is_some_and(|version| version.starts_with(VERSION)) {
                imported.entities.extend(entity(&mut reader, document));
            }
        }
        imported.problems = reader.problems;
        imported
    }
}

/// What stands around every entity.
static ENVELOPE: Object = Object {
    what: "an entity",
    keys: &[
        needs("apiVersion", Shape::Word(&["entity.humanitec.io/v1b1"])),
        needs("kind", Shape::Filled),
        needs("metadata", Shape::Object(&METADATA)),
        needs("entity", Shape::Map(&Shape::Any)),
    ],
    is_open: false,
    also: &[],
};

static METADATA: Object = Object {
    what: "metadata",
    keys: &[needs("id", Shape::Like(is_id, "lower-case letters, digits and - inside, at most 100 characters"))],
    is_open: true,
    also: &[],
};

static DEFINITION: Object = Object {
    what: "a resource definition",
    keys: &[
        needs("name", Shape::Filled),
        needs("type", Shape::Filled),
        needs("driver_type", Shape::Like(|text| text.contains('/'), "an organisation and a driver, such as humanitec/terraform")),
        may("driver_account", Shape::Text),
        may("driver_inputs", DRIVER_INPUTS),
        may("criteria", Shape::List(&Shape::Object(&CRITERION))),
        may("provision", Shape::Map(&Shape::Any)),
        may("is_default", Shape::Flag),
    ],
    is_open: false,
    also: &[],
};

const DRIVER_INPUTS: Shape = Shape::Object(&Object {
    what: "driver_inputs",
    keys: &[may("values", Shape::Map(&Shape::Any)), may("secrets", Shape::Map(&Shape::Any)), may("secret_refs", Shape::Map(&Shape::Any))],
    is_open: false,
    also: &[],
});

static CRITERION: Object = Object {
    what: "a criterion",
    keys: &[
        may("app_id", Shape::Text),
        may("env_id", Shape::Text),
        may("env_type", Shape::Text),
        may("res_id", Shape::Text),
        may("class", Shape::Text),
        may("id", Shape::Text),
    ],
    is_open: false,
    also: &[],
};

/// Letters and digits in lower case with `-` inside. Placeholders of pipelines count, since files are often written for them.
fn is_id(text: &str) -> bool {
    let is_firm = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.contains("${")
        || (text.len() <= 100 && text.starts_with(is_firm) && text.ends_with(is_firm) && text.chars().all(|c| is_firm(c) || c == '-'))
}

fn entity(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    shape::hold(reader, document, &Shape::Object(&ENVELOPE), MANNER);
    let (id, said) = (document.at(&["metadata", "id"])?, document.get("entity")?);
    let name = line(id, bounds::NAME)?;
    let kind = document.get("kind").and_then(Node::text).unwrap_or_default();
    let own_kind = match kind {
        "Definition" | "ResourceDefinition" => CAPABILITY,
        "ResourceType" => "resourcetype",
        "Environment" => "environment",
        "Application" => EntityKind::SYSTEM,
        _ => {
            let message = format!("skipped: the kind “{}” of Humanitec is nothing that a catalog shows", bounds::cut(kind, bounds::NAME));
            reader.complain(
                Severity::Note,
                "skipped",
                message,
                reader.place(document),
                "nothing: Definition, ResourceType, Environment and Application are read",
            );
            return None;
        }
    };
    let mut entity = Sketch::new(NAME, own_kind, &name, reader.place(document));
    entity.found.source("name", NAME, reader.place(id));
    if said.get("name").and_then(Node::text) != Some(name.as_str()) {
        entity.say(reader, Field::Title, said.get("name"));
    }
    entity.say(reader, Field::Description, said.get("description"));
    entity.say(reader, Field::Type, said.get("type"));
    match own_kind {
        CAPABILITY => definition(reader, said, &mut entity),
        "resourcetype" => {
            if let Some(schema) = said.get("inputs_schema") {
                entity.found.entity.extra.insert("request".to_owned(), serde_json::json!({"kind": name, "schema": schema.to_json()}));
            }
            entity.keep_rest(Some(said), &["name", "type", "description", "inputs_schema"]);
        }
        "environment" => {
            if let Some((node, app)) = said.get("app_id").and_then(|node| Some((node, line(node, bounds::NAME)?))) {
                entity.relate(reader, RelationKind::PartOf, Wanted::Exactly(reference(EntityKind::SYSTEM, &app)), node);
            }
            entity.keep_rest(Some(said), &["name", "type", "description", "app_id"]);
        }
        _ => entity.keep_rest(Some(said), &["name", "type", "description"]),
    }
    Some(entity.finish(reader))
}

fn definition(reader: &mut Reader<'_>, said: &Node, entity: &mut Sketch) {
    shape::hold(reader, said, &Shape::Object(&DEFINITION), MANNER);
    let criteria = said.get("criteria");
    match criteria {
        Some(node) if node.items().is_some_and(<[Node]>::is_empty) => {
            let message = "with an empty list of criteria this definition is never matched".to_owned();
            let help = "write `- {}` to match everything, or leave the key out where criteria are kept elsewhere";
            reader.complain(Severity::Note, "never-matched", message, reader.place(node), help);
        }
        Some(node) => entity.keep("criteria", node.to_json()),
        None => {}
    }
    for key in ["driver_type", "driver_account"] {
        if let Some(text) = said.get(key).and_then(|node| line(node, bounds::NAME)) {
            entity.keep(key, text.into());
        }
    }
    if let Some(wanted) = said.get("type").and_then(|node| Some((node, line(node, bounds::NAME)?))) {
        let resource_type = reference("resourcetype", &wanted.1);
        entity.found.entity.annotations.insert("humanitec.io/resource-type".to_owned(), resource_type.name);
    }
    let source = said.at(&["driver_inputs", "values", "source"]);
    let is_shown = |url: &&Node| url.text().is_some_and(|text| text.starts_with("http") && repository_url::read(text).is_some());
    if let Some(url) = source.and_then(|source| source.get("url")).filter(is_shown) {
        entity.link_to(reader, "repository", Some("Source".to_owned()), Some(url));
    }
}
