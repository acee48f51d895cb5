//! A Makefile's targets.

use super::Task;

/// The targets, with what stands after `##` on their line or above it.
pub(super) fn targets(text: &str) -> Vec<Task> {
    let mut found: Vec<Task> = Vec::new();
    let mut above: Option<String> = None;
    for line in text.lines() {
        if let Some(text) = line.strip_prefix("##") {
            above = Some(text.trim_start_matches(['#', '@']).trim().to_owned());
            continue;
        }
        let comment = above.take();
        let Some((names, rest)) = line.split_once(':') else { continue };
        // Recipes begin with a tab, assignments have `:=`, special targets begin with a dot.
        let is_rule = names.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.starts_with('=') && !rest.starts_with(":=");
        if !is_rule || names.contains(['$', '=', '%', '"']) {
            continue;
        }
        let comment = rest.split_once("##").map(|(_, text)| text.trim().to_owned()).or(comment);
        for name in names.split_whitespace() {
            if !found.iter().any(|task| task.name == name) {
                found.push(Task { name: name.to_owned(), comment: comment.clone() });
            }
        }
    }
    found
}
