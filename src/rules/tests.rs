//! Rules as people write them, and as nobody should.

use super::sample::{known, vocabulary};
use super::{Answer, FactValue, Reading, Rule, RuleProblem};
use milepost_model::Unknown;
use std::collections::BTreeMap;

fn readings() -> Vec<(&'static str, Reading)> {
    let labels: BTreeMap<String, String> = [("team".to_owned(), "core".to_owned())].into();
    vec![
        ("owner", "payments".into()),
        ("tier", 1_i64.into()),
        ("tags", vec!["go".to_owned(), "grpc".to_owned()].into()),
        ("labels", labels.into()),
        ("repository.is_archived", false.into()),
        ("repository.created_at", "2025-11-20T00:00:00Z".parse::<milepost_model::Instant>().unwrap().into()),
        ("delivery.lead_time", Reading::Known(FactValue::Duration(36 * 3600))),
        ("delivery.fail_rate", Reading::Unknown(Unknown::NoIncidentSource)),
    ]
}

fn ask(rule: &str) -> Answer {
    let files = vec![("Dockerfile", "FROM registry.example/base:4\n"), ("docs/runbook.md", "# Runbook\n")];
    let rule = Rule::compile(rule, vocabulary()).unwrap_or_else(|problem| panic!("{rule}: {problem}"));
    rule.ask(&known(&readings(), &files))
}

fn refused(rule: &str) -> RuleProblem {
    match Rule::compile(rule, vocabulary()) {
        Ok(_) => panic!("accepted: {rule}"),
        Err(problem) => problem,
    }
}

#[test]
fn rules_answer_yes_or_no() {
    for (rule, expected) in [
        ("owner == \"payments\"", Answer::Yes),
        ("owner != 'payments'", Answer::No),
        ("tier <= 1 && !repository.is_archived", Answer::Yes),
        ("tier < 1.5", Answer::Yes),
        ("\"grpc\" in tags", Answer::Yes),
        ("tags.exists(t, t.startsWith(\"gr\"))", Answer::Yes),
        ("tags.all(t, size(t) == 2)", Answer::No),
        ("tags.exists(owner, owner == \"go\")", Answer::Yes),
        ("labels.team == \"core\"", Answer::Yes),
        ("labels[\"team\"] == \"core\"", Answer::Yes),
        ("labels.tier == \"1\"", Answer::No),
        ("has(labels.team) && !has(labels.tier)", Answer::Yes),
        ("delivery.lead_time < days(7)", Answer::Yes),
        ("delivery.lead_time < duration(\"24h\")", Answer::No),
        ("repository.created_at < timestamp(\"2026-01-01T00:00:00Z\")", Answer::Yes),
        ("repository.created_at.getFullYear() == 2025", Answer::Yes),
        ("owner.matches(\"^pay\")", Answer::Yes),
        ("matches(owner, \"^ship\")", Answer::No),
        ("owner.lowerAscii() == \"payments\"", Answer::Yes),
        ("has_file(\"Dockerfile\")", Answer::Yes),
        ("has_file(\"**/*.md\") && !has_file(\"*.md\")", Answer::Yes),
        ("file_matches(\"Dockerfile\", \"(?m)^FROM registry\\\\.example/\")", Answer::Yes),
        ("tier == 1 ? owner == \"payments\" : false", Answer::Yes),
    ] {
        assert_eq!(ask(rule), expected, "{rule}");
    }
}

#[test]
fn what_is_not_known_is_unknown_unless_the_rest_decides() {
    for rule in ["delivery.fail_rate < 0.15", "!(delivery.fail_rate < 0.15)", "tier == 1 && delivery.fail_rate < 0.15"] {
        let Answer::Unknown(missing) = ask(rule) else { panic!("{rule}: {:?}", ask(rule)) };
        assert_eq!(missing.len(), 1, "{rule}");
        assert_eq!((missing[0].fact.as_str(), missing[0].reason), ("delivery.fail_rate", Unknown::NoIncidentSource));
    }
    for (rule, expected) in [
        ("delivery.fail_rate < 0.15 || tier == 1", Answer::Yes),
        ("tier == 1 || delivery.fail_rate < 0.15", Answer::Yes),
        ("delivery.fail_rate < 0.15 && tier == 2", Answer::No),
        ("known(delivery.fail_rate)", Answer::No),
        ("has(delivery.fail_rate)", Answer::No),
        ("known(owner)", Answer::Yes),
        ("!known(delivery.fail_rate) || delivery.fail_rate < 0.15", Answer::Yes),
    ] {
        assert_eq!(ask(rule), expected, "{rule}");
    }
}

#[test]
fn files_that_nobody_looked_at_are_unknown() {
    let rule = Rule::compile("has_file(\"justfile\")", vocabulary()).unwrap();
    let Answer::Unknown(missing) = rule.ask(&known(&readings(), &())) else { panic!("not unknown") };
    assert_eq!(missing[0].fact, "justfile");
    assert_eq!(rule.probes().len(), 1);
}

