//! `[[golden_path]]`: the ways of building services that a platform team supports.

use super::signal;
use crate::config::language::{Absent, Key, Table, Values};
use crate::config::pattern;
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use crate::rules::{FACTS, Rule, Tier, Vocabulary};
use chrono::NaiveDate;
use milepost_model::EntityRef;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use regex::Regex;
use std::collections::BTreeSet;

pub use signal::{Signal, SignalKind};

/// A way of building and running services that the platform team supports.
#[derive(Debug, Clone)]
pub struct GoldenPath {
    /// Its name in addresses, exemptions and figures.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Who looks after it.
    pub owner: Option<EntityRef>,
    /// Where it is explained.
    pub docs: Option<String>,
    /// Which services it is for; none means every service.
    pub scope: Option<String>,
    /// How one can tell that a service is on it.
    pub signals: Vec<Signal>,
    /// How many of them must hold.
    pub needs: usize,
    /// The version to be on; none means the newest release.
    pub current: Option<String>,
    /// The versions that are still looked after; none means every one.
    pub supported: Vec<String>,
    /// The full name of the repository whose tags are its versions, where it is named.
    pub repository: Option<String>,
    /// Which of that repository's tags are.
    pub tags: Option<Regex>,
    /// The reusable workflows through which services on it deploy, besides those of its signals.
    pub deploys_with: Vec<String>,
    /// The share of services that should be on it, in ten-thousandths.
    pub target: Option<u64>,
    /// Until when.
    pub by: Option<NaiveDate>,
    /// The action that starts a service on it.
    pub creates: Option<String>,
    /// The action that brings a service to the current version.
    pub upgrades: Option<String>,
}

/// The facts that scopes and signals may ask for: those that are known before anything is judged.
pub fn vocabulary() -> Vocabulary {
    Vocabulary::new(FACTS, Tier::Files)
}

const NONE: Absent = Absent::Follows("none");

const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: None }
}

pub(in crate::config) const TABLE: Table = Table {
    name: "golden_path",
    is_list: true,
    doc: "A way of building and running services that the platform team supports: which services it is for, how one can tell that a service is on it, and which versions of it are current. [golden-paths.md](golden-paths.md) says how services are judged.",
    keys: &[
        key("id", Values::Id, Absent::Required, "Its name in addresses, exemptions and figures.", "\"java-service\""),
        key("title", Values::Text, Absent::Follows("the id"), "Its name for people.", "\"Java service\""),
        key("owner", Values::Owner, NONE, "Who looks after it.", "\"platform\""),
        key("docs", Values::Address, NONE, "Where it is explained.", "\"https://docs.example.com/paths/java-service/\""),
        key(
            "scope",
            Values::Text,
            Absent::Follows("every service"),
            "Which services it is for: an expression over the facts of [facts.md](facts.md). A service out of scope counts nowhere.",
            "'entity.type == \"service\" && \"Java\" in repository.languages'",
        ),
        key(
            "signal",
            Values::Tables(&signal::TABLE),
            Absent::Required,
            "How one can tell that a service is on it.",
            "[{ id = \"template\", kind = \"copier\", template = \"gh:lumenfreight/java-template\" }, { id = \"build\", kind = \"workflow\", uses = \"lumenfreight/platform/.github/workflows/java.yml\" }]",
        ),
        key(
            "needs",
            Values::Whole { least: 1, most: 50 },
            Absent::Is("1"),
            "How many signals must hold for a service to be on it. Where the service was created from proves nothing of how it is built today: of signals that look elsewhere one must be among them, if there are any.",
            "2",
        ),
        key(
            "current",
            Values::Text,
            Absent::Is("\"latest\""),
            "The version to be on, or `latest`, the newest release or tag of `repository`.",
            "\"5.1\"",
        ),
        key(
            "supported",
            Values::Texts,
            Absent::Follows("every version"),
            "The versions that are still looked after, each with all below it: `4` stands for 4, 4.1 and 4.1.2. A service on another one is past support, and does not count as on the path.",
            "[\"4\", \"5\"]",
        ),
        key(
            "repository",
            Values::Text,
            Absent::Follows("the one that the signals name"),
            "The full name of the repository whose releases and tags are the path's versions.",
            "\"lumenfreight/java-template\"",
        ),
        key(
            "tags",
            Values::Regex,
            Absent::Follows("versions after the path's id, or where there are none versions alone"),
            "Which of its tags are. A group named `version` takes the version out of the tag.",
            "'java-(?P<version>[0-9.]+)'",
        ),
        key(
            "deploys_with",
            Values::Texts,
            Absent::Is("[]"),
            "The reusable workflows through which services on it deploy, besides those that its signals name. A deployment counts as one through the path when its run executed one of them.",
            "[\"lumenfreight/platform/.github/workflows/deploy-service.yml\"]",
        ),
        key("target", Values::Share, NONE, "The share of services that should be on it.", "0.8"),
        key("by", Values::Day, NONE, "Until when.", "2027-06-30"),
        key("creates", Values::Id, NONE, "The action that starts a service on it.", "\"create-service\""),
        key("upgrades", Values::Id, NONE, "The action that brings a service to the current version.", "\"upgrade-service\""),
    ],
};

