//! `data/entities/<kind>/<namespace>/<name>.json`: one entity with everything that is known of it, where it has a page.

use super::{catalog, contacts, delivery, environments};
use crate::portal::delivery::json;
use crate::portal::{Activity, Portal, ServiceFigures};
use crate::site::{Site, links, wording};
use milepost_model::{Entity, EntityRef, Measurement};
use serde_json::{Value, json};

/// The address of the file.
pub fn path(reference: &EntityRef) -> String {
    let [kind, namespace, name] = [&*reference.kind, &reference.namespace, &reference.name].map(links::path_segment);
    format!("data/entities/{kind}/{namespace}/{name}.json")
}

/// The file's content.
pub fn of(site: &Site<'_>, entity: &Entity) -> Value {
    let facts = site.facts_of(&entity.reference);
    json!({
        "$schema": "../../../schema/entity.json",
        "schema": "milepost/entity/1",
        "entity": entity,
        "service": facts.map(catalog::service),
        "delivery": facts.and_then(|facts| site.portal.delivery(facts.service)).map(delivery::of_service),
        "rollup": rollup_of(site, &entity.reference),
        "contacts": contacts::of(site, entity),
        "guardrails": site.portal.scores.told.get(&entity.reference).map(|told| {
            told.iter().map(|(name, value)| (name.clone(), value.to_json())).collect::<serde_json::Map<_, _>>()
        }),
        "figures": facts.and_then(|facts| site.portal.figures(facts.service)).map(|figures| figures_of(site.portal, figures)),
    })
}

/// The distribution over the services of a team, a system or a domain.
fn rollup_of(site: &Site<'_>, reference: &EntityRef) -> Option<Value> {
    let delivery = &site.portal.measurements.delivery;
    let rollup = [&delivery.teams, &delivery.systems, &delivery.domains].into_iter().find_map(|all| all.get(reference))?;
    Some(json::sorted(json::of_rollup(rollup, delivery, json::Breadth::Whole)))
}

fn figures_of(portal: &Portal, figures: &ServiceFigures) -> Value {
    json!({
        "weeks": portal.measurements.weeks.iter().map(|week| week.from.format("%Y-%m-%d").to_string()).collect::<Vec<_>>(),
        "changes": series(&figures.activity, |activity| &activity.changes),
        "deployments": series(&figures.activity, |activity| &activity.deployments),
        "deployed": environments::deployed(figures),
        "environments": environments::known_of(&figures.environments),
        "releases": figures.releases.iter().map(|release| json!({
            "tag": release.tag,
            "sha": release.sha,
            "published_at": wording::iso(release.published_at),
            "prerelease": release.is_prerelease.unwrap_or_default(),
        })).collect::<Vec<_>>(),
    })
}

/// Counts per week, or the reason why there are none.
fn series(activity: &Activity, pick: impl Fn(&Activity) -> &Measurement<Vec<u32>>) -> Value {
    match pick(activity) {
        Measurement::Known { value, .. } => json!(value),
        Measurement::Unknown(reason) => json!({ "unknown": reason, "words": reason.words() }),
    }
}
