//! Patterns of names.

use super::RemoteError;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// The patterns as one set, without regard to case; `*` stays between two `/`.
pub fn globs(patterns: &[String]) -> Result<GlobSet, RemoteError> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let bad = |error: globset::Error| {
            RemoteError::settings(format!("“{pattern}” is not a pattern: {error}"), "write it as lumen/*, or payments-*")
        };
        set.add(GlobBuilder::new(pattern).literal_separator(true).case_insensitive(true).build().map_err(bad)?);
    }
    set.build().map_err(|error| RemoteError::settings(format!("the patterns cannot be used: {error}"), "write fewer of them"))
}
