//! The descriptors of one repository: which files are some, and what they describe.

use super::facts::{CatalogFacts, CurrentFile, RepositoryFacts};
use super::importers::{self, DescriptorFile, Files, IMPORTERS, ImportedEntity, Importer, Target};
use super::placement::{Directory, last_part};
use crate::reading::{bounds, glob};
use crate::yaml;
use bytes::Bytes;
use milepost_model::{Diagnostic, Place, Severity};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most descriptor files of one repository that are read: Backstage's own repository has about 300.
const FILES: usize = 2_000;

/// Folders of files that only look like descriptors: other people's code, and what tests and templates need.
const FOREIGN_FOLDERS: [&str; 17] = [
    "node_modules",
    "vendor",
    "third_party",
    "testdata",
    "test",
    "tests",
    "__tests__",
    "fixtures",
    "__fixtures__",
    "__mocks__",
    "mocks",
    "skeleton",
    "skeletons",
    "cookiecutter",
    "example",
    "examples",
    "samples",
];

/// How often descriptors may lead from one repository to the next.
const HOPS: usize = 4;

/// What the descriptors of a repository describe.
#[derive(Debug, Default)]
pub(super) struct Described {
    /// The entities, in the order of paths and lines.
    pub(super) entities: Vec<Description>,
    /// What is wrong with the files.
    pub(super) problems: Vec<Diagnostic>,
    /// Files that were meant as descriptors, and that describe nothing.
    pub(super) broken: Vec<String>,
    /// The files that were looked at.
    seen: BTreeSet<String>,
    /// What they name in other repositories.
    elsewhere: Vec<Target>,
}

/// An entity, and the format and file that describe it.
#[derive(Debug, Clone)]
pub(super) struct Description {
    pub(super) imported: ImportedEntity,
    /// The format's place among all, the most trusted first.
    pub(super) rank: usize,
    pub(super) importer: &'static str,
    pub(super) path: String,
}

/// Reads every descriptor of all repositories, and what they name in one another.
pub(super) fn read_all(facts: &CatalogFacts<'_>, repositories: &[&RepositoryFacts]) -> Vec<Described> {
    let mut described: Vec<Described> = repositories.par_iter().map(|repository| read(facts, repository)).collect();
    let directory = Directory::new(repositories);
    for _ in 0..HOPS {
        let asked: Vec<(usize, Target)> = described
            .iter_mut()
            .enumerate()
            .flat_map(|(index, found)| std::mem::take(&mut found.elsewhere).into_iter().map(move |target| (index, target)))
            .collect();
        if asked.is_empty() {
            break;
        }
        for (asker, target) in asked {
            let Some((host, full_name)) = &target.repository else { continue };
            match directory.find(Some(host), full_name) {
                Some(index) => read_named(facts, repositories[index], &mut described[index], &target),
                None if !target.is_optional => {
                    let message = format!("the target lies in {full_name}, which the portal does not show, so it is not read");
                    let note = Diagnostic::note("catalog/target-elsewhere", message).at(target.place.clone());
                    described[asker].problems.push(note.help("collect that repository too, or write presence: optional"));
                }
                None => {}
            }
        }
    }
    for found in &mut described {
        found.entities.sort_by(|a, b| (&a.path, &a.imported.place).cmp(&(&b.path, &b.imported.place)));
    }
    described
}

/// Reads every descriptor of a repository.
pub(super) fn read(facts: &CatalogFacts<'_>, repository: &RepositoryFacts) -> Described {
    let mut reading = Reading::new(facts, repository, Described::default());
    let candidates = reading.files.keys().filter(|path| importers::may_match(path));
    let (foreign, own): (Vec<&str>, Vec<&str>) = candidates.copied().partition(|path| is_foreign(path));
    reading.queue(own.into_iter().map(|path| (path.to_owned(), false)).collect());
    let mut found = reading.found;
    for path in foreign.into_iter().filter(|path| !found.seen.contains(*path)) {
        let message = "skipped: it lies among tests, examples or other people's code";
        let note = Diagnostic::note("catalog/skipped", message).at(Place::in_repo(&repository.repository.full_name, path));
        found.problems.push(note.help("name it as the target of a Location to have it read"));
    }
    found
}

/// Reads what a descriptor of another repository names in this one.
fn read_named(facts: &CatalogFacts<'_>, repository: &RepositoryFacts, found: &mut Described, target: &Target) {
    let mut reading = Reading::new(facts, repository, std::mem::take(found));
    let paths = reading.resolve(target);
    reading.queue(paths.into_iter().map(|path| (path, true)).collect());
    *found = reading.found;
}

fn is_foreign(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| FOREIGN_FOLDERS.contains(&folder))
}

struct Reading<'a> {
    facts: &'a CatalogFacts<'a>,
    name: &'a str,
    files: BTreeMap<&'a str, &'a CurrentFile>,
    found: Described,
}

impl<'a> Reading<'a> {
    fn new(facts: &'a CatalogFacts<'a>, repository: &'a RepositoryFacts, found: Described) -> Self {
        let files = repository.files.iter().map(|file| (file.path.as_str(), file)).collect();
        Self { facts, name: &repository.repository.full_name, files, found }
    }

    /// Reads files, each with whether another descriptor names it, and what they name in turn.
    fn queue(&mut self, mut queue: VecDeque<(String, bool)>) {
        while let Some((path, is_named)) = queue.pop_front() {
            if self.found.seen.len() == FILES || !self.found.seen.insert(path.clone()) {
                continue;
            }
            for target in self.file(&path, is_named) {
                if target.repository.is_some() {
                    self.found.elsewhere.push(target);
                } else {
                    queue.extend(self.resolve(&target).into_iter().map(|path| (path, true)));
                }
            }
        }
    }

