//! The figures of one repository and of its services.

use super::activity::{self, Series, Weeks, instant_of};
use super::coverage::Coverages;
use super::delivery::{ServiceDelivery, Span};
use super::drift::Drifting;
use super::events::{self, Feed};
use super::history::{Changes, Commits, Distances};
use super::incidents::Incidents;
use super::newcomers::{Arrivals, Contributions};
use super::sharing::{Belonging, Sharing};
use super::{Activity, ByWeek, Counted, Environments, Event, ServiceFigures, Tally, delivering, deployed, environment};
use crate::catalog::Service;
use crate::config;
use milepost_model::record::deployment::Tier;
use milepost_model::record::{Change, Commit, Deployment, PipelineRun, Release, Repository};
use milepost_model::{EntityRef, Instant, Kind, Measurement, RepoId, Window};
use std::collections::{BTreeMap, BTreeSet};

/// The most releases of one service that are listed.
const RELEASES: usize = 10;

/// The records of one repository.
#[derive(Debug, Clone, Default)]
pub struct RepositoryRecords {
    /// The repository.
    pub repo: RepoId,
    /// Its commits.
    pub commits: Vec<Commit>,
    /// Its changes.
    pub changes: Vec<Change>,
    /// Its deployments.
    pub deployments: Vec<Deployment>,
    /// Its releases and tags.
    pub releases: Vec<Release>,
    /// Its runs, where nothing else tells of deployments.
    pub runs: Vec<PipelineRun>,
}

impl RepositoryRecords {
    /// Puts the records of each repository together.
    pub fn joined(
        commits: BTreeMap<RepoId, Vec<Commit>>,
        changes: BTreeMap<RepoId, Vec<Change>>,
        deployments: BTreeMap<RepoId, Vec<Deployment>>,
        releases: BTreeMap<RepoId, Vec<Release>>,
    ) -> Vec<Self> {
        let mut found: BTreeMap<RepoId, Self> = BTreeMap::new();
        for (repo, records) in commits {
            found.entry(repo).or_default().commits = records;
        }
        for (repo, records) in changes {
            found.entry(repo).or_default().changes = records;
        }
        for (repo, records) in deployments {
            found.entry(repo).or_default().deployments = records;
        }
        for (repo, records) in releases {
            found.entry(repo).or_default().releases = records;
        }
        for (repo, records) in &mut found {
            records.repo.clone_from(repo);
        }
        found.into_values().collect()
    }
}

/// What every repository is measured with.
pub(super) struct Context<'a> {
    pub(super) as_of: Instant,
    pub(super) weeks: &'a [Window],
    pub(super) coverages: &'a Coverages<'a>,
    pub(super) names: &'a BTreeSet<String>,
    pub(super) settings: &'a config::Delivery,
    pub(super) incidents: &'a Incidents<'a>,
    pub(super) spans: &'a [(Span, Window)],
    pub(super) keeps_records: bool,
    pub(super) counts_collectors: bool,
}

impl Context<'_> {
    /// The oldest instant that any figure or series tells of.
    pub(super) fn horizon(&self) -> Instant {
        let weeks = self.weeks.first().map(|week| week.from);
        weeks.into_iter().chain(self.spans.iter().map(|(_, window)| window.from)).min().unwrap_or(self.as_of)
    }
}

/// The figures of one repository.
#[derive(Debug)]
pub(super) struct RepositoryFigures {
    pub(super) activity: Activity,
    pub(super) services: Vec<(EntityRef, ServiceFigures)>,
    pub(super) delivery: Vec<(EntityRef, ServiceDelivery)>,
    pub(super) contributions: Contributions,
    pub(super) events: Vec<Event>,
    pub(super) tally: Tally,
}

