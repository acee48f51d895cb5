//! A GitLab pipeline in the words of a workflow: what starts it, what its jobs deploy to, and what it takes from others.
//!
//! What it includes of others is not followed, as it is not there to be read. Of jobs that extend others of the same
//! file the environment is known; anchors are YAML's own.

use super::bounds;
use super::workflow::{Job, Use, Workflow};
use crate::yaml::{Mapping, Node};
use std::collections::BTreeSet;

/// Keys of a pipeline that are no jobs.
const GLOBAL: [&str; 14] = [
    "after_script",
    "before_script",
    "cache",
    "default",
    "image",
    "include",
    "inputs",
    "pages",
    "services",
    "spec",
    "stages",
    "types",
    "variables",
    "workflow",
];

/// Keys that tell a job from anything else.
const OF_JOBS: [&str; 6] = ["script", "trigger", "extends", "environment", "run", "stage"];

/// What an environment is asked for without being deployed to.
const NO_DEPLOYMENTS: [&str; 4] = ["stop", "prepare", "verify", "access"];

/// The most jobs and includes that are kept.
const MOST: usize = 200;

/// A job extends so many others and no more: GitLab's own bound.
const MOST_PARENTS: usize = 11;

/// Before the name of a template of GitLab's own, which has no version to be pinned to.
pub(super) const TEMPLATE: &str = "template:";

/// Before a file of the same repository, as workflows write it too.
pub(super) const OWN: &str = "./";

/// The jobs of a pipeline, by name; hidden ones, which others extend, are none.
pub(super) fn jobs(root: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries = root.mapping().map(Mapping::entries).unwrap_or_default().iter();
    let is_job =
        |name: &str, node: &Node| !name.starts_with('.') && !GLOBAL.contains(&name) && OF_JOBS.iter().any(|key| node.get(key).is_some());
    entries.map(|entry| (entry.key.text.as_str(), &entry.value)).filter(move |(name, node)| is_job(name, node)).take(MOST)
}

/// Whether a document is a pipeline rather than a workflow: it has what pipelines have, and not what workflows have.
pub(super) fn is_pipeline(root: &Node) -> bool {
    let is_workflow = root.get("on").is_some() || root.get("jobs").is_some_and(|jobs| jobs.get("script").is_none());
    !is_workflow && (["include", "stages"].iter().any(|key| root.get(key).is_some()) || jobs(root).next().is_some())
}

/// Reads a pipeline as a workflow.
pub(super) fn read(text: &str, root: &Node) -> Workflow {
    let name = root.get("workflow").and_then(|node| node.get("name")).and_then(Node::text).filter(|name| !name.contains('$'));
    let mut triggers = vec!["push".to_owned()];
    for (words, trigger) in [(&["merge_request_event", "merge_requests"], "merge_request"), (&["\"schedule\"", "schedules"], "schedule")] {
        triggers.extend(words.iter().any(|word| text.contains(word)).then(|| trigger.to_owned()));
    }
    let included = Job { id: "include".to_owned(), environment: None, uses: root.get("include").map(uses).unwrap_or_default() };
    let own = jobs(root).map(|(id, node)| Job {
        id: bounds::cut(id, bounds::NAME),
        environment: inherited(root, node, "environment").and_then(environment),
        uses: node.get("trigger").and_then(|node| node.get("include")).map(uses).unwrap_or_default(),
    });
    let jobs = own.chain(Some(included).filter(|job| !job.uses.is_empty())).collect();
    Workflow { name: name.map(|name| bounds::cut(&bounds::one_line(name), bounds::NAME)), triggers, jobs, ..Workflow::default() }
}

/// `environment: production` and `environment: {name: production, url: …}` say the same; stopping one deploys nothing.
/// A name that holds a variable is that of many, mostly of one for each branch.
fn environment(node: &Node) -> Option<String> {
    let action = node.get("action").and_then(Node::text).unwrap_or_default();
    let name = node.get("name").unwrap_or(node).text().filter(|_| !NO_DEPLOYMENTS.contains(&action))?;
    Some(bounds::cut(&bounds::one_line(name), bounds::NAME)).filter(|name| !name.is_empty() && !name.contains('$'))
}