    /// The content of a file of this repository.
    fn content(&self, path: &str) -> Option<Bytes> {
        (self.facts.content)(self.files.get(path)?.blob.as_deref()?)
    }

    /// Reads one file, and gives back the further files that it names.
    fn file(&mut self, path: &str, is_named: bool) -> Vec<Target> {
        let place = Place::in_repo(self.name, path);
        let Some(bytes) = self.content(path) else {
            let message = "the content of this descriptor was not kept, so it is not read";
            self.found.problems.push(Diagnostic::note("catalog/no-content", message).at(place));
            return Vec::new();
        };
        let text = match yaml::text_of(&bytes, &place) {
            Ok(text) => text,
            Err(problem) => {
                self.found.problems.push(*problem);
                self.found.broken.push(path.to_owned());
                return Vec::new();
            }
        };
        if is_blueprint(text) {
            let message = "skipped: this is a template of a descriptor, with placeholders in place of names";
            self.found.problems.push(Diagnostic::note("catalog/skipped", message).at(place));
            return Vec::new();
        }
        let Some(importer) = recognise(path, text, is_named) else {
            // A folder called catalog may hold anything; only a name that is a descriptor's raises hopes.
            if raises_hopes(path) || is_named {
                self.found.problems.push(skipped(path, place));
            }
            return Vec::new();
        };
        self.import(*importer, path, text)
    }

    fn import(&mut self, importer: &dyn Importer, path: &str, text: &str) -> Vec<Target> {
        let has = |path: &str| self.files.contains_key(path);
        let content = |path: &str| self.content(path);
        let files = Files { has: &has, content: &content };
        let imported = importer.import(&DescriptorFile { repo: self.name, path, text, files });
        let is_wrong = imported.problems.iter().any(|problem| problem.severity == Severity::Error);
        if imported.entities.is_empty() && imported.targets.is_empty() && is_wrong {
            self.found.broken.push(path.to_owned());
        }
        self.found.problems.extend(imported.problems);
        let rank = importers::by_trust().iter().position(|known| known.name() == importer.name()).unwrap_or(usize::MAX);
        self.found.entities.extend(imported.entities.into_iter().map(|imported| Description {
            imported,
            rank,
            importer: importer.name(),
            path: path.to_owned(),
        }));
        imported.targets
    }

    /// The paths that a target stands for.
    fn resolve(&mut self, target: &Target) -> Vec<String> {
        let paths: Vec<String> = if glob::is_glob(&target.path) {
            self.files.keys().filter(|path| glob::matches(&target.path, path)).map(|path| (*path).to_owned()).collect()
        } else {
            self.files.contains_key(target.path.as_str()).then(|| target.path.clone()).into_iter().collect()
        };
        if paths.is_empty() && !target.is_optional {
            let shown = bounds::cut(&target.path, bounds::NAME);
            let message = format!("the target “{shown}” is not in the repository, or was not read");
            let problem = Diagnostic::warning("catalog/target-missing", message).at(target.place.clone());
            self.found.problems.push(problem.help("correct the path, or write presence: optional"));
        }
        paths
    }
}

/// The format of a file: one that claims its name and its content, or if another descriptor names it, its content.
fn recognise(path: &str, text: &str, is_named: bool) -> Option<&'static &'static dyn Importer> {
    IMPORTERS.iter().find(|importer| (is_named || importer.matches(path)) && importer.sniff(path, text))
}

/// Whether the name alone, without any folder, is that of a descriptor.
fn raises_hopes(path: &str) -> bool {
    let name = last_part(path);
    let is_whole = |glob: &&'static str| !last_part(glob).contains('*') && glob::matches(glob, name);
    name.starts_with("catalog-") || IMPORTERS.iter().any(|importer| importer.globs().iter().any(is_whole))
}

fn skipped(path: &str, place: Place) -> Diagnostic {
    let title = IMPORTERS.iter().find(|importer| importer.matches(path)).map_or("descriptor", |importer| importer.title());
    let article = if title.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    Diagnostic::note("catalog/skipped", format!("skipped: not {article} {title}, whatever its name says")).at(place)
}

/// Whether the file describes what a template will make: its names are placeholders.
fn is_blueprint(text: &str) -> bool {
    let mut is_in_metadata = false;
    text.lines().take(1_000).any(|line| {
        if !line.starts_with([' ', '\t']) {
            is_in_metadata = line.starts_with("metadata:");
        }
        let value = line.trim_start().strip_prefix("name:").map(str::trim).unwrap_or_default();
        let is_entity_name = is_in_metadata || line.starts_with("name:");
        is_entity_name && (value.contains("{{") || value.contains("<%") || value.contains("${"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_in_names_make_a_blueprint() {
        for (text, expected) in [
            ("kind: Component\nmetadata:\n  name: ${{ values.name }}\n", true),
            ("metadata:\n  name: {{cookiecutter.name}}\n", true),
            ("name: <%= name %>\n", true),
            ("metadata:\n  name: x\nspec:\n  steps:\n    - input:\n        name: ${{ parameters.name }}\n", false),
        ] {
            assert_eq!(is_blueprint(text), expected, "{text}");
        }
    }

    #[test]
    fn files_of_tests_and_other_peoples_code_are_no_descriptors() {
        for (path, expected) in [("catalog-info.yaml", false), ("a/test/catalog-info.yaml", true), ("testing/catalog-info.yaml", false)] {
            assert_eq!(is_foreign(path), expected, "{path}");
        }
    }
}