/// Measures one repository.
pub(super) fn measure(
    records: &mut RepositoryRecords,
    repository: &Repository,
    services: &[&Service],
    context: &Context<'_>,
) -> RepositoryFigures {
    let mut tally = Tally::default();
    if context.counts_collectors {
        tally.count(&records.commits);
        tally.count(&records.changes);
        tally.count(&records.deployments);
        tally.count(&records.releases);
    }
    // What came after is not known yet, whoever filtered before.
    records.changes.retain(|change| change.merged_at <= context.as_of);
    records.deployments.retain(|deployment| deployment.created_at <= context.as_of);
    records.releases.retain(|release| release.published_at <= context.as_of);
    records.releases.sort_by(|a, b| (b.published_at, &b.tag, &b.id).cmp(&(a.published_at, &a.tag, &a.id)));
    records.commits.retain(|commit| commit.committed_at <= context.as_of);
    let measuring = Measuring::new(records, repository, services, context);
    let activity = measuring.activity(|_| true);
    let mut figures: Vec<(EntityRef, ServiceFigures)> =
        (0..services.len()).map(|index| (services[index].reference.clone(), measuring.service(index))).collect();
    let commits = Commits::of(if services.is_empty() { &[] } else { &records.commits });
    let changes = Changes::of(if services.is_empty() { &[] } else { &records.changes }, &commits);
    let is_whole = services.len() == 1 && services[0].scope.is_whole();
    let drifting = Drifting {
        commits: &commits,
        distances: &Distances::of(&commits),
        changes: &changes,
        records: &records.commits,
        belongings: if is_whole { &[] } else { &measuring.of_commits },
    };
    for (index, (_, figures)) in figures.iter_mut().enumerate() {
        drifting.tell(index, figures, repository);
    }
    let mut arrivals = Arrivals::default();
    let history = delivering::History { commits: &commits, changes: &changes };
    let delivery = delivering::deliver(records, repository, services, &history, context, &mut arrivals);
    let contributions = Contributions::of(&records.changes, repository, context.coverages.of(Kind::Change, &records.repo), &arrivals);
    RepositoryFigures { activity, services: figures, delivery, contributions, events: events::newest(measuring.events(services)), tally }
}

struct Measuring<'a> {
    records: &'a RepositoryRecords,
    repository: &'a Repository,
    context: &'a Context<'a>,
    weeks: Weeks<'a>,
    deployments: Vec<(&'a Deployment, Tier)>,
    of_changes: Vec<Belonging>,
    of_deployments: Vec<Belonging>,
    of_releases: Vec<Belonging>,
    of_commits: Vec<Belonging>,
}

