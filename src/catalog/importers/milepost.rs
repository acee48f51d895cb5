//! milepost's own `milepost.yaml`; `docs/reference/milepost-yaml.md` is its reference.

mod exemptions;

use super::reader::Reader;
use super::{DescriptorFile, Imported, ImportedEntity, Importer, Wanted, names};
use crate::catalog::Trust;
use crate::reading::bounds;
use crate::yaml::{self, Mapping, Node};
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use milepost_model::{EntityKind, EntityRef, Link, RelationKind};

const NAME: &str = "milepost";

/// The keys, in the order of the reference page.
const KEYS: [&str; 14] = [
    "name",
    "title",
    "description",
    "type",
    "owner",
    "lifecycle",
    "tier",
    "system",
    "paths",
    "links",
    "depends_on",
    "replaced_by",
    "exempt",
    "acknowledge",
];

/// The links, and what their text says where nothing else does.
const LINKS: [(&str, &str); 7] = [
    ("runbook", "Runbook"),
    ("dashboard", "Dashboard"),
    ("chat", "Chat"),
    ("oncall", "On call"),
    ("logs", "Logs"),
    ("metrics", "Metrics"),
    ("traces", "Traces"),
];

/// milepost's own descriptors.
#[derive(Debug, Clone, Copy)]
pub struct Milepost;

impl Importer for Milepost {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "milepost.yaml"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/milepost.yaml", "**/milepost.yml"]
    }

    fn trust(&self) -> Trust {
        Trust::Own
    }

    /// The name is ours, so whatever stands in such a file was meant for us.
    fn sniff(&self, path: &str, _text: &str) -> bool {
        self.matches(path)
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        let is_broken = !problems.is_empty();
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            match document.mapping() {
                Some(mapping) => imported.entities.push(service(&mut reader, document, mapping)),
                None => reader.error(
                    "no-service",
                    format!("a service is a map, and this is {}", document.found()),
                    document,
                    "write name: and the other keys",
                ),
            }
        }
        if documents.is_empty() && !is_broken {
            reader.error("no-service", "the file describes nothing".into(), &Node::null(), "write at least name:");
        }
        imported.problems = reader.problems;
        imported
    }
}

fn service(reader: &mut Reader<'_>, document: &Node, mapping: &Mapping) -> ImportedEntity {
    unknown_keys(reader, mapping, &KEYS, "");
    let name = name(reader, document);
    let place = reader.place(document);
    // Without a usable name, the service gets that of its folder or repository once these are known.
    let reference = EntityRef::new(EntityKind::COMPONENT, name.as_deref().unwrap_or_default());
    let mut service = ImportedEntity::new(reference, name.as_deref().unwrap_or_default(), place);
    if let Some(node) = document.get("name") {
        service.source("name", NAME, reader.place(node));
    }
    for key in ["title", "description", "type", "lifecycle", "tier"] {
        let Some(node) = document.get(key) else { continue };
        let most = if key == "description" { bounds::SENTENCE } else { bounds::NAME };
        let Some(value) = reader.line(key, node, most) else { continue };
        if key == "lifecycle" && !["experimental", "production", "deprecated"].contains(&value.as_str()) {
            let message = format!("the lifecycle “{value}” is not one that milepost knows, and is kept");
            reader.complain(
                milepost_model::Severity::Note,
                "unknown-lifecycle",
                message,
                reader.place(node),
                "usual ones are experimental, production, deprecated",
            );
        }
        let entity = &mut service.entity;
        let field = match key {
            "title" => &mut entity.title,
            "description" => &mut entity.description,
            "type" => &mut entity.entity_type,
            "lifecycle" => &mut entity.lifecycle,
            _ => &mut entity.tier,
        };
        *field = Some(value);
        service.source(key, NAME, reader.place(node));
    }
    relations(reader, document, &mut service);
    paths(reader, document, &mut service);
    links(reader, document, &mut service);
    exemptions::read(reader, document, &mut service);
    service
}

fn unknown_keys(reader: &mut Reader<'_>, mapping: &Mapping, known: &[&str], below: &str) {
    for entry in mapping.entries() {
        let key = entry.key.text.as_str();
        if known.contains(&key) {
            continue;
        }
        let near = known.iter().max_by(|a, b| strsim::jaro(a, key).total_cmp(&strsim::jaro(b, key)));
        let help = match near.filter(|near| strsim::jaro(near, key) > 0.75) {
            Some(near) => format!("did you mean “{near}”?"),
            None => format!("known keys are {}", known.join(", ")),
        };
        let message = format!("“{}{}” is not a key of milepost.yaml", below, bounds::cut(key, 60));
        let place = entry.key.place(&reader.whole());
        reader.complain(milepost_model::Severity::Warning, "unknown-key", message, place, help);
    }
}