#[test]
fn a_rule_that_makes_no_sense_of_what_is_known_says_so() {
    for (rule, expected) in [
        ("owner", "it gives string and not true or false"),
        ("tier / 0 == 1", "it divides by zero"),
        ("tags + tier == tags", "add"),
        ("tags[7] == \"x\"", "ndex"),
    ] {
        let Answer::Broken(reason) = ask(rule) else { panic!("{rule}: {:?}", ask(rule)) };
        assert!(reason.contains(expected), "{rule}: {reason}");
    }
}

#[test]
fn mistakes_are_refused_when_the_rule_is_loaded_with_the_place_and_what_to_do() {
    for (rule, place, message, help) in [
        ("tier == 1 && ownr == \"x\"", "ownr", "there is no fact `ownr`", "did you mean `owner`?"),
        ("lead_time < days(1)", "lead_time", "there is no fact `lead_time`", "did you mean `delivery.lead_time`?"),
        ("repository == \"x\"", "repository", "there is no fact `repository`", "repository.is_archived, repository.created_at"),
        ("level.rank > 2", "level.rank", "`level.rank` comes from scorecards", "here a rule may ask for what was deployed"),
        ("owner == 3", "==", "`owner` is a text, and is compared with a number", "for example"),
        ("\"1\" == tier", "==", "`tier` is a number, and is compared with a text", "for example"),
        ("owner.first == \"x\"", "owner.first", "`owner` is a text and has nothing named `first`", ""),
        ("lenght(owner) > 3", "lenght", "there is no function `lenght`", "there are "),
        ("start(owner)", "start", "there is no function `start`", ""),
        ("owner.matches(\"(a\")", "matches", "is no pattern", ""),
        ("owner.matches(owner)", "matches", "must be written out", ""),
        ("has_file(owner)", "has_file", "takes texts that are written out", "such as"),
        ("owner == ", "", "this is no expression", "compare with"),
        ("known(ownr)", "ownr", "there is no fact `ownr`", "did you mean `owner`?"),
        ("owner = \"x\"", "=", "this is no expression", "compare with"),
        ("", "", "the rule is empty", "write a condition"),
        ("known(1)", "", "by its name", ""),
    ] {
        let problem = refused(rule);
        assert!(problem.message.contains(message), "{rule}: {}", problem.message);
        assert!(problem.help.clone().unwrap_or_default().contains(help), "{rule}: {:?}", problem.help);
        let caret = rule.get(problem.span.0.min(rule.len())..problem.span.1.min(rule.len())).unwrap_or_default();
        assert!(place.is_empty() || caret == place, "{rule}: caret at `{caret}` in {:?}", problem.span);
    }
}

#[test]
fn hostile_rules_are_refused() {
    let nested_lists = format!("{}1{} == tags", "[".repeat(300), "]".repeat(300));
    let loops = "tags.exists(a, tags.exists(b, tags.exists(c, a == b && b == c)))".to_owned();
    for rule in [
        "1+".repeat(1_000) + "1 == 2",
        "1+".repeat(500) + "1 == 2",
        "!".repeat(3_000) + "true",
        "(".repeat(1_000) + "true" + &")".repeat(1_000),
        nested_lists,
        loops,
        "a".repeat(5_000),
        "owner.matches(\"(((((((((((a{100}){100}){100}){100}){100}){100}){100})))))\")".to_owned(),
        "owner.matches(\"\\\\w{500}{500}\")".to_owned(),
        "\0".to_owned(),
        "owner == \"\u{202e}".to_owned(),
        "tags.map(t, t.map(u, u)".to_owned(),
        "🙂 == owner".to_owned(),
        "type(owner) == string".to_owned(),
        "google.protobuf.Struct{} == owner".to_owned(),
    ] {
        let problem = refused(&rule);
        assert!(!problem.message.is_empty());
        assert!(!problem.excerpt(&rule).is_empty());
    }
}

#[test]
fn a_rule_tells_what_it_reads() {
    let rule = Rule::compile("owner != \"\" && (tier == 1 || labels.team == \"x\") && owner != \"a\"", vocabulary()).unwrap();
    assert_eq!(rule.reads(), [0, 1, 3]);
    let before = known(&readings(), &());
    let mut after = known(&readings(), &());
    assert_eq!(before.fingerprint(rule.reads()), after.fingerprint(rule.reads()));
    after.set(4, true.into());
    assert_eq!(before.fingerprint(rule.reads()), after.fingerprint(rule.reads()), "a fact that it does not read");
    after.set(1, 2_i64.into());
    assert_ne!(before.fingerprint(rule.reads()), after.fingerprint(rule.reads()));
}

#[test]
fn long_values_are_cut_before_they_cost_time() {
    let many = vec!["x".repeat(400); 100_000];
    let facts = [("tags", Reading::from(many)), ("owner", Reading::from("ä".repeat(100_000)))];
    let rule = Rule::compile("tags.map(a, tags.map(b, a + b)).size() <= 200 && size(owner) <= 16384", vocabulary()).unwrap();
    assert_eq!(rule.ask(&known(&facts, &())), Answer::Yes);
}
