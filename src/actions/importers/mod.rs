//! What other portals say of workflows: their forms enrich an action, or make one, where they name what can be started.
//!
//! Of the formats that describe one workflow a file of `milepost.actions/` counts most, then those of
//! [`Origin`] in its order, and last the workflow alone.

mod backstage_template;
mod condition;
mod expression;
mod field;
mod kratix_promise;
mod port_action;
mod schema;
mod target;
#[cfg(test)]
mod tests;

pub(super) use kratix_promise::Offered as Promised;

use super::file::{ActionFile, Reader};
use milepost_model::{Diagnostic, Place};

/// A file that is larger is no description of a form.
const MOST_BYTES: usize = 1 << 20;

/// Whose format describes a workflow, the one that counts most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A Backstage Template that dispatches it.
    Template,
    /// A Port action that invokes it.
    PortAction,
}

/// What a file of another portal says of a workflow.
#[derive(Debug, Clone)]
pub(super) struct Described {
    pub(super) origin: Origin,
    /// The action's id there.
    pub(super) id: String,
    /// The full name of the repository that holds the workflow.
    pub(super) repository: String,
    /// What it adds, with the workflow's path.
    pub(super) file: ActionFile,
    /// Whether starting the workflow does all that is promised: else it only lends its form.
    pub(super) is_whole: bool,
    /// Where it says so.
    pub(super) place: Place,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Imported {
    pub(super) described: Vec<Described>,
    pub(super) promised: Vec<Promised>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Whether a file may describe forms, told without parsing it.
pub(super) fn is_one(path: &str, text: &str) -> bool {
    let is_tree = [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
    is_tree && text.len() <= MOST_BYTES && (is_template(text) || is_port(text) || is_promise(text))
}

/// Reads a file that [`is_one`].
pub(super) fn read(text: &str, file: &Place) -> Imported {
    let mut reader = Reader::new(file.clone(), text);
    let mut found = Imported::default();
    if is_template(text) {
        found.described.extend(backstage_template::read(&mut reader, text));
    }
    if is_port(text) {
        found.described.extend(port_action::read(&mut reader, text));
    }
    if is_promise(text) {
        found.promised.extend(kratix_promise::read(&mut reader, text));
    }
    found.problems = reader.problems;
    found
}

fn is_template(text: &str) -> bool {
    text.contains("scaffolder.backstage.io/") && text.contains(backstage_template::STEP)
}

fn is_port(text: &str) -> bool {
    text.contains("invocationMethod") && text.contains("identifier")
}

fn is_promise(text: &str) -> bool {
    text.contains("platform.kratix.io/") && text.contains("openAPIV3Schema")
}