impl GoldenPath {
    pub(in crate::config) fn of(section: &Section) -> Self {
        let id = section.text("id").unwrap_or_default();
        let owner = section.text("owner").and_then(|text| EntityRef::parse(&text, Some("group"), DEFAULT_NAMESPACE).ok());
        Self {
            title: section.text("title").unwrap_or_else(|| id.clone()),
            id,
            owner,
            docs: section.text("docs"),
            scope: section.text("scope"),
            signals: section.tables("signal").iter().map(Signal::of).collect(),
            needs: section.get("needs").and_then(Value::whole).and_then(|needs| usize::try_from(needs).ok()).unwrap_or(1),
            current: section.text("current").filter(|current| current != "latest"),
            supported: section.texts("supported"),
            repository: section.text("repository"),
            tags: section.text("tags").and_then(|text| pattern::compile(&text).ok()),
            deploys_with: section.texts("deploys_with"),
            target: section.get("target").and_then(Value::share),
            by: section.get("by").and_then(Value::day),
            creates: section.text("creates"),
            upgrades: section.text("upgrades"),
        }
    }

    /// What only shows when several keys or several paths are seen together.
    pub(in crate::config) fn cross_check(sections: &[Section], reader: &mut Reader<'_>) {
        let mut ids = BTreeSet::new();
        for section in sections {
            let id = section.text("id").unwrap_or_default();
            let place = |key: &str| section.span_of(key).unwrap_or_else(|| section.span.clone());
            if !id.is_empty() && !ids.insert(id.clone()) {
                let message = format!("another [[golden_path]] before this one has the id “{id}”");
                reader.complain("config/duplicate-id", place("id"), message, "give each its own id");
            }
            let signals = section.tables("signal");
            let needs = section.get("needs").and_then(Value::whole).unwrap_or(1);
            if section.get("signal").is_some_and(|value| !matches!(value, Value::Wrong)) && (signals.len() as u64) < needs {
                let message = format!("[[golden_path]] “{id}” needs {needs} signals and has {}", signals.len());
                reader.complain("config/contradiction", place("needs"), message, "write more [[golden_path.signal]], or lower needs");
            }
            if section.span_of("by").is_some() && section.get("target").is_none() {
                let message = format!("[[golden_path]] “{id}” has a date and no target");
                reader.complain("config/contradiction", place("by"), message, "write target, such as target = 0.8, or remove by");
            }
            check_rule(reader, section, "scope", &format!("[[golden_path]] “{id}” scope"));
            let mut names = BTreeSet::new();
            for signal in signals {
                let name = signal.text("id").unwrap_or_default();
                check_rule(reader, signal, "when", &format!("[[golden_path.signal]] “{name}” when"));
                if !name.is_empty() && !names.insert(name.clone()) {
                    let message = format!("another signal of [[golden_path]] “{id}” has the id “{name}”");
                    let span = signal.span_of("id").unwrap_or_else(|| signal.span.clone());
                    reader.complain("config/duplicate-id", span, message, "give each its own id");
                }
            }
        }
    }
}

/// Compiles the rule of a key, if there is one.
fn check_rule(reader: &mut Reader<'_>, section: &Section, key: &str, path: &str) {
    let (Some(text), Some(span)) = (section.text(key), section.span_of(key)) else { return };
    if let Err(problem) = Rule::compile(&text, vocabulary()) {
        reader.complain_of_rule(&span, path, &problem);
    }
}
