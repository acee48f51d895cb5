//! The manual: pages that are made from code are up to date, examples are good, schemas are whole, links lead somewhere.

#[path = "manual/guides.rs"]
mod guides;
#[path = "manual/pages.rs"]
mod pages;
#[path = "manual/sessions.rs"]
mod sessions;

use milepost::cli;
use milepost::config::Config;
use milepost::config::reference::{self, Page};
use milepost::config::theme::Theme;
use milepost::metrics;
use milepost::yaml::{self, Node};
use milepost_model::Place;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Once;

/// Every page that is made from code. A new one is added here, and nowhere else.
fn generated() -> Vec<Page> {
    let command_line = Page { path: "docs/reference/cli.md", text: cli::reference::markdown() };
    let rules = Page { path: "docs/reference/descriptor-rules.md", text: milepost::report::rules::markdown() };
    let descriptors = Page { path: "docs/reference/descriptors.md", text: milepost::catalog::reference::markdown() };
    let facts = Page { path: "docs/reference/facts.md", text: milepost::rules::manual::markdown() };
    let data = Page { path: "docs/reference/data.md", text: milepost::site::data_files::markdown() };
    let mcp = Page { path: "docs/reference/mcp.md", text: milepost::mcp::manual::markdown() };
    let metrics = Page { path: "docs/metrics.md", text: metrics::manual::markdown() };
    [command_line, data, facts, mcp, metrics, rules, descriptors].into_iter().chain(reference::pages()).collect()
}

/// `cargo xtask docs` sets MILEPOST_REFRESH, and then the pages are written before anything reads them.
#[allow(clippy::disallowed_methods, reason = "a test is asked to write by the task that runs it")]
fn is_asked_to_refresh() -> bool {
    std::env::var_os("MILEPOST_REFRESH").is_some()
}

fn refresh_if_asked() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if is_asked_to_refresh() {
            for Page { path, text } in generated() {
                std::fs::write(root().join(path), text).expect("because the manual's folder is there");
            }
        }
    });
}

