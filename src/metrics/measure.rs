//! All figures, measured bucket by bucket.

use super::coverage::Coverages;
use super::delivery::Span;
use super::incidents::Incidents;
use super::organisation::Sums;
use super::recognition;
use super::repository::{self, Context, RepositoryFigures, RepositoryRecords};
use super::{Measurements, WEEKS, events, newcomers, rollups};
use crate::catalog::{Catalog, Service};
use crate::config;
use milepost_model::record::{Coverage, Incident, PipelineRun, Repository};
use milepost_model::{Instant, RepoId, Window};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Why records could not be read.
pub type ReadError = Box<dyn std::error::Error + Send + Sync>;

/// Gives records bucket by bucket, so that no more than a few buckets are in memory at once.
pub trait RecordSource: Sync {
    /// How many buckets there are.
    fn buckets(&self) -> usize;

    /// The records of one bucket, without runs. All records of a repository are in the same one.
    fn read(&self, bucket: usize) -> Result<Vec<RepositoryRecords>, ReadError>;

    /// The runs of these repositories, which are in that bucket. They are many, and few repositories need theirs.
    fn runs(&self, bucket: usize, repos: &BTreeSet<RepoId>) -> Result<Vec<PipelineRun>, ReadError>;
}

/// What measuring needs beside the records of repositories.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The instant that the figures tell of.
    pub as_of: Instant,
    /// What counts as a deployment, and as a failed one.
    pub settings: &'a config::Delivery,
    /// A window that figures are asked for besides the usual ones.
    pub asked: Option<Window>,
    /// What was really read.
    pub coverage: &'a [Coverage],
    /// Every incident.
    pub incidents: &'a [Incident],
    /// Whether the records behind the figures are kept, for those who show them: they are most of the memory.
    pub keeps_records: bool,
    /// Whether it is counted what each collector wrote, for those who may not know it of the store as a whole.
    pub counts_collectors: bool,
}

impl std::fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("as_of", &self.as_of).finish_non_exhaustive()
    }
}

/// Measures everything. Buckets are read in parallel, and added up in their order.
pub fn measure(catalog: &Catalog, source: &dyn RecordSource, clock: &Clock<'_>) -> Result<Measurements, ReadError> {
    let weeks = Window::last_weeks(i64::try_from(WEEKS)?, clock.as_of);
    let coverages = Coverages::new(clock.coverage);
    let names: BTreeSet<String> =
        catalog.services.iter().flat_map(|s| [s.reference.name.clone(), s.slug.clone(), s.reference.to_string()]).collect();
    let incidents = Incidents::new(clock.incidents, clock.as_of);
    let spans = spans(clock);
    let context = Context {
        as_of: clock.as_of,
        weeks: &weeks,
        coverages: &coverages,
        names: &names,
        settings: clock.settings,
        incidents: &incidents,
        spans: &spans,
        keeps_records: clock.keeps_records,
        counts_collectors: clock.counts_collectors,
    };
    let services = by_repository(&catalog.services);
    let own = |repo: &RepoId| services.get(repo).map(Vec::as_slice).unwrap_or_default();
    let parts: Vec<Vec<(RepoId, RepositoryFigures)>> = (0..source.buckets())
        .into_par_iter()
        .map(|bucket| {
            let mut figures = Vec::new();
            for mut records in with_runs(source, bucket, &own, clock)? {
                // A repository that is not in the portal leaves no trace in its figures.
                let Some(repository) = catalog.repositories.get(&records.repo) else { continue };
                let repo = records.repo.clone();
                let found = repository::measure(&mut records, repository, own(&repo), &context);
                figures.push((repo, found));
            }
            Ok(figures)
        })
        .collect::<Result<_, ReadError>>()?;
    let mut measured: BTreeMap<RepoId, RepositoryFigures> = parts.into_iter().flatten().collect();
    // A repository without records has figures too: known zeros where its coverage is complete.
    let silent: Vec<(&RepoId, &Repository)> = catalog.repositories.iter().filter(|(repo, _)| !measured.contains_key(*repo)).collect();
    for (repo, repository) in silent {
        let mut none = RepositoryRecords { repo: repo.clone(), ..RepositoryRecords::default() };
        measured.insert(repo.clone(), repository::measure(&mut none, repository, own(repo), &context));
    }
    Ok(join(measured, catalog, clock, weeks, spans))
}

