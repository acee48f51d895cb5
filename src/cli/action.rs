//! `milepost action`: what this repository offers, what an action asks, and whether it may run.

use super::args::{ActionCheck, ActionCommand, ActionFormat, ActionWhere};
use super::failure::Failure;
use super::{Context, Ended};
use crate::actions::{self, Action, Asked, Earlier, Guard, Judged, Verdict};
use crate::catalog::{Catalog, CatalogFacts, CurrentFile, RepositoryFacts};
use crate::config::ActionSettings;
use crate::report;
use crate::rules::{FACTS, FactValue};
use crate::site::entity_path;
use bytes::Bytes;
use milepost_collectors::git::worktree;
use milepost_model::record::Repository;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityRef, Instant, RepoId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// An answer of the host that lists runs is not longer than this.
const MOST_BYTES: u64 = 32 << 20;

pub(super) fn run(command: &ActionCommand, context: &Context<'_>) -> Result<Ended, Failure> {
    match command {
        ActionCommand::List { place } => Ok(list(&found(place, context)?, context)),
        ActionCommand::Show { id, place } => Ok(show(one(&found(place, context)?, id)?, context)),
        ActionCommand::Check(options) => check(options, context),
    }
}

/// The actions of a repository as it lies there. One whose own file cannot be read is not among them: without its
/// guardrails, its workflow alone would let everything through.
fn found(place: &ActionWhere, context: &Context<'_>) -> Result<Vec<Action>, Failure> {
    let trees = worktree::find(std::slice::from_ref(&place.repository))
        .map_err(|problem| Failure::with_help(problem.to_string(), "run it in a repository, or name one with --repository"))?;
    let tree = trees.first().ok_or_else(|| Failure::with_help("there is no repository here", "name one with --repository"))?;
    let repository = Repository { repo: RepoId::from("worktree"), full_name: tree.name.clone(), ..Repository::default() };
    let file = |path: &String| CurrentFile { path: path.clone(), blob: Some(path.clone()), last_change: None, changed_by: None };
    let repositories = [RepositoryFacts { repository, files: tree.files.iter().map(file).collect(), former: Vec::new() }];
    let content = |path: &str| tree.content(path, crate::yaml::Budget::DESCRIPTOR.bytes as u64 + 1).map(Bytes::from);
    let facts = CatalogFacts { repositories: &repositories, teams: &[], content: &content };
    let mut notes = Diagnostics::default();
    let offered = actions::discover(&Catalog::default(), &facts, &ActionSettings::everything(), context.surroundings.now, &mut notes);
    let wrong: Diagnostics = notes
        .into_iter()
        .map(|note| Diagnostic { place: note.place.map(|place| milepost_model::Place { repo: None, ..place }), ..note })
        .collect();
    if !context.global.quiet && wrong.iter().next().is_some() {
        let _ = write!(
            anstream::stderr(),
            "{}",
            report::terminal(&wrong.sorted(), &report::Look { is_coloured: true, most: 20, ..report::Look::default() })
        );
    }
    let described: BTreeSet<String> = tree.files.iter().filter_map(|path| actions::described_id(path)).collect();
    Ok(offered.actions.into_iter().filter(|action| action.is_described || !described.contains(&action.id)).collect())
}

fn one<'a>(actions: &'a [Action], id: &str) -> Result<&'a Action, Failure> {
    actions.iter().find(|action| action.id == id).ok_or_else(|| {
        let known: Vec<&str> = actions.iter().map(|action| action.id.as_str()).collect();
        let help =
            if known.is_empty() { "no workflow here has workflow_dispatch".to_owned() } else { format!("there are {}", known.join(", ")) };
        Failure::with_help(format!("there is no action “{id}” here"), help)
    })
}

fn list(actions: &[Action], context: &Context<'_>) -> Ended {
    let width = actions.iter().map(|action| action.id.chars().count()).max().unwrap_or_default();
    for action in actions {
        context.say(&format!("{:width$}  {}  ({})", action.id, action.title, action.workflow));
    }
    Ended::Done
}

