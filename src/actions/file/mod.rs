//! `milepost.actions/*.yaml`: what a workflow file has no place for; `docs/reference/milepost-actions.md` is its reference.

mod guardrails;
mod inputs;
mod reader;

pub(super) use inputs::{InputFile, portable_pattern};
pub(super) use reader::Reader;

use super::action::{Intent, Request, Section};
use super::guardrail::Guardrail;
use crate::reading::bounds;
use crate::rules::{Rule, Vocabulary};
use crate::yaml::{self, Node};
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use milepost_model::{Diagnostic, EntityRef, Place, Severity};
use std::sync::Arc;

/// The keys of a file, in the order of the reference page.
const KEYS: [&str; 14] = [
    "title",
    "description",
    "intent",
    "workflow",
    "ref",
    "icon",
    "owner",
    "minutes",
    "visible_to",
    "inputs",
    "sections",
    "guardrails",
    "confirm",
    "request",
];

/// What an action's file says.
#[derive(Debug, Clone, Default)]
pub(super) struct ActionFile {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) intent: Option<Intent>,
    /// The workflow's path in the same repository.
    pub(super) workflow: String,
    pub(super) workflow_place: Place,
    pub(super) git_ref: Option<String>,
    pub(super) icon: Option<String>,
    pub(super) owner: Option<EntityRef>,
    pub(super) minutes: Option<u64>,
    pub(super) visible_to: Option<Arc<Rule>>,
    pub(super) inputs: Vec<InputFile>,
    pub(super) sections: Vec<(Section, Place)>,
    pub(super) guardrails: Vec<Guardrail>,
    pub(super) confirm: Option<String>,
    pub(super) request: Option<Request>,
}

/// Whether a path is that of an action's file.
pub(super) fn is_one(path: &str) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else { return false };
    folder.rsplit('/').next() == Some("milepost.actions") && [".yaml", ".yml"].iter().any(|ending| name.ends_with(ending))
}

/// The action's id: the file's name without its ending.
pub(super) fn id(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".yaml").trim_end_matches(".yml").to_owned()
}

/// Reads a file. Without a workflow there is no action; whatever else is wrong is left out and told.
pub(super) fn read(text: &str, file: &Place) -> (Option<ActionFile>, Vec<Diagnostic>) {
    let document = match yaml::document(text, file) {
        Ok(document) => document,
        Err(problems) => return (None, problems.into_iter().collect()),
    };
    let mut reader = Reader::new(file.clone(), text);
    let found = whole(&mut reader, &document);
    (found, reader.problems)
}

fn whole(reader: &mut Reader<'_>, document: &Node) -> Option<ActionFile> {
    let Some(mapping) = document.mapping() else {
        reader.error(
            "no-action",
            format!("an action is a map, and this is {}", document.found()),
            document,
            "write workflow: and the other keys",
        );
        return None;
    };
    reader.known(mapping, &KEYS, "");
    let workflow = workflow(reader, document);
    let intent = reader.word("intent", mapping.get("intent"), &Intent::ALL, Intent::word);
    let inputs = inputs::read(reader, mapping.get("inputs"));
    let found = ActionFile {
        title: reader.line("title", mapping.get("title"), bounds::NAME),
        description: reader.line("description", mapping.get("description"), bounds::SENTENCE),
        intent,
        git_ref: reader.line("ref", mapping.get("ref"), bounds::NAME),
        icon: reader.line("icon", mapping.get("icon"), bounds::NAME),
        owner: owner(reader, mapping.get("owner")),
        minutes: reader.count("minutes", mapping.get("minutes")),
        visible_to: reader.rule("visible_to", mapping.get("visible_to"), Vocabulary::REPOSITORY),
        sections: sections(reader, mapping.get("sections")),
        guardrails: guardrails::read(reader, mapping.get("guardrails")),
        confirm: reader.line("confirm", mapping.get("confirm"), bounds::SENTENCE),
        request: request(reader, mapping.get("request")),
        inputs,
        ..ActionFile::default()
    };
    let (workflow, workflow_place) = workflow?;
    Some(ActionFile { workflow, workflow_place, ..found })
}

fn workflow(reader: &mut Reader<'_>, document: &Node) -> Option<(String, Place)> {
    let help = "write workflow: .github/workflows/… with the file that does it";
    let node = document.get("workflow").filter(|node| !node.is_null());
    let Some(node) = node else {
        reader.error("no-workflow", "there is no “workflow”, so nothing can be started".to_owned(), document, help);
        return None;
    };
    let path = reader.line("workflow", Some(node), bounds::ADDRESS)?;
    let is_workflow = path.strip_prefix(".github/workflows/").is_some_and(|name| {
        !name.contains('/') && [".yml", ".yaml"].iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
    });
    if !is_workflow && path != crate::reading::pipeline::PATH {
        reader.error("bad-workflow", format!("“{}” is no workflow’s path", bounds::cut(&path, 80)), node, help);
        return None;
    }
    Some((path, reader.place(node)))
}

fn owner(reader: &mut Reader<'_>, node: Option<&Node>) -> Option<EntityRef> {
    let text = reader.line("owner", node, bounds::NAME)?;
    match EntityRef::parse(&text, Some("group"), DEFAULT_NAMESPACE) {
        Ok(owner) => Some(owner),
        Err(problem) => {
            if let Some(node) = node {
                reader.error("bad-reference", format!("“owner”: {problem}"), node, "write a team’s name");
            }
            None
        }
    }
}

fn sections(reader: &mut Reader<'_>, node: Option<&Node>) -> Vec<(Section, Place)> {
    let mut found = Vec::new();
    for node in reader.items("sections", node) {
        let Some(mapping) = reader.map("sections", Some(node)) else { continue };
        reader.known(mapping, &["title", "inputs"], "sections.");
        let Some(title) = reader.line("sections.title", mapping.get("title"), bounds::NAME) else {
            reader.error("no-title", "a section has no “title”".to_owned(), node, "write title: and inputs:");
            continue;
        };
        let inputs = reader.lines("sections.inputs", mapping.get("inputs"));
        found.push((Section { title, inputs }, reader.place(node)));
    }
    found
}

fn request(reader: &mut Reader<'_>, node: Option<&Node>) -> Option<Request> {
    let mapping = reader.map("request", node)?;
    reader.known(mapping, &["template", "fields"], "request.");
    let template = reader.line("request.template", mapping.get("template"), bounds::NAME);
    let is_form = |name: &String| !name.contains('/') && [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending));
    let Some(template) = template.filter(is_form) else {
        let place = node.map(|node| reader.place(node)).unwrap_or_default();
        let message = "“request” needs the name of an issue form".to_owned();
        reader.complain(Severity::Error, "bad-request", message, place, "write template: with a file of .github/ISSUE_TEMPLATE/");
        return None;
    };
    let fields = reader.map("request.fields", mapping.get("fields")).map(|fields| fields.entries().to_vec()).unwrap_or_default();
    let fields = fields.iter().filter_map(|entry| {
        let field = reader.line("request.fields", Some(&entry.value), bounds::NAME)?;
        Some((entry.key.text.clone(), field))
    });
    Some(Request { template, fields: fields.collect() })
}
