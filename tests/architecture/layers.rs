//! Who may know whom: the layer table of ARCHITECTURE.md, as code.
//!
//! An import counts wherever the path stands: in a `use`, in a signature, in the middle of a
//! function. Tests inside a module may import more, since they build what the module is given.

use crate::scanner::{closing, is_word};
use crate::source::Source;

/// May import everything: these only put the stages together, or are what people type.
const EVERYTHING: &[&str] = &["lib", "main", "cli", "pipeline", "report", "serve"];

/// Module → the modules of this package that it may import, besides itself. `model` is open to all.
const LAYERS: &[(&str, &[&str])] = &[
    ("actions", &["catalog", "config", "reading", "rules", "scorecards", "store", "yaml"]),
    // How services are delivered tells who is active, and what went to production through a path.
    ("adoption", &["catalog", "config", "metrics", "reading", "rules", "store", "yaml"]),
    ("buckets", &[]),
    ("catalog", &["config", "reading", "rules", "store", "yaml"]),
    // Rules stand in the configuration, and what is wrong with one is told with its line and column.
    ("config", &["collectors", "rules"]),
    ("demo", &["config", "store"]),
    ("docs", &["catalog", "reading", "store", "yaml"]),
    // It reads what the site wrote: its list of files, its words of search, its quoting for terminals.
    ("mcp", &["portal", "site"]),
    ("metrics", &["catalog", "config", "store"]),
    ("portal", &["actions", "adoption", "catalog", "docs", "metrics", "scorecards", "store"]),
    ("publish", &["buckets", "site"]),
    ("reading", &["yaml"]),
    // What other portals ask becomes rules that were compiled.
    ("rubrics", &["rules", "yaml"]),
    ("rules", &[]),
    ("scorecards", &["adoption", "catalog", "config", "docs", "metrics", "reading", "rules", "store"]),
    ("site", &["portal"]),
    ("store", &["buckets"]),
    ("yaml", &[]),
];

/// Modules that may take one word from `store`, and only that: what they judge is a snapshot, and
/// how it is kept is not theirs to know.
const ONLY_SNAPSHOTS: &[&str] = &["actions", "adoption", "catalog", "docs", "metrics", "portal", "scorecards"];

/// Library → the modules that may use it. A library that is not listed is open to all.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["report"]),
    ("arrow", &["store"]),
    ("axum", &["serve"]),
    ("cel", &["rules"]),
    ("clap", &["cli", "main"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("fancy_regex", &["docs"]),
    ("gix", &["collectors"]),
    ("indicatif", &["report", "cli", "main"]),
    ("milepost_collectors", &["config", "demo", "pipeline", "cli", "main"]),
    ("notify", &["serve"]),
    ("object_store", &["buckets", "publish", "store"]),
    ("octocrab", &["collectors"]),
    ("parquet", &["store"]),
    ("plotters", &["site"]),
    ("pulldown_cmark", &["docs", "reading", "site"]),
    ("rmcp", &["mcp"]),
    ("serde_saphyr", &["yaml"]),
    ("syntect", &["docs"]),
    ("tera", &["site"]),
    ("toml", &["config", "reading"]),
    ("toml_edit", &["config", "cli"]),
    ("tracing_subscriber", &["cli", "main", "report"]),
    ("unicode_normalization", &["site"]),
];

/// What the vocabulary may be made of, whole.
const MODEL_LIBRARIES: &[&str] = &["chrono", "serde", "serde_json"];

/// Imports that the layer table does not allow.
pub fn violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let Some(module) = source.module().filter(|module| !EVERYTHING.contains(module)) else { continue };
        if matches!(module, "model" | "collectors") {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            found.push(format!("{}: the module `{module}` is not in the layer table", source.path));
            continue;
        };
        for import in imports(source) {
            let place = source.place(import.at);
            if import.module != module && is_module(&import.module) && !allowed.contains(&import.module.as_str()) {
                found.push(format!("{place}: {module} imports {}; it may import: {}", import.module, or_nothing(allowed)));
            } else if import.module == "store" && ONLY_SNAPSHOTS.contains(&module) && !import.rest.contains("Snapshot") {
                found.push(format!("{place}: {module} takes `{}` from store; only a Snapshot is its business", import.rest.trim()));
            }
        }
    }
    found
}

fn is_module(name: &str) -> bool {
    EVERYTHING.contains(&name) || LAYERS.iter().any(|(module, _)| *module == name)
}

fn or_nothing(allowed: &[&str]) -> String {
    if allowed.is_empty() { "model only".to_owned() } else { format!("model, {}", allowed.join(", ")) }
}

/// A path that leaves its module.
struct Import {
    /// The module that it leads to.
    module: String,
    /// What follows, up to the end of the path or of its braces.
    rest: String,
    /// The byte that it starts at.
    at: usize,
}

/// Every path from the crate's root, whether `crate::a::B`, `crate::{a::B, c}` or `super::super::a`.
fn imports(source: &Source) -> Vec<Import> {
    let code = &source.product_code;
    let mut found = Vec::new();
    for root in ["crate::", "milepost::"] {
        for (at, _) in code.match_indices(root) {
            if !code[..at].ends_with(|c| is_word(c) || c == ':' || c == '$') {
                collect(code, at + root.len(), at, &mut found);
            }
        }
    }
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with(|c| is_word(c) || c == ':') {
            continue;
        }
        let hops =
            code[at..].split("super::").skip(1).scan(true, |go, part| (std::mem::replace(go, part.is_empty())).then_some(())).count();
        if hops >= depth(&source.path) {
            collect(code, at + "super::".len() * hops, at, &mut found);
        }
    }
    found
}

