//! `data/actions.json`, and the runs of actions as CSV.

use super::csv::line;
use crate::portal::actions::{Action, Field, Format, Guard, Guardrail, Means, Run, chain};
use crate::site::actions::{Places, action_address, environment_names};
use crate::site::links::path_segment;
use crate::site::output::Output;
use crate::site::{Site, SiteError, wording};
use serde_json::{Value, json};

/// The address of the runs of an action.
pub fn runs_path(slug: &str) -> String {
    format!("data/actions/{}.csv", path_segment(slug))
}

/// Writes all of them.
pub fn write(site: &Site<'_>, output: &Output) -> Result<(), SiteError> {
    output.write("data/actions.json", &super::text(&of(site)))?;
    let all: Vec<&Action> = site.portal.actions.iter().collect();
    output.write("data/action-runs.csv", runs(&all).as_bytes())?;
    all.iter().try_for_each(|action| output.write(&runs_path(&action.slug), runs(&[action]).as_bytes()))
}

fn of(site: &Site<'_>) -> Value {
    json!({
        "$schema": "schema/actions.json",
        "schema": "milepost/actions/1",
        "as_of": wording::iso(site.portal.as_of),
        "example": site.portal.is_example,
        "environments": environment_names(site),
        "actions": site.portal.actions.iter().map(|action| one(site, action)).collect::<Vec<_>>(),
    })
}

fn one(site: &Site<'_>, action: &Action) -> Value {
    let recent = action.runs.recent;
    let places = Places::of(site, action);
    let means = match action.means {
        Means::Workflow => "workflow",
        Means::Pipeline => "pipeline",
        Means::Manifest(_) => "manifest",
    };
    json!({
        "id": action.id,
        "slug": action.slug,
        "title": action.title,
        "description": action.description,
        "intent": action.intent.word(),
        "owner": action.owner.as_ref().map(ToString::to_string),
        "repository": places.full_name,
        "remote": places.slug,
        "means": means,
        "workflow": action.workflow,
        "ref": action.git_ref,
        "page": action_address(&action.slug),
        "described": action.is_described,
        "inputs": action.fields.iter().map(field).collect::<Vec<_>>(),
        "guardrails": action.guardrails.iter().map(guardrail).collect::<Vec<_>>(),
        "runs": {
            "known": action.runs.is_known,
            "total": action.runs.total,
            "days": crate::portal::actions::WINDOW_DAYS,
            "asked": recent.asked,
            "succeeded": recent.succeeded,
            "failed": recent.failed,
            "cancelled": recent.cancelled,
            "duration_p50": recent.duration,
            "duration_p90": recent.duration_p90,
            "queue_p50": recent.queue,
            "chained": action.runs.chained,
            "head": action.runs.head,
        },
    })
}

fn field(field: &Field) -> Value {
    json!({
        "name": field.name,
        "type": field.kind.word(),
        "label": field.label,
        "help": field.help,
        "default": field.default,
        "fixed": field.is_fixed,
        "required": field.is_required,
        "format": field.format.map(Format::word),
        "reference": field.writes_reference,
        "options": field.options.iter().map(|option| json!({ "value": option.value, "says": option.says })).collect::<Vec<_>>(),
        "pattern": field.pattern,
        "min": field.min,
        "max": field.max,
        "unit": field.unit,
        "depends_on": field.depends_on,
        "only_when": field.only_when.as_ref().map(|rule| rule.text().to_owned()),
        "deprecated": field.deprecation,
    })
}

fn guardrail(guardrail: &Guardrail) -> Value {
    let mut found = json!({ "id": guardrail.id, "title": guardrail.title, "message": guardrail.message });
    match &guardrail.guard {
        Guard::Deny(rule) => found["deny"] = json!(rule.text()),
        Guard::Freeze { windows, when } => {
            let list = windows
                .iter()
                .map(|window| json!({ "from": wording::iso(window.from), "until": wording::iso(window.until), "why": window.why }));
            found["freeze"] = list.collect();
            found["when"] = json!(when.as_ref().map(|rule| rule.text().to_owned()));
        }
        Guard::Unread => found["unread"] = json!(true),
        Guard::Quota(quota) => found["quota"] = json!({ "count": quota.count, "per": quota.per.word(), "by": quota.by }),
        Guard::Approve { rule, by } => {
            found["approve"] = json!(rule.text());
            found["by"] = json!(by.words());
        }
    }
    found
}

/// The newest runs in a line each, what ended last first, with the hash of each that is over and of the one before it.
fn runs(actions: &[&Action]) -> String {
    let mut out = String::new();
    let head: Vec<&str> = ["action", "repository"].into_iter().chain(chain::CELLS).chain(["previous_hash", "hash"]).collect();
    line(&mut out, &head);
    let mut all: Vec<(&Action, &Run)> = actions.iter().flat_map(|action| action.runs.newest.iter().map(|run| (*action, run))).collect();
    // A stable sort, so that the runs of one action stay in the order of its chain.
    all.sort_by_key(|(_, run)| std::cmp::Reverse(run.ended.unwrap_or(run.at)));
    for (action, run) in all {
        let mut cells = vec![action.slug.clone(), action.repository.clone()];
        cells.extend(chain::cells(&action.workflow, run));
        let (previous, hash) = run.link.as_ref().map(|link| (link.previous.clone(), link.hash.clone())).unwrap_or_default();
        cells.extend([previous, hash]);
        line(&mut out, &cells);
    }
    out
}
