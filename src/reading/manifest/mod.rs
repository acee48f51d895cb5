//! Manifests and task files: what they call the thing, and the command that runs it.

mod justfile;
mod makefile;
mod package_json;
mod toml_manifest;

use super::bounds;
use super::commands::Command;

/// What a manifest or a task file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The name that it gives the thing.
    pub name: Option<String>,
    /// What it says that the thing is.
    pub description: Option<String>,
    /// The commands that run the thing, the most obvious first.
    pub commands: Vec<Command>,
    /// Whether the thing is made to be used by others rather than to be run.
    pub is_library: bool,
}

/// A recipe, target or script that a file offers.
struct Task {
    name: String,
    comment: Option<String>,
}

/// The file names that [`read`] understands, with how useful their commands are to people: smaller is better.
pub const NAMES: [(&str, u8); 13] = [
    ("justfile", 0),
    ("Justfile", 0),
    (".justfile", 0),
    ("Makefile", 1),
    ("makefile", 1),
    ("GNUmakefile", 1),
    ("package.json", 2),
    ("Cargo.toml", 2),
    ("pyproject.toml", 2),
    ("compose.yaml", 3),
    ("compose.yml", 3),
    ("docker-compose.yml", 3),
    ("docker-compose.yaml", 3),
];

/// Reads a file with one of the [`NAMES`].
pub fn read(name: &str, text: &str) -> Manifest {
    let text = &text[..text.floor_char_boundary(bounds::PROSE_BYTES)];
    let mut manifest = match name {
        "justfile" | "Justfile" | ".justfile" => Manifest { commands: chosen(justfile::recipes(text), "just"), ..Manifest::default() },
        "Makefile" | "makefile" | "GNUmakefile" => Manifest { commands: chosen(makefile::targets(text), "make"), ..Manifest::default() },
        "package.json" => package_json::read(text),
        "Cargo.toml" | "pyproject.toml" => toml_manifest::read(name, text),
        _ if text.lines().any(|line| line.starts_with("services:")) => {
            Manifest { commands: vec![Command { command: "docker compose up".into(), comment: None }], ..Manifest::default() }
        }
        _ => Manifest::default(),
    };
    manifest.name = manifest.name.map(|name| bounds::cut(&bounds::one_line(&name), bounds::NAME)).filter(|name| !name.is_empty());
    manifest.description =
        manifest.description.map(|text| bounds::cut_at_word(&bounds::one_line(&text), bounds::NAME)).filter(|text| !text.is_empty());
    manifest
}

/// Names of tasks that run a thing, the most obvious first.
const RUNS: [&str; 8] = ["run", "dev", "start", "serve", "up", "watch", "develop", "local"];

/// The commands for those of the tasks that run the thing.
fn chosen(tasks: Vec<Task>, runner: &str) -> Vec<Command> {
    let mut chosen: Vec<(usize, Task)> =
        tasks.into_iter().filter_map(|task| Some((RUNS.iter().position(|name| *name == task.name)?, task))).collect();
    chosen.sort_by_key(|(rank, _)| *rank);
    let command = |task: Task| Command {
        command: format!("{runner} {}", task.name),
        comment: task.comment.map(|text| bounds::cut(&bounds::one_line(&text), bounds::NAME)).filter(|text| !text.is_empty()),
    };
    chosen.into_iter().map(|(_, task)| command(task)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_gives_the_obvious_command() {
        for (name, text, expected) in [
            ("justfile", "x := '1'\n\n# Everything\ndefault: test\n\n# Starts it\nrun *args: build\n  cargo run\n", "just run # Starts it"),
            ("Makefile", ".PHONY: run\nVAR := 1\nrun: build ## Run it here\n\t./x\ndev:\n", "make run # Run it here"),
            ("package.json", r#"{"name":"x","scripts":{"start":"node .","dev":"vite","test":"t"}}"#, "npm run dev # vite"),
            ("package.json", r#"{"packageManager":"pnpm@9","scripts":{"start":"node ."}}"#, "pnpm start # node ."),
            ("Cargo.toml", "[package]\nname = 'x'\n[[bin]]\nname = 'y'\n", "cargo run --bin y"),
            ("pyproject.toml", "[project]\nname='x'\n[project.scripts]\nserve='x:main'\n[tool.uv]\n", "uv run serve"),
            ("compose.yaml", "services:\n  a: {}\n", "docker compose up"),
            ("compose.yaml", "nothing: 1\n", ""),
            ("package.json", "{broken", ""),
            ("Cargo.toml", "= broken", ""),
        ] {
            let found = read(name, text).commands;
            let first = found.first().map(|c| match &c.comment {
                Some(comment) => format!("{} # {comment}", c.command),
                None => c.command.clone(),
            });
            assert_eq!(first.unwrap_or_default(), expected, "{name}: {text}");
        }
    }

    #[test]
    fn names_and_descriptions_are_taken_from_packages() {
        let found = read("package.json", r#"{"name":"@o/carrier","description":"Keeps\n step"}"#);
        assert_eq!((found.name.as_deref(), found.description.as_deref()), (Some("@o/carrier"), Some("Keeps step")));
        assert!(read("Cargo.toml", "[package]\nname='x'\n[lib]\n").is_library);
    }
}
