//! How what was merged reaches people.

use super::agenda::Intent;
use super::facts::{Deployed, Released, Run};
use super::teller::{Live, Task, Teller, github};
use crate::demo::calendar::at_work;
use crate::demo::git::Oid;
use crate::demo::plan::Awkward;
use crate::demo::random::Random;
use chrono::{Datelike, Duration, Timelike, Weekday};
use milepost_model::{Instant, Outcome};

/// A deployment that somebody asks for.
pub(super) struct Order<'a> {
    pub(super) part: usize,
    pub(super) environments: &'a [&'static str],
    pub(super) sha: Oid,
    pub(super) reference: String,
    pub(super) version: Option<String>,
    pub(super) at: Instant,
    pub(super) login: String,
    pub(super) is_rollback: bool,
    pub(super) title: String,
}

impl Teller<'_> {
    /// After a merge: to staging at once, to production when the team's habit says so.
    pub(super) fn travel_on(&mut self, intent: &Intent, change: usize, merge: Oid) {
        if intent.merged < self.world.calendar.start || self.unit.main().kind == "library" {
            return;
        }
        let part = intent.part;
        self.desks[part].waiting.push(change);
        let environments: &[&'static str] = if self.unit.is_named() && self.unit.index < 20 { &["dev", "staging"] } else { &["staging"] };
        self.deploy(&Order {
            part,
            environments,
            sha: merge,
            reference: "main".to_owned(),
            version: None,
            at: intent.merged + Duration::seconds(25),
            login: self.told.changes[change].login.clone(),
            is_rollback: false,
            title: intent.title.clone(),
        });
        let is_urgent = intent.labels.contains(&"hotfix") || matches!(intent.aim, super::agenda::Aim::Revert { .. });
        if is_urgent {
            self.desks[part].is_held = false;
        }
        if self.unit.is(Awkward::NeverDeployed) || (self.desks[part].is_due && !is_urgent) {
            return;
        }
        let at =
            if is_urgent { intent.merged + Duration::minutes(self.random.between(11, 28)) } else { self.next_departure(intent.merged) };
        self.desks[part].is_due = self.schedule(at, Task::Ship { part });
    }

    /// Fast teams ship what they merge; slow ones wait for a day of the week.
    fn next_departure(&mut self, merged: Instant) -> Instant {
        let hours = self.unit.pace.lead_hours;
        let wait = match hours {
            hours if hours < 6.0 => self.random.between(14, 45),
            hours if hours < 16.0 => self.random.between(40, 260),
            hours if hours < 48.0 => self.random.between(240, 900),
            _ => self.random.between(600, 2000),
        };
        let mut at = at_work(merged + Duration::minutes(wait), &mut self.random);
        if hours >= 48.0 {
            while !matches!(at.weekday(), Weekday::Tue | Weekday::Thu) {
                at += Duration::days(1);
            }
        } else if at.weekday() == Weekday::Fri && at.hour() >= 14 && hours > 6.0 {
            // Few teams ship on a Friday afternoon.
            at = at_work(at + Duration::hours(24), &mut self.random);
        }
        at
    }

    /// Brings the main branch to production.
    pub(super) fn ship(&mut self, part: usize, at: Instant) {
        self.desks[part].is_due = false;
        let tip = self.tip();
        let (sha, folder) = (tip.oid, tip.folder.clone());
        let is_new = self.desks[part].live.last().is_none_or(|live| live.sha != sha);
        if !is_new || self.desks[part].is_held || self.unit.is(Awkward::NeverDeployed) {
            return;
        }
        let live = self.tag(part, sha, folder, at);
        let by = self.somebody();
        let order = Order {
            part,
            environments: self.unit.production(),
            sha,
            reference: live.tag.clone(),
            version: Some(live.version.clone()),
            at: at + Duration::seconds(30),
            login: by.login,
            is_rollback: false,
            title: live.tag.clone(),
        };
        let mut deployed = self.deploy(&order);
        if self.told.deployments[deployed].outcome == Outcome::Failure {
            // The attempt failed, so nothing changed for users; a second one does it.
            let again = Order { at: order.at + Duration::minutes(self.random.between(14, 40)), ..order };
            if again.at > self.world.calendar.today - Duration::minutes(15) {
                return;
            }
            deployed = self.deploy(&again);
            if self.told.deployments[deployed].outcome == Outcome::Failure {
                return;
            }
        }
        let guilty = std::mem::take(&mut self.desks[part].waiting);
        let is_first = self.desks[part].live.is_empty();
        self.desks[part].live.push(live);
        if !is_first {
            self.watch(part, deployed, &guilty);
        }
    }

    /// Brings the version that runs to production once more.
    pub(super) fn ship_again(&mut self, part: usize, at: Instant) {
        let Some(live) = self.desks[part].live.last().cloned().filter(|_| !self.desks[part].is_held) else { return };
        // Its chances are its own, so that the rest of the story goes as without it.
        let rest = std::mem::replace(&mut self.random, Random::of(self.world.seed, &self.unit.name, "again"));
        let by = self.somebody();
        self.deploy(&Order {
            part,
            environments: self.unit.production(),
            sha: live.sha,
            reference: live.tag.clone(),
            version: Some(live.version),
            at,
            login: by.login,
            is_rollback: false,
            title: format!("{} again, with new keys", live.tag),
        });
        self.random = rest;
    }

    /// The next version, as a tag and a release.
    pub(super) fn tag(&mut self, part: usize, sha: Oid, folder: crate::demo::git::Folder, at: Instant) -> Live {
        let has_feature = self.random.chance(0.35);
        let version = &mut self.desks[part].version;
        *version = if has_feature { (version.0, version.1 + 1, 0) } else { (version.0, version.1, version.2 + 1) };
        let number = format!("{}.{}.{}", version.0, version.1, version.2);
        let name = &self.unit.parts[part].name;
        let tag = if self.unit.parts.len() > 1 { format!("{name}-v{number}") } else { format!("v{number}") };
        let is_annotated = self.unit.index.is_multiple_of(2);
        let target = if is_annotated { self.pack.tag(&tag, sha, &github(at), &format!("{name} {number}")) } else { sha };
        self.refs.insert(format!("refs/tags/{tag}"), (target, is_annotated.then_some(sha)));
        self.told.releases.push(Released { tag: tag.clone(), sha, at });
        Live { sha, version: number, tag, folder }
    }

    /// Notes down a run and its deployments, and gives back the place of the last one.
    pub(super) fn deploy(&mut self, order: &Order<'_>) -> usize {
        let on = self.unit.journey.at(order.at);
        let is_by_hand = self.unit.name == "customs-gateway";
        let run = (!is_by_hand).then(|| self.next_run());
        // Paths made deployments quicker and surer.
        let (seconds, fails) = if on.is_some() { (self.random.between(170, 380), 0.015) } else { (self.random.between(420, 1500), 0.05) };
        let is_failure = !order.is_rollback && self.random.chance(fails);
        let outcome = if is_failure { Outcome::Failure } else { Outcome::Success };
        let started = order.at + Duration::seconds(12);
        let mut finished = started + Duration::seconds(seconds);
        for (nth, environment) in order.environments.iter().enumerate() {
            // The second region follows the first, and only when that went well.
            if nth > 0 && is_failure {
                break;
            }
            let begins = started + Duration::seconds(seconds * i64::from(nth as u32));
            finished = begins + Duration::seconds(seconds);
            self.told.deployments.push(Deployed {
                part: order.part,
                environment: (*environment).into(),
                sha: order.sha,
                reference: order.reference.clone(),
                version: order.version.clone(),
                created: begins - Duration::seconds(8),
                started: begins,
                finished,
                outcome,
                run,
                login: order.login.clone(),
            });
        }
        if let Some(id) = run {
            self.told.runs.push(Run {
                id,
                attempt: 1,
                workflow: "deploy",
                event: if order.is_rollback {
                    "workflow_dispatch"
                } else if order.version.is_some() {
                    "release"
                } else {
                    "push"
                },
                branch: order.reference.clone(),
                sha: order.sha,
                title: order.title.clone(),
                created: order.at,
                started,
                finished,
                outcome,
                login: order.login.clone(),
                on,
                environment: order.environments.last().copied(),
            });
        }
        self.told.deployments.len() - 1
    }
}
