//! Publishes to a branch: one commit without a history, as GitHub Pages and its like serve it.

use super::branch::{Branch, Content};
use super::published::{FILE, Published};
use super::{Built, How, Plan, PublishError};
use milepost_model::Instant;
use std::collections::BTreeMap;
use std::path::Path;

/// Tells Pages to serve the files as they are.
const NO_JEKYLL: &str = ".nojekyll";
/// The portal's own domain, which its host writes into the branch.
const DOMAIN: &str = "CNAME";

/// Publishes to a branch of a remote, from a repository that knows it. `work` is an empty folder.
pub fn to_git_branch(
    built: &Built,
    (repository, remote, name): (&Path, &str, &str),
    work: &Path,
    now: Instant,
    how: How,
) -> Result<Plan, PublishError> {
    let place = format!("the branch {name} of {remote}");
    let branch = Branch::look(repository, remote, name, work)?;
    let there = branch.files()?;
    let published = match there.get(FILE) {
        Some(id) => Published::read(&branch.read(id)?, &place)?,
        None if !branch.exists() || how.is_forced => Published::of(BTreeMap::new()),
        None => return Err(PublishError::NotOurs(place)),
    };
    // The list lies in the same commit, so what it says is there.
    let sizes = published.files.iter().map(|(path, file)| (path.clone(), file.bytes)).collect();
    let plan = Plan::new(place, built, &published, &sizes);
    if how.is_dry {
        return Ok(plan);
    }
    let mut files: BTreeMap<String, Content> =
        built.files().keys().map(|path| (path.clone(), Content::Of(built.root().join(path)))).collect();
    files.insert(FILE.to_owned(), Content::Bytes(Published::of(built.files().clone()).text()));
    files.insert(NO_JEKYLL.to_owned(), Content::Bytes(Vec::new()));
    let kept = there.into_iter().filter(|(path, _)| path == DOMAIN && !built.files().contains_key(path)).collect();
    branch.replace(&files, &kept, "Publish the portal", now)?;
    Ok(plan)
}
