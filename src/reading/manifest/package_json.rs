//! A package.json.

use super::{Command, Manifest, RUNS};
use crate::reading::bounds;
use serde_json::Value;

/// Reads a package.json; a broken one says nothing.
pub(super) fn read(text: &str) -> Manifest {
    let Ok(root) = serde_json::from_str::<Value>(text) else { return Manifest::default() };
    let word = |key: &str| root.get(key).and_then(Value::as_str).map(str::to_owned);
    // `packageManager` is how Corepack is told which one the people use; without it npm is the one that is there.
    let manager = word("packageManager").and_then(|text| text.split('@').next().map(str::to_owned));
    let manager = manager.filter(|name| ["npm", "pnpm", "yarn", "bun"].contains(&name.as_str())).unwrap_or_else(|| "npm".to_owned());
    let scripts = root.get("scripts").and_then(Value::as_object);
    let commands: Vec<Command> = RUNS
        .iter()
        .skip(1)
        .filter_map(|name| {
            let script = scripts?.get(*name)?.as_str()?;
            let command = if *name == "start" { format!("{manager} start") } else { format!("{manager} run {name}") };
            Some(Command { command, comment: Some(bounds::cut(&bounds::one_line(script), bounds::NAME)) })
        })
        .collect();
    let is_offered = ["main", "module", "exports", "types"].iter().any(|key| root.get(*key).is_some());
    let is_library = is_offered && commands.is_empty() && root.get("private") != Some(&Value::Bool(true));
    Manifest { name: word("name"), description: word("description"), commands, is_library }
}
