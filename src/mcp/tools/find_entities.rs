//! Finds services, teams and everything else that the catalog lists.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input};
use crate::mcp::names::{Named, Names};
use crate::mcp::trouble::Trouble;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The tool.
pub struct FindEntities;

const ABOUT: About = About {
    name: "find_entities",
    title: "Find services, teams and other things",
    what: "Lists what the catalog holds, by words (in the order of the portal's own search) and by facts such as owner, tier, level or language. Start here when you have no exact name. All conditions must hold.",
    inputs: &[
        input("query", Takes::Text, "Words of its name, or of its owner's; one typo is forgiven."),
        input(
            "kind",
            Takes::Text,
            "service, team, or a kind of the catalog such as api, resource, system, domain or user. Without it: everything.",
        ),
        input("owner", Takes::Text, "The team that owns it, by name or reference; none for what nobody owns."),
        input("system", Takes::Text, "The system that it is part of, by name (services)."),
        input("tier", Takes::Text, "Its tier, such as 1 (services)."),
        input("lifecycle", Takes::Text, "Such as production or deprecated (services)."),
        input("language", Takes::Text, "The language that most of it is in (services)."),
        input("tag", Takes::Text, "One of its tags (services)."),
        input("level", Takes::Text, "Its level on its first scorecard; none for no level (services)."),
        input("golden_path", Takes::Text, "Where it stands on its golden path, such as on, behind or off (services)."),
        input("has", Takes::OneOf(&["api", "docs", "runbook", "on-call", "descriptor"]), "What it has (services)."),
        input("lacks", Takes::OneOf(&["api", "docs", "runbook", "on-call", "descriptor"]), "What it lacks (services)."),
        LIMIT,
        CURSOR,
    ],
};

/// The conditions on a service that its entry answers by one text.
const BY_TEXT: [(&str, &str); 6] = [
    ("system", "system"),
    ("tier", "tier"),
    ("lifecycle", "lifecycle"),
    ("language", "language"),
    ("level", "level"),
    ("golden_path", "golden_path"),
];

impl Tool for FindEntities {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let names = desk.names()?;
        let ordered: Vec<&Named> = match asked.text("query") {
            Some(query) => by_words(desk, &names, query)?,
            None => names.all.iter().collect(),
        };
        let owners = asked.text("owner").map(|wanted| owners(&names, wanted)).unwrap_or_default();
        let found: Vec<&Named> = ordered.into_iter().filter(|named| holds(&names, named, &owners, asked)).collect();
        let count = found.len();
        let (page, next) = asked.page(found)?;
        let list: Vec<Value> = page.iter().map(|named| told(desk, &names, named)).collect();
        let says = match count {
            0 => "Nothing in the catalog fits.".to_owned(),
            1 => "One thing fits.".to_owned(),
            many => format!("{many} things fit."),
        };
        let answer = Answer::new(says, json!({ "count": count, "entities": list })).then(next);
        Ok(answer.on_page(&desk.portal, "the catalog", "catalog/").in_data(&desk.portal, "its records", "data/catalog.json"))
    }
}

fn by_words<'n>(desk: &Desk, names: &'n Names, query: &str) -> Result<Vec<&'n Named>, Trouble> {
    let search = desk.search()?;
    let by_page: HashMap<&str, &Named> = names.all.iter().rev().filter_map(|named| Some((named.page.as_deref()?, named))).collect();
    let places = search.head.find(query);
    Ok(places.into_iter().filter_map(|place| by_page.get(search.head.entries[place].address.as_str()).copied()).collect())
}

fn holds(names: &Names, named: &Named, owners: &[&str], asked: &Asked) -> bool {
    let entry = names.entry(named);
    let is_service = named.list == "services";
    let kind = asked.text("kind").is_none_or(|kind| {
        let kind = kind.to_lowercase();
        match kind.as_str() {
            "service" | "services" => is_service,
            "team" | "teams" | "group" => named.list == "teams" || named.kind() == "group",
            kind => named.kind() == kind || named.kind() == kind.trim_end_matches('s'),
        }
    });
    let owner = asked.text("owner").is_none_or(|wanted| match entry["owner"].as_str() {
        None => wanted.eq_ignore_ascii_case("none") && named.list != "teams",
        Some(own) => owners.iter().any(|owner| owner.eq_ignore_ascii_case(own)),
    });
    let texts = BY_TEXT.iter().all(|(name, key)| {
        asked.text(name).is_none_or(|wanted| match entry[*key].as_str() {
            Some(own) => own.eq_ignore_ascii_case(wanted),
            None => is_service && wanted.eq_ignore_ascii_case("none"),
        })
    });
    let lists = |list: &str, wanted: &str| {
        entry[list].as_array().into_iter().flatten().any(|one| one.as_str().is_some_and(|one| one.eq_ignore_ascii_case(wanted)))
    };
    let tag = asked.text("tag").is_none_or(|wanted| lists("tags", wanted));
    let has = asked.text("has").is_none_or(|wanted| lists("has", wanted));
    let lacks = asked.text("lacks").is_none_or(|wanted| is_service && !lists("has", wanted));
    kind && owner && texts && tag && has && lacks
}

/// How an owner is written in the catalog: services have its name for people, other things its reference.
fn owners<'a>(names: &'a Names, wanted: &'a str) -> Vec<&'a str> {
    let is_it = |one: &&Named| [one.reference.as_str(), one.short(), one.name.as_str()].iter().any(|own| own.eq_ignore_ascii_case(wanted));
    let known = names.all.iter().filter(|one| matches!(one.kind(), "group" | "user")).filter(is_it);
    known.flat_map(|one| [one.reference.as_str(), one.name.as_str()]).chain([wanted]).collect()
}

/// What a list says of one thing.
fn told(desk: &Desk, names: &Names, named: &Named) -> Value {
    let entry = names.entry(named);
    let mut found = Map::new();
    found.insert("name".to_owned(), named.name.as_str().into());
    found.insert("ref".to_owned(), named.reference.as_str().into());
    let keys = [
        "description",
        "type",
        "owner",
        "system",
        "tier",
        "lifecycle",
        "level",
        "golden_path",
        "language",
        "repository",
        "version",
        "deployed_at",
    ];
    for key in keys {
        if entry[key].is_string() {
            let value = if key == "owner" { names.said(entry[key].as_str().unwrap_or_default()).into() } else { entry[key].clone() };
            found.insert(key.to_owned(), value);
        }
    }
    if named.list == "teams" {
        found.insert("services".to_owned(), entry["services"].as_array().map_or(0, Vec::len).into());
    }
    if let Some(page) = &named.page {
        found.insert("page".to_owned(), desk.portal.url(page).into());
    }
    found.into()
}
