//! Ownership gaps: what nobody can be asked about, each with the exact fix.

use super::{Page, Sheet, Shown};
use crate::portal::Standing;
use crate::site::facts::ServiceFacts;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::paging::{self, Paging};
use crate::site::rows::{Linked, service_address, team_address};
use crate::site::weights::Weights;
use crate::site::{Site, source_links, wording};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// How many rows the overview has of each gap, and a page of one gap.
const FIRST: usize = 20;
const PER_PAGE: usize = 140;

/// `/ownership/`
pub struct Ownership;

/// `/ownership/<gap>/`
pub struct OneGap;

/// A kind of gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    slug: &'static str,
    title: &'static str,
    why: &'static str,
    tone: &'static str,
    icon: &'static str,
}

const GAPS: [Gap; 4] = [
    Gap { slug: "no-owner", title: "No owner", why: "Nobody is asked when they break.", tone: "bad", icon: "fail" },
    Gap {
        slug: "dead-owner",
        title: "An owner that is not there",
        why: "The owner is a team that nothing describes, or that has no members.",
        tone: "bad",
        icon: "fail",
    },
    Gap {
        slug: "codeowners",
        title: "An owner only from CODEOWNERS",
        why: "Who reviews a change is not always who answers for the service. Saying it in the descriptor makes it sure.",
        tone: "warn",
        icon: "warn",
    },
    Gap {
        slug: "no-descriptor",
        title: "No descriptor",
        why: "Shown as their files suggest: type, name and paths are guesses.",
        tone: "off",
        icon: "note",
    },
];

/// Which services have which gap, by their places, in the order of the gaps.
pub type Gaps = [Vec<usize>; 4];

/// Finds the gaps.
pub fn gaps(portal: &crate::portal::Portal, facts: &[ServiceFacts<'_>]) -> Gaps {
    let dead: BTreeMap<_, _> = portal
        .catalog
        .teams
        .iter()
        .filter(|team| matches!(team.standing, Standing::Missing | Standing::Empty))
        .map(|team| (&team.reference, team.standing))
        .collect();
    let mut gaps = Gaps::default();
    for (place, facts) in facts.iter().enumerate() {
        // What is archived needs no owner any more.
        if facts.repository.is_some_and(|repository| repository.is_archived == Some(true)) {
            continue;
        }
        let source = facts.entity.and_then(|entity| entity.sources.get("owner")).map(|source| &*source.importer);
        let owner = facts.entity.and_then(|entity| entity.owners.first());
        let is_hidden = facts.entity.is_some_and(|entity| entity.extra.contains_key("owner_is_hidden"));
        let found = [
            owner.is_none() && !is_hidden,
            owner.is_some_and(|owner| dead.contains_key(owner)),
            owner.is_some() && source == Some("codeowners"),
            facts.service.is_inferred,
        ];
        for (list, is_found) in gaps.iter_mut().zip(found) {
            if is_found {
                list.push(place);
            }
        }
    }
    gaps
}

#[derive(Serialize)]
struct View {
    lede: String,
    gaps: Vec<GapView>,
    title: String,
    is_one: bool,
    pages: Vec<Linked>,
}

#[derive(Serialize)]
struct GapView {
    slug: &'static str,
    title: &'static str,
    why: &'static str,
    tone: &'static str,
    icon: &'static str,
    count: String,
    rows: Vec<GapRow>,
    all: Option<Linked>,
}

/// A service with a gap, and how to close it.
#[derive(Serialize)]
struct GapRow {
    service: Linked,
    description: Option<String>,
    owner: Option<Linked>,
    tier: Option<String>,
    fix: String,
    snippet: String,
    file: Linked,
    hint: Option<String>,
}

impl Page for Ownership {
    fn template(&self) -> &'static str {
        "pages/ownership.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("ownership/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let of = site.facts.len() as u64;
        let unsure: std::collections::BTreeSet<usize> = site.gaps[0].iter().chain(&site.gaps[1]).copied().collect();
        let sure = of - unsure.len() as u64;
        let name = &site.portal.organisation.name;
        let lede = match of {
            0 => format!("{name} has no service yet."),
            _ if unsure.is_empty() => {
                format!("Somebody answers for each of the {} of {name}.", wording::counted(of, "service", "services"))
            }
            _ => {
                format!("Somebody answers for {} of the {} of {name}.", wording::number(sure), wording::counted(of, "service", "services"))
            }
        };
        let view = View {
            lede,
            gaps: (0..GAPS.len()).map(|gap| gap_view(site, gap, 0..site.gaps[gap].len().min(FIRST), links)).collect(),
            title: "Ownership".to_owned(),
            is_one: false,
            pages: Vec::new(),
        };
        Shown { head: head(site, "Ownership", 1, None), view: Value::from_serializable(&view) }
    }
}

