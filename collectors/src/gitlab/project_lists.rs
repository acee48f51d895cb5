//! The lists of one project, each as far as it can have anything new.

use super::deployments::Deployments;
use super::issues::{Issues, Which};
use super::merge_requests::Merged;
use super::one_project::Reading;
use super::pipelines::Pipelines;
use super::releases::Releases;
use super::tags::Tags;
use crate::remote::coverage::Lost;
use crate::remote::rebased::Several;
use crate::remote::stretch::Stretch;
use crate::remote::{RemoteError, Runs};
use milepost_model::{CoverageState, Record};

impl Reading<'_> {
    /// Reads its merged merge requests; gives those of several commits.
    pub async fn changes(&mut self) -> Result<Vec<Several>, RemoteError> {
        let mut lane = self.begin("change", self.project.has_merge_requests(), true);
        let (context, stamp) = (self.context, self.stamp.clone());
        let mut merged = Merged::new(
            context.client,
            &stamp,
            self.number,
            self.project.branch().unwrap_or_default(),
            context.settings.commits_of_changes,
        );
        merged.author_key = context.settings.author_key.as_ref();
        while lane.wants() {
            let before = lane.clone();
            let page = merged.turn(&mut lane).await;
            if !self.keep("change", (&before, &mut lane), page)? {
                break;
            }
        }
        self.note("change", lane);
        Ok(merged.several)
    }

    /// Reads its deployments. A project's activity does not tell of them.
    pub async fn deployments(&mut self) -> Result<(), RemoteError> {
        let mut lane = self.begin("deployment", self.project.has_pipelines(), false);
        let (context, stamp, tiers) = (self.context, self.stamp.clone(), self.own.details.tiers.clone());
        let mut deployments = Deployments::new(context.client, &stamp, self.number, &tiers);
        while lane.wants() {
            let before = lane.clone();
            let page = deployments.turn(&mut lane).await;
            if !self.keep("deployment", (&before, &mut lane), page)? {
                break;
            }
        }
        self.note("deployment", lane);
        Ok(())
    }

    /// Reads its pipelines. A project's activity does not tell of those that a schedule starts.
    pub async fn pipelines(&mut self) -> Result<(), RemoteError> {
        let (context, stamp) = (self.context, self.stamp.clone());
        let branch = match context.settings.runs {
            Runs::None => {
                self.state.lists.remove("pipeline_run");
                return Ok(());
            }
            Runs::DefaultBranch => self.project.branch(),
            Runs::All => None,
        };
        let mut lane = self.begin("pipeline_run", self.project.has_pipelines(), false);
        let with_jobs = context.choice.takes_jobs(self.project.name());
        let mut pipelines = Pipelines::new(context.client, &stamp, self.number, branch, self.project.pipeline_file(), with_jobs);
        while lane.wants() {
            let before = lane.clone();
            let page = pipelines.turn(&mut lane).await;
            if !self.keep("pipeline_run", (&before, &mut lane), page)? {
                break;
            }
        }
        self.note("pipeline_run", lane);
        if let Some(fault) = pipelines.refused {
            self.tell("what was filled in when its pipelines were started was not read", "variables", &fault);
        }
        Ok(())
    }

    /// Reads its releases, and its tags where no mirror brings them.
    pub async fn releases(&mut self) -> Result<(), RemoteError> {
        let (context, stamp) = (self.context, self.stamp.clone());
        let mut lane = self.begin("release", self.project.has_releases(), true);
        let mut releases = Releases::new(context.client, &stamp, self.number);
        while lane.wants() {
            let before = lane.clone();
            let page = releases.turn(&mut lane).await;
            if !self.keep("release", (&before, &mut lane), page)? {
                break;
            }
        }
        self.note("release", lane);
        if context.settings.mirrors {
            self.state.lists.remove("tag");
            return Ok(());
        }
        let mut lane = self.begin("tag", self.project.branch().is_some(), true);
        let mut tags = Tags::new(context.client, &stamp, self.number, self.project.web_url.as_deref());
        while lane.wants() {
            let before = lane.clone();
            let page = tags.turn(&mut lane).await;
            if !self.keep("tag", (&before, &mut lane), page)? {
                break;
            }
        }
        self.note("tag", lane);
        Ok(())
    }

    /// Reads its issues that are incidents, and those that are tickets.
    pub async fn issues(&mut self) -> Result<(), RemoteError> {
        let settings = self.context.settings;
        let labelled = settings.incident_labels.iter().map(|label| (format!("incident/{label}"), Which::Labelled(label.clone())));
        let mut wanted: Vec<(String, Which)> = std::iter::once(("incident".to_owned(), Which::Incidents)).chain(labelled).collect();
        if self.context.choice.takes_tickets(self.project.name()) {
            wanted.push(("ticket".to_owned(), Which::Tickets));
        }
        // What is not asked for any more is not said to be read.
        self.state.lists.retain(|kind, _| !(kind.starts_with("incident") || kind == "ticket") || wanted.iter().any(|(one, _)| one == kind));
        let stamp = self.stamp.clone();
        for (kind, which) in wanted {
            let mut lane = self.begin(&kind, self.project.has_issues(), true);
            let mut issues = Issues::new(self.context.client, &stamp, self.number, which);
            while lane.wants() {
                let before = lane.clone();
                let page = issues.turn(&mut lane).await;
                if !self.keep(&kind, (&before, &mut lane), page)? {
                    break;
                }
            }
            self.note(&kind, lane);
        }
        Ok(())
    }

    /// What was really read.
    pub fn coverage(&self) -> Vec<Record> {
        let subject = self.context.subject(Some(&self.stamp.repo));
        let mut rows = Vec::new();
        for kind in ["change", "deployment", "release", "ticket"] {
            rows.extend(self.state.lists.get(kind).into_iter().flat_map(|stretch| subject.rows(kind, stretch)));
        }
        let incidents: Vec<&Stretch> =
            self.state.lists.iter().filter(|(kind, _)| kind.starts_with("incident")).map(|(_, list)| list).collect();
        // Of several lists of incidents the one that is known least of says what is known of all.
        let least = incidents.iter().find(|list| list.low.is_none() || list.reason.is_some()).or(incidents.first());
        rows.extend(least.into_iter().flat_map(|stretch| subject.rows("incident", stretch)));
        if let Some(stretch) = self.state.lists.get("pipeline_run") {
            let lost = self.lost();
            for kind in ["pipeline_run", "dispatch"] {
                rows.extend(subject.rows_since(kind, stretch, lost.as_ref()));
            }
        }
        let is_known = self.own.details.protection.is_some() || self.project.branch().is_none();
        let (state, reason) = if is_known {
            (CoverageState::Complete, None)
        } else {
            (CoverageState::NotObserved, Some("the protection of its branches was not shown to this token"))
        };
        // From the same day in every run, so that it stays one row.
        let first_seen = self.state.first_seen.unwrap_or(subject.now);
        let from = self.context.settings.first_instant(first_seen).min(subject.from);
        rows.push(subject.row("branch_rule", from, subject.now, state, reason));
        rows.into_iter().map(Record::from).collect()
    }

    /// The pipelines that it had deleted before they were first read, where old ones are deleted.
    fn lost(&self) -> Option<Lost> {
        let seconds = self.project.ci_delete_pipelines_in_seconds.filter(|seconds| (1..=1 << 40).contains(seconds))?;
        let reason =
            format!("the project deletes pipelines older than {} days, before they were read for the first time", seconds / 86_400);
        Lost::of(chrono::Duration::seconds(seconds), self.state.first_seen?, self.project.created_at, reason)
    }
}
