//! Golden paths: the share of services on one, who moved, where services stop, and whom to help next.

use super::{Page, Sheet, Shown};
use crate::portal::adoption::{Adoption, Move, funnel, origins};
use crate::site::Site;
use crate::site::adoption::forecast;
use crate::site::adoption::hatches::{self, Hatch};
use crate::site::adoption::helping::{self, HelpRow};
use crate::site::adoption::moving::{self, MoverView};
use crate::site::adoption::share::{self, DeltaView, Panel, ShareView, more};
use crate::site::adoption::steps::{NO_DEPLOYMENT, NONE_CREATED, figure};
use crate::site::adoption::versions::VersionsView;
use crate::site::adoption::{path_address, steps};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::report::{self, shared_target};
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use serde::Serialize;
use tera::Value;

/// `/golden-paths/`
pub struct GoldenPaths;

/// How many who might be helped are listed here; the pages of the paths list all.
const HELPED: usize = 12;

/// How many paths have a link to their rule in the head; the tiles lead to all.
const RULES: usize = 6;

/// How many who moved are listed here; the weekly report lists all.
const MOVED: usize = 7;
/// How many teams.
const MOST_TEAMS: usize = 24;

#[derive(Serialize)]
struct View {
    start: String,
    csv: String,
    weekly: Option<String>,
    is_configured: bool,
    lede: &'static str,
    rules: Vec<Linked>,
    share: ShareView,
    moved_words: String,
    until: When,
    panel: Panel,
    forecast: Option<String>,
    movers: Vec<MoverView>,
    movers_more: usize,
    funnel: Vec<steps::Step>,
    loss: Option<String>,
    paths: Vec<PathTile>,
    has_offer: bool,
    help: Vec<HelpRow>,
    help_count: usize,
    formula: &'static str,
    versions: Vec<(Linked, VersionsView)>,
    teams: Vec<TeamRow>,
    teams_more: usize,
    figures: Vec<(String, String, String)>,
    hatches: Vec<Hatch>,
}

#[derive(Serialize)]
struct PathTile {
    to: Linked,
    share: ShareView,
    covered: String,
    eligible: String,
    delta: DeltaView,
    spark: Option<String>,
    current: String,
}

#[derive(Serialize)]
struct TeamRow {
    team: Linked,
    width: u64,
    covered: u32,
    eligible: u32,
    delta: DeltaView,
}

impl Page for GoldenPaths {
    fn template(&self) -> &'static str {
        "pages/golden-paths.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("golden-paths/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let head = Head {
            title: "Golden paths".to_owned(),
            description: format!(
                "Which services of {} are on a golden path, on which version, and whom to help next.",
                site.portal.organisation.name
            ),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Golden paths".to_owned(), None)],
            nav: Some("Golden paths"),
            is_global: true,
            styles: vec!["adoption"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, links)) }
    }
}

fn view(site: &Site<'_>, links: &Links) -> View {
    let adoption = &site.portal.adoption;
    let now = adoption.now();
    let target = shared_target(site.portal);
    let moved = moving::between(site, now.saturating_sub(1), now, links);
    let count = |what: Move| moved.iter().filter(|(mover, _)| mover.what == what).count() as u64;
    let words = [
        (Move::Joined, "joined"),
        (Move::Drifted, "drifted"),
        (Move::Left, "left"),
        (Move::FellOutOfSupport, "fell out of support"),
        (Move::BecameEligible, "became eligible"),
    ];
    let moved_words: Vec<String> =
        words.iter().filter(|(what, _)| count(*what) > 0).map(|(what, word)| format!("{} {word}", count(*what))).collect();
    let found = funnel(adoption, None);
    let all_teams = teams(site, links);
    let (help, help_count) = helping::rows(site, now, None, HELPED, links);
    View {
        start: links.to("start/"),
        csv: links.to("data/adoption.csv"),
        weekly: report::weeks(site.portal).last().map(|(_, week)| links.to(&report::address(*week))),
        is_configured: !adoption.paths.is_empty(),
        lede: lede(adoption),
        rules: (0..adoption.paths.len()).map(|path| rule_link(site, path, links)).take(RULES).collect(),
        share: ShareView::new(&adoption.overall, now),
        moved_words: moved_words.join(", "),
        until: When::new(site.portal.as_of),
        panel: share::panel(adoption, "share", None, target.map(|target| target.share), now),
        forecast: target.and_then(|target| forecast::sentence(&adoption.overall, now, site.portal.as_of, target)),
        movers_more: moved.len().saturating_sub(MOVED),
        movers: moved.into_iter().take(MOVED).map(|(_, view)| view).collect(),
        loss: steps::largest_loss(&found),
        funnel: steps::of(&found),
        paths: (0..adoption.paths.len()).map(|path| tile(site, path, links)).collect(),
        has_offer: help.iter().any(|row| row.offer.is_some()),
        help,
        help_count,
        formula: crate::portal::adoption::FORMULA,
        versions: (0..adoption.paths.len())
            .map(|path| (path_link(site, path, links), VersionsView::new(adoption, path, now, links)))
            .filter(|(_, versions)| !versions.segments.is_empty())
            .collect(),
        teams_more: all_teams.len().saturating_sub(MOST_TEAMS),
        teams: all_teams.into_iter().take(MOST_TEAMS).collect(),
        figures: figures(site),
        hatches: hatches::rows(site, links),
    }
}

