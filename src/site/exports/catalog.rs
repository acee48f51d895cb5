//! `data/catalog.json`: every service with what tables know of it.

use crate::site::facts::ServiceFacts;
use crate::site::glance::Lead;
use crate::site::rows;
use crate::site::{Site, wording};
use serde_json::{Value, json};

/// The file's content.
pub fn of(site: &Site<'_>) -> Value {
    json!({
        "$schema": "schema/catalog.json",
        "schema": "milepost/catalog/1",
        "organisation": site.portal.organisation.name,
        "as_of": wording::iso(site.portal.as_of),
        "example": site.portal.is_example,
        "services": site.facts.iter().map(service).collect::<Vec<_>>(),
        "teams": site.portal.catalog.teams.iter().map(|team| json!({
            "ref": team.reference,
            "name": team.name,
            "page": rows::team_address(&team.slug),
            "described": team.is_described,
            "parent": team.parent,
            "services": team.services,
        })).collect::<Vec<_>>(),
        "entities": site.portal.catalog.entities.values().filter(|entity| site.facts_of(&entity.reference).is_none()).map(|entity| json!({
            "ref": entity.reference,
            "name": entity.title.as_deref().unwrap_or(&entity.name),
            "type": entity.entity_type,
            "owner": entity.owners.first(),
            "page": site.places.address(&entity.reference),
            "data": site.places.has_page(&entity.reference).then(|| super::entity_path(&entity.reference)),
        })).collect::<Vec<_>>(),
    })
}

/// A service as its file and the list of all services hold it.
pub fn service(facts: &ServiceFacts<'_>) -> Value {
    json!({
        "ref": facts.service.reference,
        "name": facts.name,
        "page": rows::service_address(&facts.service.slug),
        "data": super::entity_path(&facts.service.reference),
        "description": facts.description,
        "owner": facts.owner.map(|owner| owner.name),
        "system": facts.system,
        "type": facts.kind,
        "lifecycle": facts.lifecycle,
        "tier": facts.tier,
        "level": facts.level.map(|(name, _)| name),
        "golden_path": facts.path.map(|path| path.word),
        "lead_time_seconds": facts.lead.and_then(Lead::seconds),
        "language": facts.language,
        "data_class": facts.data_class,
        "tags": facts.tags,
        "has": facts.has.words().collect::<Vec<_>>(),
        "repository": facts.repository.map(|repository| repository.full_name.as_str()),
        "folder": facts.service.folder,
        "inferred": facts.service.is_inferred,
        "changed_at": facts.changed.map(wording::iso),
        "deployed_at": facts.deployed.map(|(since, _)| wording::iso(since)),
        "version": facts.deployed.and_then(|(_, version)| version),
    })
}