impl Page for OneGap {
    fn template(&self) -> &'static str {
        "pages/ownership-gap.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        // What fits on the overview needs no page of its own.
        let long = GAPS.iter().enumerate().filter(|(gap, _)| site.gaps[*gap].len() > FIRST);
        long.flat_map(|(gap, known)| paging_of(site, gap).sheets(&address(known), gap).collect::<Vec<_>>()).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (gap, page) = paging::of_sheet(sheet);
        let paging = paging_of(site, gap);
        let view = View {
            lede: GAPS[gap].why.to_owned(),
            gaps: vec![gap_view(site, gap, paging.range(page), links)],
            title: GAPS[gap].title.to_owned(),
            is_one: true,
            pages: paging.links(&address(&GAPS[gap]), page, links),
        };
        Shown { head: head(site, GAPS[gap].title, page, Some("ownership/")), view: Value::from_serializable(&view) }
    }
}

fn paging_of(site: &Site<'_>, gap: usize) -> Paging {
    Paging { rows: site.gaps[gap].len(), per_page: PER_PAGE }
}

fn address(gap: &Gap) -> String {
    format!("ownership/{}/", gap.slug)
}

fn head(site: &Site<'_>, title: &str, page: usize, above: Option<&str>) -> Head {
    let mut crumbs = vec![("Home".to_owned(), Some(String::new()))];
    if let Some(above) = above {
        crumbs.push(("Ownership".to_owned(), Some(above.to_owned())));
    }
    crumbs.push((title.to_owned(), None));
    Head {
        title: format!("{title}{}", paging::title_suffix(page)),
        description: format!("Services of {} that nobody can be asked about, and how to change that.", site.portal.organisation.name),
        crumbs,
        nav: Some("Catalog"),
        is_global: true,
        ..Head::default()
    }
}

fn gap_view(site: &Site<'_>, gap: usize, range: std::ops::Range<usize>, links: &Links) -> GapView {
    let Gap { slug, title, why, tone, icon } = GAPS[gap];
    let all = &site.gaps[gap];
    let count = wording::number(all.len() as u64);
    GapView {
        slug,
        title,
        why,
        tone,
        icon,
        rows: all[range].iter().map(|place| row(site, gap, &site.facts[*place], links)).collect(),
        all: (all.len() > FIRST).then(|| Linked { text: format!("All {count}"), href: Some(links.to(&address(&GAPS[gap]))) }),
        count,
    }
}

