//! Traces of the machine that a change was made on: they mean nothing to anyone else.

use crate::source;
use std::path::Path;
use std::process::Command;

/// Put together here, so that this file does not find itself.
fn telltales() -> Vec<(String, &'static str)> {
    vec![
        (format!("{}/shared", ".."), "a folder beside the repository"),
        (format!("registry.{}.org", "npmjs"), "a registry's host"),
        (format!("{}.crates.io", "static"), "a registry's host"),
        (format!("{}.crates.io", "index"), "a registry's host"),
        (format!("{}.pythonhosted.org", "files"), "a registry's host"),
        (format!("\"{}\": \"http", "resolved"), "a lock file's download address"),
    ]
}

/// Absolute paths of one machine: a match only where a path begins.
fn foreign_roots() -> [String; 2] {
    [format!("/{}/", "work"), format!("/tmp/{}/", "wt")]
}

/// Lines of text files, committed or about to be, that tell of a machine.
pub fn violations() -> Vec<String> {
    let root = source::root();
    let mut found = Vec::new();
    for path in listed_files(&root) {
        // Binary files and links to nowhere have no lines.
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            found.extend(telltale_in(line).map(|what| format!("{path}:{}: {what}", number + 1)));
        }
    }
    found
}

fn telltale_in(line: &str) -> Option<String> {
    let named = telltales().into_iter().find(|(word, _)| line.contains(word.as_str()));
    let rooted = foreign_roots().into_iter().find(|root| {
        line.match_indices(root.as_str())
            .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '}' | '/' | '*')))
    });
    named.map(|(word, what)| format!("{what} ({word})")).or_else(|| rooted.map(|root| format!("a path of one machine ({root})")))
}

fn listed_files(root: &Path) -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .expect("git is on the PATH, as the README asks");
    assert!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    let files: Vec<String> =
        String::from_utf8_lossy(&output.stdout).split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    assert!(files.iter().any(|path| path == "Cargo.toml"), "git lists no Cargo.toml, so the scan would see nothing");
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_a_part_of_one() {
        let [work, _] = foreign_roots();
        for line in [format!("see {work}main"), format!("`{work}x`"), format!("{work}x")] {
            assert!(telltale_in(&line).is_some(), "{line}");
        }
        for line in [format!("https://example.org{work}x"), format!("home{work}x"), "the work/life balance".to_owned()] {
            assert_eq!(telltale_in(&line), None, "{line}");
        }
    }

    #[test]
    fn a_download_address_in_a_lock_file_is_seen() {
        let line = format!("      \"{}\": \"https://example.org/x.tgz\",", "resolved");
        assert!(telltale_in(&line).is_some());
    }
}
