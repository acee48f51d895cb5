//! Every Rust file of the workspace, read once, with its place in the house.

use crate::scanner;
use std::path::{Path, PathBuf};

/// A Rust file.
pub struct Source {
    /// Its path from the workspace's root, with `/`.
    pub path: String,
    /// Its text as it stands.
    pub text: String,
    /// Its text with comments and the contents of literals blanked.
    pub code: String,
    /// Its code without what only tests compile.
    pub product_code: String,
}

impl Source {
    /// A file from its text, as rules and their tests see it.
    pub fn new(path: &str, text: &str) -> Self {
        let code = scanner::code_of(text);
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/") || path.starts_with("benches/");
        let product_code = if is_test { String::new() } else { scanner::without_tests(&code) };
        Self { path: path.to_owned(), text: text.to_owned(), code, product_code }
    }

    /// The module that it belongs to: `store` for `src/store/part.rs`, `collectors` for that crate;
    /// none for tests, benches and xtask, which may know everything.
    pub fn module(&self) -> Option<&str> {
        let parts: Vec<&str> = self.path.split('/').collect();
        match parts.as_slice() {
            [krate @ ("model" | "collectors"), "src", ..] => Some(krate),
            ["src", rest @ ..] => rest.first().map(|first| first.strip_suffix(".rs").unwrap_or(first)),
            _ => None,
        }
    }

    /// The place of a byte of its code, for a message: `src/lib.rs:3`.
    pub fn place(&self, byte: usize) -> String {
        format!("{}:{}", self.path, self.code[..byte].matches('\n').count() + 1)
    }
}

/// The workspace's root. Cargo says it again when it runs the test, so a copy checks itself.
pub fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

/// Every Rust file of the workspace, by path.
pub fn all() -> Vec<Source> {
    let root = root();
    let mut sources: Vec<Source> = ["src", "model", "collectors", "xtask", "tests", "benches"]
        .iter()
        .flat_map(|folder| files_below(&root.join(folder)))
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| Source::new(&relative(&root, &path), &read(&path)))
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| !matches!(entry.file_name().to_str(), Some("target" | "node_modules")))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

fn relative(root: &Path, path: &Path) -> String {
    let parts: Vec<_> =
        path.strip_prefix(root).expect("the file was found below the root").iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
