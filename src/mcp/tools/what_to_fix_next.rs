//! Tells what a service or a team had best do next.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input};
use crate::mcp::names::{Named, Names, Sort};
use crate::mcp::rules::{Rules, scored};
use crate::mcp::trouble::Trouble;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The tool.
pub struct WhatToFixNext;

const ABOUT: About = About {
    name: "what_to_fix_next",
    title: "What to fix next",
    what: "For a service: the checks between it and its next level, in the portal's order, with how and about how long. For a team: the same for each of its services, and first the checks that hold back most of them. The person decides; nothing is changed here.",
    inputs: &[
        input("service", Takes::Text, "A service, by name or reference."),
        input("team", Takes::Text, "A team, by name or reference."),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for WhatToFixNext {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let (names, rules) = (desk.names()?, Rules::of(desk)?);
        match (asked.text("service"), asked.text("team")) {
            (Some(service), None) => of_service(desk, &names, &rules, scored(&names, &rules, service)?, asked),
            (None, Some(team)) => of_team(desk, &names, &rules, names.one(Sort::Team, team)?, asked),
            _ => Err(Trouble::Asked("say a service or a team, and only one of them".to_owned())),
        }
    }
}

/// What is next for a service on each of its scorecards: the level, and the rules.
fn next_of<'r>(rules: &'r Rules, service: &Named) -> Vec<(&'r Value, Value, Vec<&'r str>)> {
    let Some(score) = rules.service(&service.reference) else { return Vec::new() };
    let cards = rules.cards().iter().filter_map(|card| {
        let standing = score["scorecards"].get(card["id"].as_str()?)?;
        let next = standing["next"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        Some((card, Rules::next_level(card, standing), next))
    });
    cards.collect()
}

fn of_service(desk: &Desk, names: &Names, rules: &Rules, service: &Named, asked: &Asked) -> Result<Answer, Trouble> {
    let mut steps = Vec::new();
    let mut says = Vec::new();
    for (card, level, next) in next_of(rules, service) {
        let title = card["title"].as_str().unwrap_or_default();
        match (level.as_str(), next.len()) {
            (None, _) => says.push(format!("it has the highest level on {title}.")),
            (Some(level), 0) => says.push(format!("what keeps it from {level} on {title} could not be decided.")),
            (Some(level), 1) => says.push(format!("one check before {level} on {title}.")),
            (Some(level), many) => says.push(format!("{many} checks before {level} on {title}.")),
        }
        for id in next {
            let mut step = rules.fix(desk, names, service, id);
            step["scorecard"] = card["id"].clone();
            step["reaches"] = level.clone();
            steps.push(step);
        }
    }
    let campaigns: Vec<Value> = rules
        .campaigns(&service.reference)
        .map(|one| json!({ "title": one["title"], "ends_on": one["ends_on"], "rules": one["rules"] }))
        .collect();
    let minutes: u64 = steps.iter().filter_map(|step| step["minutes"].as_u64()).sum();
    let (page, next) = asked.page(steps)?;
    let mut data = json!({ "service": service.name, "ref": service.reference, "minutes_together": minutes, "steps": page });
    if minutes == 0 {
        data["minutes_together"] = json!({ "unknown": "nobody estimated any of them" });
    }
    if !campaigns.is_empty() {
        data["campaigns"] = campaigns.into();
    }
    let address = format!("{}scorecard/", service.page.as_deref().unwrap_or_default());
    let answer = Answer::new(format!("{}: {}", service.name, says.join(" ")), data).then(next);
    Ok(answer.on_page(&desk.portal, "its scorecard", &address).in_data(&desk.portal, "its records", "data/scorecards.json"))
}

fn of_team(desk: &Desk, names: &Names, rules: &Rules, team: &Named, asked: &Asked) -> Result<Answer, Trouble> {
    let own = names.entry(team)["services"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let services: Vec<&Named> = own.filter_map(|reference| names.by_reference(reference)).collect();
    let mut held: BTreeMap<&str, Vec<&Named>> = BTreeMap::new();
    let mut of_each = Vec::new();
    for service in &services {
        let next = next_of(rules, service);
        let ids: Vec<&str> = next.iter().flat_map(|(_, _, ids)| ids.iter().copied()).collect();
        let judged = rules.service(&service.reference).is_some();
        let note = if judged { Value::from(ids.clone()) } else { json!({ "unknown": "no scorecard judges it" }) };
        of_each.push(json!({ "service": service.name, "ref": service.reference, "next": note }));
        for id in ids {
            let services = held.entry(id).or_default();
            if !services.iter().any(|one| one.reference == service.reference) {
                services.push(service);
            }
        }
    }
    let minutes = |id: &str| rules.rule(id)["minutes"].as_u64().unwrap_or(u64::MAX);
    let mut order: Vec<(&str, Vec<&Named>)> = held.into_iter().collect();
    order.sort_by_key(|(id, services)| (std::cmp::Reverse(services.len()), minutes(id), *id));
    let count = order.len();
    let steps = order.into_iter().map(|(id, services)| {
        let mut step = rules.fix(desk, names, services[0], id);
        if let Some(step) = step.as_object_mut() {
            // These are of one service, and the step is of several.
            for key in ["evidence", "since", "verdict", "action"] {
                step.shift_remove(key);
            }
        }
        let evidence = |one: &Named| rules.service(&one.reference).map(|score| score["rules"][id]["evidence"].clone());
        step["services"] =
            services.iter().map(|one| json!({ "name": one.name, "ref": one.reference, "evidence": evidence(one) })).collect();
        step
    });
    let (page, next) = asked.page(steps.collect())?;
    let says = format!(
        "{} has {} and {count} different checks before their next levels. The order: what holds back most services first, then what takes least.",
        team.name,
        if services.len() == 1 { "1 service".to_owned() } else { format!("{} services", services.len()) }
    );
    let answer = Answer::new(says, json!({ "team": team.name, "ref": team.reference, "steps": page, "services": of_each })).then(next);
    let address = team.page.as_deref().unwrap_or("scorecards/");
    Ok(answer.on_page(&desk.portal, "the team", address).in_data(&desk.portal, "its records", "data/scorecards.json"))
}
