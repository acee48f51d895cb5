//! A few services through a year, asked by rules.

use super::*;
use crate::adoption::Adoption;
use crate::catalog::{Catalog, CatalogSettings, PathScope, Service, ServiceFiles, Standing, Team};
use crate::config::Config;
use crate::metrics::{Measurements, ReadError};
use chrono::Duration;
use milepost_model::record::{Coverage, File, Finding, Repository};
use milepost_model::{CoverageState, Diagnostics, Entity, RepoId};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

const RULES: &str = r#"
[organisation]
name = "x"
[[rule]]
id = "owned"
title = "Owned"
why = "so"
pass = 'entity.owner.exists'
category = "Ownership"
[[rule]]
id = "ci"
title = "Checked"
why = "so"
pass = 'ci.exists && has_file("*.lock")'
category = "Delivery"
[[rule]]
id = "secrets"
title = "No secrets"
why = "so"
pass = 'findings.secrets == 0'
[[rule]]
id = "tiered"
title = "Tiered"
why = "so"
pass = 'delivery.deployments > 0'
scope = 'entity.tier == "1"'
[[rule]]
id = "later"
title = "Later"
why = "so"
pass = 'false'
starts_on = 2027-01-01
[[scorecard]]
id = "card"
target = "Silver"
scope = 'entity.type == "service"'
level = [{ name = "Bronze", rules = ["owned"] }, { name = "Silver", rules = ["ci", "later"] }, { name = "Gold", rules = ["secrets", "tiered"] }]
[[campaign]]
id = "checks"
why = "so"
rules = ["ci"]
starts_on = 2026-09-07
ends_on = 2026-12-31
"#;

fn as_of() -> Instant {
    "2026-11-20T06:40:00Z".parse().unwrap()
}

fn weeks_ago(weeks: i64) -> Instant {
    as_of() - Duration::weeks(weeks)
}

/// A service by its name, its tier and the weeks ago at which it was first checked.
#[derive(Debug, Clone)]
struct Given {
    name: String,
    tier: &'static str,
    owner: Option<&'static str>,
    checked: Option<i64>,
    is_exempt: bool,
    secret: Option<i64>,
}

fn given(name: &str) -> Given {
    Given { name: name.to_owned(), tier: "2", owner: Some("core"), checked: Some(10), is_exempt: false, secret: None }
}

struct Past(Vec<RepositoryPast>);

impl PastSource for Past {
    fn buckets(&self) -> usize {
        self.0.len()
    }

    fn read(&self, bucket: usize) -> Result<Vec<RepositoryPast>, ReadError> {
        Ok(vec![self.0[bucket].clone()])
    }

    fn contents(&self, blobs: BTreeSet<&str>) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
        Ok(blobs.into_iter().map(|blob| (blob.to_owned(), b"on: [push]\njobs: {a: {steps: []}}\n".to_vec())).collect())
    }
}

fn scored(services: &[Given], rules: &str) -> Scores {
    let mut catalog = Catalog::default();
    catalog.teams.push(Team {
        reference: EntityRef::new("group", "core"),
        slug: "core".into(),
        name: "Core".into(),
        is_described: true,
        members: vec!["Ada".into()],
        services: vec![],
        parent: None,
        children: vec![],
        standing: Standing::Staffed,
    });
    let mut past = Vec::new();
    for given in services {
        let reference = EntityRef::new("component", &given.name);
        let repo = RepoId::from(format!("gh:{}", given.name));
        let mut entity = Entity::new(reference.clone(), given.name.clone());
        entity.entity_type = Some("service".into());
        entity.tier = Some(given.tier.into());
        entity.owners = given.owner.iter().map(|owner| EntityRef::new("group", owner)).collect();
        if given.is_exempt {
            let exemption = serde_json::json!([{"rule": "ci", "why": "it is going away", "by": "core", "until": "2026-12-31"}]);
            entity.extra.insert("exempt".into(), exemption);
        }
        catalog.entities.insert(reference.clone(), entity);
        let repository =
            Repository { repo: repo.clone(), full_name: given.name.clone(), created_at: Some(weeks_ago(40)), ..Repository::default() };
        catalog.repositories.insert(repo.clone(), repository);
        catalog.services.push(Service {
            reference,
            slug: given.name.clone(),
            repo: Some(repo.clone()),
            folder: String::new(),
            scope: PathScope::default(),
            is_inferred: false,
            how_to_run: vec![],
            files: ServiceFiles::default(),
            pipelines: vec![],
        });
        let file = |path: &str, from: i64| File {
            repo: repo.clone(),
            path: path.into(),
            blob: Some("ci".into()),
            valid_from: weeks_ago(from),
            ..File::default()
        };
        let files = std::iter::once(file("Cargo.lock", 40)).chain(given.checked.map(|from| file(".github/workflows/ci.yml", from)));
        let finding = |opened: i64| Finding {
            repo: repo.clone(),
            tool: "secret-scanning".into(),
            severity: "critical".into(),
            opened_at: weeks_ago(opened),
            ..Finding::default()
        };
        past.push(RepositoryPast {
            repo: repo.clone(),
            files: files.collect(),
            branch_rules: vec![],
            findings: given.secret.map(finding).into_iter().collect(),
        });
    }
    let read = Coverage { of: "finding".into(), state: CoverageState::Complete, from: weeks_ago(30), to: as_of(), ..Coverage::default() };
    let config = Config::load(rules, Path::new("x.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let (measurements, adoption, settings, notes) =
        (Measurements::default(), Adoption::default(), CatalogSettings::default(), Diagnostics::default());
    let ground = Ground {
        as_of: as_of(),
        catalog: &catalog,
        measurements: &measurements,
        adoption: &adoption,
        settings: &settings,
        coverage: &[read],
        duties: &[],
        slos: &[],
        notes: &notes,
    };
    score(&Rubric::of(&config), &ground, &Past(past)).expect("because memory can be read")
}

fn of<'s>(scores: &'s Scores, name: &str) -> &'s ServiceScore {
    &scores.services[&EntityRef::new("component", name)]
}

