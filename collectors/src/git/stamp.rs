//! What every record of one run and one repository bears.

use super::origin::Origin;
use milepost_model::instant::from_unix;
use milepost_model::{Instant, Provenance, RepoId};

/// The name under which this collector signs its records.
pub const COLLECTOR: &str = "git";

/// What every record of one run and one repository bears.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The repository.
    pub repo: RepoId,
    /// The instant of the run.
    pub now: Instant,
    /// Where it is hosted, if that is known.
    pub origin: Option<Origin>,
}

impl Stamp {
    /// The id of a repository: of its origin, else of its first commit and place, else of its place.
    pub fn repo_id(origin: Option<&Origin>, root: Option<gix::ObjectId>, place: &str) -> RepoId {
        let text = match (origin, root) {
            (Some(origin), _) => format!("origin\n{origin}"),
            (None, Some(root)) => format!("root\n{root}\n{place}"),
            (None, None) => format!("place\n{place}"),
        };
        RepoId::from(format!("git:{}", &blake3::hash(text.as_bytes()).to_hex()[..20]))
    }

    /// The revision of what this run saw.
    pub fn rev(&self) -> u64 {
        u64::try_from(self.now.timestamp_millis()).unwrap_or(0)
    }

    /// Who says so.
    pub fn provenance(&self) -> Provenance {
        Provenance::of(COLLECTOR)
    }

    /// An id inside the repository.
    pub fn id(&self, kind: &str, rest: &str) -> String {
        format!("{}:{kind}:{rest}", self.repo)
    }

    /// Seconds as an instant; dates were made credible before.
    pub fn instant(&self, seconds: i64) -> Instant {
        from_unix(seconds).unwrap_or(self.now)
    }
}
