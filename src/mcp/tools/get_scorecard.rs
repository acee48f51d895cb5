//! Tells a service's level, what it does not pass, and how to.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, Takes, input, required};
use crate::mcp::names::{Named, Names};
use crate::mcp::rules::{Rules, scored};
use crate::mcp::trouble::Trouble;
use serde_json::{Value, json};

/// The tool.
pub struct GetScorecard;

const ABOUT: About = About {
    name: "get_scorecard",
    title: "Get the scorecard of a service",
    what: "Tells the level of a service, every check that it fails or that could not be decided with the evidence, how to pass it and about how long that takes. The checks before its next level come first, in the portal's order.",
    inputs: &[
        required("service", Takes::Text, "Its name or reference."),
        input("scorecard", Takes::Text, "The id of one scorecard; all that are for it without it."),
        input("with_passed", Takes::Flag, "Whether to list what it passes, too."),
    ],
};

impl Tool for GetScorecard {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let (names, rules) = (desk.names()?, Rules::of(desk)?);
        let named = scored(&names, &rules, asked.needed("service"))?;
        let score = rules.service(&named.reference).unwrap_or(&Value::Null);
        let wanted = asked.text("scorecard");
        let of_it = |card: &&Value| {
            card["id"].as_str().is_some_and(|id| score["scorecards"].get(id).is_some() && wanted.is_none_or(|wanted| wanted == id))
        };
        let cards: Vec<&Value> = rules.cards().iter().filter(of_it).collect();
        if let (true, Some(wanted)) = (cards.is_empty(), wanted) {
            let known: Vec<&str> = score["scorecards"].as_object().into_iter().flatten().map(|(id, _)| id.as_str()).collect();
            return Err(Trouble::Asked(format!("no scorecard “{wanted}” is for it; there are: {}", known.join(", "))));
        }
        let told: Vec<Value> = cards.iter().map(|card| one(desk, &names, &rules, named, card, asked.flag("with_passed"))).collect();
        let says: Vec<String> = told.iter().map(sentence).collect();
        let campaigns: Vec<Value> = rules
            .campaigns(&named.reference)
            .map(|campaign| json!({ "title": campaign["title"], "why": campaign["why"], "ends_on": campaign["ends_on"], "rules": campaign["rules"] }))
            .collect();
        let mut data = json!({ "service": named.name, "ref": named.reference, "scorecards": told });
        if !campaigns.is_empty() {
            data["campaigns"] = campaigns.into();
        }
        let page = named.page.as_deref().unwrap_or_default();
        let answer = Answer::new(format!("{}: {}", named.name, says.join(" ")), data);
        Ok(answer.on_page(&desk.portal, "its scorecard", &format!("{page}scorecard/")).in_data(
            &desk.portal,
            "its records",
            "data/scorecards.json",
        ))
    }
}

fn sentence(card: &Value) -> String {
    let level = card["level"].as_str().map_or_else(|| "no level".to_owned(), str::to_owned);
    let certain = if card["is_certain"] == false { "at least " } else { "" };
    format!(
        "{certain}{level} on {}, {} of {} decided rules passed.",
        card["title"].as_str().unwrap_or_default(),
        card["passed"],
        card["decided"]
    )
}

fn one(desk: &Desk, names: &Names, rules: &Rules, named: &Named, card: &Value, with_passed: bool) -> Value {
    let score = rules.service(&named.reference).unwrap_or(&Value::Null);
    let standing = &score["scorecards"][card["id"].as_str().unwrap_or_default()];
    let next: Vec<&str> = standing["next"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let verdict = |id: &str| score["rules"][id]["verdict"].as_str().unwrap_or_default().to_owned();
    let ids: Vec<&str> = card["rules"].as_array().into_iter().flatten().filter_map(|rule| rule["id"].as_str()).collect();
    let of = |wanted: &str| ids.iter().copied().filter(|id| verdict(id) == wanted && !next.contains(id)).collect::<Vec<_>>();
    let fixes = |ids: &[&str]| ids.iter().map(|id| rules.fix(desk, names, named, id)).collect::<Vec<_>>();
    let mut found = json!({
        "id": card["id"],
        "title": card["title"],
        "level": standing["level"],
        "is_certain": standing["rank"] == standing["possible_rank"],
        "levels": card["levels"],
        "target": card["target"],
        "passed": standing["passed"],
        "decided": standing["decided"],
        "next_level": Rules::next_level(card, standing),
        "before_next_level": fixes(&next),
        "fails_besides": fixes(&of("fail")),
        "undecided": fixes(&of("unknown")),
        "exempt": of("exempt"),
        "not_applicable": of("not_applicable"),
        "by_category": standing["categories"],
    });
    if with_passed {
        found["passes"] = of("pass").into();
    }
    found
}
