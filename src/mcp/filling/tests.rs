//! Sentences against forms that are made up here.

use super::*;
use crate::mcp::forms::forms;
use crate::mcp::names::Names;
use std::sync::Arc;

fn names() -> Names {
    let service = |name: &str| json!({ "ref": format!("component:default/{name}"), "name": name, "page": format!("catalog/{name}/") });
    let services = ["payments-hub", "checkout-api", "carrier-sync", "carrier-rates"].map(service);
    Names::listed(Arc::new(json!({
        "services": services,
        "teams": [{ "ref": "group:default/checkout", "name": "Checkout", "page": "teams/checkout/" }],
        "entities": [],
    })))
}

fn input(name: &str, kind: &str, more: &Value) -> Value {
    let mut found = json!({ "name": name, "type": kind, "label": name, "options": [], "required": true, "default": null, "format": null, "fixed": false, "reference": false });
    for (key, value) in more.as_object().expect("because tests give objects") {
        found[key] = value.clone();
    }
    found
}

fn actions() -> Value {
    let service = || input("service", "string", &json!({ "format": "service" }));
    let environment = || input("environment", "environment", &json!({ "format": "environment" }));
    let engines = json!([{ "value": "postgresql", "says": null }, { "value": "redis", "says": null }]);
    let action = |id: &str, title: &str, inputs: Value| json!({ "id": id, "slug": id, "title": title, "description": "", "inputs": inputs, "page": format!("actions/{id}/"), "means": "workflow", "workflow": format!(".github/workflows/{id}.yml"), "remote": "o/platform", "ref": "main" });
    json!({
        "environments": ["production", "staging"],
        "actions": [
            action("database", "Provision a database", json!([
                service(), environment(),
                input("engine", "choice", &json!({ "options": engines, "default": "postgresql" })),
                input("size", "number", &json!({ "unit": "GB", "min": 5, "max": 500, "default": "20" })),
                input("backups", "boolean", &json!({ "default": "true" })),
                input("by", "string", &json!({ "fixed": true, "default": "form" })),
            ])),
            action("rollback", "Roll back a service", json!([
                service(), environment(),
                input("release", "string", &json!({ "format": "release", "default": "previous" })),
                input("reason", "string", &json!({ "min": 5, "max": 200 })),
            ])),
            action("create", "Create a service", json!([
                input("name", "string", &json!({ "label": "Name", "pattern": "[a-z][a-z-]*" })),
                input("team", "string", &json!({ "format": "team", "reference": true })),
            ])),
        ],
    })
}

fn with<T>(text: &str, action: &str, given: &[(&str, &str)], look: impl FnOnce(&Filled, &Form<'_>) -> T) -> T {
    let (names, actions) = (names(), actions());
    let synonyms = Synonyms::of(&[
        vec!["db".to_owned(), "database".to_owned()],
        vec!["prod".to_owned(), "production".to_owned()],
        vec!["postgres".to_owned(), "postgresql".to_owned()],
    ]);
    let ground = Ground::new(&names, &actions, &synonyms);
    let all = forms(&actions);
    let best = all.iter().max_by(|a, b| fits(&ground, **a, text).total_cmp(&fits(&ground, **b, text))).expect("because there are some");
    assert_eq!(best.text("id"), action, "{text}");
    look(&fill(&ground, *best, text, given.iter().copied()), best)
}

#[test]
fn a_sentence_fills_what_its_words_justify_and_nothing_else() {
    let words = |filled: &Filled| -> Vec<(String, String, String)> {
        let said = filled.values.iter().filter_map(|(name, value, from)| match from {
            From::Words(words, _) => Some((name.clone(), value.clone(), words.clone())),
            _ => None,
        });
        said.collect()
    };
    let own = |list: &[(&str, &str, &str)]| -> Vec<(String, String, String)> {
        list.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect()
    };
    for (text, action, expected) in [
        (
            "a staging database for payments",
            "database",
            own(&[("service", "payments-hub", "payments"), ("environment", "staging", "staging")]),
        ),
        (
            "Postgres db with 50 GB for checkout-api in prod, no backups",
            "database",
            own(&[
                ("service", "checkout-api", "checkout-api"),
                ("environment", "production", "prod"),
                ("engine", "postgresql", "Postgres"),
                ("size", "50", "50 GB"),
                ("backups", "false", "no backups"),
            ]),
        ),
        (
            "roll back checkout-api in production to v1.2 because \"prices are wrong\"",
            "rollback",
            own(&[
                ("service", "checkout-api", "checkout-api"),
                ("environment", "production", "production"),
                ("release", "v1.2", "v1.2"),
                ("reason", "prices are wrong", "prices are wrong"),
            ]),
        ),
        (
            "create a service called new-thing for Checkout",
            "create",
            own(&[("name", "new-thing", "new-thing"), ("team", "group:default/checkout", "Checkout")]),
        ),
        ("a database", "database", own(&[])),
        ("a database of 9000 GB", "database", own(&[])),
    ] {
        assert_eq!(with(text, action, &[], |filled, _| words(filled)), expected, "{text}");
    }
}

#[test]
fn what_several_things_could_be_is_asked_and_not_guessed() {
    with("a database for carrier", "database", &[], |filled, _| {
        assert_eq!(filled.unclear["service"], ["carrier-rates", "carrier-sync"]);
        assert!(filled.values.iter().all(|(name, ..)| name != "service"));
    });
}

#[test]
fn words_that_were_taken_for_nothing_are_told() {
    with("a staging database for payments with sharding", "database", &[], |filled, _| assert_eq!(filled.unused, ["sharding"]));
}

#[test]
fn given_values_count_before_words_and_are_checked() {
    let given =
        [("environment", "production"), ("engine", "oracle"), ("size", "2"), ("by", "me"), ("colour", "red"), ("service", "nobody")];
    with("a staging database for payments", "database", &given, |filled, _| {
        let value = |name: &str| filled.values.iter().find(|(own, ..)| own == name).map(|(_, value, from)| (value.as_str(), from.clone()));
        assert_eq!(value("environment"), Some(("production", From::Given)));
        assert_eq!(value("by"), Some(("form", From::Fixed)));
        let refused: Vec<&str> = filled.refused.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(refused, ["engine", "size", "by", "colour", "service"]);
    });
}

#[test]
fn the_line_for_a_terminal_quotes_what_shells_would_run() {
    with("roll back checkout-api", "rollback", &[("reason", "$(rm -rf ~); `id` it's")], |filled, form| {
        let line = command(*form, filled).expect("because it is a workflow");
        assert!(line.starts_with("gh workflow run rollback.yml \\\n  -R o/platform --ref main"), "{line}");
        assert!(line.contains("-f reason='$(rm -rf ~); `id` it'\\''s'"), "{line}");
        assert!(line.contains("-f environment='<environment>'"), "{line}");
        assert_eq!(address(*form, filled), "actions/rollback/?service=checkout-api&reason=%24%28rm+-rf+%7E%29%3B+%60id%60+it%27s");
    });
}
