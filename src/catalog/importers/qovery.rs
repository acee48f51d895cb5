//! Qovery's Terraform, as its console exports it: projects, environments, services and databases.
//!
//! Only names and what is no secret is read; variables of services are not kept at all.

mod block;
mod entities;

use super::reader::Reader;
use super::{DescriptorFile, Imported, Importer};
use crate::catalog::Trust;
use hcl_edit::structure::Body;
use milepost_model::Severity;

const NAME: &str = "qovery";
/// The largest file that is read: an export of a large environment has 200 kB.
const BYTES: usize = 2 << 20;

/// Qovery's Terraform.
#[derive(Debug, Clone, Copy)]
pub struct Qovery;

impl Importer for Qovery {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Qovery export"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*.tf"]
    }

    fn trust(&self) -> Trust {
        Trust::Workload
    }

    fn sniff(&self, path: &str, text: &str) -> bool {
        let is_resource = |line: &str| line.strip_prefix("resource").is_some_and(|rest| rest.trim_start().starts_with("\"qovery_"));
        self.matches(path) && text.lines().any(|line| is_resource(line.trim_start_matches('\u{feff}')))
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let mut imported = Imported::default();
        if file.text.len() > BYTES {
            let message = format!("the file has {} bytes, and at most {BYTES} are read", file.text.len());
            reader.complain(Severity::Error, "too-large", message, reader.whole().at(1, 1), "split it into several files");
        } else {
            match hcl_edit::parser::parse_body(file.text.trim_start_matches('\u{feff}')) {
                Ok(body) => imported.entities = read(&mut reader, &body),
                Err(error) => {
                    let place = reader.whole().at(number(error.location().line()), number(error.location().column()));
                    let message = format!("this is no Terraform: {}", error.message());
                    reader.complain(
                        Severity::Error,
                        "syntax",
                        message,
                        place,
                        "see https://developer.hashicorp.com/terraform/language/syntax",
                    );
                }
            }
        }
        imported.problems = reader.problems;
        imported
    }
}

fn read(reader: &mut Reader<'_>, body: &Body) -> Vec<super::ImportedEntity> {
    let blocks = block::blocks(reader.file.text, reader.whole(), body);
    entities::read(reader, &blocks)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).max(1)
}
