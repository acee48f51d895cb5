//! Everything that has a name and a page, as the head index lists it.

use super::offers;
use crate::portal::Team;
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::links::Links;
use crate::site::pages::{self, kind_word, plural, tab_pages};
use crate::site::places::folder;
use crate::site::rows::{service_address, team_address};
use crate::site::{Site, source_links, wording};
use milepost_model::{Entity, EntityKind, EntityRef};
use std::collections::BTreeSet;

/// The part of a service's page that says what to do when it breaks.
pub const ON_ITS_PAGE: &str = "@#hw";

/// Things of one sort, under one heading.
#[derive(Debug, Default)]
pub struct Group<'a> {
    /// The heading, such as `Services`.
    pub label: String,
    /// One of them, such as `service`.
    pub one: &'a str,
    /// Its icon, one of `ICONS`.
    pub icon: &'static str,
    /// The folder that most of their pages lie in.
    pub folder: String,
    /// The things, by name.
    pub entries: Vec<Entry<'a>>,
}

/// One thing.
#[derive(Debug, Clone, Default)]
pub struct Entry<'a> {
    /// Its name for people.
    pub name: &'a str,
    /// What descriptors say of it.
    pub entity: Option<&'a Entity>,
    /// The name that descriptors use, where that is another.
    pub alias: Option<&'a str>,
    /// The address of its page.
    pub address: String,
    /// Who owns it: the name, and the address of the team's page.
    pub owner: Option<(&'a str, Option<String>)>,
    /// What it is, in a sentence.
    pub about: Option<String>,
    /// What sort of its kind it is, such as `library`.
    pub sort: Option<&'a str>,
    /// What search knows of it besides.
    pub marks: Marks,
    /// What to do when it breaks: an address, in which `@` stands for that of its own page and `*` for its name.
    pub runbook: Option<String>,
    /// The pages below its own: the label and the folder.
    pub tabs: Vec<(&'static str, &'static str)>,
    /// Its repository on the host that keeps it.
    pub repository: Option<String>,
    /// What its page says, where no descriptor does.
    pub says: Option<String>,
    /// How it is started for a service, where it is an action.
    pub starts: Option<Starts<'a>>,
}

/// For which services something is started, and where its form takes their names.
#[derive(Debug, Clone, Default)]
pub struct Starts<'a> {
    /// The input that takes the name; none where its repository says which service is meant.
    pub field: Option<&'a str>,
    /// The services, by their places in their group; none means every one.
    pub services: Option<Vec<usize>>,
}

/// What moves a thing up or down a list, or gives it a further way on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    /// Whether everything depends on it.
    pub is_vital: bool,
    /// Whether it is on its way out.
    pub is_leaving: bool,
}

/// Everything that the portal can show and people may look for by name.
pub fn gather<'a>(site: &Site<'a>) -> Vec<Group<'a>> {
    let mut kinds: BTreeSet<&str> = site.places.kinds().collect();
    kinds.extend([EntityKind::API, EntityKind::USER]);
    // Where two are found equally well, the group that comes first here is shown first.
    let mut groups = vec![services(site), of_kind(site, EntityKind::API), teams(site)];
    groups.extend(kinds.into_iter().filter(|kind| *kind != EntityKind::API).map(|kind| of_kind(site, kind)));
    groups.extend(offers::groups(site));
    for group in &mut groups {
        group.entries.sort_by_cached_key(|entry| (entry.name.to_lowercase(), entry.address.clone()));
    }
    let (services, others) = groups.split_at_mut(1);
    offers::place(site, &services[0], others);
    groups.retain(|group| !group.entries.is_empty());
    groups
}

fn services<'a>(site: &Site<'a>) -> Group<'a> {
    let entry = |facts: &ServiceFacts<'a>| Entry {
        name: facts.name,
        entity: facts.entity,
        alias: facts.entity.map(|entity| entity.name.as_str()).filter(|name| *name != facts.name),
        address: service_address(&facts.service.slug),
        owner: facts.owner.map(|owner| (owner.name, owner.slug.map(team_address))),
        about: facts.description.map(str::to_owned),
        sort: facts.kind,
        marks: Marks {
            is_vital: facts.tier == Some("1"),
            is_leaving: facts.lifecycle == Some("deprecated")
                || facts.repository.is_some_and(|repository| repository.is_archived == Some(true)),
        },
        runbook: pages::runbook(site, facts, &Links::from("", false)).map(|link| runbook(facts, link.href.as_deref())),
        tabs: tab_pages(site, facts),
        repository: facts.repository.and_then(source_links::repository),
        ..Entry::default()
    };
    Group {
        label: "Services".to_owned(),
        one: "service",
        icon: "layers",
        folder: "catalog/".to_owned(),
        entries: site.facts.iter().map(entry).collect(),
    }
}

