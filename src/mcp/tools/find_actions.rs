//! Finds what people may start.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input};
use crate::mcp::filling::{Ground, fits};
use crate::mcp::forms::{Field, Form, forms};
use crate::mcp::names::Names;
use crate::mcp::trouble::Trouble;
use serde_json::{Value, json};

/// The tool.
pub struct FindActions;

const ABOUT: About = About {
    name: "find_actions",
    title: "Find what can be started",
    what: "Lists the self-service actions: what each does, what it asks, which guardrails hold, how its runs went, and its form. fill_action fills a form from a sentence. Neither starts anything: a person does, on the form or in a terminal.",
    inputs: &[
        input("query", Takes::Text, "What somebody wants to do; all actions without it."),
        input(
            "intent",
            Takes::OneOf(&["start", "change", "get", "fix"]),
            "To begin something new, change what runs, get a resource, or mend and remove.",
        ),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for FindActions {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let (names, search, actions) = (desk.names()?, desk.search()?, desk.portal.data("actions")?);
        let ground = Ground::new(&names, &actions, &search.head.synonyms);
        let mut found = forms(&actions);
        if let Some(intent) = asked.text("intent") {
            found.retain(|form| form.text("intent") == intent);
        }
        if let Some(query) = asked.text("query") {
            let mut rated: Vec<(f64, Form<'_>)> = found.into_iter().map(|form| (fits(&ground, form, query), form)).collect();
            rated.retain(|(value, _)| *value > 0.5);
            rated.sort_by(|a, b| b.0.total_cmp(&a.0));
            found = rated.into_iter().map(|(_, form)| form).collect();
        }
        let count = found.len();
        let (page, next) = asked.page(found)?;
        let list: Vec<Value> = page.iter().map(|form| told(desk, &names, *form)).collect();
        let says = match count {
            0 => "No action fits. Without query all are listed.".to_owned(),
            1 => "One action fits.".to_owned(),
            many => format!("{many} actions fit."),
        };
        let answer = Answer::new(says, json!({ "count": count, "actions": list })).then(next);
        Ok(answer.on_page(&desk.portal, "all actions", "actions/").in_data(&desk.portal, "their records", "data/actions.json"))
    }
}

fn told(desk: &Desk, names: &Names, form: Form<'_>) -> Value {
    let input = |field: Field<'_>| {
        let mut found = json!({ "name": field.text("name"), "label": field.text("label"), "type": field.text("type"), "required": field.is("required") });
        for key in ["help", "default", "format", "pattern", "min", "max", "unit", "only_when", "deprecated"] {
            if !field.data[key].is_null() {
                found[key] = field.data[key].clone();
            }
        }
        if !field.options().is_empty() {
            found["options"] = field.data["options"].clone();
        }
        found
    };
    let runs = &form.data["runs"];
    let runs = if runs["known"] == true {
        json!({ "total": runs["total"], "in_days": runs["days"], "asked": runs["asked"], "succeeded": runs["succeeded"], "failed": runs["failed"], "duration_p50_seconds": runs["duration_p50"] })
    } else {
        json!({ "unknown": "no source tells of its runs" })
    };
    json!({
        "id": form.text("slug"),
        "title": form.text("title"),
        "description": form.data["description"],
        "intent": form.text("intent"),
        "owner": form.data["owner"].as_str().map_or_else(|| json!({ "unknown": "no file says whose it is" }), |owner| names.said(owner).into()),
        "inputs": form.fields().filter(|field| !field.is("fixed")).map(input).collect::<Vec<_>>(),
        "guardrails": form.data["guardrails"],
        "runs": runs,
        "means": form.text("means"),
        "file": format!("{}: {}", form.text("repository"), form.text("workflow")),
        "form": desk.portal.url(form.text("page")),
    })
}
