//! A chain of hashes over the runs of an action, so that a file can be held against a hash that was kept elsewhere.
//!
//! Every run that is over has a link: SHA-256 over a JSON array of texts without spaces, of which the first is the
//! hash of the run before it and the others are [`cells`]. The order is that in which runs ended. The first run has
//! [`ROOT`] before it. So one hash stands for all runs up to its own; changing, adding or removing one of them changes
//! every hash from there on. Whoever can write the portal can make the whole chain anew: by itself it proves nothing.

use super::runs::Run;
use chrono::SecondsFormat;
use milepost_model::Instant;
use milepost_model::record::dispatch::{Approval, Decision};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What stands before the first run.
pub const ROOT: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What [`cells`] are called, in their order.
pub const CELLS: [&str; 14] = [
    "workflow",
    "run",
    "requested_at",
    "ended_at",
    "result",
    "actor",
    "approved_by",
    "rejected_by",
    "approvals",
    "service",
    "inputs",
    "queued_seconds",
    "took_seconds",
    "url",
];

/// A run's place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The hash of the run that ended before it.
    pub previous: String,
    /// Its own.
    pub hash: String,
}

/// What a run comes to in texts; an empty one is not known.
pub fn cells(workflow: &str, run: &Run) -> [String; CELLS.len()] {
    let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let approvals = run.approvals.as_deref();
    [
        workflow.to_owned(),
        number(run.run_id),
        written(run.at),
        run.ended.map(written).unwrap_or_default(),
        run.outcome.word().to_owned(),
        text(&run.actor),
        names(approvals, &Decision::Approved),
        names(approvals, &Decision::Rejected),
        approvals.map(json).unwrap_or_default(),
        text(&run.service),
        json(&run.inputs),
        number(run.queued),
        number(run.took),
        text(&run.url),
    ]
}

/// The link that follows the run with that hash.
pub(super) fn link(previous: &str, workflow: &str, run: &Run) -> Link {
    let cells = cells(workflow, run);
    let all: Vec<&str> = std::iter::once(previous).chain(cells.iter().map(String::as_str)).collect();
    let mut hash = String::with_capacity(ROOT.len());
    for byte in Sha256::digest(json(&all)) {
        write!(hash, "{byte:02x}").expect("because a text takes whatever is written");
    }
    Link { previous: previous.to_owned(), hash }
}

fn written(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Who decided so, each once.
fn names(approvals: Option<&[Approval]>, decision: &Decision) -> String {
    let mut names: Vec<&str> = Vec::new();
    for approval in approvals.unwrap_or_default().iter().filter(|approval| approval.decision == *decision) {
        names.extend(approval.by.as_deref().filter(|name| !names.contains(name)));
    }
    names.join(", ")
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("because texts and lists of them are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Outcome;

    fn run() -> Run {
        let approval = |decision, by: &str, environment: &str| Approval {
            decision,
            by: Some(by.to_owned()),
            environments: vec![environment.to_owned()],
        };
        let at = |text: &str| text.parse().expect("an instant");
        Run {
            at: at("2026-11-20T06:40:00Z"),
            ended: Some(at("2026-11-20T06:44:00Z")),
            outcome: Outcome::Failure,
            queued: None,
            took: Some(240),
            actor: Some("ada".to_owned()),
            approvals: Some(vec![
                approval(Decision::Approved, "grace", "staging"),
                approval(Decision::Approved, "grace", "eu"),
                approval(Decision::Rejected, "linus", "production"),
            ]),
            service: None,
            inputs: [("reason".to_owned(), "say “no”\n\t\u{7}".to_owned())].into(),
            run_id: Some(7),
            url: None,
            link: None,
        }
    }

    #[test]
    fn a_run_is_texts_and_what_is_not_known_is_empty() {
        let cells = cells(".github/workflows/x.yml", &run());
        assert_eq!(
            cells[..8],
            [".github/workflows/x.yml", "7", "2026-11-20T06:40:00Z", "2026-11-20T06:44:00Z", "failure", "ada", "grace", "linus"]
        );
        assert_eq!(
            cells[8],
            r#"[{"decision":"approved","by":"grace","environments":["staging"]},{"decision":"approved","by":"grace","environments":["eu"]},{"decision":"rejected","by":"linus","environments":["production"]}]"#
        );
        assert_eq!(cells[9..], ["", "{\"reason\":\"say “no”\\n\\t\\u0007\"}", "", "240", ""]);
        let unknown = super::cells("x", &Run { approvals: None, ..run() });
        let nobody = super::cells("x", &Run { approvals: Some(Vec::new()), ..run() });
        assert_eq!((unknown[8].as_str(), nobody[8].as_str()), ("", "[]"));
    }

    #[test]
    fn a_link_depends_on_everything_in_it_and_before_it() {
        let first = link(ROOT, "x", &run());
        assert_eq!((first.previous.as_str(), first.hash.len()), (ROOT, 64));
        let others = [
            link(&first.hash, "x", &run()),
            link(ROOT, "y", &run()),
            link(ROOT, "x", &Run { outcome: Outcome::Success, ..run() }),
            link(ROOT, "x", &Run { approvals: None, ..run() }),
            link(ROOT, "x", &Run { took: Some(241), ..run() }),
        ];
        assert!(others.iter().all(|other| other.hash != first.hash));
        assert_eq!(link(ROOT, "x", &run()), first);
    }
}
