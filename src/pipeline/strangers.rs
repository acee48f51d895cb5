//! Services that incidents name and the catalog does not have: such an incident counts for nobody, which somebody should know.

use crate::catalog::Catalog;
use chrono::Duration;
use milepost_model::record::Incident;
use milepost_model::{Diagnostic, Instant};
use std::collections::{BTreeMap, BTreeSet};

/// Older incidents concern services that may have gone since.
const DAYS: i64 = 365;
/// So many names are told.
const NAMES: usize = 10;

/// By source, the names that no service has, of incidents that name no service at all.
pub(super) fn named(catalog: &Catalog, incidents: &[Incident], as_of: Instant) -> Vec<Diagnostic> {
    let known: BTreeSet<String> = catalog
        .services
        .iter()
        .flat_map(|service| [service.reference.name.clone(), service.slug.clone(), service.reference.to_string()])
        .collect();
    let is_stranger = |name: &&String| !known.contains(&name.to_lowercase());
    let is_lost = |incident: &&Incident| !incident.services.is_empty() && incident.services.iter().all(|name| is_stranger(&name));
    let is_recent = |incident: &&Incident| incident.opened_at <= as_of && as_of - incident.opened_at <= Duration::days(DAYS);
    let mut found: BTreeMap<&str, (u64, BTreeMap<&str, u64>)> = BTreeMap::new();
    for incident in incidents.iter().filter(is_recent).filter(is_lost) {
        let (count, names) = found.entry(&incident.provenance.collector).or_default();
        *count += 1;
        for name in &incident.services {
            *names.entry(name).or_default() += 1;
        }
    }
    found.into_iter().map(|(source, (count, names))| told(source, count, &names)).collect()
}

fn told(source: &str, count: u64, names: &BTreeMap<&str, u64>) -> Diagnostic {
    let mut shown: Vec<String> = names.iter().take(NAMES).map(|(name, count)| format!("“{name}” ({count})")).collect();
    if names.len() > NAMES {
        shown.push(format!("and {} more", names.len() - NAMES));
    }
    let (concern, counts) = if count == 1 { ("incident concerns", "counts") } else { ("incidents concern", "count") };
    let message = format!("{count} {concern} services that the catalog does not have, and {counts} for none: {}", shown.join(", "));
    Diagnostic::warning("records/unknown-service", format!("“{source}”: {message}"))
        .help("say under words.services of the source what the catalog calls them; a service is found by its name")
}
