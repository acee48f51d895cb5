//! What lies between the versions of a service: a sentence for each difference, and the commits behind it.

use super::anchor;
use crate::portal::{Drift, Gap, GapCommit, ServiceFigures};
use crate::site::facts::ServiceFacts;
use crate::site::rows::Linked;
use crate::site::wording::{self, When};
use crate::site::{safe_url, source_links};
use serde::Serialize;

/// Versions that differ, or that nobody can compare.
#[derive(Debug, Serialize)]
pub struct GapView {
    /// What it is known by on its page.
    pub anchor: String,
    /// What differs, as a sentence without its full stop: `staging is 7 commits ahead of production`.
    pub sentence: String,
    /// Why nobody can tell; none where it is known.
    pub unknown: Option<&'static str>,
    /// The commits, of either side that has some.
    pub lists: Vec<GapList>,
}

/// The commits that one side has and the other has not.
#[derive(Debug, Serialize)]
pub struct GapList {
    /// What they are, where both sides have some.
    title: Option<String>,
    count: u32,
    rows: Vec<CommitRow>,
    more: u32,
}

#[derive(Debug, Serialize)]
struct CommitRow {
    sha: Linked,
    title: String,
    change: Option<Linked>,
    at: When,
}

/// Every difference of a service that is worth a sentence: its environments against production, and production against the default branch.
pub fn gaps(facts: &ServiceFacts<'_>, figures: &ServiceFigures) -> Vec<GapView> {
    let Some(production) = figures.environments.compared_with.as_deref() else { return Vec::new() };
    let mut found = Vec::new();
    let mut told: Vec<(&str, &Drift, Vec<&str>)> = Vec::new();
    for deployed in figures.deployed.iter().filter(|deployed| !deployed.is_ephemeral() && deployed.environment != production) {
        // Environments with the same version have the same difference.
        match told.iter_mut().find(|(sha, drift, _)| *sha == deployed.sha && **drift == deployed.drift) {
            Some((.., names)) => names.push(&deployed.environment),
            None => told.push((&deployed.sha, &deployed.drift, vec![&deployed.environment])),
        }
    }
    for (_, drift, names) in &told {
        let is = if names.len() == 1 { "is" } else { "are" };
        found.extend(gap(facts, (&joined(names), production), is, drift, format!("apart-{}", &anchor(names[0])[4..])));
    }
    if let Some(unreleased) = &figures.environments.unreleased {
        found.extend(gap(facts, (production, &unreleased.branch), "is", &unreleased.drift, "unreleased".to_owned()));
    }
    found
}

fn gap(facts: &ServiceFacts<'_>, (ours, theirs): (&str, &str), is: &str, drift: &Drift, anchor: String) -> Option<GapView> {
    let commits = |count: u32| wording::counted(u64::from(count), "commit", "commits");
    let (sentence, unknown, lists) = match drift {
        Drift::Same => return None,
        Drift::Unknown(reason) => (format!("How far {ours} {is} from {theirs} is not known"), Some(reason.words()), Vec::new()),
        Drift::Apart { ahead, behind } if behind.count == 0 => {
            (format!("{ours} {is} {} ahead of {theirs}", commits(ahead.count)), None, vec![list(facts, None, ahead)])
        }
        Drift::Apart { ahead, behind } if ahead.count == 0 => {
            (format!("{ours} {is} {} behind {theirs}", commits(behind.count)), None, vec![list(facts, None, behind)])
        }
        Drift::Apart { ahead, behind } => (
            format!("{ours} {is} {} ahead of {theirs} and {} behind", commits(ahead.count), behind.count),
            None,
            vec![list(facts, Some(format!("In {ours} alone")), ahead), list(facts, Some(format!("In {theirs} alone")), behind)],
        ),
    };
    Some(GapView { anchor, sentence, unknown, lists })
}

fn list(facts: &ServiceFacts<'_>, title: Option<String>, gap: &Gap) -> GapList {
    let row = |commit: &GapCommit| {
        let sha = commit.sha.hex().unwrap_or_default();
        CommitRow {
            sha: Linked {
                text: super::version(None, &sha),
                href: facts.repository.and_then(|repository| source_links::commit(repository, &sha)),
            },
            title: commit.title.as_deref().unwrap_or("A commit without a message").to_owned(),
            change: commit
                .change
                .as_ref()
                .map(|(number, url)| Linked { text: format!("#{number}"), href: url.as_deref().and_then(safe_url::href) }),
            at: When::new(commit.at),
        }
    };
    let shown = u32::try_from(gap.newest.len()).unwrap_or(u32::MAX);
    GapList { title, count: gap.count, rows: gap.newest.iter().map(row).collect(), more: gap.count.saturating_sub(shown) }
}

/// `staging`, `staging and dev`, `staging, dev and qa`.
fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
