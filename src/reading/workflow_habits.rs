//! What a workflow lets its token do, and whether it runs tests.

use super::{automation, pipeline_jobs};
use crate::yaml::{Mapping, Node};

/// The most jobs and steps that are looked at.
const MOST: usize = 200;

/// What a workflow lets its token do, and whether it runs tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Habits {
    /// Whether it says what its token may do, and not everything.
    pub is_least: bool,
    /// Whether one of its steps runs tests.
    pub tests: bool,
    /// Whether it hands a job to a workflow of another repository, whose steps nobody sees here.
    pub hands_over: bool,
}

/// Reads the habits of a workflow; one that cannot be read has none.
pub fn read(text: &str) -> Option<Habits> {
    let root = automation::document(text).ok()?;
    if pipeline_jobs::is_pipeline(&root) {
        return Some(of_pipeline(text, &root));
    }
    let jobs: Vec<&Node> = root
        .get("jobs")
        .and_then(Node::mapping)
        .map(Mapping::entries)
        .unwrap_or_default()
        .iter()
        .take(MOST)
        .map(|entry| &entry.value)
        .collect();
    let is_said = |node: &Node| node.get("permissions").map(is_least);
    let is_least = match is_said(&root) {
        Some(said) => said && jobs.iter().all(|job| is_said(job) != Some(false)),
        None => !jobs.is_empty() && jobs.iter().all(|job| is_said(job) == Some(true)),
    };
    let hands_over = jobs.iter().any(|job| job.get("uses").and_then(Node::text).is_some_and(|uses| !uses.starts_with("./")));
    let steps = |job: &&Node| job.get("steps").and_then(Node::items).unwrap_or_default().iter().take(MOST).any(runs_tests);
    Some(Habits { is_least, tests: jobs.iter().any(steps), hands_over })
}

/// The habits of a pipeline. What its token may do is said in its project and not in its file.
fn of_pipeline(text: &str, root: &Node) -> Habits {
    let is_anothers = |what: &str| ![pipeline_jobs::OWN, pipeline_jobs::TEMPLATE].iter().any(|start| what.starts_with(start));
    let hands_over = pipeline_jobs::read(text, root).jobs.iter().flat_map(|job| &job.uses).any(|used| is_anothers(&used.what));
    let lines = |node: &Node| node.items().unwrap_or(std::slice::from_ref(node)).iter().take(MOST).filter_map(Node::text).any(says_test);
    let tests =
        |(name, node): (&str, &Node)| is_test(name) || ["before_script", "script"].iter().any(|key| node.get(key).is_some_and(lines));
    Habits { is_least: true, tests: pipeline_jobs::jobs(root).any(tests), hands_over }
}

fn says_test(text: &str) -> bool {
    text.lines().any(is_test)
}

/// Whether these permissions are less than everything.
fn is_least(permissions: &Node) -> bool {
    permissions.text() != Some("write-all")
}

fn runs_tests(step: &Node) -> bool {
    let says = |key: &str| step.get(key).and_then(Node::text).is_some_and(says_test);
    says("run") || says("uses")
}

/// Whether a command, or the name of an action, tests something: `cargo nextest run`, `npm test`, `pytest`.
fn is_test(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with('#')
        && line.split(|c: char| !c.is_alphanumeric()).any(|word| {
            let word = word.to_lowercase();
            // What only ends like a test: an image's tag, a proof of where something was built.
            let is_other = matches!(word.as_str(), "latest" | "attest");
            word.starts_with("test") || (word.ends_with("test") && !is_other) || word == "check"
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habits(text: &str) -> (bool, bool, bool) {
        let found = read(text).expect("because it is YAML");
        (found.is_least, found.tests, found.hands_over)
    }

    #[test]
    fn permissions_count_where_they_are_said_for_everything_and_are_not_everything() {
        for (text, expected) in [
            ("jobs: {a: {steps: []}}", false),
            ("permissions: {contents: read}\njobs: {a: {steps: []}}", true),
            ("permissions: {}\njobs: {a: {}}", true),
            ("permissions: read-all\njobs: {a: {}}", true),
            ("permissions: write-all\njobs: {a: {}}", false),
            ("permissions: {}\njobs: {a: {permissions: write-all}}", false),
            ("jobs: {a: {permissions: {contents: read}}, b: {}}", false),
            ("jobs: {a: {permissions: {contents: read}}}", true),
            ("jobs: {}", false),
        ] {
            assert_eq!(habits(text).0, expected, "{text}");
        }
    }

    #[test]
    fn tests_are_seen_in_steps_and_not_behind_other_repositories() {
        for (text, expected) in [
            ("jobs: {a: {steps: [{run: cargo nextest run}]}}", (true, false)),
            ("jobs: {a: {steps: [{run: 'npm ci\n\n  npm run test:unit'}]}}", (true, false)),
            ("jobs: {a: {steps: [{run: '# test'}, {run: ./deploy.sh latest}]}}", (false, false)),
            ("jobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}", (false, true)),
            ("jobs: {a: {uses: ./.github/workflows/x.yml}}", (false, false)),
        ] {
            let (_, tests, hands_over) = habits(text);
            assert_eq!((tests, hands_over), expected, "{text}");
        }
        assert_eq!(read("a: [").map(|_| ()), None);
    }
}
