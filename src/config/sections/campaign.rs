//! `[[campaign]]`: rules that some services should pass by a day.

use super::card::{self, key};
use super::rule;
use crate::config::language::{Absent, Table, Values};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use crate::rules::Tier;
use chrono::NaiveDate;
use milepost_model::EntityRef;

/// Rules that some services should pass by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub why: String,
    /// Who runs it.
    pub owner: Option<EntityRef>,
    /// The ids of the rules that it asks for.
    pub rules: Vec<String>,
    /// Which services it asks; none means every one.
    pub scope: Option<String>,
    /// The first day of its burn-down.
    pub starts_on: NaiveDate,
    /// Its deadline.
    pub ends_on: NaiveDate,
    /// The id of the scorecard that its rules move to when it ends.
    pub promotes_to: Option<String>,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "campaign",
    is_list: true,
    doc: "Rules that some services should pass by a day, with who is left.",
    keys: &[
        key("id", Values::Id, Absent::Required, "Its name in addresses.", "\"runbooks-2027\""),
        key("title", Values::Text, Absent::Follows("the id"), "Its name for people.", "\"A runbook for every tier 1 service\""),
        key("why", Values::Text, Absent::Required, "What it is for.", "\"Half of the nights of last year began without one.\""),
        key("owner", Values::Owner, Absent::Follows("none"), "Who runs it.", "\"platform\""),
        key("rules", Values::Texts, Absent::Required, "The ids of the rules that it asks for.", "[\"has-runbook\"]"),
        key(
            "scope",
            Values::Expression(Tier::Files),
            Absent::Follows("every service"),
            "Which services it asks.",
            "'entity.tier == \"1\"'",
        ),
        key("starts_on", Values::Day, Absent::Required, "The first day of its burn-down.", "2027-01-11"),
        key("ends_on", Values::Day, Absent::Required, "Its deadline: the last day that counts.", "2027-03-31"),
        key(
            "promotes_to",
            Values::Id,
            Absent::Follows("none"),
            "The id of the scorecard that its rules move to when it ends.",
            "\"production-ready\"",
        ),
    ],
};

impl Campaign {
    pub(in crate::config) fn of(section: &Section) -> Option<Self> {
        let id = section.text("id").unwrap_or_default();
        Some(Self {
            title: section.text("title").unwrap_or_else(|| id.clone()),
            id,
            why: section.text("why").unwrap_or_default(),
            owner: rule::owner(section),
            rules: section.texts("rules"),
            scope: section.text("scope"),
            starts_on: section.get("starts_on").and_then(Value::day)?,
            ends_on: section.get("ends_on").and_then(Value::day)?,
            promotes_to: section.text("promotes_to"),
        })
    }

    /// What only shows when rules, scorecards and dates are seen together.
    pub(in crate::config) fn cross_check(sections: &[Section], rules: &[Section], cards: &[Section], reader: &mut Reader<'_>) {
        card::unique(&TABLE, sections, reader);
        for section in sections {
            let label = format!("[[campaign]] “{}”", section.text("id").unwrap_or_default());
            let place = |key: &str| section.span_of(key).unwrap_or_else(|| section.span.clone());
            card::known_rules(&label, section, rules, reader);
            let day = |key: &str| section.get(key).and_then(Value::day);
            if let (Some(from), Some(to)) = (day("starts_on"), day("ends_on"))
                && to < from
            {
                reader.complain(
                    "config/contradiction",
                    place("ends_on"),
                    format!("{label} ends before it starts"),
                    "exchange the two days",
                );
            }
            let known = |id: &String| cards.iter().any(|card| card.text("id").as_ref() == Some(id));
            if let Some(card) = section.text("promotes_to").filter(|card| !known(card)) {
                let message = format!("{label}: there is no scorecard “{card}”");
                reader.complain("config/bad-value", place("promotes_to"), message, "name the id of a [[scorecard]]");
            }
        }
    }
}
