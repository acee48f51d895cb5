//! The histories that golden paths are judged from, bucket by bucket.

use crate::adoption::{HistorySource, RepositoryHistory, Requested, Wanted};
use crate::metrics::ReadError;
use crate::store::{Bucket, Snapshot};
use milepost_model::RepoId;
use milepost_model::record::{Commit, Cost, Deployment, Dispatch, Fact, File, Finding, PipelineRun, Release, Survey, Ticket};
use std::collections::{BTreeMap, BTreeSet};

/// Gives the histories of a snapshot, so that only a few buckets are in memory at once.
pub(super) struct Histories<'a> {
    snapshot: &'a Snapshot,
    all: Vec<Bucket>,
    /// Whether the readers may know of everything that has no repository in the portal.
    is_whole: bool,
    /// The repositories that they may know of.
    admitted: BTreeSet<RepoId>,
}

impl<'a> Histories<'a> {
    /// The histories of the repositories that the portal's readers may know of.
    pub fn of(snapshot: &'a Snapshot, admitted: BTreeSet<RepoId>, is_whole: bool) -> Self {
        Self { snapshot, all: snapshot.buckets(), is_whole, admitted }
    }

    fn is_admitted<F: Fact>(&self, fact: &F) -> bool {
        fact.repo().map_or(self.is_whole, |repo| self.admitted.contains(repo))
    }
}

impl HistorySource for Histories<'_> {
    fn buckets(&self) -> usize {
        self.all.len()
    }

    fn read(&self, bucket: usize, wanted: Wanted<'_>) -> Result<Vec<RepositoryHistory>, ReadError> {
        let bucket = self.all[bucket];
        let mut found: BTreeMap<RepoId, RepositoryHistory> = BTreeMap::new();
        let files: Vec<File> = self.snapshot.read_columns(bucket, &["blob"])?;
        for file in files.into_iter().filter(|file| self.is_admitted(file) && (wanted.file)(&file.path)) {
            history(&mut found, &file.repo).files.push(file);
        }
        let commits: Vec<Commit> = self.snapshot.read_columns(bucket, &["paths"])?;
        for commit in commits.into_iter().filter(|commit| self.is_admitted(commit)) {
            history(&mut found, &commit.repo).commits.push(commit);
        }
        if wanted.runs {
            let runs: Vec<PipelineRun> = self.snapshot.read_columns(bucket, &["branch", "referenced"])?;
            for run in runs.into_iter().filter(|run| self.is_admitted(run) && run.created_at >= wanted.since) {
                history(&mut found, &run.repo).runs.push(run);
            }
            let deployments: Vec<Deployment> = self.snapshot.read_columns(bucket, &["run_id"])?;
            for deployment in deployments.into_iter().filter(|one| self.is_admitted(one) && one.created_at >= wanted.since) {
                history(&mut found, &deployment.repo).deployments.push(deployment);
            }
        }
        Ok(found.into_values().collect())
    }

    fn contents(&self, blobs: BTreeSet<&str>) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
        Ok(self.snapshot.blobs(blobs)?)
    }

    fn releases(&self, repos: &BTreeSet<RepoId>) -> Result<Vec<Release>, ReadError> {
        let buckets: BTreeSet<Bucket> = repos.iter().map(|repo| Bucket::of(Some(repo))).collect();
        let mut found = Vec::new();
        for bucket in buckets {
            let all: Vec<Release> = self.snapshot.read(bucket)?;
            found.extend(all.into_iter().filter(|release| repos.contains(&release.repo) && self.admitted.contains(&release.repo)));
        }
        Ok(found)
    }

    fn requests(&self) -> Result<Requested, ReadError> {
        let mut dispatches: Vec<Dispatch> = self.snapshot.read_all()?;
        let mut tickets: Vec<Ticket> = self.snapshot.read_all()?;
        let mut answers: Vec<Survey> = self.snapshot.read_all()?;
        dispatches.retain(|dispatch| self.is_admitted(dispatch));
        tickets.retain(|ticket| self.is_admitted(ticket));
        answers.retain(|answer| self.is_admitted(answer));
        // What scanners found is for those who work there, also where the code is everybody's.
        let mut findings: Vec<Finding> = if self.is_whole { self.snapshot.read_all()? } else { Vec::new() };
        findings.retain(|finding| self.is_admitted(finding));
        let costs: Vec<Cost> = if self.is_whole { self.snapshot.read_all()? } else { Vec::new() };
        Ok(Requested { dispatches, tickets, answers, findings, costs })
    }
}

fn history<'f>(found: &'f mut BTreeMap<RepoId, RepositoryHistory>, repo: &RepoId) -> &'f mut RepositoryHistory {
    found.entry(repo.clone()).or_insert_with(|| RepositoryHistory { repo: repo.clone(), ..RepositoryHistory::default() })
}
