//! What happened in the last seven days.

use super::activity::instant_of;
use super::sharing::Belonging;
use super::{Event, EventKind};
use crate::catalog::{Catalog, Service};
use chrono::Duration;
use milepost_model::record::deployment::Tier;
use milepost_model::record::{Deployment, Incident, Release, Repository};
use milepost_model::{EntityRef, Instant, Outcome};
use std::collections::BTreeMap;

/// How far back events are told.
const DAYS: i64 = 7;
/// The most events that are told: a feed that nobody can read to its end tells nothing.
pub(super) const MOST: usize = 300;

/// The events of one repository, while they are gathered.
pub(super) struct Feed<'a> {
    services: &'a [&'a Service],
    as_of: Instant,
    pub(super) events: Vec<Event>,
}

impl<'a> Feed<'a> {
    pub(super) fn new(services: &'a [&'a Service], as_of: Instant) -> Self {
        Self { services, as_of, events: Vec::new() }
    }

    fn is_recent(&self, at: Instant) -> bool {
        at <= self.as_of && at > self.as_of - Duration::days(DAYS)
    }

    /// Tells an event once, of the service nearest to the repository's root among those that it concerns.
    fn tell(&mut self, at: Instant, kind: EventKind, concerned: &[usize], detail: Option<String>, url: Option<String>) {
        if !self.is_recent(at) {
            return;
        }
        let nearest = concerned
            .iter()
            .map(|index| self.services[*index])
            .min_by_key(|service| (service.folder.matches('/').count(), service.folder.len(), &service.reference));
        let Some(service) = nearest else { return };
        let others = u32::try_from(concerned.len() - 1).unwrap_or(u32::MAX);
        self.events.push(Event { at, kind, service: service.reference.clone(), others, detail, url });
    }

    pub(super) fn repository(&mut self, repository: &Repository) {
        let all: Vec<usize> = (0..self.services.len()).collect();
        if let Some(at) = repository.created_at {
            self.tell(at, EventKind::Created, &all, None, repository.url.clone());
        }
        if let Some(at) = repository.archived_at {
            self.tell(at, EventKind::Archived, &all, None, repository.url.clone());
        }
    }

    pub(super) fn release(&mut self, release: &Release, belonging: &Belonging) {
        if release.is_draft != Some(true) {
            self.tell(release.published_at, EventKind::Released, &belonging.services, Some(release.tag.clone()), release.url.clone());
        }
    }

    pub(super) fn deployment(&mut self, deployment: &Deployment, tier: &Tier, belonging: &Belonging) {
        let kind = match deployment.outcome {
            Outcome::Success => EventKind::Deployed,
            Outcome::Failure => EventKind::DeploymentFailed,
            _ => return,
        };
        if *tier == Tier::Production {
            let detail = deployment.version.clone().unwrap_or_else(|| deployment.sha.chars().take(7).collect());
            self.tell(instant_of(deployment), kind, &belonging.services, Some(detail), deployment.url.clone());
        }
    }
}

/// Incidents that began or ended, told of the first service that they name, else of their repository's.
pub(super) fn incidents(incidents: &[Incident], catalog: &Catalog, as_of: Instant) -> Vec<Event> {
    let mut by_name: BTreeMap<&str, &Service> = BTreeMap::new();
    for service in &catalog.services {
        by_name.entry(&service.reference.name).or_insert(service);
        by_name.entry(&service.slug).or_insert(service);
    }
    let mut found = Vec::new();
    for incident in incidents {
        let named: Vec<&Service> = incident.services.iter().filter_map(|name| by_name.get(name.to_lowercase().as_str()).copied()).collect();
        let by_repo = || catalog.services.iter().filter(|service| incident.repo.is_some() && service.repo == incident.repo).collect();
        let concerned: Vec<&Service> = if named.is_empty() { by_repo() } else { named };
        let indices: Vec<usize> = (0..concerned.len()).collect();
        let mut feed = Feed::new(&concerned, as_of);
        feed.tell(incident.opened_at, EventKind::IncidentOpened, &indices, incident.title.clone(), incident.url.clone());
        if let Some(at) = incident.resolved_at {
            feed.tell(at, EventKind::IncidentResolved, &indices, incident.title.clone(), incident.url.clone());
        }
        found.append(&mut feed.events);
    }
    found
}

/// A version that reaches another region within this time is on the same rollout.
const ROLLOUT: Duration = Duration::hours(6);

/// The newest events, newest first, in an order that is the same whatever order they came in.
pub(super) fn newest(mut events: Vec<Event>) -> Vec<Event> {
    fn key(event: &Event) -> (EventKind, &EntityRef, &Option<String>, &Option<String>) {
        (event.kind, &event.service, &event.detail, &event.url)
    }
    events.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| key(b).cmp(&key(a))));
    let mut last: BTreeMap<(EventKind, EntityRef, Option<String>), Instant> = BTreeMap::new();
    events.retain(|event| {
        let before = last.insert((event.kind, event.service.clone(), event.detail.clone()), event.at);
        event.kind != EventKind::Deployed || before.is_none_or(|before| event.at - before > ROLLOUT)
    });
    events.reverse();
    events.truncate(MOST);
    events
}