/// The usual windows, and the one that was asked for.
fn spans(clock: &Clock<'_>) -> Vec<(Span, Window)> {
    let usual = Span::ALL.iter().filter_map(|span| Some((*span, span.window(clock.as_of)?)));
    usual.chain(clock.asked.map(|window| (Span::Asked, window))).collect()
}

/// The records of a bucket, with the runs of the repositories of which only runs can tell.
fn with_runs<'s>(
    source: &dyn RecordSource,
    bucket: usize,
    own: &(impl Fn(&RepoId) -> &'s [&'s Service] + Sync),
    clock: &Clock<'_>,
) -> Result<Vec<RepositoryRecords>, ReadError> {
    let mut all = source.read(bucket)?;
    let since = clock.as_of - chrono::Duration::days(365);
    let needs_runs = |records: &&RepositoryRecords| {
        let patterns: Vec<_> = own(&records.repo).iter().map(|service| clock.settings.pattern_of(&service.reference.name).0).collect();
        recognition::are_needed(records, &patterns, since)
    };
    let needing: BTreeSet<RepoId> = all.iter().filter(needs_runs).map(|records| records.repo.clone()).collect();
    if needing.is_empty() {
        return Ok(all);
    }
    let mut runs: BTreeMap<RepoId, Vec<PipelineRun>> = BTreeMap::new();
    for run in source.runs(bucket, &needing)? {
        if run.created_at <= clock.as_of {
            runs.entry(run.repo.clone()).or_default().push(run);
        }
    }
    for records in &mut all {
        records.runs = runs.remove(&records.repo).unwrap_or_default();
    }
    Ok(all)
}

fn by_repository(services: &[Service]) -> BTreeMap<RepoId, Vec<&Service>> {
    let mut found: BTreeMap<RepoId, Vec<&Service>> = BTreeMap::new();
    for service in services {
        if let Some(repo) = &service.repo {
            found.entry(repo.clone()).or_default().push(service);
        }
    }
    found
}

