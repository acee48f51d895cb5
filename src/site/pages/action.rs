//! An action: its form, three ways to run it, what must hold, and what became of it lately.

use super::{Page, Sheet, Shown};
use crate::portal::actions::{Action as Offered, Means, Run};
use crate::site::Site;
use crate::site::actions::{Form, GuardView, Names, Places, RecentView, RunRow, action_address, command, guards, history_address};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::source_links;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use serde_json::json;
use tera::Value;

/// So many runs stand on the page itself.
const RUNS: usize = 8;

/// `/actions/<action>/`
pub struct Action;

#[derive(Serialize)]
struct View {
    title: String,
    description: Option<String>,
    source: Linked,
    owner: Option<Linked>,
    recent: RecentView,
    form: Form,
    inputs_words: String,
    commit: Option<String>,
    /// How it is started, other than here and in a terminal: `workflow`, `pipeline` or `manifest`.
    means: &'static str,
    command: Option<String>,
    workflow: Option<String>,
    pipeline: Option<String>,
    proposal: Option<String>,
    /// What a manifest holds that the form does not ask.
    left_out: Vec<String>,
    request: Option<String>,
    run_here: Option<Here>,
    guards: Vec<GuardView>,
    runs: Vec<RunRow>,
    runs_known: bool,
    history: String,
    about: String,
}

/// What the panel that starts a run says.
#[derive(Serialize)]
struct Here {
    repository: String,
    host: String,
    tokens: Option<String>,
}

impl Page for Action {
    fn template(&self) -> &'static str {
        "pages/action.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.portal.actions.iter().enumerate();
        all.map(|(which, action)| Sheet { address: action_address(&action.slug), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let action = &site.portal.actions[sheet.which];
        let places = Places::of(site, action);
        let form = Form::of(site, action);
        let needs_index = form.needs_index;
        let origin = places.api_origin();
        let head = Head {
            title: action.title.clone(),
            description: action
                .description
                .clone()
                .unwrap_or_else(|| format!("Start {} of {}.", action.workflow_file(), action.repository)),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Actions".to_owned(), Some("actions/".to_owned())),
                (action.title.clone(), None),
            ],
            nav: Some("Actions"),
            newest: action.runs.newest.iter().map(|run| run.at).max(),
            styles: vec!["actions"],
            // What speaks to the host is loaded only where the page may.
            scripts: vec![if origin.is_some() { "action-here" } else { "action" }],
            needs_index,
            connects_to: origin,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, action, &places, form, links)) }
    }
}

fn view(site: &Site<'_>, action: &Offered, places: &Places, form: Form, links: &Links) -> View {
    let repository = site.portal.catalog.repositories.get(&action.repo);
    let names = Names::of(site);
    let row = |run: &Run| RunRow::new(&names, action, run, links);
    let file = Linked {
        text: format!("{}/{}", action.repository.rsplit('/').next().unwrap_or_default(), action.workflow),
        href: repository.and_then(|repository| source_links::file(repository, &action.workflow, None)),
    };
    let api = places.api.as_deref();
    let host = places.api_origin().and_then(|origin| Some(origin.split_once("://")?.1.to_owned()));
    let read = site.portal.health.observed_at.unwrap_or(site.portal.as_of);
    View {
        title: action.title.clone(),
        description: action.description.clone(),
        source: file,
        owner: action.owner.as_ref().map(|owner| site.linked(owner, links)),
        recent: RecentView::of(action),
        inputs_words: wording::counted(form.count, "input", "inputs"),
        commit: repository.and_then(|repository| repository.head.as_ref()).map(|head| head.chars().take(7).collect()),
        command: command(action, places, &starting(action)),
        means: means(action),
        workflow: places.workflow.clone(),
        pipeline: places.pipeline.clone(),
        proposal: places.proposal.clone(),
        left_out: if let Means::Manifest(head) = &action.means { head.left_out.clone() } else { Vec::new() },
        request: places.request.clone(),
        run_here: api.is_some().then(|| Here {
            repository: places.full_name.clone(),
            host: host.unwrap_or_default(),
            tokens: places.tokens.clone(),
        }),
        guards: guards(site, action),
        runs: newest(action).into_iter().take(RUNS).map(row).collect(),
        runs_known: action.runs.is_known,
        history: links.to(&history_address(&action.slug)),
        about: json!({
            "title": action.title,
            "file": action.workflow_file(),
            "repository": places.full_name,
            "slug": places.slug,
            "ref": action.git_ref,
            "api": api,
            "workflow": places.workflow,
            "pipeline": places.pipeline,
            "proposal": places.proposal,
            "manifest": head_of(action),
            "request": places.request,
            "fills": action.request.as_ref().map(|request| request.fields.iter().cloned().collect::<std::collections::BTreeMap<_, _>>()),
            "confirm": action.confirm,
            "read": format!("{} UTC", wording::time(read)),
        })
        .to_string(),
        form,
    }
}

/// Its runs, what was asked for last first.
fn newest(action: &Offered) -> Vec<&Run> {
    let mut runs: Vec<&Run> = action.runs.newest.iter().collect();
    runs.sort_by_key(|run| std::cmp::Reverse(run.at));
    runs
}

fn means(action: &Offered) -> &'static str {
    match action.means {
        Means::Workflow => "workflow",
        Means::Pipeline => "pipeline",
        Means::Manifest(_) => "manifest",
    }
}

/// What stands at the head of its manifest, for the scripts.
fn head_of(action: &Offered) -> Option<serde_json::Value> {
    let Means::Manifest(head) = &action.means else { return None };
    Some(json!({ "apiVersion": head.api_version, "kind": head.kind }))
}

/// What the line holds before anybody filled anything in: defaults, and placeholders for what must be.
fn starting(action: &Offered) -> Vec<(&str, String)> {
    let value = |field: &crate::portal::actions::Field| match &field.default {
        Some(default) => Some(default.clone()),
        None if field.is_required => Some(format!("<{}>", wording::lowered(&field.label))),
        None => None,
    };
    action.fields.iter().filter_map(|field| Some((field.name.as_str(), value(field)?))).collect()
}