fn verdicts(score: &ServiceScore) -> Vec<Verdict> {
    score.results.iter().map(|result| result.verdict).collect()
}

#[test]
fn every_verdict_comes_with_what_was_found() {
    use Verdict::{Exempt, Fail, NotApplicable, Pass, Unknown};
    let services = [
        given("good"),
        Given { owner: None, ..given("orphan") },
        Given { checked: None, is_exempt: true, ..given("exempt") },
        Given { tier: "1", secret: Some(3), ..given("leaky") },
    ];
    let scores = scored(&services, RULES);
    for (name, expected, level) in [
        ("good", [Pass, Pass, Pass, NotApplicable, Fail], (3, 3)),
        ("orphan", [Fail, Pass, Pass, NotApplicable, Fail], (0, 0)),
        ("exempt", [Pass, Exempt, Pass, NotApplicable, Fail], (3, 3)),
        ("leaky", [Pass, Pass, Fail, Unknown, Fail], (2, 2)),
    ] {
        let score = of(&scores, name);
        assert_eq!(verdicts(score), expected, "{name}");
        assert_eq!((score.cards[0].reached.level, score.cards[0].reached.possible), level, "{name}");
    }
    let leaky = of(&scores, "leaky");
    assert_eq!(leaky.results[2].evidence, "Open alerts about secrets: 1");
    assert_eq!(leaky.results[3].missing[0].fact, "delivery.deployments");
    assert_eq!(leaky.cards[0].next, [2, 3]);
    assert_eq!((leaky.cards[0].passed, leaky.cards[0].decided), (2, 3));
    assert_eq!(of(&scores, "exempt").results[1].exemption.as_ref().map(|exemption| exemption.by.as_str()), Some("core"));
    assert!(of(&scores, "good").results[1].evidence.contains("*.lock: yes"));
}

#[test]
fn weeks_say_what_was_known_then() {
    let scores = scored(&[Given { secret: Some(3), ..given("a") }], RULES);
    let score = of(&scores, "a");
    let at = |rule: usize, weeks: i64| {
        let place = scores.instants.iter().position(|at| *at > weeks_ago(weeks)).unwrap();
        score.results[rule].history[place]
    };
    assert_eq!(scores.instants.len(), 54);
    for (rule, weeks, expected) in [
        (1, 45, Verdict::Outside),
        (1, 20, Verdict::Fail),
        (1, 9, Verdict::Pass),
        (2, 35, Verdict::Unknown),
        (2, 20, Verdict::Pass),
        (2, 2, Verdict::Fail),
        (3, 20, Verdict::NotApplicable),
    ] {
        assert_eq!(at(rule, weeks), expected, "rule {rule}, {weeks} weeks ago");
    }
    let level = |weeks: i64| score.cards[0].history[scores.instants.iter().position(|at| *at > weeks_ago(weeks)).unwrap()];
    assert_eq!(level(45), None);
    assert_eq!(level(20), Some(Reached { level: 1, possible: 1 }));
    assert_eq!(level(9), Some(Reached { level: 3, possible: 3 }));
    assert_eq!(level(1), Some(Reached { level: 2, possible: 2 }));
    assert!(score.results[1].since.is_some_and(|since| since > weeks_ago(11) && since < weeks_ago(8)));
}

