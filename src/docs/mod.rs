//! What repositories document, read and made safe to show.
//!
//! [`read()`] is the stage: descriptions of APIs become one neutral model, whatever their format.

pub mod api;
pub mod markdown;
mod prose;
mod stage;

pub use prose::{line, prose};
pub use stage::{Library, read};

use api::ApiReference;

/// Everything that repositories document.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// The described APIs, by service and then by slug.
    pub apis: Vec<ApiReference>,
}