/// A runbook's address as the index holds it: nearly all services have theirs in the same place, which is then said once.
fn runbook(facts: &ServiceFacts<'_>, href: Option<&str>) -> String {
    // Where its own page names it, which has no link to it.
    let Some(href) = href else { return ON_ITS_PAGE.to_owned() };
    let name = facts.entity.map_or(facts.name, |entity| &entity.name).to_lowercase();
    match (href.strip_prefix(&service_address(&facts.service.slug)), href.contains(':')) {
        (Some(tail), _) => format!("@{tail}"),
        (None, _) if href.contains(['@', '*']) => ON_ITS_PAGE.to_owned(),
        (None, true) => href.replace(&name, "*"),
        (None, false) => href.to_owned(),
    }
}

fn teams<'a>(site: &Site<'a>) -> Group<'a> {
    let entry = |team: &'a Team| Entry {
        name: &team.name,
        entity: site.portal.entity(&team.reference),
        alias: Some(team.reference.name.as_str()).filter(|name| *name != team.name.to_lowercase()),
        address: team_address(&team.slug),
        about: Some(match site.portal.entity(&team.reference).and_then(|entity| entity.description.as_deref()) {
            Some(description) => description.to_owned(),
            None => wording::counted(team.services.len() as u64, "service", "services"),
        }),
        ..Entry::default()
    };
    Group {
        label: "Teams".to_owned(),
        one: "team",
        icon: "users",
        folder: "teams/".to_owned(),
        entries: site.portal.catalog.teams.iter().map(entry).collect(),
    }
}

fn of_kind<'a>(site: &Site<'a>, kind: &'a str) -> Group<'a> {
    let is_person = kind == EntityKind::USER;
    // People have their place among the members of their team, so they are in no list of pages.
    let all: Vec<&'a EntityRef> = if is_person {
        site.portal.catalog.entities.keys().filter(|reference| reference.kind == kind).collect()
    } else {
        site.places.of_kind(kind).to_vec()
    };
    let mut entries: Vec<Entry<'a>> = all.into_iter().filter_map(|reference| entity(site, reference)).collect();
    if kind == EntityKind::API {
        entries.extend(described_only(site));
    }
    let icon = match kind {
        EntityKind::API => "api",
        EntityKind::SYSTEM => "system",
        EntityKind::DOMAIN => "table",
        EntityKind::RESOURCE => "archive",
        EntityKind::USER => "users",
        _ => "tag",
    };
    let label = if is_person { "People".to_owned() } else { plural(kind) };
    Group { label, one: kind_word(kind), icon, folder: folder(kind), entries }
}

fn entity<'a>(site: &Site<'a>, reference: &'a EntityRef) -> Option<Entry<'a>> {
    let entity = site.portal.entity(reference)?;
    let name = display_name(site.portal, reference);
    let owner = entity.owners.first();
    Some(Entry {
        name,
        entity: Some(entity),
        alias: Some(entity.name.as_str()).filter(|plain| *plain != name),
        address: site.places.address(reference)?.to_owned(),
        owner: owner.map(|owner| (display_name(site.portal, owner), site.places.address(owner).map(str::to_owned))),
        about: entity.description.clone(),
        sort: entity.entity_type.as_deref(),
        marks: Marks { is_leaving: entity.lifecycle.as_deref() == Some("deprecated"), ..Marks::default() },
        ..Entry::default()
    })
}

/// The APIs that files describe and the catalog does not name.
fn described_only<'a>(site: &Site<'a>) -> impl Iterator<Item = Entry<'a>> {
    site.apis.shelves.iter().filter(|shelf| shelf.api.entity.is_none()).map(|shelf| {
        let service = shelf.api.service.as_ref().and_then(|service| site.facts_of(service));
        Entry {
            name: &shelf.api.title,
            address: shelf.address.clone(),
            owner: service.and_then(|facts| facts.owner).map(|owner| (owner.name, owner.slug.map(team_address))),
            about: service.map(|facts| format!("{} of {}", shelf.api.format.name(), facts.name)),
            sort: Some(shelf.api.format.name()),
            ..Entry::default()
        }
    })
}