#[test]
fn sums_are_those_of_the_services_and_campaigns_know_who_is_left() {
    let services = [given("a"), Given { checked: None, ..given("b") }, Given { checked: Some(2), ..given("c") }];
    let scores = scored(&services, RULES);
    assert_eq!(scores.rules[1].tally.last(), Some(&Tally { pass: 2, fail: 1, ..Tally::default() }));
    let mix = scores.cards[0].mix.last().unwrap();
    assert_eq!((mix.levels.as_slice(), mix.uncertain, mix.all()), ([0, 1, 0, 2].as_slice(), 0, 3));
    let campaign = &scores.campaigns[0];
    assert_eq!((campaign.done(), campaign.left_now()), (2, 1));
    assert_eq!(campaign.left.first().map(|stand| stand.left), Some(3));
    assert_eq!(campaign.left.last().map(|stand| stand.left), Some(1));
    assert!(matches!(campaign.pace, Pace::On(_)));
}

#[test]
fn points_are_those_of_the_rules_that_pass() {
    let rules = RULES.replace("target = \"Silver\"", "mode = \"points\"").replace("rules = [\"owned\"]", "rules = [\"owned\"], from = 0.5");
    let rules = rules.replace("\"later\"]", "\"later\"], from = 0.9").replace("\"tiered\"]", "\"tiered\"], from = 1");
    let scores = scored(&[given("a"), Given { checked: None, ..given("b") }], &rules);
    let points = |name: &str| (of(&scores, name).cards[0].points, of(&scores, name).cards[0].reached.level);
    assert_eq!(points("a"), (Some((3, 3)), 3));
    assert_eq!(points("b"), (Some((2, 3)), 1));
}

fn any_given() -> impl Strategy<Value = Vec<Given>> {
    let one = (prop::bool::ANY, prop::bool::ANY, prop::option::of(0_i64..60), prop::bool::ANY, prop::option::of(0_i64..60));
    prop::collection::vec(one, 1..6).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(place, (is_first, is_owned, checked, is_exempt, secret))| Given {
                tier: if is_first { "1" } else { "2" },
                owner: is_owned.then_some("core"),
                checked,
                is_exempt,
                secret,
                ..given(&format!("s{place}"))
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_service_changes_nothing_and_order_neither(services in any_given()) {
        let all = scored(&services, RULES);
        let mut turned = services.clone();
        turned.reverse();
        let backwards = scored(&turned, RULES);
        for given in &services {
            let alone = scored(std::slice::from_ref(given), RULES);
            let (one, other, third) = (of(&alone, &given.name), of(&all, &given.name), of(&backwards, &given.name));
            prop_assert_eq!(&one.results, &other.results);
            prop_assert_eq!(&one.cards, &other.cards);
            prop_assert_eq!(&one.results, &third.results);
        }
        let (one, other) = (json::of_all(&all), json::of_all(&backwards));
        prop_assert_eq!(one.to_string(), other.to_string());
        for (place, rule) in all.rules.iter().enumerate() {
            let passed = all.services.values().filter_map(|score| score.result(place)).filter(|result| result.verdict == Verdict::Pass).count();
            prop_assert_eq!(rule.tally.last().map(|tally| tally.pass as usize), Some(passed));
        }
        // At every instant a level is counted for each service that has one, and nothing else.
        for (place, card) in all.cards.iter().enumerate() {
            let standing: Vec<_> = all.services.values().filter_map(|score| score.card(place)).collect();
            for (at, mix) in card.mix.iter().enumerate() {
                let reached = standing.iter().filter_map(|standing| standing.history[at]);
                let (certain, open): (Vec<Reached>, Vec<Reached>) = reached.partition(|reached| reached.is_certain());
                prop_assert_eq!(mix.uncertain as usize, open.len());
                for (level, count) in mix.levels.iter().enumerate() {
                    prop_assert_eq!(*count as usize, certain.iter().filter(|reached| usize::from(reached.level) == level).count());
                }
            }
            prop_assert!(standing.iter().all(|standing| standing.history.last() == Some(&Some(standing.reached))));
        }
        for campaign in &all.campaigns {
            let last = campaign.left.last().expect("because it has begun");
            prop_assert_eq!((last.left, last.asked as usize), (campaign.left_now(), campaign.services.len()));
            prop_assert!(campaign.left.iter().all(|stand| stand.left <= stand.asked));
            for (name, is_done) in &campaign.services {
                let score = &all.services[name];
                let allows = campaign.rules.iter().filter_map(|rule| score.result(*rule)).all(|result| result.verdict.allows_level());
                prop_assert_eq!(*is_done, allows);
            }
        }
    }
}
