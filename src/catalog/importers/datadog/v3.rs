//! Version 3: an entity of any kind a document.

use super::{NAME, v2};
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::sketch::{Field, Sketch, each, line, reference};
use crate::catalog::importers::{ImportedEntity, Wanted, repository_url};
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::{EntityKind, EntityRef, RelationKind};

/// The lists of `spec` that name other entities.
const POINTERS: [(&str, RelationKind); 5] = [
    ("componentOf", RelationKind::PartOf),
    ("components", RelationKind::HasPart),
    ("dependsOn", RelationKind::DependsOn),
    ("dependencyOf", RelationKind::DependencyOf),
    ("implementedBy", RelationKind::ApiProvidedBy),
];

/// milepost's kind for a kind of Datadog's, and the type that goes without saying.
fn kind_of(kind: &str) -> (String, Option<&'static str>) {
    let (kind, entity_type) = match kind.to_lowercase().as_str() {
        "service" => (EntityKind::COMPONENT, Some("service")),
        "frontend" => (EntityKind::COMPONENT, Some("website")),
        "datastore" => (EntityKind::RESOURCE, Some("datastore")),
        "queue" => (EntityKind::RESOURCE, Some("queue")),
        "api" => (EntityKind::API, None),
        "system" => (EntityKind::SYSTEM, None),
        "application" => (EntityKind::SYSTEM, Some("application")),
        "team" => (EntityKind::GROUP, None),
        other => return (other.chars().filter(char::is_ascii_alphanumeric).collect(), None),
    };
    (kind.to_owned(), entity_type)
}

/// The entity of a document; nothing where it has no kind or no name.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    let (kind, usual) = kind_of(&line(document.get("kind")?, bounds::NAME)?);
    let metadata = document.get("metadata")?;
    let node = metadata.get("name")?;
    let name = line(node, bounds::NAME)?;
    if kind.is_empty() {
        return None;
    }
    let mut entity = Sketch::new(NAME, &kind, &name, reader.place(document));
    entity.found.source("name", NAME, reader.place(node));
    entity.say(reader, Field::Title, metadata.get("displayName"));
    entity.say(reader, Field::Description, metadata.get("description"));
    let spec = document.get("spec");
    let said = |key: &str| spec.and_then(|spec| spec.get(key));
    entity.say(reader, Field::Lifecycle, said("lifecycle"));
    entity.say(reader, Field::Tier, said("tier"));
    if !entity.say(reader, Field::Type, said("type"))
        && let Some(usual) = usual
    {
        entity.put(Field::Type, usual.to_owned());
    }
    let owners = metadata.get("owner").into_iter();
    let others = each(metadata.get("additionalOwners")).iter().filter_map(|owner| owner.get("name"));
    for node in owners.chain(others) {
        if let Some(owner) = line(node, bounds::NAME) {
            entity.own(reader, reference(EntityKind::GROUP, &owner), node);
        }
    }
    v2::contacts_and_links(reader, metadata, &mut entity);
    code(reader, document, metadata, &mut entity);
    for (key, kind) in POINTERS {
        for node in each(said(key)) {
            if let Some(wanted) = node.text().and_then(wanted) {
                entity.relate(reader, kind, wanted, node);
            }
        }
    }
    v2::on_call(reader, document.get("integrations"), &["serviceURL"], &mut entity);
    if let Some(file) = said("interface").and_then(|interface| interface.get("fileRef")) {
        entity.link_to(reader, "docs", Some("Interface".to_owned()), Some(file));
    }
    entity.keep_rest(
        spec,
        &["lifecycle", "tier", "type", "componentOf", "components", "dependsOn", "dependencyOf", "implementedBy", "interface"],
    );
    entity.keep_rest(Some(metadata), &["name", "displayName", "description", "owner", "additionalOwners", "tags", "contacts", "links"]);
    entity.keep_rest(Some(document), &["apiVersion", "kind", "metadata", "spec", "integrations"]);
    Some(entity.finish(reader))
}

/// What `kind:name` or `kind:namespace/name` means; a bare name is a component or else a resource.
fn wanted(text: &str) -> Option<Wanted> {
    let (kind, rest) = text.trim().split_once(':').map_or((None, text.trim()), |(kind, rest)| (Some(kind), rest));
    let name = rest.rsplit('/').next().filter(|name| !name.is_empty())?;
    Some(match kind {
        None => Wanted::component_or_resource(reference(EntityKind::COMPONENT, name)),
        Some("") => return None,
        Some(kind) => Wanted::Exactly(reference(&kind_of(kind).0, name)),
    })
    .filter(|wanted: &Wanted| !EntityRef::clone(wanted.first()).kind.is_empty())
}

/// Where the code is: the locations that it names, else the links to repositories.
fn code(reader: &Reader<'_>, document: &Node, metadata: &Node, entity: &mut Sketch) {
    let locations = each(document.at(&["datadog", "codeLocations"]));
    let mut made = Vec::new();
    for location in locations {
        let Some(found) = location.get("repositoryURL").and_then(Node::text).and_then(repository_url::read) else { continue };
        let is_own = found.full_name.eq_ignore_ascii_case(reader.file.repo);
        if is_own || locations.len() == 1 {
            let globs = each(location.get("paths")).iter().filter_map(|path| line(path, bounds::ADDRESS));
            let inside =
                globs.map(|path| path.trim_start_matches(['/', '.']).to_owned()).filter(|path| !path.split('/').any(|part| part == ".."));
            entity.found.entity.paths.extend(inside.filter(|path| !path.is_empty() && path != "**" && path != "**/*"));
        }
        made.push(found);
    }
    if made.is_empty() {
        v2::home(reader, v2::repositories(metadata), entity);
    } else {
        entity.made_in(reader, made);
    }
    if !entity.found.entity.paths.is_empty() {
        entity.found.source("paths", NAME, reader.place(&locations[0]));
    }
}
