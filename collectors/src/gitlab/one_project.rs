//! Reads one project: what it is, the lists that can have changed, and how much of it all was read.

use super::activity::Activity;
use super::choice::Choice;
use super::client::Client;
use super::details::{Details, Lacking, details};
use super::projects::Project;
use super::settings::GitLabSettings;
use super::stamp::{COLLECTOR, Stamp};
use super::{dora, help};
use crate::remote::coverage::Subject;
use crate::remote::rebased::Several;
use crate::remote::state::RepositoryState;
use crate::remote::stretch::Lane;
use crate::remote::{Fault, RemoteError, digest};
use milepost_model::{Diagnostic, Harvest, Instant, Place, Record, Session};
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// What every project of a run is read with.
pub struct Context<'a> {
    /// Who asks.
    pub client: &'a Client<'a>,
    /// What a person chose.
    pub settings: &'a GitLabSettings,
    /// Which projects are meant.
    pub choice: &'a Choice<'a>,
    /// What this GitLab does not have.
    pub lacking: Lacking,
    /// The run.
    pub session: Session<'a>,
    /// Records that were handed over.
    pub records: Cell<u64>,
}

/// What the next run needs to know of a project besides what is known of every repository.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Own {
    /// When everything was last asked, whatever its activity said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked_at: Option<Instant>,
    /// Since when it is known to be archived; GitLab does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Instant>,
    /// The activity at which its details were read, and when that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_at: Option<(String, Instant)>,
    /// Its details.
    pub details: Details,
}

/// A project that was read, as far as it could be.
pub struct Done {
    /// Its number.
    pub number: u64,
    /// What the next run needs to know.
    pub state: RepositoryState,
    /// Whether its mirror can have something new.
    pub is_moving: bool,
    /// Whether everything was read.
    pub is_whole: bool,
    /// Merge requests of several commits that were read.
    pub several: Vec<Several>,
}

/// A project that is being read.
pub struct Reading<'a> {
    /// What the run reads with.
    pub context: &'a Context<'a>,
    /// What the sweep says of it.
    pub project: &'a Project,
    /// Its number.
    pub number: u64,
    /// What its records bear.
    pub stamp: Stamp,
    /// Whether it can have anything new.
    pub activity: Activity,
    /// What is known of it.
    pub state: RepositoryState,
    /// What else is known of it.
    pub own: Own,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl Context<'_> {
    /// Hands a harvest over.
    pub fn give(&self, harvest: Harvest) -> Result<(), RemoteError> {
        self.records.set(self.records.get() + harvest.records.len() as u64);
        Ok(self.session.sink.accept(harvest)?)
    }

    /// What coverage speaks of; none is the whole source.
    pub fn subject<'s>(&'s self, repo: Option<&'s milepost_model::RepoId>) -> Subject<'s> {
        let from = self.settings.first_instant(self.session.now);
        Subject { collector: COLLECTOR, source: &self.settings.id, repo, from, now: self.session.now }
    }

    /// Hands over what a project is like now, of which nothing more is read; tells whether that changed.
    pub fn describe(&self, project: &Project, number: u64) -> Result<bool, RemoteError> {
        self.reading(project, number).describe()
    }

    /// Reads one project.
    pub async fn read(&self, project: &Project, number: u64) -> Result<Done, RemoteError> {
        let mut reading = self.reading(project, number);
        let several = reading.all().await?;
        let Reading { state, activity, .. } = reading;
        let is_moving = !activity.stands(activity.mark().as_deref(), state.mirrored_at);
        let is_whole = state.lists.values().all(|list| list.reason.is_none() && list.low.is_some());
        Ok(Done { number, state, is_moving, is_whole, several })
    }

    fn reading<'s>(&'s self, project: &'s Project, number: u64) -> Reading<'s> {
        let stamp = Stamp { repo: Stamp::repo_id(&self.settings.host, number), now: self.session.now };
        let mut state = RepositoryState::recall(self.session.memory, &self.settings.key(), number);
        state.first_seen.get_or_insert(self.session.now);
        let own: Own = serde_json::from_value(state.own.clone()).unwrap_or_default();
        let activity = Activity::new(project.last_activity_at, own.looked_at, self.session.now);
        Reading { context: self, project, number, stamp, activity, state, own, diagnostics: Vec::new() }
    }
}

