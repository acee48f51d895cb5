//! `[delivery]`: what counts as a deployment to production, and as a failed one.

use super::delivery_rule::{self, Pattern};
use crate::config::language::{Absent, Key, Table, Values};
use crate::config::pattern::{self, Globs};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use regex::Regex;

/// What tells that a deployment failed, in the words of the configuration.
pub const DETECTORS: [&str; 5] = ["incident_cause", "rollback", "revert", "hotfix", "incident_time"];

/// What counts as a deployment to production, and as a failed one.
#[derive(Debug, Clone)]
pub struct Delivery {
    production: Option<Regex>,
    hotfix: Option<Regex>,
    rework_labels: Globs,
    detectors: Vec<&'static str>,
    attribution_hours: u64,
    rollout_hours: u64,
    ends_in_last: bool,
    bots: bool,
    /// What holds where no `[[delivery_rule]]` speaks of a service.
    pub general: Pattern,
    /// What holds for some services, in the order of the file.
    pub rules: Vec<delivery_rule::DeliveryRule>,
}

const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: None }
}

pub(in crate::config) const TABLE: Table = Table {
    name: "delivery",
    is_list: false,
    doc: "What counts as a deployment to production, and as a failed one. docs/metrics.md has the definitions.",
    keys: &[
        key(
            "production",
            Values::Regex,
            Absent::Is("'(prod|production|live|prd)([-_ /].*)?'"),
            "The names of the environments that are production: a regular expression that matches the whole name, without regard to case. A record that names its tier itself goes before it.",
            "'production|customer-.*'",
        ),
        key(
            "tasks",
            Values::Globs,
            Absent::Is("[\"deploy\"]"),
            "The tasks of the provider's deployments that are deployments. One that names no task is one.",
            "[\"deploy\", \"deploy:*\"]",
        ),
        key(
            "workflows",
            Values::Globs,
            Absent::Is("[]"),
            "The paths of the workflows that deploy to production with each run. Without it, only jobs that name a production environment deploy.",
            "[\".github/workflows/deploy*.yml\"]",
        ),
        key(
            "prereleases",
            Values::Boolean,
            Absent::Is("false"),
            "Whether versions that are meant for trying only are deployments, too.",
            "true",
        ),
        key(
            "detectors",
            Values::Globs,
            Absent::Is("[\"*\"]"),
            "What tells that a deployment failed: any of `incident_cause`, `rollback`, `revert`, `hotfix`, `incident_time`, or patterns of them.",
            "[\"incident_*\", \"rollback\"]",
        ),
        key(
            "attribution_hours",
            Values::Whole { least: 1, most: 720 },
            Absent::Is("24"),
            "How long after a deployment an incident without a cause may begin and still be attributed to it.",
            "48",
        ),
        key(
            "hotfix",
            Values::Regex,
            Absent::Is(r"'(.*\b)?(hotfix|hot-fix|emergency)(\b.*)?'"),
            "The labels and branches of changes, and the versions, that are hotfixes: a regular expression that matches the whole of one of them, without regard to case.",
            "'hotfix(/.*)?'",
        ),
        key(
            "rework_labels",
            Values::Globs,
            Absent::Is("[\"rework\"]"),
            "The labels of changes that only repair something, besides hotfixes and reverts.",
            "[\"rework\", \"unplanned\"]",
        ),
        key(
            "rollout_hours",
            Values::Whole { least: 1, most: 720 },
            Absent::Is("6"),
            "How long after the first environment or region the others may follow and still say when a deployment ended, where `lead_time_ends_in` is `last`.",
            "12",
        ),
        key(
            "lead_time_ends_in",
            Values::Words(delivery_rule::ENDS),
            Absent::Is("\"first\""),
            "Which production environment ends the lead time, where a version reaches several.",
            "\"last\"",
        ),
        key("bots", Values::Boolean, Absent::Is("false"), "Whether changes that bots propose have lead times.", "true"),
    ],
};

impl Delivery {
    pub(in crate::config) fn of(section: &Section, rules: &[Section]) -> Self {
        let regex = |key: &str| section.text(key).and_then(|text| pattern::compile(&text).ok());
        let wanted = Globs::new(section.texts("detectors"));
        let whole = |key: &str| section.get(key).and_then(Value::whole).unwrap_or_default();
        Self {
            production: regex("production"),
            hotfix: regex("hotfix"),
            rework_labels: Globs::new(section.texts("rework_labels")),
            detectors: DETECTORS.iter().copied().filter(|word| wanted.matches(word)).collect(),
            attribution_hours: whole("attribution_hours"),
            rollout_hours: whole("rollout_hours"),
            ends_in_last: section.text("lead_time_ends_in").as_deref() == Some("last"),
            bots: section.is("bots"),
            general: Pattern::general(section),
            rules: rules.iter().map(delivery_rule::DeliveryRule::of).collect(),
        }
    }

    pub(in crate::config) fn cross_check(section: &Section, reader: &mut Reader) {
        let Some(span) = section.span_of("detectors") else { return };
        for text in section.texts("detectors") {
            let globs = Globs::new(vec![text.clone()]);
            if !DETECTORS.iter().any(|word| globs.matches(word)) {
                let message = format!("[delivery] detectors: “{text}” is no detector");
                reader.complain("config/bad-value", span.clone(), message, format!("the detectors are {}", DETECTORS.join(", ")));
            }
        }
    }

    /// Whether an environment of this name is production.
    pub fn is_production(&self, environment: &str) -> bool {
        self.production.as_ref().is_some_and(|production| production.is_match(environment))
    }

    /// Whether a label, a branch or a version is that of a hotfix.
    pub fn is_hotfix(&self, word: &str) -> bool {
        self.hotfix.as_ref().is_some_and(|hotfix| hotfix.is_match(word))
    }

    /// Whether a label says that a change only repairs something.
    pub fn is_rework(&self, label: &str) -> bool {
        self.rework_labels.matches(label)
    }

    /// Whether this tells that a deployment failed.
    pub fn detects(&self, detector: &str) -> bool {
        self.detectors.contains(&detector)
    }

    /// How many seconds after a deployment an incident without a cause may begin.
    pub fn attribution_seconds(&self) -> i64 {
        i64::try_from(self.attribution_hours).unwrap_or(24) * 3600
    }

    /// How many seconds after the first environment the others may follow and still end a deployment.
    pub fn rollout_seconds(&self) -> i64 {
        i64::try_from(self.rollout_hours).unwrap_or(6) * 3600
    }

    /// Whether a deployment ends in the last environment that it reaches.
    pub fn ends_in_last(&self) -> bool {
        self.ends_in_last
    }

    /// Whether changes of bots count.
    pub fn counts_bots(&self) -> bool {
        self.bots
    }

    /// What holds for a service of that name; the flag says whether a rule of its own does.
    pub fn pattern_of(&self, service: &str) -> (&Pattern, bool) {
        let own = self.rules.iter().find(|rule| rule.services.matches(service));
        own.map_or((&self.general, false), |rule| (&rule.pattern, true))
    }
}
