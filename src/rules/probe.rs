//! Questions about files, which a rule asks with words written out.
//!
//! `has_file("Dockerfile")` is no call at run time: the rule says when it is loaded which paths it will
//! ask for, so that those paths can be collected, and so that the rule runs again only when they change.

use globset::{GlobBuilder, GlobMatcher};
use regex::Regex;

/// A question about files.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Which paths, as it is written in the rule.
    pub glob: String,
    /// What their text must match, if the rule asks for that.
    pub pattern: Option<Regex>,
    matcher: GlobMatcher,
}

impl Probe {
    /// The question for files at these paths, whose text matches if a pattern is given.
    pub(super) fn new(glob: &str, pattern: Option<Regex>) -> Result<Self, globset::Error> {
        let matcher = GlobBuilder::new(glob).literal_separator(true).build()?.compile_matcher();
        Ok(Self { glob: glob.to_owned(), pattern, matcher })
    }

    /// Whether it asks for the file at this path.
    pub fn asks_for(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }

    /// Whether a file's text is what it looks for.
    pub fn is_met_by(&self, text: &str) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
    }
}

impl PartialEq for Probe {
    fn eq(&self, other: &Self) -> bool {
        let pattern = |probe: &Self| probe.pattern.as_ref().map(|regex| regex.as_str().to_owned());
        self.glob == other.glob && pattern(self) == pattern(other)
    }
}

/// Who answers questions about files.
pub trait Probes: Sync {
    /// Whether some file meets it; nothing where the files are not known.
    fn answer(&self, probe: &Probe) -> Option<bool>;
}

/// Nobody looked at files.
impl Probes for () {
    fn answer(&self, _probe: &Probe) -> Option<bool> {
        None
    }
}

/// Files with their texts, as tests and small callers have them.
impl Probes for Vec<(&str, &str)> {
    fn answer(&self, probe: &Probe) -> Option<bool> {
        Some(self.iter().any(|(path, text)| probe.asks_for(path) && probe.is_met_by(text)))
    }
}
