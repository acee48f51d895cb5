//! How the services of one repository are delivered, from its records to their figures.

use super::case::Case;
use super::coverage::Covered;
use super::delivery::evidence::{Change, Deployment, Evidence, NoLeadTime, RecordAt};
use super::delivery::{Detector, Figures, Quality, ServiceDelivery, Unfit, Value, Week, Weekly};
use super::failures::{self, Finding};
use super::history::{Ancestry, ChangeFacts, Changes, Commits};
use super::metric::Unit;
use super::newcomers::{Arrivals, arrive};
use super::recognition::{Means, Owners, Recognised, recognise};
use super::repository::{Context, RepositoryRecords};
use super::series::{Arranging, Assigned, Assigning, Series, arrange, assign};
use super::sharing::{Belonging, Sharing};
use super::trailing;
use super::{METRICS, delivery::Figure};
use crate::catalog::Service;
use milepost_model::record::{Incident as Record, Repository};
use milepost_model::{EntityRef, Instant, Kind, Measurement};

/// What is the same for all services of a repository.
struct Ground<'a> {
    records: &'a RepositoryRecords,
    repository: &'a Repository,
    services: &'a [&'a Service],
    context: &'a Context<'a>,
    commits: &'a Commits,
    /// What was read of deployments, runs, releases, changes and incidents.
    deployments: Covered,
    runs: Covered,
    releases: Covered,
    changes: Covered,
    incidents: Covered,
    is_shallow: bool,
}

/// What is known of a repository's history.
pub(super) struct History<'a> {
    pub(super) commits: &'a Commits,
    pub(super) changes: &'a Changes<'a>,
}

/// Whose changes and commits are.
struct Belongings {
    changes: Vec<Belonging>,
    /// Empty where one service has all.
    commits: Vec<Belonging>,
}

/// How each service of a repository is delivered; and when its changes were first deployed by any of them.
pub(super) fn deliver<'r>(
    records: &'r RepositoryRecords,
    repository: &Repository,
    services: &[&Service],
    history: &History<'r>,
    context: &Context<'_>,
    arrivals: &mut Arrivals<'r>,
) -> Vec<(EntityRef, ServiceDelivery)> {
    if services.is_empty() {
        return Vec::new();
    }
    let covered = |kind: Kind| context.coverages.of(kind, &records.repo);
    let ground = Ground {
        records,
        repository,
        services,
        context,
        commits: history.commits,
        deployments: covered(Kind::Deployment),
        runs: covered(Kind::PipelineRun),
        releases: covered(Kind::Release),
        changes: covered(Kind::Change),
        incidents: covered(Kind::Incident),
        is_shallow: repository.is_shallow == Some(true),
    };
    let ancestry = Ancestry::of(ground.commits);
    let changes = history.changes;
    let sharing = Sharing::new(services, context.names, &records.commits);
    let name = repository.full_name.rsplit('/').next().unwrap_or_default();
    let owners = Owners::new(services, &sharing, context.settings, name, records);
    let is_whole = services.len() == 1 && services[0].scope.is_whole();
    let belongings = Belongings {
        changes: changes.all.iter().map(|facts| sharing.of_change(facts.record)).collect(),
        commits: if is_whole { Vec::new() } else { records.commits.iter().map(|record| sharing.of_commit(record)).collect() },
    };
    let one = |place: usize| {
        let found = ground.series(place, &ancestry, changes, &owners, &belongings);
        arrive(arrivals, changes, &found.1, &found.2);
        (services[place].reference.clone(), ground.service(place, found, changes, &belongings))
    };
    (0..services.len()).map(one).collect()
}

