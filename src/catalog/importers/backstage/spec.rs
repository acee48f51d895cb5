//! What each of Backstage's kinds says under `spec`, and the relations that follow from it.

use super::{NAME, refused};
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::{ImportedEntity, Wanted};
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::{EntityRef, RelationKind, Severity};
use serde_json::Value;

/// What a kind must and may say.
pub(super) struct KindRules {
    pub(super) kind: &'static str,
    required: &'static [&'static str],
    relations: &'static [&'static str],
}

/// The kinds, as Backstage's schemas have them. `owner` is treated apart: CODEOWNERS may stand in for it.
pub(super) const KINDS: &[KindRules] = &[
    KindRules { kind: "AiResource", required: &["type", "lifecycle"], relations: &["owner", "system"] },
    KindRules { kind: "API", required: &["type", "lifecycle"], relations: &["owner", "system"] },
    KindRules {
        kind: "Component",
        required: &["type", "lifecycle"],
        relations: &["owner", "system", "subcomponentOf", "providesApis", "consumesApis", "dependsOn", "dependencyOf"],
    },
    KindRules { kind: "Domain", required: &[], relations: &["owner", "subdomainOf"] },
    KindRules { kind: "Group", required: &["type", "children"], relations: &["parent", "children", "members"] },
    KindRules { kind: "Resource", required: &["type"], relations: &["owner", "system", "dependsOn", "dependencyOf"] },
    KindRules { kind: "System", required: &[], relations: &["owner", "domain"] },
    KindRules { kind: "Template", required: &["type", "steps"], relations: &["owner"] },
    KindRules { kind: "User", required: &["memberOf"], relations: &["memberOf"] },
];

/// A field that points at other entities.
struct Pointer {
    key: &'static str,
    kind: RelationKind,
    /// The kind of what it points at, where a text names none.
    default_kind: Option<&'static str>,
    is_list: bool,
}

const POINTERS: &[Pointer] = &[
    Pointer { key: "owner", kind: RelationKind::OwnedBy, default_kind: Some("group"), is_list: false },
    Pointer { key: "system", kind: RelationKind::PartOf, default_kind: Some("system"), is_list: false },
    Pointer { key: "domain", kind: RelationKind::PartOf, default_kind: Some("domain"), is_list: false },
    Pointer { key: "subdomainOf", kind: RelationKind::PartOf, default_kind: Some("domain"), is_list: false },
    Pointer { key: "subcomponentOf", kind: RelationKind::PartOf, default_kind: Some("component"), is_list: false },
    Pointer { key: "providesApis", kind: RelationKind::ProvidesApi, default_kind: Some("api"), is_list: true },
    Pointer { key: "consumesApis", kind: RelationKind::ConsumesApi, default_kind: Some("api"), is_list: true },
    Pointer { key: "dependsOn", kind: RelationKind::DependsOn, default_kind: None, is_list: true },
    Pointer { key: "dependencyOf", kind: RelationKind::DependencyOf, default_kind: None, is_list: true },
    Pointer { key: "memberOf", kind: RelationKind::MemberOf, default_kind: Some("group"), is_list: true },
    Pointer { key: "parent", kind: RelationKind::ChildOf, default_kind: Some("group"), is_list: false },
    Pointer { key: "children", kind: RelationKind::ParentOf, default_kind: Some("group"), is_list: true },
    Pointer { key: "members", kind: RelationKind::HasMember, default_kind: Some("user"), is_list: true },
];

/// The most of what milepost does not know that is kept of one entity, in bytes of JSON.
const EXTRA_BYTES: usize = 64 * 1024;

/// Reads `spec` into the entity. A kind that milepost does not know is kept with all that it says.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node, entity: &mut ImportedEntity) {
    let rules = KINDS.iter().find(|rules| rules.kind.eq_ignore_ascii_case(&entity.entity.reference.kind));
    let Some(spec) = document.get("spec").filter(|node| node.mapping().is_some()) else {
        match (document.get("spec"), rules) {
            (Some(node), _) if !node.is_null() => {
                reader.error("wrong-type", format!("“spec” must be a map, and this is {}", node.found()), node, "write `key: value` lines");
            }
            (_, Some(rules)) if !rules.required.is_empty() => {
                let message = format!("this {} has no “spec”", rules.kind);
                refused(reader, "required-field", message, reader.place(document), &format!("spec with {}", rules.required.join(", ")));
            }
            _ => {}
        }
        return;
    };
    for (key, field) in [("type", "type"), ("lifecycle", "lifecycle"), ("tier", "tier")] {
        let Some(node) = spec.get(key) else { continue };
        let value = reader.line(&format!("spec.{key}"), node, bounds::NAME);
        match key {
            "type" => entity.entity.entity_type = value,
            "lifecycle" => entity.entity.lifecycle = value,
            _ => entity.entity.tier = value,
        }
        entity.source(field, NAME, reader.place(node));
    }
    profile(reader, spec, entity);
    if let Some(rules) = rules {
        required(reader, spec, rules, entity);
        for pointer in POINTERS.iter().filter(|pointer| rules.relations.contains(&pointer.key)) {
            if let Some(node) = spec.get(pointer.key) {
                point(reader, pointer, node, entity);
            }
        }
    }
    keep_rest(spec, rules, entity);
}