#[test]
fn pages_that_are_made_from_code_are_up_to_date() {
    refresh_if_asked();
    let mut stale = Vec::new();
    for Page { path, text } in generated() {
        let found = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        if found.replace("\r\n", "\n") != text {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "out of date: {}. Run `cargo xtask docs`", stale.join(", "));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    refresh_if_asked();
    std::fs::read_to_string(root().join("docs/reference").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The blocks of a page that are fenced with this word.
fn blocks(page: &str, word: &str) -> Vec<String> {
    let fence = format!("```{word}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

/// The files of the reference whose names end so.
fn files(ending: &str) -> Vec<String> {
    refresh_if_asked();
    let folder = std::fs::read_dir(root().join("docs/reference")).expect("because the manual has a reference");
    let mut names: Vec<String> =
        folder.map(|entry| entry.expect("because it can be listed").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(ending));
    names.sort();
    names
}

#[test]
fn every_yaml_example_of_the_manual_is_yaml_and_every_json_example_json() {
    refresh_if_asked();
    for page in pages::all() {
        for pages::Block { language, text, .. } in page.blocks() {
            if language == "yaml" {
                let (nodes, problems) = yaml::documents(&text, &Place::file(&page.path));
                assert!(problems.is_empty() && !nodes.is_empty(), "{}: {problems:#?}", page.path);
            }
            // A document, or one a line.
            let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok();
            assert!(language != "json" || is_json(&text) || text.lines().all(is_json), "{}: {text}", page.path);
        }
    }
}

#[test]
fn the_scorecard_of_the_manual_is_a_configuration() {
    for block in blocks(&page("scorecards.md"), "toml") {
        let loaded = Config::load(&format!("{block}\n[organisation]\nname = \"x\"\n"), Path::new("x.toml"));
        assert!(loaded.is_ok_and(|config| config.rules.len() == 2 && config.campaigns.len() == 1));
    }
}

#[test]
fn the_golden_path_of_the_manual_is_a_configuration() {
    let text = blocks(&page("golden-paths.md"), "toml").concat();
    let config = Config::load(&text, Path::new("x.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(config.golden_paths.iter().map(|path| path.signals.len()).collect::<Vec<_>>(), [5]);
}

#[test]
fn the_theme_of_the_manual_is_a_theme() {
    let text = blocks(&page("theme.md"), "toml").concat();
    Theme::load(&text, Path::new("theme.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
}

/// The keys of an example must be those of the schema, and those of the schema must be on the page.
#[test]
fn pages_and_schemas_know_the_same_keys() {
    for (name, schema) in [("milepost-yaml.md", "milepost.schema.json"), ("milepost-actions.md", "milepost.actions.schema.json")] {
        let text = page(name);
        let schema: Value = serde_json::from_str(&page(schema)).expect("because it is JSON");
        let known: BTreeSet<&str> = keys(&schema["properties"]).collect();
        for block in blocks(&text, "yaml") {
            let node = yaml::document(&block, &Place::file(name)).expect("because the example is good");
            let shown: BTreeSet<&str> = entries(&node).collect();
            assert_eq!(shown, known, "the example of {name} shows every key");
        }
        let rows: BTreeSet<&str> = text
            .split("## Keys")
            .nth(1)
            .map_or("", |rest| rest.split("\n## ").next().unwrap_or(""))
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        assert_eq!(rows, known, "{name}");
    }
}

fn keys(object: &Value) -> impl Iterator<Item = &str> {
    object.as_object().into_iter().flat_map(|object| object.keys()).map(String::as_str)
}

fn entries(node: &Node) -> impl Iterator<Item = &str> {
    node.mapping().into_iter().flat_map(yaml::Mapping::entries).map(|entry| entry.key.text.as_str())
}

#[test]
fn every_schema_is_whole() {
    for name in files(".schema.json") {
        let schema: Value = serde_json::from_str(&page(&name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert!(schema["$id"].as_str().is_some_and(|id| id.ends_with(&format!("/{name}"))), "{name}");
        walk(&schema, &schema, &name);
    }
}

/// References lead somewhere, types are types, and what is required exists.
fn walk(schema: &Value, root: &Value, name: &str) {
    let Some(object) = schema.as_object() else { return };
    if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{name}: {reference} leads out"));
        assert!(root.pointer(pointer).is_some(), "{name}: {reference} leads nowhere");
    }
    let types = object.get("type").map_or_else(Vec::new, |found| found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]));
    for found in types {
        let found = found.as_str().unwrap_or_default().to_owned();
        assert!(["string", "integer", "number", "boolean", "array", "object", "null"].contains(&found.as_str()), "{name}: type {found}");
    }
    let properties = object.get("properties").and_then(Value::as_object);
    if let (Some(required), Some(properties)) = (object.get("required").and_then(Value::as_array), properties)
        && object.get("additionalProperties") == Some(&Value::Bool(false))
    {
        for key in required.iter().filter_map(Value::as_str) {
            assert!(properties.contains_key(key), "{name}: {key} is required and unknown");
        }
    }
    for key in ["properties", "$defs"] {
        for inner in object.get(key).and_then(Value::as_object).into_iter().flat_map(|map| map.values()) {
            walk(inner, root, name);
        }
    }
    for key in ["items", "additionalProperties", "not", "if", "then"] {
        object.get(key).into_iter().for_each(|inner| walk(inner, root, name));
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        object.get(key).and_then(Value::as_array).into_iter().flatten().for_each(|inner| walk(inner, root, name));
    }
}

/// Codes are written where something is wrong; the page of rules must know each of them.
#[test]
fn every_code_that_a_check_may_show_is_documented() {
    let mut files = Vec::new();
    for folder in ["src/yaml", "src/catalog"] {
        sources(&root().join(folder), &mut files);
    }
    let mut unknown = BTreeSet::new();
    for (path, text) in &files {
        let own = if path.contains("importers") { "backstage" } else { "" };
        for word in text.split('"').skip(1).step_by(2) {
            let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if let Some((area, _)) = word.split_once('/').filter(|(area, what)| plain(area) && plain(what))
                && matches!(area, "yaml" | "catalog" | "backstage" | "milepost")
                && milepost::report::rules::of(word).is_none()
            {
                unknown.insert(format!("{path}: {word}"));
            }
        }
        // Importers write the second part alone, as the word after the reader or the severity.
        for call in [".error(", ".warning(", "refused(reader, ", "complain(", "tell("] {
            for rest in text.split(call).skip(1) {
                let Some(what) = rest.trim_start().split(", ").take(2).find_map(|part| part.trim().strip_prefix('"')?.split('"').next())
                else {
                    continue;
                };
                let is_what = what.contains('-') && what.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                if !own.is_empty() && is_what && milepost::report::rules::of(&format!("{own}/{what}")).is_none() {
                    unknown.insert(format!("{path}: {what}"));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "add these to the rules beside the code that tells them: {unknown:#?}");
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("because the sources are there") {
        let path = entry.expect("because it can be listed").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).expect("because sources are text");
            // Tests may name codes that nobody knows.
            found.push((path.display().to_string(), text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()));
        }
    }
}