impl Ground<'_> {
    fn service(
        &self,
        place: usize,
        (mut recognised, mut series, assigned): (Recognised<'_>, Series, Assigned),
        changes: &Changes<'_>,
        belongings: &Belongings,
    ) -> ServiceDelivery {
        let settings = self.context.settings;
        let concerned = self.incidents_of(place, &series, changes);
        let has_incidents = self.incidents.was_asked || concerned.iter().any(|(_, concerns)| *concerns);
        let has_changes = self.changes.was_asked || !self.records.changes.is_empty();
        recognised.recognition.detectors = detectors(self.context, has_incidents, has_changes);
        let finding = Finding {
            settings,
            detectors: &recognised.recognition.detectors,
            commits: self.commits,
            changes,
            assigned: &assigned,
            incidents: &concerned,
        };
        let incidents = failures::find(&mut series, &finding, &mut recognised.sifted.left_out);
        let left_out = Found { series: &series, assigned: &assigned }.left_out(&mut recognised);
        let evidence = Evidence {
            deployments: series.deployments,
            changes: assigned.changes,
            incidents,
            attempts: series.attempts,
            not_deployed: assigned.not_deployed,
        };
        let shares_changes = belongings.changes.iter().any(|belonging| belonging.is_shared && belonging.services.contains(&place));
        let case = Case {
            by_finish: ordered(&evidence.deployments, |deployment| Some(deployment.finished)),
            by_recovery: ordered(&evidence.deployments, |deployment| deployment.recovered.map(|recovered| recovered.at)),
            evidence: &evidence,
            unknown: recognised.unknown,
            deployments: self.covered_by(&recognised),
            changes: &self.changes,
            incidents: &self.incidents,
            has_incidents,
            has_changes,
            has_reverts: [Detector::Revert, Detector::Hotfix].iter().any(|detector| recognised.recognition.detectors.contains(detector)),
            created_at: self.repository.created_at,
            is_shallow: self.is_shallow,
            shares_changes,
            shares_deployments: recognised.is_shared,
            without_end: &series.without_end,
        };
        let figures = self.context.spans.iter().map(|(span, window)| (*span, figures(&case, *window))).collect();
        let weekly = weekly(&case, self.context);
        ServiceDelivery {
            recognition: recognised.recognition,
            figures,
            weekly,
            trailing: trailing::measure(&case, self.context.weeks),
            newest_record_at: newest(&evidence),
            evidence: if self.context.keeps_records { recent(evidence, self.context.horizon()) } else { Evidence::default() },
            quality: Quality { left_out },
        }
    }

    /// What was deployed, in order, with its changes.
    fn series<'s>(
        &'s self,
        place: usize,
        ancestry: &Ancestry<'_>,
        changes: &Changes<'_>,
        owners: &'s Owners<'s>,
        belongings: &Belongings,
    ) -> (Recognised<'s>, Series, Assigned) {
        let settings = self.context.settings;
        let means = Means {
            settings,
            owners,
            covered: [&self.deployments, &self.runs, &self.releases],
            created_at: self.repository.created_at,
            is_shallow: self.is_shallow,
            as_of: self.context.as_of,
        };
        let recognised = recognise(self.records, place, &means);
        let last_within = settings.ends_in_last().then(|| settings.rollout_seconds());
        let is_hotfix = |word: &str| settings.is_hotfix(word);
        let mut series =
            arrange(&recognised.sifted.events, Arranging { commits: self.commits, ancestry, is_hotfix: &is_hotfix, last_within });
        let assigned = assign(
            &mut series,
            Assigning {
                commits: self.commits,
                records: &self.records.commits,
                changes,
                takes_change: &|change| belongings.changes[change as usize].services.contains(&place),
                takes_commit: &|commit| {
                    let record = self.commits.record[commit as usize] as usize;
                    belongings.commits.get(record).is_none_or(|belonging| belonging.services.contains(&place))
                },
                default_branch: self.repository.default_branch.as_deref(),
                counts_bots: settings.counts_bots(),
                is_hotfix: &is_hotfix,
                is_rework: &|label| settings.is_rework(label),
            },
        );
        (recognised, series, assigned)
    }

    /// What was read of the records that the active rule counts.
    fn covered_by(&self, recognised: &Recognised<'_>) -> &Covered {
        use super::delivery::Rule;
        match recognised.recognition.rule {
            Some(Rule::Run) => &self.runs,
            Some(Rule::Release | Rule::Tag) => &self.releases,
            _ => &self.deployments,
        }
    }

    fn incidents_of(&self, place: usize, series: &Series, changes: &Changes<'_>) -> Vec<(&Record, bool)> {
        if self.context.incidents.is_empty() {
            return Vec::new();
        }
        let arrivals = series.deployments.iter().flat_map(|deployment| &deployment.arrivals).map(|arrival| arrival.id.as_ref());
        let ids = changes.all.iter().flat_map(ChangeFacts::records).map(|record| record.id.as_str());
        let shas = series.deployments.iter().map(|deployment| deployment.sha).chain(changes.all.iter().map(|facts| facts.sha));
        self.context.incidents.of(self.services[place], arrivals.chain(ids), shas)
    }
}

/// What tells of failures here: what the configuration allows and there are records for.
fn detectors(context: &Context<'_>, has_incidents: bool, has_changes: bool) -> Vec<Detector> {
    let is_there = |detector: &Detector| match detector {
        Detector::IncidentCause | Detector::IncidentTime => has_incidents,
        Detector::Revert | Detector::Hotfix => has_changes,
        Detector::Rollback => true,
    };
    Detector::ALL.iter().copied().filter(|detector| context.settings.detects(detector.word())).filter(is_there).collect()
}

/// What was found, to say what of it does not count.
struct Found<'a> {
    series: &'a Series,
    assigned: &'a Assigned,
}

