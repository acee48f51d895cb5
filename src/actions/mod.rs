//! Self-service: what people may start, what it asks, what must hold, and what became of it.
//!
//! `discover` is the stage: workflows that can be started by hand, and the files of
//! `milepost.actions/` that say more about them, become [`Action`]s. [`tell`] adds what was run.
//! Nothing here starts anything.

mod action;
pub mod chain;
mod check;
mod discover;
mod file;
mod guardrail;
mod held;
mod importers;
mod join;
mod mask;
mod overlay;
pub mod rules;
mod run_title;
mod runs;
mod slugs;
#[cfg(test)]
mod tests;

pub use action::{Action, Choice, Field, Format, Intent, Manifest, Means, Request, Section};
pub use check::{Asked, Earlier, Judged, Verdict, judge};
pub use discover::{Offered, discover};
pub use guardrail::{Approver, FreezeWindow, Guard, Guardrail, Quota, Span};
pub use join::shows_cards;
pub use runs::{Recent, Run, Runs, WINDOW_DAYS, tell};

pub use crate::reading::dispatch::InputKind;
pub use crate::reading::workflow::RunsIn;

/// The id of the action that a file at this path describes, if it describes one.
pub fn described_id(path: &str) -> Option<String> {
    file::is_one(path).then(|| file::id(path))
}

/// Whether a file at this path describes an action.
pub fn describes(path: &str) -> bool {
    file::is_one(path)
}
