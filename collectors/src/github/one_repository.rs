//! Reads one repository: what it is, the lists that changed, the runs of its workflows, and how much of it all was read.

use super::approvals::Reviews;
use super::choice::Choice;
use super::client::Client;
use super::described::{Described, digest as marked};
use super::history::{History, LISTS};
use super::run_history::RunHistory;
use super::settings::GitHubSettings;
use super::stamp::{COLLECTOR, Stamp};
use super::workflow_runs::List;
use crate::remote::coverage::{Lost, Subject};
use crate::remote::rebased::Several;
use crate::remote::state::RepositoryState;
use crate::remote::stretch::{Lane, Stretch};
use crate::remote::{Fault, RemoteError, Runs, digest};
use chrono::Duration;
use milepost_model::{CoverageState, Diagnostic, Harvest, Instant, Place, Record, Session};
use std::cell::Cell;
use std::collections::BTreeMap;

/// What every repository of a run is read with.
pub struct Context<'a> {
    /// Who asks.
    pub client: &'a Client<'a>,
    /// What a person chose.
    pub settings: &'a GitHubSettings,
    /// Which repositories and workflows are meant.
    pub choice: &'a Choice<'a>,
    /// The run.
    pub session: Session<'a>,
    /// Records that were handed over.
    pub records: Cell<u64>,
}

/// A repository that is read: its number, what the sweep says of it, and its custom properties.
pub type Chosen<'s> = (u64, &'s Described, Option<&'s BTreeMap<String, String>>);

/// A repository that was read, as far as it could be.
pub struct Done {
    /// Its number.
    pub number: u64,
    /// What the next run needs to know.
    pub state: RepositoryState,
    /// Whether everything was read.
    pub is_whole: bool,
    /// Pull requests of several commits that were read.
    pub several: Vec<Several>,
}

