//! Changes.

use super::{Lines, Scene, seen_by};
use milepost_model::Instant;
use milepost_model::record::Change;
use milepost_model::record::change::Via;

/// Every change of the year. What was merged before is in the repository alone.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    for (at, change) in scene.told.changes.iter().enumerate() {
        if change.merged < scene.world.calendar.start {
            continue;
        }
        lines.put(&Change {
            id: id(scene, at),
            observed_at: scene.today(),
            provenance: seen_by("github"),
            repo: scene.id.clone(),
            via: if change.number.is_some() { Via::PullRequest } else { Via::Direct },
            merged_at: change.merged,
            merge_sha: change.merge.to_string(),
            number: change.number.map(u64::from),
            title: Some(change.title.clone()),
            base: Some("main".into()),
            head: change.number.map(|_| change.branch.clone()),
            created_at: change.number.map(|_| change.created),
            ready_at: change.number.map(|_| change.created),
            first_review_at: change.reviewed.filter(|_| change.number.is_some()),
            first_commit_at: Some(change.first_commit),
            is_bot: Some(change.is_bot),
            reverts_change: change.reverts.map(|reverted| id(scene, reverted)),
            author_key: (!change.is_bot).then(|| author_key(scene, &change.login, change.created)),
            url: change.number.map(|number| scene.url(&format!("pull/{number}"))),
            commit_shas: change.commits.iter().map(ToString::to_string).collect(),
            labels: change.labels.iter().map(|label| (*label).to_owned()).collect(),
            ..Change::default()
        });
    }
}

/// The id of a change: its number, or its commit where it has none.
pub(super) fn id(scene: &Scene<'_>, at: usize) -> String {
    let change = &scene.told.changes[at];
    match change.number {
        Some(number) => scene.id("change", number),
        None => scene.id("change", change.merge),
    }
}

/// One in so many came within the last months, and somebody else was in their place before.
const NEWCOMERS_OF: u8 = 4;
/// The newest came so many days ago, and the others on some day of the months before.
const NEWEST_DAYS: i64 = 6;

/// The same somebody has the same key, and nobody can tell who.
fn author_key(scene: &Scene<'_>, login: &str, at: Instant) -> String {
    let hash = |text: String| *blake3::hash(text.as_bytes()).as_bytes();
    let seed = scene.world.seed;
    let chance = hash(format!("{seed}/{login}/since"));
    let came = scene.world.calendar.days_ago(NEWEST_DAYS + i64::from(chance[1] / 2), 0, 0);
    let is_before = chance[0].is_multiple_of(NEWCOMERS_OF) && at < came;
    let key = hash(format!("{seed}/{login}{}", if is_before { "/before" } else { "" }));
    blake3::Hash::from(key).to_hex()[..16].to_owned()
}
