//! What runs by itself in a repository and since when: workflows, pipelines, and the files of their own that these include.
//!
//! A host that does not tell what a run executed leaves that to the files: the run executed what its pipeline named then.

use super::hits::Texts;
use super::source::RepositoryHistory;
use crate::reading::workflow::Workflow;
use crate::reading::{automation, glob, pipeline};
use milepost_model::Instant;
use milepost_model::record::pipeline_run::Referenced;
use milepost_model::record::{File, PipelineRun};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Included files include others; more stretches than this one repository has only where somebody plays tricks.
const MOST: usize = 20_000;

/// A file that ran by itself from one instant to another.
#[derive(Debug)]
pub(super) struct Running<'f> {
    /// The file.
    pub(super) file: &'f File,
    /// From when.
    pub(super) from: Instant,
    /// Until when; none where it still does.
    pub(super) until: Option<Instant>,
    /// What it says.
    says: Arc<Result<Workflow, Vec<milepost_model::Diagnostic>>>,
}

impl Running<'_> {
    /// What it uses, with the versions.
    pub(super) fn uses(&self) -> impl Iterator<Item = &str> {
        self.says.iter().flat_map(|workflow| &workflow.jobs).flat_map(|job| &job.uses).map(|used| used.what.as_str())
    }

    fn holds_at(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl Texts<'_> {
    /// Every file that ran by itself, and when. What is included runs while both it and what includes it are there.
    pub(super) fn running<'f>(&self, files: &'f [File]) -> Vec<Running<'f>> {
        // A file of which only the newest version is known would seem to have come with its last change.
        let parts: Vec<&File> = files.iter().filter(|file| automation::is_part_at(&file.path) && file.last_change.is_none()).collect();
        let own = files.iter().filter(|file| automation::is_at(&file.path));
        let mut found: Vec<Running<'f>> = own.filter_map(|file| self.read(file, file.valid_from, file.valid_to)).collect();
        let mut seen = BTreeSet::new();
        let mut next = 0;
        while next < found.len() && found.len() < MOST {
            let (from, until) = (found[next].from, found[next].until);
            let says = Arc::clone(&found[next].says);
            next += 1;
            let Ok(workflow) = says.as_ref() else { continue };
            for named in automation::included(workflow) {
                for part in parts.iter().filter(|part| glob::matches(named, &part.path)) {
                    let from = from.max(part.valid_from);
                    let until = [until, part.valid_to].into_iter().flatten().min();
                    if until.is_none_or(|until| from < until) && seen.insert((part.path.as_str(), from, until)) {
                        found.extend(self.read(part, from, until));
                    }
                }
            }
        }
        found
    }

    fn read<'f>(&self, file: &'f File, from: Instant, until: Option<Instant>) -> Option<Running<'f>> {
        let blob = file.blob.as_deref()?;
        let says = self.readings.workflows.get(blob, || automation::read(self.of(Some(blob)).unwrap_or_default()));
        Some(Running { file, from, until, says })
    }

    /// Fills in what runs of a pipeline executed: what its file named at that instant on the default branch.
    ///
    /// Runs of which that cannot be told are left out, so that they count as unknown and not as runs without it.
    pub(super) fn complete(&self, history: &mut RepositoryHistory, default_branch: Option<&str>) {
        let is_silent = |run: &PipelineRun| run.referenced.is_empty() && is_pipeline(&run.workflow);
        if !history.runs.iter().any(is_silent) {
            return;
        }
        let RepositoryHistory { files, runs, .. } = history;
        let running: Vec<Running<'_>> = self.running(files).into_iter().filter(|one| !one.file.path.starts_with(".github/")).collect();
        runs.retain_mut(|run| {
            if !is_silent(run) {
                return true;
            }
            let is_told = run.workflow == pipeline::PATH && default_branch.is_some() && run.branch.as_deref() == default_branch;
            let then = || running.iter().filter(|one| one.holds_at(run.created_at));
            if !is_told || !then().any(|one| one.file.path == pipeline::PATH) {
                return false;
            }
            let mut named: Vec<&str> = then().flat_map(Running::uses).collect();
            named.sort_unstable();
            named.dedup();
            let split = |what: &str| match what.split_once('@') {
                Some((path, version)) => Referenced { path: path.to_owned(), reference: Some(version.to_owned()), sha: None },
                None => Referenced { path: what.to_owned(), reference: None, sha: None },
            };
            run.referenced = named.into_iter().map(split).collect();
            true
        });
    }
}

