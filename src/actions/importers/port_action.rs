//! Port's self-service actions: what their forms ask, and the workflow that they invoke.

use super::expression::{Filling, of_port};
use super::field::Asked;
use super::{Described, Origin, schema, target};
use crate::actions::action::{Format, Intent, Section};
use crate::actions::file::{ActionFile, InputFile, Reader};
use crate::reading::bounds;
use crate::yaml::{self, Entry, Mapping, Node};
use milepost_model::{Place, Severity};
use std::collections::BTreeMap;

/// The most actions of a file, and fields of an action, that are read.
const MOST: usize = 200;

/// Inputs that older actions hand the whole of what Port knows.
const PAYLOADS: [&str; 2] = ["port_payload", "port_context"];

pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> Vec<Described> {
    let (documents, problems) = yaml::documents(text, &reader.whole());
    // What is no tree is told by the catalog, for the files that it reads.
    drop(problems);
    let lists = documents.iter().map(|document| document.get("actions").unwrap_or(document));
    let nodes: Vec<&Node> = lists.flat_map(|list| list.items().unwrap_or(std::slice::from_ref(list))).take(MOST).collect();
    nodes.into_iter().filter_map(|node| action(reader, node)).collect()
}

fn action(reader: &mut Reader<'_>, node: &Node) -> Option<Described> {
    let id = node.get("identifier").and_then(Node::text)?;
    let method = node.get("invocationMethod")?;
    let text = |key: &str| method.get(key).and_then(Node::text);
    // The newer form of the same keeps what is invoked a level below.
    let told = method.get("integrationActionExecutionProperties").unwrap_or(method);
    let is_dispatch = text("type") == Some("GITHUB") || text("integrationActionType") == Some("dispatch_workflow");
    let is_asked = node.at(&["trigger", "type"]).and_then(Node::text).is_none_or(|kind| kind == "self-service");
    if !is_dispatch || !is_asked {
        return None;
    }
    let part = |key: &str| told.get(key).and_then(Node::text).unwrap_or_default();
    let (Some(repository), Some(workflow)) = (target::full_name(part("org"), part("repo")), target::workflow(part("workflow"))) else {
        let message = format!("“{}” starts a workflow that only Port knows when it runs", bounds::cut(id, bounds::NAME));
        reader.complain(Severity::Note, "target-unknown", message, reader.place(method), "write org, repo and workflow out");
        return None;
    };
    if node.get("requiredApproval").is_some_and(|node| node.text() != Some("false")) {
        let message = format!(
            "“{}” needs an approval in Port, which nobody asks for where its workflow is started without Port",
            bounds::cut(id, bounds::NAME)
        );
        let help = "write the approval as a guardrail in milepost.actions/, or require reviewers for its environment";
        reader.complain(Severity::Warning, "approval-elsewhere", message, reader.place(node), help);
    }
    let form = node.at(&["trigger", "userInputs"]).or_else(|| node.get("userInputs"));
    let asked = fields(reader, form);
    let subject = node.at(&["trigger", "blueprintIdentifier"]).or_else(|| node.get("blueprint")).and_then(Node::text);
    let (inputs, names) = filled(reader, told.get("workflowInputs"), &asked, subject);
    let operation = node.at(&["trigger", "operation"]).or_else(|| node.get("trigger")).and_then(Node::text).unwrap_or_default();
    let line = |key: &str, most: usize| {
        node.get(key).and_then(Node::text).map(|text| bounds::cut(&bounds::one_line(text), most)).filter(|text| !text.is_empty())
    };
    let file = ActionFile {
        title: line("title", bounds::NAME),
        description: line("description", bounds::SENTENCE),
        intent: match operation {
            "CREATE" => Some(Intent::Start),
            "DELETE" => Some(Intent::Fix),
            _ => None,
        },
        workflow,
        workflow_place: reader.place(method),
        inputs,
        sections: sections(reader, form, &names),
        ..ActionFile::default()
    };
    let place = reader.place(node);
    Some(Described { origin: Origin::PortAction, id: bounds::cut(id, bounds::NAME), repository, file, is_whole: true, place })
}

