//! An entity while a format's importer draws it, each field with its source.
//!
//! What is of the wrong shape was told by [`super::shape`] already, and is passed over in silence here.

use super::reader::{ITEMS, Reader};
use super::{ImportedEntity, MadeIn, Wanted, link_kind, words};
use crate::catalog::slug;
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::{EntityKind, EntityRef, Link, Place, RelationKind, Severity};
use serde_json::{Map, Value};

/// The most that is kept verbatim of one entity, in bytes of JSON.
const KEPT_BYTES: usize = 64 * 1024;

/// A field of a single value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Description,
    Type,
    Lifecycle,
    Tier,
}

/// An entity on its way.
pub(super) struct Sketch {
    importer: &'static str,
    pub(super) found: ImportedEntity,
    kept: Map<String, Value>,
}

/// The value as one line of text; nothing where it is empty or no text.
pub(super) fn line(node: &Node, most: usize) -> Option<String> {
    node.text().map(|text| bounds::cut(&bounds::one_line(text), most)).filter(|text| !text.is_empty())
}

/// The items of a list, or the value itself where it is single.
pub(super) fn each(node: Option<&Node>) -> &[Node] {
    match node {
        Some(node) if node.is_null() => &[],
        Some(node) => {
            let items = node.items().unwrap_or_else(|| std::slice::from_ref(node));
            &items[..items.len().min(ITEMS)]
        }
        None => &[],
    }
}

/// A reference in the default namespace, whatever signs the name has.
pub(super) fn reference(kind: &str, name: &str) -> EntityRef {
    EntityRef::new(kind, &slug::reference_name(name))
}

/// The person behind an address.
pub(super) fn person(email: &str) -> EntityRef {
    reference(EntityKind::USER, email.split('@').next().unwrap_or(email))
}

impl Sketch {
    /// An entity of which the name is known; without one it is called after its folder or repository.
    pub(super) fn new(importer: &'static str, kind: &str, name: &str, place: Place) -> Self {
        let reference = if name.is_empty() { EntityRef::new(kind, "") } else { reference(kind, name) };
        let shown = bounds::cut(&bounds::one_line(name), bounds::NAME);
        // “Support Console” is a title; what stands in addresses is support-console.
        let is_title = shown.contains(' ');
        let mut found = ImportedEntity::new(reference.clone(), if is_title { &reference.name } else { &shown }, place);
        found.entity.title = Some(shown).filter(|_| is_title);
        Self { importer, found, kept: Map::new() }
    }

    /// Its name, as others refer to it.
    pub(super) fn name(&self) -> &EntityRef {
        &self.found.entity.reference
    }

    /// Takes a single value, and says whether there was one.
    pub(super) fn say(&mut self, reader: &Reader<'_>, field: Field, node: Option<&Node>) -> bool {
        let most = if field == Field::Description { bounds::SENTENCE } else { bounds::NAME };
        let Some((node, text)) = node.and_then(|node| Some((node, line(node, most)?))) else { return false };
        self.found.source(field.name(), self.importer, reader.place(node));
        self.put(field, text);
        true
    }

    /// Sets a single value that no one place gives.
    pub(super) fn put(&mut self, field: Field, text: String) {
        let entity = &mut self.found.entity;
        let (slot, value) = match field {
            Field::Title => (&mut entity.title, text),
            Field::Description => (&mut entity.description, text),
            Field::Type => (&mut entity.entity_type, text),
            Field::Lifecycle => (&mut entity.lifecycle, words::lifecycle(&text)),
            Field::Tier => (&mut entity.tier, words::tier(&text)),
        };
        *slot = Some(value);
    }

    /// Adds an owner; the first is the one to ask.
    pub(super) fn own(&mut self, reader: &Reader<'_>, owner: EntityRef, node: &Node) {
        self.found.own(owner, self.importer, reader.place(node));
    }

    /// Adds a relation; one to itself is told and left out.
    pub(super) fn relate(&mut self, reader: &mut Reader<'_>, kind: RelationKind, wanted: Wanted, node: &Node) {
        if wanted.first() == self.name() {
            let message = format!("{} names itself, which is left out", self.name());
            reader.warning("points-at-itself", message, node, "remove it");
            return;
        }
        if kind == RelationKind::PartOf {
            self.found.source(&wanted.first().kind.clone(), self.importer, reader.place(node));
        }
        self.found.relate(kind, wanted, self.importer, reader.place(node));
    }