/// How many `super` lead from a file to the crate's root: one from `src/store/mod.rs`, two from
/// `src/store/part.rs`.
fn depth(path: &str) -> usize {
    let inner = path.trim_start_matches("src/");
    inner.split('/').filter(|part| *part != "mod.rs").count()
}

fn collect(code: &str, start: usize, at: usize, found: &mut Vec<Import>) {
    if code[start..].starts_with('{') {
        let end = closing(code, start);
        for part in top_level_parts(&code[start + 1..end - 1]) {
            push(part, at, found);
        }
    } else {
        let line_end = code[start..].find([';', '\n']).map_or(code.len(), |n| start + n);
        let brace = code[start..line_end].find('{').map_or(line_end, |n| closing(code, start + n));
        push(&code[start..brace], at, found);
    }
}

fn push(path: &str, at: usize, found: &mut Vec<Import>) {
    let path = path.trim();
    let module: String = path.chars().take_while(|c| is_word(*c)).collect();
    let rest = path[module.len()..].to_owned();
    found.push(Import { module, rest, at });
}

fn top_level_parts(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (i, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

/// Libraries that are used outside the module that hides them.
pub fn library_violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let Some(module) = source.module() else { continue };
        for (library, rooms) in LIBRARIES {
            if rooms.contains(&module) {
                continue;
            }
            for at in uses_of(&source.product_code, library) {
                found.push(format!("{}: {library} belongs to: {}", source.place(at), rooms.join(", ")));
            }
        }
        if module == "model" {
            found.extend(foreign_to_the_model(source));
        }
    }
    found
}

/// The vocabulary is built from serde and chrono, so that everything can depend on it.
fn foreign_to_the_model(source: &Source) -> Vec<String> {
    let code = &source.product_code;
    let own = ["crate", "super", "self", "std"];
    code.match_indices("use ")
        .filter(|(at, _)| code[..*at].trim_end_matches(' ').ends_with(['\n', '{', '}', ';']) || *at == 0)
        .map(|(at, _)| (at, code[at + 4..].chars().take_while(|c| is_word(*c)).collect::<String>()))
        .filter(|(_, name)| !name.is_empty() && !own.contains(&name.as_str()) && !MODEL_LIBRARIES.contains(&name.as_str()))
        .filter(|(_, name)| name.chars().next().is_some_and(char::is_lowercase))
        .map(|(at, name)| format!("{}: model uses {name}; it may use: {}", source.place(at), MODEL_LIBRARIES.join(", ")))
        .collect()
}

fn uses_of(code: &str, library: &str) -> Vec<usize> {
    code.match_indices(library)
        .filter(|(at, _)| !code[..*at].ends_with(|c| is_word(c) || c == ':' || c == '.' || c == '\''))
        .filter(|(at, _)| {
            let after = &code[at + library.len()..];
            after.starts_with("::") || (after.starts_with([';', ' ']) && code[..*at].ends_with("use "))
        })
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_file(path: &str, text: &str) -> Vec<String> {
        violations(&[Source::new(path, text)])
    }

    #[test]
    fn an_import_from_above_is_seen_however_it_is_written() {
        let rows = [
            "use crate::metrics::Window;",
            "use crate::{metrics, yaml};",
            "use crate::{yaml::Tree, metrics::{A, B}};",
            "fn a(m: &crate::metrics::M) {}",
            "fn a() { crate::metrics::measure(); }",
            "use super::super::metrics;",
            "pub use crate::metrics;",
        ];
        for text in rows {
            assert_eq!(in_file("src/reading/stamp.rs", text).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_is_allowed_or_no_import_is_not_seen() {
        let rows = [
            "use crate::yaml::Tree;",
            "use crate::reading::Stamp;",
            "use crate::{yaml, reading::{A, B}};",
            "use super::workflow;",
            "use milepost_model::Entity;",
            "// use crate::metrics::Window;",
            "/// See [`crate::metrics`].\nfn a() { b(\"crate::metrics::x\") }",
            "#[cfg(test)]\nmod tests { use crate::metrics::Window; }",
        ];
        for text in rows {
            assert_eq!(in_file("src/reading/stamp.rs", text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_judging_module_may_see_snapshots_and_nothing_else_of_the_store() {
        assert_eq!(in_file("src/metrics/mod.rs", "use crate::store::Snapshot;"), Vec::<String>::new());
        assert_eq!(in_file("src/metrics/mod.rs", "use crate::store::snapshot::{Snapshot, Rows};"), Vec::<String>::new());
        assert_eq!(in_file("src/metrics/mod.rs", "use crate::store::Manifest;").len(), 1);
    }

    #[test]
    fn a_new_module_has_to_be_put_in_the_table() {
        assert_eq!(in_file("src/guess/mod.rs", ""), ["src/guess/mod.rs: the module `guess` is not in the layer table"]);
    }

    #[test]
    fn a_library_stays_in_its_room() {
        let seen = |path: &str, text: &str| library_violations(&[Source::new(path, text)]).len();
        assert_eq!(seen("src/site/page.rs", "use tera::Tera;"), 0);
        assert_eq!(seen("src/portal.rs", "use tera::Tera;"), 1);
        assert_eq!(seen("src/portal.rs", "fn a() { parquet::basic::x() }"), 1);
        assert_eq!(seen("src/portal.rs", "let toml = 1; a.toml; my_toml::x()"), 0);
        assert_eq!(seen("model/src/window.rs", "use chrono::Utc;\nuse rayon::join;"), 1);
    }
}
