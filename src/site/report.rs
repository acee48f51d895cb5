//! The weekly report: one set of figures, which the page, the Markdown, Slack's text and the data share.

mod campaigns;
mod data;
mod delivery;
mod levels;
mod markdown;
mod unknown;

pub use campaigns::CampaignWeek;
pub use data::of as json;
pub use delivery::Measure;
pub use levels::LevelMove;
pub use markdown::{LONGEST, chat, markdown};

use super::adoption::forecast::{self, Target};
use super::adoption::helping::hours;
use super::adoption::share::ratio;
use super::adoption::versions::counted;
use super::wording;
use crate::portal::Portal;
use crate::portal::adoption::{Mover, Ratio, State, help, movers};
use chrono::Datelike;
use milepost_model::{EntityRef, Instant, Window};

/// How many teams are named for help.
const TEAMS: usize = 3;

/// How many services are on which version of a path, from new to old.
pub type Counts = Vec<(String, u32, State)>;

/// A week as it is reported.
pub struct Report {
    /// Its place among the instants of adoption.
    pub at: usize,
    /// The week; the last one ends now.
    pub week: Window,
    /// Whether it is not over.
    pub is_open: bool,
    /// The share of services on a path.
    pub share: Ratio,
    /// The share at the end of the week before.
    pub before: Ratio,
    /// The target that all paths share.
    pub target: Option<Target>,
    /// When it is reached, as a sentence.
    pub forecast: Option<String>,
    /// How many more services it takes.
    pub missing: Option<u32>,
    /// Who moved.
    pub moved: Vec<Mover>,
    /// Who left before and has not said that they know.
    pub left: Vec<EntityRef>,
    /// For each path its title, and how many services are on which version.
    pub versions: Vec<(String, Counts)>,
    /// The five measures in the four complete weeks up to the report, against the four before.
    pub delivery: Vec<Measure>,
    /// When those four weeks were over.
    pub delivery_until: Option<Instant>,
    /// Who reached a level or lost one.
    pub levels: Vec<LevelMove>,
    /// The campaigns that run.
    pub campaigns: Vec<CampaignWeek>,
    /// The teams to help next, with why and for how many hours.
    pub help: Vec<TeamHelp>,
    /// Runs of actions and tickets in the week; none where nothing is known of them, or it is not over.
    pub requests: Option<(u32, u32)>,
    /// What is not known, as sentences.
    pub unknown: Vec<String>,
}

/// A team that might be helped.
pub struct TeamHelp {
    /// The team; none for services that nobody owns.
    pub team: Option<EntityRef>,
    /// The service that comes first.
    pub service: EntityRef,
    /// Why, as a sentence part.
    pub why: String,
    /// What it takes.
    pub effort: String,
}

/// The name of a week for people: `Week 47, 2026`.
pub fn title(week: Window) -> String {
    let iso = week.from.iso_week();
    format!("Week {}, {}", iso.week(), iso.year())
}

/// The address of a week's page.
pub fn address(week: Window) -> String {
    let iso = week.from.iso_week();
    format!("weekly/{}-w{:02}/", iso.year(), iso.week())
}

/// Every week that has a report, oldest first; the first of a year has none before it to compare with.
pub fn weeks(portal: &Portal) -> Vec<(usize, Window)> {
    let all = super::adoption::share::weeks(&portal.adoption);
    if portal.adoption.paths.is_empty() { Vec::new() } else { all.into_iter().enumerate().skip(1).collect() }
}

/// The target that all paths share, if they share one.
pub fn shared_target(portal: &Portal) -> Option<Target> {
    let mut targets = portal.adoption.paths.iter().map(|path| (path.settings.target, path.settings.by));
    let first = targets.next()?;
    let is_shared = targets.all(|target| target == first);
    Some(Target { share: first.0?, by: first.1 }).filter(|_| is_shared)
}

/// The instant that a week is held against: the end of the one before.
fn began(portal: &Portal, at: usize, week: Window) -> Instant {
    portal.adoption.instants.get(at.saturating_sub(1)).copied().unwrap_or(week.from)
}

/// Who reached a level or lost one between two of the instants that scorecards follow.
pub fn levels_between(portal: &Portal, from: Instant, to: Instant) -> Vec<LevelMove> {
    levels::moves(portal, from, to)
}

/// Who reached a level or lost one in the week at a place among the instants.
pub fn level_moves(portal: &Portal, at: usize, week: Window) -> Vec<LevelMove> {
    levels::moves(portal, began(portal, at, week), week.to)
}

