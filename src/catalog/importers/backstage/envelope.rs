//! What every Backstage entity has: version, kind and metadata.

use super::{kinds, metadata, output, refused};
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::{ImportedEntity, names};
use crate::reading::bounds;
use crate::yaml::{Mapping, Node};
use milepost_model::Severity;

/// The keys that an entity may have at its root.
const ROOT: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// Reads version, kind and metadata; an entity without a usable kind and name is none.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    foreign_keys(reader, document);
    output::check(reader, document);
    let version = api_version(reader, document);
    let kind = kind(reader, document, version.as_deref())?;
    metadata::read(reader, document, &kind)
}

fn foreign_keys(reader: &mut Reader<'_>, document: &Node) {
    for entry in document.mapping().map(Mapping::entries).unwrap_or_default() {
        let key = entry.key.text.as_str();
        if ROOT.contains(&key) {
            continue;
        }
        let place = entry.key.place(&reader.whole());
        if matches!(key, "relations" | "status") {
            // Files exported from a catalog hold them, and its policy refuses them all the same.
            let message = format!("“{key}” is written by Backstage itself, which refuses it in a file");
            reader.complain(Severity::Error, "unknown-key", message, place, "remove it; relations follow from spec");
        } else {
            let message = format!("“{}” is not a key of an entity", bounds::cut(key, 60));
            let rule = format!("only {} at the root; most other things belong under spec or metadata", ROOT.join(", "));
            refused(reader, "unknown-key", message, place, &rule);
        }
    }
}

fn api_version(reader: &mut Reader<'_>, document: &Node) -> Option<String> {
    let rule = "a version such as backstage.io/v1alpha1";
    let Some(node) = document.get("apiVersion") else {
        refused(reader, "required-field", "there is no “apiVersion”".into(), reader.place(document), rule);
        return None;
    };
    let text = reader.exact("apiVersion", node)?;
    if names::is_api_version(&text) {
        return Some(text);
    }
    refused(
        reader,
        "bad-api-version",
        format!("“{}” is no API version", bounds::cut(&bounds::one_line(&text), 80)),
        reader.place(node),
        rule,
    );
    None
}

fn kind(reader: &mut Reader<'_>, document: &Node, version: Option<&str>) -> Option<String> {
    let Some(node) = document.get("kind") else {
        refused(reader, "required-field", "there is no “kind”".into(), reader.place(document), "a kind such as Component");
        return None;
    };
    let kind = reader.exact("kind", node)?;
    if !names::is_kind(&kind) {
        refused(
            reader,
            "bad-kind",
            format!("“{}” is no kind", bounds::cut(&bounds::one_line(&kind), 80)),
            reader.place(node),
            "letters and digits, a letter first, at most 63",
        );
        return None;
    }
    let Some(rules) = kinds::of(&kind) else { return Some(kind) };
    if rules.kind != kind {
        reader.error("kind-case", format!("the kind “{kind}” is written {}", rules.kind), node, format!("write kind: {}", rules.kind));
    }
    if let Some(version) = version.filter(|version| !rules.versions.contains(version)) {
        let message = format!("Backstage has no {} of version “{version}”, and leaves such an entity out", rules.kind);
        let at = document.get("apiVersion").unwrap_or(node);
        let help = format!("write apiVersion: {}", rules.versions.first().copied().unwrap_or_default());
        // An organisation may have a version of its own, with a processor of its own.
        if version.contains("backstage.io/") || !version.contains('/') {
            reader.error("bad-api-version", message, at, help);
        } else {
            reader.warning("bad-api-version", message, at, help);
        }
    }
    Some(kind)
}
