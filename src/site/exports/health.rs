//! `data/health.json`: what was read and what was not.

use crate::site::{Site, wording};
use serde_json::{Value, json};

/// The file's content.
pub fn of(site: &Site<'_>) -> Value {
    let health = &site.portal.health;
    json!({
        "$schema": "schema/health.json",
        "schema": "milepost/health/1",
        "as_of": wording::iso(site.portal.as_of),
        "observed_at": health.observed_at.map(wording::iso),
        "version": site.portal.version,
        "example": site.portal.is_example,
        "repositories": { "known": health.repositories_known, "read": health.repositories_read },
        "not_read": health.not_read.iter().map(|repository| json!({
            "name": repository.name,
            "partial": repository.is_partial,
            "reason": repository.reason,
            "help": repository.help,
            "since": repository.since.map(wording::iso),
        })).collect::<Vec<_>>(),
        "known_since": health.known_since.iter().map(|known| json!({
            "source": known.source,
            "kinds": known.kinds,
            "repositories": known.repositories,
            "first": wording::iso(known.first),
            "since": wording::iso(known.since),
            "reason": known.reason,
        })).collect::<Vec<_>>(),
        "sources": health.sources.iter().map(|source| json!({
            "id": source.id,
            "observed_at": source.observed_at.map(wording::iso),
            "last_success": source.last_success.map(wording::iso),
            "records": source.records,
            "together_with": source.together_with,
            "problems": source.problems,
            "report": source.report,
        })).collect::<Vec<_>>(),
        "completeness": health.completeness.iter().map(|part| json!({
            "what": part.what, "have": part.have, "of": part.of,
        })).collect::<Vec<_>>(),
        "diagnostics": health.diagnostics,
    })
}
