//! Backstage's Software Templates: what their pages ask, and the workflow that a step dispatches.

use super::condition::{self, Condition};
use super::expression::{Filling, of_template};
use super::field::Asked;
use super::{Described, Origin, schema, target};
use crate::actions::action::{Format, Section};
use crate::actions::file::{ActionFile, InputFile, Reader};
use crate::reading::bounds;
use crate::yaml::{self, Entry, Mapping, Node};
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use milepost_model::{Diagnostic, EntityRef, Place, Severity};
use std::collections::BTreeMap;

/// The step that starts a workflow. Others whose names go on from there, such as `…:await`, take the same and wait for it.
pub(super) const STEP: &str = "github:actions:dispatch";

/// Steps that change nothing outside the other portal, so that a form without them promises the same.
const HARMLESS: [&str; 4] = ["debug:", "notification:", "catalog:fetch", "roadiehq:utils:"];

/// The most pages, fields and steps that are read of one template.
const MOST: usize = 200;

/// What a template's pages ask.
#[derive(Default)]
struct Pages {
    asked: Vec<(Asked, Vec<Condition>)>,
    sections: Vec<(Section, Place)>,
}

pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> Vec<Described> {
    let (documents, problems) = yaml::documents(text, &reader.whole());
    let mut found = Vec::new();
    let mut is_told = false;
    for document in documents.iter().filter(|document| document.get("kind").and_then(Node::text) == Some("Template")) {
        let steps = document.at(&["spec", "steps"]).and_then(Node::items).unwrap_or_default();
        let action = |step: &Node| step.get("action").and_then(Node::text).unwrap_or_default().to_owned();
        let dispatching: Vec<&Node> = steps.iter().take(MOST).filter(|step| dispatches(&action(step))).collect();
        if dispatching.is_empty() {
            continue;
        }
        is_told = true;
        let is_whole = dispatching.len() == 1
            && dispatching[0].get("if").is_none()
            && steps.iter().all(|step| dispatches(&action(step)) || HARMLESS.iter().any(|start| action(step).starts_with(start)));
        let mut pages = Pages::default();
        let parameters = document.at(&["spec", "parameters"]);
        for page in parameters.and_then(Node::items).or(parameters.map(std::slice::from_ref)).unwrap_or_default().iter().take(MOST) {
            pages.take(reader, page);
        }
        found.extend(dispatching.into_iter().filter_map(|step| described(reader, document, step, &pages, is_whole)));
    }
    if !is_told {
        unread(reader, text, problems.into_iter().next());
    }
    found
}

/// Whether a step of this action starts a workflow.
fn dispatches(action: &str) -> bool {
    action.strip_prefix(STEP).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '-']))
}

/// Tells of a file that speaks of the step and has none that can be seen.
fn unread(reader: &mut Reader<'_>, text: &str, problem: Option<Diagnostic>) {
    let Some((line, column)) = written(text) else { return };
    let (why, place) = match problem {
        // A template of templates is no YAML, and the catalog tells of one that should be.
        Some(problem) => (format!("it cannot be read: {}", problem.message), problem.place.unwrap_or_default()),
        None => ("no template has it among its steps".to_owned(), reader.whole().at(line, column)),
    };
    let message = format!("a step “{STEP}” is written here, and {why}");
    let help = "nothing, if it is a template of templates or an example; else write it below spec.steps of a Template";
    reader.complain(Severity::Note, "template-unread", message, place, help);
}

/// Where the step is written, other than in a comment.
fn written(text: &str) -> Option<(u32, u32)> {
    let mut lines = text.lines().zip(1_u32..).filter(|(line, _)| !line.trim_start().starts_with('#'));
    lines.find_map(|(line, number)| {
        let before = line.split_once(STEP)?.0;
        Some((number, u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX)))
    })
}

impl Pages {
    fn take(&mut self, reader: &mut Reader<'_>, page: &Node) {
        let before = self.asked.len();
        self.object(reader, page, &[]);
        let inputs: Vec<String> = self.asked[before..].iter().map(|(asked, _)| asked.input.name.clone()).collect();
        if let Some(title) = page.get("title").and_then(Node::text).filter(|_| !inputs.is_empty()) {
            let title = bounds::cut(&bounds::one_line(title), bounds::NAME);
            self.sections.push((Section { title, inputs }, reader.place(page)));
        }
    }