fn path_link(site: &Site<'_>, path: usize, links: &Links) -> Linked {
    let settings = &site.portal.adoption.paths[path].settings;
    Linked { text: settings.title.clone(), href: Some(links.to(&path_address(&settings.id))) }
}

/// What being on a path means, as far as it is the same for all.
fn lede(adoption: &Adoption) -> &'static str {
    let paths = || adoption.paths.iter().map(|path| &path.settings);
    match (paths().all(|path| path.needs == path.signals.len()), paths().all(|path| !path.supported.is_empty())) {
        (true, true) => "A service is on a path when every signal of the path holds and its version is still supported.",
        (true, false) => "A service is on a path when every signal of the path holds.",
        (false, true) => "A service is on a path when enough of its signals hold and its version is still supported.",
        (false, false) => "A service is on a path when enough of the path’s signals hold.",
    }
}

fn rule_link(site: &Site<'_>, path: usize, links: &Links) -> Linked {
    let settings = &site.portal.adoption.paths[path].settings;
    Linked { text: settings.title.clone(), href: Some(links.to(&format!("{}#rule", path_address(&settings.id)))) }
}

fn tile(site: &Site<'_>, path: usize, links: &Links) -> PathTile {
    let adoption = &site.portal.adoption;
    let (now, about) = (adoption.now(), &adoption.paths[path]);
    let at = |at: usize| about.counts.get(at).copied().unwrap_or_default();
    let latest = about.releases.latest(site.portal.as_of).map(|release| release.version.to_string());
    let current = about.settings.current.clone().or(latest);
    PathTile {
        to: path_link(site, path, links),
        share: ShareView::new(&about.counts, now),
        covered: wording::number(at(now).covered().into()),
        eligible: wording::counted(at(now).eligible().into(), "service", "services"),
        delta: more(i64::from(at(now).covered()) - i64::from(at(now.saturating_sub(1)).covered())),
        spark: share::spark(&about.counts),
        current: current.map_or_else(|| "no version is known".to_owned(), |current| format!("current {current}")),
    }
}

fn teams(site: &Site<'_>, links: &Links) -> Vec<TeamRow> {
    let adoption = &site.portal.adoption;
    let now = adoption.now();
    let row = |(team, counts): &(milepost_model::EntityRef, Vec<crate::portal::adoption::Count>)| {
        let count = counts.get(now).filter(|count| count.eligible() > 0)?;
        let before = counts.get(now.saturating_sub(1)).copied().unwrap_or_default();
        Some(TeamRow {
            team: site.linked(team, links),
            width: u64::from(count.covered()) * 200 / u64::from(count.eligible()),
            covered: count.covered(),
            eligible: count.eligible(),
            delta: more(i64::from(count.covered()) - i64::from(before.covered())),
        })
    };
    let mut rows: Vec<TeamRow> = adoption.teams.iter().filter_map(row).collect();
    rows.sort_by(|a, b| (b.width, b.eligible, &a.team.text).cmp(&(a.width, a.eligible, &b.team.text)));
    rows
}

/// What else tells whether paths are taken because they are good: name, figure, what it rests on.
fn figures(site: &Site<'_>) -> Vec<(String, String, String)> {
    let adoption = &site.portal.adoption;
    let found = origins(adoption, None, adoption.now());
    let through = crate::portal::adoption::Ratio { num: adoption.through.path, den: adoption.through.all() };
    let unknown = adoption.through.unknown;
    let beside = if unknown > 0 {
        format!("; of {} nothing tells which run did them, or what it executed", wording::number(unknown.into()))
    } else {
        String::new()
    };
    vec![
        figure("Production deployments through a path", through, &format!("successful deployments in 90 days{beside}"), NO_DEPLOYMENT),
        figure("Creation rate", found.creation, "services that were created in the last 90 days began on a path", NONE_CREATED),
        figure(
            "Stickiness",
            found.stickiness,
            "services that began on a path 90 to 180 days ago are on it now",
            "no service began on a path 90 to 180 days ago",
        ),
        figure(
            "Re-entry",
            found.re_entry,
            "services that were on no path 90 days ago are on one now",
            "every service was on a path 90 days ago",
        ),
    ]
}
