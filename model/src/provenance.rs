//! Where a record came from.

use serde::{Deserialize, Serialize};

/// Which collector wrote a record, and where a person can see the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// The collector's name, such as `git`.
    pub collector: String,
    /// A page where a person sees what the collector saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Provenance {
    /// A provenance that names its collector only.
    pub fn of(collector: &str) -> Self {
        Self { collector: collector.to_owned(), url: None }
    }
}
