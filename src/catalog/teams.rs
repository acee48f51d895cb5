//! Teams: the groups that are described, those that the provider knows, and owners that are only named.

use super::draft::Draft;
use super::importers::{Wanted, Wish};
use super::{RepositoryFacts, Service, Standing, Team, slug, standing};
use crate::reading::bounds;
use milepost_model::record::Team as ProviderTeam;
use milepost_model::{Diagnostics, Entity, EntityKind, EntityRef, FieldSource, Link, Place, Relation, RelationKind};
use std::collections::{BTreeMap, BTreeSet};

/// How a field that the provider's teams gave names its source.
const NAME: &str = "teams";

/// Adds what the provider says of its teams; what descriptors say counts more.
pub(super) fn add_provider(drafts: &mut Vec<Draft>, teams: &[ProviderTeam]) {
    let mut places: BTreeMap<EntityRef, usize> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.entity.reference.kind == EntityKind::GROUP) {
        places.insert(draft.entity.reference.clone(), index);
        for alias in &draft.aliases {
            places.entry(EntityRef::new(EntityKind::GROUP, alias)).or_insert(index);
        }
    }
    let mut teams: Vec<&ProviderTeam> = teams.iter().collect();
    teams.sort_by(|a, b| (&a.slug, &a.id).cmp(&(&b.slug, &b.id)));
    for team in teams {
        let reference = EntityRef::new(EntityKind::GROUP, &slug::reference_name(placement_name(&team.slug)));
        let index = *places.entry(reference.clone()).or_insert_with(|| {
            drafts.push(empty(reference, team));
            drafts.len() - 1
        });
        let draft = &mut drafts[index];
        fill(draft, team);
    }
}

fn placement_name(slug: &str) -> &str {
    super::placement::last_part(slug)
}

fn empty(reference: EntityRef, team: &ProviderTeam) -> Draft {
    let mut entity = Entity::new(reference, bounds::cut(&bounds::one_line(&team.slug), bounds::NAME));
    entity.sources.insert("name".to_owned(), FieldSource { importer: NAME.into(), place: None });
    Draft::undescribed(entity, Place::default())
}

fn fill(draft: &mut Draft, team: &ProviderTeam) {
    let entity = &mut draft.entity;
    for (field, ours, theirs) in [("title", &mut entity.title, &team.name), ("description", &mut entity.description, &team.description)] {
        if let (None, Some(text)) =
            (&ours, theirs.as_ref().map(|text| bounds::cut(&bounds::one_line(text), bounds::SENTENCE)).filter(|text| !text.is_empty()))
        {
            *ours = Some(text);
            entity.sources.insert(field.to_owned(), FieldSource { importer: NAME.into(), place: None });
        }
    }
    if let Some(url) = team.url.as_ref().filter(|url| !entity.links.iter().any(|link| link.url == **url)) {
        entity.links.push(Link { kind: "other".to_owned(), title: "Team".to_owned(), url: bounds::cut(url, bounds::ADDRESS) });
    }
    if let Some(count) = team.members_count {
        entity.extra.insert("members_count".to_owned(), count.into());
    }
    let has = |draft: &Draft, kind: RelationKind| draft.wishes.iter().any(|wish| wish.kind == kind);
    if let Some(parent) = team.parent.as_ref().filter(|_| !has(draft, RelationKind::ChildOf)) {
        let parent = EntityRef::new(EntityKind::GROUP, &slug::reference_name(placement_name(parent)));
        draft.wishes.push(Wish { kind: RelationKind::ChildOf, target: Wanted::Exactly(parent), place: Place::default(), importer: NAME });
    }
    let members: Vec<&String> = if has(draft, RelationKind::HasMember) { Vec::new() } else { team.members.iter().collect() };
    // Logins are no entities: they are members by name, without a relation to nothing.
    if !members.is_empty() {
        draft.entity.extra.insert("members".to_owned(), members.into_iter().cloned().collect::<Vec<String>>().into());
    }
}

/// Every team, by its name, with its people and services; and what is wrong with owners.
pub(super) fn list(
    entities: &mut BTreeMap<EntityRef, Entity>,
    services: &[Service],
    repositories: &[&RepositoryFacts],
    hides_people: bool,
    notes: &mut Diagnostics,
) -> Vec<Team> {
    let mut owned: BTreeMap<EntityRef, BTreeSet<EntityRef>> = BTreeMap::new();
    for service in services {
        for owner in entities.get(&service.reference).map(|entity| entity.owners.as_slice()).unwrap_or_default() {
            owned.entry(owner.clone()).or_default().insert(service.reference.clone());
        }
    }
    let mut references: BTreeSet<EntityRef> = owned.keys().cloned().collect();
    references.extend(entities.keys().filter(|reference| reference.kind == EntityKind::GROUP).cloned());
    // Owners of systems and APIs are teams too, though they own no service.
    references.extend(entities.values().flat_map(|entity| entity.owners.iter().cloned()));
    let claims: Vec<slug::Claim<'_>> =
        references.iter().map(|reference| slug::Claim { reference, name: &reference.name, repository: Some(&reference.kind) }).collect();
    let (slugs, _) = slug::assign(&claims);
    let mut teams = Vec::new();
    for reference in &references {
        let entity = entities.get(reference);
        let members = if hides_people { Vec::new() } else { members(reference, entities) };
        let name = entity.map_or_else(|| reference.name.clone(), |entity| entity.title.clone().unwrap_or_else(|| entity.name.clone()));
        teams.push(Team {
            reference: reference.clone(),
            slug: slugs.get(reference).cloned().unwrap_or_default(),
            name,
            is_described: entity.is_some(),
            members,
            services: owned.get(reference).map(|found| found.iter().cloned().collect()).unwrap_or_default(),
            parent: related(entity, RelationKind::ChildOf).next(),
            children: related(entity, RelationKind::ParentOf).collect(),
            standing: Standing::Unknown,
        });
    }
    standing::judge(&mut teams, entities, &standing::archived(services, repositories), hides_people);
    notes.extend(standing::complaints(&teams, entities));
    for entity in entities.values_mut() {
        // The names are in the team; as an unexplained extra they would stay where people are hidden.
        entity.extra.remove("members");
    }
    teams
}

/// A group's people: entities by their name for people, else logins.
fn members(reference: &EntityRef, entities: &BTreeMap<EntityRef, Entity>) -> Vec<String> {
    let Some(entity) = entities.get(reference) else { return Vec::new() };
    let is_member = |relation: &&Relation| relation.kind == RelationKind::HasMember;
    let mut found: BTreeSet<String> = entity
        .relations
        .iter()
        .filter(is_member)
        .map(|relation| match entities.get(&relation.target) {
            Some(person) => person.title.clone().unwrap_or_else(|| person.name.clone()),
            None => relation.target.name.clone(),
        })
        .collect();
    if found.is_empty() {
        let logins = entity.extra.get("members").and_then(|value| value.as_array()).into_iter().flatten();
        found.extend(logins.filter_map(|login| Some(bounds::cut(login.as_str()?, bounds::NAME))));
    }
    found.into_iter().collect()
}

/// What an entity is related to in this way, and that the catalog has.
fn related(entity: Option<&Entity>, kind: RelationKind) -> impl Iterator<Item = EntityRef> {
    let relations = entity.map(|entity| entity.relations.as_slice()).unwrap_or_default();
    relations.iter().filter(move |relation| relation.kind == kind && !relation.dangling).map(|relation| relation.target.clone())
}
