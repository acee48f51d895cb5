//! What runs by itself in a repository: a workflow, or a pipeline of GitLab's, which says the same in other words.

use super::workflow::{self, Workflow};
use super::{pipeline, pipeline_jobs};
use crate::yaml::{self, Node};
use milepost_model::{Diagnostic, Diagnostics, Place};

/// Whether a path is that of a workflow or of a pipeline.
pub fn is_at(path: &str) -> bool {
    let name = path.strip_prefix(".github/workflows/");
    let is_workflow = name.is_some_and(|name| !name.contains('/') && [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending)));
    is_workflow || path == pipeline::PATH
}

/// Whether pipelines keep parts of themselves at such a path: files of the same repository that they include.
pub fn is_part_at(path: &str) -> bool {
    const FOLDERS: [&str; 7] = [".ci", ".gitlab", ".gitlab-ci", ".pipelines", "ci", "gitlab-ci", "pipelines"];
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let is_yaml = [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending));
    let is_named_so = [".gitlab-ci.yml", ".gitlab-ci.yaml"].iter().any(|ending| name.ends_with(ending));
    is_yaml && (FOLDERS.contains(&folder) || is_named_so) && path != pipeline::PATH
}

/// The files of its own repository that it includes: paths from the root, or globs of them.
pub fn included(workflow: &Workflow) -> impl Iterator<Item = &str> {
    workflow.jobs.iter().flat_map(|job| &job.uses).filter_map(|used| used.what.strip_prefix(pipeline_jobs::OWN))
}

/// Reads either, told apart by what it says; what stands against YAML's rules is given back with places in a file without a name.
pub fn read(text: &str) -> Result<Workflow, Vec<Diagnostic>> {
    if may_be_pipeline(text) {
        let root = document(text).map_err(|problems| problems.into_iter().collect::<Vec<_>>())?;
        if pipeline_jobs::is_pipeline(&root) {
            return Ok(pipeline_jobs::read(text, &root));
        }
    }
    workflow::read(text)
}

/// Whether it is worth a closer look: every workflow has a line that begins with `jobs:`, and few pipelines do.
pub(super) fn may_be_pipeline(text: &str) -> bool {
    !text.lines().any(|line| line.starts_with("jobs:") || line.starts_with("on:"))
}

/// The document of either. That of a pipeline may come behind one that says what whoever includes it hands over.
pub(super) fn document(text: &str) -> Result<Node, Diagnostics> {
    let may_hand_over = text.starts_with("spec:") || text.contains("\nspec:");
    let (mut documents, problems) = if may_hand_over { yaml::documents(text, &Place::default()) } else { Default::default() };
    if problems.is_empty() && documents.len() == 2 && documents[0].get("spec").is_some() {
        return Ok(documents.swap_remove(1));
    }
    yaml::document(text, &Place::default())
}
