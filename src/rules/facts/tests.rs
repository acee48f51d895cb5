//! Every fact where it is known and where it is not.

use super::*;
use crate::rules::{Answer, EntityPart, Facts, Rule};
use milepost_model::record::Repository;
use milepost_model::{Entity, EntityRef, Instant, Relation, Unknown};

fn now() -> Instant {
    "2026-11-20T06:40:00Z".parse().unwrap()
}

fn entity() -> Entity {
    let mut entity = Entity::new(EntityRef::new("component", "carrier-sync"), "carrier-sync");
    entity.entity_type = Some("service".into());
    entity.tier = Some("1".into());
    entity.owners = vec![EntityRef::new("group", "tracking")];
    entity.relations = vec![Relation::new(RelationKind::DependsOn, EntityRef::new("resource", "ledger"))];
    entity
}

fn part(entity: &Entity) -> EntityPart<'_> {
    EntityPart {
        entity,
        owner_exists: Ok(true),
        owner_members: Ok(4),
        on_call: Err(Unknown::NotConfigured),
        is_inferred: false,
        problems: Ok(0),
    }
}

#[test]
fn every_fact_has_a_name_of_its_own_a_sentence_and_an_example_that_asks_it() {
    let mut names = BTreeSet::new();
    for (place, fact) in FACTS.iter().enumerate() {
        let about = fact.about();
        assert!(names.insert(about.name), "{} comes twice", about.name);
        assert!(about.doc.ends_with('.'), "{}", about.name);
        let rule = Rule::compile(about.example, Vocabulary::new(FACTS, Tier::Actor));
        let rule = rule.unwrap_or_else(|problem| panic!("{}: {problem}\n{}", about.name, problem.excerpt(about.example)));
        assert!(rule.reads().contains(&place), "the example of {} does not ask it", about.name);
    }
}

#[test]
fn what_was_not_read_is_unknown_and_never_empty() {
    let entity = entity();
    let subject = Subject::new(part(&entity), now());
    for fact in FACTS {
        let is_unknown = matches!(fact.read(&subject), Reading::Unknown(_));
        assert_eq!(is_unknown, fact.about().tier > Tier::Entity || fact.about().name == "entity.on_call", "{}", fact.about().name);
    }
}

#[test]
fn a_known_fact_has_the_kind_that_it_says() {
    let entity = entity();
    let repository = Repository {
        full_name: "lumenfreight/carrier-sync".into(),
        visibility: Some(milepost_model::record::repository::Visibility::Private),
        default_branch: Some("main".into()),
        created_at: Some(now()),
        pushed_at: Some(now()),
        languages: [("Go".to_owned(), 7), ("Rust".to_owned(), 90)].into(),
        ..Repository::default()
    };
    let subject = Subject {
        entity: EntityPart { on_call: Ok(true), ..part(&entity) },
        repository: Ok(RepositoryPart { repository: &repository, branch_rules: Ok(&[]), findings: Ok(&[]) }),
        ..Subject::new(part(&entity), now())
    };
    for fact in FACTS.iter().filter(|fact| fact.about().tier <= Tier::Repository) {
        let Reading::Known(value) = fact.read(&subject) else { panic!("{} is unknown", fact.about().name) };
        let kind = match value {
            FactValue::Bool(_) => FactKind::Bool,
            FactValue::Int(_) => FactKind::Int,
            FactValue::Number(_) => FactKind::Number,
            FactValue::Text(_) => FactKind::Text,
            FactValue::Texts(_) => FactKind::Texts,
            FactValue::Named(_) => FactKind::Named,
            FactValue::Time(_) => FactKind::Time,
            FactValue::Duration(_) => FactKind::Duration,
        };
        assert_eq!(kind, fact.about().kind, "{}", fact.about().name);
    }
    let facts = Facts::of(Vocabulary::PATHS, &subject, &());
    for (rule, expected) in [
        ("repository.language == \"Rust\" && repository.languages[1] == \"Go\"", Answer::Yes),
        ("entity.ref == \"component:default/carrier-sync\" && entity.owner.name == \"tracking\"", Answer::Yes),
        ("entity.depends_on == [\"resource:default/ledger\"] && entity.dependents.size() == 0", Answer::Yes),
        ("repository.is_protected", Answer::No),
        ("findings.critical == 0 && now - repository.pushed_at < days(1)", Answer::Yes),
        ("has(entity.links.runbook)", Answer::No),
    ] {
        assert_eq!(Rule::compile(rule, Vocabulary::PATHS).unwrap().ask(&facts), expected, "{rule}");
    }
}

#[test]
fn only_a_commit_pins_an_action() {
    for (what, expected) in [
        ("actions/checkout@v4", true),
        ("actions/checkout", true),
        ("actions/checkout@0123456789abcdef0123456789abcdef01234567", false),
        ("./.github/actions/build", false),
        ("docker://alpine@sha256:0123", false),
        ("docker://alpine:3", true),
    ] {
        assert_eq!(is_unpinned(what), expected, "{what}");
    }
}
