//! All teams, and the services that none of them owns.

use super::{Page, Sheet, Shown, catalog};
use crate::site::Site;
use crate::site::layout::Head;
use crate::site::links::{Links, path_segment};
use crate::site::paging::{self, Paging};
use crate::site::people::{self, OnCallView};
use crate::site::rows::{Linked, team_address};
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use serde::Serialize;
use tera::Value;

/// How many teams a page holds.
const PER_PAGE: usize = 200;
const ADDRESS: &str = "teams/";

/// `/teams/`
pub struct Teams;

/// A team as lists show it.
#[derive(Serialize)]
pub struct TeamRow {
    name: String,
    href: String,
    slug: String,
    description: Option<String>,
    is_described: bool,
    services: String,
    count: u64,
    members: u64,
    on_call: Option<OnCallView>,
    changed: Option<When>,
}

impl TeamRow {
    /// Whether it owns anything itself.
    pub fn has_services(&self) -> bool {
        self.count > 0
    }
}

#[derive(Serialize)]
struct View {
    lede: String,
    teams: Vec<TeamRow>,
    pages: Vec<Linked>,
    orphans: u64,
    orphans_words: String,
    orphans_href: String,
}

/// Every team, those with services first.
pub fn rows(site: &Site<'_>, links: &Links) -> Vec<TeamRow> {
    let row = |team: &crate::portal::Team| {
        let facts = team.services.iter().filter_map(|reference| site.facts_of(reference));
        let duty = people::on_call(site.portal, &[], &[&team.name, &team.slug, &team.reference.name]);
        TeamRow {
            name: team.name.clone(),
            href: links.to(&team_address(&team.slug)),
            slug: path_segment(&team.slug),
            description: site.portal.entity(&team.reference).and_then(|entity| entity.description.clone()),
            is_described: team.is_described,
            services: wording::counted(team.services.len() as u64, "service", "services"),
            count: team.services.len() as u64,
            members: team.members.len() as u64,
            on_call: duty.into_iter().next(),
            changed: facts.filter_map(|facts| facts.changed).max().map(When::new),
        }
    };
    let mut rows: Vec<TeamRow> = site.portal.catalog.teams.iter().map(row).collect();
    rows.sort_by_cached_key(|row| (row.count == 0, row.name.to_lowercase(), row.slug.clone()));
    rows
}

fn paged(site: &Site<'_>) -> Paging {
    Paging { rows: site.portal.catalog.teams.len(), per_page: PER_PAGE }
}

impl Page for Teams {
    fn template(&self) -> &'static str {
        "pages/teams.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        paged(site).sheets(ADDRESS, 0).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (_, page) = paging::of_sheet(sheet);
        let mut teams = rows(site, links);
        let count = teams.len() as u64;
        let range = paged(site).range(page);
        teams.truncate(range.end);
        teams.drain(..range.start);
        let orphans = site.facts.iter().filter(|facts| facts.owner.is_none()).count() as u64;
        let owned = wording::counted(site.facts.len() as u64 - orphans, "service", "services");
        let view = View {
            lede: format!(
                "{} of {}, who own {owned} between them.",
                wording::counted(count, "team", "teams"),
                site.portal.organisation.name
            ),
            teams,
            pages: paged(site).links(ADDRESS, page, links),
            orphans,
            orphans_words: wording::counted(orphans, "service has", "services have"),
            orphans_href: catalog::filtered(links, &[("owner", "none")]),
        };
        let head = Head {
            title: format!("Teams{}", paging::title_suffix(page)),
            description: format!("Every team of {}, what it owns and who is on call.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Teams".to_owned(), None)],
            nav: Some("Teams"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}
