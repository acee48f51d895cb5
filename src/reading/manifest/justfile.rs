//! A justfile's recipes.

use super::Task;

/// The recipes that people may call, with the comment above each.
pub(super) fn recipes(text: &str) -> Vec<Task> {
    let mut found = Vec::new();
    let mut comment: Option<String> = None;
    let mut is_private = false;
    for line in text.lines() {
        if let Some(text) = line.strip_prefix('#') {
            comment = Some(text.trim().to_owned()).filter(|text| !text.starts_with('!'));
            continue;
        }
        if line.starts_with('[') {
            // An attribute stands between a recipe and its comment.
            is_private |= line.contains("private");
            if let Some((_, rest)) = line.split_once("doc(") {
                comment = Some(rest.trim_end_matches([']', ')']).trim_matches(['\'', '"']).to_owned());
            }
            continue;
        }
        if let Some(name) = recipe(line).filter(|name| !is_private && !name.starts_with('_')) {
            found.push(Task { name: name.to_owned(), comment: comment.clone() });
        }
        comment = None;
        is_private = false;
    }
    found
}

/// The name of a line such as `run *args: build`.
fn recipe(line: &str) -> Option<&str> {
    let line = line.strip_prefix('@').unwrap_or(line);
    let (head, rest) = line.split_once(':')?;
    // `name := value` is a variable.
    if rest.starts_with('=') || !head.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return None;
    }
    let name = head.split_whitespace().next()?;
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_').then_some(name)
}
