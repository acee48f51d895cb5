//! What the pages of environments share: what runs where in the organisation, how that is said, and where to look further.

mod gaps;
mod gathered;
mod onward;
mod row;
mod state;

pub use gaps::{GapView, gaps};
pub use gathered::{Environment, Environments, Here, Preview, Without};
pub use onward::{LinkTemplate, declared, onward};
pub use row::{Arrivals, EnvironmentRow, PreviewRow, previews, rows};
pub use state::{StateView, version};

use super::links::path_segment;

/// The list of all environments.
pub const LIST: &str = "environments/";

/// The address of an environment's page, by its key.
pub fn environment_address(key: &str) -> String {
    format!("{LIST}{}/", path_segment(key))
}

/// The name of an environment on a page of its service.
pub fn anchor(environment: &str) -> String {
    format!("env-{}", path_segment(environment).replace('~', "-"))
}

/// What names of environments are compared by: hosts do so without regard to capitals.
pub fn key(environment: &str) -> String {
    environment.trim().to_lowercase()
}