impl<'a> Measuring<'a> {
    fn new(records: &'a RepositoryRecords, repository: &'a Repository, services: &'a [&'a Service], context: &'a Context<'a>) -> Self {
        let sharing = Sharing::new(services, context.names, &records.commits);
        let is_production = |name: &str| context.settings.is_production(name);
        Self {
            deployments: records.deployments.iter().map(|d| (d, environment::tier(d, &is_production))).collect(),
            of_changes: records.changes.iter().map(|record| sharing.of_change(record)).collect(),
            of_deployments: records.deployments.iter().map(|record| sharing.of_deployment(record)).collect(),
            of_releases: records.releases.iter().map(|record| sharing.of_release(record)).collect(),
            of_commits: records.commits.iter().map(|record| sharing.of_commit(record)).collect(),
            weeks: Weeks { all: context.weeks, created_at: repository.created_at, is_shallow: repository.is_shallow == Some(true) },
            records,
            repository,
            context,
        }
    }

    /// The weekly counts of those records whose belonging the test accepts.
    fn activity(&self, takes: impl Fn(&Belonging) -> bool) -> Activity {
        let covered = |kind: Kind| self.context.coverages.of(kind, &self.records.repo);
        let chosen = |index: usize, belongings: &[Belonging]| belongings.get(index).is_some_and(&takes);
        let changes = self.records.changes.iter().enumerate().filter(|(index, _)| chosen(*index, &self.of_changes));
        let (changes, changes_by_week) = self.weeks.count(changes.map(|(_, change)| change.merged_at), &covered(Kind::Change));
        let deployments: Vec<(&Deployment, Tier)> = self
            .deployments
            .iter()
            .enumerate()
            .filter(|(index, _)| chosen(*index, &self.of_deployments))
            .map(|(_, entry)| entry.clone())
            .collect();
        let of_deployments = covered(Kind::Deployment);
        // The rule is chosen for the repository: a service that was never deployed beside one that was has no releases to count instead.
        let has_releases = !self.records.releases.is_empty();
        let counted =
            activity::counted(!self.deployments.is_empty(), has_releases, &of_deployments, self.repository.created_at, self.context.as_of);
        let (deployments, deployments_by_week): Series = match counted {
            Some(Counted::Releases) => {
                let releases = self.records.releases.iter().enumerate().filter(|(index, _)| chosen(*index, &self.of_releases));
                self.weeks.count(activity::releases(releases.map(|(_, release)| release)), &covered(Kind::Release))
            }
            Some(_) => self.weeks.count(activity::arrivals(deployments.into_iter()).into_iter(), &of_deployments),
            None => (
                Measurement::Unknown(of_deployments.reason(false)),
                ByWeek { counts: vec![None; self.context.weeks.len()], known_of: Vec::new() },
            ),
        };
        Activity { changes, deployments, changes_by_week, deployments_by_week, deployments_are: counted.unwrap_or_default() }
    }

    fn service(&self, service: usize) -> ServiceFigures {
        let takes = |belonging: &Belonging| belonging.services.contains(&service);
        let own = |belongings: &[Belonging], index: usize| belongings.get(index).is_some_and(takes);
        let records = self.records;
        let changed =
            records.changes.iter().enumerate().filter(|(i, _)| own(&self.of_changes, *i)).map(|(_, change)| change.merged_at).max();
        let committed =
            records.commits.iter().enumerate().filter(|(i, _)| own(&self.of_commits, *i)).map(|(_, commit)| commit.committed_at).max();
        let deployments: Vec<(&Deployment, Tier)> =
            self.deployments.iter().enumerate().filter(|(i, _)| own(&self.of_deployments, *i)).map(|(_, entry)| entry.clone()).collect();
        let releases: Vec<&Release> = records
            .releases
            .iter()
            .enumerate()
            .filter(|(i, release)| own(&self.of_releases, *i) && release.is_draft != Some(true))
            .map(|(_, release)| release)
            .collect();
        let all_releases: Vec<&Release> = records.releases.iter().collect();
        let deployed_at = deployments.iter().map(|(deployment, _)| instant_of(deployment)).max();
        let newest = [changed, committed, deployed_at, releases.first().map(|release| release.published_at)].into_iter().flatten().max();
        let is_shared = |belongings: &[Belonging]| belongings.iter().any(|belonging| belonging.is_shared);
        let found = deployed::now(&deployments, if releases.is_empty() { &all_releases } else { &releases }, self.context.as_of);
        let covered = self.context.coverages.of(Kind::Deployment, &records.repo);
        let until = covered.until().map(|until| until.min(self.context.as_of));
        ServiceFigures {
            activity: self.activity(takes),
            environments: Environments {
                read: until.and_then(|until| Some((covered.since(until)?, until))),
                tried: found.tried,
                more: found.more,
                ..Environments::default()
            },
            deployed: found.deployed,
            releases: releases.into_iter().take(RELEASES).cloned().collect(),
            last_change_at: changed.max(committed),
            newest_record_at: newest,
            shares_changes: is_shared(&self.of_changes),
            shares_deployments: is_shared(&self.of_deployments) || (self.deployments.is_empty() && is_shared(&self.of_releases)),
        }
    }

    fn events(&self, services: &[&Service]) -> Vec<Event> {
        let mut feed = Feed::new(services, self.context.as_of);
        feed.repository(self.repository);
        for (release, belonging) in self.records.releases.iter().zip(&self.of_releases) {
            feed.release(release, belonging);
        }
        for ((deployment, tier), belonging) in self.deployments.iter().zip(&self.of_deployments) {
            feed.deployment(deployment, tier, belonging);
        }
        feed.events
    }
}
