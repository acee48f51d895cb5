//! What goes wrong in production, and how it is put right.

use super::agenda::{Aim, Intent, Style, urgent_title};
use super::deploying::Order;
use super::facts::Trouble;
use super::teller::{Task, Teller, sign};
use crate::demo::calendar::at_work;
use crate::demo::content::{incident_title, module_path, module_text};
use chrono::Duration;
use milepost_model::{Instant, Outcome};

impl Teller<'_> {
    /// Watches a deployment. Some do harm, and then something must be done.
    pub(super) fn watch(&mut self, part: usize, deployed: usize, guilty: &[usize]) {
        let at = self.told.deployments[deployed].finished;
        let progress = self.world.calendar.progress(at);
        // Fewer fail as the year goes on.
        let probability = self.unit.pace.fails * (1.3 - 0.55 * progress);
        if !self.random.chance(probability) {
            if self.unit.tier < 3 && self.random.chance(0.012) {
                let later = at + Duration::minutes(self.random.between(400, 3000));
                self.misfortune(part, later);
            }
            return;
        }
        let noticed = at + Duration::minutes(self.random.between(4, 25));
        let revertible = guilty.iter().rev().copied().find(|change| self.undo.contains_key(change));
        let can_roll_back = self.desks[part].live.iter().rev().skip(1).any(|live| live.sha != self.told.deployments[deployed].sha);
        match self.random.share() {
            share if share < 0.5 && can_roll_back => {
                let acted = noticed + Duration::minutes(self.random.between(3, 55));
                if self.schedule(acted, Task::Rollback { part, failed: deployed }) {
                    self.desks[part].is_held = true;
                    self.take_back(part, revertible, acted);
                }
            }
            share if share < 0.82 => {
                if self.random.chance(0.3) && self.unit.parts.len() == 1 {
                    let acted = noticed + Duration::minutes(self.random.between(25, 100));
                    if self.schedule(acted, Task::Patch { part, failed: deployed }) {
                        self.desks[part].is_held = true;
                    }
                } else {
                    self.fix_forward(part, noticed);
                }
            }
            _ => {}
        }
        if self.unit.tier < 3 || self.random.chance(0.4) {
            let resolved = noticed + Duration::minutes(self.random.between(20, 160));
            self.trouble(part, noticed, Some(resolved), Some(deployed), None);
        }
    }

    /// After a rollback the main branch still holds what went wrong: somebody reverts it.
    fn take_back(&mut self, part: usize, change: Option<usize>, acted: Instant) {
        let merged = at_work(acted + Duration::minutes(self.random.between(35, 400)), &mut self.random);
        let first = merged - Duration::minutes(18);
        let by = self.somebody();
        let intent = match change {
            Some(change) => {
                let reverted = &self.told.changes[change];
                let branch = match reverted.number {
                    Some(number) => format!("revert-{number}-{}", reverted.branch),
                    None => "revert-direct-push".to_owned(),
                };
                Intent {
                    aim: Aim::Revert { change },
                    title: format!("Revert \"{}\"", reverted.title),
                    branch,
                    ..urgent(part, by, first, merged)
                }
            }
            None => Intent { labels: vec!["hotfix"], ..urgent(part, by, first, merged) },
        };
        let intent = self.titled(intent);
        if !self.schedule(merged, Task::Merge(Box::new(intent))) {
            // The year ends before the revert: what was rolled back stays so.
            self.desks[part].is_held = true;
        }
    }

    fn fix_forward(&mut self, part: usize, noticed: Instant) {
        let merged = noticed + Duration::minutes(self.random.between(28, 150));
        let by = self.somebody();
        let mut intent = urgent(part, by, noticed + Duration::minutes(6), merged);
        intent.labels = vec!["hotfix"];
        let intent = self.titled(intent);
        if self.schedule(merged, Task::Merge(Box::new(intent))) {
            self.desks[part].is_held = true;
        }
    }

    fn titled(&mut self, intent: Intent) -> Intent {
        if !intent.title.is_empty() {
            return intent;
        }
        let title = urgent_title(self.unit.parts[intent.part].nouns[0]);
        Intent { branch: format!("hotfix/{}", super::agenda::slug(&title)), title, ..intent }
    }

    /// Puts the version before the failed one back.
    pub(super) fn roll_back(&mut self, part: usize, failed: usize, at: Instant) {
        let bad = self.told.deployments[failed].sha;
        let Some(target) = self.desks[part].live.iter().rev().find(|live| live.sha != bad).cloned() else { return };
        let by = self.somebody();
        let deployed = self.deploy(&Order {
            part,
            environments: self.unit.production(),
            sha: target.sha,
            reference: target.tag.clone(),
            version: Some(target.version.clone()),
            at,
            login: by.login,
            is_rollback: true,
            title: format!("rollback {} to {}", self.unit.parts[part].name, target.tag),
        });
        self.desks[part].live.push(target);
        self.settle(failed, deployed);
    }

    /// Fixes what runs, on a branch from its tag, and brings the fix to the main branch afterwards.
    pub(super) fn patch(&mut self, part: usize, failed: usize, at: Instant) {
        let Some(live) = self.desks[part].live.last().cloned() else { return };
        let by = self.somebody();
        let noun = 0;
        let plan = &self.unit.parts[part];
        let path = module_path(plan, noun, &self.desks[part].words);
        let revision = self.revisions.get(&path).copied().unwrap_or_default() + 40;
        let text = module_text(plan, noun, revision, &self.desks[part].words);
        let mut folder = live.folder.clone();
        let file = self.pack.blob(&text, folder.file(&path).map(|file| &**file));
        folder.put(&path, file);
        let title = urgent_title(plan.nouns[noun]);
        let author = sign(&by, at - Duration::minutes(12));
        let oid = self.write(&mut folder, &[live.sha], &author, &author, &title);
        self.refs.insert(format!("refs/heads/release/{}", live.version), (oid, None));
        let next = self.tag(part, oid, folder, at);
        let deployed = self.deploy(&Order {
            part,
            environments: self.unit.production(),
            sha: oid,
            reference: next.tag.clone(),
            version: Some(next.version.clone()),
            at: at + Duration::seconds(40),
            login: by.login.clone(),
            is_rollback: false,
            title: next.tag.clone(),
        });
        if self.told.deployments[deployed].outcome == Outcome::Success {
            self.desks[part].live.push(next);
            self.settle(failed, deployed);
        }
        let merged = at_work(at + Duration::minutes(self.random.between(30, 300)), &mut self.random);
        let mut intent = urgent(part, by, merged - Duration::minutes(20), merged);
        intent.aim = Aim::Picked { noun, from: oid.to_string() };
        intent.labels = vec!["hotfix"];
        intent.branch = format!("hotfix/forward-port-{}", live.version);
        intent.title = title;
        self.schedule(merged, Task::Merge(Box::new(intent)));
    }

    /// Something else than a change hurts: a carrier, a line, a certificate.
    fn misfortune(&mut self, part: usize, at: Instant) {
        let resolved = at + Duration::minutes(self.random.between(15, 300));
        let is_known_cause = self.random.chance(0.4);
        self.trouble(part, at, Some(resolved), None, is_known_cause.then_some(false));
    }

    fn trouble(
        &mut self,
        part: usize,
        opened: Instant,
        resolved: Option<Instant>,
        caused_by: Option<usize>,
        is_change_failure: Option<bool>,
    ) {
        let today = self.world.calendar.today;
        if opened > today {
            return;
        }
        let title = incident_title(&self.unit.parts[part], &mut self.random);
        let severity = match self.unit.tier {
            1 => self.random.pick(&["critical", "major", "major"]),
            _ => self.random.pick(&["major", "minor", "minor"]),
        };
        self.told.incidents.push(Trouble {
            part,
            title,
            opened,
            resolved: resolved.filter(|at| *at <= today),
            severity,
            caused_by,
            fixed_by: None,
            is_change_failure: is_change_failure.or(caused_by.map(|_| true)),
        });
    }

    /// What was caused by a failed deployment ends with the deployment that put it right.
    fn settle(&mut self, failed: usize, fixed: usize) {
        let end = self.told.deployments[fixed].finished + Duration::minutes(2);
        if let Some(incident) = self.told.incidents.iter_mut().rev().find(|incident| incident.caused_by == Some(failed)) {
            incident.fixed_by = Some(fixed);
            incident.resolved = Some(end);
        }
    }
}

/// A change that cannot wait; its title is still to be found.
fn urgent(part: usize, by: crate::demo::plan::Person, first: Instant, merged: Instant) -> Intent {
    Intent {
        aim: Aim::Code { noun: 0 },
        part,
        style: Style::Merge,
        title: String::new(),
        branch: String::new(),
        by: Some(by),
        bot: "",
        commits: 1,
        first,
        created: first + (merged - first) / 2,
        reviewed: Some(merged - (merged - first) / 5),
        merged,
        labels: Vec::new(),
    }
}
