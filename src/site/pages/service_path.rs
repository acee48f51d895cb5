//! Where a service stands on its golden path, for its page: state, what is missing, a year, and the way to the newest version.

use crate::portal::adoption::{Moment, Outside, Standing, State};
use crate::site::Site;
use crate::site::adoption::standing::{StateView, name};
use crate::site::adoption::{offer, path_address};
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::wording::{self, When};
use milepost_model::Instant;
use serde::Serialize;

/// How many stretches of the year are told in words.
const TOLD: usize = 4;

/// What a page shows of it.
#[derive(Serialize)]
pub struct PathPanel {
    path: Linked,
    state: StateView,
    newest: Option<Newest>,
    signals: Vec<SignalView>,
    exemption: Option<String>,
    is_acknowledged: bool,
    /// The year as stretches of weeks.
    strip: Vec<Stretch>,
    weeks: usize,
    spoken: String,
    told: Vec<Told>,
    upgrade: Option<Linked>,
    others: Vec<Linked>,
}

#[derive(Serialize)]
struct Newest {
    version: String,
    out: When,
}

#[derive(Serialize)]
struct SignalView {
    id: String,
    tone: &'static str,
    icon: &'static str,
    words: &'static str,
}

#[derive(Serialize)]
struct Stretch {
    class: &'static str,
    x: usize,
    width: usize,
}

/// A stretch in words.
#[derive(Serialize)]
struct Told {
    what: String,
    /// The beginning of the week in which it began.
    from: When,
    is_first: bool,
}

impl PathPanel {
    /// The path that a service is most on; none where no path is for it.
    pub fn new(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Option<Self> {
        let adoption = &site.portal.adoption;
        let service = adoption.service(&facts.service.reference)?;
        let (which, now) = service.best(adoption.now())?;
        if matches!(now.state, State::Outside(why) if why != Outside::Inactive) {
            return None;
        }
        let (about, standing) = (&adoption.paths[which], service.on(which)?);
        let link = |path: usize| {
            let settings = &adoption.paths[path].settings;
            Linked { text: settings.title.clone(), href: Some(links.to(&path_address(&settings.id))) }
        };
        let is_there = |standing: &Standing| standing.moments.last().is_some_and(|moment| moment.state.is_eligible());
        let others = service.paths.iter().filter(|(path, standing)| *path != which && is_there(standing)).map(|(path, _)| link(*path));
        let newest = about.releases.latest(site.portal.as_of);
        let runs = runs(&standing.moments, &adoption.instants);
        Some(Self {
            path: link(which),
            state: StateView::new(now),
            newest: newest.map(|release| Newest { version: release.version.to_string(), out: When::new(release.at) }),
            signals: signals(&about.settings, standing),
            exemption: standing.exemption.as_ref().map(|found| format!("{}. Granted by {}, until {}.", found.why, found.by, found.until)),
            is_acknowledged: standing.is_acknowledged,
            strip: runs.iter().map(|run| Stretch { class: class(run.moment.state), x: run.start * 10, width: run.length * 10 }).collect(),
            weeks: standing.moments.len() * 10,
            spoken: spoken(&runs),
            told: told(&runs),
            upgrade: if now.state == State::Current { None } else { offer::upgrade(site, which, &facts.service.reference, links) },
            others: others.collect(),
        })
    }
}

/// Weeks in which nothing changed.
struct Run<'a> {
    moment: &'a Moment,
    start: usize,
    length: usize,
    from: Instant,
}

fn runs<'a>(moments: &'a [Moment], instants: &[Instant]) -> Vec<Run<'a>> {
    let mut found: Vec<Run<'a>> = Vec::new();
    for (place, (moment, at)) in moments.iter().zip(instants).enumerate() {
        let same = found.last_mut().filter(|run| run.moment.state == moment.state && run.moment.version == moment.version);
        match same {
            Some(run) => run.length += 1,
            // Each instant ends a week, which began with the one before.
            None => found.push(Run { moment, start: place, length: 1, from: place.checked_sub(1).map_or(*at, |before| instants[before]) }),
        }
    }
    found
}

fn class(state: State) -> &'static str {
    match state {
        State::Current | State::On => "f1",
        State::Behind => "f1 half",
        State::Drifted => "f3",
        State::Unsupported | State::Left => "bad",
        State::Off | State::Exempt | State::Unknown(_) | State::Outside(_) => "off",
    }
}

/// A stretch in a few words. How far behind a version is changes with time, so a stretch does not say it.
fn words(moment: &Moment) -> String {
    match (moment.state, moment.version.as_deref()) {
        (State::Current | State::On | State::Behind, Some(version)) => format!("{}, {version}", wording::lowered(name(moment.state))),
        (state, _) => wording::lowered(name(state)),
    }
}

fn spoken(runs: &[Run<'_>]) -> String {
    let one = |run: &Run<'_>| format!("{} for {}", words(run.moment), wording::counted(run.length as u64, "week", "weeks"));
    runs.iter().map(one).collect::<Vec<_>>().join(", then ")
}

/// The newest stretches first.
fn told(runs: &[Run<'_>]) -> Vec<Told> {
    let one = |(place, run): (usize, &Run<'_>)| Told {
        what: wording::capitalised(&words(run.moment)),
        from: When::new(run.from),
        is_first: place == 0,
    };
    let known = runs.iter().enumerate().rev().filter(|(_, run)| !matches!(run.moment.state, State::Outside(_)));
    known.take(TOLD).map(one).collect()
}

fn signals(settings: &crate::portal::adoption::GoldenPath, standing: &Standing) -> Vec<SignalView> {
    let view = |(signal, reading): (&crate::portal::adoption::Signal, &crate::portal::adoption::SignalReading)| {
        let (tone, icon, words) = match reading.holds {
            Some(true) => ("ok", "pass", "holds"),
            Some(false) => ("bad", "fail", "is missing"),
            None => ("off", "none", "is not known"),
        };
        SignalView { id: signal.id.clone(), tone, icon, words }
    };
    settings.signals.iter().zip(&standing.signals).map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn weeks_in_which_nothing_changed_are_one_stretch() {
        let at: Instant = "2026-11-20T06:40:00Z".parse().expect("because it is an instant");
        let moment = |state, version: Option<&str>| Moment { state, version: version.map(Into::into), behind: None, days_behind: None };
        let moments = [
            moment(State::Off, None),
            moment(State::Off, None),
            moment(State::Current, Some("4.2")),
            moment(State::Behind, Some("4.2")),
            moment(State::Current, Some("4.3")),
        ];
        let instants: Vec<Instant> = (0..5).map(|week| at + Duration::weeks(week)).collect();
        let runs = runs(&moments, &instants);
        assert_eq!(runs.iter().map(|run| (run.start, run.length)).collect::<Vec<_>>(), [(0, 2), (2, 1), (3, 1), (4, 1)]);
        assert_eq!(
            spoken(&runs),
            "not on the path for 2 weeks, then on the current version, 4.2 for 1 week, then on an older version, 4.2 for 1 week, then on the current version, 4.3 for 1 week"
        );
        let told = told(&runs);
        assert_eq!((told.len(), told[0].what.as_str(), told[3].is_first), (4, "On the current version, 4.3", true));
    }
}
