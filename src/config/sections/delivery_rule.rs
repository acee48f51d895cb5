//! `[[delivery_rule]]`: what counts as a deployment of some services.

use crate::config::language::{Absent, Key, Table, Values, Word};
use crate::config::pattern::{self, Globs};
use crate::config::reader::Section;
use crate::config::value::Value;
use regex::Regex;

/// What counts as a deployment of some services.
#[derive(Debug, Clone)]
pub struct DeliveryRule {
    /// The names of the services.
    pub services: Globs,
    /// What counts.
    pub pattern: Pattern,
}

/// What counts as a deployment. What is not set says nothing, so that anything fits.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The one rule that counts, where it is not to be found out.
    pub rule: Option<String>,
    /// The environments that are production for these services.
    pub environments: Option<Regex>,
    /// The tasks that are deployments.
    pub tasks: Globs,
    /// The workflows of which each run is a deployment.
    pub workflows: Globs,
    /// The jobs of these workflows that are.
    pub jobs: Option<Regex>,
    /// The branches that are deployed.
    pub branches: Globs,
    /// What may have caused the runs.
    pub events: Globs,
    /// The tags that are versions.
    pub tags: Option<Regex>,
    /// Whether versions for trying only count.
    pub prereleases: bool,
}

/// Which environment ends a deployment.
pub(super) const ENDS: &[Word] = &[
    Word { word: "first", doc: "The first production environment that it reaches." },
    Word { word: "last", doc: "The last one that it reaches within `rollout_hours`." },
];

const RULES: &[Word] = &[
    Word { word: "external", doc: "Imported records of deployments." },
    Word { word: "deployment", doc: "The provider's deployments to production environments." },
    Word { word: "run", doc: "Runs of `workflows`, and jobs that name a production environment." },
    Word { word: "release", doc: "Published releases." },
    Word { word: "tag", doc: "Tags that look like versions." },
];

const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: None }
}

const ANY: Absent = Absent::Follows("any");

pub(in crate::config) const TABLE: Table = Table {
    name: "delivery_rule",
    is_list: true,
    doc: "What counts as a deployment of some services. The first of these tables that names a service holds for it; services that none names follow `[delivery]`, and the first kind of record of which there was any in the last 365 days.",
    keys: &[
        key("services", Values::Globs, Absent::Required, "The names of the services.", "[\"payments\", \"ledger-*\"]"),
        key(
            "rule",
            Values::Words(RULES),
            Absent::Follows("the first that found something in the last 365 days"),
            "The one kind of record that counts.",
            "\"tag\"",
        ),
        key(
            "environments",
            Values::Regex,
            Absent::Follows("`production` of `[delivery]`"),
            "The names of the environments that are production for these services.",
            "'payments-prod(-.*)?'",
        ),
        key("tasks", Values::Globs, Absent::Is("[\"deploy\"]"), "The tasks that are deployments.", "[\"deploy:payments\"]"),
        key(
            "workflows",
            Values::Globs,
            Absent::Is("[]"),
            "The paths of the workflows that deploy these services with each run.",
            "[\".github/workflows/payments.yml\"]",
        ),
        key("jobs", Values::Regex, ANY, "The names of the jobs that deploy, where a workflow has others, too.", "'deploy.*'"),
        key("branches", Values::Globs, ANY, "The branches whose runs deploy.", "[\"main\", \"release/*\"]"),
        key("events", Values::Globs, ANY, "What may have caused the runs that deploy.", "[\"push\", \"workflow_dispatch\"]"),
        key(
            "tags",
            Values::Regex,
            Absent::Follows("a version, alone or after the name of the service or its repository"),
            "The tags that are versions of these services.",
            r"'payments-v[0-9].*'",
        ),
        key("prereleases", Values::Boolean, Absent::Is("false"), "Whether versions for trying only count, too.", "true"),
    ],
};

impl DeliveryRule {
    pub(super) fn of(section: &Section) -> Self {
        Self { services: Globs::new(section.texts("services")), pattern: Pattern::of(section) }
    }
}

impl Pattern {
    fn of(section: &Section) -> Self {
        let regex = |key: &str| section.text(key).and_then(|text| pattern::compile(&text).ok());
        Self {
            rule: section.text("rule"),
            environments: regex("environments"),
            jobs: regex("jobs"),
            branches: Globs::new(section.texts("branches")),
            events: Globs::new(section.texts("events")),
            tags: regex("tags"),
            ..Self::general(section)
        }
    }

    /// The part of it that `[delivery]` has, too.
    pub(super) fn general(section: &Section) -> Self {
        Self {
            rule: None,
            environments: None,
            tasks: Globs::new(section.texts("tasks")),
            workflows: Globs::new(section.texts("workflows")),
            jobs: None,
            branches: Globs::new(Vec::new()),
            events: Globs::new(Vec::new()),
            tags: None,
            prereleases: section.get("prereleases") == Some(&Value::Boolean(true)),
        }
    }
}
