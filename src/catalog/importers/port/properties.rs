//! What the properties of a Port entity mean, told by their names and values; all of them are kept.

use super::NAME;
use crate::catalog::importers::reader::{ITEMS, Reader};
use crate::catalog::importers::sketch::{Field, Sketch, each, line};
use crate::catalog::importers::{link_kind, repository_url};
use crate::reading::bounds;
use crate::yaml::{Mapping, Node};

/// Names of properties that hold the address of the repository.
const CODE: [&str; 9] = ["url", "repo", "repository", "repo_url", "repository_url", "github", "github_url", "gitlab_url", "code"];

/// Takes what has a field, links what is an address, and keeps everything.
pub(super) fn read(reader: &mut Reader<'_>, properties: Option<&Node>, entity: &mut Sketch) {
    let Some(node) = properties.filter(|node| node.mapping().is_some()) else { return };
    let mut made = Vec::new();
    for entry in node.mapping().map(Mapping::entries).unwrap_or_default().iter().take(ITEMS) {
        let (key, value) = (entry.key.text.to_lowercase(), &entry.value);
        match key.as_str() {
            "description" => take(reader, Field::Description, value, entity),
            "lifecycle" => take(reader, Field::Lifecycle, value, entity),
            "tier" => take(reader, Field::Tier, value, entity),
            "type" => take(reader, Field::Type, value, entity),
            "tags" | "labels" => each(Some(value)).iter().filter_map(|tag| line(tag, bounds::NAME)).for_each(|tag| entity.tag(&tag)),
            _ => {}
        }
        if ["on_call", "oncall", "on-call", "pagerduty", "opsgenie"].iter().any(|word| key.contains(word)) && !value.is_null() {
            entity.on_call(&entry.key.text);
        }
        for value in each(Some(value)) {
            let Some(text) = value.text() else { continue };
            if let Some(path) = text.strip_prefix("file://") {
                file(reader, path, &key, value, entity);
            } else if link_kind::is_address(text) && (text.starts_with("http") || text.starts_with("mailto:")) {
                let title = bounds::cut(&entry.key.text.replace(['_', '-'], " "), bounds::NAME);
                entity.link(reader, &[&key, text], Some(title), Some(value));
                if CODE.contains(&key.as_str()) {
                    made.extend(repository_url::read(text));
                }
            }
        }
    }
    entity.made_in(reader, made);
    entity.keep("properties", node.to_json());
}

fn take(reader: &Reader<'_>, field: Field, value: &Node, entity: &mut Sketch) {
    entity.say(reader, field, Some(value));
}

/// A file that a property names, seen from the descriptor's folder.
fn file(reader: &mut Reader<'_>, path: &str, key: &str, node: &Node, entity: &mut Sketch) {
    let mut parts: Vec<&str> = reader.file.path.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." if parts.pop().is_none() => {
                let message = format!("the file “{}” lies outside the repository, and is left out", bounds::cut(path, 60));
                reader.warning("bad-link", message, node, "name a file of this repository");
                return;
            }
            "" | "." | ".." => {}
            part => parts.push(part),
        }
    }
    let url = parts.join("/");
    if url.is_empty() || url.contains(char::is_whitespace) || url.contains(':') {
        return;
    }
    let kind = link_kind::of(&[key, "docs"]);
    entity.found.source("links", NAME, reader.place(node));
    entity.found.entity.links.push(milepost_model::Link { kind: kind.to_owned(), title: bounds::cut(key, bounds::NAME), url });
}