    /// An object's properties, and those that it has under a condition.
    fn object(&mut self, reader: &mut Reader<'_>, node: &Node, when: &[Condition]) {
        let required: Vec<&str> = texts(node.get("required"));
        for entry in entries(node.get("properties")) {
            // A branch repeats the answer that it hangs on.
            if when.iter().any(|condition| condition.of == entry.key.text) {
                continue;
            }
            let known = self.asked.iter_mut().find(|(asked, _)| asked.input.name == entry.key.text);
            if let Some((_, conditions)) = known {
                if !conditions.is_empty() {
                    conditions.extend_from_slice(when);
                }
                continue;
            }
            if self.asked.len() >= MOST {
                return;
            }
            let mut asked = schema::field(reader, entry);
            asked.input.format = picker(&entry.value);
            asked.input.writes_reference = asked.input.format.is_some_and(|format| matches!(format, Format::Service | Format::Team));
            if required.contains(&entry.key.text.as_str()) {
                asked.input.required = Some((true, asked.input.place.clone()));
            }
            self.asked.push((asked, when.to_vec()));
        }
        // One level of conditions is what forms have; deeper ones are always there.
        if !when.is_empty() {
            return;
        }
        for entry in entries(node.get("dependencies")) {
            let branches = entry.value.get("oneOf").and_then(Node::items).unwrap_or_else(|| std::slice::from_ref(&entry.value));
            for branch in branches.iter().take(MOST) {
                let values = allowed(branch.at(&["properties", &entry.key.text]));
                if !values.is_empty() {
                    self.object(reader, branch, &[Condition { of: entry.key.text.clone(), values, is_other: false }]);
                }
            }
        }
        let parts = node.get("allOf").and_then(Node::items).unwrap_or_default().iter().chain(node.get("if").map(|_| node));
        for part in parts.take(MOST) {
            self.alternative(reader, part);
        }
    }

    /// `if`, `then` and `else` over the value of one answer.
    fn alternative(&mut self, reader: &mut Reader<'_>, part: &Node) {
        let [test] = entries(part.at(&["if", "properties"])) else { return };
        let values = allowed(Some(&test.value));
        if values.is_empty() {
            return;
        }
        for (key, is_other) in [("then", false), ("else", true)] {
            if let Some(branch) = part.get(key) {
                self.object(reader, branch, &[Condition { of: test.key.text.clone(), values: values.clone(), is_other }]);
            }
        }
    }
}

/// The action, or the form, that a step makes of its template's pages.
fn described(reader: &mut Reader<'_>, document: &Node, step: &Node, pages: &Pages, is_whole: bool) -> Option<Described> {
    let input = step.get("input");
    let text = |key: &str| input.and_then(|input| input.get(key)).and_then(Node::text);
    let (Some(repository), Some(workflow)) = (text("repoUrl").and_then(target::of_repo_url), text("workflowId").and_then(target::workflow))
    else {
        let message = "this step starts a workflow that only Backstage knows when it runs".to_owned();
        let help = "nothing, if its repository is made by an earlier step; else write repoUrl and workflowId out";
        reader.complain(Severity::Note, "target-unknown", message, reader.place(step), help);
        return None;
    };
    let Some(id) = document.at(&["metadata", "name"]).and_then(Node::text) else {
        let message = format!("this template starts {workflow} of {repository}, and has no name to know it by");
        reader.complain(Severity::Note, "template-unread", message, reader.place(document), "write metadata.name");
        return None;
    };
    if !is_whole {
        let message =
            format!("“{}” does more than start {workflow}, so it lends its fields and makes no action", bounds::cut(id, bounds::NAME));
        let help = "nothing; who runs the workflow without Backstage gets that part of the template alone";
        reader.complain(Severity::Note, "template-in-part", message, reader.place(step), help);
    }
    let (inputs, names) = filled(reader, input.and_then(|input| input.get("workflowInputs")), pages, is_whole);
    let section = |(section, place): &(Section, Place)| {
        let inputs = section.inputs.iter().filter_map(|name| names.get(name).cloned()).collect();
        (Section { title: section.title.clone(), inputs }, place.clone())
    };
    let sections = pages.sections.iter().map(section).filter(|(section, _)| !section.inputs.is_empty()).collect();
    let line = |path: &[&str], most: usize| {
        document.at(path).and_then(Node::text).map(|text| bounds::cut(&bounds::one_line(text), most)).filter(|text| !text.is_empty())
    };
    let owner = line(&["spec", "owner"], bounds::NAME).and_then(|owner| EntityRef::parse(&owner, Some("group"), DEFAULT_NAMESPACE).ok());
    let file = ActionFile {
        title: line(&["metadata", "title"], bounds::NAME),
        description: line(&["metadata", "description"], bounds::SENTENCE),
        workflow,
        workflow_place: reader.place(step),
        git_ref: text("branchOrTagName").filter(|name| !name.contains("${{")).map(|name| bounds::cut(name, bounds::NAME)),
        owner,
        inputs,
        sections,
        ..ActionFile::default()
    };
    Some(Described {
        origin: Origin::Template,
        id: bounds::cut(id, bounds::NAME),
        repository,
        file,
        is_whole,
        place: reader.place(document),
    })
}