/// A key of a job, its own or that of a job of the same file which it extends; of several of these the last one counts.
fn inherited<'n>(root: &'n Node, job: &'n Node, key: &str) -> Option<&'n Node> {
    let (mut next, mut seen) = (vec![job], BTreeSet::new());
    while let Some(job) = next.pop() {
        if let Some(found) = job.get(key) {
            return Some(found);
        }
        let parents = job.get("extends").map(|node| node.items().unwrap_or(std::slice::from_ref(node))).unwrap_or_default();
        let names = parents.iter().take(MOST_PARENTS).filter_map(Node::text).filter(|name| seen.insert(*name));
        next.extend(names.filter_map(|name| root.get(name)).collect::<Vec<_>>());
    }
    None
}

/// What is included: one thing or a list of them.
fn uses(node: &Node) -> Vec<Use> {
    node.items().unwrap_or(std::slice::from_ref(node)).iter().take(MOST).flat_map(used).take(MOST).collect()
}

/// What one entry includes: files of a project or of its own, a component, a template of GitLab's, or a file somewhere else.
fn used(node: &Node) -> Vec<Use> {
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::trim).filter(|text| !text.is_empty());
    let named = |what: String| Use { what: bounds::cut(&bounds::one_line(&what), bounds::SENTENCE), line: node.line };
    if let Some(component) = text("component") {
        // The host stands before the project, as a name or as a variable.
        return component.split_once('/').map(|(_, rest)| named(rest.to_owned())).into_iter().collect();
    }
    if let Some(template) = text("template") {
        return vec![named(format!("{TEMPLATE}{template}"))];
    }
    let short = || node.text().map(str::trim).filter(|text| !text.is_empty());
    let is_remote = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
    if let Some(remote) = text("remote").or_else(|| short().filter(is_remote)) {
        return vec![named(remote.to_owned())];
    }
    if let Some(own) = text("local").or_else(short) {
        return vec![named(format!("{OWN}{}", own.trim_start_matches(OWN).trim_start_matches('/')))];
    }
    let (Some(project), Some(files)) = (text("project"), node.get("file")) else { return Vec::new() };
    let reference = text("ref").map(|reference| format!("@{reference}")).unwrap_or_default();
    let files = files.items().unwrap_or(std::slice::from_ref(files)).iter().take(MOST).filter_map(Node::text);
    files.map(|file| named(format!("{}/{}{reference}", project.trim_matches('/'), file.trim_start_matches('/')))).collect()
}

#[cfg(test)]
mod tests {
    use crate::reading::{automation, workflow_habits};

