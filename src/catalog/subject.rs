//! What rules may ask of the catalog's services.

use super::{Catalog, Service, Standing, Team};
use crate::rules::{EntityPart, Known};
use milepost_model::{Entity, EntityKind, EntityRef, Unknown};

/// What the catalog says of a service, for rules; who is on call, and what is wrong with files, is not its to know.
pub fn entity_part<'a>(catalog: &'a Catalog, service: &Service) -> Option<EntityPart<'a>> {
    let entity = catalog.entities.get(&service.reference)?;
    let (owner_exists, owner_members) = owner_of(catalog, entity);
    Some(EntityPart {
        entity,
        owner_exists,
        owner_members,
        on_call: Err(Unknown::NotConfigured),
        is_inferred: service.is_inferred,
        problems: Err(Unknown::NotCollected),
    })
}

/// Whether the first owner of an entity exists, and how many people it has.
pub fn owner_of(catalog: &Catalog, entity: &Entity) -> (Known<bool>, Known<u64>) {
    let owner = entity.owners.first();
    (owner.map_or(Ok(false), |owner| exists(catalog, owner)), owner.map_or(Ok(0), |owner| members(catalog, owner)))
}

/// Where nothing describes the groups, nothing tells whether one exists.
fn exists(catalog: &Catalog, owner: &EntityRef) -> Known<bool> {
    match team(catalog, owner) {
        Some(team) if team.is_described => Ok(true),
        Some(team) if team.standing == Standing::Missing => Ok(false),
        Some(_) => Err(Unknown::NotConfigured),
        None => Ok(catalog.entities.contains_key(owner)),
    }
}

fn members(catalog: &Catalog, owner: &EntityRef) -> Known<u64> {
    if owner.kind == EntityKind::USER {
        return Ok(1);
    }
    let told = || catalog.entities.get(owner)?.extra.get("members_count")?.as_u64();
    let team = team(catalog, owner);
    match team.map(|team| team.members.len() as u64).filter(|count| *count > 0).or_else(told) {
        Some(count) => Ok(count),
        None if team.is_some_and(|team| matches!(team.standing, Standing::Empty | Standing::Missing)) => Ok(0),
        None => Err(Unknown::NotCollected),
    }
}

fn team<'a>(catalog: &'a Catalog, owner: &EntityRef) -> Option<&'a Team> {
    catalog.teams.iter().find(|team| team.reference == *owner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, standing: Standing, members: &[&str]) -> Team {
        Team {
            reference: EntityRef::new("group", name),
            slug: name.into(),
            name: name.into(),
            is_described: matches!(standing, Standing::Staffed | Standing::Empty),
            members: members.iter().map(|&member| member.to_owned()).collect(),
            services: vec![],
            parent: None,
            children: vec![],
            standing,
        }
    }

    #[test]
    fn owners_exist_where_groups_are_described_and_nothing_is_said_of_them_elsewhere() {
        let catalog = Catalog {
            teams: vec![
                named("tracking", Standing::Staffed, &["ada", "mina"]),
                named("ghosts", Standing::Missing, &[]),
                named("emptied", Standing::Empty, &[]),
                named("said", Standing::Unknown, &[]),
            ],
            ..Catalog::default()
        };
        for (owner, is_there, count) in [
            ("tracking", Ok(true), Ok(2)),
            ("ghosts", Ok(false), Ok(0)),
            ("emptied", Ok(true), Ok(0)),
            ("said", Err(Unknown::NotConfigured), Err(Unknown::NotCollected)),
        ] {
            let owner = EntityRef::new("group", owner);
            assert_eq!((exists(&catalog, &owner), members(&catalog, &owner)), (is_there, count), "{owner}");
        }
    }

    #[test]
    fn a_service_without_an_owner_has_none_that_exists() {
        let reference = EntityRef::new("component", "orphan");
        let entity = Entity::new(reference.clone(), "orphan");
        let catalog = Catalog { entities: [(reference.clone(), entity)].into(), ..Catalog::default() };
        let service = Service {
            reference,
            slug: "orphan".into(),
            repo: None,
            folder: String::new(),
            scope: crate::catalog::PathScope::default(),
            is_inferred: true,
            how_to_run: vec![],
            files: crate::catalog::ServiceFiles::default(),
            pipelines: vec![],
        };
        let part = entity_part(&catalog, &service).unwrap();
        assert_eq!((part.owner_exists, part.owner_members), (Ok(false), Ok(0)));
    }
}
