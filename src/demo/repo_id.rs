//! How the demo's records point at its repositories.

use milepost_model::RepoId;

/// The id of the repository that was cloned from there.
///
/// It has to be the same as the one that the git collector gives to a clone with this origin, since
/// that is what joins the demo's records with its repositories (a hash of the normalised address:
/// lower case, without scheme and without `.git`). This is the only place that knows how.
pub(super) fn repo_id(origin: &str) -> RepoId {
    let address = origin.to_lowercase();
    let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let address = address.trim_end_matches('/').trim_end_matches(".git");
    let hash = blake3::hash(address.as_bytes()).to_hex();
    RepoId(format!("git:{}", &hash[..20]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_address_written_otherwise_is_the_same_repository() {
        let id = repo_id("https://github.com/lumenfreight/carrier-sync");
        assert_eq!(id, repo_id("https://GitHub.com/LumenFreight/carrier-sync.git"));
        assert_ne!(id, repo_id("https://github.com/lumenfreight/carrier-hub"));
        assert_eq!(id.as_str().len(), 24);
    }
}
