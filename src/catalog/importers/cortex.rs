//! Cortex's `cortex.yaml` and `.cortex/catalog/`: an OpenAPI document whose `info` describes an entity.

mod relations;
mod schema;

use super::reader::Reader;
use super::shape::{self, Manner, Shape};
use super::sketch::{Field, Sketch, each, line, person, reference};
use super::{DescriptorFile, Imported, ImportedEntity, Importer, MadeIn, repository_url, tells};
use crate::catalog::Trust;
use crate::reading::bounds;
use crate::yaml::{self, Node};
use milepost_model::{EntityKind, Severity};

const NAME: &str = "cortex";
const MANNER: Manner = Manner::described("Cortex");

/// Cortex's descriptors.
#[derive(Debug, Clone, Copy)]
pub struct Cortex;

impl Importer for Cortex {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Cortex descriptor"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/cortex.{yaml,yml}", "**/.cortex.{yaml,yml}", "**/.cortex/catalog/**/*.{yaml,yml}"]
    }

    fn trust(&self) -> Trust {
        Trust::OtherPortal
    }

    fn sniff(&self, _path: &str, text: &str) -> bool {
        let is_json = text.trim_start_matches(['\u{feff}', ' ', '\n']).starts_with('{');
        (tells::begins(text, "info") || (is_json && tells::says(text, "info"))) && text.contains("x-cortex-")
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            shape::hold(&mut reader, document, &Shape::Object(&schema::FILE), MANNER);
            let Some(info) = document.get("info").filter(|info| info.mapping().is_some()) else { continue };
            schema::unknown(&mut reader, info);
            imported.entities.extend(entity(&mut reader, info));
        }
        imported.problems = reader.problems;
        imported
    }
}

/// milepost's kind for a type of Cortex's: what is no service, domain or team is a resource of that type.
fn kind_of(entity_type: &str) -> &'static str {
    match entity_type {
        "service" => EntityKind::COMPONENT,
        "domain" => EntityKind::DOMAIN,
        "team" => EntityKind::GROUP,
        _ => EntityKind::RESOURCE,
    }
}

fn entity(reader: &mut Reader<'_>, info: &Node) -> Option<ImportedEntity> {
    let node = info.get("x-cortex-tag").or_else(|| info.get("title"))?;
    let tag = line(node, bounds::NAME)?;
    let word = info.get("x-cortex-type").and_then(|node| line(node, bounds::NAME)).unwrap_or_else(|| "service".to_owned());
    let kind = kind_of(&word.to_lowercase());
    let mut entity = Sketch::new(NAME, kind, &tag, reader.place(info));
    entity.found.source("name", NAME, reader.place(node));
    entity.say(reader, Field::Title, info.get("title"));
    entity.say(reader, Field::Description, info.get("x-cortex-description").or_else(|| info.get("description")));
    if !matches!(kind, EntityKind::DOMAIN | EntityKind::GROUP) && !entity.say(reader, Field::Type, info.get("x-cortex-type")) {
        entity.put(Field::Type, word);
    }
    owners(reader, info, &mut entity);
    groups(reader, info, &mut entity);
    own_data(reader, info, &mut entity);
    repositories(reader, info, &mut entity);
    for link in each(info.get("x-cortex-link")) {
        let word = |key: &str| link.get(key).and_then(Node::text).unwrap_or_default();
        let title = link.get("name").and_then(|node| line(node, bounds::NAME));
        let kind = if word("type").to_lowercase().contains("api") { "docs" } else { word("type") };
        entity.link(reader, &[kind, word("name")], title, link.get("url"));
    }
    let duty = ["x-cortex-oncall", "x-cortex-on-call"].iter().find_map(|key| info.get(key)?.mapping()?.entries().first());
    if let Some(pager) = duty {
        entity.on_call(&bounds::cut(&pager.key.text, bounds::NAME));
    }
    relations::read(reader, info, kind, &mut entity);
    entity.keep_rest(Some(info), &schema::TAKEN);
    Some(entity.finish(reader))
}

fn owners(reader: &mut Reader<'_>, info: &Node, entity: &mut Sketch) {
    for owner in each(info.get("x-cortex-owners")) {
        let word = |key: &str| owner.get(key).and_then(|node| line(node, bounds::NAME));
        match word("type").unwrap_or_default().to_lowercase().as_str() {
            "group" | "team" => {
                if let Some(name) = word("name") {
                    // A provider's group is written with its organisation.
                    let name = name.rsplit('/').next().unwrap_or(&name).to_owned();
                    entity.own(reader, reference(EntityKind::GROUP, &name), owner);
                }
            }
            "email" => {
                if let Some(email) = word("email") {
                    entity.own(reader, person(&email), owner);
                }
            }
            "slack" => {
                if let Some(channel) = word("channel") {
                    entity.keep("slack", channel.into());
                }
            }
            _ => {}
        }
    }
}

/// Groups are tags; by custom one of them names the tier, and one the lifecycle.
fn groups(reader: &mut Reader<'_>, info: &Node, entity: &mut Sketch) {
    for key in ["x-cortex-groups", "x-cortex-service-groups"] {
        for node in each(info.get(key)) {
            let Some(group) = line(node, bounds::NAME) else { continue };
            let lower = group.to_lowercase();
            if let Some(tier) =
                lower.strip_prefix("tier").map(|tier| tier.trim_start_matches(['-', ':', '_', ' '])).filter(|tier| !tier.is_empty())
            {
                entity.put(Field::Tier, tier.to_owned());
                entity.found.source("tier", NAME, reader.place(node));
            } else if let Some(word) = lower.strip_prefix("lifecycle:") {
                entity.put(Field::Lifecycle, word.to_owned());
                entity.found.source("lifecycle", NAME, reader.place(node));
            } else {
                entity.tag(&group);
            }
        }
    }
}

/// Data of one's own is kept; a lifecycle and a tier in it are taken where nothing else says them.
fn own_data(reader: &mut Reader<'_>, info: &Node, entity: &mut Sketch) {
    for key in ["x-cortex-custom-metadata", "x-cortex-custom-data"] {
        let Some(node) = info.get(key).filter(|node| !node.is_null()) else { continue };
        for (word, field) in [("lifecycle", Field::Lifecycle), ("tier", Field::Tier)] {
            let listed = || each(Some(node)).iter().find(|item| item.get("key").and_then(Node::text) == Some(word))?.get("value");
            let found = node.get(word).or_else(listed);
            let is_free = match field {
                Field::Tier => entity.found.entity.tier.is_none(),
                _ => entity.found.entity.lifecycle.is_none(),
            };
            if is_free {
                entity.say(reader, field, found);
            }
        }
        entity.keep(key, node.to_json());
    }
}

fn repositories(reader: &mut Reader<'_>, info: &Node, entity: &mut Sketch) {
    let mut made = Vec::new();
    for entry in info.get("x-cortex-git").and_then(Node::mapping).map(yaml::Mapping::entries).unwrap_or_default() {
        let word = |key: &str| entry.value.get(key).and_then(|node| line(node, bounds::ADDRESS));
        let Some(name) = word("repository") else { continue };
        let full_name = match word("project") {
            Some(project) if !name.contains('/') => format!("{project}/{name}"),
            _ => name,
        };
        if full_name.contains('/') {
            let folder = word("basepath").as_deref().and_then(repository_url::folder);
            made.push(MadeIn { host: None, full_name, folder });
        } else {
            let message = format!("“{full_name}” is no repository: the organisation is missing");
            reader.complain(Severity::Warning, "bad-value", message, reader.place(&entry.value), "write organisation/repository");
        }
    }
    entity.made_in(reader, made);
}
