//! What a project's own questions tell: its newest commit, languages, licence, environments and protection.

use super::address::encoded;
use super::client::Client;
use super::projects::Project;
use super::protection::{self, Protection};
use super::stamp::said;
use super::{environments, languages};
use crate::remote::Fault;
use milepost_model::Instant;
use milepost_model::record::repository::Environments;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::BTreeMap;

/// After so many projects, one after another, for which it has no such thing, a GitLab has none at all.
const UNSEEN: u32 = 3;

/// What is known of a project besides its place in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The commit of its default branch.
    pub head: Option<String>,
    /// When that was committed.
    pub head_at: Option<Instant>,
    /// Its licence, in the words of SPDX.
    pub license: Option<String>,
    /// The shares of its languages.
    pub languages: BTreeMap<String, u64>,
    /// What each environment is for.
    pub tiers: BTreeMap<String, String>,
    /// Its protected environments; absent where nobody could look.
    pub environments: Option<Environments>,
    /// What protects its default branch; absent where nobody could look.
    pub protection: Option<Protection>,
}

/// What this GitLab does not have, as its answers have shown: its edition, or the credential, leaves it out.
#[derive(Debug, Default)]
pub struct Lacking {
    environments: Cell<u32>,
    approvals: Cell<u32>,
    figures: Cell<u32>,
}

impl Lacking {
    /// Asks for figures that GitLab reckoned; nothing where it has none for this credential.
    pub async fn figures<T, F: Future<Output = Result<T, Fault>>>(&self, ask: impl FnOnce() -> F) -> Result<Option<T>, Fault> {
        optional(&self.figures, ask).await
    }

    /// Whether it had none the last time.
    pub fn has_no_figures(&self) -> bool {
        self.figures.get() > 0
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Branch {
    commit: Option<Commit>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Commit {
    id: Option<String>,
    committed_date: Option<Instant>,
}

/// What could not be read of a project, and why.
pub type Unread = Vec<(&'static str, Fault)>;

/// Asks for all of it. What cannot be read stays as it was known before.
pub async fn details(
    client: &Client<'_>,
    number: u64,
    project: &Project,
    before: &Details,
    lacking: &Lacking,
) -> Result<(Details, Unread), Fault> {
    let mut found = before.clone();
    let mut unread = Vec::new();
    let Some(branch) = project.branch() else { return Ok((Details::default(), unread)) };
    let path = format!("/projects/{number}/repository/branches/{}", encoded(branch));
    if let Some(head) = told("repository", client.one::<Branch>("branches", &path).await, &mut unread)? {
        let commit = head.commit.unwrap_or_default();
        (found.head, found.head_at) = (commit.id, commit.committed_date);
    }
    let path = format!("/projects/{number}?license=true");
    if let Some(whole) = told("repository", client.one::<Project>("licences", &path).await, &mut unread)? {
        found.license = whole.license.and_then(|licence| said(licence.key)).and_then(|key| spdx(&key));
    }
    if let Some(shares) = told("repository", languages::languages(client, number).await, &mut unread)? {
        found.languages = shares;
    }
    if project.has_pipelines() {
        if let Some(tiers) = told("deployment", environments::tiers(client, number).await, &mut unread)? {
            found.tiers = tiers;
        }
        let known = optional(&lacking.environments, || environments::protected(client, number)).await;
        found.environments = told("deployment", known, &mut unread)?.unwrap_or(found.environments);
    }
    let protected = told("branch_rule", protection::is_protected(client, number, branch).await, &mut unread)?;
    let known = optional(&lacking.approvals, || protection::approvals(client, number, branch)).await;
    if let (Some(is_protected), Some(approvals)) = (protected, told("branch_rule", known, &mut unread)?) {
        found.protection = Some(Protection { is_protected, approvals });
    }
    Ok((found, unread))
}

/// What was told; a refusal of one thing takes nothing from the others.
fn told<T>(kind: &'static str, found: Result<T, Fault>, unread: &mut Unread) -> Result<Option<T>, Fault> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(fault @ Fault::Stopped(_)) => Err(fault),
        Err(fault) => {
            unread.push((kind, fault));
            Ok(None)
        }
    }
}

/// Something that only some editions have: nothing where this one has it not.
async fn optional<T, F: Future<Output = Result<T, Fault>>>(unseen: &Cell<u32>, ask: impl FnOnce() -> F) -> Result<Option<T>, Fault> {
    if unseen.get() >= UNSEEN {
        return Ok(None);
    }
    match ask().await {
        Ok(found) => {
            unseen.set(0);
            Ok(Some(found))
        }
        Err(Fault::Missing(_) | Fault::Refused(_)) => {
            unseen.set(unseen.get() + 1);
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

/// The SPDX name of what GitLab names in lower case.
fn spdx(key: &str) -> Option<String> {
    const NAMES: [&str; 25] = [
        "0BSD",
        "AFL-3.0",
        "AGPL-3.0",
        "Apache-2.0",
        "Artistic-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC-BY-4.0",
        "CC0-1.0",
        "EPL-1.0",
        "EPL-2.0",
        "EUPL-1.2",
        "GPL-2.0",
        "GPL-3.0",
        "ISC",
        "LGPL-2.1",
        "LGPL-3.0",
        "MIT",
        "MPL-2.0",
        "MS-PL",
        "MulanPSL-2.0",
        "OFL-1.1",
        "Unlicense",
        "Zlib",
    ];
    let known = NAMES.iter().find(|name| name.eq_ignore_ascii_case(key)).map(|&name| name.to_owned());
    known.or_else(|| (key != "other").then(|| key.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_the_names_that_everybody_knows() {
        for (key, expected) in [("mit", Some("MIT")), ("apache-2.0", Some("Apache-2.0")), ("other", None), ("x-own", Some("x-own"))] {
            assert_eq!(spdx(key).as_deref(), expected, "{key}");
        }
    }
}