fn join(
    measured: BTreeMap<RepoId, RepositoryFigures>,
    catalog: &Catalog,
    clock: &Clock<'_>,
    weeks: Vec<Window>,
    spans: Vec<(Span, Window)>,
) -> Measurements {
    let mut sums = Sums::new(weeks.len());
    let mut found = Measurements { weeks: weeks.clone(), ..Measurements::default() };
    let mut delivered = Vec::with_capacity(catalog.services.len());
    let mut contributions = Vec::with_capacity(measured.len());
    let mut events = events::incidents(clock.incidents, catalog, clock.as_of);
    for (_, figures) in measured {
        sums.add(&figures);
        found.services.extend(figures.services);
        delivered.extend(figures.delivery);
        contributions.push(figures.contributions);
        found.tally.add(figures.tally);
        events.extend(figures.events);
    }
    found.tally.count(clock.incidents);
    let repositories: Vec<Repository> = catalog.repositories.values().cloned().collect();
    found.tally.count(&repositories);
    (found.organisation, found.changes_known, found.deployments_known) = sums.finish();
    found.events = events::newest(events);
    delivered.sort_by(|a, b| a.0.cmp(&b.0));
    delivered.dedup_by(|next, kept| next.0 == kept.0);
    found.delivery = rollups::sum_up(delivered, catalog, weeks, spans);
    found.delivery.newcomers = newcomers::sum_up(&contributions, clock.as_of);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{PathScope, ServiceFiles};
    use crate::metrics::{Counted, EventKind, Share};
    use milepost_model::record::deployment::Tier;
    use milepost_model::record::{Change, Commit, Deployment, Release};
    use milepost_model::{CoverageState, EntityRef, Outcome, Unknown};

    struct Records(Vec<Vec<RepositoryRecords>>);

    impl RecordSource for Records {
        fn buckets(&self) -> usize {
            self.0.len()
        }
        fn read(&self, bucket: usize) -> Result<Vec<RepositoryRecords>, ReadError> {
            Ok(self.0[bucket].clone())
        }
        fn runs(&self, _bucket: usize, _repos: &BTreeSet<RepoId>) -> Result<Vec<PipelineRun>, ReadError> {
            Ok(Vec::new())
        }
    }

    fn at(text: &str) -> Instant {
        text.parse().expect("because the test wrote an instant")
    }

    /// A Friday; the last complete week began on Monday the 9th.
    const NOW: &str = "2026-11-20T06:40:00Z";

    fn catalog(services: &[(&str, &str, &[&str])]) -> Catalog {
        let mut catalog = Catalog::default();
        for (name, repo, include) in services {
            catalog
                .repositories
                .insert((*repo).into(), Repository { repo: (*repo).into(), full_name: (*repo).into(), ..Repository::default() });
            catalog.services.push(Service {
                reference: EntityRef::new("component", name),
                slug: (*name).to_owned(),
                repo: Some((*repo).into()),
                folder: String::new(),
                scope: PathScope { include: include.iter().map(|glob| (*glob).to_owned()).collect(), exclude: Vec::new() },
                is_inferred: false,
                how_to_run: Vec::new(),
                files: ServiceFiles::default(),
                pipelines: Vec::new(),
            });
        }
        catalog
    }

    fn covered(repo: &str, of: &str, from: &str) -> Coverage {
        let state = CoverageState::Complete;
        Coverage { repo: Some(repo.into()), of: of.into(), source: "s".into(), from: at(from), to: at(NOW), state, ..Coverage::default() }
    }

    fn change(repo: &str, sha: &str, day: &str) -> Change {
        Change { id: sha.into(), repo: repo.into(), merge_sha: sha.into(), merged_at: at(&format!("{day}T12:00:00Z")), ..Change::default() }
    }

    fn measured(catalog: &Catalog, records: Vec<Vec<RepositoryRecords>>, coverage: &[Coverage]) -> Measurements {
        let config = config::Config::for_clones("x", std::path::Path::new("."));
        let clock = Clock {
            as_of: at(NOW),
            settings: &config.delivery,
            asked: None,
            coverage,
            incidents: &[],
            keeps_records: true,
            counts_collectors: true,
        };
        measure(catalog, &Records(records), &clock).expect("because nothing fails")
    }

    fn figures<'m>(found: &'m Measurements, name: &str) -> &'m crate::metrics::ServiceFigures {
        &found.services[&EntityRef::new("component", name)]
    }

    #[test]
    fn zero_is_only_said_where_everything_was_read() {
        let catalog = catalog(&[("read", "a", &[]), ("unread", "b", &[]), ("half", "c", &[])]);
        let coverage = [covered("a", "change", "2020-01-01T00:00:00Z"), covered("c", "change", "2026-11-01T00:00:00Z")];
        let records = vec![vec![RepositoryRecords {
            repo: "c".into(),
            changes: vec![change("c", "1", "2026-11-10")],
            ..RepositoryRecords::default()
        }]];
        let found = measured(&catalog, records, &coverage);
        assert_eq!(found.weeks.len(), WEEKS);
        assert_eq!(figures(&found, "read").activity.changes.value(), Some(&vec![0; WEEKS]));
        assert_eq!(figures(&found, "unread").activity.changes.reason(), Some(Unknown::NotCollected));
        let half = &figures(&found, "half").activity;
        assert_eq!(half.changes.reason(), Some(Unknown::NotCollected));
        assert_eq!(
            (half.changes_by_week.counts[WEEKS - 1], half.changes_by_week.counts[WEEKS - 2], half.changes_by_week.counts[WEEKS - 3]),
            (Some(1), Some(0), None)
        );
        assert_eq!((found.changes_known, found.organisation.changes.value()), (Share { known: 1, of: 3 }, Some(&vec![0; WEEKS])));
        let sum = &found.organisation.changes_by_week;
        assert_eq!((sum.counts[WEEKS - 1], sum.known_of[WEEKS - 1]), (Some(1), 2));
        assert_eq!((sum.counts[WEEKS - 3], sum.known_of[WEEKS - 3]), (Some(0), 1), "one of the two was not read then");
    }

    #[test]
    fn changes_of_a_shared_repository_belong_to_the_services_whose_paths_they_touch() {
        let catalog = catalog(&[("a", "mono", &["a/**"]), ("b", "mono", &["b/**"])]);
        let commit = |sha: &str, path: &str| Commit {
            repo: "mono".into(),
            sha: sha.into(),
            committed_at: at("2026-11-10T00:00:00Z"),
            paths: vec![path.into()],
            ..Commit::default()
        };
        let mut records = RepositoryRecords {
            repo: "mono".into(),
            commits: vec![commit("1", "a/x"), commit("2", "b/x"), commit("3", "other")],
            changes: vec![change("mono", "1", "2026-11-10"), change("mono", "2", "2026-11-11"), change("mono", "3", "2026-11-12")],
            ..RepositoryRecords::default()
        };
        let coverage = [covered("mono", "change", "2020-01-01T00:00:00Z")];
        let found = measured(&catalog, vec![vec![records.clone()]], &coverage);
        let last = |found: &Measurements, name: &str| figures(found, name).activity.changes.value().map(|weeks| weeks[WEEKS - 1]);
        assert_eq!((last(&found, "a"), last(&found, "b"), figures(&found, "a").shares_changes), (Some(1), Some(1), false));
        assert_eq!(found.organisation.changes.value().map(|weeks| weeks[WEEKS - 1]), Some(3));
        records.commits.clear();
        let found = measured(&catalog, vec![vec![records]], &coverage);
        assert_eq!((last(&found, "a"), figures(&found, "a").shares_changes), (Some(3), true));
    }

    #[test]
    fn releases_stand_in_for_deployments_only_where_nothing_can_say_more() {
        let catalog = catalog(&[("cloned", "a", &[]), ("refused", "b", &[]), ("never", "c", &[]), ("deployed", "d", &[])]);
        let release = |repo: &str| Release {
            repo: repo.into(),
            tag: "v1".into(),
            sha: "s".into(),
            published_at: at("2026-11-10T00:00:00Z"),
            ..Release::default()
        };
        let deployment = Deployment {
            repo: "d".into(),
            environment: "production".into(),
            sha: "s".into(),
            created_at: at("2026-11-18T00:00:00Z"),
            outcome: Outcome::Success,
            tier: Some(Tier::Production),
            ..Deployment::default()
        };
        let one = |repo: &str, deployments: Vec<Deployment>| RepositoryRecords {
            repo: repo.into(),
            releases: vec![release(repo)],
            deployments,
            ..RepositoryRecords::default()
        };
        let mut coverage: Vec<Coverage> =
            ["a", "b", "c", "d"].iter().map(|repo| covered(repo, "release", "2020-01-01T00:00:00Z")).collect();
        coverage.push(Coverage {
            state: CoverageState::NotObserved,
            reason: Some("403 Forbidden".into()),
            ..covered("b", "deployment", "2020-01-01T00:00:00Z")
        });
        coverage.extend(["c", "d"].map(|repo| covered(repo, "deployment", "2020-01-01T00:00:00Z")));
        let records = vec![vec![one("a", vec![]), one("b", vec![])], vec![one("c", vec![]), one("d", vec![deployment])]];
        let found = measured(&catalog, records, &coverage);
        let shown = |name: &str| {
            let activity = &figures(&found, name).activity;
            (activity.deployments.value().map(|weeks| weeks.iter().sum::<u32>()), activity.deployments.reason(), activity.deployments_are)
        };
        assert_eq!(shown("cloned"), (Some(1), None, Counted::Releases));
        assert_eq!(shown("refused"), (None, Some(Unknown::NoSourcePermission), Counted::Deployments));
        assert_eq!(shown("never"), (Some(1), None, Counted::Releases));
        // This week is not over, so it is not counted yet.
        assert_eq!(shown("deployed"), (Some(0), None, Counted::Deployments));
        assert_eq!(figures(&found, "deployed").deployed[0].version.as_deref(), Some("v1"));
        assert_eq!(found.organisation.deployments_are, Counted::Both);
        assert_eq!(found.events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::Deployed]);
        assert_eq!(found.tally.collectors[""].records["release"], 4);
    }

    #[test]
    fn buckets_in_any_order_give_the_same_figures() {
        let catalog = catalog(&[("a", "a", &[]), ("b", "b", &[])]);
        let coverage = [covered("a", "change", "2020-01-01T00:00:00Z"), covered("b", "change", "2020-01-01T00:00:00Z")];
        let one = |repo: &str| RepositoryRecords {
            repo: repo.into(),
            changes: vec![change(repo, "1", "2026-11-10"), change(repo, "2", "2026-10-10")],
            ..RepositoryRecords::default()
        };
        let mut turned = one("b");
        turned.changes.reverse();
        let found = measured(&catalog, vec![vec![one("a")], vec![one("b")]], &coverage);
        let again = measured(&catalog, vec![vec![turned, one("a")], vec![]], &coverage);
        assert_eq!(format!("{found:?}"), format!("{again:?}"));
    }
}
