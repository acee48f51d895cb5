//! `data/environments.json` and `data/environments.csv`: what runs where, and how far it is from production.

use super::csv::line;
use crate::portal::{Deployed, Drift, Environments, Gap, ServiceFigures, Tried};
use crate::site::environments::StateView;
use crate::site::rows::service_address;
use crate::site::{Site, wording};
use serde_json::{Value, json};

/// Everything.
pub fn of(site: &Site<'_>) -> Value {
    let known = &site.environments;
    let services = site.facts.iter().filter_map(|facts| {
        let figures = site.portal.figures(facts.service)?;
        let has_any = !figures.deployed.is_empty() || !figures.environments.tried.is_empty();
        has_any.then(|| {
            json!({
                "ref": facts.service.reference.to_string(),
                "page": format!("{}environments/", service_address(&facts.service.slug)),
                "deployed": deployed(figures),
                "known": known_of(&figures.environments),
            })
        })
    });
    json!({
        "$schema": "schema/environments.json",
        "schema": "milepost/environments/1",
        "as_of": wording::iso(site.portal.as_of),
        "example": site.portal.is_example,
        "environments": known.lasting.iter().map(|one| json!({
            "name": one.name,
            "tier": one.tier,
            "services": one.here.len(),
            "page": known.address(one.name),
        })).collect::<Vec<_>>(),
        "services": services.collect::<Vec<_>>(),
        "without": known.without.iter().flat_map(|(why, services)| {
            services.iter().map(|service| json!({ "ref": site.facts[*service].service.reference.to_string(), "why": why.word() }))
        }).collect::<Vec<_>>(),
    })
}

/// What runs in each environment of a service.
pub fn deployed(figures: &ServiceFigures) -> Vec<Value> {
    let compared_with = figures.environments.compared_with.as_deref();
    figures.deployed.iter().map(|deployed| one(deployed, compared_with)).collect()
}

fn one(deployed: &Deployed, compared_with: Option<&str>) -> Value {
    json!({
        "id": deployed.id,
        "environment": deployed.environment,
        "tier": deployed.tier,
        "family": deployed.family,
        "version": deployed.version,
        "sha": deployed.sha,
        "since": wording::iso(deployed.since),
        "first": wording::iso(deployed.first),
        "drift": drift(&deployed.drift, StateView::of(deployed, compared_with).word),
        "newest_attempt": deployed.newest_attempt.map(|(outcome, at)| json!({ "outcome": outcome, "at": wording::iso(at) })),
        "change_merged_at": deployed.merged.map(wording::iso),
    })
}

/// What is known beside what runs.
pub fn known_of(known: &Environments) -> Value {
    let tried =
        |one: &Tried| json!({ "environment": one.environment, "tier": one.tier, "outcome": one.outcome, "at": wording::iso(one.at) });
    json!({
        "read": known.read.map(|(from, to)| json!({ "from": wording::iso(from), "to": wording::iso(to) })),
        "compared_with": known.compared_with,
        "unreleased": known.unreleased.as_ref().map(|unreleased| json!({
            "branch": unreleased.branch,
            "drift": drift(&unreleased.drift, StateView::of_drift(&unreleased.drift).word),
        })),
        "tried": known.tried.iter().map(tried).collect::<Vec<_>>(),
        "more": known.more,
    })
}

fn drift(drift: &Drift, word: &str) -> Value {
    let shas = |gap: &Gap| gap.newest.iter().filter_map(|commit| commit.sha.hex()).collect::<Vec<_>>();
    let side = |gap: &Gap| json!({ "count": gap.count, "newest": shas(gap) });
    match drift {
        Drift::Same => json!({ "state": word, "ahead": null, "behind": null, "unknown": null }),
        Drift::Apart { ahead, behind } => json!({ "state": word, "ahead": side(ahead), "behind": side(behind), "unknown": null }),
        Drift::Unknown(reason) => json!({ "state": word, "ahead": null, "behind": null, "unknown": reason.word() }),
    }
}

/// A line for each service in each environment.
pub fn lines(site: &Site<'_>) -> String {
    let mut out = String::new();
    line(
        &mut out,
        &[
            "service",
            "environment",
            "tier",
            "comes_and_goes",
            "version",
            "sha",
            "since",
            "first",
            "state",
            "commits_ahead",
            "commits_behind",
            "unknown_because",
            "newest_attempt",
        ],
    );
    for facts in &site.facts {
        let Some(figures) = site.portal.figures(facts.service) else { continue };
        for deployed in &figures.deployed {
            let state = StateView::of(deployed, figures.environments.compared_with.as_deref()).word;
            let (ahead, behind, reason) = match &deployed.drift {
                // Where nothing differs, nothing is ahead: that is known.
                Drift::Same => ("0".to_owned(), "0".to_owned(), ""),
                Drift::Apart { ahead, behind } => (ahead.count.to_string(), behind.count.to_string(), ""),
                Drift::Unknown(reason) => (String::new(), String::new(), reason.word()),
            };
            let cells = [
                facts.service.reference.to_string(),
                deployed.environment.clone(),
                deployed.tier.clone(),
                deployed.family.unwrap_or_default().to_owned(),
                deployed.version.clone().unwrap_or_default(),
                deployed.sha.clone(),
                wording::iso(deployed.since),
                wording::iso(deployed.first),
                state.to_owned(),
                ahead,
                behind,
                reason.to_owned(),
                deployed.newest_attempt.map(|(outcome, _)| outcome.word().to_owned()).unwrap_or_default(),
            ];
            line(&mut out, &cells);
        }
    }
    out
}
