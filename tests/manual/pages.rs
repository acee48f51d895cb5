//! The pages of the manual as their readers get them: blocks of code, spans of code, links and headings.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A page: its path in the repository, and what it holds.
pub struct ManualPage {
    pub path: String,
    pub text: String,
}

/// A block of code.
pub struct Block {
    pub language: String,
    pub title: Option<String>,
    pub text: String,
}

/// Every page below `docs/`, and those beside it that people read first.
pub fn all() -> Vec<ManualPage> {
    let mut found: Vec<ManualPage> = ["README.md", "CHANGELOG.md", "SECURITY.md"].into_iter().map(page).collect();
    found.extend(
        files().into_iter().filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "md")).map(|path| page(&path)),
    );
    found
}

/// One page.
pub fn page(path: &str) -> ManualPage {
    let text = fs::read_to_string(super::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    ManualPage { path: path.to_owned(), text: text.replace("\r\n", "\n") }
}

/// Every file of the manual but its pictures, which only the README shows, sorted.
pub fn files() -> Vec<String> {
    let mut found = Vec::new();
    walk(&super::root().join("docs"), "docs", &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, name: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("because the manual is there") {
        let entry = entry.expect("because it can be listed");
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if !entry.path().is_dir() {
            found.push(path);
        } else if path != "docs/images" {
            walk(&entry.path(), &path, found);
        }
    }
}

impl Block {
    /// What is typed on a terminal, each command with what it prints below it; a command that goes on behind a backslash is one.
    pub fn steps(&self) -> Vec<(String, String)> {
        let text = self.text.replace("\\\n", " ");
        let step = |step: &str| step.split_once('\n').map(|(line, shown)| (line.to_owned(), shown.to_owned()));
        format!("\n{text}").split("\n$ ").skip(1).map(|one| step(one).unwrap_or_else(|| (one.to_owned(), String::new()))).collect()
    }
}

impl ManualPage {
    /// Its blocks of code, in their order.
    pub fn blocks(&self) -> Vec<Block> {
        let mut found = Vec::new();
        let mut lines = self.text.lines();
        while let Some(line) = lines.next() {
            let Some(info) = line.strip_prefix("```") else { continue };
            let title = info.split_once("title=\"").and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
            let language = info.split(' ').next().unwrap_or_default().to_owned();
            let inner: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            found.push(Block { language, title, text: inner.join("\n") + "\n" });
        }
        found
    }

    /// What stands outside of blocks of code.
    pub fn prose(&self) -> String {
        let mut is_code = false;
        let is_prose = |line: &&str| {
            let is_fence = line.starts_with("```");
            is_code ^= is_fence;
            !is_code && !is_fence
        };
        self.text.lines().filter(is_prose).collect::<Vec<_>>().join("\n")
    }

    /// The targets of its links.
    pub fn links(&self) -> Vec<String> {
        let prose = self.prose();
        // Code shows what links look like, and is none.
        let plain: String = prose.split('`').step_by(2).collect::<Vec<_>>().join("x");
        plain.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
    }

    /// What may stand behind `#`: headings as a host names them, and ids that a page gives itself.
    pub fn anchors(&self) -> BTreeSet<String> {
        let prose = self.prose();
        let headings = prose.lines().filter_map(|line| Some(line.trim_start_matches('#')).filter(|rest| rest.len() < line.len()));
        let named = headings.map(|heading| {
            let kept =
                heading.trim().to_lowercase().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>();
            kept.replace(' ', "-")
        });
        let own = prose.split("<a id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
        named.chain(own).collect()
    }
}
