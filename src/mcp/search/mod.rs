//! The portal's own search, read from its files: the same pages in the same order as on its page.

mod excerpt;
mod fold;
mod head;
mod packed;
mod text;

pub use excerpt::excerpt;
pub use fold::Synonyms;
pub use head::Head;
pub use text::Text;

use super::built::Built;
use super::trouble::Trouble;
use serde_json::Value;
use std::sync::Arc;

/// What is read before anything is looked for.
#[derive(Debug)]
pub struct Search {
    /// The name of everything.
    pub head: Head,
    /// What pages say.
    pub text: Text,
}

impl Search {
    /// Opens the search of a portal.
    pub fn open(portal: &Built) -> Result<Self, Trouble> {
        let fresh = portal.script("freshness.js", "(globalThis.milepost ??= {}).fresh = ", ";")?;
        let address = |key: &str| fresh["search"][key].as_str().unwrap_or_default().to_owned();
        let index = portal.script(&address("index"), "(globalThis.milepost ??= {}).searchIndex = ", ";")?;
        let parts: Arc<Value> = portal.script(&address("parts"), "milepost.searchParts = ", ";")?;
        Ok(Self { head: Head::of(&index), text: Text::of(&parts) })
    }

    /// What tells whether the search of a portal is another one since it was opened.
    pub fn mark(portal: &Built) -> Result<Arc<Value>, Trouble> {
        portal.script("freshness.js", "(globalThis.milepost ??= {}).fresh = ", ";")
    }
}
