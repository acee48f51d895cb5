//! `[delivery]`: what counts as a deployment to production.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::pattern;
use crate::config::reader::Section;
use regex::Regex;

/// What counts as a deployment to production.
#[derive(Debug, Clone)]
pub struct Delivery {
    production: Option<Regex>,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "delivery",
    is_list: false,
    doc: "What counts as a deployment to production.",
    keys: &[Key {
        name: "production",
        values: Values::Regex,
        absent: Absent::Is("'(prod|production|live|prd)([-_ /].*)?'"),
        doc: "The names of the environments that are production: a regular expression that matches the whole name, without regard to case. A record that names its tier itself goes before it.",
        example: "'production|customer-.*'",
        only_for: None,
    }],
};

impl Delivery {
    pub(in crate::config) fn of(section: &Section) -> Self {
        Self { production: section.text("production").and_then(|text| pattern::compile(&text).ok()) }
    }

    /// Whether an environment of this name is production.
    pub fn is_production(&self, environment: &str) -> bool {
        self.production.as_ref().is_some_and(|production| production.is_match(environment))
    }
}
