//! Which pages are old while what they describe has moved on.
//!
//! Age alone says nothing: a page about something that never changes is right for ever.

use super::decision::is_among_records;
use super::{Book, Kind};
use crate::catalog::{Catalog, PathScope};
use crate::docs::shelf::Library;
use chrono::Duration;
use milepost_model::record::Commit;
use milepost_model::{EntityRef, Instant, RepoId};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A page of so many days or fewer is never called old.
const OLD: i64 = 365;

/// That a page is old while what it describes has moved on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// How many full months ago it was last changed.
    pub months: u32,
    /// What has changed since, as paths of the repository; none where it is all of the service.
    pub paths: Vec<String>,
    /// How often that has changed since.
    pub changes: u64,
}

/// Judges the pages of all books.
pub(super) fn judge(books: &mut [Book], catalog: &Catalog, library: Library<'_>) {
    let before = library.as_of - Duration::days(OLD);
    let is_old = |book: &Book| book.pages.iter().any(|page| page.changed.is_some_and(|at| at < before));
    let mut wanted: BTreeMap<RepoId, Vec<usize>> = BTreeMap::new();
    for (at, book) in books.iter().enumerate().filter(|(_, book)| is_old(book)) {
        wanted.entry(book.repo.clone()).or_default().push(at);
    }
    if wanted.is_empty() {
        return;
    }
    let scopes: BTreeMap<&EntityRef, &PathScope> = catalog.services.iter().map(|service| (&service.reference, &service.scope)).collect();
    let found = Mutex::new(Vec::new());
    (library.commits)(&wanted.keys().cloned().collect(), &|repo, commits| {
        for at in wanted.get(repo).into_iter().flatten() {
            let stale = stale_pages(&books[*at], &scopes, commits, library.as_of, before);
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(stale.into_iter().map(|(page, stale)| (*at, page, stale)));
        }
    });
    for (book, page, stale) in found.into_inner().unwrap_or_else(PoisonError::into_inner) {
        books[book].pages[page].stale = Some(stale);
    }
}

/// Which pages of a book are old while what they describe has moved on.
fn stale_pages(
    book: &Book,
    scopes: &BTreeMap<&EntityRef, &PathScope>,
    commits: &[Commit],
    as_of: Instant,
    before: Instant,
) -> Vec<(usize, Stale)> {
    let whole = PathScope::default();
    let scope = scopes.get(&book.owner).copied().unwrap_or(&whole);
    let churn = Churn::of(commits, scope);
    let judged = book.pages.iter().enumerate().filter_map(|(page, about)| {
        // What tells the past is right as it stands.
        let tells_past = matches!(about.kind, Some(Kind::Decision | Kind::Changelog)) || is_among_records(&about.path);
        let at = about.changed.filter(|at| *at < before && !tells_past)?;
        let (changes, paths) = churn.since(at, &about.describes);
        let months = u32::try_from((as_of - at).num_days() * 12 / 365).unwrap_or(u32::MAX);
        (changes > 0).then_some((page, Stale { months, paths, changes }))
    });
    judged.collect()
}

/// The changes that people made to a service, newest last.
struct Churn<'a> {
    /// When each was made, for those whose paths are known and touch its code, and for all whose paths are not.
    changes: Vec<(Instant, &'a [String])>,
}

impl<'a> Churn<'a> {
    fn of(commits: &'a [Commit], scope: &PathScope) -> Self {
        let is_own = |commit: &&Commit| {
            let is_bot = commit.is_bot == Some(true);
            // A merge brings what its commits already count for.
            let touches = |path: &String| scope.contains(path) && !is_prose(path);
            !is_bot && commit.parents.len() < 2 && (commit.paths.is_empty() && scope.is_whole() || commit.paths.iter().any(touches))
        };
        let mut changes: Vec<(Instant, &[String])> =
            commits.iter().filter(is_own).map(|commit| (commit.committed_at, commit.paths.as_slice())).collect();
        changes.sort_unstable_by_key(|(at, _)| *at);
        Self { changes }
    }

    /// How often it changed after an instant: what a page describes where that is known, else all of it.
    fn since(&self, at: Instant, describes: &[String]) -> (u64, Vec<String>) {
        let later = &self.changes[self.changes.partition_point(|(when, _)| *when <= at)..];
        let has_paths = later.iter().any(|(_, paths)| !paths.is_empty());
        if describes.is_empty() || !has_paths {
            return (later.len() as u64, Vec::new());
        }
        let lies_in = |path: &String, folder: &String| {
            path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let touched = |paths: &[String]| paths.iter().any(|path| describes.iter().any(|folder| lies_in(path, folder)));
        (later.iter().filter(|(_, paths)| touched(paths)).count() as u64, describes.to_vec())
    }
}

/// Whether a path is that of a text, which is no code.
fn is_prose(path: &str) -> bool {
    super::base::is_page(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Instant {
        format!("{day}T12:00:00Z").parse().expect("because it is an instant")
    }

    fn commit(day: &str, paths: &[&str]) -> Commit {
        Commit { committed_at: at(day), paths: paths.iter().map(|path| (*path).to_owned()).collect(), ..Commit::default() }
    }

    #[test]
    fn only_changes_of_what_is_described_count() {
        let mut bot = commit("2026-03-01", &["src/retry/a.rs"]);
        bot.is_bot = Some(true);
        let commits = [
            commit("2026-01-01", &["src/retry/a.rs"]),
            commit("2026-02-01", &["src/retry/b.rs", "docs/a.md"]),
            commit("2026-02-02", &["src/other.rs"]),
            commit("2026-02-03", &["docs/a.md"]),
            bot,
        ];
        let churn = Churn::of(&commits, &PathScope::default());
        assert_eq!(churn.since(at("2026-01-15"), &["src/retry".to_owned()]), (1, vec!["src/retry".to_owned()]));
        assert_eq!(churn.since(at("2026-01-15"), &[]), (2, Vec::new()));
        assert_eq!(churn.since(at("2026-03-15"), &[]), (0, Vec::new()));
        let part = PathScope { include: vec!["src/retry/**".to_owned()], exclude: Vec::new() };
        assert_eq!(Churn::of(&commits, &part).since(at("2025-01-01"), &[]).0, 2);
    }
}
