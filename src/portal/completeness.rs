//! How many services have what a service should have.

use super::{Completeness, assemble::Parts};
use crate::catalog::Service;
use milepost_model::{Entity, RelationKind};
use std::collections::BTreeSet;

/// A service with all that is known of it.
struct Known<'a> {
    service: &'a Service,
    entity: &'a Entity,
    parts: &'a Parts,
    on_call: &'a BTreeSet<String>,
}

/// Answers a question about a service.
type Question = fn(&Known<'_>) -> bool;

/// What is asked of each service, in the order of importance.
const QUESTIONS: [(&str, Question); 9] = [
    ("Owner", |known| !known.entity.owners.is_empty() || known.entity.extra.contains_key("owner_is_hidden")),
    ("Description", |known| known.entity.description.is_some()),
    ("Lifecycle", |known| known.entity.lifecycle.is_some()),
    ("README", |known| known.service.files.readme.is_some()),
    ("Runbook", |known| known.service.files.runbook.is_some() || known.links_to("runbook")),
    ("Docs", |known| !known.service.files.docs.is_empty() || known.links_to("docs")),
    ("API description", |known| {
        let provides = |relation: &milepost_model::Relation| relation.kind == RelationKind::ProvidesApi;
        !known.service.files.apis.is_empty() || known.entity.relations.iter().any(provides)
    }),
    ("Deployments seen", |known| {
        let figures = known.parts.measurements.services.get(&known.service.reference);
        figures.is_some_and(|f| !f.deployed.is_empty() || f.activity.deployments_by_week.counts.iter().flatten().any(|count| *count > 0))
    }),
    ("On call", |known| known.has_on_call()),
];

impl Known<'_> {
    fn links_to(&self, kind: &str) -> bool {
        self.entity.links.iter().any(|link| link.kind == kind)
    }

    /// A duty that names the service or a team of its, a link to the schedule, or an annotation that says so.
    fn has_on_call(&self) -> bool {
        let names = [self.service.reference.name.clone(), self.service.slug.clone(), self.service.reference.to_string()];
        let owners = self.entity.owners.iter().flat_map(|owner| [owner.name.clone(), owner.to_string()]);
        self.links_to("oncall")
            || self.entity.extra.contains_key("on_call")
            || names.into_iter().chain(owners).any(|name| self.on_call.contains(&name))
    }
}

/// Counts over the services that are not archived.
pub(super) fn count(parts: &Parts) -> Vec<Completeness> {
    let duties = parts.on_call.iter().flat_map(|duty| duty.services.iter().chain(&duty.team)).map(|name| name.to_lowercase());
    let on_call: BTreeSet<String> = duties.collect();
    let is_archived = |service: &Service| {
        let repository = service.repo.as_ref().and_then(|repo| parts.catalog.repositories.get(repo));
        repository
            .is_some_and(|repository| repository.is_archived == Some(true) || repository.archived_at.is_some_and(|at| at <= parts.as_of))
    };
    let known: Vec<Known<'_>> = parts
        .catalog
        .services
        .iter()
        .filter(|service| !is_archived(service))
        .filter_map(|service| Some(Known { service, entity: parts.catalog.entities.get(&service.reference)?, parts, on_call: &on_call }))
        .collect();
    let of = known.len() as u64;
    QUESTIONS
        .iter()
        .map(|(what, question)| Completeness { what, have: known.iter().filter(|service| question(service)).count() as u64, of })
        .collect()
}
