//! An API's description: text in the descriptor, or a file that it names.
//!
//! It is kept under `definition` as a map with one key: `path` from the root of the descriptor's
//! repository, `url`, or `text`.

use super::NAME;
use super::target::{self, Resolved};
use crate::catalog::importers::ImportedEntity;
use crate::catalog::importers::reader::Reader;
use crate::reading::bounds;
use crate::reading::follow::SUBSTITUTIONS;
use crate::yaml::Node;
use milepost_model::{Place, Severity};
use serde_json::json;

/// The longest description that is kept inside a descriptor, in bytes.
const TEXT_BYTES: usize = 256 * 1024;

/// Reads `spec.definition`.
pub(super) fn read(reader: &mut Reader<'_>, key: &str, node: &Node, entity: &mut ImportedEntity) {
    entity.source("definition", NAME, reader.place(node));
    let kept = match named(node) {
        Some(named) => file(reader, named),
        None => text(reader, key, node),
    };
    if let Some(kept) = kept {
        entity.entity.extra.insert("definition".to_owned(), kept);
    }
}

/// The file that a substitution names.
fn named(node: &Node) -> Option<&Node> {
    let [entry] = node.mapping()?.entries() else { return None };
    SUBSTITUTIONS.contains(&entry.key.text.as_str()).then_some(&entry.value)
}

fn file(reader: &mut Reader<'_>, named: &Node) -> Option<serde_json::Value> {
    let text = reader.filled("spec.definition", named, bounds::ADDRESS)?;
    match target::resolve(reader.file.repo, reader.file.path, &text) {
        Resolved::Path(path) => {
            if !(reader.file.files.has)(&path) {
                let message = format!("the file “{text}” is not in the repository, or was not read");
                reader.warning("file-missing", message, named, "correct the path; it is seen from the folder of this file");
            }
            Some(json!({ "path": path }))
        }
        Resolved::Elsewhere { .. } | Resolved::Foreign => Some(json!({ "url": text })),
        Resolved::Outside => {
            reader.error("file-outside", format!("the path “{text}” leads out of the repository"), named, "name a file of this repository");
            None
        }
    }
}

fn text(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<serde_json::Value> {
    let Some(scalar) = node.scalar().filter(|scalar| !scalar.is_null() && !scalar.text.is_empty()) else {
        let help = "write the definition as text after `|`, or $text: with its path";
        reader.error("wrong-type", format!("“{key}” must be text, and this is {}", node.found()), node, help);
        return None;
    };
    if scalar.text.len() <= TEXT_BYTES {
        return reader.text(key, node).map(|text| json!({ "text": text }));
    }
    let message = format!("the definition has {} bytes, and at most {TEXT_BYTES} are kept inside a descriptor", scalar.text.len());
    let place: Place = reader.place(node);
    reader.complain(Severity::Note, "too-large", message, place, "put it into a file of its own and name it with $text:");
    None
}
