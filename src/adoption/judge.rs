//! Where a service stands on a path at an instant.

use super::ground::{ACTIVE_DAYS, Ground, Said};
use super::path::{Look, Path};
use super::state::{Moment, Outside, State};
use super::version::{Named, Releases, Version};
use crate::catalog::Service;
use crate::rules::{Answer, Facts, Probe, Probes, Subject};
use chrono::Duration;
use milepost_model::{Instant, Unknown};
use std::sync::Arc;

/// How many weekly instants back a service that was on a path still counts as one that left it.
const LEFT_WEEKS: usize = 26;

/// A service, and everything that it is judged by.
pub(super) struct Candidate<'a> {
    pub(super) service: &'a Service,
    pub(super) ground: &'a Ground<'a>,
    /// When it was changed, in order.
    pub(super) changed: Vec<Instant>,
    /// When it was deployed to production, in order.
    pub(super) deployed: Vec<Instant>,
    pub(super) subject: Subject<'a>,
}

/// A path, with its place among all and its versions.
#[derive(Clone, Copy)]
pub(super) struct On<'a> {
    pub(super) which: usize,
    pub(super) path: &'a Path<'a>,
    pub(super) releases: &'a Releases,
}

/// A signal of a path, as it stands with a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalReading {
    /// Whether it holds; none where that cannot be told.
    pub holds: Option<bool>,
    /// The version that it names, as it is written.
    pub version: Option<Arc<str>>,
    /// The file that shows it.
    pub path: Option<Arc<str>>,
}

struct FilesAt<'a> {
    candidate: &'a Candidate<'a>,
    at: Instant,
}

impl Probes for FilesAt<'_> {
    fn answer(&self, probe: &Probe) -> Option<bool> {
        self.candidate.ground.probed(probe, self.candidate.service, self.at)
    }
}

impl Candidate<'_> {
    /// Asks a rule about the service with the files of an instant.
    fn ask(&self, rule: &crate::rules::Rule, at: Instant) -> Answer {
        let files = FilesAt { candidate: self, at };
        rule.ask(&Facts::of(crate::config::path_vocabulary(), &self.subject, &files))
    }

    /// Whether the path is for the service.
    pub(super) fn in_scope(&self, on: On<'_>, at: Instant) -> Result<bool, Unknown> {
        match on.path.scope.as_ref().map(|rule| self.ask(rule, at)) {
            None | Some(Answer::Yes) => Ok(true),
            Some(Answer::Unknown(missing)) => Err(missing.first().map_or(Unknown::NotCollected, |missing| missing.reason)),
            // A rule that makes no sense of a service's facts is not about it.
            Some(Answer::No | Answer::Broken(_)) => Ok(false),
        }
    }

    /// Why the service counts nowhere at an instant, if so.
    pub(super) fn outside(&self, at: Instant) -> Option<State> {
        let repository = self.ground.repository;
        let is_archived = repository.archived_at.map_or(repository.is_archived == Some(true), |archived| archived <= at);
        if is_archived {
            return Some(State::Outside(Outside::Archived));
        }
        if repository.is_fork == Some(true) || repository.is_template == Some(true) {
            return Some(State::Outside(Outside::NotAService));
        }
        if self.ground.created().is_some_and(|created| at < created) {
            return Some(State::Outside(Outside::NotYet));
        }
        if let Err(why) = self.ground.files_at(at) {
            return Some(State::Unknown(why));
        }
        let since = at - Duration::days(ACTIVE_DAYS);
        let is_in = |instants: &[Instant]| {
            let next = instants.partition_point(|instant| *instant <= at);
            next.checked_sub(1).is_some_and(|last| instants[last] > since)
        };
        (!is_in(&self.changed) && !is_in(&self.deployed)).then_some(State::Outside(Outside::Inactive))
    }

    /// What each signal of a path says at an instant.
    pub(super) fn signals(&self, on: On<'_>, at: Instant) -> Vec<Said> {
        let say = |(place, look): (usize, &Look<'_>)| match look {
            Look::Cel(rule) => match self.ask(rule, at) {
                Answer::Yes => Said::Yes(Vec::new(), None),
                Answer::No | Answer::Broken(_) => Said::No,
                Answer::Unknown(missing) => Said::Unknown(missing.first().map_or(Unknown::NotCollected, |missing| missing.reason)),
            },
            look => self.ground.asks((on.which, place), look, self.service, at),
        };
        on.path.signals.iter().enumerate().map(say).collect()
    }

    /// Where the service stands on a path that is for it; `before` are the moments of the weeks before.
    pub(super) fn judge(&self, on: On<'_>, at: Instant, before: &[Moment]) -> Moment {
        if let Some(outside) = self.outside(at) {
            return Moment::plain(outside);
        }
        if self.ground.exemption(&on.path.settings.id, self.service, at).is_some() {
            return Moment::plain(State::Exempt);
        }
        let said = self.signals(on, at);
        match verdict(on.path, &said) {
            Verdict::On => placed(on, &said, at),
            Verdict::Unknown(why) => Moment::plain(State::Unknown(why)),
            Verdict::Stamped => Moment { version: named(on, &said, at).map(|(_, words)| words), ..Moment::plain(State::Drifted) },
            Verdict::Nothing => {
                let lately = &before[before.len().saturating_sub(LEFT_WEEKS)..];
                let was_on = lately.iter().any(|moment| moment.state.is_on() || moment.state == State::Unsupported);
                Moment::plain(if was_on { State::Left } else { State::Off })
            }
        }
    }
}

