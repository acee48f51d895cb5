//! Runs of actions as tables show them, and what they come to.

use crate::portal::actions::{Action, Run};
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::wording::{self, When};
use crate::site::{Site, safe_url};
use milepost_model::Outcome;
use milepost_model::record::dispatch::{Approval, Decision};
use serde::Serialize;
use std::collections::HashMap;

/// What a reviewer decided, as a row shows it.
#[derive(Serialize)]
struct ApprovalView {
    is_approved: bool,
    /// What was decided, where it was no approval.
    word: Option<String>,
    by: Option<String>,
    about: String,
}

impl ApprovalView {
    fn of(approval: &Approval) -> Self {
        let is_approved = approval.decision == Decision::Approved;
        Self {
            is_approved,
            word: (!is_approved).then(|| wording::capitalised(approval.decision.word())),
            by: approval.by.clone(),
            about: approval.environments.join(", "),
        }
    }
}

/// A run as a row.
#[derive(Serialize)]
pub struct RunRow {
    action: Linked,
    slug: String,
    tone: &'static str,
    icon: &'static str,
    result: &'static str,
    word: &'static str,
    service: Option<Linked>,
    inputs: Vec<(String, String)>,
    at: When,
    minute: String,
    /// What the filter looks through, in small letters.
    words: String,
    actor: Option<String>,
    /// What reviewers decided; nothing where that is not known.
    approvals: Option<Vec<ApprovalView>>,
    queued: Option<String>,
    took: Option<String>,
    href: Option<String>,
}

impl RunRow {
    /// The row of a run.
    pub fn new(names: &Names<'_>, action: &Action, run: &Run, links: &Links) -> Self {
        let (tone, icon, result) = match run.outcome {
            Outcome::Success => ("ok", "pass", "Succeeded"),
            Outcome::Failure => ("bad", "fail", "Failed"),
            Outcome::Cancelled => ("off", "none", "Cancelled"),
            Outcome::Skipped => ("off", "none", "Skipped"),
            Outcome::Running => ("warn", "clock", "Running"),
            Outcome::Unknown => ("off", "none", "Not known"),
        };
        let field = action.service_field().map(|field| field.name.as_str());
        let shown = run.inputs.iter().filter(|(name, value)| !value.is_empty() && Some(name.as_str()) != field);
        let length = |seconds: Option<u64>| seconds.map(|seconds| wording::duration(i64::try_from(seconds).unwrap_or(i64::MAX)));
        let who = [run.service.as_deref(), run.actor.as_deref()].into_iter().flatten();
        let reviewers = run.approvals.iter().flatten().filter_map(|approval| approval.by.as_deref());
        let words: Vec<&str> = who.chain(reviewers).chain(run.inputs.values().map(String::as_str)).collect();
        Self {
            action: Linked { text: action.title.clone(), href: Some(links.to(&super::action_address(&action.slug))) },
            slug: action.slug.clone(),
            tone,
            icon,
            result,
            word: run.outcome.word(),
            service: run.service.as_ref().map(|name| names.linked(name, links)),
            inputs: shown.map(|(name, value)| (name.clone(), value.clone())).collect(),
            words: format!("{} {}", words.join(" "), action.title).to_lowercase(),
            minute: wording::minute(run.at),
            at: When::new(run.at),
            actor: run.actor.clone(),
            approvals: run.approvals.as_ref().map(|approvals| approvals.iter().map(ApprovalView::of).collect()),
            queued: length(run.queued),
            took: length(run.took),
            href: run.url.as_deref().and_then(safe_url::href),
        }
    }
}

/// The services by the names that runs call them.
pub struct Names<'a>(HashMap<&'a str, &'a str>);

impl<'a> Names<'a> {
    /// Of every service of the portal; a name that several have means none of them.
    pub fn of(site: &Site<'a>) -> Self {
        let mut names: HashMap<&str, &str> = HashMap::new();
        for facts in &site.facts {
            let slug = facts.service.slug.as_str();
            names.entry(&facts.service.reference.name).and_modify(|known| *known = "").or_insert(slug);
        }
        Self(names)
    }

    fn linked(&self, name: &str, links: &Links) -> Linked {
        let slug = self.0.get(name).filter(|slug| !slug.is_empty());
        Linked { text: name.to_owned(), href: slug.map(|slug| links.to(&service_address(slug))) }
    }
}

/// What the runs of the last weeks come to, in words.
#[derive(Serialize)]
pub struct RecentView {
    share: Option<u64>,
    tone: &'static str,
    ended: u64,
    asked: u64,
    failed: u64,
    words: Option<String>,
    usual: Option<String>,
    p90: Option<String>,
    queue: Option<String>,
}

impl RecentView {
    /// Of an action; its file says how long it takes where no runs do.
    pub fn of(action: &Action) -> Self {
        let recent = action.runs.recent;
        let length = |seconds: Option<u64>| seconds.map(|seconds| wording::duration(i64::try_from(seconds).unwrap_or(i64::MAX)));
        let share = wording::percent(recent.succeeded, recent.ended());
        Self {
            share,
            tone: match share {
                Some(90..) => "ok",
                Some(70..90) => "gold",
                Some(_) => "bad",
                None => "",
            },
            ended: recent.ended(),
            asked: recent.asked,
            failed: recent.failed,
            words: share.map(|share| format!("{share}% of {} succeeded", wording::counted(recent.ended(), "run", "runs"))),
            usual: length(recent.duration).or_else(|| action.minutes.map(|minutes| format!("{minutes} min"))),
            p90: length(recent.duration_p90),
            queue: length(recent.queue),
        }
    }
}