/// What the form asks, in its own order.
fn fields(reader: &mut Reader<'_>, form: Option<&Node>) -> Vec<Asked> {
    let entries = form.and_then(|form| form.get("properties")).and_then(Node::mapping).map(Mapping::entries).unwrap_or_default();
    let listed = |key: &str| -> Vec<&str> {
        form.and_then(|form| form.get(key)).and_then(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect()
    };
    let (required, order) = (listed("required"), listed("order"));
    let mut asked: Vec<Asked> = entries
        .iter()
        .take(MOST)
        .map(|entry| {
            let mut asked = schema::field(reader, entry);
            asked.input.format = picker(&entry.value);
            asked.input.depends_on = entry
                .value
                .get("dependsOn")
                .and_then(Node::items)
                .unwrap_or_default()
                .iter()
                .filter_map(Node::text)
                .map(str::to_owned)
                .collect();
            if required.contains(&entry.key.text.as_str()) {
                asked.input.required = Some((true, asked.input.place.clone()));
            }
            asked
        })
        .collect();
    asked.sort_by_key(|asked| order.iter().position(|name| *name == asked.input.name).unwrap_or(usize::MAX));
    asked
}

/// What fills each input of the workflow, and which input each answer fills.
fn filled(
    reader: &mut Reader<'_>,
    node: Option<&Node>,
    asked: &[Asked],
    subject: Option<&str>,
) -> (Vec<InputFile>, BTreeMap<String, String>) {
    let find = |name: &str| asked.iter().find(|asked| asked.input.name == name);
    let Some(mapping) = node.and_then(Node::mapping) else {
        // Actions from before there was a mapping hand every answer to the input of its name.
        let names = asked.iter().map(|asked| (asked.input.name.clone(), asked.input.name.clone())).collect();
        return (asked.iter().map(|asked| asked.input.clone()).collect(), names);
    };
    let given: Vec<(&Entry, String)> =
        mapping.entries().iter().take(MOST).filter_map(|entry| Some((entry, schema::value(&entry.value)?))).collect();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (entry, value) in &given {
        if let Filling::Answer(answer) = of_port(value) {
            names.entry(answer.to_owned()).or_insert_with(|| entry.key.text.clone());
        }
    }
    let mut inputs = Vec::new();
    for (entry, value) in &given {
        let (name, place) = (entry.key.text.as_str(), reader.place(&entry.value));
        match of_port(value) {
            Filling::Text(text) => inputs.push(InputFile::fixed(name, text, place)),
            Filling::Answer(answer) | Filling::NameOf(answer) => {
                let Some(asked) = find(answer) else {
                    let message = format!("“{answer}” is no input of this action’s form");
                    reader.complain(Severity::Warning, "no-such-field", message, place, "name one of its userInputs");
                    continue;
                };
                let mut input = asked.filling(name);
                input.depends_on = input.depends_on.iter().filter_map(|needed| names.get(needed).cloned()).collect();
                inputs.push(input);
            }
            Filling::Subject => inputs.push(InputFile {
                name: name.to_owned(),
                format: subject.and_then(of_blueprint),
                required: Some((true, place.clone())),
                place,
                ..InputFile::default()
            }),
            Filling::Reckoned => {
                let message = format!("“{name}” is filled by Port itself, so it is asked as the workflow asks it");
                let help = if PAYLOADS.contains(&name) {
                    "let the workflow do without it, or give it a default"
                } else {
                    "let the workflow take the answers themselves"
                };
                reader.complain(Severity::Note, "reckoned-elsewhere", message, place, help);
            }
        }
    }
    for unused in asked.iter().filter(|asked| !names.contains_key(&asked.input.name)) {
        let message = format!("the form asks for “{}”, which no input of the workflow takes", unused.input.name);
        reader.complain(
            Severity::Warning,
            "unused-field",
            message,
            unused.input.place.clone(),
            "remove it, or hand it on in workflowInputs",
        );
    }
    (inputs, names)
}

/// The pages of a form.
fn sections(reader: &Reader<'_>, form: Option<&Node>, names: &BTreeMap<String, String>) -> Vec<(Section, Place)> {
    let steps = form.and_then(|form| form.get("steps")).and_then(Node::items).unwrap_or_default();
    let section = |step: &Node| {
        let title = bounds::cut(&bounds::one_line(step.get("title")?.text()?), bounds::NAME);
        let inputs: Vec<String> =
            step.get("order")?.items()?.iter().filter_map(Node::text).filter_map(|name| names.get(name).cloned()).collect();
        (!inputs.is_empty()).then(|| (Section { title, inputs }, reader.place(step)))
    };
    steps.iter().take(MOST).filter_map(section).collect()
}

/// What the catalog offers for a field of a format.
fn picker(node: &Node) -> Option<Format> {
    match node.get("format").and_then(Node::text)? {
        "entity" => of_blueprint(node.get("blueprint").and_then(Node::text)?),
        "team" => Some(Format::Team),
        _ => None,
    }
}

/// Blueprints have any name; these are the ones that Port itself gives.
fn of_blueprint(name: &str) -> Option<Format> {
    match name.to_lowercase().as_str() {
        "service" | "microservice" | "component" => Some(Format::Service),
        "_team" | "team" | "group" => Some(Format::Team),
        "environment" => Some(Format::Environment),
        _ => None,
    }
}
