//! Backstage's substitutions: `$text`, `$json` and `$yaml` stand for a file's content.
//!
//! A path is read inside the descriptor's repository and nowhere else. What an API's definition names
//! is not read here: it may be megabytes, and the entity keeps its path.

use super::target::{self, Resolved};
use crate::catalog::importers::reader::Reader;
use crate::reading::bounds;
use crate::reading::follow::SUBSTITUTIONS;
use crate::yaml::{self, Entry, Node, Scalar, Shape, Style};
use milepost_model::{Place, Severity};

/// The largest file that stands in a descriptor's place, in bytes.
const BYTES: usize = 256 * 1024;
/// The most files that one descriptor may bring in.
const FILES: usize = 50;

/// The document with the files that it names in their places.
pub(super) fn apply(reader: &mut Reader<'_>, document: &Node) -> Option<Node> {
    let mut left = FILES;
    is_needed(document).then(|| resolved(reader, document, &mut Vec::new(), &mut left))
}

fn is_needed(node: &Node) -> bool {
    named(node).is_some()
        || node.items().unwrap_or_default().iter().any(is_needed)
        || node.mapping().is_some_and(|mapping| mapping.entries().iter().any(|entry| is_needed(&entry.value)))
}

fn named(node: &Node) -> Option<&Entry> {
    let [entry] = node.mapping()?.entries() else { return None };
    (SUBSTITUTIONS.contains(&entry.key.text.as_str()) && entry.value.text().is_some()).then_some(entry)
}

fn resolved<'n>(reader: &mut Reader<'_>, node: &'n Node, path: &mut Vec<&'n str>, left: &mut usize) -> Node {
    if path[..] == ["spec", "definition"] {
        return node.clone();
    }
    if let Some(entry) = named(node) {
        return content(reader, entry, left).unwrap_or_else(|| entry.value.clone());
    }
    let shape = match &node.shape {
        Shape::Scalar(scalar) => Shape::Scalar(scalar.clone()),
        Shape::Sequence(items) => Shape::Sequence(
            items
                .iter()
                .map(|item| {
                    path.push("");
                    let item = resolved(reader, item, path, left);
                    path.pop();
                    item
                })
                .collect(),
        ),
        Shape::Mapping(mapping) => Shape::Mapping(mapping.map_values(|entry| {
            path.push(&entry.key.text);
            let value = resolved(reader, &entry.value, path, left);
            path.pop();
            value
        })),
    };
    Node { line: node.line, column: node.column, shape }
}

/// What a substitution stands for; nothing where that cannot be said.
fn content(reader: &mut Reader<'_>, entry: &Entry, left: &mut usize) -> Option<Node> {
    let node = &entry.value;
    let named = node.text().unwrap_or_default().to_owned();
    let shown = bounds::cut(&named, bounds::NAME);
    let path = match target::resolve(reader.file.repo, reader.file.path, &named) {
        Resolved::Path(path) => path,
        Resolved::Outside => {
            reader.error("file-outside", format!("the path “{shown}” leads out of the repository"), node, "name a file of this repository");
            return None;
        }
        Resolved::Elsewhere { .. } | Resolved::Foreign => {
            let message = format!("“{shown}” lies elsewhere, so it is not read");
            reader.complain(Severity::Note, "file-elsewhere", message, reader.place(node), "name a file of this repository");
            return None;
        }
    };
    if *left == 0 {
        reader.warning("too-many", format!("more than {FILES} files stand in this descriptor's place"), node, "write the values out");
        return None;
    }
    *left -= 1;
    let Some(bytes) = (reader.file.files.content)(&path) else {
        let message = format!("the file “{shown}” is not in the repository, or was not read");
        reader.warning("file-missing", message, node, "correct the path; it is seen from the folder of this file");
        return None;
    };
    if bytes.len() > BYTES {
        reader.warning("too-large", format!("“{shown}” has {} bytes, and at most {BYTES} are read", bytes.len()), node, "make it smaller");
        return None;
    }
    let text = bounds::text(&bytes);
    if entry.key.text == "$text" {
        let scalar = Scalar { text: text.into_owned(), style: Style::Block, tag: None };
        return Some(Node { line: node.line, column: node.column, shape: Shape::Scalar(scalar) });
    }
    let place = Place::in_repo(reader.file.repo, &path);
    match yaml::document(&text, &place) {
        Ok(found) => Some(moved(&found, node.line, node.column)),
        Err(problems) => {
            reader.problems.extend(problems);
            None
        }
    }
}

/// The tree as if it stood where it is named: its own lines are those of another file.
fn moved(node: &Node, line: u32, column: u32) -> Node {
    let shape = match &node.shape {
        Shape::Scalar(scalar) => Shape::Scalar(scalar.clone()),
        Shape::Sequence(items) => Shape::Sequence(items.iter().map(|item| moved(item, line, column)).collect()),
        Shape::Mapping(mapping) => Shape::Mapping(mapping.map_values(|entry| moved(&entry.value, line, column))),
    };
    Node { line, column, shape }
}
