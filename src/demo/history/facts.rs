//! What is noted down while a story is told, for the records.

use crate::demo::git::Oid;
use crate::demo::plan::GoldenPath;
use milepost_model::{Instant, Outcome};
use std::borrow::Cow;

/// Everything that is known of a repository's year.
#[derive(Debug, Default)]
pub(in crate::demo) struct Told {
    pub(in crate::demo) changes: Vec<Change>,
    pub(in crate::demo) runs: Vec<Run>,
    pub(in crate::demo) deployments: Vec<Deployed>,
    /// Deployments to environments beside the way to production.
    pub(in crate::demo) besides: Vec<Deployed>,
    pub(in crate::demo) releases: Vec<Released>,
    pub(in crate::demo) incidents: Vec<Trouble>,
    /// The commit of the main branch.
    pub(in crate::demo) head: Option<Oid>,
    /// Its instant.
    pub(in crate::demo) pushed: Option<Instant>,
    /// How many commits the main branch has along first parents.
    pub(in crate::demo) commits: u64,
}

/// Something that was merged.
#[derive(Debug)]
pub(in crate::demo) struct Change {
    /// The pull request's number; none for a direct push.
    pub(in crate::demo) number: Option<u32>,
    pub(in crate::demo) title: String,
    /// The branch that it came from.
    pub(in crate::demo) branch: String,
    pub(in crate::demo) first_commit: Instant,
    pub(in crate::demo) created: Instant,
    pub(in crate::demo) reviewed: Option<Instant>,
    pub(in crate::demo) merged: Instant,
    /// The commit of the main branch that brought it.
    pub(in crate::demo) merge: Oid,
    /// Its commits before merging.
    pub(in crate::demo) commits: Vec<Oid>,
    pub(in crate::demo) labels: Vec<&'static str>,
    pub(in crate::demo) is_bot: bool,
    /// The change that it takes back, by its place among the changes.
    pub(in crate::demo) reverts: Option<usize>,
    /// Who proposed it.
    pub(in crate::demo) login: String,
}

/// An attempt of a workflow's run.
#[derive(Debug)]
pub(in crate::demo) struct Run {
    pub(in crate::demo) id: u64,
    pub(in crate::demo) attempt: u32,
    /// `ci` or `deploy`.
    pub(in crate::demo) workflow: &'static str,
    pub(in crate::demo) event: &'static str,
    pub(in crate::demo) branch: String,
    pub(in crate::demo) sha: Oid,
    pub(in crate::demo) title: String,
    pub(in crate::demo) created: Instant,
    pub(in crate::demo) started: Instant,
    pub(in crate::demo) finished: Instant,
    pub(in crate::demo) outcome: Outcome,
    pub(in crate::demo) login: String,
    /// The golden path that it ran through.
    pub(in crate::demo) on: Option<(GoldenPath, &'static str)>,
    /// The environment that it deployed to.
    pub(in crate::demo) environment: Option<&'static str>,
}

/// A deployment, or the attempt.
#[derive(Debug)]
pub(in crate::demo) struct Deployed {
    /// Which of the repository's services.
    pub(in crate::demo) part: usize,
    pub(in crate::demo) environment: Cow<'static, str>,
    pub(in crate::demo) sha: Oid,
    /// The branch or tag that was asked for.
    pub(in crate::demo) reference: String,
    pub(in crate::demo) version: Option<String>,
    pub(in crate::demo) created: Instant,
    pub(in crate::demo) started: Instant,
    pub(in crate::demo) finished: Instant,
    pub(in crate::demo) outcome: Outcome,
    /// The run that did it; none where something other than a workflow did.
    pub(in crate::demo) run: Option<u64>,
    pub(in crate::demo) login: String,
}

/// A version.
#[derive(Debug)]
pub(in crate::demo) struct Released {
    pub(in crate::demo) tag: String,
    pub(in crate::demo) sha: Oid,
    pub(in crate::demo) at: Instant,
}

/// An incident.
#[derive(Debug)]
pub(in crate::demo) struct Trouble {
    pub(in crate::demo) part: usize,
    pub(in crate::demo) title: String,
    pub(in crate::demo) opened: Instant,
    pub(in crate::demo) resolved: Option<Instant>,
    pub(in crate::demo) severity: &'static str,
    /// The deployment that caused it, by its place among the deployments.
    pub(in crate::demo) caused_by: Option<usize>,
    /// The deployment that ended it.
    pub(in crate::demo) fixed_by: Option<usize>,
    pub(in crate::demo) is_change_failure: Option<bool>,
}
