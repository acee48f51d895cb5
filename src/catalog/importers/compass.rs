//! Atlassian Compass's `compass.yml`: one component a file, with identifiers for names.

use super::reader::Reader;
use super::shape::{self, Manner, Object, Shape, may, needs};
use super::sketch::{Field, Sketch, each, line, reference};
use super::{DescriptorFile, Imported, ImportedEntity, Importer, Wanted, repository_url, tells};
use crate::catalog::Trust;
use crate::reading::bounds;
use crate::yaml::{self, Node};
use milepost_model::{EntityKind, RelationKind};

const NAME: &str = "compass";
const MANNER: Manner = Manner::described("Compass");

/// Compass's descriptors.
#[derive(Debug, Clone, Copy)]
pub struct Compass;

impl Importer for Compass {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Compass descriptor"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/compass.{yml,yaml}"]
    }

    fn trust(&self) -> Trust {
        Trust::OtherPortal
    }

    fn sniff(&self, path: &str, text: &str) -> bool {
        let is_component = text.contains("ari:cloud:compass:");
        tells::begins(text, "name")
            && (is_component || (self.matches(path) && (tells::begins(text, "typeId") || tells::begins(text, "configVersion"))))
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            shape::hold(&mut reader, document, &Shape::Object(&COMPONENT), MANNER);
            imported.entities.extend(component(&mut reader, document));
        }
        imported.problems = reader.problems;
        imported
    }
}

const ARI: Shape = Shape::Like(|text| text.starts_with("ari:cloud:"), "an identifier that begins with ari:cloud:");

static COMPONENT: Object = Object {
    what: "a component",
    keys: &[
        may("configVersion", Shape::Whole(1, 1)),
        needs("name", Shape::Filled),
        needs("id", ARI),
        may("description", Shape::Text),
        may("typeId", Shape::Filled),
        may("ownerId", ARI),
        may("fields", Shape::Object(&FIELDS)),
        may("links", Shape::List(&Shape::Object(&LINK))),
        may("relationships", Shape::Map(&Shape::List(&ARI))),
        may("labels", Shape::List(&Shape::Text)),
        may("customFields", Shape::List(&Shape::Object(&CUSTOM))),
    ],
    is_open: false,
    also: &[],
};

static FIELDS: Object = Object {
    what: "fields",
    keys: &[may("tier", Shape::Whole(1, 4)), may("lifecycle", Shape::Word(&["Pre-release", "Active", "Deprecated"]))],
    is_open: true,
    also: &[],
};

static LINK: Object = Object {
    what: "a link",
    keys: &[
        may("name", Shape::Text),
        needs("type", Shape::Word(&["CHAT_CHANNEL", "DASHBOARD", "DOCUMENT", "ON_CALL", "OTHER_LINK", "PROJECT", "REPOSITORY"])),
        needs("url", Shape::Text),
        may("id", Shape::Text),
        may("objectId", Shape::Text),
    ],
    is_open: false,
    also: &[],
};

static CUSTOM: Object = Object {
    what: "a field of one's own",
    keys: &[
        needs("name", Shape::Filled),
        needs("type", Shape::Word(&["text", "number", "boolean", "user", "single_select", "multi_select"])),
        may("value", Shape::Any),
    ],
    is_open: false,
    also: &[],
};

/// The last part of an identifier, which alone tells its kind apart.
fn last(ari: &str) -> &str {
    ari.rsplit('/').next().unwrap_or(ari)
}

fn component(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    document.mapping()?;
    let name = document.get("name").and_then(|node| line(node, bounds::NAME)).unwrap_or_default();
    let mut entity = Sketch::new(NAME, EntityKind::COMPONENT, &name, reader.place(document));
    if let Some(node) = document.get("name") {
        entity.found.source("name", NAME, reader.place(node));
    }
    if let Some(id) = document.get("id").and_then(|node| line(node, bounds::ADDRESS)) {
        entity.found.aliases.push(last(&id).to_lowercase());
        entity.keep("id", id.into());
    }
    entity.say(reader, Field::Description, document.get("description"));
    let word = document.get("typeId").and_then(|node| line(node, bounds::NAME)).unwrap_or_else(|| "SERVICE".to_owned());
    if let Some(node) = document.get("typeId") {
        entity.found.source("type", NAME, reader.place(node));
    }
    entity.put(Field::Type, word.to_lowercase().replace('_', "-"));
    entity.say(reader, Field::Tier, document.at(&["fields", "tier"]));
    entity.say(reader, Field::Lifecycle, document.at(&["fields", "lifecycle"]));
    if let Some((node, owner)) = document.get("ownerId").and_then(|node| Some((node, line(node, bounds::ADDRESS)?))) {
        entity.own(reader, reference(EntityKind::GROUP, last(&owner)), node);
    }
    for label in each(document.get("labels")).iter().filter_map(|label| line(label, bounds::NAME)) {
        entity.tag(&label);
    }
    let mut made = Vec::new();
    for link in each(document.get("links")) {
        let kind = link.get("type").and_then(Node::text).unwrap_or_default();
        let title = link.get("name").and_then(|node| line(node, bounds::NAME));
        let url = link.get("url");
        let words = title.clone().unwrap_or_default();
        match kind {
            "DOCUMENT" if words.to_lowercase().contains("runbook") => entity.link_to(reader, "runbook", title, url),
            "DOCUMENT" => entity.link_to(reader, "docs", title, url),
            "REPOSITORY" => entity.link_to(reader, "repository", title, url),
            "PROJECT" => entity.link_to(reader, "other", title.or_else(|| Some("Project".to_owned())), url),
            _ => entity.link(reader, &[kind, &words], title, url),
        }
        if kind == "ON_CALL" {
            entity.on_call("compass");
        }
        if kind == "REPOSITORY" {
            made.extend(url.and_then(Node::text).and_then(repository_url::read));
        }
    }
    entity.made_in(reader, made);
    for node in each(document.at(&["relationships", "DEPENDS_ON"])) {
        let Some(target) = line(node, bounds::ADDRESS) else { continue };
        let wanted = Wanted::component_or_resource(reference(EntityKind::COMPONENT, last(&target)));
        entity.relate(reader, RelationKind::DependsOn, wanted, node);
    }
    entity.keep_rest(document.get("fields"), &["tier", "lifecycle"]);
    entity.keep_rest(document.get("relationships"), &["DEPENDS_ON"]);
    let own = each(document.get("customFields")).iter();
    // A field of type user names a person, and people are kept nowhere but as owners.
    let said = own
        .filter(|field| field.get("value").is_some_and(|value| !value.is_null()) && field.get("type").and_then(Node::text) != Some("user"));
    let said: Vec<_> = said.map(Node::to_json).collect();
    if !said.is_empty() {
        entity.keep("customFields", said.into());
    }
    let taken =
        ["configVersion", "name", "id", "description", "typeId", "ownerId", "fields", "links", "relationships", "labels", "customFields"];
    entity.keep_rest(Some(document), &taken);
    Some(entity.finish(reader))
}
