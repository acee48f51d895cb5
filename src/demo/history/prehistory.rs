//! What was there before the year begins.

use super::teller::{Teller, sign};
use crate::demo::content::{Group, scaffold};
use crate::demo::git::{Commit, Folder, Oid};
use crate::demo::plan::Awkward;
use chrono::Duration;
use milepost_model::Instant;

/// How many days a clone that is cut short goes back.
const SHALLOW_DAYS: i64 = 70;

/// Writes the first commits, from the repository's creation to the start of the year.
pub(super) fn tell(teller: &mut Teller<'_>) {
    let unit = teller.unit;
    let calendar = teller.world.calendar;
    let is_new = unit.created >= calendar.start;
    let known_from = if is_new { unit.created + Duration::hours(12) } else { calendar.start };
    let known_from = if unit.is(Awkward::Shallow) { calendar.days_ago(SHALLOW_DAYS, 9, 0) } else { known_from };
    let groups = scaffold(unit, unit.journey.at(known_from));
    let times = times(teller, groups.len(), is_new);
    teller.changelog = first_changelog(&groups);
    let mut folder = Folder::default();
    let last = groups.len() - 1;
    for (at, group) in groups.into_iter().enumerate() {
        for (path, text) in group.files {
            let file = teller.pack.blob(&text, None);
            folder.put(&path, file);
        }
        if unit.is(Awkward::Shallow) && at < last {
            continue;
        }
        commit(teller, &mut folder, group.title, times[at]);
    }
}

fn commit(teller: &mut Teller<'_>, folder: &mut Folder, title: &str, at: Instant) {
    let by = sign(&teller.somebody(), at);
    let mut parents: Vec<Oid> = teller.main.back().map(|tip| tip.oid).into_iter().collect();
    let mut title = title;
    if teller.unit.is(Awkward::Shallow) && parents.is_empty() {
        // The clone knows the id of the commit before, and nothing else of it.
        parents.push(Oid::unseen(&teller.unit.name));
        title = "Read plates in the rain";
    }
    let tree = folder.write(&mut teller.pack);
    let oid = teller.pack.commit(&Commit { tree, parents: &parents, author: &by, committer: &by, message: title });
    if teller.unit.is(Awkward::Shallow) && teller.main.is_empty() {
        teller.shallow.push(oid);
    }
    teller.advance(at, oid, folder.clone());
}

/// Old repositories grew over weeks, with the documentation last; new ones came in an hour.
fn times(teller: &mut Teller<'_>, count: usize, is_new: bool) -> Vec<Instant> {
    let calendar = teller.world.calendar;
    let created = teller.unit.created;
    if teller.unit.is(Awkward::Shallow) {
        return vec![calendar.days_ago(SHALLOW_DAYS, 9, 12); count];
    }
    let end = if is_new { (created + Duration::minutes(40)).min(calendar.today) } else { calendar.start - Duration::hours(20) };
    let room = (end - created).num_seconds().max(i64::from(count as u32));
    // Nobody takes more than half a year for the first pages.
    let room = room.min(180 * 86_400);
    let mut times: Vec<Instant> =
        (0..count).map(|at| created + Duration::seconds(room * i64::from(at as u32) / i64::from(count as u32))).collect();
    if !is_new {
        // The last page came later than the others, as it does.
        let late = teller.random.between(0, (end - times[count - 1]).num_seconds().max(0));
        times[count - 1] += Duration::seconds(late);
    }
    times
}

fn first_changelog(groups: &[Group]) -> String {
    groups.iter().flat_map(|group| &group.files).find(|(path, _)| path == "CHANGELOG.md").map(|(_, text)| text.clone()).unwrap_or_default()
}
