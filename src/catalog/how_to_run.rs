//! How to run a service on one's own machine, as its repository says it.

use super::RunHint;
use super::placement::last_part;
use super::service::Look;
use crate::reading::{commands, manifest, readme};

/// The most commands that are shown.
const MOST: usize = 3;

/// What the README and the task files of a folder say; the most obvious first.
pub(super) fn find(look: &Look<'_>, folder: &str, readme: Option<&readme::Readme>, readme_path: Option<&str>) -> Vec<RunHint> {
    let mut found: Vec<(u8, RunHint)> = Vec::new();
    for file in look.in_folder(folder) {
        let name = last_part(&file.path);
        let Some((_, rank)) = manifest::NAMES.iter().find(|(known, _)| *known == name) else { continue };
        let Some(reading) = look.manifest(file) else { continue };
        // Of one task file the most obvious command is enough; what else it offers stands in it.
        let commands = reading.commands.iter().take(1).map(|command| hint(command, &file.path));
        found.extend(commands.map(|hint| (*rank, with_manager(hint, look, folder))));
    }
    if let (Some(readme), Some(path)) = (readme, readme_path) {
        // After a task runner, before what a manifest only suggests.
        found.extend(readme.commands.iter().map(|command| (1, hint(command, path))));
    }
    found.sort_by_key(|(rank, _)| *rank);
    let mut hints: Vec<RunHint> = Vec::new();
    for (_, hint) in found {
        if hints.len() < MOST && !hints.iter().any(|known| known.command == hint.command) {
            hints.push(hint);
        }
    }
    hints
}

/// The lock file tells which package manager the people use, where the manifest does not.
fn with_manager(mut hint: RunHint, look: &Look<'_>, folder: &str) -> RunHint {
    const LOCKS: [(&str, &str); 4] = [("yarn.lock", "yarn"), ("pnpm-lock.yaml", "pnpm"), ("bun.lock", "bun"), ("bun.lockb", "bun")];
    let Some(rest) = hint.command.strip_prefix("npm ") else { return hint };
    // A package of a monorepo has its lock file in the root.
    let names: Vec<&str> = look.in_folder(folder).chain(look.in_folder("")).map(|file| last_part(&file.path)).collect();
    if let Some((_, manager)) = LOCKS.iter().find(|(lock, _)| names.contains(lock)) {
        hint.command = format!("{manager} {rest}");
    }
    hint
}

fn hint(command: &commands::Command, path: &str) -> RunHint {
    RunHint { command: command.command.clone(), comment: command.comment.clone(), path: path.to_owned() }
}
