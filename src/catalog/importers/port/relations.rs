//! How a Port entity relates to others, which it names by their identifiers alone.

use super::{Targets, kind_of};
use crate::catalog::importers::Wanted;
use crate::catalog::importers::reader::{ITEMS, Reader};
use crate::catalog::importers::sketch::{Sketch, each, line, person, reference};
use crate::reading::bounds;
use crate::yaml::{Mapping, Node};
use milepost_model::{EntityKind, RelationKind};

/// The kinds that are tried, in this order, where neither blueprint nor relation says one.
const TRIED: [&str; 5] = [EntityKind::COMPONENT, EntityKind::RESOURCE, EntityKind::API, EntityKind::SYSTEM, EntityKind::DOMAIN];

/// Reads the relations; those that name people and teams say who owns it.
pub(super) fn read(reader: &mut Reader<'_>, relations: Option<&Node>, blueprint: &str, targets: &Targets, entity: &mut Sketch) {
    for entry in relations.and_then(Node::mapping).map(Mapping::entries).unwrap_or_default().iter().take(ITEMS) {
        let key = entry.key.text.as_str();
        let kind = targets.get(&(blueprint.to_owned(), key.to_owned())).map_or_else(|| guessed(key), |target| Some(kind_of(target).0));
        for node in each(Some(&entry.value)) {
            let Some(name) = line(node, bounds::NAME) else { continue };
            relate(reader, kind.as_deref(), key, &name, node, entity);
        }
    }
    let said = relations.map(Node::to_json).unwrap_or_default();
    if !said.to_string().contains('@') {
        entity.keep("relations", said);
    }
}

fn relate(reader: &mut Reader<'_>, kind: Option<&str>, key: &str, name: &str, node: &Node, entity: &mut Sketch) {
    if name.contains('@') {
        if key.to_lowercase().contains("owner") {
            entity.own(reader, person(name), node);
        }
        return;
    }
    let (relation, wanted) = match kind {
        Some(EntityKind::GROUP) => {
            entity.own(reader, reference(EntityKind::GROUP, name), node);
            return;
        }
        // A person who is named without an address is no owner for certain.
        Some(EntityKind::USER) => return,
        Some(kind) => (relation_of(kind), Wanted::Exactly(reference(kind, name))),
        None => (RelationKind::DependsOn, Wanted::FirstOf(TRIED.iter().map(|kind| reference(kind, name)).collect())),
    };
    entity.relate(reader, relation, wanted, node);
}

fn relation_of(kind: &str) -> RelationKind {
    match kind {
        EntityKind::SYSTEM | EntityKind::DOMAIN => RelationKind::PartOf,
        EntityKind::API => RelationKind::ConsumesApi,
        _ => RelationKind::DependsOn,
    }
}

/// The kind that a relation's own name suggests, such as `domain` or `owning_team`.
fn guessed(key: &str) -> Option<String> {
    let words: Vec<String> = key.split(['_', '-', ' ']).map(str::to_lowercase).collect();
    let has = |word: &str| words.iter().any(|found| found == word || found.strip_suffix('s') == Some(word));
    let provides = words.iter().any(|word| word.starts_with("provide"));
    match () {
        () if has("team") || has("squad") || has("owner") => Some(EntityKind::GROUP.to_owned()),
        () if has("user") || has("member") || has("developer") => Some(EntityKind::USER.to_owned()),
        () if words.len() == 1 && !provides => {
            let (kind, _) = kind_of(key.trim_end_matches('s'));
            TRIED.contains(&kind.as_str()).then_some(kind)
        }
        () => None,
    }
}