impl Found<'_> {
    fn left_out(&self, recognised: &mut Recognised<'_>) -> Vec<super::delivery::LeftOut> {
        let mut left_out = std::mem::take(&mut recognised.sifted.left_out);
        for (deployment, commit) in self.series.deployments.iter().zip(&self.series.commits) {
            if commit.is_none() {
                left_out.add(Unfit::UnknownCommit, &deployment.id, deployment.finished);
            }
        }
        let deployed = self.series.deployments.last().map_or(0, |last| last.changes.end.max(self.last_change()));
        let is_bots = |change: &&Change| change.left_out == Some(NoLeadTime::Bot);
        for change in self.assigned.changes[..deployed as usize].iter().filter(is_bots) {
            left_out.add(Unfit::Bot, change.id.as_deref().unwrap_or_default(), change.merged_at);
        }
        for place in &self.assigned.not_deployed {
            let change = &self.assigned.changes[*place as usize];
            left_out.add(Unfit::NotDeployed, change.id.as_deref().unwrap_or_default(), change.merged_at);
        }
        let mut lists = left_out.lists();
        if let Some(list) = lists.iter_mut().find(|list| list.why == Unfit::NotDeployed) {
            list.count = self.assigned.not_deployed_count;
        }
        lists
    }

    fn last_change(&self) -> u32 {
        self.series.deployments.iter().map(|deployment| deployment.changes.end).max().unwrap_or(0)
    }
}

/// Places of deployments that have such an instant, by it.
fn ordered(deployments: &[Deployment], at: impl Fn(&Deployment) -> Option<Instant>) -> Vec<u32> {
    let mut places: Vec<(Instant, &str, u32)> =
        deployments.iter().zip(0..).filter_map(|(deployment, place)| Some((at(deployment)?, deployment.id.as_ref(), place))).collect();
    places.sort_unstable();
    places.into_iter().map(|(.., place)| place).collect()
}

fn figures(case: &Case<'_>, window: milepost_model::Window) -> Figures {
    Figures { window, all: METRICS.iter().map(|metric| metric.measure(case, window)).collect() }
}

fn weekly(case: &Case<'_>, context: &Context<'_>) -> Weekly {
    let series = |metric: &&dyn super::Metric| {
        let about = metric.about();
        (about.id, context.weeks.iter().map(|week| week_of(&metric.measure(case, *week), about.unit)).collect())
    };
    Weekly { metrics: METRICS.iter().map(series).collect() }
}

fn week_of(figure: &Figure, unit: Unit) -> Week {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    match (&figure.value, unit) {
        (Measurement::Known { value: Value::Duration(quantiles), n }, _) => {
            Week::Durations { n: small(*n), quantiles: Some((*quantiles).into()) }
        }
        (Measurement::Known { value: Value::Ratio { num, den }, .. }, _) => Week::Ratio { num: small(*num), den: small(*den) },
        (Measurement::Known { value: Value::Frequency(frequency), .. }, _) => Week::Count(small(frequency.count)),
        // Everything was read, and there was nothing.
        (Measurement::Unknown(_), Unit::Duration) if figure.covered_since.is_some() => Week::Durations { n: 0, quantiles: None },
        (Measurement::Unknown(_), Unit::Ratio) if figure.covered_since.is_some() => Week::Ratio { num: 0, den: 0 },
        (Measurement::Unknown(_), Unit::Frequency) if figure.covered_since.is_some() => Week::Count(0),
        (Measurement::Unknown(_), _) => Week::Unknown,
    }
}

fn newest(evidence: &Evidence) -> Option<Instant> {
    let deployed = evidence.deployments.iter().map(|deployment| deployment.finished);
    let merged = evidence.changes.iter().map(|change| change.merged_at);
    let incidents = evidence.incidents.iter().map(|incident| incident.resolved.unwrap_or(incident.opened));
    deployed.chain(merged).chain(incidents).chain(evidence.attempts.iter().map(|attempt| attempt.at)).max()
}

/// Drops what is older than any page shows. A record only points at one that came later or at the same time.
fn recent(mut evidence: Evidence, horizon: Instant) -> Evidence {
    let cut = evidence.deployments.iter().take_while(|deployment| deployment.finished < horizon).count();
    let cut_changes = evidence.deployments[..cut].iter().map(|deployment| deployment.changes.end).max().unwrap_or(0);
    // Collected anew, since a list keeps the room of what was taken from it.
    evidence.deployments = evidence.deployments.drain(cut..).collect();
    evidence.changes = evidence.changes.drain(cut_changes as usize..).collect();
    let cut = cut as u32;
    let moved = |record: RecordAt| match record {
        RecordAt::Deployment(place) => RecordAt::Deployment(place.saturating_sub(cut)),
        incident @ RecordAt::Incident(_) => incident,
    };
    for deployment in &mut evidence.deployments {
        let range = &deployment.changes;
        deployment.changes = if range.is_empty() { 0..0 } else { range.start - cut_changes..range.end - cut_changes };
        deployment.failed_by.iter_mut().for_each(|by| by.record = moved(by.record));
        if let Some(recovered) = &mut deployment.recovered {
            recovered.by = moved(recovered.by);
        }
    }
    evidence.incidents.iter_mut().for_each(|incident| incident.deployment = incident.deployment.and_then(|place| place.checked_sub(cut)));
    evidence.not_deployed.iter_mut().for_each(|place| *place -= cut_changes);
    evidence.attempts.retain(|attempt| attempt.at >= horizon);
    evidence
}
