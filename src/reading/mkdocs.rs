//! `mkdocs.yml`: where the documentation lies and in which order it is read.

use crate::yaml::{self, Node};
use milepost_model::{Diagnostic, Place};

/// The most entries that one navigation has, and how deep it goes.
const MOST_ENTRIES: usize = 5_000;
const DEEPEST: usize = 12;
/// Before the path of a sub-site, as the monorepo plugin has it.
const INCLUDE: &str = "!include ";
/// The same with a glob.
const INCLUDE_ALL: &str = "*include ";

/// What a `mkdocs.yml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MkDocs {
    /// The site's name.
    pub site_name: Option<String>,
    /// The folder of its pages, seen from the file's own; `docs` where it says nothing.
    pub docs_dir: Option<String>,
    /// The navigation, where it has one.
    pub nav: Option<Vec<NavItem>>,
    /// Patterns of pages that are left out, as in a `.gitignore`.
    pub exclude: Vec<String>,
}

/// An entry of a navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NavItem {
    /// A page, seen from the folder of the pages.
    Page {
        /// The title, where the navigation gives one.
        title: Option<String>,
        /// The path.
        path: String,
        /// The line that names it.
        line: u32,
    },
    /// Entries below a title.
    Section {
        /// The title.
        title: String,
        /// What is below it.
        items: Vec<Self>,
    },
    /// A place on the web.
    Link {
        /// The title.
        title: String,
        /// The address.
        url: String,
    },
    /// Another site's whole navigation.
    Include {
        /// The title.
        title: String,
        /// The path of its `mkdocs.yml`, or a glob, seen from this file's folder.
        path: String,
        /// Whether the path is a glob.
        is_glob: bool,
        /// The line that names it.
        line: u32,
    },
}

/// Reads a `mkdocs.yml`. What cannot be read is told, and the rest counts.
pub fn read(bytes: &[u8], place: &Place) -> (MkDocs, Vec<Diagnostic>) {
    let text = match yaml::text_of(bytes, place) {
        Ok(text) => text,
        Err(problem) => return (MkDocs::default(), vec![*problem]),
    };
    let (documents, problems) = yaml::documents(text, place);
    let Some(document) = documents.first() else { return (MkDocs::default(), problems.into_iter().collect()) };
    let word = |key: &str| document.get(key).and_then(Node::text).map(str::trim).filter(|word| !word.is_empty());
    let mut left = MOST_ENTRIES;
    let nav = document.get("nav").and_then(Node::items).map(|items| entries(items, 0, &mut left));
    let exclude = word("exclude_docs").unwrap_or_default().lines().map(str::trim);
    let site = MkDocs {
        site_name: word("site_name").map(str::to_owned),
        docs_dir: word("docs_dir").map(str::to_owned),
        nav: nav.filter(|nav| !nav.is_empty()),
        exclude: exclude.filter(|line| !line.is_empty() && !line.starts_with('#')).take(200).map(str::to_owned).collect(),
    };
    (site, problems.into_iter().collect())
}

fn entries(items: &[Node], depth: usize, left: &mut usize) -> Vec<NavItem> {
    let mut found = Vec::new();
    for item in items {
        if let Some(path) = item.text() {
            found.extend(leaf(None, path, item.line));
        }
        for entry in item.mapping().map(yaml::Mapping::entries).unwrap_or_default() {
            let title = &entry.key.text;
            if let Some(target) = entry.value.text() {
                let tag = entry.value.scalar().and_then(|scalar| scalar.tag.as_deref()).unwrap_or_default();
                let target = if tag.ends_with("include") { format!("{INCLUDE}{target}") } else { target.to_owned() };
                found.extend(leaf(Some(title), &target, entry.value.line));
            } else if let Some(items) = entry.value.items().filter(|_| depth < DEEPEST) {
                found.push(NavItem::Section { title: title.clone(), items: entries(items, depth + 1, left) });
            }
        }
        if found.len() > *left {
            found.truncate(*left);
            break;
        }
    }
    *left = left.saturating_sub(found.len());
    found
}

fn leaf(title: Option<&String>, target: &str, line: u32) -> Option<NavItem> {
    let target = target.trim();
    let named = || title.cloned().unwrap_or_else(|| target.to_owned());
    let included = |path: &str, is_glob: bool| NavItem::Include { title: named(), path: path.trim().to_owned(), is_glob, line };
    if let Some(path) = target.strip_prefix(INCLUDE) {
        return Some(included(path, false));
    }
    if let Some(path) = target.strip_prefix(INCLUDE_ALL) {
        return Some(included(path, true));
    }
    if target.contains("://") || target.starts_with("mailto:") {
        return Some(NavItem::Link { title: named(), url: target.to_owned() });
    }
    let path = target.trim_start_matches("./").trim_start_matches('/');
    (!path.is_empty()).then(|| NavItem::Page { title: title.cloned(), path: path.to_owned(), line })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> MkDocs {
        read(text.as_bytes(), &Place::file("mkdocs.yml")).0
    }

    #[test]
    fn a_navigation_has_pages_sections_links_and_other_sites() {
        let found = site(
            "site_name: A\ndocs_dir: handbook\nnav:\n  - index.md\n  - Guides:\n      - First: guides/first.md\n      - guides/second.md\n  - Web: https://example.com\n  - Pay: '!include ./pay/mkdocs.yml'\n  - Other: !include ./other/mkdocs.yml\n  - All: '*include ./services/*/mkdocs.yml'\n",
        );
        assert_eq!((found.site_name.as_deref(), found.docs_dir.as_deref()), (Some("A"), Some("handbook")));
        let page = |title: Option<&str>, path: &str, line| NavItem::Page { title: title.map(str::to_owned), path: path.to_owned(), line };
        let include =
            |title: &str, path: &str, is_glob, line| NavItem::Include { title: title.to_owned(), path: path.to_owned(), is_glob, line };
        let expected = [
            page(None, "index.md", 4),
            NavItem::Section {
                title: "Guides".to_owned(),
                items: vec![page(Some("First"), "guides/first.md", 6), page(None, "guides/second.md", 7)],
            },
            NavItem::Link { title: "Web".to_owned(), url: "https://example.com".to_owned() },
            include("Pay", "./pay/mkdocs.yml", false, 9),
            include("Other", "./other/mkdocs.yml", false, 10),
            include("All", "./services/*/mkdocs.yml", true, 11),
        ];
        assert_eq!(found.nav.unwrap_or_default(), expected);
    }

    #[test]
    fn tags_of_python_do_not_hide_the_rest() {
        let found = site(
            "site_name: !ENV [NAME, x]\nmarkdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\nexclude_docs: |\n  drafts/\n  # no\n  *.tmp.md\nnav: [a.md]\n",
        );
        assert_eq!(found.nav.map(|nav| nav.len()), Some(1));
        assert_eq!(found.exclude, ["drafts/", "*.tmp.md"]);
    }

    #[test]
    fn hostile_files_end() {
        let deep = format!("nav:\n{}", (0..40).fold(String::new(), |text, depth| text + &"  ".repeat(depth) + "- a:\n"));
        let wide = format!("nav:\n{}", "  - a.md\n".repeat(20_000));
        for text in [deep.as_str(), wide.as_str(), "nav: {a: b}", "nav: 7", "[", "\u{0}"] {
            assert!(site(text).nav.unwrap_or_default().len() <= MOST_ENTRIES);
        }
    }
}
