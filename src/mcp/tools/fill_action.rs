//! Fills the form of an action from a sentence, and says from which words. It starts nothing.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, Takes, input, required};
use crate::mcp::filling::{self, Filled, Ground, fits};
use crate::mcp::forms::{Form, forms};
use crate::mcp::trouble::Trouble;
use serde_json::{Value, json};

/// The tool.
pub struct FillAction;

const ABOUT: About = About {
    name: "fill_action",
    title: "Fill the form of an action",
    what: "Picks the action that a sentence such as “a staging database for payments” asks for and fills its inputs, each with the words that justify it; says which are missing and what they take; and gives the filled form and the gh command. It NEVER starts anything: show the form to the person, who decides.",
    inputs: &[
        required("sentence", Takes::Text, "What somebody wants, in their own words."),
        input("action", Takes::Text, "The id of the action, where it is known."),
        input("values", Takes::Texts, "Values by the names of inputs, where the person said them; each is checked."),
    ],
};

/// Below this an action does not fit.
const LEAST: f64 = 2.0;
const CANDIDATES: usize = 4;

impl Tool for FillAction {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let (names, search, actions) = (desk.names()?, desk.search()?, desk.portal.data("actions")?);
        let ground = Ground::new(&names, &actions, &search.head.synonyms);
        let sentence = asked.needed("sentence");
        let all = forms(&actions);
        let mut rated: Vec<(f64, Form<'_>)> = all.iter().map(|form| (fits(&ground, *form, sentence), *form)).collect();
        rated.sort_by(|a, b| b.0.total_cmp(&a.0));
        let others: Vec<Value> =
            rated.iter().take(CANDIDATES).filter(|(value, _)| *value > 0.5).map(|(_, form)| candidate(desk, *form)).collect();
        let chosen = match asked.text("action") {
            Some(id) => Some(named(&all, id)?),
            None => picked(&rated),
        };
        let Some(form) = chosen else {
            let says = if others.is_empty() {
                "No action fits this sentence."
            } else {
                "Several actions fit, and none better than the others: ask the person which."
            };
            let answer = Answer::new(says, json!({ "action": null, "candidates": others, "started": false }));
            return Ok(answer.on_page(&desk.portal, "all actions", "actions/").in_data(&desk.portal, "their records", "data/actions.json"));
        };
        let filled = filling::fill(&ground, form, sentence, asked.texts("values"));
        let mut data = told(desk, &ground, form, &filled);
        data["other_candidates"] = others.into_iter().filter(|one| one["id"] != form.text("slug")).collect();
        let answer = Answer::new(sentence_of(form, &data), data);
        let answer = answer.on_page(&desk.portal, "the form", form.text("page")).in_data(&desk.portal, "its records", "data/actions.json");
        let place = json!({ "place": { "repo": form.text("repository"), "path": form.text("workflow") } });
        Ok(answer.in_file("what it would start", &place))
    }
}

fn named<'a>(all: &[Form<'a>], id: &str) -> Result<Form<'a>, Trouble> {
    let found = all.iter().find(|form| form.text("slug") == id || form.text("id") == id || form.text("title").eq_ignore_ascii_case(id));
    found.copied().ok_or_else(|| {
        let mut near: Vec<&str> = all.iter().map(|form| form.text("slug")).collect();
        near.sort_by(|a, b| strsim::jaro_winkler(b, id).total_cmp(&strsim::jaro_winkler(a, id)));
        Trouble::Unknown {
            what: "action",
            name: id.chars().take(80).collect(),
            near: near.into_iter().take(5).map(str::to_owned).collect(),
        }
    })
}

/// The first, where it fits and no other fits as well.
fn picked<'a>(rated: &[(f64, Form<'a>)]) -> Option<Form<'a>> {
    let (best, form) = rated.first()?;
    let second = rated.get(1).map_or(0.0, |(value, _)| *value);
    (*best >= LEAST && best - second > 0.2).then_some(*form)
}

fn candidate(desk: &Desk, form: Form<'_>) -> Value {
    json!({ "id": form.text("slug"), "title": form.text("title"), "description": form.data["description"], "form": desk.portal.url(form.text("page")) })
}

fn told(desk: &Desk, ground: &Ground<'_>, form: Form<'_>, filled: &Filled) -> Value {
    let mut inputs = Vec::new();
    let mut missing = Vec::new();
    for field in form.fields() {
        let name = field.text("name");
        if let Some((_, value, from)) = filled.values.iter().find(|(own, ..)| own == name) {
            inputs.push(filling::told(field, value, from));
            continue;
        }
        let unclear = filled.unclear.get(name);
        let is_needed = field.is("required") || unclear.is_some();
        let mut one = json!({
            "input": name,
            "label": field.text("label"),
            "required": field.is("required"),
            "allowed": field.allowed(ground.names, ground.actions),
        });
        for key in ["help", "only_when", "depends_on"] {
            if field.data[key].as_array().map_or(!field.data[key].is_null(), |list| !list.is_empty()) {
                one[key] = field.data[key].clone();
            }
        }
        if let Some(which) = unclear {
            one["could_be"] = which.clone().into();
        }
        missing.push((!is_needed, one));
    }
    missing.sort_by_key(|(is_spare, _)| *is_spare);
    let missing: Vec<Value> = missing.into_iter().map(|(_, one)| one).collect();
    let refused: Vec<Value> =
        filled.refused.iter().map(|(name, value, why)| json!({ "input": name, "value": value, "why": why })).collect();
    let command = filling::command(form, filled);
    json!({
        "action": { "id": form.text("slug"), "title": form.text("title"), "description": form.data["description"] },
        "inputs": inputs,
        "missing": missing,
        "refused": refused,
        "words_not_used": filled.unused,
        "form": desk.portal.url(&filling::address(form, filled)),
        "command": command.map_or_else(|| json!({ "none": "gh starts workflows only: use the form" }), Value::from),
        "guardrails": form.data["guardrails"],
        "checked_again": "The form checks the values, and the workflow asks the guardrails again before it does anything.",
        "started": false,
    })
}

fn sentence_of(form: Form<'_>, data: &Value) -> String {
    let said = |key: &str| data[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let words: Vec<String> = said("inputs")
        .iter()
        .filter(|one| !one["words"].is_null())
        .map(|one| {
            format!(
                "{} {} (“{}”)",
                one["input"].as_str().unwrap_or_default(),
                one["value"].as_str().unwrap_or_default(),
                one["words"].as_str().unwrap_or_default()
            )
        })
        .collect();
    let needed: Vec<&str> = said("missing")
        .iter()
        .filter(|one| one["required"] == true || !one["could_be"].is_null())
        .filter_map(|one| one["input"].as_str())
        .collect();
    let from = if words.is_empty() { "nothing could be filled from the sentence".to_owned() } else { words.join(", ") };
    let rest =
        if needed.is_empty() { "nothing that is required is missing".to_owned() } else { format!("still to say: {}", needed.join(", ")) };
    format!("“{}” fits: {from}; {rest}. Nothing was started.", form.text("title"))
}