    const PIPELINE: &str = "spec:
  inputs: {}
---
workflow:
  name: Deliver
include:
  - local: ci/own.yml
  - template: Jobs/SAST.gitlab-ci.yml
  - project: lumen/platform
    ref: v2
    file: [/templates/build.yml, templates/scan.yml]
  - component: $CI_SERVER_FQDN/lumen/components/deploy@1.4
stages: [test, deploy]
.hidden:
  script: [x]
unit:
  stage: test
  script:
    - !reference [.hidden, script]
    - cargo test
  rules:
    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"
to-production:
  environment: {name: production, url: https://x}
  script: ./deploy
review:
  environment: review/$CI_COMMIT_REF_SLUG
  script: ./deploy
stop:
  environment: {name: staging, action: stop}
  script: ./stop
";

    #[test]
    fn a_pipeline_says_what_a_workflow_says() {
        let found = automation::read(PIPELINE).expect("because it is YAML");
        assert_eq!(
            (found.name.as_deref(), found.triggers.as_slice()),
            (Some("Deliver"), ["push".to_owned(), "merge_request".to_owned()].as_slice())
        );
        assert_eq!(
            found.jobs.iter().map(|job| job.id.as_str()).collect::<Vec<_>>(),
            ["unit", "to-production", "review", "stop", "include"]
        );
        assert_eq!(found.environments(), ["production"]);
        assert!(found.deploys() && found.dispatch.is_none());
        let uses: Vec<_> = found.jobs.iter().flat_map(|job| &job.uses).map(|used| (used.what.as_str(), used.line)).collect();
        assert_eq!(
            uses,
            [
                ("./ci/own.yml", 7),
                ("template:Jobs/SAST.gitlab-ci.yml", 8),
                ("lumen/platform/templates/build.yml@v2", 9),
                ("lumen/platform/templates/scan.yml@v2", 9),
                ("lumen/components/deploy@1.4", 12)
            ]
        );
        let habits = workflow_habits::read(PIPELINE).expect("because it is YAML");
        assert!(habits.is_least && habits.tests && habits.hands_over);
    }

    #[test]
    fn every_way_to_include_is_a_use() {
        let rows: [(&str, &[&str]); 19] = [
            ("include: ci/a.yml", &["./ci/a.yml"]),
            ("include: /ci/a.yml", &["./ci/a.yml"]),
            ("include: ./.gitlab/a.yml", &["./.gitlab/a.yml"]),
            ("include: {local: /.gitlab/ci/*.yml}", &["./.gitlab/ci/*.yml"]),
            ("include: [ci/a.yml, {local: ci/b.yml}]", &["./ci/a.yml", "./ci/b.yml"]),
            ("include: https://example.com/a.yml", &["https://example.com/a.yml"]),
            ("include: {remote: 'https://example.com/a.yml', integrity: x}", &["https://example.com/a.yml"]),
            ("include: {template: Auto-DevOps.gitlab-ci.yml}", &["template:Auto-DevOps.gitlab-ci.yml"]),
            ("include: {project: a/b, file: c.yml}", &["a/b/c.yml"]),
            ("include: {project: /a/b/, file: /c.yml, ref: main}", &["a/b/c.yml@main"]),
            ("include: {project: a/b, ref: v2, file: [c.yml, /d/e.yml]}", &["a/b/c.yml@v2", "a/b/d/e.yml@v2"]),
            ("include: {component: $CI_SERVER_FQDN/a/b/deploy@1.4, inputs: {x: y}}", &["a/b/deploy@1.4"]),
            ("include: {component: gitlab.com/a/b/deploy@~latest}", &["a/b/deploy@~latest"]),
            ("a: {trigger: {include: [{local: child.yml}]}}", &["./child.yml"]),
            ("a: {trigger: {include: {project: a/b, file: c.yml}}}", &["a/b/c.yml"]),
            // What names nothing is nothing.
            ("include: {project: a/b}\na: {script: x}", &[]),
            ("include: {component: deploy}\na: {script: x}", &[]),
            ("include: [[], {}, '', {local: ' '}, {file: c.yml}, 3]\na: {script: x}", &["./3"]),
            ("include:\na: {script: x}", &[]),
        ];
        for (text, expected) in rows {
            let found = automation::read(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
            let uses: Vec<_> = found.jobs.iter().flat_map(|job| &job.uses).map(|used| used.what.as_str()).collect();
            assert_eq!(uses, expected, "{text}");
        }
    }

    #[test]
    fn a_job_deploys_to_where_the_job_deploys_that_it_extends() {
        let jobs = ".to: {environment: production}\n.via: {extends: .to}\n.other: {environment: {name: staging}}\n.loop: {extends: [.loop, .loop]}\n";
        for (job, expected) in [
            ("a: {extends: .to}", &["production"][..]),
            ("a: {extends: .via, script: x}", &["production"]),
            ("a: {extends: [.to, .other]}", &["staging"]),
            ("a: {extends: [.other, .nowhere]}", &["staging"]),
            ("a: {extends: .to, environment: qa}", &["qa"]),
            ("a: {extends: .loop}", &[]),
            ("a: {extends: {x: y}}", &[]),
        ] {
            let found = automation::read(&format!("{jobs}{job}\n")).expect("because it is YAML");
            assert_eq!(found.environments(), expected, "{job}");
        }
    }

    #[test]
    fn what_is_no_pipeline_stays_what_it_is() {
        let plain = automation::read("include: https://example.com/ci.yml\n").expect("because it is YAML");
        assert_eq!(
            plain.jobs.iter().flat_map(|job| &job.uses).map(|used| used.what.as_str()).collect::<Vec<_>>(),
            ["https://example.com/ci.yml"]
        );
        for text in ["", "a: b\n", "on: push\njobs: {a: {steps: [{run: x}]}}\n", "jobs: {a: {environment: production}}\n", "[]\n"] {
            let found = automation::read(text).expect("because it is YAML");
            assert!(found.triggers.first().is_none_or(|_| text.starts_with("on")), "{text}: {found:?}");
        }
        assert!(automation::read("a: [\n").is_err() && automation::read("a: b\n---\nc: d\n").is_err());
    }
}