impl Context<'_> {
    /// Hands a harvest over.
    pub fn give(&self, harvest: Harvest) -> Result<(), RemoteError> {
        self.records.set(self.records.get() + harvest.records.len() as u64);
        Ok(self.session.sink.accept(harvest)?)
    }

    /// The first instant that is read.
    pub fn from(&self) -> Instant {
        self.settings.first_instant(self.session.now)
    }

    /// Reads one repository.
    pub async fn read(
        &self,
        described: &Described,
        number: u64,
        properties: Option<&BTreeMap<String, String>>,
    ) -> Result<Done, RemoteError> {
        let stamp = Stamp { repo: Stamp::repo_id(&self.settings.host, number), now: self.session.now };
        let mut state = RepositoryState::recall(self.session.memory, &self.settings.key(), number);
        state.first_seen.get_or_insert(self.session.now);
        self.describe(described, &stamp, properties, number, &mut state)?;
        let is_emptied = state.is_emptied(described.branch().is_some());
        let (mut diagnostics, several) = self.histories(described, &stamp, number, &mut state).await?;
        diagnostics.extend(is_emptied.then(|| {
            let found = Diagnostic::warning("github/emptied", "it has no default branch any more; what was read of it before stays");
            found.at(Place::in_repo(&state.name, "")).help("push the branch again, archive it, or leave it out with exclude")
        }));
        if self.settings.runs != Runs::None {
            diagnostics.extend(self.runs(described, &stamp, number, &mut state).await?);
        }
        let rows = self.coverage(described, &stamp, &state);
        let is_whole = rows.iter().all(|record| !matches!(record, Record::Coverage(row) if row.state == CoverageState::NotObserved));
        let is_whole = is_whole && state.lists.values().all(|list| list.reason.is_none());
        self.give(Harvest { records: rows, cursors: vec![state.cursor(&self.settings.key(), number)], diagnostics, ..Harvest::default() })?;
        Ok(Done { number, state, is_whole, several })
    }

    /// Hands over the description where it changed; tells whether it did.
    pub fn describe(
        &self,
        described: &Described,
        stamp: &Stamp,
        properties: Option<&BTreeMap<String, String>>,
        number: u64,
        state: &mut RepositoryState,
    ) -> Result<bool, RemoteError> {
        let name = described.name_with_owner.clone().unwrap_or_default();
        if !state.name.is_empty() && state.name != name && !state.renamed_from.contains(&state.name) {
            state.renamed_from.push(state.name.clone());
        }
        state.name = name;
        let repository = described.repository(stamp, &self.settings.host, &state.renamed_from, properties);
        let rule = described.branch_rule(stamp);
        let records: Vec<Record> = std::iter::once(Record::from(repository)).chain(rule.map(Record::from)).collect();
        let hash = digest::of(&records);
        if state.described == hash {
            return Ok(false);
        }
        state.described = hash;
        self.give(Harvest { records, cursors: vec![state.cursor(&self.settings.key(), number)], ..Harvest::default() })?;
        Ok(true)
    }

    /// Reads the lists that GraphQL gives, those that changed.
    async fn histories(
        &self,
        described: &Described,
        stamp: &Stamp,
        number: u64,
        state: &mut RepositoryState,
    ) -> Result<(Vec<Diagnostic>, Vec<Several>), RemoteError> {
        let from = self.from();
        let full_name = state.name.clone();
        let marks =
            [&described.merged, &described.deployments, &described.releases, &described.tags, &described.incidents, &described.issues];
        let lanes = std::array::from_fn(|at| {
            let kind = LISTS[at].0;
            let known = state.lists.get(kind).cloned().unwrap_or_default();
            let mark = marked(marks[at].as_ref());
            let is_empty = mark.as_deref().is_some_and(|mark| mark.starts_with("0 ")) || (kind == "change" && described.branch().is_none());
            if is_empty || !self.reads(kind, &full_name) {
                Lane::nothing(known, from, self.session.now)
            } else {
                Lane::begin(known, from, self.session.now, mark)
            }
        });
        let mut history = History {
            client: self.client,
            stamp,
            full_name: &full_name,
            web: described.url.as_deref(),
            branch: described.branch(),
            incident_labels: &self.settings.incident_labels,
            author_key: self.settings.author_key.as_ref(),
            lanes,
            merged: BTreeMap::new(),
            several: Vec::new(),
            diagnostics: Vec::new(),
        };
        while history.wants() {
            let before = history.lanes.clone();
            match history.turn().await {
                Ok(records) => {
                    keep(&history, state, &|kind| self.reads(kind, &full_name));
                    self.give(Harvest { records, cursors: vec![state.cursor(&self.settings.key(), number)], ..Harvest::default() })?;
                }
                Err(fault) => {
                    // A page that is not whole was not read.
                    history.lanes = before;
                    for lane in &mut history.lanes {
                        lane.stop(&fault.to_string());
                    }
                    break;
                }
            }
        }
        keep(&history, state, &|kind| self.reads(kind, &full_name));
        Ok((history.diagnostics, history.several))
    }

    /// Whether a list of this repository is read.
    fn reads(&self, kind: &str, full_name: &str) -> bool {
        match kind {
            // A mirror brings them with the history that they are of.
            "tag" => !self.settings.mirrors,
            "incident" => !self.settings.incident_labels.is_empty(),
            "ticket" => self.choice.takes_tickets(full_name),
            _ => true,
        }
    }

    async fn runs(
        &self,
        described: &Described,
        stamp: &Stamp,
        number: u64,
        state: &mut RepositoryState,
    ) -> Result<Vec<Diagnostic>, RemoteError> {
        let known = state.lists.get("pipeline_run").cloned().unwrap_or_default();
        let lists = self.lists_of_runs(described);
        if lists.is_empty() {
            let nothing = Lane::nothing(known, self.from(), self.session.now);
            state.lists.insert("pipeline_run".to_owned(), nothing.stretch);
            return Ok(Vec::new());
        }
        let full_name = state.name.clone();
        let mut reading = RunHistory {
            client: self.client,
            choice: self.choice,
            stamp,
            reviews: Reviews::new(described.environments().is_some_and(|environments| environments.may_need_approval())),
            full_name: &full_name,
            lists,
            from: self.from(),
            stretch: known,
            asked: state.runs_asked,
            runs: 0,
        };
        let mut give = |records, stretch: &Stretch, asked| {
            state.lists.insert("pipeline_run".to_owned(), stretch.clone());
            state.runs_asked = asked;
            self.give(Harvest { records, cursors: vec![state.cursor(&self.settings.key(), number)], ..Harvest::default() })
        };
        let ended = reading.read(&mut give).await?;
        let (stretch, refused) = (reading.stretch, reading.reviews.refused);
        state.lists.insert("pipeline_run".to_owned(), stretch);
        let fault = ended.err().filter(|fault| !matches!(fault, Fault::Stopped(_)));
        let tell = |what: &str, fault: Fault| {
            let help = super::help::for_fault(&fault, "pipeline_run");
            Diagnostic::warning("github/not-read", format!("{what} were not read: {fault}")).at(Place::in_repo(&full_name, "")).help(help)
        };
        let runs = fault.map(|fault| tell("its runs of workflows", fault));
        let approvals = refused.map(|fault| tell("the approvals of its runs", fault));
        Ok(runs.into_iter().chain(approvals).collect())
    }

    /// Which lists of runs are read; none where the repository has no workflow.
    fn lists_of_runs(&self, described: &Described) -> Vec<List> {
        let files = described.workflow_files();
        if self.choice.has_workflows() {
            return files.into_iter().filter(|file| self.choice.takes_workflow(file)).map(List::Workflow).collect();
        }
        match (self.settings.runs, described.branch()) {
            _ if files.is_empty() => Vec::new(),
            (Runs::DefaultBranch, Some(branch)) => vec![List::Branch(branch.to_owned())],
            (Runs::All, _) => vec![List::All],
            _ => Vec::new(),
        }
    }

    /// What was really read.
    fn coverage(&self, described: &Described, stamp: &Stamp, state: &RepositoryState) -> Vec<Record> {
        let subject =
            Subject { collector: COLLECTOR, source: &self.settings.id, repo: Some(&stamp.repo), from: self.from(), now: self.session.now };
        let mut rows = Vec::new();
        for kind in ["change", "deployment", "release", "incident", "ticket"] {
            if let Some(stretch) = state.lists.get(kind) {
                rows.extend(subject.rows(kind, stretch));
            }
        }
        let first_seen = state.first_seen.unwrap_or(self.session.now);
        if let Some(stretch) = state.lists.get("pipeline_run") {
            let days = self.settings.run_retention_days;
            let reason = format!("GitHub may have deleted runs older than {days} days before they were read for the first time");
            let lost = Lost::of(Duration::days(i64::from(days)), first_seen, described.created_at, reason);
            for kind in ["pipeline_run", "dispatch"] {
                rows.extend(subject.rows_since(kind, stretch, lost.as_ref()));
            }
        }
        // From the same day in every run, so that it stays one row.
        let from = self.settings.first_instant(first_seen).min(subject.from);
        rows.push(subject.row("branch_rule", from, subject.now, CoverageState::Complete, None));
        rows.into_iter().map(Record::from).collect()
    }
}

/// Keeps how far each list was read.
fn keep(history: &History<'_>, state: &mut RepositoryState, reads: &dyn Fn(&str) -> bool) {
    for ((kind, _), lane) in LISTS.iter().zip(&history.lanes) {
        if reads(kind) {
            state.lists.insert((*kind).to_owned(), lane.stretch.clone());
        } else {
            state.lists.remove(*kind);
        }
    }
}
