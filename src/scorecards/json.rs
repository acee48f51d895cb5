//! Scorecards as JSON and CSV: the same for the command line and for `data/`.

use super::{CampaignScore, CardScore, CardStanding, Pace, RuleResult, RuleScore, Scores, ServiceScore, Tally};
use chrono::SecondsFormat;
use milepost_model::{EntityRef, Instant};
use serde_json::{Map, Value, json};

/// Everything: rules, scorecards, campaigns and services.
pub fn of_all(scores: &Scores) -> Value {
    json!({
        "instants": scores.instants.iter().map(|at| iso(*at)).collect::<Vec<_>>(),
        "rules": scores.rules.iter().map(|rule| of_rule(scores, rule)).collect::<Vec<_>>(),
        "scorecards": scores.cards.iter().map(|card| of_card(scores, card)).collect::<Vec<_>>(),
        "campaigns": scores.campaigns.iter().map(|campaign| of_campaign(scores, campaign)).collect::<Vec<_>>(),
        "services": scores.services.iter().map(|(name, score)| (name.to_string(), of_service(scores, score))).collect::<Map<_, _>>(),
    })
}

/// One service: its levels, and what each rule says with its evidence.
pub fn of_service(scores: &Scores, score: &ServiceScore) -> Value {
    let card = |standing: &CardStanding| (scores.cards[standing.card].card.id.clone(), of_standing(scores, standing));
    let rule = |result: &RuleResult| (scores.rules[result.rule].rule.id.clone(), of_result(result));
    json!({
        "scorecards": score.cards.iter().map(card).collect::<Map<_, _>>(),
        "rules": score.results.iter().map(rule).collect::<Map<_, _>>(),
    })
}

fn of_rule(scores: &Scores, rule: &RuleScore) -> Value {
    let settings = &rule.rule;
    json!({
        "id": settings.id,
        "title": settings.title,
        "why": settings.why,
        "pass": settings.pass,
        "scope": settings.scope,
        "category": settings.category,
        "weight": settings.weight,
        "minutes": settings.minutes,
        "fix": settings.fix,
        "action": settings.action,
        "owner": settings.owner.as_ref().map(ToString::to_string),
        "counts": rule.counts,
        "scorecards": rule.cards.iter().map(|(card, level)| {
            let card = &scores.cards[*card].card;
            json!({ "id": card.id, "level": card.levels[*level].name })
        }).collect::<Vec<_>>(),
        "now": rule.tally.last().map(of_tally),
        "weeks": rule.tally.iter().take(rule.tally.len().saturating_sub(1)).map(of_tally).collect::<Vec<_>>(),
    })
}

fn of_tally(tally: &Tally) -> Value {
    json!({ "pass": tally.pass, "fail": tally.fail, "unknown": tally.unknown, "exempt": tally.exempt, "not_applicable": tally.not_applicable })
}

fn of_card(scores: &Scores, card: &CardScore) -> Value {
    let mix = |mix: &super::Mix| json!({ "levels": mix.levels, "uncertain": mix.uncertain });
    json!({
        "id": card.card.id,
        "title": card.card.title,
        "mode": if card.card.by_points { "points" } else { "levels" },
        "target": card.card.target,
        "levels": card.card.levels.iter().map(|level| &level.name).collect::<Vec<_>>(),
        "rules": card.rules.iter().map(|(rule, level)| json!({ "id": scores.rules[*rule].rule.id, "level": card.card.levels[*level].name })).collect::<Vec<_>>(),
        "now": card.mix.last().map(mix),
        "weeks": card.mix.iter().take(card.mix.len().saturating_sub(1)).map(mix).collect::<Vec<_>>(),
    })
}

fn of_campaign(scores: &Scores, score: &CampaignScore) -> Value {
    let campaign = &score.campaign;
    json!({
        "id": campaign.id,
        "title": campaign.title,
        "why": campaign.why,
        "rules": score.rules.iter().map(|rule| &scores.rules[*rule].rule.id).collect::<Vec<_>>(),
        "starts_on": campaign.starts_on.to_string(),
        "ends_on": campaign.ends_on.to_string(),
        "done": score.done(),
        "left": score.left_now(),
        "services_left": score.services.iter().filter(|(_, is_done)| !is_done).map(|(name, _)| name.to_string()).collect::<Vec<_>>(),
        "weeks": score.left.iter().map(|stand| json!({ "at": iso(stand.at), "left": stand.left, "asked": stand.asked })).collect::<Vec<_>>(),
        "over_on": match score.pace { Pace::On(day) => Some(day.to_string()), _ => None },
    })
}

fn of_standing(scores: &Scores, standing: &CardStanding) -> Value {
    let card = &scores.cards[standing.card];
    json!({
        "level": card.level_name(standing.reached.level),
        "rank": standing.reached.level,
        "possible_rank": standing.reached.possible,
        "passed": standing.passed,
        "decided": standing.decided,
        "points": standing.points.map(|(num, den)| json!({ "num": num, "den": den })),
        "categories": standing.categories.iter().map(|(name, reached)| (name.clone(), json!(card.level_name(reached.level)))).collect::<Map<_, _>>(),
        "next": standing.next.iter().map(|rule| &scores.rules[*rule].rule.id).collect::<Vec<_>>(),
        "weeks": standing.history.iter().take(standing.history.len().saturating_sub(1)).map(|reached| {
            reached.filter(|reached| reached.is_certain()).map(|reached| reached.level)
        }).collect::<Vec<_>>(),
    })
}

fn of_result(result: &RuleResult) -> Value {
    let mut object = json!({ "verdict": result.verdict.word() });
    if !result.evidence.is_empty() {
        object["evidence"] = result.evidence.as_str().into();
    }
    if let Some(since) = result.since {
        object["since"] = iso(since).into();
    }
    if !result.missing.is_empty() {
        object["missing"] = result.missing.iter().map(|one| json!({ "fact": one.fact, "reason": one.reason })).collect();
    }
    if let Some(exemption) = &result.exemption {
        object["exemption"] = json!({ "why": exemption.why, "by": exemption.by, "until": exemption.until.to_string() });
    }
    object
}

/// The columns of the table of every rule of every service.
pub const COLUMNS: [&str; 7] = ["service", "rule", "category", "verdict", "counts", "since", "evidence"];

/// The rows of that table, in the order of services and rules.
pub fn rows<'a>(scores: &'a Scores, services: impl Iterator<Item = (&'a EntityRef, &'a ServiceScore)>) -> Vec<[String; 7]> {
    services.flat_map(|(name, score)| score.results.iter().map(move |result| row(scores, name, result))).collect()
}

fn row(scores: &Scores, name: &EntityRef, result: &RuleResult) -> [String; 7] {
    let rule = &scores.rules[result.rule];
    [
        name.to_string(),
        rule.rule.id.clone(),
        rule.rule.category.clone().unwrap_or_default(),
        result.verdict.word().to_owned(),
        rule.counts.to_string(),
        result.since.map(iso).unwrap_or_default(),
        result.evidence.clone(),
    ]
}

fn iso(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
