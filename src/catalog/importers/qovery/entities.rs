//! What the blocks of a Qovery export are in a catalog, and how they hang together.

use super::NAME;
use super::block::{Block, Blocks};
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::sketch::{Field, Sketch, reference};
use crate::catalog::importers::{ImportedEntity, MadeIn, Wanted, repository_url};
use milepost_model::{EntityKind, EntityRef, RelationKind};
use std::collections::BTreeMap;

const ENVIRONMENT: &str = "environment";

/// What is kept of a block as it stands, where it does: nothing of it is a secret.
const KEPT: [&str; 14] = [
    "accessibility",
    "auto_preview",
    "build_mode",
    "cpu",
    "dockerfile_path",
    "image_name",
    "max_running_instances",
    "memory",
    "min_running_instances",
    "mode",
    "region",
    "storage",
    "tag",
    "version",
];

/// milepost's kind for a type of block, and the type that goes without saying; others are no entities.
fn kind_of(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "project" => (EntityKind::SYSTEM, "project"),
        "environment" => (ENVIRONMENT, "environment"),
        "application" | "container" | "helm" => (EntityKind::COMPONENT, "service"),
        "job" => (EntityKind::COMPONENT, "job"),
        "terraform_service" => (EntityKind::COMPONENT, "infrastructure"),
        "database" => (EntityKind::RESOURCE, "database"),
        "cluster" => (EntityKind::RESOURCE, "kubernetes-cluster"),
        _ => return None,
    })
}

/// The entities of a file. A service that several environments have is one.
pub(super) fn read(reader: &mut Reader<'_>, blocks: &Blocks<'_>) -> Vec<ImportedEntity> {
    let names: BTreeMap<(String, String), EntityRef> = blocks
        .all
        .iter()
        .filter_map(|block| {
            Some(((block.kind.to_owned(), block.label.to_owned()), reference(kind_of(block.kind)?.0, &name_of(blocks, block))))
        })
        .collect();
    let mut found: Vec<ImportedEntity> = Vec::new();
    for block in &blocks.all {
        let Some(next) = entity(reader, blocks, block, &names) else { continue };
        match found.iter_mut().find(|known| known.entity.reference == next.entity.reference) {
            Some(known) => {
                for wish in next.wishes {
                    if !known.wishes.iter().any(|other| other.kind == wish.kind && other.target == wish.target) {
                        known.wishes.push(wish);
                    }
                }
            }
            None => found.push(next),
        }
    }
    found
}

/// Its name where that is written out, else its label; exports end the label in `_z` and an id.
fn name_of(blocks: &Blocks<'_>, block: &Block<'_>) -> String {
    let label = block.label.split_once("_z").filter(|(_, id)| id.len() >= 8 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    blocks.text(block, "name").map_or_else(|| label.map_or(block.label, |(name, _)| name).to_owned(), |(name, _)| name)
}

fn entity(
    reader: &mut Reader<'_>,
    blocks: &Blocks<'_>,
    block: &Block<'_>,
    names: &BTreeMap<(String, String), EntityRef>,
) -> Option<ImportedEntity> {
    let (kind, usual) = kind_of(block.kind)?;
    let mut entity = Sketch::new(NAME, kind, &name_of(blocks, block), block.place.clone());
    entity.found.is_shared = matches!(kind, ENVIRONMENT | EntityKind::SYSTEM);
    if let Some((_, place)) = blocks.text(block, "name") {
        entity.found.source("name", NAME, place);
    }
    if let Some((description, place)) = blocks.text(block, "description") {
        entity.put(Field::Description, description);
        entity.found.source("description", NAME, place);
    }
    let said = match block.kind {
        "environment" => blocks.text(block, "mode"),
        "database" => blocks.text(block, "type"),
        _ => None,
    };
    entity.put(Field::Type, said.map_or_else(|| usual.to_owned(), |(word, _)| word.to_lowercase()));
    home(reader, blocks, block, &mut entity);
    let mut wish = |kind: RelationKind, target: &EntityRef| {
        entity.found.relate(kind, Wanted::Exactly(target.clone()), NAME, block.place.clone());
    };
    for (key, whole) in [("environment_id", ENVIRONMENT), ("project_id", EntityKind::SYSTEM)] {
        let target = Blocks::reference(block, key).and_then(|found| names.get(&found));
        if let Some(target) = target.filter(|target| target.kind == whole) {
            wish(RelationKind::PartOf, target);
        }
    }
    let own = &names[&(block.kind.to_owned(), block.label.to_owned())];
    for found in Blocks::references(block) {
        let target = names.get(&found);
        let is_needed = |target: &&EntityRef| matches!(&*target.kind, EntityKind::COMPONENT | EntityKind::RESOURCE) && *target != own;
        if let Some(target) = target.filter(is_needed) {
            wish(RelationKind::DependsOn, target);
        }
    }
    for key in KEPT {
        if let Some(value) = Blocks::value(block, key) {
            entity.keep(key, value);
        }
    }
    let ports = Blocks::items(block, "ports", &["name", "internal_port", "external_port", "protocol", "publicly_accessible"]);
    if !ports.is_empty() {
        entity.keep("endpoints", ports.into());
    }
    Some(entity.finish(reader))
}

/// Where its code is.
fn home(reader: &Reader<'_>, blocks: &Blocks<'_>, block: &Block<'_>, entity: &mut Sketch) {
    let Some(url) = blocks.inner(block, "git_repository", "url") else { return };
    let folder = blocks.inner(block, "git_repository", "root_path").as_deref().and_then(repository_url::folder);
    if let Some(found) = repository_url::read(&url) {
        entity.made_in(reader, vec![MadeIn { folder, ..found }]);
    }
}
