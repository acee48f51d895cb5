//! What tags and release branches reach beside the default branch.
//!
//! A version that is kept alive has a branch of its own, and what is released from it never comes below the
//! default branch, or only when it is merged back. Who released it is asked which commits it has, all the same.

use super::commit_object::{CommitObject, header};
use super::reader::{Reader, plain};
use gix::ObjectId;
use gix::objs::Kind;

/// How the names of branches begin that things are released from.
pub const RELEASE_BRANCHES: &[&str] = &["hotfix", "live", "maint", "prod", "release", "stable", "support"];

/// Release branches that are looked at of one repository.
const MOST: usize = 1_000;

/// Tags that point at tags are followed so far.
pub const NESTED: usize = 5;

/// Where release branches stand, sorted.
pub fn release_heads(reader: &Reader) -> Result<Vec<ObjectId>, String> {
    let platform = reader.repo.references().map_err(|error| plain(&error))?;
    let mut found = Vec::new();
    for folder in ["refs/heads/", "refs/remotes/origin/"] {
        for name in RELEASE_BRANCHES {
            let prefix = format!("{folder}{name}");
            let branches = platform.prefixed(prefix.as_str()).map_err(|error| plain(&error))?;
            // A single broken ref is passed over, as git does with a warning.
            found.extend(branches.flatten().filter_map(|branch| branch.try_id().map(gix::Id::detach)).take(MOST));
        }
    }
    found.sort();
    found.dedup();
    found.truncate(MOST);
    Ok(found)
}

/// The commit that a tag leads to.
pub fn commit_of(reader: &Reader, mut id: ObjectId, buffer: &mut Vec<u8>) -> Option<ObjectId> {
    for _ in 0..NESTED {
        let (kind, bytes) = reader.any(&id, buffer).ok()?;
        match kind {
            Kind::Commit => return CommitObject::parse(bytes).map(|_| id),
            Kind::Tag => id = ObjectId::from_hex(header(&mut &*bytes, b"object ")?).ok()?,
            _ => return None,
        }
    }
    None
}
