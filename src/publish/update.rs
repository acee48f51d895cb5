//! Brings a folder or a bucket up to date, so that whoever reads it meanwhile never meets a broken page.
//!
//! A run that is killed leaves a list in which the files that it was replacing have no hash: the next run
//! sends these again, whatever they hold by then.

use super::published::{File, Published};
use super::{Built, How, Plan, PublishError};
use std::collections::BTreeMap;

/// Somewhere that files are put, one by one.
pub(super) trait Place {
    /// The place, as people name it.
    fn name(&self) -> String;
    /// The list of what was published, where there is one.
    fn list(&self) -> Result<Option<Vec<u8>>, PublishError>;
    /// The files that are there, with their lengths.
    fn there(&self) -> Result<BTreeMap<String, u64>, PublishError>;
    /// Brings files near, so that putting them cannot fail for want of room.
    fn prepare(&self, built: &Built, files: &[Vec<String>]) -> Result<(), PublishError>;
    /// Puts files, in any order.
    fn put(&self, built: &Built, files: &[String]) -> Result<(), PublishError>;
    /// Puts the list.
    fn put_list(&self, content: Vec<u8>) -> Result<(), PublishError>;
    /// Removes files, in any order; what is gone already is no error.
    fn remove(&self, files: &[String]) -> Result<(), PublishError>;
}

/// Publishes to a place, or says what that would come to.
pub(super) fn update(place: &dyn Place, built: &Built, how: How) -> Result<Plan, PublishError> {
    let there = place.there()?;
    let published = match place.list()? {
        Some(list) => Published::read(&list, &place.name())?,
        None if there.is_empty() || how.is_forced => Published::of(BTreeMap::new()),
        None => return Err(PublishError::NotOurs(place.name())),
    };
    let plan = Plan::new(place.name(), built, &published, &there);
    let target = Published::of(built.files().clone());
    if how.is_dry || plan.is_empty() && target == published {
        return Ok(plan);
    }
    place.prepare(built, &plan.put)?;
    place.put_list(under_way(&published, built, &plan).text())?;
    for group in &plan.put {
        place.put(built, group)?;
    }
    for group in &plan.remove {
        place.remove(group)?;
    }
    place.put_list(target.text())?;
    Ok(plan)
}

/// The list while files are being replaced: of these nobody can say which they are.
fn under_way(published: &Published, built: &Built, plan: &Plan) -> Published {
    let mut files = published.files.clone();
    for path in plan.put.iter().flatten() {
        files.insert(path.clone(), File { hash: None, bytes: built.files().get(path).map_or(0, |file| file.bytes) });
    }
    Published::of(files)
}
