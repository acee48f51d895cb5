//! The commands of a code block: what people are told to type.

use super::bounds;

/// A command that somebody is told to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The command.
    pub command: String,
    /// What it does.
    pub comment: Option<String>,
}

/// Whether a code block holds commands, by its language or, without one, by its first line.
pub(super) fn is_shell(language: &str, text: &str) -> bool {
    let language = language.split([' ', ',', '{']).next().unwrap_or_default().to_lowercase();
    match language.as_str() {
        "sh" | "bash" | "shell" | "zsh" | "console" | "terminal" | "shell-session" | "sh-session" | "fish" => true,
        "" | "text" | "txt" => {
            let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            let word = first.trim_start_matches("$ ").split(' ').next().unwrap_or_default();
            first.starts_with("$ ") || KNOWN_COMMANDS.contains(&word)
        }
        _ => false,
    }
}

/// Commands that a block without a language is recognised by.
const KNOWN_COMMANDS: [&str; 26] = [
    "bazel",
    "bundle",
    "cargo",
    "composer",
    "deno",
    "docker",
    "docker-compose",
    "dotnet",
    "git",
    "go",
    "gradle",
    "./gradlew",
    "helm",
    "just",
    "kubectl",
    "make",
    "mix",
    "mvn",
    "./mvnw",
    "npm",
    "npx",
    "pip",
    "pnpm",
    "poetry",
    "uv",
    "yarn",
];

/// The commands of a block: without prompts and output, with what a `#` after them says.
pub(super) fn of_block(block: &str) -> Vec<Command> {
    let joined = block.replace("\\\n", " ");
    let has_prompts = joined.lines().any(|line| line.trim_start().starts_with("$ "));
    let mut found = Vec::new();
    let mut above: Option<String> = None;
    for line in joined.lines().map(str::trim) {
        if line.is_empty() {
            above = None;
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            above = Some(bounds::one_line(comment.trim_start_matches('#'))).filter(|text| !text.is_empty());
            continue;
        }
        let line = match line.strip_prefix("$ ") {
            Some(command) => command,
            // In a recorded session what has no prompt is what the command printed.
            None if has_prompts => continue,
            None => line,
        };
        let (command, comment) = split_comment(line);
        let comment = comment.map(bounds::one_line).filter(|text| !text.is_empty()).or_else(|| above.take());
        let command = bounds::one_line(command);
        if runs_something(&command) && command.chars().count() <= bounds::SENTENCE {
            found.push(Command { command, comment: comment.map(|text| bounds::cut(&text, bounds::NAME)) });
        }
    }
    found
}

/// Whether a command does more than prepare: fetching the code, changing the folder, adding a package to something else.
fn runs_something(command: &str) -> bool {
    const PREPARATIONS: [&str; 9] = ["git", "cd", "mkdir", "export", "source", "echo", "cp", "touch", "sudo"];
    const INSTALLERS: [&str; 12] =
        ["apt", "apt-get", "dnf", "yum", "pacman", "brew", "choco", "scoop", "winget", "snap", "nix-env", "port"];
    // A loop over several lines is no command that one could copy.
    const PARTS: [&str; 10] = ["while", "for", "if", "do", "done", "then", "else", "fi", "case", "esac"];
    let mut words = command.split(' ');
    let first = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let is_manager = matches!(first, "npm" | "pnpm" | "yarn" | "bun" | "pip" | "pip3" | "cargo" | "go" | "gem" | "poetry" | "uv" | "helm");
    let adds = is_manager && rest.iter().any(|word| matches!(*word, "add" | "get")) && rest.first() != Some(&"run");
    // `npm install` alone prepares this very repository; with a name it installs a package somewhere else.
    let installs =
        is_manager && matches!(rest.first(), Some(&("install" | "i"))) && rest[1..].iter().any(|word| !word.starts_with(['-', '.']));
    let is_word = first.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '~' | '_'));
    is_word && ![&PREPARATIONS[..], &INSTALLERS, &PARTS].iter().any(|words| words.contains(&first)) && !adds && !installs
}

/// Splits `command # what it does`; a `#` inside quotes or inside a word is part of the command.
fn split_comment(line: &str) -> (&str, Option<&str>) {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '#') if before.is_whitespace() => return (line[..at].trim_end(), Some(line[at + 1..].trim())),
            _ => {}
        }
        before = c;
    }
    (line, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preparations_are_not_how_to_run() {
        for (command, expected) in [
            ("npm install", true),
            ("npm install left-pad", false),
            ("pip install -e .", true),
            ("yarn workspace app add x", false),
            ("npm run add-user", true),
            ("git clone x", false),
            ("cargo run", true),
            ("brew install x", false),
            ("while true; do", false),
            ("- npm start", false),
            ("./x", true),
        ] {
            assert_eq!(runs_something(command), expected, "{command}");
        }
    }

    #[test]
    fn what_stands_above_or_behind_a_command_is_what_it_does() {
        let found = of_block("# Start it\nnpm start\n");
        assert_eq!(found, [Command { command: "npm start".into(), comment: Some("Start it".into()) }]);
        let found = of_block("curl 'a#b' # asks\n");
        assert_eq!(found, [Command { command: "curl 'a#b'".into(), comment: Some("asks".into()) }]);
    }
}
