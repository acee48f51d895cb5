//! What kind of text a page is: the four kinds of Diátaxis, and those that platforms add.

/// What kind of text a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A lesson for who does it for the first time.
    Tutorial,
    /// Steps towards a goal.
    HowTo,
    /// Facts to look up.
    Reference,
    /// Why it is so.
    Explanation,
    /// What to do when it breaks.
    Runbook,
    /// A decision and its reasons.
    Decision,
    /// What changed.
    Changelog,
    /// What a repository says first.
    Readme,
}

impl Kind {
    /// Every kind, in the order in which pages show them.
    pub const ALL: [Self; 8] =
        [Self::Tutorial, Self::HowTo, Self::Reference, Self::Explanation, Self::Runbook, Self::Decision, Self::Changelog, Self::Readme];

    /// The word for one page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tutorial => "Tutorial",
            Self::HowTo => "How-to guide",
            Self::Reference => "Reference",
            Self::Explanation => "Explanation",
            Self::Runbook => "Runbook",
            Self::Decision => "Decision record",
            Self::Changelog => "Changelog",
            Self::Readme => "README",
        }
    }

    /// The word for several.
    pub fn words(self) -> &'static str {
        match self {
            Self::Tutorial => "Tutorials",
            Self::HowTo => "How-to guides",
            Self::Reference => "Reference",
            Self::Explanation => "Explanation",
            Self::Runbook => "Runbooks",
            Self::Decision => "Decision records",
            Self::Changelog => "Changelogs",
            Self::Readme => "READMEs",
        }
    }

    /// The word in addresses and data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Tutorial => "tutorial",
            Self::HowTo => "how-to",
            Self::Reference => "reference",
            Self::Explanation => "explanation",
            Self::Runbook => "runbook",
            Self::Decision => "decision",
            Self::Changelog => "changelog",
            Self::Readme => "readme",
        }
    }

    /// The kind that a word of somebody's front matter means.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        let plain: String = word.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect();
        Some(match plain.as_str() {
            "tutorial" | "tutorials" | "gettingstarted" | "quickstart" | "quickstarts" | "lesson" => Self::Tutorial,
            "howto" | "howtos" | "howtoguide" | "howtoguides" | "guide" | "guides" | "task" | "tasks" => Self::HowTo,
            "reference" | "references" | "apireference" => Self::Reference,
            "explanation" | "explanations" | "concept" | "concepts" | "discussion" | "architecture" | "background" => Self::Explanation,
            "runbook" | "runbooks" | "playbook" | "playbooks" => Self::Runbook,
            "adr" | "adrs" | "decision" | "decisions" | "decisionrecord" | "architecturedecisionrecord" => Self::Decision,
            "changelog" | "releasenotes" => Self::Changelog,
            _ => return None,
        })
    }

    /// The kind that the name of a file says.
    pub(super) fn from_name(path: &str) -> Option<Self> {
        let stem = super::address::stem_of(path);
        if stem.eq_ignore_ascii_case("readme") && !path.contains('/') {
            return Some(Self::Readme);
        }
        Self::from_word(stem).filter(|kind| matches!(kind, Self::Runbook | Self::Changelog))
    }

    /// The kind that a path suggests: its name, else the folder that is nearest to the file.
    pub(super) fn from_path(relative: &str) -> Option<Self> {
        Self::from_name(relative).or_else(|| relative.rsplit('/').skip(1).find_map(Self::from_word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_words_and_by_folders() {
        for (word, expected) in [("How-to", Some(Kind::HowTo)), ("tutorial", Some(Kind::Tutorial)), ("poem", None)] {
            assert_eq!(Kind::from_word(word), expected, "{word}");
        }
        for (path, expected) in [
            ("docs/how-to/release.md", Some(Kind::HowTo)),
            ("docs/adr/0001-x.md", Some(Kind::Decision)),
            ("docs/runbook.md", Some(Kind::Runbook)),
            ("docs/guides/tutorials/a.md", Some(Kind::Tutorial)),
            ("CHANGELOG.md", Some(Kind::Changelog)),
            ("README.md", Some(Kind::Readme)),
            ("docs/index.md", None),
        ] {
            assert_eq!(Kind::from_path(path), expected, "{path}");
        }
    }
}
