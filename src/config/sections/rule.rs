//! `[[rule]]`: what should hold of a service, as an expression over facts.

use super::card::key;
use crate::config::language::{Absent, Table, Values};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use crate::rules::{self, FACTS, Tier, Vocabulary};
use chrono::NaiveDate;
use milepost_model::EntityRef;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;

/// What should hold of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rule {
    /// Its name in addresses, exemptions and figures.
    pub id: String,
    /// What holds when it passes.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// When it passes.
    pub pass: String,
    /// What was found, where it says so itself.
    pub evidence: Option<String>,
    /// Where it applies; none means everywhere.
    pub scope: Option<String>,
    /// The row of the rubric that it stands in.
    pub category: Option<String>,
    /// Its points.
    pub weight: u64,
    /// How to make it pass, in Markdown.
    pub fix: Option<String>,
    /// How many minutes that takes.
    pub minutes: Option<u64>,
    /// Whom to ask about it.
    pub owner: Option<EntityRef>,
    /// The day from which it counts.
    pub starts_on: Option<NaiveDate>,
    /// The action that makes it pass.
    pub action: Option<String>,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "rule",
    is_list: true,
    doc: "What should hold of a service: an expression over the facts of [facts.md](facts.md), with why it matters and how to make it pass. Scorecards and campaigns name rules by their ids; [scorecards.md](scorecards.md) says how services are judged.",
    keys: &[
        key("id", Values::Id, Absent::Required, "Its name in addresses, exemptions and figures.", "\"has-runbook\""),
        key("title", Values::Text, Absent::Required, "What holds when it passes: a statement, not an order.", "\"Has a runbook\""),
        key(
            "why",
            Values::Text,
            Absent::Required,
            "Why it matters, in a sentence or two.",
            "\"Whoever is called at night needs to know where to begin.\"",
        ),
        key(
            "pass",
            Values::Expression(Tier::Path),
            Absent::Required,
            "When it passes. Where a fact that decides is unknown, so is the result.",
            "'files.runbook'",
        ),
        key(
            "evidence",
            Values::Evidence(Tier::Path),
            Absent::Follows("the values of the facts that it reads"),
            "What was found: an expression that gives a text.",
            "'\"owned by \" + entity.owner.name'",
        ),
        key(
            "scope",
            Values::Expression(Tier::Files),
            Absent::Follows("every service in the scorecard’s scope"),
            "Where it applies; elsewhere it is not applicable.",
            "'entity.lifecycle == \"production\"'",
        ),
        key("category", Values::Text, Absent::Follows("none"), "The row of the rubric that it stands in.", "\"Reliability\""),
        key("weight", Values::Whole { least: 1, most: 1000 }, Absent::Is("1"), "Its points, where a scorecard counts points.", "5"),
        key(
            "fix",
            Values::Prose,
            Absent::Follows("none"),
            "How to make it pass, in Markdown.",
            "\"Add `docs/runbook.md`: what alerts mean, and what to do first.\"",
        ),
        key("minutes", Values::Whole { least: 1, most: 100_000 }, Absent::Follows("none"), "How many minutes that takes.", "30"),
        key("owner", Values::Owner, Absent::Follows("the scorecard’s owner"), "Whom to ask about the rule.", "\"platform\""),
        key(
            "starts_on",
            Values::Day,
            Absent::Follows("at once"),
            "The day from which it counts. Before it the result is shown and counts nowhere.",
            "2027-01-11",
        ),
        key("action", Values::Id, Absent::Follows("none"), "The action that makes it pass.", "\"add-runbook\""),
    ],
};

impl Rule {
    pub(in crate::config) fn of(section: &Section) -> Self {
        let text = |key: &str| section.text(key);
        Self {
            id: text("id").unwrap_or_default(),
            title: text("title").unwrap_or_default(),
            why: text("why").unwrap_or_default(),
            pass: text("pass").unwrap_or_default(),
            evidence: text("evidence"),
            scope: text("scope"),
            category: text("category"),
            weight: section.get("weight").and_then(Value::whole).unwrap_or(1),
            fix: text("fix"),
            minutes: section.get("minutes").and_then(Value::whole),
            owner: owner(section),
            starts_on: section.get("starts_on").and_then(Value::day),
            action: text("action"),
        }
    }

    /// The paths that it asks for, so that files at them are collected with their history.
    pub(in crate::config) fn globs(&self) -> Vec<String> {
        let vocabulary = Vocabulary::new(FACTS, Tier::Path);
        let all = std::iter::once(&self.pass).chain(&self.scope).chain(&self.evidence);
        let compiled = all.filter_map(|text| rules::Rule::compile(text, vocabulary).ok());
        let mut globs = Vec::new();
        for glob in compiled.flat_map(|rule| rule.probes().iter().map(|probe| probe.glob.clone()).collect::<Vec<_>>()) {
            // As a service's own folder sees it, wherever that lies; a path that leads out of it is nowhere.
            if super::super::value::glob(&glob).is_ok() {
                globs.push(if glob.starts_with("**/") { glob } else { format!("**/{glob}") });
            }
        }
        globs
    }

    pub(in crate::config) fn cross_check(sections: &[Section], reader: &mut Reader<'_>) {
        super::card::unique(&TABLE, sections, reader);
    }
}

/// The owner that a table names.
pub(super) fn owner(section: &Section) -> Option<EntityRef> {
    EntityRef::parse(&section.text("owner")?, Some("group"), DEFAULT_NAMESPACE).ok()
}
