//! How a Cortex entity hangs together with others, which it names by their tags alone.

use crate::catalog::importers::Wanted;
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::sketch::{Sketch, each, line, person, reference};
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::{EntityKind, RelationKind};

const DOMAIN: &str = EntityKind::DOMAIN;
const GROUP: &str = EntityKind::GROUP;
const COMPONENT: &str = EntityKind::COMPONENT;
const RESOURCE: &str = EntityKind::RESOURCE;

/// Reads dependencies, parents, children, relationships and members.
pub(super) fn read(reader: &mut Reader<'_>, info: &Node, kind: &str, entity: &mut Sketch) {
    let is_team = kind == GROUP;
    let up: (RelationKind, &[&str]) = if is_team { (RelationKind::ChildOf, &[GROUP]) } else { (RelationKind::PartOf, &[DOMAIN]) };
    for key in ["x-cortex-parents", "x-cortex-domain-parents"] {
        targets(reader, each(info.get(key)), up.0, up.1, entity);
    }
    let down: (RelationKind, &[&str]) =
        if is_team { (RelationKind::ParentOf, &[GROUP]) } else { (RelationKind::HasPart, &[DOMAIN, COMPONENT, RESOURCE]) };
    targets(reader, each(info.get("x-cortex-children")), down.0, down.1, entity);
    let dependencies = info.get("x-cortex-dependency");
    match dependencies.and_then(Node::mapping) {
        // By provider: those of Cortex name entities, those of clouds name what Cortex finds there.
        Some(providers) => {
            for entry in providers.entries() {
                if entry.key.text == "cortex" {
                    targets(reader, each(Some(&entry.value)), RelationKind::DependsOn, &[COMPONENT, RESOURCE], entity);
                } else {
                    entity.keep(&format!("dependency.{}", entry.key.text), entry.value.to_json());
                }
            }
        }
        None => targets(reader, each(dependencies), RelationKind::DependsOn, &[COMPONENT, RESOURCE], entity),
    }
    for relationship in each(info.get("x-cortex-relationships")) {
        targets(reader, each(relationship.get("destinations")), RelationKind::DependsOn, &[COMPONENT, RESOURCE, DOMAIN], entity);
    }
    if is_team {
        for member in each(info.at(&["x-cortex-team", "members"])) {
            if let Some(email) = member.get("email").and_then(|node| line(node, bounds::NAME)) {
                entity.relate(reader, RelationKind::HasMember, Wanted::Exactly(person(&email)), member);
            }
        }
        let groups = each(info.at(&["x-cortex-team", "groups"])).iter();
        let names = groups.filter_map(|group| line(group.get("name").unwrap_or(group), bounds::NAME));
        entity.found.aliases.extend(names.map(|name| reference(GROUP, name.rsplit('/').next().unwrap_or(&name)).name));
    }
}

fn targets(reader: &mut Reader<'_>, nodes: &[Node], relation: RelationKind, kinds: &[&str], entity: &mut Sketch) {
    for node in nodes {
        let found = node.get("tag").unwrap_or(node);
        let Some(tag) = line(found, bounds::NAME) else { continue };
        let wanted = match kinds {
            [kind] => Wanted::Exactly(reference(kind, &tag)),
            kinds => Wanted::FirstOf(kinds.iter().map(|kind| reference(kind, &tag)).collect()),
        };
        entity.relate(reader, relation, wanted, found);
    }
}