    /// Adds a tag.
    pub(super) fn tag(&mut self, text: &str) {
        let tag = bounds::cut(&bounds::one_line(text), bounds::NAME);
        let tags = &mut self.found.entity.tags;
        if !tag.is_empty() && tags.len() < ITEMS && !tags.contains(&tag) {
            tags.push(tag);
        }
    }

    /// Adds a link. `words` tell what it leads to, the first of them before the others.
    pub(super) fn link(&mut self, reader: &mut Reader<'_>, words: &[&str], title: Option<String>, node: Option<&Node>) {
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let texts: Vec<&str> = lower.iter().map(String::as_str).collect();
        self.link_to(reader, link_kind::of(&texts), title, node);
    }

    /// Adds a link to something that is known.
    pub(super) fn link_to(&mut self, reader: &mut Reader<'_>, kind: &str, title: Option<String>, node: Option<&Node>) {
        let Some((node, url)) = node.and_then(|node| Some((node, line(node, bounds::ADDRESS)?))) else { return };
        if !is_link(&url) {
            let message = format!("“{}” cannot be a link, and is left out", bounds::cut(&url, 60));
            let help = "write https://…, http://…, mailto:…, or a path from the repository's root";
            reader.complain(Severity::Warning, "bad-link", message, reader.place(node), help);
            return;
        }
        let links = &mut self.found.entity.links;
        if links.len() < ITEMS && !links.iter().any(|link| link.url == url && link.kind == kind) {
            if links.is_empty() {
                self.found.source("links", self.importer, reader.place(node));
            }
            let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| default_title(kind, &url));
            self.found.entity.links.push(Link { kind: kind.to_owned(), title, url });
        }
    }

    /// Notes that somebody is on call for it, and what says so.
    pub(super) fn on_call(&mut self, what: &str) {
        self.found.entity.extra.insert("on_call".to_owned(), Value::String(what.to_owned()));
    }

    /// Says where it is made: of several repositories the one that holds the file, else the first.
    pub(super) fn made_in(&mut self, reader: &Reader<'_>, found: Vec<MadeIn>) {
        let own = found.iter().position(|made| made.full_name.eq_ignore_ascii_case(reader.file.repo));
        self.found.made_in = found.into_iter().nth(own.unwrap_or(0));
    }

    /// Keeps a value as it stands.
    pub(super) fn keep(&mut self, key: &str, value: Value) {
        if !matches!(&value, Value::Null) && value.as_object().is_none_or(|map| !map.is_empty()) {
            self.kept.insert(bounds::cut(key, bounds::NAME), value);
        }
    }

    /// Keeps every entry of a map that no field took.
    pub(super) fn keep_rest(&mut self, node: Option<&Node>, taken: &[&str]) {
        for entry in node.and_then(Node::mapping).map(crate::yaml::Mapping::entries).unwrap_or_default() {
            if !taken.contains(&entry.key.text.as_str()) {
                self.keep(&entry.key.text, entry.value.to_json());
            }
        }
    }

    /// The entity, with what is kept under the format's name.
    pub(super) fn finish(mut self, reader: &mut Reader<'_>) -> ImportedEntity {
        if self.found.entity.title.as_ref() == Some(&self.found.entity.name) {
            self.found.entity.title = None;
            self.found.entity.sources.remove("title");
        }
        if !self.kept.is_empty() {
            let kept = Value::Object(self.kept);
            if kept.to_string().len() <= KEPT_BYTES {
                self.found.entity.extra.insert(self.importer.to_owned(), kept);
            } else {
                let message = format!("what milepost has no field for is more than {} kB here, and is not kept", KEPT_BYTES / 1024);
                reader.complain(Severity::Note, "too-large", message, self.found.place.clone(), "link to it instead");
            }
        }
        self.found
    }
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Type => "type",
            Self::Lifecycle => "lifecycle",
            Self::Tier => "tier",
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
        _ => !text.starts_with(['/', '#']) && !text.split('/').any(|part| part == ".."),
    }
}

fn default_title(kind: &str, url: &str) -> String {
    let title = match kind {
        "runbook" => "Runbook",
        "dashboard" => "Dashboard",
        "chat" => "Chat",
        "oncall" => "On call",
        "logs" => "Logs",
        "metrics" => "Metrics",
        "traces" => "Traces",
        "docs" => "Documentation",
        "repository" => "Source",
        _ => return bounds::cut(url.split_once("://").map_or(url, |(_, rest)| rest), 80),
    };
    title.to_owned()
}
