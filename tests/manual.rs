//! The pages of the manual that are made from code: compared with the files, and written anew on request.

use milepost::cli;
use milepost::config::reference::{self, Page};
use std::path::Path;

/// Every page that is made from code. A new one is added here, and nowhere else.
fn pages() -> Vec<Page> {
    let command_line = Page { path: "docs/reference/cli.md", text: cli::reference::markdown() };
    std::iter::once(command_line).chain(reference::pages()).collect()
}

/// `cargo xtask docs` sets MILEPOST_REFRESH, and then this test writes what it otherwise compares.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test is asked to write by the task that runs it")]
fn the_pages_that_are_made_from_code_are_up_to_date() {
    let is_writer = std::env::var_os("MILEPOST_REFRESH").is_some();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut stale = Vec::new();
    for Page { path, text } in pages() {
        if is_writer {
            std::fs::write(root.join(path), &text).expect("because the manual's folder is there");
        }
        let found = std::fs::read_to_string(root.join(path)).unwrap_or_default();
        if found.replace("\r\n", "\n") != text {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "out of date: {}. Run `cargo xtask docs`", stale.join(", "));
}
