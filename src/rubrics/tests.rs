//! Rubrics of other portals, as tables: what is taken over, and what is left and why.

use super::{Rubric, read, toml};
use crate::config::Config;
use milepost_model::Place;
use proptest::prelude::*;
use std::path::Path;

fn place(path: &str) -> Place {
    Place::file(path)
}

fn only(text: &str, path: &str) -> Rubric {
    let mut all = read(text, &place(path)).expect("because the test wrote a file that can be read");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// The rules as pairs of level and question, and the titles of what was left.
fn told(rubric: &Rubric) -> (Vec<(&str, &str)>, Vec<&str>) {
    let rules = rubric.rules.iter().map(|rule| (rubric.levels[rule.level].as_str(), rule.pass.as_str())).collect();
    (rules, rubric.left.iter().map(|left| left.title.as_str()).collect())
}

/// What was written is a configuration.
fn loads(rubric: &Rubric) {
    let text = format!("[organisation]\nname = \"T\"\n\n{}", toml(rubric));
    if let Err(problems) = Config::load(&text, Path::new("metrics-config.toml")) {
        panic!("{:?}\n{text}", problems.iter().map(|problem| &problem.message).collect::<Vec<_>>());
    }
}

const PORT: &str = r#"[{"identifier": "Ownership_1", "title": "Ownership", "blueprint": "service",
 "filter": {"combinator": "and", "conditions": [{"property": "is_production", "operator": "=", "value": true}]},
 "levels": [{"title": "Basic"}, {"title": "Bronze"}, {"title": "Silver"}, {"title": "Gold"}],
 "rules": [
  {"identifier": "team", "title": "Has a team", "level": "Silver", "query": {"combinator": "and", "conditions": [{"relation": "team", "operator": "isNotEmpty"}]}},
  {"identifier": "tier", "title": "Says its tier", "level": "Bronze", "description": "So that we know.",
   "query": {"combinator": "or", "conditions": [{"property": "tier", "operator": "=", "value": "1"}, {"property": "$title", "operator": "beginsWith", "value": "core-"}]}},
  {"identifier": "lang", "title": "A language that we know", "level": "Gold", "query": {"combinator": "and", "conditions": [{"property": "language", "operator": "containsAny", "value": ["Go", "Rust"]}]}},
  {"identifier": "oncall", "title": "On call and few incidents", "level": "Gold", "query": {"combinator": "and", "conditions": [{"property": "on_call", "operator": "isNotEmpty"}, {"property": "open_incidents", "operator": "<", "value": 5}]}}]}]"#;

#[test]
fn conditions_of_port_become_rules_where_we_know_the_property() {
    let rubric = only(PORT, "scorecards.json");
    assert_eq!((rubric.id.as_str(), rubric.levels.join(" ")), ("ownership-1", "Bronze Silver Gold".to_owned()));
    let (rules, left) = told(&rubric);
    assert_eq!(
        rules,
        [
            ("Silver", "entity.owner.exists"),
            ("Bronze", "(entity.tier == \"1\") || (entity.name.startsWith(\"core-\"))"),
            ("Gold", "repository.language.contains(\"Go\") || repository.language.contains(\"Rust\")"),
        ]
    );
    assert_eq!(left, ["The filter of the scorecard", "On call and few incidents"]);
    assert_eq!(rubric.left[1].why, "there is no fact for the property “open_incidents”");
    loads(&rubric);
}

const CORTEX: &str = r#"
tag: health
name: Health
description: What we ask.
filter: {kind: GENERIC, query: 'hasGroup("pilot")'}
ladder: {levels: [{name: Gold, rank: 3}, {name: Bronze, rank: 1}, {name: Silver, rank: 2}]}
rules:
- {title: Has a repository, expression: git != null, level: Bronze, weight: 2, failureMessage: Add one.}
- {title: Deployed this month, expression: 'deploys(lookback=duration("P30D")).length > 0', level: Silver}
- {title: Described and owned, expression: entity.description().length > 0 and ownership.teams().length >= 1, level: Silver}
- {title: README or docs, expression: 'git.fileExists("README.md") or (git.fileExists("docs/index.md") and not git.fileExists("x"))', level: Bronze}
- {title: Approvals, expression: git.numOfRequiredApprovals() >= 2, level: Gold}
- {title: Custom, expression: 'custom("key") != null', level: Gold}
- {title: Verified, expression: 'verifications().lastVerifiedAt() != null and verifications().lastVerifiedAt().fromNow() > duration("P-90D")', level: Gold}
"#;

