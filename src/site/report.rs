//! The weekly report: one set of figures, which the page, the Markdown, Slack's text and the data share.

mod data;
mod markdown;

pub use data::of as json;
pub use markdown::{LONGEST, chat, markdown};

use super::adoption::forecast::{self, Target};
use super::adoption::helping::hours;
use super::adoption::share::ratio;
use super::adoption::versions::counted;
use super::charts::unit::Unit;
use super::delivery::{FIVE, Five};
use super::wording;
use crate::portal::Portal;
use crate::portal::adoption::{Mover, Ratio, State, help, movers};
use crate::portal::delivery::Spread;
use chrono::Datelike;
use milepost_model::{EntityRef, Instant, Window};

/// How many weeks before tell what is noise.
const NOISE_WEEKS: usize = 8;

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
    /// The five measures in this week and the one before.
    pub delivery: Vec<Measure>,
    /// The teams to help next, with why and for how many hours.
    pub help: Vec<TeamHelp>,
    /// Runs of actions and tickets in the week; none where nothing is known of them, or it is not over.
    pub requests: Option<(u32, u32)>,
    /// What is not known, as sentences.
    pub unknown: Vec<String>,
}

/// One of the five measures in a week: the median service.
pub struct Measure {
    /// Which one.
    pub five: &'static Five,
    /// Its value in the week before.
    pub before: Option<i64>,
    /// Its value in the week.
    pub now: Option<i64>,
    /// How many services have a value.
    pub services: u32,
    /// Whether it lies outside of all the eight weeks before.
    pub is_beyond_noise: bool,
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
        let mut unknown = Vec::new();
        if count.unknown > 0 {
            unknown
                .push(format!("{} cannot be told to be on a path or not.", wording::counted(count.unknown.into(), "service", "services")));
        }
        let health = &portal.health;
        if health.repositories_read < health.repositories_known {
            let (read, known) = (wording::number(health.repositories_read), wording::number(health.repositories_known));
            unknown.push(format!("{read} of {known} repositories were read whole."));
        }
        if adoption.through.unknown > 0 {
            let all = wording::counted(adoption.through.all().into(), "deployment", "deployments");
            unknown.push(format!(
                "Of {} of {all} of the last 90 days nothing tells which run did them.",
                wording::number(adoption.through.unknown.into())
            ));
        }
        Self {
            at,
            week,
            is_open: at == adoption.now(),
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
            delivery: FIVE.iter().map(|five| measure(portal, five, at)).collect(),
            help: teams(portal, at),
            requests: weekly(&requests.actions_weekly).zip(weekly(&requests.tickets_weekly)),
            unknown,
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
                format!(", {}.{} points {} than the week before", size / 10, size % 10, if change > 0 { "more" } else { "less" })
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

fn measure(portal: &Portal, five: &'static Five, at: usize) -> Measure {
    let weeks: &[Spread] = portal.measurements.delivery.organisation.weeks(five.id).unwrap_or_default();
    let spread = weeks.get(at).copied().unwrap_or_default();
    // Weeks hold counts of deployments, and a frequency is told in hundredths a week.
    let scale = if five.unit() == Unit::PerWeek { 100 } else { 1 };
    let value = |place: usize| weeks.get(place).and_then(|spread| Some(spread.p50? * scale));
    let before = at.checked_sub(1).and_then(value);
    let earlier: Vec<i64> = (at.saturating_sub(NOISE_WEEKS)..at).filter_map(value).collect();
    let is_outside = |now: i64| {
        earlier.len() >= NOISE_WEEKS / 2 && (earlier.iter().all(|value| *value < now) || earlier.iter().all(|value| *value > now))
    };
    Measure { five, before, now: value(at), services: spread.services, is_beyond_noise: value(at).is_some_and(is_outside) }
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
    let end: Instant = if week.to.time() == chrono::NaiveTime::MIN { week.to - chrono::Duration::seconds(1) } else { week.to };
    let from = week.from.format("%a %-d %b");
    if end == week.to { format!("{from} to {}", wording::full(end)) } else { format!("{from} to {}", end.format("%a %-d %b %Y")) }
}
