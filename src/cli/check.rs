//! `milepost check`: descriptors as they lie on disk, held against their rules.

use super::args::{Check, CheckFormat, Deny};
use super::failure::Failure;
use super::{Context, Ended, settings};
use crate::actions;
use crate::catalog::importers::may_match;
use crate::catalog::{self, CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts};
use crate::config::ActionSettings;
use crate::docs::{self, Library, markdown::PlainCode};
use crate::report::{self, Look, rules};
use crate::yaml::Budget;
use bytes::Bytes;
use milepost_collectors::git::Worktree;
use milepost_collectors::git::worktree;
use milepost_model::record::Repository;
use milepost_model::{Diagnostic, Diagnostics, Instant, Place, RepoId, Severity};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What is between the repository and the path in the name of a content.
const BETWEEN: char = ':';

pub(super) fn run(options: &Check, context: &Context<'_>) -> Result<Ended, Failure> {
    let here = vec![PathBuf::from(".")];
    let paths = if options.paths.is_empty() { &here } else { &options.paths };
    let mut trees = worktree::find(paths).map_err(|problem| {
        Failure::with_help(problem.to_string(), "name a file or a folder that is there, or run it in a repository without naming any")
    })?;
    name_each_once(&mut trees);
    let settings = match &context.global.config {
        Some(_) => crate::pipeline::catalog_settings(&settings::config(context)?),
        None => CatalogSettings::default(),
    };
    let settings = CatalogSettings { is_brief: true, ..settings };
    let findings = Findings::of(&trees, &settings);
    let (shown, hidden) = findings.told(options, context);
    write(&shown, options.format);
    if options.format == CheckFormat::Text && !context.global.quiet {
        summarise(&findings, hidden);
    }
    let worst = findings.found.worst();
    let limit = if options.deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    Ok(if worst.is_some_and(|worst| worst >= limit) { Ended::Findings } else { Ended::Done })
}

/// Two clones of one repository are told apart by their folders.
fn name_each_once(trees: &mut [Worktree]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for tree in trees.iter() {
        *counts.entry(tree.name.to_lowercase()).or_default() += 1;
    }
    for tree in trees {
        if counts.get(&tree.name.to_lowercase()).is_some_and(|count| *count > 1) {
            tree.name = tree.root.display().to_string();
        }
    }
}

/// What a check found.
struct Findings {
    found: Diagnostics,
    /// How many files may be descriptors, of services or of actions.
    descriptors: usize,
    repositories: usize,
}

impl Findings {
    fn of(trees: &[Worktree], settings: &CatalogSettings) -> Self {
        let repositories: Vec<RepositoryFacts> = trees.iter().zip(0..).map(facts).collect();
        let content = |id: &str| content(trees, id);
        let facts = CatalogFacts { repositories: &repositories, teams: &[], content: &content };
        let mut notes = Diagnostics::default();
        let catalog = catalog::build(&facts, settings, &mut notes);
        let library = Library {
            repositories: &repositories,
            content: &content,
            commits: &|_, _| (),
            as_of: Instant::default(),
            is_whole: true,
            highlighter: &PlainCode,
            kept: None,
        };
        docs::check(&catalog, library, &mut notes);
        actions::discover(&catalog, &facts, &ActionSettings::everything(), Instant::default(), &mut notes);
        let by_name: BTreeMap<&str, &Worktree> = trees.iter().map(|tree| (tree.name.as_str(), tree)).collect();
        let current = std::fs::canonicalize(".").unwrap_or_default();
        let found = notes.into_iter().filter_map(|finding| {
            let place = finding.place.clone()?;
            let tree = by_name.get(place.repo.as_deref()?)?;
            (tree.is_asked(&place.path) && can_be_told(&finding, trees.len())).then(|| shown(finding, &place, tree, &current))
        });
        let found: Diagnostics = found.collect();
        let descriptors =
            |tree: &Worktree| tree.files.iter().filter(|path| tree.is_asked(path) && (may_match(path) || actions::describes(path))).count();
        Self { found: found.sorted(), descriptors: trees.iter().map(descriptors).sum(), repositories: trees.len() }
    }

