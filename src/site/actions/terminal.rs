//! The line that starts an action in a terminal, with every value as bash takes it whole.

use super::manifest;
use super::places::Places;
use crate::portal::actions::{Action, Field, Means};
use std::fmt::Write as _;

/// A word as bash reads it back unchanged.
///
/// `assets/js/action-shell.js` does the same; `tests/js/shell.test.cjs` holds the two against bash.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:@%+,-".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    // A pasted tab completes and a pasted line break runs, so neither may stand there as it is.
    if word.chars().any(char::is_control) {
        let mut out = String::from("$'");
        for c in word.chars() {
            match c {
                '\\' | '\'' => out.extend(['\\', c]),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if c.is_control() => drop(write!(out, "\\u{:04x}", u32::from(c))),
                c => out.push(c),
            }
        }
        out.push('\'');
        return out;
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// The command with these values, a value a line. A pipeline has none: its host's own program takes no value whole.
pub fn command(action: &Action, places: &Places, values: &[(&str, String)]) -> Option<String> {
    match &action.means {
        Means::Workflow => Some(workflow(action, places, values)),
        Means::Pipeline => None,
        Means::Manifest(head) => {
            let value = |field: &Field| values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
            Some(manifest::command(&manifest::yaml(head, &action.fields, &value)))
        }
    }
}

fn workflow(action: &Action, places: &Places, values: &[(&str, String)]) -> String {
    let mut text = format!("gh workflow run {} \\\n  -R {}", quoted(action.workflow_file()), quoted(&places.slug));
    if let Some(git_ref) = &action.git_ref {
        let _ = write!(text, " --ref {}", quoted(git_ref));
    }
    for (name, value) in values {
        let _ = write!(text, " \\\n  -f {}={}", quoted(name), quoted(value));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn bash_reads_every_value_back_as_it_was() {
        let values = [
            "",
            "plain",
            "two words",
            "it's",
            "\"double\"",
            "$HOME",
            "$(id)",
            "`id`",
            "a\nb\n",
            "\ttab",
            "back\\slash",
            "émoji 🚚",
            "-rf",
            "--",
            "!x!",
            "*",
            "~",
            "a;b&c|d>e",
            "#x",
            "\u{1b}[31m",
            "\u{7f}",
            "'\n'",
            "$'\\n'",
            "{a,b}",
            "a=b",
            "\r\n",
            "'",
            "\\",
        ];
        let line: String = values.iter().fold(String::from("printf '%s\\0'"), |line, value| line + " " + &quoted(value));
        let Ok(out) = Command::new("bash").args(["--norc", "-c", &line]).env("LC_ALL", "C.UTF-8").output() else {
            // Without bash there is nobody whose reading could differ.
            return;
        };
        let text = String::from_utf8(out.stdout).expect("because the values are UTF-8");
        let found: Vec<&str> = text.strip_suffix('\0').unwrap_or(&text).split('\0').collect();
        assert_eq!(found, values);
    }

    #[test]
    fn what_needs_no_quotes_has_none() {
        for (word, expected) in
            [("v1.18.1", "v1.18.1"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("a\nb", "$'a\\nb'"), ("", "''"), ("~", "'~'")]
        {
            assert_eq!(quoted(word), expected);
        }
    }
}
