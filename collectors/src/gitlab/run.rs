//! One run over a GitLab: sweep, read what can have changed, mirror, and say what was used and met.

use super::choice::Choice;
use super::details::Lacking;
use super::one_project::{Context, Done};
use super::projects::Project;
use super::settings::{Credential, GitLabSettings};
use super::stamp::Stamp;
use super::sweep::{Swept, moved, sweep};
use super::teams::teams;
use super::{client, help, mirrored, plan};
use crate::git::{Follow, Origin};
use crate::remote::report::{Found, report};
use crate::remote::state::{Seen, SourceState};
use crate::remote::stretch::Stretch;
use crate::remote::{Fault, Pace, RemoteError, unread};
use futures::StreamExt;
use milepost_model::{CoverageState, Diagnostic, Harvest, Place, Record, RunReport, Session};
use std::cell::Cell;

/// A project that is read, by its number.
type Chosen<'s> = (u64, &'s Project);

/// Reads a GitLab. What is missing becomes coverage and diagnostics; only what makes reading impossible is an error.
pub fn collect(settings: &GitLabSettings, follow: &dyn Follow, session: Session<'_>, pace: &dyn Pace) -> Result<RunReport, RemoteError> {
    if settings.credential == Credential::None && !settings.replay {
        return Err(RemoteError::settings(
            format!("the source “{}” has no token", settings.id),
            "set the environment variable that its token_env names, GITLAB_TOKEN by default",
        ));
    }
    if settings.groups.is_empty() && settings.users.is_empty() && settings.projects.is_empty() {
        return Err(RemoteError::settings("the source names no group and no project", "name one with groups, users or projects"));
    }
    let choice = Choice::new(settings)?;
    let mut client = client::of(settings, pace, session.now.timestamp())?;
    client.watched(&settings.id, session.progress);
    // One worker moves bytes while this thread reads.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| RemoteError::Cache(format!("the run cannot begin: {error}")))?;
    runtime.block_on(async {
        let context =
            Context { client: &client, settings, choice: &choice, lacking: Lacking::default(), session, records: Cell::default() };
        let summary = Run { context: &context, follow }.all().await;
        client.tidy();
        summary
    })
}

struct Run<'a> {
    context: &'a Context<'a>,
    follow: &'a dyn Follow,
}