fn row(site: &Site<'_>, gap: usize, facts: &ServiceFacts<'_>, links: &Links) -> GapRow {
    let descriptor = facts.service.files.descriptor.clone();
    let folder = &facts.service.folder;
    let path = descriptor
        .clone()
        .unwrap_or_else(|| if folder.is_empty() { "milepost.yaml".to_owned() } else { format!("{folder}/milepost.yaml") });
    let has_spec = path.ends_with("catalog-info.yaml") || path.ends_with("catalog-info.yml");
    let name = &facts.service.reference.name;
    let team = suggestion(site, facts);
    let owner = facts.entity.and_then(|entity| entity.owners.first());
    let named =
        owner.filter(|_| gap >= 2).map(|owner| owner.name.clone()).or_else(|| team.clone()).unwrap_or_else(|| "your-team".to_owned());
    let line = if has_spec { format!("spec:\n  owner: {named}") } else { format!("owner: {named}") };
    let is_described =
        facts.owner.and_then(|owner| owner.slug).and_then(|slug| site.portal.catalog.teams.iter().find(|team| team.slug == slug));
    let (fix, snippet) = match gap {
        0 if descriptor.is_some() => (format!("In {path}, name the team:"), line),
        0 => ("Add a milepost.yaml:".to_owned(), format!("name: {name}\nowner: {named}")),
        1 if is_described.is_some_and(|team| team.is_described) => {
            ("Add members to the team, or name another one in the descriptor:".to_owned(), line)
        }
        1 => {
            let missing = owner.map(|owner| owner.name.clone()).unwrap_or_default();
            let group = format!(
                "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: {missing}\nspec:\n  type: team\n  children: []"
            );
            match team {
                Some(_) => (format!("In {path}, name a team that exists:"), line),
                None => ("Describe the team, or name another one:".to_owned(), group),
            }
        }
        2 if descriptor.is_some() => (format!("In {path}, say it:"), line),
        _ => (format!("Add {path}:"), format!("name: {name}\nowner: {named}")),
    };
    let file = facts.service.files.descriptor.as_ref().or(facts.service.files.codeowners.as_ref());
    let href =
        file.and_then(|path| source_links::file(facts.repository?, path, None)).or_else(|| source_links::repository(facts.repository?));
    GapRow {
        service: Linked { text: facts.name.to_owned(), href: Some(links.to(&service_address(&facts.service.slug))) },
        description: facts.description.map(str::to_owned),
        owner: facts.owner.map(|owner| Linked { text: owner.name.to_owned(), href: owner.slug.map(|slug| links.to(&team_address(slug))) }),
        tier: facts.tier.map(str::to_owned),
        fix,
        snippet,
        file: Linked {
            text: file.cloned().unwrap_or_else(|| facts.repository.map(|repository| repository.full_name.clone()).unwrap_or_default()),
            href,
        },
        hint: hint(site, facts).filter(|_| gap < 2),
    }
}

/// The team that owns most other services of the same system, where it owns more than half of them.
fn majority<'a>(site: &Site<'a>, facts: &ServiceFacts<'_>) -> Option<(&'a str, &'a str, usize, usize)> {
    let system = facts.system?;
    let number = super::by::KEYS.iter().position(|key| key.word == "system")?;
    let others = super::by::of_value(site, number, system)?;
    let mut counts: BTreeMap<&'a str, (&'a str, usize)> = BTreeMap::new();
    let mut all = 0;
    for other in others.iter().map(|place| &site.facts[*place]).filter(|other| other.service.reference != facts.service.reference) {
        all += 1;
        let Some(owner) = other.entity.and_then(|entity| entity.owners.first()).and_then(|owner| site.portal.team(owner)) else { continue };
        if matches!(owner.standing, Standing::Staffed | Standing::Unknown) {
            counts.entry(&owner.reference.name).or_insert((&owner.name, 0)).1 += 1;
        }
    }
    let (team, (name, count)) = counts.into_iter().max_by_key(|(team, (_, count))| (*count, std::cmp::Reverse(*team)))?;
    (count * 2 > all).then_some((team, name, count, all))
}

fn suggestion(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<String> {
    majority(site, facts).map(|(team, ..)| team.to_owned())
}

fn hint(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<String> {
    let (_, name, count, all) = majority(site, facts)?;
    let system = facts.system?;
    Some(if count == all && all == 1 {
        format!("{name} owns the other service of {system}.")
    } else if count == all {
        format!("{name} owns the other {all} services of {system}.")
    } else {
        format!("{name} owns {count} of the other {all} services of {system}.")
    })
}
