//! What the pages of a portal lead to and load, and whether it is there.

use super::fixture::Files;
use milepost::site::order;
use std::sync::LazyLock;

static TAGS: LazyLock<regex::Regex> = LazyLock::new(|| regex::Regex::new(r"<([a-z]+)\b[^>]*>").expect("it is a pattern"));
static ADDRESSES: LazyLock<regex::Regex> =
    LazyLock::new(|| regex::Regex::new(r#"\s(href|src|srcset|action)="([^"]*)""#).expect("it is a pattern"));

/// Something that a page leads to or loads within the portal: its path from the portal's root.
pub struct Reference {
    pub page: String,
    pub to: String,
    /// Whether the page is broken without it: a style, a script, a picture, a font.
    pub is_loaded: bool,
}

/// Every reference of every page, but of the one for unknown addresses, which is nowhere in particular.
pub fn references(files: &Files) -> Vec<Reference> {
    let mut found = Vec::new();
    for (page, content) in files.iter().filter(|(name, _)| order::is_page(name) && *name != "404.html") {
        let html = String::from_utf8_lossy(content);
        for tag in TAGS.captures_iter(&html) {
            for address in ADDRESSES.captures_iter(&tag[0]) {
                let is_loaded = !matches!(&tag[1], "a" | "form" | "link") || tag[1] == *"link" && !tag[0].contains("canonical");
                if let Some(to) = resolved(page, &address[2]) {
                    found.push(Reference { page: page.clone(), to, is_loaded });
                }
            }
        }
    }
    found
}

/// The file that an address on a page leads to; none where it leads out of the portal.
fn resolved(page: &str, address: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    if address.is_empty() || address.contains(':') || address.starts_with("//") {
        return None;
    }
    assert!(!address.starts_with('/'), "{page} leads to {address}, which is no relative link");
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." | "" => {}
            ".." => assert!(parts.pop().is_some(), "{page} leads out of the portal: {address}"),
            part => parts.push(part),
        }
    }
    let is_folder = address.ends_with(['/', '.']) || parts.is_empty();
    if is_folder {
        parts.push("index.html");
    }
    Some(parts.join("/").replace("%20", " "))
}

/// The references that lead nowhere: all of them, or of what pages load alone.
pub fn broken(files: &Files, only_loaded: bool) -> Vec<String> {
    let all = references(files);
    assert!(all.len() > files.len(), "pages refer to more than {} things", all.len());
    let missing = all.iter().filter(|reference| (reference.is_loaded || !only_loaded) && !files.contains_key(&reference.to));
    missing.map(|reference| format!("{} → {}", reference.page, reference.to)).collect()
}

#[test]
fn what_is_missing_is_seen() {
    let page = br#"<link rel="stylesheet" href="../assets/a.css"><a href="../b/">b</a><a href="https://x/">x</a><a href=".">here</a><script src="../s.js"></script>"#;
    let mut files: Files = [("a/index.html".to_owned(), page.to_vec())].into();
    assert_eq!(broken(&files, false), ["a/index.html → assets/a.css", "a/index.html → b/index.html", "a/index.html → s.js"]);
    files.insert("s.js".to_owned(), Vec::new());
    assert_eq!(broken(&files, true), ["a/index.html → assets/a.css"]);
}
