//! A team: what it owns, who is in it, who is on call.

use super::team_standing::{self, Standing};
use super::team_tree::Tree;
use super::{Page, Sheet, Shown, by, catalog, team_tree};
use crate::portal;
use crate::portal::delivery::{Rollup, Span};
use crate::site::Site;
use crate::site::delivery::FIVE;
use crate::site::delivery::multiples::team_address as team_delivery;
use crate::site::delivery::tile::{self, Tile};
use crate::site::facts::ServiceFacts;
use crate::site::layout::Head;
use crate::site::links::{Links, path_segment};
use crate::site::people::{self, OnCallView};
use crate::site::rows::{Linked, Row, team_address};
use crate::site::safe_url;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

use super::home::{EventView, events};

/// How many documents are listed before a sentence tells of the rest.
const MOST_DOCS: usize = 8;
/// How many services are listed before a link leads to all of them.
const MOST: usize = 100;
/// How many people are named.
const MOST_PEOPLE: usize = 60;

/// `/teams/<slug>/`
pub struct Team;

#[derive(Serialize)]
struct View {
    name: String,
    slug: String,
    description: Option<String>,
    is_described: bool,
    count: String,
    rows: Vec<Row>,
    all: Option<Linked>,
    shows_owner: bool,
    tree: Tree,
    standing: Standing,
    filtered: String,
    members: Vec<String>,
    members_count: String,
    members_more: u64,
    on_call: Vec<OnCallView>,
    links: Vec<Linked>,
    docs: Vec<Doc>,
    docs_more: u64,
    docs_href: String,
    events: Vec<EventView>,
    delivery: Vec<Tile>,
    delivery_href: Option<String>,
}

#[derive(Serialize)]
struct Doc {
    title: String,
    href: Option<String>,
    service: String,
}

impl Page for Team {
    fn template(&self) -> &'static str {
        "pages/team.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let teams = site.portal.catalog.teams.iter().enumerate();
        teams.map(|(which, team)| Sheet { address: team_address(&team.slug), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let team = &site.portal.catalog.teams[sheet.which];
        let mut facts: Vec<&ServiceFacts<'_>> = team.services.iter().filter_map(|reference| site.facts_of(reference)).collect();
        facts.sort_by_cached_key(|facts| facts.name.to_lowercase());
        let newest = facts.iter().filter_map(|facts| site.portal.figures(facts.service)?.newest_record_at).max();
        let docs = docs(site, &facts, links);
        let address = team_delivery(&team.slug);
        let rollup = site.portal.measurements.delivery.teams.get(&team.reference);
        let has_figures =
            |rollup: &&Rollup| FIVE.iter().any(|five| rollup.get(Span::Days90, five.id).is_some_and(|found| found.median.is_some()));
        let delivery = rollup.filter(has_figures).map(|rollup| (rollup, address.as_str()));
        let view = View {
            name: team.name.clone(),
            slug: path_segment(&team.slug),
            description: site.portal.entity(&team.reference).and_then(|entity| entity.description.clone()),
            is_described: team.is_described,
            count: wording::counted(facts.len() as u64, "service", "services"),
            shows_owner: false,
            all: (facts.len() > MOST).then(|| Linked {
                text: format!("All {}", wording::number(facts.len() as u64)),
                href: Some(links.to(&by::address("owner", &team.name, 1))),
            }),
            tree: team_tree::tree(site, team, links),
            standing: team_standing::standing(site, team, links),
            rows: facts.iter().take(MOST).map(|facts| Row::new(facts, links)).collect(),
            filtered: catalog::filtered(links, &[("owner", &team.slug)]),
            members: team.members.iter().take(MOST_PEOPLE).cloned().collect(),
            members_count: wording::number(team.members.len() as u64),
            members_more: team.members.len().saturating_sub(MOST_PEOPLE) as u64,
            on_call: people::on_call(site.portal, &[], &[&team.name, &team.slug, &team.reference.name]),
            links: team_links(site, team),
            docs_href: links.to(&format!("docs/teams/{}/", path_segment(&team.slug))),
            docs_more: docs.len().saturating_sub(MOST_DOCS) as u64,
            docs: docs.into_iter().take(MOST_DOCS).collect(),
            events: events(site, links, |event| team.services.contains(&event.service), 10),
            delivery: delivery
                .map(|(rollup, address)| tile::of_many(rollup, Span::Days90, |five| links.to(&format!("{address}#{}", five.anchor))))
                .map(tile::briefly)
                .unwrap_or_default(),
            delivery_href: delivery.map(|(_, address)| links.to(address)),
        };
        let head = Head {
            title: title(site, team),
            description: format!("{}: its services, people on call and documents.", team.name),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Teams".to_owned(), Some("teams/".to_owned())),
                (team.name.clone(), None),
            ],
            nav: Some("Teams"),
            newest,
            scripts: vec!["team"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// Its name; of two teams with one name it says the slug too.
fn title(site: &Site<'_>, team: &portal::Team) -> String {
    let has_namesake = site.portal.catalog.teams.iter().any(|other| other.name == team.name && other.reference != team.reference);
    if has_namesake { format!("{} ({})", team.name, team.slug) } else { team.name.clone() }
}

/// The pages of documentation of its services, those first that are old while their code moved on.
fn docs(site: &Site<'_>, facts: &[&ServiceFacts<'_>], links: &Links) -> Vec<Doc> {
    let mut pages = Vec::new();
    for facts in facts {
        let Some(shelved) = site.docs.of_owner(&facts.service.reference).map(|book| &site.docs.books[book]) else { continue };
        pages.extend((0..shelved.book.pages.len()).map(|page| (shelved, page, facts.name)));
    }
    pages.sort_by_key(|(shelved, page, _)| shelved.book.pages[*page].stale.is_none());
    let doc = |(shelved, page, name): &(&crate::site::docs::Shelved<'_>, usize, &str)| Doc {
        title: shelved.book.pages[*page].title.clone(),
        href: Some(links.to(&shelved.page_address(*page))),
        service: (*name).to_owned(),
    };
    pages.iter().map(doc).collect()
}

fn team_links(site: &Site<'_>, team: &portal::Team) -> Vec<Linked> {
    let links = site.portal.entity(&team.reference).map(|entity| entity.links.as_slice()).unwrap_or_default();
    links.iter().map(|link| Linked { text: link.title.clone(), href: safe_url::href(&link.url) }).collect()
}
