//! Incidents, by what they concern and by what caused them.

use super::delivery::evidence::{ByCommit, Sha};
use crate::catalog::Service;
use foldhash::HashMap;
use milepost_model::record::Incident;
use milepost_model::{Instant, RepoId};

/// Every incident, ready to be asked for.
#[derive(Debug, Default)]
pub(super) struct Incidents<'a> {
    all: Vec<&'a Incident>,
    /// Those that name services, by each name in lower case.
    by_name: HashMap<String, Vec<u32>>,
    /// Those that name none, by their repository.
    by_repo: HashMap<&'a RepoId, Vec<u32>>,
    /// Those with a cause or a repair, by the ids of deployments and changes that they name.
    by_id: HashMap<&'a str, Vec<u32>>,
    /// The same, by the commits that they name.
    by_sha: ByCommit<Vec<u32>>,
}

impl<'a> Incidents<'a> {
    pub(super) fn new(records: &'a [Incident], as_of: Instant) -> Self {
        let mut found = Self { all: records.iter().filter(|incident| incident.opened_at <= as_of).collect(), ..Self::default() };
        found.all.sort_by(|a, b| (a.opened_at, &a.id).cmp(&(b.opened_at, &b.id)));
        for (incident, place) in found.all.iter().zip(0..) {
            for name in &incident.services {
                found.by_name.entry(name.to_lowercase()).or_default().push(place);
            }
            if let Some(repo) = incident.repo.as_ref().filter(|_| incident.services.is_empty()) {
                found.by_repo.entry(repo).or_default().push(place);
            }
            for cause in incident.caused_by.iter().chain(&incident.fixed_by) {
                for id in cause.deployment.iter().chain(&cause.change) {
                    found.by_id.entry(id).or_default().push(place);
                }
                if let Some(sha) = &cause.sha {
                    found.by_sha.entry(Sha::of(sha)).or_default().push(place);
                }
            }
        }
        found
    }

    /// Whether there is any at all.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The incidents that concern a service by its name or its repository, and those that name one of these ids or
    /// commits; the flag tells the former. Oldest first.
    pub(super) fn of<'i>(
        &self,
        service: &Service,
        ids: impl Iterator<Item = &'i str>,
        shas: impl Iterator<Item = Sha>,
    ) -> Vec<(&'a Incident, bool)> {
        let names = [service.reference.name.clone(), service.slug.clone(), service.reference.to_string()];
        let named = names.iter().filter_map(|name| self.by_name.get(name)).flatten();
        let placed = service.repo.as_ref().and_then(|repo| self.by_repo.get(repo)).into_iter().flatten();
        let concerned = named.chain(placed).map(|place| (*place, true));
        let mut found: Vec<(u32, bool)> = concerned.collect();
        if !self.by_id.is_empty() {
            found.extend(ids.filter_map(|id| self.by_id.get(id)).flatten().map(|place| (*place, false)));
        }
        if !self.by_sha.is_empty() {
            found.extend(shas.filter_map(|sha| self.by_sha.get(&sha)).flatten().map(|place| (*place, false)));
        }
        // Of one that is there twice the one that concerns the service is kept.
        found.sort_by_key(|(place, concerns)| (*place, !concerns));
        found.dedup_by_key(|(place, _)| *place);
        found.into_iter().map(|(place, concerns)| (self.all[place as usize], concerns)).collect()
    }
}
