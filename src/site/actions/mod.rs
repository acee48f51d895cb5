//! What the pages of actions share: the form, the line for a terminal, the guardrails, and the runs.

mod form;
mod guards;
mod manifest;
mod places;
mod protection;
mod run_rows;
mod terminal;

pub use form::{Form, environment_names};
pub use guards::{GuardView, guard_words, guards};
pub use places::{Places, action_address, history_address};
pub use protection::protected;
pub use run_rows::{Names, RecentView, RunRow};
pub use terminal::{command, quoted};