/// What fills each input of the workflow, and which input each answer fills.
fn filled(reader: &mut Reader<'_>, node: Option<&Node>, pages: &Pages, is_whole: bool) -> (Vec<InputFile>, BTreeMap<String, String>) {
    let given: Vec<(&Entry, String)> = entries(node).iter().filter_map(|entry| Some((entry, schema::value(&entry.value)?))).collect();
    let mut names = BTreeMap::new();
    for (entry, value) in &given {
        if let Filling::Answer(answer) | Filling::NameOf(answer) = of_template(value) {
            names.entry(answer.to_owned()).or_insert_with(|| entry.key.text.clone());
        }
    }
    let mut inputs = Vec::new();
    for (entry, value) in &given {
        let (filling, place) = (of_template(value), reader.place(&entry.value));
        match filling {
            Filling::Text(text) => inputs.push(InputFile::fixed(&entry.key.text, text, place)),
            Filling::Answer(answer) | Filling::NameOf(answer) => {
                let Some((asked, conditions)) = pages.asked.iter().find(|(asked, _)| asked.input.name == answer) else {
                    let message = format!("“{answer}” is no parameter of this template");
                    reader.complain(Severity::Warning, "no-such-field", message, place, "name one of its parameters");
                    continue;
                };
                let mut input = asked.filling(&entry.key.text);
                input.writes_reference &= !matches!(filling, Filling::NameOf(_));
                input.only_when = condition::rule(conditions, &names);
                inputs.push(input);
            }
            Filling::Subject | Filling::Reckoned => {
                let message =
                    format!("“{}” is reckoned by Backstage from several answers, so it is asked as the workflow asks it", entry.key.text);
                reader.complain(
                    Severity::Note,
                    "reckoned-elsewhere",
                    message,
                    place,
                    "let the workflow reckon it from inputs that are answers",
                );
            }
        }
    }
    for (asked, _) in pages.asked.iter().filter(|(asked, _)| is_whole && !names.contains_key(&asked.input.name)) {
        let message = format!("the form asks for “{}”, which no input of the workflow takes", asked.input.name);
        reader.complain(
            Severity::Warning,
            "unused-field",
            message,
            asked.input.place.clone(),
            "remove it, or hand it on in workflowInputs",
        );
    }
    (inputs, names)
}

/// What the catalog offers for a picker.
fn picker(node: &Node) -> Option<Format> {
    let kinds = || {
        let filter = node.at(&["ui:options", "catalogFilter"]).or_else(|| node.at(&["ui:options", "allowedKinds"]));
        let first = filter.and_then(Node::items).and_then(<[Node]>::first).or(filter);
        let kind =
            first.map(|node| node.get("kind").unwrap_or(node)).and_then(|node| node.items().and_then(<[Node]>::first).or(Some(node)));
        kind.and_then(Node::text)
            .or_else(|| node.at(&["ui:options", "defaultKind"]).and_then(Node::text))
            .unwrap_or_default()
            .to_lowercase()
    };
    match node.get("ui:field").and_then(Node::text)? {
        "OwnerPicker" | "MyGroupsPicker" => Some(Format::Team),
        "EntityPicker" | "OwnedEntityPicker" => match kinds().as_str() {
            "component" => Some(Format::Service),
            "group" => Some(Format::Team),
            _ => None,
        },
        "RepoBranchPicker" => Some(Format::Branch),
        _ => None,
    }
}

/// The values that a branch is for.
fn allowed(node: Option<&Node>) -> Vec<String> {
    let one = node.and_then(|node| node.get("const")).and_then(schema::value);
    let several = node.and_then(|node| node.get("enum")).and_then(Node::items).unwrap_or_default();
    one.into_iter().chain(several.iter().take(MOST).filter_map(schema::value)).collect()
}

fn entries(node: Option<&Node>) -> &[Entry] {
    let all = node.and_then(Node::mapping).map(Mapping::entries).unwrap_or_default();
    &all[..all.len().min(MOST)]
}

fn texts(node: Option<&Node>) -> Vec<&str> {
    node.and_then(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect()
}