/// Whether a run is of a pipeline's file, be it one of another name or in another project, which then stands behind an `@`.
fn is_pipeline(workflow: &str) -> bool {
    let path = workflow.split('@').next().unwrap_or_default();
    !path.starts_with(".github/") && [".yml", ".yaml"].iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Readings;
    use milepost_model::record::file::LastChange;
    use std::collections::BTreeMap;

    fn day(day: u32) -> Instant {
        format!("2026-11-{day:02}T00:00:00Z").parse().expect("because it is an instant")
    }

    /// A file at a path from one day to another, with this text.
    type Held = (&'static str, u32, Option<u32>, &'static str);

    /// A path that ran from one day to another.
    type Ran = (&'static str, u32, Option<u32>);

    fn files(held: &[Held]) -> (Vec<File>, BTreeMap<String, Vec<u8>>) {
        let file = |(path, from, until, text): &Held| File {
            path: (*path).to_owned(),
            valid_from: day(*from),
            valid_to: until.map(day),
            blob: Some((*text).to_owned()),
            ..File::default()
        };
        let contents = held.iter().map(|(.., text)| ((*text).to_owned(), text.as_bytes().to_vec())).collect();
        (held.iter().map(file).collect(), contents)
    }

    const CI: &str = ".gitlab-ci.yml";

    #[test]
    fn what_a_pipeline_includes_runs_while_both_are_there() {
        let deploys = "include: {component: $CI_SERVER_FQDN/lumen/components/deploy@1}";
        let rows: [(&str, &[Held], &[Ran]); 9] = [
            ("the pipeline alone", &[(CI, 1, Some(9), deploys)], &[(CI, 1, Some(9))]),
            (
                "one that includes, then not",
                &[(CI, 1, Some(9), "include: ci/a.yml"), (CI, 9, None, "a: {script: x}"), ("ci/a.yml", 3, None, deploys)],
                &[(CI, 1, Some(9)), (CI, 9, None), ("ci/a.yml", 3, Some(9))],
            ),
            ("a part that nobody includes", &[(CI, 1, None, "include: ci/b.yml"), ("ci/a.yml", 3, None, deploys)], &[(CI, 1, None)]),
            (
                "parts by a glob, one of them no YAML",
                &[
                    (CI, 1, None, "include: {local: '/ci/*.yml'}"),
                    ("ci/a.yml", 2, None, deploys),
                    ("ci/x/b.yml", 2, None, deploys),
                    ("ci/c.yml", 2, None, "a: ["),
                ],
                &[(CI, 1, None), ("ci/a.yml", 2, None), ("ci/c.yml", 2, None)],
            ),
            (
                "a part of a part",
                &[
                    (CI, 1, None, "include: ci/a.yml"),
                    ("ci/a.yml", 2, Some(8), "include: {local: .gitlab/b.yml}"),
                    (".gitlab/b.yml", 4, None, deploys),
                ],
                &[(CI, 1, None), ("ci/a.yml", 2, Some(8)), (".gitlab/b.yml", 4, Some(8))],
            ),
            (
                "a circle",
                &[(CI, 1, None, "include: ci/a.yml"), ("ci/a.yml", 2, None, "include: /ci/a.yml")],
                &[(CI, 1, None), ("ci/a.yml", 2, None)],
            ),
            (
                "a part that was gone before it was included",
                &[(CI, 5, None, "include: ci/a.yml"), ("ci/a.yml", 1, Some(5), deploys)],
                &[(CI, 5, None)],
            ),
            (
                "a file where no parts are looked for",
                &[(CI, 1, None, "include: deploy/a.yml"), ("deploy/a.yml", 1, None, deploys)],
                &[(CI, 1, None)],
            ),
            (
                "a child's pipeline",
                &[(CI, 1, None, "a: {trigger: {include: b.gitlab-ci.yml}}"), ("b.gitlab-ci.yml", 1, None, deploys)],
                &[(CI, 1, None), ("b.gitlab-ci.yml", 1, None)],
            ),
        ];
        for (what, held, expected) in rows {
            let (files, contents) = files(held);
            let texts = Texts { contents: &contents, readings: &Readings::default() };
            let found: Vec<_> = texts.running(&files).iter().map(|one| (one.file.path.clone(), one.from, one.until)).collect();
            let expected: Vec<_> = expected.iter().map(|(path, from, until)| ((*path).to_owned(), day(*from), until.map(day))).collect();
            assert_eq!(found, expected, "{what}");
        }
    }

    #[test]
    fn a_part_of_which_only_the_newest_version_is_known_tells_nothing() {
        let (mut files, contents) =
            files(&[(CI, 1, None, "include: ci/a.yml"), ("ci/a.yml", 3, None, "include: https://example.com/x.yml")]);
        files[1].last_change = Some(LastChange { at: day(3), by: None });
        assert_eq!(Texts { contents: &contents, readings: &Readings::default() }.running(&files).len(), 1);
    }

    #[test]
    fn a_run_executed_what_its_pipeline_named_then_and_one_of_another_branch_is_not_known() {
        let (files, contents) = files(&[
            (CI, 2, Some(9), "include: [{project: o/p, ref: v1, file: build.yml}, ci/a.yml]"),
            (CI, 9, None, "include: {project: o/p, file: build.yml}"),
            ("ci/a.yml", 5, None, "include: {component: host/o/c/deploy@2}"),
        ]);
        let run = |at: u32, branch: &str, workflow: &str| PipelineRun {
            created_at: day(at),
            branch: Some(branch.to_owned()),
            workflow: workflow.to_owned(),
            ..PipelineRun::default()
        };
        let runs = vec![
            run(1, "main", CI),
            run(3, "main", CI),
            run(6, "main", CI),
            run(6, "topic", CI),
            run(10, "main", CI),
            run(6, "main", ".github/workflows/ci.yml"),
            run(6, "main", "other.yml@lumen/pipelines"),
        ];
        let mut history = RepositoryHistory { files, runs, ..RepositoryHistory::default() };
        let readings = Readings::default();
        let texts = Texts { contents: &contents, readings: &readings };
        texts.complete(&mut history, Some("main"));
        let told = |run: &PipelineRun| -> Vec<String> {
            run.referenced.iter().map(|one| format!("{} {}", one.path, one.reference.as_deref().unwrap_or("-"))).collect()
        };
        let found: Vec<Vec<String>> = history.runs.iter().map(told).collect();
        assert_eq!(
            found,
            [
                vec!["./ci/a.yml -", "o/p/build.yml v1"],
                vec!["./ci/a.yml -", "o/c/deploy 2", "o/p/build.yml v1"],
                vec!["o/p/build.yml -"],
                vec![]
            ]
        );
        texts.complete(&mut history, None);
        assert_eq!(history.runs.len(), 4, "what was filled in stays");
    }
}