#[test]
fn expressions_of_cortex_translate_where_they_ask_what_we_know() {
    let rubric = only(CORTEX, "health.yaml");
    assert_eq!((rubric.levels.join(" "), rubric.scope.as_deref()), ("Bronze Silver Gold".to_owned(), Some("\"pilot\" in entity.tags")));
    let (rules, left) = told(&rubric);
    assert_eq!(
        rules,
        [
            ("Bronze", "repository.name != \"\""),
            ("Silver", "now - delivery.deployed_at < days(30)"),
            ("Silver", "(entity.description != \"\") && (entity.owner.exists)"),
            ("Bronze", "(has_file(\"README.md\")) || ((has_file(\"docs/index.md\")) && (!(has_file(\"x\"))))"),
            ("Gold", "repository.required_reviews >= 2"),
        ]
    );
    assert_eq!(left, ["Custom", "Verified"]);
    assert_eq!(rubric.left[0].why, "there is no fact for “custom”");
    assert_eq!((rubric.rules[0].weight, rubric.rules[0].fix.as_deref()), (2, Some("Add one.")));
    loads(&rubric);
}

const OPSLEVEL: &str = r#"
resource "opslevel_rubric_category" "security" { name = "Security" }
resource "opslevel_rubric_level" "gold" {
  name  = "Gold"
  index = 2
}
resource "opslevel_rubric_level" "bronze" {
  name  = "Bronze"
  index = 1
}
resource "opslevel_check_service_ownership" "owned" {
  name = "Has an owner"
  enabled = true
  category = opslevel_rubric_category.security.id
  level = opslevel_rubric_level.bronze.id
  notes = "Add it to opslevel.yml"
}
resource "opslevel_check_repository_file" "dockerfile" {
  name = "Has a Dockerfile"
  level = opslevel_rubric_level.gold.id
  directory_search = false
  filepaths = ["Dockerfile", "docker/Dockerfile"]
}
resource "opslevel_check_service_property" "lifecycle" {
  name = "Is in production"
  level = opslevel_rubric_level.gold.id
  property = "lifecycle_index"
  predicate {
    type = "equals"
    value = "production"
  }
}
resource "opslevel_check_manual" "drill" {
  name = "Fire drill"
  level = opslevel_rubric_level.gold.id
}
resource "opslevel_check_has_recent_deploy" "off" {
  name = "Deploys"
  enabled = false
  days = "30"
}
"#;

#[test]
fn checks_of_opslevel_become_rules_by_their_type() {
    let rubric = only(OPSLEVEL, "checks.tf");
    let (rules, left) = told(&rubric);
    assert_eq!(rubric.levels, ["Bronze", "Gold"]);
    assert_eq!(
        rules,
        [
            ("Bronze", "entity.owner.exists"),
            ("Gold", "has_file(\"Dockerfile\") || has_file(\"docker/Dockerfile\")"),
            ("Gold", "entity.lifecycle == \"production\""),
        ]
    );
    assert_eq!(left, ["Fire drill", "Deploys"]);
    assert_eq!((rubric.rules[0].category.as_deref(), rubric.rules[0].fix.as_deref()), (Some("Security"), Some("Add it to opslevel.yml")));
    loads(&rubric);
}

#[test]
fn a_file_without_a_scorecard_has_none_and_broken_yaml_is_an_error() {
    assert_eq!(read("apiVersion: v1\nkind: Pod\n", &place("a.yaml")).map(|all| all.len()), Ok(0));
    assert_eq!(read("variable \"a\" {}\n", &place("a.tf")).map(|all| all.len()), Ok(0));
    assert!(read("a: [", &place("a.yaml")).is_err());
}

#[test]
fn two_rules_of_one_name_have_two_ids_and_text_ends_no_comment() {
    let text = "tag: t\nrules:\n- {title: Same, expression: git != null, level: A}\n- {title: Same, expression: oncall != null, level: A}\n- {title: \"x\\n[[rule]]\", expression: nothing, level: A}\n";
    let rubric = only(text, "t.yaml");
    assert_eq!(rubric.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["same", "same-2"]);
    assert!(toml(&rubric).lines().all(|line| line != "[[rule]]\"" && !line.starts_with("[[rule]] ")));
    loads(&rubric);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_asked_what_is_taken_over_is_a_configuration(expression in "[a-z(). !=\"&|andor0-9]{0,60}", title in ".{0,30}", level in ".{1,12}") {
        let card = serde_json::json!({"tag": "t", "rules": [{"title": title, "expression": expression, "level": level}]}).to_string();
        for rubric in read(&card, &place("t.json")).unwrap_or_default() {
            prop_assert_eq!(rubric.rules.len() + rubric.left.len(), 1);
            loads(&rubric);
        }
        let _ = read(&expression, &place("t.tf"));
    }
}