fn show(action: &Action, context: &Context<'_>) -> Ended {
    let mut text = format!("{}\n", action.title);
    if let Some(description) = &action.description {
        let _ = writeln!(text, "{description}");
    }
    let _ = writeln!(text, "\nworkflow  {}", action.workflow);
    for field in &action.fields {
        let must = if field.is_required { "required" } else { "optional" };
        let default = field.default.as_ref().map(|default| format!(", {default} by default")).unwrap_or_default();
        let _ = writeln!(text, "input     {} ({}, {must}{default})", field.name, field.kind.word());
        let options: Vec<&str> = field.options.iter().map(|option| option.value.as_str()).collect();
        if !options.is_empty() {
            let _ = writeln!(text, "          one of {}", options.join(", "));
        }
    }
    for guardrail in &action.guardrails {
        let what = match &guardrail.guard {
            Guard::Deny(_) | Guard::Unread => "refuses",
            Guard::Freeze { .. } => "freezes",
            Guard::Quota(_) => "counts",
            Guard::Approve { .. } => "asks for approval",
        };
        let _ = writeln!(text, "guardrail {} ({what}): {}", guardrail.id, guardrail.title);
    }
    context.say(text.trim_end());
    Ended::Done
}

fn check(options: &ActionCheck, context: &Context<'_>) -> Result<Ended, Failure> {
    let actions = found(&options.place, context)?;
    let action = one(&actions, &options.id)?;
    let environment = &context.surroundings.environment;
    let event = environment.get("GITHUB_EVENT_PATH").filter(|_| options.input.is_empty());
    let inputs: BTreeMap<String, String> = match event {
        Some(path) => of_event(Path::new(path))?,
        None => options.input.iter().cloned().collect(),
    };
    let published = match (&options.data, service(action, &inputs)) {
        (Some(data), Some(name)) => Some(published(data, &name)?),
        _ => None,
    };
    let (entity, facts) = published.unzip();
    let runs = options.runs.as_deref().map(|path| earlier(path, environment.get("GITHUB_RUN_ID").map(String::as_str))).transpose()?;
    let actor = options.actor.as_deref().or_else(|| environment.get("GITHUB_ACTOR").map(String::as_str));
    let asked = Asked {
        inputs,
        entity: entity.as_ref(),
        facts: &facts.unwrap_or_default(),
        now: options.now.unwrap_or(context.surroundings.now),
        actor,
        runs: runs.as_deref(),
    };
    let judged = actions::judge(action, &asked);
    tell(action, &judged, options.format, context);
    if let Some(path) = environment.get("GITHUB_STEP_SUMMARY") {
        append(Path::new(path), &summary(action, &judged))?;
    }
    if let Some(path) = environment.get("GITHUB_OUTPUT") {
        let approvers: Vec<&str> =
            judged.iter().filter_map(|one| if let Verdict::Waits(by) = &one.verdict { Some(by.as_str()) } else { None }).collect();
        let text = format!("approval={}\napprovers={}\n", !approvers.is_empty(), approvers.join(",").replace(['\n', '\r'], " "));
        append(Path::new(path), &text)?;
    }
    Ok(if judged.iter().all(|one| one.verdict.lets_run()) { Ended::Done } else { Ended::Findings })
}

/// The inputs that a workflow was started with. Nothing passes through a shell, so nothing needs quotes.
fn of_event(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file("read", path, &error))?;
    let whole: Value = serde_json::from_str(&text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let value = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let inputs = whole["inputs"].as_object().into_iter().flatten();
    Ok(inputs.map(|(name, given)| (name.clone(), value(given))).collect())
}

/// The service that the inputs name.
fn service(action: &Action, inputs: &BTreeMap<String, String>) -> Option<String> {
    let field = action.service_field()?;
    let given = inputs.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.name)).map(|(_, value)| value);
    given.or(field.default.as_ref()).map(|value| field.name_in(value)).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// A service as the portal published it, and the facts that guardrails ask of it.
