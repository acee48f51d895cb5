//! The files of one API become its description.

use super::discover::place;
use super::findings::Findings;
use super::model::{Description, Format, SourceFile};
use super::trees::{Content, Trees};
use super::{asyncapi, graphql, openapi, protobuf};
use crate::yaml::{self, Budget};
use milepost_model::Diagnostic;

/// Reads the files of one API, the first of them first; `content` gives what they refer to.
pub fn describe(
    format: Format,
    files: &[SourceFile],
    repository: Option<&str>,
    content: Content<'_>,
) -> Result<Description, Vec<Diagnostic>> {
    let Some(first) = files.first() else { return Err(Vec::new()) };
    let file = place(&first.path, repository);
    match format {
        Format::OpenApi | Format::AsyncApi => {
            let mut findings = Findings::default();
            let own = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.content.clone()).or_else(|| content(path));
            let trees = Trees::load(&file, &own, &mut findings)?;
            if trees.first().root.mapping().is_none() {
                let message = format!("a description is a map, and this is {}", trees.first().root.found());
                return Err(vec![
                    Diagnostic::error("api/no-description", message).at(file).help("see https://spec.openapis.org/oas/latest.html"),
                ]);
            }
            let is_events = trees.first().root.get("asyncapi").is_some();
            Ok(if is_events { asyncapi::read(&trees, findings) } else { openapi::read(&trees, findings) })
        }
        Format::GraphQl => {
            let mut texts = Vec::new();
            for file in files {
                let file_place = place(&file.path, repository);
                let text = yaml::text_within(&file.content, &file_place, &Budget::GENERATED).map_err(|problem| vec![*problem])?;
                texts.push(graphql::File { file: file_place, text });
            }
            graphql::read(&texts)
        }
        Format::Protobuf => {
            let mut parsed = Vec::new();
            for file in files {
                let file_place = place(&file.path, repository);
                let text = yaml::text_within(&file.content, &file_place, &Budget::GENERATED).map_err(|problem| vec![*problem])?;
                parsed.push(protobuf::parse(&protobuf::File { file: file_place, text })?);
            }
            let own: Vec<&protobuf::Parsed> = parsed.iter().collect();
            Ok(protobuf::describe(&own, &parsed))
        }
    }
}
