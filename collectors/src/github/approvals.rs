//! Who let a run go on: what reviewers decided, where an environment asks for them.
//!
//! GitHub tells it of one run at a time. So it is asked only of runs that somebody started by hand and that are
//! over, in repositories with an environment that has reviewers, and of no more of one workflow's runs than pages list.

use super::client::Client;
use super::described::WithName;
use super::stamp::said;
use super::workflow_runs::{Login, WorkflowRun};
use crate::remote::Fault;
use milepost_model::record::dispatch::{Approval, Approvals, Decision};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "approvals of runs";

/// So many runs of one workflow are asked about in one collection, the newest first: as many as pages list.
const MOST: u32 = 200;

/// After so many runs that cannot be found, one after another, nobody may see them: a run seldom goes between
/// being listed and being asked about.
const UNSEEN: u32 = 3;

/// A reviewer's decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Review {
    environments: Option<Vec<Option<WithName>>>,
    state: Option<String>,
    user: Option<Login>,
}

/// Asks for what reviewers decided about the runs of one repository.
#[derive(Debug, Default)]
pub struct Reviews {
    /// Whether an environment of it has reviewers.
    is_wanted: bool,
    /// How many runs of each workflow were asked about.
    asked: BTreeMap<String, u32>,
    /// How many in a row could not be found.
    unseen: u32,
    /// Why nothing more is asked.
    pub refused: Option<Fault>,
}

impl Reviews {
    /// Of a repository whose environments may have reviewers, or may not.
    pub fn new(is_wanted: bool) -> Self {
        Self { is_wanted, ..Self::default() }
    }

    /// What was decided about a run; nothing where nobody needs to look, or where it cannot be seen.
    pub async fn of(&mut self, client: &Client<'_>, full_name: &str, run: &WorkflowRun) -> Result<Option<Approvals>, Fault> {
        let (Some(id), Some(workflow)) = (run.id, run.workflow()) else { return Ok(None) };
        if !self.is_wanted || self.refused.is_some() || run.is_open() || !run.is_by_hand() {
            return Ok(None);
        }
        let asked = self.asked.entry(workflow).or_default();
        if *asked >= MOST {
            return Ok(None);
        }
        *asked += 1;
        match read(client, full_name, id).await {
            Ok(approvals) => {
                self.unseen = 0;
                Ok(Some(approvals))
            }
            Err(fault @ (Fault::Missing(_) | Fault::Refused(_))) => {
                self.unseen += 1;
                let is_final = matches!(fault, Fault::Refused(_)) || self.unseen >= UNSEEN;
                self.refused = is_final.then_some(fault);
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }
}

/// Reads what was decided about a run.
async fn read(client: &Client<'_>, full_name: &str, id: u64) -> Result<Approvals, Fault> {
    let mut found = Vec::new();
    let mut path = format!("/repos/{full_name}/actions/runs/{id}/approvals");
    loop {
        let answer = client.get(ENDPOINT, &path).await?;
        let page: Vec<Option<Review>> = serde_json::from_slice(&answer.body)
            .map_err(|error| Fault::Unavailable(format!("a list of approvals cannot be read: {error}")))?;
        found.extend(page.into_iter().flatten().filter_map(approval));
        match answer.next {
            Some(next) => path = next,
            None => return Ok(Approvals(found)),
        }
    }
}

/// A decision; a comment of somebody who has not decided is none.
fn approval(review: Review) -> Option<Approval> {
    let state = said(review.state).filter(|state| state != "pending")?;
    Some(Approval {
        decision: Decision::from(state.as_str()),
        by: review.user.and_then(|user| said(user.login)),
        environments: review.environments.into_iter().flatten().flatten().filter_map(|environment| said(environment.name)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(json: &str) -> Option<Approval> {
        approval(serde_json::from_str(json).expect("because everything may be absent"))
    }

    #[test]
    fn a_decision_keeps_who_what_and_where_and_a_comment_alone_is_none() {
        let both = decided(
            r#"{"state":"approved","user":{"login":"grace","id":7},"comment":"Ship it","environments":[{"name":"staging"},null,{"name":"production"}]}"#,
        );
        let environments = vec!["staging".to_owned(), "production".to_owned()];
        assert_eq!(both, Some(Approval { decision: Decision::Approved, by: Some("grace".to_owned()), environments }));
        let rejected = decided(r#"{"state":"rejected","user":null,"environments":null}"#).expect("because it was decided");
        assert_eq!((rejected.decision, rejected.by, rejected.environments.len()), (Decision::Rejected, None, 0));
        assert_eq!(decided(r#"{"state":"postponed"}"#).map(|one| one.decision), Some(Decision::Other("postponed".to_owned())));
        assert_eq!(decided(r#"{"state":"pending","user":{"login":"ada"},"comment":"looking"}"#), None);
        assert_eq!(decided("{}"), None);
    }
}
