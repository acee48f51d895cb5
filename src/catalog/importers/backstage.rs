//! Backstage's `catalog-info.yaml`.
//!
//! The rules are those of Backstage's own validators, so that what Backstage refuses is an error here
//! too; but where Backstage drops the whole entity, milepost leaves out the field and keeps the rest.

mod annotations;
mod definition;
mod envelope;
mod kinds;
mod links;
mod location;
mod metadata;
mod output;
mod spec;
mod substitution;
mod target;

use super::reader::Reader;
use super::{DescriptorFile, Imported, Importer};
use crate::catalog::Trust;
use crate::yaml;
use milepost_model::Severity;

/// The format's name.
pub(super) const NAME: &str = "backstage";

/// Backstage's descriptors.
#[derive(Debug, Clone, Copy)]
pub struct Backstage;

impl Importer for Backstage {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Backstage descriptor"
    }

    fn globs(&self) -> &'static [&'static str] {
        &[
            "**/catalog-info*.{yaml,yml,json}",
            "**/catalog-entities.{yaml,yml}",
            "**/{.backstage,.catalog,catalog}/**/*.{yaml,yml}",
            "**/.backstage.{yaml,yml}",
        ]
    }

    fn trust(&self) -> Trust {
        Trust::SameModel
    }

    fn sniff(&self, path: &str, text: &str) -> bool {
        let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        let begins = |line: &str, word: &str| line.trim_start_matches(['"', ' ', '{', '-', '\u{feff}']).starts_with(word);
        let has = |word: &str| text.lines().any(|line| begins(line, word)) || (is_json && text.contains(&format!("\"{word}\"")));
        let is_named_so = path.rsplit('/').next().is_some_and(|name| name.starts_with("catalog-info"));
        // A JSON schema of entities speaks of the same words.
        if is_json && text.contains("\"$schema\"") {
            return false;
        }
        // Kinds of one's own may have an API version of one's own.
        (has("apiVersion") && text.contains("backstage.io/v")) || (is_named_so && has("kind") && (has("metadata") || has("spec")))
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, true);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            if document.mapping().is_none() {
                let message = format!("an entity is a map, and this is {}", document.found());
                reader.error("no-entity", message, document, "write apiVersion, kind, metadata and spec");
                continue;
            }
            let whole = substitution::apply(&mut reader, document);
            let document = whole.as_ref().unwrap_or(document);
            let Some(mut entity) = envelope::read(&mut reader, document) else { continue };
            spec::read(&mut reader, document, &mut entity);
            if entity.entity.reference.kind == "location" {
                imported.targets.extend(location::targets(&mut reader, document));
                continue;
            }
            annotations::apply(&mut reader, document, &mut entity);
            imported.entities.push(entity);
        }
        imported.problems = reader.problems;
        imported
    }
}

/// Reports a rule that Backstage's validator has, in the words of all such reports.
fn refused(reader: &mut Reader<'_>, what: &str, message: String, place: milepost_model::Place, rule: &str) {
    reader.complain(Severity::Error, what, message, place, format!("Backstage wants {rule}"));
}