fn required(reader: &mut Reader<'_>, spec: &Node, rules: &KindRules, entity: &ImportedEntity) {
    let kind = rules.kind;
    let mut missing: Vec<&str> = rules
        .required
        .iter()
        .copied()
        .filter(|key| spec.get(key).is_none_or(|node| node.is_null() && *key != "children" && *key != "memberOf"))
        .collect();
    let is_server = entity.entity.entity_type.as_deref() == Some("mcp-server");
    if kind == "API" && spec.get(if is_server { "remotes" } else { "definition" }).is_none_or(Node::is_null) {
        missing.push(if is_server { "remotes" } else { "definition" });
    }
    for key in missing {
        let message = format!("{kind} “{}” has no “spec.{key}”", entity.entity.name);
        refused(reader, "required-field", message, reader.place(spec), &required_rule(key));
    }
    if rules.relations.contains(&"owner") && kind != "Template" && spec.get("owner").is_none_or(Node::is_null) {
        let message = format!("{kind} “{}” has no “spec.owner”", entity.entity.name);
        let help = "add spec.owner, or a CODEOWNERS line for its folder";
        reader.complain(Severity::Warning, "no-owner", message, reader.place(spec), help);
    }
}

fn required_rule(key: &str) -> String {
    let example = match key {
        "type" => "a type such as service, website, library, team",
        "lifecycle" => "a lifecycle: experimental, production, deprecated",
        "children" => "the list of child groups; write children: [] where there are none",
        "memberOf" => "the list of groups; write memberOf: [] where there are none",
        "definition" => "the API's definition as text, or $text: with its path",
        "remotes" => "a list of remotes, each with type and url",
        "steps" => "a list of steps",
        other => other,
    };
    example.to_owned()
}

/// A group's or a person's name for people.
fn profile(reader: &mut Reader<'_>, spec: &Node, entity: &mut ImportedEntity) {
    if let Some(node) = spec.at(&["profile", "displayName"]).filter(|_| entity.entity.title.is_none()) {
        entity.entity.title = reader.line("spec.profile.displayName", node, bounds::NAME);
        entity.source("title", NAME, reader.place(node));
    }
}

fn point(reader: &mut Reader<'_>, pointer: &Pointer, node: &Node, entity: &mut ImportedEntity) {
    let key = format!("spec.{}", pointer.key);
    let namespace = entity.entity.reference.namespace.clone();
    let nodes: &[Node] = if pointer.is_list {
        reader.items(&key, node)
    } else if node.is_null() {
        &[]
    } else {
        std::slice::from_ref(node)
    };
    for node in nodes {
        let names_kind = node.mapping().is_some() || node.text().is_some_and(|text| text.contains(':'));
        let Some(target) = reader.reference(&key, node, pointer.default_kind.or(Some("component")), &namespace) else { continue };
        if target == entity.entity.reference {
            let message = format!("“{key}” of {target} names itself, and is left out");
            reader.warning("points-at-itself", message, node, "remove it");
            continue;
        }
        let wanted = wanted(reader, pointer, &key, node, names_kind, target);
        let place = reader.place(node);
        match (pointer.key, wanted) {
            ("owner", Wanted::Exactly(owner)) => entity.own(owner, NAME, place),
            (_, wanted) => {
                if !pointer.is_list {
                    entity.source(pointer.key, NAME, place.clone());
                }
                entity.relate(pointer.kind, wanted, NAME, place);
            }
        }
    }
}

fn wanted(reader: &mut Reader<'_>, pointer: &Pointer, key: &str, node: &Node, names_kind: bool, target: EntityRef) -> Wanted {
    if pointer.default_kind.is_some() || names_kind {
        return Wanted::Exactly(target);
    }
    let name = &target.name;
    let message = format!("“{key}” names “{name}” without its kind, so a component or else a resource of that name is taken");
    reader.warning("kind-missing", message, node, format!("write component:{name} or resource:{name}, as Backstage demands"));
    Wanted::component_or_resource(target)
}

/// Keeps what milepost has no field for, within bounds; a definition's text is read from its file.
fn keep_rest(spec: &Node, rules: Option<&KindRules>, entity: &mut ImportedEntity) {
    let Value::Object(mut rest) = spec.to_json() else { return };
    rest.retain(|key, value| {
        let is_known =
            matches!(key.as_str(), "type" | "lifecycle" | "tier") || rules.is_some_and(|rules| rules.relations.contains(&key.as_str()));
        !(is_known || key == "definition" && value.is_string())
    });
    let rest = Value::Object(rest);
    let is_empty = rest.as_object().is_none_or(serde_json::Map::is_empty);
    if !is_empty && rest.to_string().len() <= EXTRA_BYTES {
        entity.entity.extra.insert("spec".to_owned(), rest);
    }
}
