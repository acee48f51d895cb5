//! Versions 2, 2.1 and 2.2: one service a document.

use super::NAME;
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::sketch::{Field, Sketch, each, line, reference};
use crate::catalog::importers::{ImportedEntity, Wanted, repository_url};
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::{EntityKind, RelationKind};

/// The keys that have a field of their own.
const TAKEN: [&str; 15] = [
    "schema-version",
    "dd-service",
    "team",
    "dd-team",
    "application",
    "description",
    "tier",
    "lifecycle",
    "type",
    "contacts",
    "links",
    "repos",
    "docs",
    "tags",
    "integrations",
];

/// The service of a document; nothing where it has no name.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    let node = document.get("dd-service")?;
    let name = line(node, bounds::NAME)?;
    let mut service = Sketch::new(NAME, EntityKind::COMPONENT, &name, reader.place(document));
    service.found.source("name", NAME, reader.place(node));
    service.say(reader, Field::Description, document.get("description"));
    service.say(reader, Field::Tier, document.get("tier"));
    service.say(reader, Field::Lifecycle, document.get("lifecycle"));
    if !service.say(reader, Field::Type, document.get("type")) {
        service.put(Field::Type, "service".to_owned());
    }
    for key in ["team", "dd-team"] {
        if let Some((node, team)) = document.get(key).and_then(|node| Some((node, line(node, bounds::NAME)?))) {
            service.own(reader, reference(EntityKind::GROUP, &team), node);
        }
    }
    if let Some((node, system)) = document.get("application").and_then(|node| Some((node, line(node, bounds::NAME)?))) {
        service.relate(reader, RelationKind::PartOf, Wanted::Exactly(reference(EntityKind::SYSTEM, &system)), node);
    }
    contacts_and_links(reader, document, &mut service);
    for (key, kind) in [("repos", "repository"), ("docs", "docs")] {
        for item in each(document.get(key)) {
            service.link_to(reader, kind, item.get("name").and_then(|name| line(name, bounds::NAME)), item.get("url"));
        }
    }
    let made = each(document.get("repos")).iter().chain(repositories(document));
    home(reader, made, &mut service);
    on_call(reader, document.get("integrations"), &["service-url"], &mut service);
    service.keep_rest(Some(document), &TAKEN);
    Some(service.finish(reader))
}

/// Reads the tags, contacts and links that all versions have.
pub(super) fn contacts_and_links(reader: &mut Reader<'_>, node: &Node, entity: &mut Sketch) {
    for tag in each(node.get("tags")).iter().filter_map(|tag| line(tag, bounds::NAME)) {
        entity.tag(&tag);
    }
    for contact in each(node.get("contacts")) {
        let kind = contact.get("type").and_then(Node::text).unwrap_or_default().to_lowercase();
        let title = contact.get("name").and_then(|name| line(name, bounds::NAME));
        let Some(address) = contact.get("contact") else { continue };
        if kind == "email" {
            let mut mail = address.clone();
            if let crate::yaml::Shape::Scalar(scalar) = &mut mail.shape {
                scalar.text = format!("mailto:{}", scalar.text.trim().trim_start_matches("mailto:"));
            }
            entity.link_to(reader, "other", title.or_else(|| line(address, bounds::NAME)), Some(&mail));
        } else {
            entity.link(reader, &[&kind, "chat"], title, Some(address));
        }
    }
    for link in each(node.get("links")) {
        let word = |key: &str| link.get(key).and_then(Node::text).unwrap_or_default();
        let kind = match word("type") {
            "doc" => "docs",
            "code" => "repository",
            kind => kind,
        };
        let title = link.get("name").and_then(|name| line(name, bounds::NAME));
        entity.link(reader, &[kind, word("name")], title, link.get("url"));
    }
}

/// The links that lead to repositories.
pub(super) fn repositories(node: &Node) -> impl Iterator<Item = &Node> {
    each(node.get("links")).iter().filter(|link| matches!(link.get("type").and_then(Node::text), Some("repo" | "code")))
}

/// Says where it is made, if one repository is named, or the one that holds the file is among them.
pub(super) fn home<'n>(reader: &Reader<'_>, links: impl Iterator<Item = &'n Node>, entity: &mut Sketch) {
    let mut found: Vec<_> = links.filter_map(|link| repository_url::read(link.get("url")?.text()?)).collect();
    found.dedup();
    if found.len() > 1 {
        found.retain(|made| made.full_name.eq_ignore_ascii_case(reader.file.repo));
    }
    entity.made_in(reader, found);
}

/// Links to who is on call.
pub(super) fn on_call(reader: &mut Reader<'_>, integrations: Option<&Node>, keys: &[&str], entity: &mut Sketch) {
    for pager in ["pagerduty", "opsgenie"] {
        let Some(found) = integrations.and_then(|node| node.get(pager)).filter(|node| !node.is_null()) else { continue };
        entity.on_call(pager);
        let url = keys.iter().find_map(|key| found.get(key)).unwrap_or(found);
        entity.link_to(reader, "oncall", None, Some(url));
    }
}