/// What the signals come to.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    On,
    Stamped,
    Nothing,
    Unknown(Unknown),
}

fn verdict(path: &Path<'_>, said: &[Said]) -> Verdict {
    let pairs = || path.signals.iter().zip(said);
    let yes = pairs().filter(|(_, said)| matches!(said, Said::Yes(..))).count();
    let unsure = pairs().filter(|(_, said)| matches!(said, Said::Unknown(_))).count();
    // Where a service came from says nothing of today, unless the path knows nothing else.
    let is_proof = |look: &Look<'_>| !look.is_origin() || path.signals.iter().all(Look::is_origin);
    let proven = pairs().any(|(look, said)| is_proof(look) && matches!(said, Said::Yes(..)));
    let may_be_proven = proven || pairs().any(|(look, said)| is_proof(look) && matches!(said, Said::Unknown(_)));
    let needs = path.settings.needs;
    if yes >= needs && proven {
        return Verdict::On;
    }
    if yes + unsure >= needs && may_be_proven && unsure > 0 {
        let why = said.iter().find_map(|said| if let Said::Unknown(why) = said { Some(*why) } else { None });
        return Verdict::Unknown(why.unwrap_or(Unknown::NotCollected));
    }
    if pairs().any(|(look, said)| look.is_stamp() && matches!(said, Said::Yes(..))) { Verdict::Stamped } else { Verdict::Nothing }
}

/// The oldest version that the signals name, since a service is as far as its oldest part; else what moves, else a commit.
fn named(on: On<'_>, said: &[Said], at: Instant) -> Option<(Option<Version>, Arc<str>)> {
    let texts = said.iter().filter_map(|said| if let Said::Yes(versions, _) = said { Some(versions) } else { None }).flatten();
    let named: Vec<Named> = texts.map(|text| on.releases.named(text, at)).collect();
    let versions = named.iter().filter_map(|named| if let Named::Version(version) = named { Some(version) } else { None });
    if let Some(oldest) = versions.min() {
        return Some((Some(oldest.clone()), Arc::from(oldest.to_string())));
    }
    let mut others: Vec<&str> = named
        .iter()
        .filter_map(|named| match named {
            Named::Moving(name) => Some(name.as_str()),
            Named::Commit(sha) => Some(&sha[..sha.len().min(7)]),
            Named::Version(_) => None,
        })
        .collect();
    others.sort_unstable();
    others.first().map(|first| (None, Arc::from(*first)))
}

/// How new the version of a service on the path is.
fn placed(on: On<'_>, said: &[Said], at: Instant) -> Moment {
    let Some((version, words)) = named(on, said, at) else { return Moment::plain(State::On) };
    let moment = Moment { version: Some(words), ..Moment::plain(State::On) };
    let Some(version) = version else { return moment };
    let asked = on.path.settings.current.as_deref().and_then(Version::parse);
    let Some(wanted) = asked.or_else(|| on.releases.latest(at).map(|release| release.version.clone())) else { return moment };
    if version >= wanted || version.is_within(&wanted) {
        return Moment { state: State::Current, behind: Some(0), days_behind: Some(0), ..moment };
    }
    let newer: Vec<_> = on.releases.newer(&version, at).into_iter().filter(|release| release.version <= wanted).collect();
    let since = newer.iter().map(|release| release.at).min();
    let state = if is_supported(on, &version, at) { State::Behind } else { State::Unsupported };
    let behind = if newer.is_empty() { None } else { u32::try_from(newer.len()).ok() };
    Moment { state, behind, days_behind: since.and_then(|since| u32::try_from((at - since).num_days()).ok()), ..moment }
}

/// Whether a version was looked after: every one was, before the first of those that are named today was out.
fn is_supported(on: On<'_>, version: &Version, at: Instant) -> bool {
    let named: Vec<Version> = on.path.settings.supported.iter().filter_map(|text| Version::parse(text)).collect();
    let is_one = |version: &Version| named.iter().any(|wider| version.is_within(wider));
    named.is_empty() || is_one(version) || !on.releases.all().iter().any(|release| release.at <= at && is_one(&release.version))
}

impl SignalReading {
    pub(super) fn of(said: &Said) -> Self {
        match said {
            Said::Yes(versions, path) => Self { holds: Some(true), version: versions.first().cloned(), path: path.clone() },
            Said::No => Self { holds: Some(false), version: None, path: None },
            Said::Unknown(_) => Self { holds: None, version: None, path: None },
        }
    }
}
