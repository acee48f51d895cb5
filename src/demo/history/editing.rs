//! What a change does to files.

use super::agenda::{Aim, Intent};
use super::teller::Teller;
use crate::demo::content::{descriptors, kept_of, lock_file, module_path, module_text, pipelines, stamp_paths, stamps};
use crate::demo::git::{Folder, Stored};
use crate::demo::plan::{Awkward, GoldenPath};
use std::sync::Arc;

/// A file after a change; none where the change removes it.
pub(super) type Edit = (String, Option<Arc<Stored>>);
/// A file before a change; none where the change made it.
pub(super) type Undo = Edit;

/// Applies edits to a folder.
pub(super) fn apply(folder: &mut Folder, edits: &[Edit]) {
    for (path, file) in edits {
        match file {
            Some(file) => folder.put(path, Arc::clone(file)),
            None => folder.remove(path),
        }
    }
}

impl Teller<'_> {
    /// The edits of each commit of a change; each commit's edits hold what the ones before changed.
    pub(super) fn edits(&mut self, intent: &Intent) -> Vec<Vec<Edit>> {
        match &intent.aim {
            Aim::Code { noun } | Aim::Picked { noun, .. } => (0..intent.commits).map(|at| self.code(intent, *noun, at)).collect(),
            Aim::Docs => vec![self.page(intent)],
            Aim::Bump { library, version } => vec![self.bump(library, version)],
            Aim::Path(on) => vec![self.travel(*on)],
            Aim::Revert { change } => vec![self.undo.get(change).cloned().unwrap_or_default()],
            Aim::Retire => {
                let text = format!(
                    "# {}\n\n> [!WARNING]\n> Retired on 3 October. carrier-sync speaks EDIFACT now; this stays for reading.\n\n{}\n",
                    self.unit.name,
                    self.unit.main().says
                );
                vec![vec![self.written("README.md", &text)]]
            }
        }
    }

    fn code(&mut self, intent: &Intent, noun: usize, commit: usize) -> Vec<Edit> {
        let unit = self.unit;
        let part = &unit.parts[intent.part];
        let path = module_path(part, noun, &self.desks[intent.part].words);
        let revision = self.revise(&path);
        let text = module_text(part, noun, revision, &self.desks[intent.part].words);
        let mut edits = vec![self.written(&path, &text)];
        // What users notice is written down, in the commit that finishes it.
        if commit + 1 == intent.commits && self.number.is_multiple_of(3) && part.folder.is_empty() {
            self.changelog = self.changelog.replacen("## Unreleased\n", &format!("## Unreleased\n\n- {}.\n", intent.title), 1);
            let changelog = self.changelog.clone();
            edits.push(self.written("CHANGELOG.md", &changelog));
        }
        edits
    }

    fn page(&mut self, intent: &Intent) -> Vec<Edit> {
        let part = &self.unit.parts[intent.part];
        let pages = kept_of(self.unit, part);
        // A few pages get all the care; the rest grow old, which the portal says.
        let at = self.random.below(4).min(pages.len() - 1) * 2 % pages.len();
        let (path, text) = &pages[at];
        let revision = self.revise(path);
        let notes: String = (1..=revision.min(6)).map(|note| note_of(note, revision, part.nouns[note as usize % 3])).collect();
        let text = format!("{}\n## Good to know\n\n{notes}", text.trim_end().to_owned() + "\n");
        vec![self.written(path, &text)]
    }

    fn bump(&mut self, library: &str, version: &str) -> Vec<Edit> {
        let part = self.unit.main();
        self.versions.insert(library.to_owned(), version.to_owned());
        let (path, text) = lock_file(part.language, &self.versions);
        vec![self.written(&format!("{}{path}", part.folder), &text)]
    }

    fn travel(&mut self, on: Option<(GoldenPath, &'static str)>) -> Vec<Edit> {
        let unit = self.unit;
        let mut files = pipelines(unit, on);
        let mut gone = Vec::new();
        match on {
            Some((path, version)) => {
                files.extend(stamps(unit, path, version));
                gone.push("scripts/deploy.sh".to_owned());
            }
            None if unit.is(Awkward::Drifted) || unit.journey.keeps_stamp => {}
            None => gone.extend(unit.journey.path.map(|path| stamp_paths(path).to_owned())),
        }
        files.extend(descriptors(unit, on.map(|(path, _)| path.name())));
        let mut edits: Vec<Edit> = Vec::new();
        for (path, text) in files {
            let edit = self.written(&path, &text);
            if self.tip().folder.file(&path).map(|file| file.oid) != edit.1.as_ref().map(|file| file.oid) {
                edits.push(edit);
            }
        }
        edits.extend(gone.into_iter().filter(|path| self.tip().folder.file(path).is_some()).map(|path| (path, None)));
        edits
    }

    fn written(&mut self, path: &str, text: &str) -> Edit {
        let before = self.tip().folder.file(path).cloned();
        (path.to_owned(), Some(self.pack.blob(text, before.as_deref())))
    }

    fn revise(&mut self, path: &str) -> u32 {
        let revision = self.revisions.entry(path.to_owned()).or_default();
        *revision += 1;
        *revision
    }
}

fn note_of(note: u32, revision: u32, noun: &str) -> String {
    match note {
        1 => format!("- A {noun} that is older than {} days is not shown, and not lost: ask for it by its id.\n", 30 + revision),
        2 => format!("- Numbers on this page were checked {revision} times; the last check changed one of them.\n"),
        3 => format!("- Two {noun}s with the same name are two {noun}s. Names are for people.\n"),
        4 => format!("- Staging has a tenth of the {noun}s of production, chosen so that the odd ones are among them.\n"),
        5 => "- Times are UTC. Always.\n".to_owned(),
        _ => format!("- If a {noun} looks wrong, it may be newer than what you compare it with.\n"),
    }
}