impl Reading<'_> {
    async fn all(&mut self) -> Result<Vec<Several>, RemoteError> {
        self.look().await?;
        self.describe()?;
        if self.state.is_emptied(self.project.branch().is_some()) {
            let found = Diagnostic::warning("gitlab/emptied", "it has no default branch any more; what was read of it before stays");
            let found = found.at(Place::in_repo(self.project.name(), ""));
            self.diagnostics.push(found.help("push the branch again, archive it, or leave it out with exclude"));
        }
        let several = self.changes().await?;
        self.deployments().await?;
        self.pipelines().await?;
        self.releases().await?;
        self.issues().await?;
        self.host_figures().await?;
        let was_stopped = self.context.client.check().is_err();
        if self.activity.is_due && !was_stopped {
            self.own.looked_at = Some(self.context.session.now);
        }
        let (records, cursors) = (self.coverage(), vec![self.cursor()]);
        let diagnostics = std::mem::take(&mut self.diagnostics);
        self.context.give(Harvest { records, cursors, diagnostics, ..Harvest::default() })?;
        Ok(several)
    }

    /// What the next run needs to know, as far as this one is.
    fn cursor(&mut self) -> (String, Vec<u8>) {
        self.state.own = serde_json::to_value(&self.own).expect("because what is known is only what JSON can say");
        self.state.cursor(&self.context.settings.key(), self.number)
    }

    /// Says what could not be read of it.
    pub fn tell(&mut self, what: &str, kind: &str, fault: &Fault) {
        let found = Diagnostic::warning("gitlab/not-read", format!("{what}: {fault}")).help(help::for_fault(fault, kind));
        self.diagnostics.push(found.at(Place::in_repo(self.project.name(), "")));
    }

    /// Asks for the details where they can have changed.
    async fn look(&mut self) -> Result<(), RemoteError> {
        let known = self.own.details_at.as_ref();
        if self.activity.stands(known.map(|(mark, _)| mark.as_str()), known.map(|(_, at)| *at)) {
            return Ok(());
        }
        let found = details(self.context.client, self.number, self.project, &self.own.details, &self.context.lacking).await;
        // A run that is stopped keeps what was known before, and says so of its lists.
        let Ok((found, unread)) = found else { return Ok(()) };
        self.own.details = found;
        let mut is_settled = true;
        for (kind, fault) in unread {
            is_settled &= !matches!(fault, Fault::Unavailable(_) | Fault::NotKept);
            self.tell("some of its settings were not read", kind, &fault);
        }
        if is_settled {
            self.own.details_at = self.activity.mark().map(|mark| (mark, self.context.session.now));
        }
        Ok(())
    }

    /// Reads what GitLab reckoned itself, where that is wanted and it has that.
    async fn host_figures(&mut self) -> Result<(), RemoteError> {
        if !self.context.settings.dora_metrics || !self.project.has_pipelines() {
            return Ok(());
        }
        let found = self.context.lacking.figures(|| dora::figures(self.context.client, &self.stamp, self.number)).await;
        match found {
            Ok(figures) => {
                let records = figures.into_iter().flatten().map(Record::from).collect();
                self.context.give(Harvest { records, ..Harvest::default() })
            }
            Err(Fault::Stopped(_)) => Ok(()),
            Err(fault) => {
                self.tell("its DORA metrics were not read", "host_figure", &fault);
                Ok(())
            }
        }
    }

    /// Hands over the description where it changed; tells whether it did.
    fn describe(&mut self) -> Result<bool, RemoteError> {
        let name = self.project.name().to_owned();
        if !self.state.name.is_empty() && self.state.name != name && !self.state.renamed_from.contains(&self.state.name) {
            self.state.renamed_from.push(self.state.name.clone());
        }
        self.state.name = name;
        self.own.archived_at = match self.project.archived {
            Some(true) => self.own.archived_at.or(Some(self.context.session.now)),
            _ => None,
        };
        let details = &self.own.details;
        let host = &self.context.settings.host;
        let repository = self.project.repository(&self.stamp, host, &self.state.renamed_from, self.own.archived_at, details);
        let rule = details.protection.as_ref().and_then(|protection| protection.rule(self.project, &self.stamp));
        let records: Vec<Record> = std::iter::once(Record::from(repository)).chain(rule.map(Record::from)).collect();
        let hash = digest::of(&records);
        if self.state.described == hash {
            return Ok(false);
        }
        self.state.described = hash;
        let cursors = vec![self.cursor()];
        self.context.give(Harvest { records, cursors, ..Harvest::default() })?;
        Ok(true)
    }

    /// Begins a list: one that the project cannot have is read at once.
    pub fn begin(&self, kind: &str, can_have: bool, is_told: bool) -> Lane {
        let known = self.state.lists.get(kind).cloned().unwrap_or_default();
        let (from, now) = (self.context.settings.first_instant(self.context.session.now), self.context.session.now);
        match (can_have, is_told) {
            (false, _) => Lane::nothing(known, from, now),
            (true, true) => self.activity.lane(known, from, now),
            (true, false) => Lane::begin(known, from, now, None),
        }
    }

    /// Keeps a page with how far the list was read; whether the list goes on. A page that is not whole was not read.
    pub fn keep(&mut self, kind: &str, (before, lane): (&Lane, &mut Lane), page: Result<Vec<Record>, Fault>) -> Result<bool, RemoteError> {
        if page.is_err() {
            lane.clone_from(before);
        }
        let (records, goes_on) = match page {
            Ok(records) => (records, true),
            Err(fault @ Fault::Stopped(_)) => {
                lane.stop(&fault.to_string());
                (Vec::new(), false)
            }
            Err(fault) => {
                lane.refuse(&fault.to_string());
                self.tell(&format!("its {}s were not read", kind.split('/').next().unwrap_or(kind)), kind, &fault);
                (Vec::new(), false)
            }
        };
        self.state.lists.insert(kind.to_owned(), lane.stretch.clone());
        let cursors = vec![self.cursor()];
        self.context.give(Harvest { records, cursors, ..Harvest::default() })?;
        Ok(goes_on)
    }

    /// Notes a list of which no page was wanted.
    pub fn note(&mut self, kind: &str, lane: Lane) {
        self.state.lists.insert(kind.to_owned(), lane.stretch);
    }
}