fn published(data: &Path, name: &str) -> Result<(Entity, BTreeMap<String, FactValue>), Failure> {
    let address = entity_path(&EntityRef::new("component", name));
    let path = data.join(address.trim_start_matches("data/"));
    let text = fs::read_to_string(&path).map_err(|error| Failure::file("read what the portal says of the service in", &path, &error))?;
    let whole: Value = serde_json::from_str(&text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let entity = serde_json::from_value(whole["entity"].clone()).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let told = whole["guardrails"].as_object().into_iter().flatten();
    let known = told.filter_map(|(name, value)| {
        let about = FACTS.iter().map(|fact| fact.about()).find(|about| about.name == name)?;
        Some((name.clone(), FactValue::of_json(about.kind, value)?))
    });
    Ok((entity, known.collect()))
}

/// The runs of an answer of the host's API, without the one that asks.
fn earlier(path: &Path, own: Option<&str>) -> Result<Vec<Earlier>, Failure> {
    let size = fs::metadata(path).map_err(|error| Failure::file("read", path, &error))?.len();
    if size > MOST_BYTES {
        return Err(Failure::new(format!("{} has {size} bytes, and at most {MOST_BYTES} are read", path.display())));
    }
    let text = fs::read_to_string(path).map_err(|error| Failure::file("read", path, &error))?;
    let whole: Value = serde_json::from_str(&text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let help = "give the answer of GET /repos/OWNER/REPO/actions/workflows/FILE/runs, or a list of such answers";
    // `gh api --paginate --slurp` makes a list of the pages.
    let pages = whole.as_array().map_or(std::slice::from_ref(&whole), Vec::as_slice);
    let mut found = Vec::new();
    for page in pages {
        let runs = page["workflow_runs"].as_array().ok_or_else(|| Failure::with_help(format!("{} lists no runs", path.display()), help))?;
        let others = runs.iter().filter(|run| own.is_none_or(|own| run["id"].as_u64().map(|id| id.to_string()).as_deref() != Some(own)));
        found.extend(others.filter_map(|run| {
            let at = run["created_at"].as_str()?.parse::<Instant>().ok()?;
            Some(Earlier { at, title: run["display_title"].as_str().unwrap_or_default().to_owned() })
        }));
    }
    Ok(found)
}

/// A verdict as a mark and words.
fn words(verdict: &Verdict) -> (&'static str, String) {
    match verdict {
        Verdict::Holds => ("holds", String::new()),
        Verdict::Refuses(message) => ("refused", message.clone()),
        Verdict::Waits(by) => ("approval", format!("{by} must approve")),
        Verdict::Unknown(reason) => ("unknown", format!("refused, since {reason}")),
    }
}

fn tell(action: &Action, judged: &[Judged], format: ActionFormat, context: &Context<'_>) {
    if format == ActionFormat::Github {
        let notes: Diagnostics = judged
            .iter()
            .filter_map(|one| {
                let text = format!("{}: {}", one.title, words(&one.verdict).1);
                match one.verdict {
                    Verdict::Holds => None,
                    Verdict::Waits(_) => Some(Diagnostic::note(&format!("{}/{}", action.id, one.id), text)),
                    _ => Some(Diagnostic::error(&format!("{}/{}", action.id, one.id), text)),
                }
            })
            .collect();
        let _ = write!(anstream::stdout(), "{}", report::annotations(&notes, None));
        return;
    }
    for one in judged {
        let (mark, text) = words(&one.verdict);
        context.say(format!("{mark:9} {}{}{text}", one.title, if text.is_empty() { "" } else { ": " }).trim_end());
    }
    if judged.is_empty() {
        context.say("nothing stands in its way");
    }
}

/// What the page of the run shows.
fn summary(action: &Action, judged: &[Judged]) -> String {
    let cell = |text: &str| text.replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;");
    let mut text = format!("### Guardrails of “{}”\n\n| | what it asks for | |\n|---|---|---|\n", cell(&action.title));
    for one in judged {
        let (mark, said) = words(&one.verdict);
        let _ = writeln!(text, "| {mark} | {} | {} |", cell(&one.title), cell(&said));
    }
    text
}

fn append(path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).map_err(|error| Failure::file("write", path, &error))?;
    file.write_all(text.as_bytes()).map_err(|error| Failure::file("write", path, &error))
}
