//! How an environment stands to production, as a shape and words.

use crate::portal::{Deployed, Drift, Unreleased};
use crate::site::wording;
use milepost_model::Outcome;
use serde::Serialize;

/// A state: never a colour alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateView {
    /// Its word in data: `reference`, `same`, `ahead`, `behind`, `apart` or `unknown`.
    pub word: &'static str,
    /// Its tone.
    pub tone: &'static str,
    /// Its shape.
    pub icon: &'static str,
    /// What it says.
    pub words: String,
    /// The same for a cell of a table that says against what.
    pub short: String,
}

impl StateView {
    /// How an environment stands to the production environment that others are compared with.
    pub fn of(deployed: &Deployed, compared_with: Option<&str>) -> Self {
        if compared_with == Some(deployed.environment.as_str()) {
            return Self { word: "reference", tone: "ok", icon: "pass", words: "Deployed".to_owned(), short: String::new() };
        }
        let state = Self::of_drift(&deployed.drift);
        match compared_with {
            // Of several production environments the one is meant that the others are compared with.
            Some(name) if state.word == "same" => Self { words: format!("Same as {name}"), ..state },
            _ => state,
        }
    }

    /// How one version stands to another.
    pub fn of_drift(drift: &Drift) -> Self {
        let commits = |count: u32| wording::counted(u64::from(count), "commit", "commits");
        let number = |count: u32| wording::number(u64::from(count));
        let view = |word, tone, icon, words: String, short: String| Self { word, tone, icon, words, short };
        match drift {
            Drift::Same => view("same", "ok", "pass", "Same as production".to_owned(), "same".to_owned()),
            Drift::Apart { ahead, behind } => match (ahead.count, behind.count) {
                (ahead, 0) => view("ahead", "", "up", format!("{} ahead", commits(ahead)), format!("{} ahead", number(ahead))),
                (0, behind) => view("behind", "warn", "down", format!("{} behind", commits(behind)), format!("{} behind", number(behind))),
                (ahead, behind) => {
                    let words = format!("{} ahead, {} behind", number(ahead), number(behind));
                    view("apart", "warn", "sort", words.clone(), words)
                }
            },
            Drift::Unknown(reason) => view("unknown", "off", "none", format!("Not known: {}", reason.words()), "not known".to_owned()),
        }
    }

    /// How production stands to the default branch.
    pub fn of_unreleased(unreleased: &Unreleased) -> Self {
        let state = Self::of_drift(&unreleased.drift);
        let words = match state.word {
            "same" => format!("Same as {}", unreleased.branch),
            "unknown" => state.words.clone(),
            "ahead" => format!("{} of {}", state.words, unreleased.branch),
            _ => format!("{} {}", state.words, unreleased.branch),
        };
        Self { words, ..state }
    }

    /// How the newest attempt ended, where it came after what runs and did not succeed.
    pub fn of_attempt(deployed: &Deployed) -> Option<Self> {
        let (outcome, at) = deployed.newest_attempt?;
        let day = wording::day(at);
        let (tone, icon, words) = match outcome {
            Outcome::Failure => ("bad", "fail", format!("Newest attempt failed on {day}")),
            Outcome::Running => ("warn", "warn", format!("Being deployed since {day}")),
            other => ("warn", "warn", format!("Newest attempt: {} on {day}", other.word())),
        };
        Some(Self { word: "attempt", tone, icon, words: words.clone(), short: words })
    }
}

/// What runs, for people: its version, else the first letters of its commit.
pub fn version(version: Option<&str>, sha: &str) -> String {
    version.map_or_else(|| sha.chars().take(7).collect(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::{Gap, NoDrift};

    #[test]
    fn each_state_has_a_word_and_a_shape_of_its_own() {
        let gap = |count| Gap { count, newest: Vec::new() };
        let apart = |ahead, behind| Drift::Apart { ahead: gap(ahead), behind: gap(behind) };
        let mut seen = std::collections::BTreeSet::new();
        for (drift, word, words) in [
            (Drift::Same, "same", "Same as production"),
            (apart(7, 0), "ahead", "7 commits ahead"),
            (apart(0, 1), "behind", "1 commit behind"),
            (apart(2, 1), "apart", "2 ahead, 1 behind"),
            (Drift::Unknown(NoDrift::TooFar), "unknown", "Not known: the two are too far apart to count"),
        ] {
            let view = StateView::of_drift(&drift);
            assert_eq!((view.word, view.words.as_str()), (word, words));
            assert!(seen.insert(view.icon), "{word} has a shape of its own");
            let branch = StateView::of_unreleased(&Unreleased { branch: "main".to_owned(), drift });
            assert_eq!((branch.word, branch.words.contains("main")), (word, word != "unknown"), "{}", branch.words);
        }
    }
}
