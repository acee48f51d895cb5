//! Files that name further files of their repository: an API's description, a folder of documents.
//!
//! A collector asks this after its first round, so that what a descriptor speaks of is read too.

use crate::yaml::{self, Node};
use milepost_model::Place;

/// Backstage's substitutions: a map with exactly one of these keys stands for the file that it names.
///
/// The last two come with a plugin of its own that bundles what an API's description refers to.
pub const SUBSTITUTIONS: [&str; 5] = ["$text", "$json", "$yaml", "$openapi", "$asyncapi"];

/// A descriptor is small; what is larger is something else.
const MOST_BYTES: usize = 1 << 20;

/// Endings of files that pages include beside those of pages: what is shown as code.
const INCLUDED: &str = "yaml,yml,json,toml,txt,sh,sql,py,go,js,ts,java,kt,tf,proto,graphql,env,ini,conf,csv";

/// A description of an API is spread over at most so many further files.
const MOST_FILES: usize = 200;

/// Paths and globs, from the repository's root, of the files that this file of this repository names.
pub fn further_paths(repository: &str, path: &str, bytes: &[u8]) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if matches!(ending, "yaml" | "yml" | "json") && ["openapi", "swagger", "asyncapi"].iter().any(|word| name.contains(word)) {
        let mut found: Vec<String> = described_in(bytes).iter().filter_map(|named| joined(folder, named)).collect();
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_FILES);
        return found;
    }
    if !matches!(ending, "yaml" | "yml" | "json") || bytes.len() > MOST_BYTES {
        return Vec::new();
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let documents = || yaml::documents(text, &Place::file(path)).0;
    let mut found = Vec::new();
    match stem {
        "mkdocs" => documents().iter().for_each(|document| mkdocs(document, &mut found)),
        "milepost" => documents().iter().for_each(|document| milepost(document, &mut found)),
        // What a Location names may have any name, and name further files in its turn.
        _ if stem.starts_with("catalog-info") || text.contains("backstage.io/v") => {
            for document in documents() {
                entity(&document, repository, &mut found);
            }
        }
        _ => {}
    }
    found
        .iter()
        .filter_map(|named| if let Some(path) = named.strip_prefix(HERE) { joined("", path) } else { joined(folder, named) })
        .collect()
}

/// Before a path that is seen from the root.
const HERE: &str = "\0";

/// The files that the references of an API's description name, and their neighbours, which they name in turn.
///
/// A description may have megabytes, so its text is searched and not parsed.
fn described_in(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    for (at, _) in text.match_indices("$ref") {
        let rest = text[at + 4..].trim_start_matches(['"', '\'']).trim_start();
        let Some(value) = rest.strip_prefix(':').map(str::trim_start) else { continue };
        let value = value.trim_start_matches(['"', '\'']);
        let end = value.find(['"', '\'', '#', '\n', '\r', ',', '}', ' ']).unwrap_or(value.len());
        let file = &value[..end];
        let is_tree = [".yaml", ".yml", ".json"].iter().any(|ending| file.ends_with(ending));
        if is_tree && is_local(file) && !file.contains(['*', '?', '[', '{']) {
            found.push(file.to_owned());
            if let Some((folder, _)) = file.rsplit_once('/').filter(|(folder, _)| !folder.trim_matches(['.', '/']).is_empty()) {
                found.push(format!("{folder}/*.{{yaml,yml,json}}"));
            }
        }
    }
    found
}

fn mkdocs(document: &Node, found: &mut Vec<String>) {
    let folder = document.get("docs_dir").and_then(Node::text).unwrap_or("docs");
    let folder = folder.trim_end_matches('/');
    found.push(format!("{folder}/**/*.{{md,markdown,png,jpg,jpeg,gif,svg,webp}}"));
    if includes(document) {
        found.push(format!("{folder}/**/*.{{{INCLUDED}}}"));
    }
}

/// Whether a site's pages may include other files.
fn includes(document: &Node) -> bool {
    let named = |list: &str, names: &[&str]| {
        let is_one = |name: &str| names.contains(&name);
        let Some(list) = document.get(list) else { return false };
        let mut entries = list.items().unwrap_or_default().iter().chain([list]);
        entries.any(|item| {
            let keys = item.mapping().map(yaml::Mapping::entries).unwrap_or_default();
            item.text().is_some_and(is_one) || keys.iter().any(|entry| is_one(&entry.key.text))
        })
    };
    named("markdown_extensions", &["markdown_include.include", "pymdownx.snippets"]) || named("plugins", &["techdocs-core"])
}

fn milepost(document: &Node, found: &mut Vec<String>) {
    found.extend(document.at(&["links", "runbook"]).and_then(Node::text).filter(|target| is_local(target)).map(str::to_owned));
}