fn name(reader: &mut Reader<'_>, document: &Node) -> Option<String> {
    let help = "write letters and digits with -, _ and . inside, at most 63 characters";
    let Some(node) = document.get("name").filter(|node| !node.is_null()) else {
        reader.error("no-name", "there is no “name”, so the service is called after its folder or repository".into(), document, help);
        return None;
    };
    let name = reader.text("name", node)?;
    if names::is_name(&name) {
        return Some(name);
    }
    let shown = bounds::cut(&bounds::one_line(&name), names::LONGEST);
    reader.error("bad-name", format!("“{shown}” cannot be a name, so the service is called after its folder or repository"), node, help);
    None
}

fn relations(reader: &mut Reader<'_>, document: &Node, service: &mut ImportedEntity) {
    let mut one = |key: &str, kind: &str| {
        let node = document.get(key).filter(|node| !node.is_null())?;
        Some((reader.reference(key, node, Some(kind), DEFAULT_NAMESPACE)?, reader.place(node)))
    };
    if let Some((owner, place)) = one("owner", "group") {
        service.own(owner, NAME, place);
    }
    if let Some((system, place)) = one("system", "system") {
        service.source("system", NAME, place.clone());
        service.relate(RelationKind::PartOf, Wanted::Exactly(system), NAME, place);
    }
    if let Some(node) = document.get("replaced_by").filter(|node| !node.is_null())
        && let Some(successor) = other(reader, "replaced_by", node, service)
    {
        service.relate(RelationKind::ReplacedBy, Wanted::Exactly(successor), NAME, reader.place(node));
    }
    let Some(list) = document.get("depends_on") else { return };
    for node in reader.items("depends_on", list) {
        let Some(target) = other(reader, "depends_on", node, service) else { continue };
        let kind = if target.kind == EntityKind::API { RelationKind::ConsumesApi } else { RelationKind::DependsOn };
        service.relate(kind, Wanted::Exactly(target), NAME, reader.place(node));
    }
}

/// Something else than the service itself; a bare name is a component.
fn other(reader: &mut Reader<'_>, key: &str, node: &Node, service: &ImportedEntity) -> Option<EntityRef> {
    let target = reader.reference(key, node, Some("component"), DEFAULT_NAMESPACE)?;
    if target != service.entity.reference {
        return Some(target);
    }
    reader.warning("points-at-itself", format!("“{key}” of {} names itself, and is left out", target.name), node, "remove it");
    None
}

fn paths(reader: &mut Reader<'_>, document: &Node, service: &mut ImportedEntity) {
    let Some(list) = document.get("paths") else { return };
    service.source("paths", NAME, reader.place(list));
    for node in reader.items("paths", list) {
        let Some(path) = reader.line("paths", node, bounds::ADDRESS) else { continue };
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            reader.error(
                "bad-path",
                format!("the path “{path}” leaves the repository"),
                node,
                "write it from the repository's root, without / before it",
            );
            continue;
        }
        service.entity.paths.push(path.trim_start_matches("./").to_owned());
    }
}

fn links(reader: &mut Reader<'_>, document: &Node, service: &mut ImportedEntity) {
    let Some(node) = document.get("links").filter(|node| !node.is_null()) else { return };
    let Some(mapping) = node.mapping() else {
        reader.error(
            "wrong-type",
            format!("“links” must be a map, and this is {}", node.found()),
            node,
            "write lines such as runbook: docs/runbook.md",
        );
        return;
    };
    unknown_keys(reader, mapping, &LINKS.map(|(key, _)| key), "links.");
    for (key, title) in LINKS {
        let Some(node) = mapping.get(key) else { continue };
        let Some(url) = reader.line(&format!("links.{key}"), node, bounds::ADDRESS) else { continue };
        if is_link(&url) {
            service.entity.links.push(Link { kind: key.to_owned(), title: title.to_owned(), url });
        } else {
            let help = "write https://…, http://…, mailto:…, or a path from the repository's root";
            reader.error("bad-link", format!("“{}” cannot be a link", bounds::cut(&url, 60)), node, help);
        }
    }
}

/// An address with a scheme that pages may show, or a path in the repository.
fn is_link(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    match text.split_once(':') {
        Some((scheme, rest)) if !scheme.contains('/') => {
            matches!(scheme.to_ascii_lowercase().as_str(), "https" | "http" | "mailto") && !rest.is_empty()
        }
        _ => !text.starts_with('/') && !text.split('/').any(|part| part == ".."),
    }
}
