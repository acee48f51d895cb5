//! Port's blueprints: the types of its entities, kept as entities of a kind of their own.

use super::{MANNER, NAME, Targets};
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::shape::{self, Object, Shape, may, needs};
use crate::catalog::importers::sketch::{Field, Sketch, line, reference};
use crate::catalog::importers::{ImportedEntity, Wanted};
use crate::reading::bounds;
use crate::yaml::{Mapping, Node};
use milepost_model::RelationKind;

const KIND: &str = "blueprint";

static BLUEPRINT: Object = Object {
    what: "a blueprint",
    keys: &[
        needs("identifier", Shape::Filled),
        needs("title", Shape::Text),
        needs("schema", Shape::Object(&SCHEMA)),
        may("description", Shape::Text),
        may("icon", Shape::Text),
        may("calculationProperties", Shape::Map(&Shape::Any)),
        may("mirrorProperties", Shape::Map(&Shape::Any)),
        may("aggregationProperties", Shape::Map(&Shape::Any)),
        may("relations", Shape::Map(&Shape::Object(&RELATION))),
        may("ownership", Shape::Map(&Shape::Any)),
        may("teamInheritance", Shape::Map(&Shape::Any)),
        may("changelogDestination", Shape::Any),
    ],
    is_open: true,
    also: &[],
};

static SCHEMA: Object = Object {
    what: "a schema",
    keys: &[needs("properties", Shape::Map(&Shape::Map(&Shape::Any))), may("required", Shape::List(&Shape::Text))],
    is_open: true,
    also: &[],
};

static RELATION: Object = Object {
    what: "a relation",
    keys: &[
        needs("target", Shape::Filled),
        may("title", Shape::Text),
        may("required", Shape::Flag),
        may("many", Shape::Flag),
        may("description", Shape::Text),
    ],
    is_open: true,
    also: &[],
};

/// Whether the node describes a blueprint and not an entity.
pub(super) fn is_one(node: &Node) -> bool {
    node.get("blueprint").is_none() && node.get("schema").is_some_and(|schema| schema.mapping().is_some())
}

/// The blueprint that each relation of each blueprint leads to.
pub(super) fn targets(nodes: &[&Node]) -> Targets {
    let mut found = Targets::new();
    for node in nodes.iter().filter(|node| is_one(node)) {
        let Some(identifier) = node.get("identifier").and_then(Node::text) else { continue };
        for entry in node.get("relations").and_then(Node::mapping).map(Mapping::entries).unwrap_or_default() {
            if let Some(target) = entry.value.get("target").and_then(Node::text) {
                found.insert((identifier.to_owned(), entry.key.text.clone()), target.to_owned());
            }
        }
    }
    found
}

/// The blueprint with its schema, and the blueprints that it relates to.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Option<ImportedEntity> {
    shape::hold(reader, node, &Shape::Object(&BLUEPRINT), MANNER);
    let identifier = node.get("identifier")?;
    let mut entity = Sketch::new(NAME, KIND, &line(identifier, bounds::NAME)?, reader.place(node));
    entity.found.source("name", NAME, reader.place(identifier));
    entity.say(reader, Field::Title, node.get("title"));
    entity.say(reader, Field::Description, node.get("description"));
    for entry in node.get("relations").and_then(Node::mapping).map(Mapping::entries).unwrap_or_default() {
        let Some((target, name)) = entry.value.get("target").and_then(|target| Some((target, line(target, bounds::NAME)?))) else {
            continue;
        };
        let wanted = reference(KIND, &name);
        // A blueprint may relate to itself, as teams do to teams, and to those that Port brings along, such as _team.
        if wanted != *entity.name() && !name.starts_with('_') {
            entity.relate(reader, RelationKind::DependsOn, Wanted::Exactly(wanted), target);
        }
    }
    entity.keep_rest(Some(node), &["identifier", "title", "description", "icon"]);
    Some(entity.finish(reader))
}
