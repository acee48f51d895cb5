//! `[[scorecard]]`: a ladder of levels, and the rules that each level asks for.

use super::card::{self, key};
use super::rule;
use crate::config::language::{Absent, Table, Values, Word};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use crate::rules::Tier;
use milepost_model::EntityRef;

/// A ladder of levels, and the rules that each level asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scorecard {
    /// Its name in addresses and figures.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub about: Option<String>,
    /// Who looks after it.
    pub owner: Option<EntityRef>,
    /// Which services it is for; none means every one.
    pub scope: Option<String>,
    /// Whether a service collects points and does not climb a ladder.
    pub by_points: bool,
    /// The level that every service should have.
    pub target: Option<String>,
    /// Its levels, the lowest first.
    pub levels: Vec<Level>,
}

/// A level of a scorecard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// The ids of the rules that it asks for, besides those of the levels below.
    pub rules: Vec<String>,
    /// The share of the points from which it is reached, in ten-thousandths.
    pub from: Option<u64>,
}

const MODES: &[Word] = &[
    Word { word: "levels", doc: "A service has the highest level whose rules, and those of all levels below, pass." },
    Word { word: "points", doc: "A service has the highest level whose share of the points it has." },
];

const LEVEL: Table = Table {
    name: "scorecard.level",
    is_list: true,
    doc: "A level of a scorecard; they stand lowest first.",
    keys: &[
        key("name", Values::Text, Absent::Required, "Its name.", "\"Silver\""),
        key(
            "rules",
            Values::Texts,
            Absent::Is("[]"),
            "The ids of the rules that it asks for, besides those of the levels below.",
            "[\"has-runbook\"]",
        ),
        key(
            "from",
            Values::Share,
            Absent::Follows("none"),
            "The share of the points from which it is reached, where points are counted.",
            "0.6",
        ),
    ],
};

pub(in crate::config) const TABLE: Table = Table {
    name: "scorecard",
    is_list: true,
    doc: "A ladder of levels, and the rules that each level asks for.",
    keys: &[
        key("id", Values::Id, Absent::Required, "Its name in addresses and figures.", "\"production-ready\""),
        key("title", Values::Text, Absent::Follows("the id"), "Its name for people.", "\"Production ready\""),
        key(
            "about",
            Values::Text,
            Absent::Follows("none"),
            "What it is for, in a sentence.",
            "\"What a service needs before customers rely on it.\"",
        ),
        key("owner", Values::Owner, Absent::Follows("none"), "Who looks after it.", "\"platform\""),
        key(
            "scope",
            Values::Expression(Tier::Files),
            Absent::Follows("every service"),
            "Which services it is for.",
            "'entity.type == \"service\"'",
        ),
        key("mode", Values::Words(MODES), Absent::Is("\"levels\""), "Whether a service climbs a ladder or collects points.", "\"points\""),
        key("target", Values::Text, Absent::Follows("none"), "The level that every service should have.", "\"Bronze\""),
        key(
            "level",
            Values::Tables(&LEVEL),
            Absent::Required,
            "Its levels, the lowest first.",
            "[{ name = \"Bronze\", rules = [\"has-runbook\"], from = 0.5 }]",
        ),
    ],
};

impl Scorecard {
    pub(in crate::config) fn of(section: &Section) -> Self {
        let id = section.text("id").unwrap_or_default();
        let level = |level: &Section| Level {
            name: level.text("name").unwrap_or_default(),
            rules: level.texts("rules"),
            from: level.get("from").and_then(Value::share),
        };
        Self {
            title: section.text("title").unwrap_or_else(|| id.clone()),
            id,
            about: section.text("about"),
            owner: rule::owner(section),
            scope: section.text("scope"),
            by_points: section.text("mode").as_deref() == Some("points"),
            target: section.text("target"),
            levels: section.tables("level").iter().map(level).collect(),
        }
    }

    /// What only shows when rules and levels are seen together.
    pub(in crate::config) fn cross_check(sections: &[Section], rules: &[Section], reader: &mut Reader<'_>) {
        card::unique(&TABLE, sections, reader);
        for section in sections {
            let label = format!("[[scorecard]] “{}”", section.text("id").unwrap_or_default());
            let levels = section.tables("level");
            let place = |key: &str| section.span_of(key).unwrap_or_else(|| section.span.clone());
            if levels.is_empty() && !matches!(section.get("level"), None | Some(Value::Wrong)) {
                reader.complain(
                    "config/missing-key",
                    place("level"),
                    format!("{label} has no level"),
                    "write [[scorecard.level]] once for each",
                );
            }
            let is_by_points = section.text("mode").as_deref() == Some("points");
            let mut names = Vec::new();
            let mut least = None;
            for level in levels {
                card::known_rules(&label, level, rules, reader);
                let name = level.text("name").unwrap_or_default();
                let from = level.get("from").and_then(Value::share);
                if is_by_points && from.is_none() {
                    let message = format!("{label}: its level “{name}” does not say from which share of the points it is reached");
                    reader.complain("config/missing-key", level.span.clone(), message, "add from = 0.6");
                } else if is_by_points && from < least {
                    let message = format!("{label}: its level “{name}” begins below the level before it");
                    reader.complain("config/contradiction", level.span.clone(), message, "write the levels lowest first");
                }
                if names.contains(&name) {
                    let message = format!("{label} has two levels “{name}”");
                    reader.complain("config/duplicate-id", level.span.clone(), message, "give each its own name");
                }
                names.push(name);
                least = from;
            }
            if let Some(target) = section.text("target").filter(|target| !names.contains(target)) {
                let message = format!("{label}: its target “{target}” is none of its levels");
                reader.complain("config/bad-value", place("target"), message, format!("its levels are {}", names.join(", ")));
            }
        }
    }
}
