//! One run over a GitHub: sweep, read what changed, mirror, and say what was used and met.

use super::alerts::{TOOLS, alerts};
use super::choice::Choice;
use super::client;
use super::described::Described;
use super::one_repository::{Chosen, Context, Done};
use super::properties::{Properties, properties};
use super::settings::{Credential, GitHubSettings};
use super::stamp::{COLLECTOR, Stamp};
use super::sweep::{Swept, sweep};
use super::teams::teams;
use super::wire::Wire;
use super::{approvals, gone, help, mirrored, plan};
use crate::git::{Follow, Origin};
use crate::remote::client::Unsent;
use crate::remote::coverage::Subject;
use crate::remote::fault::help_of_network;
use crate::remote::report::{Found, report};
use crate::remote::state::{Seen, SourceState};
use crate::remote::stretch::{Lane, Stretch};
use crate::remote::{Fault, Pace, RemoteError, unread};
use futures::StreamExt;
use milepost_model::{CoverageState, Diagnostic, Harvest, Record, RepoId, RunReport, Session};
use serde::Deserialize;
use std::cell::Cell;
use std::collections::BTreeMap;

/// How a run went.
pub type Summary = RunReport;

/// Reads a GitHub. What is missing becomes coverage and diagnostics; only what makes reading impossible is an error.
pub fn collect(settings: &GitHubSettings, follow: &dyn Follow, session: Session<'_>, pace: &dyn Pace) -> Result<Summary, RemoteError> {
    if settings.credential == Credential::None && !settings.replay {
        return Err(RemoteError::settings(
            format!("the source “{}” has no token", settings.id),
            "set the environment variable that its token_env names, GITHUB_TOKEN by default, or the private key of its app",
        ));
    }
    if settings.owners.is_empty() && settings.repositories.is_empty() {
        return Err(RemoteError::settings(
            "the source names no organisation and no repository",
            "name one with organisations or repositories",
        ));
    }
    let choice = Choice::new(settings)?;
    // One worker moves bytes while this thread reads.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| RemoteError::Cache(format!("the run cannot begin: {error}")))?;
    runtime.block_on(async {
        let (wire, credential) = connect(settings).await?;
        let mut client = client::over(settings, wire, &credential, pace, session.now.timestamp());
        client.watched(&settings.id, session.progress);
        let context = Context { client: &client, settings, choice: &choice, session, records: Cell::default() };
        let summary = Run { context: &context, follow }.all().await;
        client.tidy();
        summary
    })
}

/// The wire with a credential that works, and a name for the credential.
async fn connect(settings: &GitHubSettings) -> Result<(Wire, String), RemoteError> {
    #[derive(Deserialize)]
    struct Installation {
        id: u64,
    }
    let mut wire = Wire::new(settings)?;
    let name = match &settings.credential {
        Credential::None => "nobody".to_owned(),
        Credential::Token(token) => token.fingerprint(),
        Credential::App { id, installation, .. } if !settings.replay => {
            let installation = if let Some(installation) = installation {
                *installation
            } else {
                let of_repository = || settings.repositories.first().and_then(|name| Some(name.split_once('/')?.0));
                let owner = settings.owners.first().map(String::as_str).or_else(of_repository).unwrap_or_default();
                let mut answer = wire.as_app(&format!("/orgs/{owner}/installation")).await;
                if answer.as_ref().is_ok_and(|raw| raw.status == 404) {
                    // It may be a person's.
                    answer = wire.as_app(&format!("/users/{owner}/installation")).await;
                }
                let asked = |what: &str| format!("the installation of the app {id} on “{owner}” was not found: {what}");
                let raw = answer.map_err(|why| {
                    let help = match &why {
                        Unsent::Nowhere(lack) => lack.help(),
                        _ => help_of_network(&why.words()).unwrap_or("the next run tries again, and installation_id spares the question"),
                    };
                    RemoteError::unread(asked(&why.words()), help)
                })?;
                let found = serde_json::from_slice::<Installation>(&raw.body).ok().filter(|_| raw.status == 200);
                found
                    .ok_or_else(|| match raw.status {
                        401 | 403 => RemoteError::unread(
                            asked(&format!("{}: the app's key was not accepted", raw.status)),
                            "check app_id, and that the private key is one of this app's",
                        ),
                        404 => {
                            let message = format!("the app {id} has no installation on “{owner}”");
                            RemoteError::unread(message, "install it there, or give installation_id")
                        }
                        status => RemoteError::unread(asked(&format!("the host answered {status}")), "the next run tries again"),
                    })?
                    .id
            };
            wire.installed(installation)?;
            format!("app-{id}-{installation}")
        }
        Credential::App { id, .. } => format!("app-{id}"),
    };
    Ok((wire, name))
}

