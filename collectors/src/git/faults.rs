//! What was wrong with a repository, in the words of the people who will read it.

use super::coverage::Extent;
use super::cursor::State;
use super::read_files::Files;
use milepost_model::{Diagnostic, Place};
use std::collections::BTreeSet;

/// Collects what was wrong with one repository.
#[derive(Debug)]
pub struct Faults<'a> {
    name: &'a str,
    /// How much was read in spite of it.
    pub extent: Extent,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    /// No faults yet.
    pub fn of(name: &'a str) -> Self {
        Self { name, extent: Extent::default(), diagnostics: Vec::new() }
    }

    /// Adds what an earlier run said, where this one read only what is new.
    pub fn on_top_of(&mut self, earlier: &State) {
        self.extent.on_top_of(&earlier.extent);
        let told: BTreeSet<_> = self.diagnostics.iter().map(|one| one.code.clone()).collect();
        self.diagnostics.extend(earlier.diagnostics.iter().filter(|one| !told.contains(&one.code)).cloned());
    }

    /// Adds a finding about the whole repository.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.at(Place::in_repo(self.name, "")));
    }

    /// The history is cut short.
    pub fn shallow(&mut self, since: &str) {
        let reason = format!("the clone is shallow: its history begins on {since}");
        self.extent.only_part(&["change", "commit", "file", "release"], &reason);
        self.add(Diagnostic::warning("git/shallow", reason).help("run `git fetch --unshallow` in the clone"));
    }

    /// Commits could not be read.
    pub fn lost_commits(&mut self, lost: u64) {
        if lost > 0 {
            self.extent.only_part(&["change", "commit", "file"], "some of the history cannot be read from this clone");
            let what = format!("{lost} commits or their parents cannot be read; the clone is damaged");
            self.add(Diagnostic::error("git/lost-commits", what).help("run `git fsck` in the clone, or clone it again"));
        }
    }

    /// There were more commits than the limit.
    pub fn many_commits(&mut self, limit: usize) {
        let reason = format!("only the newest {limit} commits were read");
        self.extent.only_part(&["change", "commit", "file"], &reason);
        self.add(
            Diagnostic::warning("git/many-commits", reason)
                .help("read fewer weeks of it, or leave the repository out with the source’s exclude"),
        );
    }

    /// Commits bear dates that cannot be.
    pub fn odd_dates(&mut self, count: u64) {
        if count > 0 {
            let (commits, their) = if count == 1 { ("commit bears", "its") } else { ("commits bear", "their") };
            let what = format!("{count} {commits} a date in the future or before 1970; the dates of {their} neighbours were used");
            self.add(Diagnostic::note("git/odd-date", what));
        }
    }

    /// Tags could not be used, or were too many.
    pub fn tags(&mut self, odd: u64, limit: Option<usize>) {
        if odd > 0 {
            let what = format!("{odd} tags lead to no dated commit or have names that cannot be used, and were left out");
            self.add(Diagnostic::warning("git/odd-tag", what));
        }
        if let Some(limit) = limit {
            let reason = format!("only {limit} tags were read");
            self.extent.only_part(&["release"], &reason);
            self.add(Diagnostic::warning("git/many-tags", reason).help("remove tags that nobody uses; only so many were read"));
        }
    }

    /// What was wrong with the files.
    pub fn files(&mut self, files: &Files<'_>) {
        if let Some((first, fault)) = &files.account.odd.first {
            let what = format!("{} paths cannot be used and were left out, such as “{first}”, which {fault}", files.account.odd.count);
            self.add(Diagnostic::warning("git/odd-path", what).help("rename the file"));
        }
        if files.account.lost > 0 {
            self.extent.only_part(&["file"], "some folders of the history cannot be read from this clone");
            let what = format!("{} folders cannot be read; the clone is damaged or was made without its trees", files.account.lost);
            self.add(
                Diagnostic::error("git/lost-trees", what)
                    .help("run `git fsck` in the clone, or clone it with `--filter=blob:none` at most"),
            );
        }
        if files.account.is_spent() {
            self.limited("the repository names more files than are looked at");
        }
        if files.is_limited {
            self.limited("only the newest versions of files were kept");
        }
        if files.head.is_limited {
            self.limited("only some of the documents were kept");
        }
        if files.bad_globs > 0 {
            let what =
                format!("{} of the paths that files ask for lead out of the repository, are no patterns or are too many", files.bad_globs);
            self.add(Diagnostic::warning("git/odd-reference", what));
        }
        self.contents(files);
    }

    fn contents(&mut self, files: &Files<'_>) {
        let contents = &files.contents;
        if contents.missing > 0 {
            self.extent.only_part(&["file"], "the clone holds no contents of some files");
            let what = format!("{} contents are not in this clone", contents.missing);
            let help = "it was cloned with `--filter=blob:none`; fetch the contents, or clone it without a filter";
            self.add(Diagnostic::warning("git/contents-missing", what).help(help));
        }
        if contents.broken > 0 {
            self.extent.only_part(&["file"], "the contents of some files cannot be read");
            let what = format!("{} contents cannot be read; the clone is damaged", contents.broken);
            self.add(Diagnostic::error("git/lost-contents", what).help("run `git fsck` in the clone, or clone it again"));
        }
        if contents.large > 0 {
            let files = if contents.large == 1 { "1 file is".to_owned() } else { format!("{} files are", contents.large) };
            let what = format!("{files} too large to be kept; only their names and sizes are");
            self.add(Diagnostic::note("git/large-file", what).help("raise max_file_bytes of the source if they matter"));
        }
        if contents.beyond > 0 {
            self.limited("the contents of some files were not kept as there are too many");
        }
    }

    fn limited(&mut self, reason: &str) {
        self.extent.only_part(&["file"], reason);
        self.add(
            Diagnostic::warning("git/many-files", reason)
                .help("leave folders of other people’s code out of the repository, or the repository out with the source’s exclude"),
        );
    }
}
