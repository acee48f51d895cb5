//! Which paths of a repository are read, and which folders can be passed over unread.

use super::error::CollectError;
use super::settings::GitSettings;
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::HashSet;

/// How a file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Every version.
    History,
    /// Only whether it is there.
    Name,
    /// As it is at the head.
    Head,
}

/// The paths that the settings ask for, compiled once.
#[derive(Debug)]
pub struct Selection {
    history: Paths,
    names: Paths,
    head: Paths,
    skipped: HashSet<Vec<u8>>,
    /// Changes whenever the set of paths with history does.
    pub fingerprint: String,
}

impl Selection {
    /// Compiles the globs of the settings.
    pub fn new(settings: &GitSettings) -> Result<Self, CollectError> {
        let mut hash = blake3::Hasher::new();
        for list in [&settings.history_paths, &settings.name_paths, &settings.head_paths, &settings.skipped_folders] {
            for glob in list {
                hash.update(glob.as_bytes()).update(b"\n");
            }
            hash.update(b"\0");
        }
        // Which commits list their paths is part of what a history is read for, as the globs are.
        hash.update(format!("{:?}", settings.commit_paths).as_bytes());
        Ok(Self {
            history: Paths::new(&settings.history_paths)?,
            names: Paths::new(&settings.name_paths)?,
            head: Paths::new(&settings.head_paths)?,
            skipped: settings.skipped_folders.iter().map(|name| name.clone().into_bytes()).collect(),
            fingerprint: hash.finalize().to_hex()[..16].to_owned(),
        })
    }

    /// How a file is kept, if it is.
    pub fn kept(&self, path: &str) -> Option<Kept> {
        self.kept_with_history(path).or_else(|| self.head.matches(path).then_some(Kept::Head))
    }

    /// The same, for a file whose past is looked at.
    pub fn kept_with_history(&self, path: &str) -> Option<Kept> {
        if self.history.matches(path) {
            Some(Kept::History)
        } else if self.names.matches(path) {
            Some(Kept::Name)
        } else {
            None
        }
    }

    /// Whether a folder can hold a file with history.
    pub fn may_hold_history(&self, folder: &str) -> bool {
        self.history.may_lie_below(folder) || self.names.may_lie_below(folder)
    }

    /// Whether a folder of this name is passed over wherever it stands.
    pub fn is_skipped(&self, name: &[u8]) -> bool {
        self.skipped.contains(name)
    }
}

/// A set of globs that knows below which folders it can match.
#[derive(Debug)]
pub struct Paths {
    set: GlobSet,
    reaches: Vec<Reach>,
    is_everywhere: bool,
}

impl Paths {
    /// Compiles globs; `*` never crosses a slash.
    pub fn new(globs: &[String]) -> Result<Self, CollectError> {
        let mut set = GlobSetBuilder::new();
        for text in globs {
            set.add(glob(text)?);
        }
        let set = set.build().map_err(|error| CollectError::Glob { pattern: globs.join(", "), reason: error.kind().to_string() })?;
        let reaches: Vec<_> = globs.iter().map(|text| Reach::of(text)).collect();
        let is_everywhere = reaches.iter().any(|reach| reach.prefix.is_empty() && reach.depth.is_none());
        Ok(Self { set, reaches, is_everywhere })
    }

    /// Whether a path is in the set.
    pub fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// Whether a path below this folder can be in the set.
    pub fn may_lie_below(&self, folder: &str) -> bool {
        self.is_everywhere || self.reaches.iter().any(|reach| folder.is_empty() || reach.touches(folder))
    }
}

fn glob(text: &str) -> Result<Glob, CollectError> {
    GlobBuilder::new(text)
        .literal_separator(true)
        .empty_alternates(true)
        .build()
        .map_err(|error| CollectError::Glob { pattern: text.to_owned(), reason: error.kind().to_string() })
}

/// Where a glob can match: below a folder that it names, and how deep.
#[derive(Debug, PartialEq, Eq)]
struct Reach {
    prefix: String,
    /// How many parts a path has at most; absent where `**` or a slash in braces allows any number.
    depth: Option<usize>,
}

