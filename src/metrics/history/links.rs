//! Which change takes which other one back.

use super::{Changes, Commits};
use chrono::Duration;
use foldhash::{HashMap, HashMapExt};

/// A title alone links two changes only so far apart.
const TITLE_DAYS: i64 = 90;

/// For each change the one that it takes back: as its record says, as a commit's message says, as the
/// name of its branch says, or as its title says where only one change of the 90 days before has that title.
pub(super) fn reverts(changes: &Changes<'_>, commits: &Commits) -> Vec<Option<u32>> {
    let mut by_id: HashMap<&str, u32> = HashMap::new();
    let mut by_number: HashMap<u64, u32> = HashMap::new();
    let mut by_title: HashMap<&str, Vec<u32>> = HashMap::new();
    for (place, facts) in (0..).zip(&changes.all) {
        for record in facts.records() {
            by_id.insert(&record.id, place);
        }
        if let Some(number) = facts.record.number {
            by_number.insert(number, place);
        }
        if let Some(title) = facts.records().find_map(|record| record.title.as_deref()) {
            by_title.entry(plain(title)).or_default().push(place);
        }
    }
    let find = |(place, facts): (u32, &super::ChangeFacts<'_>)| {
        let said = || facts.records().find_map(|record| by_id.get(record.reverts_change.as_deref()?).copied());
        let by_commit =
            || facts.commits.iter().chain(&facts.merge).find_map(|commit| changes.of_commit(*commits.reverting.get(commit)?).next());
        let by_branch = || facts.records().find_map(|record| by_number.get(&reverting_branch(record.head.as_deref()?)?).copied());
        let by_its_title = || {
            let title = facts.records().find_map(|record| record.title.as_deref())?;
            let reverted = plain(title).strip_prefix("Revert \"")?.strip_suffix('"')?;
            let since = facts.record.merged_at - Duration::days(TITLE_DAYS);
            let is_before = |found: &&u32| {
                let merged = changes.all[**found as usize].record.merged_at;
                since <= merged && merged <= facts.record.merged_at && **found != place
            };
            let mut fitting = by_title.get(reverted)?.iter().filter(is_before);
            fitting.next().filter(|_| fitting.next().is_none()).copied()
        };
        said().or_else(by_commit).or_else(by_branch).or_else(by_its_title).filter(|found| *found != place)
    };
    (0..).zip(&changes.all).map(find).collect()
}

/// A title without the number that squashing adds: `Fix rates (#12)`.
fn plain(title: &str) -> &str {
    let title = title.trim();
    match title.rsplit_once(" (#") {
        Some((start, number)) if number.strip_suffix(')').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) => start,
        _ => title,
    }
}

/// Whether a title ends with the number that squashing adds.
pub(in crate::metrics) fn names_a_change(title: &str) -> bool {
    plain(title) != title.trim()
}

/// The number in the name of a branch that a revert button makes: `revert-12-fix-rates`.
fn reverting_branch(head: &str) -> Option<u64> {
    let (digits, _) = head.rsplit(':').next()?.strip_prefix("revert-")?.split_once('-')?;
    digits.parse().ok().filter(|_| digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_and_titles_name_what_they_take_back() {
        for (head, expected) in
            [("revert-12-fix", Some(12)), ("ada:revert-7-x", Some(7)), ("revert-fix", None), ("revert-12", None), ("x-revert-1-a", None)]
        {
            assert_eq!(reverting_branch(head), expected, "{head}");
        }
        for (title, expected) in [("Fix rates (#12)", "Fix rates"), (" Fix (#x)", "Fix (#x)"), ("Revert \"a\" (#3)", "Revert \"a\"")] {
            assert_eq!((plain(title), names_a_change(title)), (expected, expected.len() < title.trim().len()));
        }
    }
}