impl Run<'_> {
    async fn all(&self) -> Result<RunReport, RemoteError> {
        let (client, settings, session) = (self.context.client, self.context.settings, self.context.session);
        let mut state = SourceState::recall(session.memory, &settings.key());
        let mut faults = Vec::new();
        let swept = sweep(client, settings).await;
        self.tell_of_sweep(&swept, &mut faults)?;
        let chosen = self.chosen(&swept);
        self.gone(&swept, &mut state, &mut faults).await?;
        self.left_out(&swept, &mut state, &mut faults)?;
        session.progress.expect(chosen.len() as u64);
        let done = self.projects(&chosen).await?;
        if self.context.lacking.has_no_figures() {
            let what = "this GitLab showed no DORA metrics for some of its projects";
            let help = "they need Ultimate and the role Reporter; without either leave dora_metrics out";
            faults.push(Diagnostic::note("gitlab/no-dora", what).help(help));
        }
        if self.context.choice.is_first_shard() {
            self.teams(&mut faults).await?;
        }
        let mut whole = done.iter().filter(|done| done.is_whole).count() as u64;
        let mut refused = unread::by_all(done.iter().map(|done| &done.state));
        if settings.mirrors && !settings.replay {
            let mirrored = mirrored::read(self.context, self.follow, &chosen, done, &mut faults).await?;
            refused = refused.filter(|_| mirrored == 0);
            whole = mirrored.min(whole);
        }
        self.remember(&swept, &chosen, &mut state);
        let records = self.context.records.get();
        let unread = unread::of_sweep(&swept.unread, swept.projects.len()).or(refused);
        let found = Found { repositories: chosen.len() as u64, whole, records, is_missing_some: !swept.unread.is_empty(), unread };
        let report = report(client, &settings.id, &session, found, &faults);
        // The state comes first: its key is the one that the run's diagnostics are remembered under.
        let cursors = vec![state.cursor(&settings.key()), report.cursor()];
        self.context.give(Harvest { cursors, diagnostics: faults, ..Harvest::default() })?;
        Ok(report)
    }

    /// Says what of the source itself could not be read.
    fn tell_of_sweep(&self, swept: &Swept, faults: &mut Vec<Diagnostic>) -> Result<(), RemoteError> {
        let mut rows = Vec::new();
        for (name, fault) in &swept.unread {
            let found = Diagnostic::error("gitlab/not-read", format!("“{name}” was not read: {fault}"));
            faults.push(found.help(help::for_fault(fault, "repository")));
            let subject = self.context.subject(None);
            let mut row = subject.row("repository", subject.from, subject.now, CoverageState::NotObserved, Some(&fault.to_string()));
            row.id = format!("{}:{name}", row.id);
            row.name = Some(name.clone());
            rows.push(Record::from(row));
        }
        if let Some(fault) = swept.stopped.as_ref().filter(|fault| matches!(fault, Fault::Stopped(_))) {
            faults.push(Diagnostic::warning("gitlab/stopped", format!("not every project was found: {fault}")));
        }
        if rows.is_empty() {
            return Ok(());
        }
        self.context.give(Harvest { records: rows, ..Harvest::default() })
    }

    /// The projects that this run reads.
    fn chosen<'s>(&self, swept: &'s Swept) -> Vec<Chosen<'s>> {
        let is_meant = |number: u64, project: &Project| self.context.choice.takes(project) && self.context.choice.is_in_shard(number);
        let mut chosen: Vec<Chosen<'s>> = swept
            .projects
            .iter()
            .map(|(number, project)| (*number, project))
            .filter(|(number, project)| is_meant(*number, project))
            .collect();
        // What was active last matters most, where the budget does not reach for all.
        chosen.sort_by(|a, b| b.1.last_activity_at.cmp(&a.1.last_activity_at).then(a.0.cmp(&b.0)));
        chosen
    }

    /// Looks for projects that were known and did not come: moved, deleted, or hidden now.
    async fn gone(&self, swept: &Swept, state: &mut SourceState, faults: &mut Vec<Diagnostic>) -> Result<(), RemoteError> {
        if swept.stopped.is_some() || !swept.unread.is_empty() {
            return Ok(());
        }
        let is_there = |number: &u64| swept.projects.get(number).is_some_and(|project| !project.is_leaving());
        let missing: Vec<u64> = state
            .repositories
            .iter()
            .filter(|(number, seen)| !is_there(number) && seen.gone.is_none() && self.context.choice.is_in_shard(**number))
            .map(|(number, _)| *number)
            .collect();
        let now = self.context.session.now;
        let mut rows = Vec::new();
        for number in missing {
            // What cannot be looked for now is looked for the next time.
            let Ok(found) = moved(self.context.client, number).await else { continue };
            let Some(seen) = state.repositories.get_mut(&number) else { continue };
            let reason = match &found {
                Some(project) => format!("it was moved to {}, which this source does not read", project.name()),
                None => "404: it was deleted, or the token may not see it any more".to_owned(),
            };
            faults.push(Diagnostic::warning("gitlab/gone", format!("{}: {reason}", seen.name)).at(Place::in_repo(&seen.name, "")));
            seen.gone = Some(now);
            let repo = Stamp::repo_id(&self.context.settings.host, number);
            let subject = self.context.subject(Some(&repo));
            for kind in ["change", "deployment", "pipeline_run", "release"] {
                let mut row = subject.row(kind, now, now + chrono::Duration::seconds(1), CoverageState::NotObserved, Some(&reason));
                row.name = Some(seen.name.clone());
                rows.push(Record::from(row));
            }
        }
        if rows.is_empty() {
            return Ok(());
        }
        self.context.give(Harvest { records: rows, ..Harvest::default() })
    }

    /// Projects that came and are not meant any more, as they were archived, say, or hidden from others: nothing more is
    /// read of them, but what they are like now is told, since who may see them depends on it.
    fn left_out(&self, swept: &Swept, state: &mut SourceState, faults: &mut Vec<Diagnostic>) -> Result<(), RemoteError> {
        for (number, project) in swept.projects.iter().filter(|(_, project)| !project.is_leaving()) {
            let Some(seen) = state.repositories.get_mut(number) else { continue };
            if self.context.choice.takes(project) || !self.context.choice.is_in_shard(*number) {
                continue;
            }
            project.name().clone_into(&mut seen.name);
            if self.context.describe(project, *number)? {
                let what = "it changed so that this source does not read it any more; what was read of it before stays";
                faults.push(Diagnostic::note("gitlab/left-out", what).at(Place::in_repo(project.name(), "")));
            }
        }
        Ok(())
    }

    /// Reads the projects, several at once.
    async fn projects(&self, chosen: &[Chosen<'_>]) -> Result<Vec<Done>, RemoteError> {
        let reading = chosen.iter().map(|(number, project)| async move {
            let done = self.context.read(project, *number).await;
            self.context.session.progress.done(project.name());
            done
        });
        let mut reading = futures::stream::iter(reading).buffer_unordered(self.context.settings.concurrency.clamp(1, 64));
        let mut done = Vec::with_capacity(chosen.len());
        while let Some(one) = reading.next().await {
            done.push(one?);
        }
        done.sort_by_key(|one| one.number);
        Ok(done)
    }

    /// Reads the subgroups as teams.
    async fn teams(&self, faults: &mut Vec<Diagnostic>) -> Result<(), RemoteError> {
        let (settings, now) = (self.context.settings, self.context.session.now);
        let subject = self.context.subject(None);
        let mut list = Stretch { low: Some(subject.from), high: Some(now), ..Stretch::default() };
        for group in &settings.groups {
            match teams(self.context.client, &settings.host, group, now).await {
                Ok(found) => {
                    let records = found.into_iter().map(Record::from).collect();
                    self.context.give(Harvest { records, ..Harvest::default() })?;
                }
                Err(fault) => {
                    let what = format!("the subgroups of {group} were not read: {fault}");
                    faults.push(Diagnostic::note("gitlab/not-read", what).help(help::for_fault(&fault, "team")));
                    list = Stretch { reason: Some(fault.to_string()), ..Stretch::default() };
                }
            }
        }
        let records = if settings.groups.is_empty() { Vec::new() } else { subject.rows("team", &list) };
        self.context.give(Harvest { records: records.into_iter().map(Record::from).collect(), ..Harvest::default() })
    }

    /// Notes what was seen, for the next run, its plan, and whoever reads clones of the same projects.
    fn remember(&self, swept: &Swept, chosen: &[Chosen<'_>], state: &mut SourceState) {
        for (number, project) in chosen {
            let origin = project.web_url.as_deref().and_then(Origin::parse).map(|origin| origin.to_string()).unwrap_or_default();
            state.repositories.insert(*number, Seen { name: project.name().to_owned(), node: String::new(), origin, gone: None });
        }
        if swept.stopped.is_none() && self.context.client.budget.stopped().is_none() {
            state.counts =
                plan::counted(&self.context.client.tally.borrow(), swept, chosen.iter().map(|(_, project)| *project), &state.counts);
        }
    }
}
