//! What people mean to do during the year, before anything goes wrong.

use super::teller::{Task, Teller};
use crate::demo::calendar::{at_work, moment_in_week, season};
use crate::demo::content::{self, doc_title, feature_title};
use crate::demo::plan::{Awkward, GoldenPath, Person, capitalised};
use chrono::Duration;
use milepost_model::Instant;

/// How a change comes onto the main branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// By a merge commit.
    Merge,
    /// As one commit.
    Squash,
    /// By a push, without a pull request.
    Direct,
}

/// What a change does.
#[derive(Debug, Clone)]
pub(super) enum Aim {
    /// It changes the code about a noun.
    Code { noun: usize },
    /// It changes a page of documentation.
    Docs,
    /// It takes a newer version of a library.
    Bump { library: &'static str, version: String },
    /// It joins a golden path, takes its release, or leaves it.
    Path(Option<(GoldenPath, &'static str)>),
    /// It takes a change back.
    Revert { change: usize },
    /// It brings to the main branch what was fixed in production.
    Picked { noun: usize, from: String },
    /// It says that the repository is over.
    Retire,
}

/// A change that somebody means to make.
#[derive(Debug, Clone)]
pub(super) struct Intent {
    pub(super) aim: Aim,
    pub(super) part: usize,
    pub(super) style: Style,
    pub(super) title: String,
    pub(super) branch: String,
    /// Who makes it; a bot has no person.
    pub(super) by: Option<Person>,
    pub(super) bot: &'static str,
    pub(super) commits: usize,
    pub(super) first: Instant,
    pub(super) created: Instant,
    pub(super) reviewed: Option<Instant>,
    pub(super) merged: Instant,
    pub(super) labels: Vec<&'static str>,
}

/// Fills the agenda of a year.
pub(super) fn plan(teller: &mut Teller<'_>) {
    let unit = teller.unit;
    if unit.is(Awkward::Quiet) || unit.is(Awkward::ReadmeOnly) {
        return;
    }
    let calendar = teller.world.calendar;
    let born = teller.tip().at + Duration::minutes(5);
    // Retired on 3 October.
    let over = if unit.is(Awkward::Archived) { calendar.days_ago(48, 9, 0) } else { calendar.today };
    for week in 0..calendar.weeks() {
        let monday = calendar.start + Duration::weeks(week);
        let growth = 0.85 + 0.3 * calendar.progress(monday);
        let wanted = unit.pace.per_week * season(monday) * growth * (0.6 + 0.8 * teller.random.share());
        let count = wanted as usize + usize::from(teller.random.chance(wanted.fract()));
        for _ in 0..count {
            let merged = moment_in_week(monday, &mut teller.random);
            let intent = ordinary(teller, merged);
            offer(teller, intent, born, over);
        }
        if unit.index % 4 != 3 && teller.random.chance(if unit.is_named() { 0.5 } else { 0.12 }) {
            let intent = bump(teller, monday + Duration::hours(5));
            offer(teller, intent, born, over);
        }
    }
    for (at, version) in unit.journey.steps.clone() {
        let on = version.and_then(|version| Some((unit.journey.path?, version)));
        let intent = travel(teller, at, on);
        offer(teller, intent, born, over);
    }
    if unit.is(Awkward::Archived) {
        let intent = Intent {
            aim: Aim::Retire,
            style: Style::Direct,
            title: "Retire: carrier-sync speaks EDIFACT now".into(),
            ..ordinary(teller, over)
        };
        offer(teller, intent, born, over);
    }
    let first_shipment =
        if unit.created >= calendar.start { unit.created + Duration::minutes(52) } else { born.max(calendar.start + Duration::hours(10)) };
    for part in 0..unit.parts.len() {
        teller.schedule(first_shipment, Task::Ship { part });
        // Once in the newest of the windows, and once before it.
        for days in [34, 124].iter().filter(|_| unit.is(Awkward::SentAgain)) {
            teller.schedule(calendar.days_ago(*days, 7, 20), Task::Again { part });
        }
    }
}

fn offer(teller: &mut Teller<'_>, intent: Intent, born: Instant, over: Instant) {
    if intent.merged > born && intent.merged <= over {
        teller.schedule(intent.merged, Task::Merge(Box::new(intent)));
    }
}

/// A change as people make them most days.
pub(super) fn ordinary(teller: &mut Teller<'_>, merged: Instant) -> Intent {
    let part = teller.random.below(teller.unit.parts.len());
    let plan = &teller.unit.parts[part];
    let progress = teller.world.calendar.progress(merged);
    // Work gets faster over the year, and not for everybody at once.
    let hours = teller.unit.pace.lead_hours * teller.random.spread() * (1.25 - 0.5 * progress);
    let coding = Duration::seconds((hours * 3600.0 * 0.42) as i64 + 240);
    let review = Duration::seconds((hours * 3600.0 * 0.33) as i64 + 120);
    let is_docs = teller.random.chance(0.1);
    let aim = if is_docs { Aim::Docs } else { Aim::Code { noun: teller.random.below(3) } };
    let title = if is_docs { doc_title(plan, &mut teller.random) } else { feature_title(plan, &mut teller.random) };
    let squashes = teller.unit.index % 5 < 2;
    let style = match teller.random.share() {
        share if share < 0.05 => Style::Direct,
        share if share < 0.15 => {
            if squashes {
                Style::Merge
            } else {
                Style::Squash
            }
        }
        _ => {
            if squashes {
                Style::Squash
            } else {
                Style::Merge
            }
        }
    };
    let created = merged - review;
    let most = if teller.unit.is_named() { 4 } else { 2 };
    let by = teller.somebody();
    Intent {
        aim,
        part,
        style,
        branch: format!("{}/{}", by.login, slug(&title)),
        title,
        by: Some(by),
        bot: "",
        commits: 1 + teller.random.below(most) * usize::from(style != Style::Direct),
        first: created - coding,
        created,
        reviewed: Some(created + Duration::seconds((review.num_seconds() as f64 * (0.3 + 0.6 * teller.random.share())) as i64)),
        merged,
        labels: if is_docs { vec!["documentation"] } else { Vec::new() },
    }
}

fn bump(teller: &mut Teller<'_>, created: Instant) -> Intent {
    let (library, version) = content::bump(teller.unit.main(), &mut teller.random);
    let merged = at_work(created + Duration::minutes(teller.random.between(20, 2000)), &mut teller.random);
    let bot = if teller.unit.index % 4 == 1 { "renovate" } else { "dependabot" };
    Intent {
        part: 0,
        style: Style::Squash,
        title: format!("Bump {library} to {version}"),
        branch: format!("{bot}/{}-{version}", slug(library)),
        aim: Aim::Bump { library, version },
        by: None,
        bot,
        commits: 1,
        first: created,
        created,
        reviewed: None,
        merged,
        labels: vec!["dependencies"],
    }
}

fn travel(teller: &mut Teller<'_>, merged: Instant, on: Option<(GoldenPath, &'static str)>) -> Intent {
    let before = teller.unit.journey.at(merged - Duration::minutes(1));
    let title = match (before, on) {
        (None, Some((path, version))) => format!("Move to {} {version}", path.name()),
        (_, Some((path, version))) => format!("Upgrade {} to {version}", path.name()),
        (_, None) => "Replace the shared workflow by our own".to_owned(),
    };
    // Upgrades come from platform as pull requests; joining and leaving are decisions of the team.
    let is_upgrade = before.is_some() && on.is_some();
    let first = merged - Duration::minutes(teller.random.between(40, 4000));
    Intent {
        aim: Aim::Path(on),
        part: 0,
        style: Style::Merge,
        branch: format!("golden-path/{}", slug(&title)),
        title,
        by: if is_upgrade { None } else { Some(teller.somebody()) },
        bot: "lumen-platform",
        commits: 1,
        first,
        created: first + Duration::minutes(2),
        reviewed: Some(merged - Duration::minutes(15)),
        merged,
        labels: vec!["golden-path"],
    }
}

/// A title as part of a branch's name.
pub(super) fn slug(title: &str) -> String {
    let plain: String =
        title.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' }).collect();
    let mut words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.truncate(6);
    words.join("-")
}

/// The title of a fix that cannot wait.
pub(super) fn urgent_title(noun: &str) -> String {
    format!("{} lookup must not fail when the cache is cold", capitalised(noun))
}
