//! A Cargo.toml or a pyproject.toml.

use super::{Command, Manifest};
use toml::{Table, Value};

/// Reads either; a broken one says nothing.
pub(super) fn read(name: &str, text: &str) -> Manifest {
    let Ok(root) = text.parse::<Table>() else { return Manifest::default() };
    if name == "Cargo.toml" { cargo(&root) } else { python(&root) }
}

fn at<'a>(table: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (last, folders) = path.split_last()?;
    folders.iter().try_fold(table, |table, key| table.get(*key)?.as_table())?.get(*last)
}

fn word(table: &Table, path: &[&str]) -> Option<String> {
    at(table, path)?.as_str().map(str::to_owned)
}

fn cargo(root: &Table) -> Manifest {
    let default_run = word(root, &["package", "default-run"]);
    let binaries: Vec<&str> =
        root.get("bin").and_then(Value::as_array).into_iter().flatten().filter_map(|bin| bin.get("name")?.as_str()).collect();
    let command = match (default_run.is_some(), binaries.as_slice()) {
        (true, _) => Some("cargo run".to_owned()),
        (false, [one]) => Some(format!("cargo run --bin {one}")),
        // Without a `[[bin]]` the manifest does not tell whether there is a `src/main.rs`.
        _ => None,
    };
    Manifest {
        name: word(root, &["package", "name"]),
        description: word(root, &["package", "description"]),
        is_library: root.contains_key("lib") && command.is_none() && binaries.is_empty(),
        commands: command.into_iter().map(|command| Command { command, comment: None }).collect(),
    }
}

fn python(root: &Table) -> Manifest {
    let scripts = at(root, &["project", "scripts"]).or_else(|| at(root, &["tool", "poetry", "scripts"])).and_then(Value::as_table);
    let runner = if at(root, &["tool", "poetry"]).is_some() {
        Some("poetry run ")
    } else if at(root, &["tool", "uv"]).is_some() {
        Some("uv run ")
    } else {
        None
    };
    // A single script is the obvious one; of several only their author knows.
    let only = scripts.filter(|scripts| scripts.len() == 1).and_then(|scripts| scripts.keys().next());
    let commands: Vec<Command> =
        only.iter().map(|script| Command { command: format!("{}{script}", runner.unwrap_or_default()), comment: None }).collect();
    Manifest {
        name: word(root, &["project", "name"]).or_else(|| word(root, &["tool", "poetry", "name"])),
        description: word(root, &["project", "description"]).or_else(|| word(root, &["tool", "poetry", "description"])),
        is_library: scripts.is_none() && at(root, &["build-system"]).is_some(),
        commands,
    }
}
