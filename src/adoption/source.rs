//! What adoption is judged from: histories of repositories, a bucket at a time.

use crate::metrics::ReadError;
use milepost_model::record::{Commit, Cost, Deployment, Dispatch, File, Finding, PipelineRun, Release, Survey, Ticket};
use milepost_model::{Instant, RepoId};
use std::collections::{BTreeMap, BTreeSet};

/// What happened in one repository, as far as golden paths ask.
#[derive(Debug, Clone, Default)]
pub struct RepositoryHistory {
    /// The repository.
    pub repo: RepoId,
    /// Every version of the files that matter.
    pub files: Vec<File>,
    /// Its commits.
    pub commits: Vec<Commit>,
    /// Its runs, with the reusable workflows that they executed.
    pub runs: Vec<PipelineRun>,
    /// Its deployments, with the runs that did them.
    pub deployments: Vec<Deployment>,
}

/// Which records are wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The files, by their paths.
    pub file: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether any golden path looks at runs.
    pub runs: bool,
    /// Nothing that happened before counts, but for files and commits.
    pub since: Instant,
}

/// Gives histories bucket by bucket, so that no more than a few buckets are in memory at once.
pub trait HistorySource: Sync {
    /// How many buckets there are.
    fn buckets(&self) -> usize;

    /// The histories of one bucket. All records of a repository are in the same one.
    fn read(&self, bucket: usize, wanted: Wanted<'_>) -> Result<Vec<RepositoryHistory>, ReadError>;

    /// The contents of files, by their hashes.
    fn contents(&self, blobs: BTreeSet<&str>) -> Result<BTreeMap<String, Vec<u8>>, ReadError>;

    /// The releases and tags of these repositories.
    fn releases(&self, repos: &BTreeSet<RepoId>) -> Result<Vec<Release>, ReadError>;

    /// Every run of an action, every request to the platform team, every answer to a survey, every alert and every bill.
    fn requests(&self) -> Result<Requested, ReadError>;
}

/// What people asked of the platform, what they said of it, and what has to be carried.
#[derive(Debug, Clone, Default)]
pub struct Requested {
    /// Runs of actions.
    pub dispatches: Vec<Dispatch>,
    /// Requests to the platform team.
    pub tickets: Vec<Ticket>,
    /// Answers to surveys.
    pub answers: Vec<Survey>,
    /// Alerts of scanners.
    pub findings: Vec<Finding>,
    /// Bills.
    pub costs: Vec<Cost>,
}
