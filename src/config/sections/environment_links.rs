//! `[environment_links]`: where people look further into what runs in an environment.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::reader::Section;

/// Where people look further into what runs in an environment: addresses with names in braces where values go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnvironmentLinks {
    /// What it writes down.
    pub logs: Option<String>,
    /// How it does.
    pub metrics: Option<String>,
    /// Which way requests go through it.
    pub traces: Option<String>,
}

/// What may stand in braces.
pub const NAMES: &[&str] = &["service", "namespace", "environment", "repository", "owner", "version", "sha"];

const fn link(name: &'static str, doc: &'static str, example: &'static str) -> Key {
    Key { name, values: Values::LinkTemplate(NAMES), absent: Absent::Follows("no link"), doc, example, only_for: None }
}

pub(in crate::config) const TABLE: Table = Table {
    name: "environment_links",
    is_list: false,
    doc: "Links from what runs in an environment to its logs, metrics and traces, on the Environments tab of a service and on the page of an environment. An address holds names in braces, behind its host: `{service}`, `{namespace}`, `{environment}`, `{repository}` (with its owner at the host), `{owner}`, `{version}` and `{sha}`. Each is replaced by its value, encoded so that it stays one value; where a value is not known, the link is left out. Links of the kinds `logs`, `metrics` and `traces` in a service's own descriptor stand beside them.",
    keys: &[
        link("logs", "Where its logs are.", "\"https://logs.example.com/?service={service}&env={environment}\""),
        link("metrics", "Where its metrics are.", "\"https://metrics.example.com/d/service?var-service={service}&var-env={environment}\""),
        link("traces", "Where its traces are.", "\"https://traces.example.com/search?service={service}&version={version}\""),
    ],
};

impl EnvironmentLinks {
    pub(in crate::config) fn of(section: &Section) -> Self {
        Self { logs: section.text("logs"), metrics: section.text("metrics"), traces: section.text("traces") }
    }
}
