//! Where a source keeps what can be fetched again.

use std::path::{Path, PathBuf};

/// The folder of the answers that a host gave to a credential.
pub fn answers(cache: &Path, host: &str, credential: &str) -> PathBuf {
    cache.join("answers").join(format!("{}-{credential}", plain(host)))
}

/// The folder of a host's mirrors.
pub fn mirrors(cache: &Path, host: &str) -> PathBuf {
    cache.join("mirrors").join(plain(host))
}

fn plain(host: &str) -> String {
    host.chars().map(|c| if c.is_ascii_alphanumeric() || "-.".contains(c) { c } else { '_' }).collect()
}
