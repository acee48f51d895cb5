//! How the demo's records point at its repositories.

use milepost_collectors::git::{Origin, stamp::Stamp};
use milepost_model::RepoId;

/// The id that the collector of clones gives to a clone with this origin: it joins the demo's records with
/// its repositories.
pub(super) fn repo_id(origin: &str) -> RepoId {
    Stamp::repo_id(Origin::parse(origin).as_ref(), None, origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_address_written_otherwise_is_the_same_repository() {
        let id = repo_id("https://github.com/lumenfreight/carrier-sync");
        assert_eq!(id, repo_id("https://GitHub.com/lumenfreight/carrier-sync.git"));
        assert_ne!(id, repo_id("https://github.com/lumenfreight/carrier-hub"));
    }
}
