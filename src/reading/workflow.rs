//! A GitHub workflow: its name, what starts it, and the environments that its jobs deploy to.
//!
//! Read tolerantly: a workflow that the provider would refuse still shows what can be seen in it.

use super::bounds;
use super::dispatch::{self, Dispatch};
use super::references;
use crate::yaml::{self, Mapping, Node};
use milepost_model::{Diagnostic, Place};

/// The most triggers, jobs and uses of one workflow that are kept.
const MOST: usize = 100;

/// What a workflow says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workflow {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What starts it, in the order in which it is written.
    pub triggers: Vec<String>,
    /// What it asks of whoever starts it by hand, where that can be done.
    pub dispatch: Option<Dispatch>,
    /// How its runs are called, as it is written.
    pub run_name: Option<String>,
    /// Its jobs, in the order in which they are written.
    pub jobs: Vec<Job>,
}

/// A job of a workflow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Job {
    /// Its key.
    pub id: String,
    /// The environment that it deploys to, as written; it may hold an expression.
    pub environment: Option<String>,
    /// The reusable workflow that it calls, and the actions that its steps use.
    pub uses: Vec<Use>,
}

/// The environment that a job runs in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunsIn {
    /// Always the one of this name.
    Named(String),
    /// The one that this input names.
    Chosen(String),
    /// One that only an expression knows.
    Reckoned,
}

/// Something that a job uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What, such as `actions/checkout@v4` or `o/r/.github/workflows/deploy.yml@v2`.
    pub what: String,
    /// The line, counted from 1.
    pub line: u32,
}

/// Reads a workflow; what stands against YAML's rules is given back with places in a file without a name.
pub fn read(text: &str) -> Result<Workflow, Vec<Diagnostic>> {
    let root = yaml::document(text, &Place::default()).map_err(|problems| problems.into_iter().collect::<Vec<_>>())?;
    let mut workflow = Workflow { name: root.get("name").and_then(name), ..Workflow::default() };
    workflow.triggers = root.get("on").map(triggers).unwrap_or_default();
    workflow.dispatch = root.get("on").and_then(dispatch::read);
    if let Some(dispatch) = &mut workflow.dispatch {
        dispatch.problems.extend(yaml::merge_keys(text).into_iter().take(MOST).map(merge_key));
        dispatch.problems.extend(references::faults(text, &root));
    }
    workflow.run_name = root.get("run-name").and_then(Node::text).map(|text| bounds::cut(&bounds::one_line(text), bounds::SENTENCE));
    for entry in root.get("jobs").and_then(Node::mapping).map(Mapping::entries).unwrap_or_default().iter().take(MOST) {
        workflow.jobs.push(job(&entry.key.text, &entry.value));
    }
    Ok(workflow)
}

fn merge_key((line, column): (u32, u32)) -> Diagnostic {
    let message = "GitHub refuses a workflow with the merge key `<<`";
    Diagnostic::error("actions/merge-key", message)
        .at(Place::default().at(line, column))
        .help("write the keys out; an alias of a whole value is fine")
}

fn name(node: &Node) -> Option<String> {
    Some(bounds::cut(&bounds::one_line(node.text()?), bounds::NAME)).filter(|text| !text.is_empty())
}

/// `on: push`, `on: [push, pull_request]` and `on: {push: …}` say the same.
fn triggers(node: &Node) -> Vec<String> {
    if let Some(mapping) = node.mapping() {
        return mapping.entries().iter().take(MOST).map(|entry| bounds::cut(&entry.key.text, bounds::NAME)).collect();
    }
    node.items().unwrap_or(std::slice::from_ref(node)).iter().take(MOST).filter_map(name).collect()
}

fn job(id: &str, node: &Node) -> Job {
    // `environment: production` and `environment: {name: production, url: …}` say the same.
    let environment = node.get("environment").and_then(|node| name(node.get("name").unwrap_or(node)));
    let steps = node.get("steps").and_then(Node::items).unwrap_or_default();
    let uses = std::iter::once(node).chain(steps).filter_map(|node| {
        let node = node.get("uses")?;
        Some(Use { what: name(node)?, line: node.line })
    });
    Job { id: bounds::cut(id, bounds::NAME), environment, uses: uses.take(MOST).collect() }
}

impl Workflow {
    /// The environments that its jobs deploy to, each once; those that only an expression knows are left out.
    pub fn environments(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for name in self.jobs.iter().filter_map(|job| job.environment.as_ref()) {
            if !name.contains("${{") && !found.contains(name) {
                found.push(name.clone());
            }
        }
        found
    }

    /// The environments that its jobs run in, each once and in order. Those of workflows that it calls are not seen.
    pub fn runs_in(&self) -> Vec<RunsIn> {
        let of = |name: &String| match references::only_input(name) {
            Some(input) => RunsIn::Chosen(input.to_owned()),
            None if name.contains("${{") => RunsIn::Reckoned,
            None => RunsIn::Named(name.clone()),
        };
        let mut found: Vec<RunsIn> = self.jobs.iter().filter_map(|job| job.environment.as_ref()).map(of).collect();
        found.sort();
        found.dedup();
        found
    }

    /// Whether a job deploys somewhere, be it to an environment that only an expression knows.
    ///
    /// Environments also guard the publishing of packages and pages, which deploys no service.
    pub fn deploys(&self) -> bool {
        const PUBLISHING: [&str; 14] = [
            "pages", "docs", "pypi", "npm", "crates", "release", "publish", "maven", "nuget", "rubygems", "registry", "sonatype",
            "hackage", "review",
        ];
        let is_place = |name: &String| {
            let name = name.to_lowercase();
            !PUBLISHING.iter().any(|word| name.contains(word))
        };
        self.jobs.iter().any(|job| job.environment.as_ref().is_some_and(is_place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_triggers_and_environments_are_read() {
        for (on, expected) in [
            ("on: push", &["push"][..]),
            ("on: [push, pull_request]", &["push", "pull_request"]),
            ("'on':\n  push:\n    branches: [main]\n  workflow_dispatch:\n", &["push", "workflow_dispatch"]),
            ("name: nothing", &[]),
            ("on: {a: [", &[]),
        ] {
            let text = format!("{on}\njobs:\n");
            let found = read(&text).map(|w| w.triggers).unwrap_or_default();
            assert_eq!(found, expected, "{on}");
        }
        let text = "on: push\njobs:\n  a:\n    environment: staging\n  b:\n    environment:\n      name: production\n      url: x\n  \
                    c:\n    environment: ${{ inputs.env }}\n  d:\n    uses: o/r/.github/workflows/x.yml@v1\n    environment: staging\n";
        let found = read(text).expect("because it is good");
        assert_eq!(found.environments(), ["staging", "production"]);
        let named = |name: &str| RunsIn::Named(name.to_owned());
        assert_eq!(found.runs_in(), [named("production"), named("staging"), RunsIn::Chosen("env".to_owned())]);
        assert_eq!(found.jobs[3].uses, [Use { what: "o/r/.github/workflows/x.yml@v1".into(), line: 12 }]);
        assert!(found.deploys());
    }

    #[test]
    fn a_workflow_of_the_wrong_shape_says_what_it_can() {
        for text in ["", "[]", "on: 3\njobs: []\n", "jobs: {a: 1, b: {steps: 3, environment: [x]}}\non:\n"] {
            let found = read(text).expect("because the YAML is good");
            assert!(found.environments().is_empty(), "{text}");
        }
        assert!(read("on: push\n\tjobs: x\n").is_err());
    }
}
