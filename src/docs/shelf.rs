//! The files of repositories, as documents are read from them.

use super::kept::KeptPages;
use super::markdown::Highlighter;
use crate::catalog::{CurrentFile, RepositoryFacts};
use bytes::Bytes;
use milepost_model::record::Commit;
use milepost_model::{Instant, RepoId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Takes the commits of one repository.
pub type TakeCommits<'a> = dyn Fn(&RepoId, &[Commit]) + Sync + 'a;

/// Hands over the commits of repositories, of one at a time and on several threads: together they would be most of what a
/// large organisation needs in memory.
pub type CommitsOf<'a> = dyn Fn(&BTreeSet<RepoId>, &TakeCommits<'_>) + Sync + 'a;

/// Where documents are read from.
#[derive(Clone, Copy)]
pub struct Library<'a> {
    /// The repositories with the files that they hold now.
    pub repositories: &'a [RepositoryFacts],
    /// The content of a blob; nothing where it was not kept.
    pub content: &'a (dyn Fn(&str) -> Option<Bytes> + Sync),
    /// Hands over the commits of repositories.
    pub commits: &'a CommitsOf<'a>,
    /// The instant that is shown.
    pub as_of: Instant,
    /// Whether every file of the repositories is known, and not only those that are collected.
    pub is_whole: bool,
    /// What tells the words of code apart.
    pub highlighter: &'a dyn Highlighter,
    /// What an earlier build rendered.
    pub kept: Option<&'a KeptPages>,
}

impl std::fmt::Debug for Library<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").field("repositories", &self.repositories.len()).finish_non_exhaustive()
    }
}

/// One repository, with its files by path.
pub(super) struct Shelf<'a> {
    pub(super) library: Library<'a>,
    pub(super) facts: &'a RepositoryFacts,
    pub(super) files: BTreeMap<&'a str, &'a CurrentFile>,
}

impl<'a> Shelf<'a> {
    /// Every repository's, by its id.
    pub(super) fn all(library: Library<'a>) -> BTreeMap<&'a RepoId, Self> {
        let shelf = |facts: &'a RepositoryFacts| {
            let files = facts.files.iter().map(|file| (file.path.as_str(), file)).collect();
            (&facts.repository.repo, Shelf { library, facts, files })
        };
        library.repositories.iter().map(shelf).collect()
    }

    /// What a file holds, where that was kept.
    pub(super) fn content(&self, path: &str) -> Option<Bytes> {
        (self.library.content)(self.files.get(path)?.blob.as_deref()?)
    }

    /// The repository's name.
    pub(super) fn name(&self) -> &'a str {
        &self.facts.repository.full_name
    }

    /// The files below a folder, sorted; the empty folder is the root.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = &'a CurrentFile> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let files = self.files.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
        let below: Vec<&'a CurrentFile> = files.take_while(|(path, _)| path.starts_with(&start)).map(|(_, file)| *file).collect();
        below.into_iter()
    }

    /// Whether a path is that of a folder with files in it.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        let next = self.files.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded)).next();
        folder.is_empty() || next.is_some_and(|(path, _)| path.starts_with(&start))
    }
}