impl Report {
    /// The report of the week at a place among the instants.
    pub fn of(portal: &Portal, at: usize, week: Window) -> Self {
        let adoption = &portal.adoption;
        let count = adoption.overall.get(at).copied().unwrap_or_default();
        let before = adoption.overall.get(at.saturating_sub(1)).copied().unwrap_or_default();
        let (share, target) = (ratio(&count), shared_target(portal));
        let needed = target.map(|target| u32::try_from((u64::from(share.den) * target.share).div_ceil(10_000)).unwrap_or(u32::MAX));
        let requests = &portal.adoption.requests;
        let weekly = |series: &Option<Vec<u32>>| series.as_ref().and_then(|weeks| weeks.get(at).copied());
        let is_open = at == adoption.now();
        // The week that is not over has no delivery yet, so it tells of the four before it.
        let complete = if is_open { at } else { at + 1 };
        let from = began(portal, at, week);
        Self {
            at,
            week,
            is_open,
            share,
            before: ratio(&before),
            target,
            forecast: target.and_then(|target| forecast::sentence(&adoption.overall, at, week.to, target)),
            missing: needed.map(|needed| needed.saturating_sub(share.num)),
            moved: movers(adoption, at.saturating_sub(1), at),
            left: left(portal, at),
            versions: (0..adoption.paths.len())
                .map(|path| (adoption.paths[path].settings.title.clone(), counted(adoption, path, at)))
                .collect(),
            delivery: delivery::measures(portal, complete),
            delivery_until: complete.checked_sub(1).and_then(|last| adoption.weeks.get(last)).map(|week| week.to),
            levels: level_moves(portal, at, week),
            campaigns: campaigns::running(portal, from, week.to),
            help: teams(portal, at),
            requests: weekly(&requests.actions_weekly).zip(weekly(&requests.tickets_weekly)),
            unknown: unknown::sentences(portal, &count, week.to),
        }
    }

    /// By how many tenths of a percent the share changed.
    pub fn change(&self) -> Option<i64> {
        Some(self.share.tenths()? - self.before.tenths()?)
    }

    /// The week in one sentence, without the share itself in front.
    pub fn headline(&self) -> String {
        let change = match self.change() {
            None => String::new(),
            Some(0) => ", as in the week before".to_owned(),
            Some(change) => {
                let size = change.unsigned_abs();
                format!(", {} points {} than the week before", wording::with_tenths(size), if change > 0 { "more" } else { "less" })
            }
        };
        format!("of services are on a golden path{change}.")
    }
}

/// Those that left by the end of the week and have not said that they know.
fn left(portal: &Portal, at: usize) -> Vec<EntityRef> {
    let adoption = &portal.adoption;
    let has_left = |service: &&crate::portal::adoption::ServiceAdoption| {
        let standings = service.paths.iter().map(|(_, standing)| standing);
        service.overall.get(at) == Some(&State::Left)
            && standings
                .clone()
                .any(|standing| standing.moments.get(at).is_some_and(|moment| moment.state == State::Left) && !standing.is_acknowledged)
    };
    adoption.services.iter().filter(has_left).map(|service| service.reference.clone()).collect()
}

/// The first services of different teams.
fn teams(portal: &Portal, at: usize) -> Vec<TeamHelp> {
    let adoption = &portal.adoption;
    let mut found: Vec<TeamHelp> = Vec::new();
    for one in help(adoption, at) {
        let service = &adoption.services[one.service];
        if found.len() == TEAMS {
            break;
        }
        if found.iter().any(|known| known.team == service.owner) {
            continue;
        }
        let mut why = vec![one.blocked.join(", ")];
        if one.state == State::Left {
            why.insert(0, "left its path".to_owned());
        }
        if one.dependants > 0 {
            why.push(wording::counted(one.dependants.into(), "service needs it", "services need it"));
        }
        why.retain(|part| !part.is_empty());
        found.push(TeamHelp {
            team: service.owner.clone(),
            service: service.reference.clone(),
            why: why.join("; "),
            effort: hours(one.hours),
        });
    }
    found
}

/// The instants between which a week lies, in words: `Mon 16 Nov to Fri 20 Nov 2026, 06:40 UTC`.
pub fn span(week: Window) -> String {
    let end = last_day(week.to);
    let from = wording::weekday(week.from);
    if end == week.to { format!("{from} to {}", wording::full(end)) } else { format!("{from} to {}", wording::long_weekday(end)) }
}

/// The instant that says on which day a stretch ended: one that ends at midnight ended the day before.
pub fn last_day(until: Instant) -> Instant {
    if until.time() == chrono::NaiveTime::MIN { until - chrono::Duration::seconds(1) } else { until }
}