    /// The findings that are shown, and how many notes are not.
    fn told(&self, options: &Check, context: &Context<'_>) -> (Diagnostics, usize) {
        let least = match options.format {
            CheckFormat::Text | CheckFormat::Github if context.global.quiet => Severity::Error,
            CheckFormat::Text | CheckFormat::Github if !context.global.verbose => Severity::Warning,
            _ => Severity::Note,
        };
        let shown: Diagnostics = self.found.iter().filter(|finding| finding.severity >= least).cloned().collect();
        let hidden = self.found.iter().filter(|finding| finding.severity == Severity::Note).count();
        (shown, if least > Severity::Note { hidden } else { 0 })
    }
}

fn facts((tree, index): (&Worktree, usize)) -> RepositoryFacts {
    let repository =
        Repository { repo: RepoId::from(format!("worktree{BETWEEN}{index}")), full_name: tree.name.clone(), ..Repository::default() };
    let file = |path: &String| CurrentFile {
        path: path.clone(),
        blob: Some(format!("{index}{BETWEEN}{path}")),
        last_change: None,
        changed_by: None,
    };
    RepositoryFacts { repository, files: tree.files.iter().map(file).collect(), former: Vec::new() }
}

/// The content of a file, and not much more of it than a descriptor may have: what is larger is refused by its size.
fn content(trees: &[Worktree], id: &str) -> Option<Bytes> {
    let (index, path) = id.split_once(BETWEEN)?;
    let most = u64::try_from(Budget::DESCRIPTOR.bytes).ok()?.saturating_add(1);
    trees.get(index.parse::<usize>().ok()?)?.content(path, most).map(Bytes::from)
}

/// Who sees one repository cannot tell what the others hold; but a name that is almost one of its own is a slip.
fn can_be_told(finding: &Diagnostic, repositories: usize) -> bool {
    let needs_all = rules::of(&finding.code).is_some_and(|rule| rule.needs_all);
    repositories > 1 || !needs_all || finding.help.as_deref().is_some_and(|help| help.starts_with("did you mean"))
}

/// The finding as somebody in this folder would look for its place, with the line that it is about.
fn shown(mut finding: Diagnostic, place: &Place, tree: &Worktree, current: &Path) -> Diagnostic {
    if finding.source_line.is_none() && place.line.is_some() {
        let text = tree.content(&place.path, Budget::DESCRIPTOR.bytes as u64).unwrap_or_default();
        finding = finding.quoting(&String::from_utf8_lossy(&text));
    }
    let path = seen_from(current, &tree.root.join(&*place.path));
    finding.place = Some(Place { repo: None, path: path.into(), ..place.clone() });
    finding
}

/// A path as it is written from a folder, with `/`.
fn seen_from(folder: &Path, path: &Path) -> String {
    for (up, ancestor) in folder.ancestors().enumerate() {
        if let Ok(rest) = path.strip_prefix(ancestor) {
            // A way over the root of the disk is longer than the whole path.
            if ancestor.parent().is_none() && up > 0 {
                break;
            }
            let parts = rest.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
            return std::iter::repeat_n("..".to_owned(), up).chain(parts).collect::<Vec<_>>().join("/");
        }
    }
    path.display().to_string()
}

fn write(findings: &Diagnostics, format: CheckFormat) {
    let text = match format {
        CheckFormat::Text => report::terminal(findings, &Look { is_coloured: true, most: usize::MAX, ..Look::default() }),
        CheckFormat::Json => report::json(findings),
        CheckFormat::Github => report::annotations(findings, None),
        CheckFormat::Sarif => report::sarif(findings),
    };
    // Whoever reads it may stop reading, and that is no failure of ours.
    let _ = write!(anstream::stdout(), "{text}");
}

fn summarise(findings: &Findings, hidden: usize) {
    let Findings { found, descriptors, repositories } = findings;
    let place =
        if *repositories == 1 { String::new() } else { format!(" of {}", super::build::counted(*repositories as u64, "repository")) };
    let notes = if hidden == 0 { "" } else { " (notes are shown with --verbose)" };
    let checked = super::build::counted(*descriptors as u64, "descriptor");
    let _ = writeln!(anstream::stderr(), "{checked}{place}: {}{notes}", report::counted(found));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_it_is_seen_from_here() {
        for (folder, path, expected) in [
            ("/a/b", "/a/b/c.yaml", "c.yaml"),
            ("/a/b", "/a/b/c/d.yaml", "c/d.yaml"),
            ("/a/b/c", "/a/b/d.yaml", "../d.yaml"),
            ("/a/b", "/x/y.yaml", "/x/y.yaml"),
        ] {
            assert_eq!(seen_from(Path::new(folder), Path::new(path)), expected, "{path} from {folder}");
        }
    }
}