fn entity(document: &Node, repository: &str, found: &mut Vec<String>) {
    let annotation = |name: &str| document.at(&["metadata", "annotations", name]).and_then(Node::text);
    if let Some(folder) = annotation("backstage.io/techdocs-ref").and_then(|reference| reference.strip_prefix("dir:")) {
        let folder = folder.trim_end_matches('/');
        found.extend([format!("{folder}/mkdocs.yml"), format!("{folder}/docs/**/*.md")]);
    }
    if let Some(folder) = annotation("backstage.io/adr-location").filter(|target| is_local(target)) {
        found.push(format!("{}/*.md", folder.trim_end_matches('/')));
    }
    if document.get("kind").and_then(Node::text) == Some("Location") {
        let one = document.at(&["spec", "target"]).and_then(Node::text);
        let several = document.at(&["spec", "targets"]).and_then(Node::items).unwrap_or_default();
        found.extend(one.into_iter().chain(several.iter().filter_map(Node::text)).filter_map(|target| local(target, repository)));
    }
    substituted(document, repository, found);
}

fn substituted(node: &Node, repository: &str, found: &mut Vec<String>) {
    if let Some(mapping) = node.mapping() {
        for entry in mapping.entries() {
            if SUBSTITUTIONS.contains(&entry.key.text.as_str()) {
                found.extend(entry.value.text().and_then(|target| local(target, repository)));
            } else {
                substituted(&entry.value, repository, found);
            }
        }
    }
    node.items().unwrap_or_default().iter().for_each(|item| substituted(item, repository, found));
}

/// What a path, or an address in this repository, leads to.
fn local(target: &str, repository: &str) -> Option<String> {
    if is_local(target) {
        return Some(target.to_owned());
    }
    let (_, address) = target.split_once("://")?;
    let (_, path) = address.split_once('/')?;
    let inside = path.strip_prefix(repository)?.strip_prefix('/')?;
    let rest = ["-/blob/", "-/tree/", "blob/", "tree/"].iter().find_map(|mark| inside.strip_prefix(mark))?;
    let (_, path) = rest.split_once('/')?;
    Some(format!("{HERE}{path}"))
}

fn is_local(target: &str) -> bool {
    !target.contains("://") && !target.starts_with('/')
}

/// A path that is named from a folder, from the root. Nothing where it leads out of the repository.
fn joined(folder: &str, named: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in named.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_name_what_else_is_to_be_read() {
        let further_paths = |path: &str, bytes: &[u8]| further_paths("o/r", path, bytes);
        let descriptor = "kind: API\nmetadata:\n  annotations:\n    backstage.io/techdocs-ref: dir:./handbook\nspec:\n  definition:\n    $text: ../openapi.yaml\n";
        assert_eq!(
            further_paths("services/a/catalog-info.yaml", descriptor.as_bytes()),
            ["services/a/handbook/mkdocs.yml", "services/a/handbook/docs/**/*.md", "services/openapi.yaml"]
        );
        assert_eq!(
            further_paths("mkdocs.yml", b"site_name: x\ndocs_dir: handbook\n"),
            ["handbook/**/*.{md,markdown,png,jpg,jpeg,gif,svg,webp}"]
        );
        for (site, is_more) in [
            ("markdown_extensions: [admonition, markdown_include.include]", true),
            ("markdown_extensions:\n  - pymdownx.snippets:\n      base_path: x\n", true),
            ("markdown_extensions: {pymdownx.snippets: {}}", true),
            ("plugins: [techdocs-core]", true),
            ("markdown_extensions: [admonition]\nplugins: [search]", false),
        ] {
            let paths = further_paths("mkdocs.yml", site.as_bytes());
            assert_eq!(paths.iter().any(|path| path.starts_with("docs/**/*.{yaml,yml,json,")), is_more, "{site}");
        }
        assert_eq!(further_paths("milepost.yaml", b"name: a\nlinks:\n  runbook: ops/when-it-breaks.md\n"), ["ops/when-it-breaks.md"]);
        let location = b"kind: Location\nspec:\n  targets: [./a/*.yaml, 'https://example.com/x.yaml']\n";
        assert_eq!(further_paths("catalog-info.yaml", location), ["a/*.yaml"]);
        let elsewhere = b"apiVersion: backstage.io/v1alpha1\nkind: API\nspec:\n  definition: {$openapi: 'https://github.com/o/r/blob/main/api/x.yaml'}\n";
        assert_eq!(further_paths("org/apis.yaml", elsewhere), ["api/x.yaml"]);
    }

    #[test]
    fn descriptions_of_apis_name_the_files_that_they_are_spread_over() {
        let text = br##"{"a": {"$ref": "#/x"}, "b": {"$ref": "./schemas/a.json#/y"}, "c": {"$ref":'../common.yaml'}, "d": {"$ref": "https://x/y.yaml"}}"##;
        assert_eq!(
            further_paths("o/r", "api/v1/openapi.json", text),
            ["api/common.yaml", "api/v1/schemas/*.{yaml,yml,json}", "api/v1/schemas/a.json"]
        );
        assert_eq!(further_paths("o/r", "openapi.yaml", b"a:\n  $ref: b/../../c.yaml\n"), Vec::<String>::new());
    }

    #[test]
    fn nothing_leads_out_of_the_repository() {
        for hostile in ["$text: ../../etc/passwd", "$text: /etc/passwd", "$text: file:///etc/passwd", "a: [", "$text: [a]"] {
            assert_eq!(further_paths("o/r", "catalog-info.yaml", hostile.as_bytes()), Vec::<String>::new(), "{hostile}");
        }
    }
}
