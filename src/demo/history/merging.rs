//! How a change comes onto the main branch, and what CI says of it.

use super::agenda::{Aim, Intent, Style};
use super::editing::{Edit, apply};
use super::facts::{Change, Run};
use super::teller::{Teller, bot, github, sign};
use crate::demo::git::{Commit, Folder, Oid, Signature};
use chrono::Duration;
use milepost_model::{Instant, Outcome};

impl Teller<'_> {
    /// Writes the commits of a change, notes it down, and lets it travel on.
    pub(super) fn merge(&mut self, intent: &Intent) {
        let number = (intent.style != Style::Direct).then(|| {
            self.number += 1;
            self.number
        });
        let edits = self.edits(intent);
        let all: Vec<Edit> = edits.concat();
        let before: Vec<Edit> = all.iter().map(|(path, _)| (path.clone(), self.tip().folder.file(path).cloned())).collect();
        let branch = if number.is_some() { self.branch(intent, &edits) } else { Vec::new() };
        let merge = self.onto_main(intent, number, &all, branch.last().copied());
        if let (Some(number), Some(last)) = (number, branch.last()) {
            self.refs.insert(format!("refs/pull/{number}/head"), (*last, None));
            self.test(intent, &branch);
        }
        let reverts = if let Aim::Revert { change } = intent.aim { Some(change) } else { None };
        let change = self.note(Change {
            number,
            title: intent.title.clone(),
            branch: intent.branch.clone(),
            first_commit: if number.is_some() { intent.first } else { intent.merged },
            created: intent.created,
            reviewed: intent.reviewed,
            merged: intent.merged,
            merge,
            commits: branch,
            labels: intent.labels.clone(),
            is_bot: intent.by.is_none(),
            reverts,
            login: intent.by.as_ref().map_or_else(|| format!("{}[bot]", intent.bot), |person| person.login.clone()),
        });
        if matches!(intent.aim, Aim::Code { .. }) {
            self.undo.insert(change, before);
        }
        self.travel_on(intent, change, merge);
    }

    fn author(intent: &Intent, at: Instant) -> Signature {
        intent.by.as_ref().map_or_else(|| bot(intent.bot, at), |person| sign(person, at))
    }

    /// The commits on the branch, from what its author saw when the work began.
    fn branch(&mut self, intent: &Intent, edits: &[Vec<Edit>]) -> Vec<Oid> {
        let base = self.seen_at(intent.first);
        let (mut parent, mut folder) = (base.oid, base.folder.clone());
        let step = (intent.created - intent.first) / i32::from(edits.len() as u8);
        let mut commits = Vec::with_capacity(edits.len());
        for (at, edits) in edits.iter().enumerate() {
            apply(&mut folder, edits);
            let by = Self::author(intent, intent.first + step * i32::from(at as u8));
            let message = match at {
                0 => self.message(intent),
                1 => "Cover it with tests".to_owned(),
                2 => "Take up the review".to_owned(),
                _ => "Say it more simply".to_owned(),
            };
            parent = self.write(&mut folder, &[parent], &by, &by, &message);
            commits.push(parent);
        }
        commits
    }

    fn onto_main(&mut self, intent: &Intent, number: Option<u32>, edits: &[Edit], branch: Option<Oid>) -> Oid {
        let tip = self.tip();
        let (parent, mut folder) = (tip.oid, tip.folder.clone());
        apply(&mut folder, edits);
        let author = Self::author(intent, intent.merged);
        let oid = match (intent.style, number, branch) {
            (Style::Merge, Some(number), Some(branch)) => {
                let message = format!("Merge pull request #{number} from lumenfreight/{}\n\n{}", intent.branch, intent.title);
                self.write(&mut folder, &[parent, branch], &author, &github(intent.merged), &message)
            }
            (Style::Squash, Some(number), _) => {
                let message = self.message(intent);
                let (title, body) = message.split_once("\n\n").unwrap_or((&message, ""));
                let message = format!("{title} (#{number})\n\n{body}");
                self.write(&mut folder, &[parent], &author, &github(intent.merged), &message)
            }
            _ => {
                let message = self.message(intent);
                self.write(&mut folder, &[parent], &author, &author, &message)
            }
        };
        self.advance(intent.merged, oid, folder);
        oid
    }

    /// The message of the commit that carries the change.
    fn message(&self, intent: &Intent) -> String {
        match &intent.aim {
            Aim::Revert { change } => {
                let reverted = &self.told.changes[*change];
                let number =
                    reverted.number.map(|number| format!("Reverts lumenfreight/{}#{number}\n\n", self.unit.name)).unwrap_or_default();
                format!("{}\n\n{number}This reverts commit {}.", intent.title, reverted.merge)
            }
            Aim::Picked { from, .. } => format!("{}\n\n(cherry picked from commit {from})", intent.title),
            Aim::Bump { library, .. } => {
                format!("{}\n\nSigned-off-by: {}[bot] <support@github.com>\nUpdates: {library}", intent.title, intent.bot)
            }
            _ => intent.title.clone(),
        }
    }

    pub(super) fn write(&mut self, folder: &mut Folder, parents: &[Oid], author: &Signature, committer: &Signature, message: &str) -> Oid {
        let tree = folder.write(&mut self.pack);
        self.pack.commit(&Commit { tree, parents, author, committer, message })
    }

    /// The runs of CI on the branch: most are green, some are tried again, some fail on the way.
    fn test(&mut self, intent: &Intent, branch: &[Oid]) {
        let login = intent.by.as_ref().map_or_else(|| format!("{}[bot]", intent.bot), |person| person.login.clone());
        let on = self.unit.journey.at(intent.created);
        let start = intent.created + Duration::seconds(20);
        let took = |random: &mut crate::demo::random::Random| Duration::seconds(random.between(150, if on.is_some() { 330 } else { 900 }));
        let run = |teller: &mut Self, id, attempt, sha, created: Instant, outcome| {
            let created = created.min(intent.merged - Duration::seconds(2));
            let finished =
                (created + Duration::seconds(9) + took(&mut teller.random)).min(intent.merged.max(created + Duration::seconds(60)));
            teller.told.runs.push(Run {
                id,
                attempt,
                workflow: "ci",
                event: "pull_request",
                branch: intent.branch.clone(),
                sha,
                title: intent.title.clone(),
                created,
                started: created + Duration::seconds(1),
                finished,
                outcome,
                login: login.clone(),
                on,
                environment: None,
            });
        };
        if branch.len() > 1 && self.random.chance(0.2) {
            let id = self.next_run();
            run(self, id, 1, branch[0], start - Duration::seconds(15), Outcome::Failure);
        }
        let id = self.next_run();
        let last = branch[branch.len() - 1];
        if self.random.chance(0.07) {
            run(self, id, 1, last, start, Outcome::Failure);
            run(self, id, 2, last, start + Duration::minutes(12), Outcome::Success);
        } else {
            run(self, id, 1, last, start, Outcome::Success);
        }
    }
}