struct Run<'a> {
    context: &'a Context<'a>,
    follow: &'a dyn Follow,
}

impl Run<'_> {
    async fn all(&self) -> Result<Summary, RemoteError> {
        let (client, settings, session) = (self.context.client, self.context.settings, self.context.session);
        let mut state = SourceState::recall(session.memory, &settings.key());
        let mut faults = Vec::new();
        let swept = sweep(client, settings, self.context.choice.has_tickets()).await;
        self.tell_of_sweep(&swept, &mut faults)?;
        let properties = self.properties(&swept, &mut state, &mut faults).await;
        let chosen = self.chosen(&swept, properties.as_ref());
        gone::gone(self.context, &swept, &mut state, &mut faults).await?;
        gone::left_out(self.context, &swept, properties.as_ref(), &mut state, &mut faults)?;
        session.progress.expect(chosen.len() as u64);
        let done = self.repositories(&chosen).await?;
        if self.context.choice.is_first_shard() {
            self.organisations(&swept, properties.as_ref(), &mut state, &mut faults).await?;
        }
        let mut whole = done.iter().filter(|done| done.is_whole).count() as u64;
        let mut refused = unread::by_all(done.iter().map(|done| &done.state));
        if settings.mirrors && !settings.replay {
            let mirrored = mirrored::read(self.context, self.follow, &chosen, done, &mut faults).await?;
            refused = refused.filter(|_| mirrored == 0);
            whole = mirrored.min(whole);
        }
        self.remember(&swept, &chosen, &mut state);
        let unread = unread::of_sweep(&swept.unread, swept.repositories.len()).or(refused);
        self.finish(&swept, (chosen.len() as u64, whole), unread, &state, faults)
    }

    /// Says what of the source itself could not be read.
    fn tell_of_sweep(&self, swept: &Swept, faults: &mut Vec<Diagnostic>) -> Result<(), RemoteError> {
        let settings = self.context.settings;
        let mut rows = Vec::new();
        for (name, fault) in &swept.unread {
            let found =
                Diagnostic::error("github/not-read", format!("“{name}” was not read: {fault}")).help(help::for_fault(fault, "repository"));
            faults.push(found);
            let subject = Subject {
                collector: COLLECTOR,
                source: &settings.id,
                repo: None,
                from: self.context.from(),
                now: self.context.session.now,
            };
            let mut row = subject.row("repository", subject.from, subject.now, CoverageState::NotObserved, Some(&fault.to_string()));
            row.id = format!("{}:{name}", row.id);
            row.name = Some(name.clone());
            rows.push(Record::from(row));
        }
        for (owner, words) in &swept.hidden {
            let help = "let the token or the app see them, as an organisation's single sign-on or an address list may forbid it";
            faults.push(Diagnostic::warning("github/hidden", format!("{owner}: {words}")).help(help));
        }
        if let Some(fault) = &swept.stopped {
            faults.push(Diagnostic::warning("github/stopped", format!("not every repository was found: {fault}")));
        }
        if rows.is_empty() {
            return Ok(());
        }
        self.context.give(Harvest { records: rows, ..Harvest::default() })
    }

    /// The custom properties, as they were read last where they cannot be read now.
    async fn properties(&self, swept: &Swept, state: &mut SourceState, faults: &mut Vec<Diagnostic>) -> Option<Properties> {
        let mut is_known = !state.properties.is_empty();
        for organisation in &swept.organisations {
            match properties(self.context.client, organisation).await {
                Ok(of_one) => {
                    is_known = true;
                    state.properties.extend(of_one);
                }
                // Not every organisation has them, and a missing permission hides them in the same way.
                Err(fault @ (Fault::Missing(_) | Fault::Refused(_))) => {
                    let what = format!("the custom properties of {organisation} were not read: {fault}");
                    faults.push(Diagnostic::note("github/no-properties", what).help(help::for_fault(&fault, "property")));
                }
                Err(Fault::Stopped(_)) => {}
                Err(fault) => faults.push(Diagnostic::warning(
                    "github/not-read",
                    format!("the custom properties of {organisation} were not read: {fault}"),
                )),
            }
        }
        is_known.then(|| state.properties.clone())
    }

    /// The repositories that this run reads.
    fn chosen<'s>(&self, swept: &'s Swept, properties: Option<&'s Properties>) -> Vec<Chosen<'s>> {
        let of = |number: &u64| properties.and_then(|all| all.get(number));
        let mut chosen: Vec<Chosen<'s>> = swept
            .repositories
            .iter()
            .filter_map(|one| Some((one.database_id?, one, of(&one.database_id?))))
            .filter(|(number, one, own)| self.context.choice.takes(one, *own) && self.context.choice.is_in_shard(*number))
            .collect();
        // What was pushed last matters most, where the budget does not reach for all.
        chosen.sort_by(|a, b| b.1.pushed_at.cmp(&a.1.pushed_at).then(a.0.cmp(&b.0)));
        chosen
    }

    /// Reads the repositories, several at once.
    async fn repositories(&self, chosen: &[Chosen<'_>]) -> Result<Vec<Done>, RemoteError> {
        let reading = chosen.iter().map(|(number, described, own)| async move {
            let done = self.context.read(described, *number, *own).await;
            self.context.session.progress.done(described.name_with_owner.as_deref().unwrap_or_default());
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

    /// Reads what belongs to an organisation as a whole: teams and alerts.
    async fn organisations(
        &self,
        swept: &Swept,
        properties: Option<&Properties>,
        state: &mut SourceState,
        faults: &mut Vec<Diagnostic>,
    ) -> Result<(), RemoteError> {
        let (client, settings, now) = (self.context.client, self.context.settings, self.context.session.now);
        let subject = Subject { collector: COLLECTOR, source: &settings.id, repo: None, from: self.context.from(), now };
        let every: BTreeMap<u64, RepoId> = swept
            .repositories
            .iter()
            .filter_map(|one| Some((one.database_id?, one)))
            .filter(|(number, one)| self.context.choice.takes(one, properties.and_then(|all| all.get(number))))
            .map(|(number, _)| (number, Stamp::repo_id(&settings.host, number)))
            .collect();
        // Of an owner that could not be read nobody knows what it has.
        let unread = swept.unread.iter().map(|(_, fault)| fault).chain(&swept.stopped).next();
        let mut findings = Vec::new();
        let mut team_list = match unread {
            Some(fault) => Stretch { reason: Some(fault.to_string()), ..Stretch::default() },
            None => Stretch { low: Some(subject.from), high: Some(now), ..Stretch::default() },
        };
        for organisation in &swept.organisations {
            let records = match teams(client, &settings.host, organisation, now).await {
                Ok(teams) => teams.into_iter().map(Record::from).collect(),
                Err(fault) => {
                    faults.push(
                        Diagnostic::note("github/not-read", format!("the teams of {organisation} were not read: {fault}"))
                            .help(help::for_fault(&fault, "team")),
                    );
                    team_list = Stretch { reason: Some(fault.to_string()), ..Stretch::default() };
                    Vec::new()
                }
            };
            self.context.give(Harvest { records, ..Harvest::default() })?;
            for tool in TOOLS.into_iter().filter(|_| settings.alerts) {
                let key = format!("{organisation}/{}", tool.0);
                let mut lane = Lane::begin(state.lists.get(&key).cloned().unwrap_or_default(), subject.from, now, None);
                match alerts(client, organisation, tool, &mut lane, &every, now).await {
                    Ok(found) => {
                        self.context.give(Harvest { records: found.into_iter().map(Record::from).collect(), ..Harvest::default() })?;
                    }
                    Err(fault) => {
                        lane.refuse(&format!("{}: {fault}", tool.0));
                        let what = format!("the {} alerts of {organisation} were not read: {fault}", tool.0);
                        faults.push(Diagnostic::note("github/not-read", what).help(help::for_fault(&fault, "finding")));
                    }
                }
                findings.push(lane.stretch.clone());
                state.lists.insert(key, lane.stretch);
            }
        }
        let mut rows = subject.rows("team", &team_list);
        rows.extend(
            findings
                .iter()
                .find(|list| list.reason.is_some())
                .or(findings.first())
                .into_iter()
                .flat_map(|list| subject.rows("finding", list)),
        );
        self.context.give(Harvest { records: rows.into_iter().map(Record::from).collect(), ..Harvest::default() })
    }

    /// Notes what was seen, for the next run, its plan, and whoever reads clones of the same repositories.
    fn remember(&self, swept: &Swept, chosen: &[Chosen<'_>], state: &mut SourceState) {
        for (number, described, _) in chosen {
            let seen = Seen {
                name: described.name_with_owner.clone().unwrap_or_default(),
                node: described.id.clone().unwrap_or_default(),
                origin: described.url.as_deref().and_then(Origin::parse).map(|origin| origin.to_string()).unwrap_or_default(),
                gone: None,
            };
            state.repositories.insert(*number, seen);
        }
        if swept.stopped.is_some() {
            return;
        }
        let total = |list: &Option<super::graphql::Connection<super::described::Mark>>| {
            list.as_ref().and_then(|list| list.total_count).unwrap_or(0)
        };
        let pages =
            |one: &Described| plan::history_pages(total(&one.merged), total(&one.deployments), total(&one.releases), total(&one.incidents));
        let described = || chosen.iter().map(|(_, one, _)| one);
        let with_workflows = described().filter(|one| !one.workflow_files().is_empty()).count() as u64;
        // A run that found nothing new does not make the first one cheap.
        let before = std::mem::take(&mut state.counts);
        let asked = |endpoint: &str, name: &str| {
            let now = self.context.client.tally.borrow().by_endpoint.get(endpoint).copied().unwrap_or(0);
            now.max(before.get(name).copied().unwrap_or(0))
        };
        state.counts = BTreeMap::from([
            ("repositories".to_owned(), swept.repositories.len() as u64),
            ("history_pages".to_owned(), described().map(|one| pages(one)).sum()),
            ("with_workflows".to_owned(), with_workflows),
            ("run_pages".to_owned(), asked("workflow runs", "run_pages").max(with_workflows)),
            ("approvals".to_owned(), asked(approvals::ENDPOINT, "approvals")),
            ("jobs".to_owned(), asked("jobs of runs", "jobs")),
        ]);
    }

    fn finish(
        &self,
        swept: &Swept,
        (repositories, whole): (u64, u64),
        unread: Option<String>,
        state: &SourceState,
        faults: Vec<Diagnostic>,
    ) -> Result<Summary, RemoteError> {
        let (client, settings, session) = (self.context.client, self.context.settings, self.context.session);
        let found = Found { repositories, whole, records: self.context.records.get(), is_missing_some: !swept.unread.is_empty(), unread };
        let report = report(client, &settings.id, &session, found, &faults);
        // The state comes first: its key is the one that the run's diagnostics are remembered under.
        let cursors = vec![state.cursor(&settings.key()), report.cursor()];
        self.context.give(Harvest { cursors, diagnostics: faults, ..Harvest::default() })?;
        Ok(report)
    }
}