impl Reach {
    fn of(glob: &str) -> Self {
        let is_literal = |part: &&str| !part.contains(['*', '?', '[', ']', '{', '}', '\\', '!']);
        let parts: Vec<_> = glob.split('/').collect();
        let folders = &parts[..parts.len() - 1];
        let prefix = folders.iter().take_while(|part| is_literal(part)).copied().collect::<Vec<_>>().join("/");
        let is_deep = glob.contains("**") || glob.contains(['{', '\\']) && folders.iter().any(|part| !is_literal(part));
        Self { prefix, depth: (!is_deep).then_some(parts.len()) }
    }

    fn touches(&self, folder: &str) -> bool {
        if is_below(&self.prefix, folder) {
            return true;
        }
        is_below(folder, &self.prefix) && self.depth.is_none_or(|depth| folder.split('/').count() < depth)
    }
}

/// Whether a path is a folder itself or lies below it.
pub fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_globs_find_what_they_are_for() {
        let selection = Selection::new(&GitSettings::default()).expect("because the default globs are good");
        for (path, kept) in [
            ("catalog-info.yaml", Some(Kept::History)),
            ("services/pay/catalog-info.yml", Some(Kept::History)),
            ("a/catalog-info.prod.json", Some(Kept::History)),
            (".backstage/all.yml", Some(Kept::History)),
            ("CODEOWNERS", Some(Kept::History)),
            (".github/CODEOWNERS", Some(Kept::History)),
            ("docs/CODEOWNERS", Some(Kept::History)),
            ("src/CODEOWNERS", None),
            (".github/workflows/ci.yml", Some(Kept::History)),
            (".github/workflows/nested/ci.yml", None),
            ("milepost.actions/restart.yaml", Some(Kept::History)),
            (".cortex/catalog/a.yaml", Some(Kept::History)),
            ("service.datadog.yaml", Some(Kept::History)),
            ("pay/score-worker.yaml", Some(Kept::History)),
            ("promises/redis/promise.yaml", Some(Kept::History)),
            ("infra/humanitec/postgres.yaml", Some(Kept::History)),
            ("infra/qovery/main.tf", Some(Kept::History)),
            ("infra/main.tf", None),
            (".copier-answers.python.yml", Some(Kept::History)),
            (".github/renovate.json5", Some(Kept::History)),
            ("web/package-lock.json", Some(Kept::Name)),
            ("Cargo.lock", Some(Kept::Name)),
            ("go.sum", Some(Kept::Name)),
            ("README.md", Some(Kept::Head)),
            ("services/pay/docs/adr/0001-x.md", Some(Kept::Head)),
            ("docs/img/a.png", Some(Kept::Head)),
            ("runbooks/pay.md", Some(Kept::Head)),
            ("api/v1/openapi.yaml", Some(Kept::Head)),
            ("proto/pay.proto", Some(Kept::Head)),
            ("src/Pay/Pay.csproj", Some(Kept::Head)),
            ("web/Procfile", Some(Kept::Head)),
            ("LICENSE-MIT", Some(Kept::Head)),
            ("src/main.rs", None),
        ] {
            assert_eq!(selection.kept(path), kept, "{path}");
        }
        assert!(selection.is_skipped(b"node_modules"));
    }

    #[test]
    fn folders_where_nothing_can_match_are_passed_over() {
        let paths = Paths::new(&[".github/workflows/*.yml".to_owned(), "docs/**/*.md".to_owned(), "*.toml".to_owned()])
            .expect("because the globs are good");
        for (folder, expected) in [
            (".github", true),
            (".github/workflows", true),
            (".github/workflows/deep", false),
            (".githubx", false),
            ("docs", true),
            ("docs/a/b/c", true),
            ("src", false),
        ] {
            assert_eq!(paths.may_lie_below(folder), expected, "{folder}");
        }
        let braces = Paths::new(&["{,a/b/}x.yml".to_owned()]).expect("because the glob is good");
        assert!(braces.matches("a/b/x.yml") && braces.matches("x.yml") && braces.may_lie_below("a"));
    }

    #[test]
    fn a_bad_glob_is_named() {
        let settings = GitSettings { head_paths: vec!["docs/[".to_owned()], ..GitSettings::default() };
        assert!(Selection::new(&settings).expect_err("because it is not closed").to_string().contains("docs/["));
    }
}
