//! Datadog's `service.datadog.yaml` and `entity.datadog.yaml`, versions 2 to 3, also mixed in one file.

mod schema;
mod v2;
mod v3;

use super::reader::Reader;
use super::shape::{self, Manner};
use super::{DescriptorFile, Imported, Importer, tells};
use crate::catalog::Trust;
use crate::yaml::{self, Node};
use milepost_model::Severity;

const NAME: &str = "datadog";
const MANNER: Manner = Manner::published("Datadog");
const VERSIONS: &str = "schema-version: v2, v2.1 or v2.2, or apiVersion: v3";

/// Datadog's descriptors.
#[derive(Debug, Clone, Copy)]
pub struct Datadog;

impl Importer for Datadog {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Datadog descriptor"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/{service,entity}.datadog.{yaml,yml,json}"]
    }

    fn trust(&self) -> Trust {
        Trust::OtherPortal
    }

    fn sniff(&self, path: &str, text: &str) -> bool {
        tells::begins(text, "schema-version")
            || tells::says(text, "dd-service")
            || tells::gives(text, "apiVersion", "v3")
            || (self.matches(path) && tells::begins(text, "metadata") && !tells::begins(text, "apiVersion"))
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            imported.entities.extend(entity(&mut reader, document));
        }
        imported.problems = reader.problems;
        imported
    }
}

fn entity(reader: &mut Reader<'_>, document: &Node) -> Option<super::ImportedEntity> {
    let version = ["schema-version", "apiVersion"].iter().find_map(|key| document.get(key));
    let known = version.and_then(Node::text).and_then(|text| schema::of(text, document.get("kind").and_then(Node::text)));
    let Some(shape) = known else {
        if let Some(node) = version.filter(|node| !node.is_null()) {
            reader.error("bad-api-version", format!("Datadog has no version {}", node.found()), node, format!("write {VERSIONS}"));
        } else {
            let message = format!("this document says no version, and is {}", document.found());
            reader.complain(Severity::Error, "bad-api-version", message, reader.place(document), format!("write {VERSIONS}"));
        }
        return None;
    };
    shape::hold(reader, document, &shape, MANNER);
    if document.get("apiVersion").is_some() { v3::read(reader, document) } else { v2::read(reader, document) }
}
