//! The workflows of a repository, and which of its services each is about.

use super::Pipeline;
use super::facts::{CatalogFacts, CurrentFile};
use super::placement::last_part;
use crate::reading::{Readings, automation, bounds};
use crate::yaml;
use milepost_model::{Diagnostic, Place};

/// The most workflows of one service that are listed.
const MOST: usize = 50;

/// The workflows of a repository, by path; a broken one becomes diagnostics.
#[derive(Debug, Default)]
pub(super) struct Workflows {
    pub(super) pipelines: Vec<Pipeline>,
    pub(super) problems: Vec<Diagnostic>,
    /// Whether one of them deploys somewhere.
    pub(super) deploys: bool,
}

/// Reads the workflows of a repository, whose files are sorted by path.
pub(super) fn read(facts: &CatalogFacts<'_>, readings: &Readings, files: &[&CurrentFile], repository: &str) -> Workflows {
    let mut found = Workflows::default();
    for file in files.iter().filter(|file| automation::is_at(&file.path)) {
        let Some(blob) = file.blob.as_deref() else { continue };
        let Some(bytes) = (facts.content)(blob) else { continue };
        let place = Place::in_repo(repository, &file.path);
        let reading = readings.workflows.get(blob, || match yaml::text_of(&bytes, &Place::default()) {
            Ok(text) => automation::read(text),
            Err(problem) => Err(vec![*problem]),
        });
        match reading.as_ref() {
            Ok(workflow) => {
                found.deploys |= workflow.deploys() || says_deploy(&file.path);
                found.pipelines.push(Pipeline {
                    path: file.path.clone(),
                    name: workflow.name.clone().unwrap_or_else(|| bounds::cut(last_part(&file.path), bounds::NAME)),
                    triggers: workflow.triggers.clone(),
                    environments: workflow.environments(),
                });
            }
            Err(problems) => found.problems.extend(problems.iter().map(|problem| {
                let mut problem = problem.clone();
                // The reading is shared by every repository with this content, so only here the place gets its file.
                problem.place = Some(Place {
                    line: problem.place.as_ref().and_then(|p| p.line),
                    column: problem.place.as_ref().and_then(|p| p.column),
                    ..place.clone()
                });
                problem
            })),
        }
    }
    found
}

fn says_deploy(path: &str) -> bool {
    let name = last_part(path).to_lowercase();
    name.contains("deploy") && !["doc", "page", "site", "preview"].iter().any(|word| name.contains(word))
}

/// The workflows of one of several services: those that bear its name or its folder's, and those that bear nobody's.
pub(super) fn of_service(pipelines: &[Pipeline], own: &[&str], others: &[&str]) -> Vec<Pipeline> {
    pipelines.iter().filter(|pipeline| is_about(&pipeline.path, own, others)).take(MOST).cloned().collect()
}

/// Whether a workflow is about a service of several: it bears one of its names, or none of the others'.
pub fn is_about(path: &str, own: &[&str], others: &[&str]) -> bool {
    let stem = last_part(path).to_lowercase();
    let bears = |names: &[&str]| names.iter().any(|name| !name.is_empty() && is_word_of(&stem, &name.to_lowercase()));
    bears(own) || !bears(others)
}

/// Whether a name stands in a text as a word of its own: `api` in `deploy-api.yml`, not in `apidocs.yml`.
fn is_word_of(text: &str, name: &str) -> bool {
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric) && !text[at + name.len()..].starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workflow_that_bears_a_services_name_is_its_own() {
        let pipeline = |path: &str| Pipeline { path: path.into(), name: String::new(), triggers: vec![], environments: vec![] };
        let all =
            [pipeline(".github/workflows/ci.yml"), pipeline(".github/workflows/deploy-api.yml"), pipeline(".github/workflows/web.yml")];
        let paths = |own: &[&str], others: &[&str]| -> Vec<String> { of_service(&all, own, others).into_iter().map(|p| p.path).collect() };
        assert_eq!(paths(&["api"], &["web"]), [".github/workflows/ci.yml", ".github/workflows/deploy-api.yml"]);
        assert_eq!(paths(&["web"], &["api"]), [".github/workflows/ci.yml", ".github/workflows/web.yml"]);
        assert_eq!(paths(&["all"], &[]).len(), 3);
    }
}
