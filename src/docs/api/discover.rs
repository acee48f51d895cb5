//! Which of a service's files describe an API, and which of them belong together.

use super::model::Format;
use super::{graphql, protobuf};
use bytes::Bytes;
use milepost_model::{Diagnostic, Place};
use std::collections::BTreeMap;

/// Packages that others write and everybody copies: they describe no API of the service.
const FOREIGN_PACKAGES: [&str; 9] = [
    "google.api",
    "google.protobuf",
    "google.rpc",
    "google.type",
    "google.longrunning",
    "validate",
    "buf.validate",
    "gogoproto",
    "grpc.gateway",
];

/// A file that may describe an API.
#[derive(Debug, Clone)]
pub(in crate::docs) struct Candidate {
    /// Its path in the repository.
    pub(in crate::docs) path: String,
    /// Its content.
    pub(in crate::docs) content: Bytes,
    /// What its descriptor says that it is written in.
    pub(in crate::docs) kind: Option<String>,
}

/// Files that describe one API together.
pub(in crate::docs) struct Found {
    pub(in crate::docs) format: Format,
    /// What to call it where nothing else names it.
    pub(in crate::docs) name: String,
    /// Places in the list of candidates.
    pub(in crate::docs) files: Vec<usize>,
    pub(in crate::docs) described: Option<Result<super::Description, Vec<Diagnostic>>>,
}

/// Finds the APIs among the candidates.
pub(in crate::docs) fn discover(candidates: &[Candidate], repository: Option<&str>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut schemas: Vec<usize> = Vec::new();
    let mut protos: Vec<usize> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        match format(candidate) {
            Some(Format::GraphQl) => schemas.push(at),
            Some(Format::Protobuf) => protos.push(at),
            Some(format) => found.push(Found { format, name: stem(&candidate.path).to_owned(), files: vec![at], described: None }),
            None => {}
        }
    }
    found.extend(by_folder(candidates, &schemas));
    found.extend(by_package(candidates, &protos, repository));
    found
}

/// What a file is that was found and not kept, by its name, and what to do about it.
pub(in crate::docs) fn unread(path: &str, repository: &str) -> (Format, Diagnostic) {
    let lower = path.to_lowercase();
    let format = match lower.rsplit('.').next().unwrap_or_default() {
        "proto" => Format::Protobuf,
        "graphql" | "graphqls" | "gql" => Format::GraphQl,
        _ if lower.contains("asyncapi") => Format::AsyncApi,
        _ => Format::OpenApi,
    };
    (format, super::trees::absent(&place(path, Some(repository))))
}

/// What a file is written in, by its name and its content.
fn format(candidate: &Candidate) -> Option<Format> {
    let lower = candidate.path.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&[".proto"]) {
        return Some(Format::Protobuf);
    }
    if ends(&[".graphql", ".graphqls", ".gql"]) {
        let text = String::from_utf8_lossy(&candidate.content);
        return graphql::describes_types(&text).then_some(Format::GraphQl);
    }
    let text = String::from_utf8_lossy(&candidate.content);
    if says(&text, "asyncapi") {
        return Some(Format::AsyncApi);
    }
    if says(&text, "openapi") || says(&text, "swagger") {
        return Some(Format::OpenApi);
    }
    // A descriptor may call its file anything; then its word counts.
    candidate.kind.as_deref().and_then(super::definition::format_of)
}

/// Whether a key stands at the top of a YAML file, or anywhere in a JSON file, where keys have any order.
fn says(text: &str, key: &str) -> bool {
    let is_json = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('{');
    text.match_indices(key).any(|(at, _)| {
        let before = text[..at].trim_end_matches(['"', '\'']);
        let after = text[at + key.len()..].trim_start_matches(['"', '\'']).trim_start_matches([' ', '\t']);
        let begins = if is_json { before.len() < at } else { before.is_empty() || before.ends_with(['\n', '\u{feff}']) };
        let value = after.strip_prefix(':').map(|rest| rest.trim_start().trim_start_matches(['"', '\'']));
        begins && value.is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// One schema for each folder; a folder where several files have a query type of their own holds several.
fn by_folder(candidates: &[Candidate], files: &[usize]) -> Vec<Found> {
    let mut folders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in files {
        folders.entry(folder(&candidates[*at].path)).or_default().push(*at);
    }
    let has_root = |at: &usize| {
        let text = String::from_utf8_lossy(&candidates[*at].content);
        text.lines().any(|line| line.starts_with("type Query") || line.starts_with("schema"))
    };
    let mut found = Vec::new();
    for (folder, files) in folders {
        let one = |files: Vec<usize>, name: &str| Found { format: Format::GraphQl, name: name.to_owned(), files, described: None };
        if files.iter().filter(|at| has_root(at)).count() > 1 {
            found.extend(files.into_iter().map(|at| one(vec![at], stem(&candidates[at].path))));
        } else {
            let name = files.iter().copied().find(|at| has_root(at)).map_or_else(|| last(folder), |at| stem(&candidates[at].path));
            let name = if name.is_empty() { "graphql" } else { name };
            found.push(one(files.clone(), name));
        }
    }
    found
}

/// One API for each package that the files belong to.
fn by_package(candidates: &[Candidate], files: &[usize], repository: Option<&str>) -> Vec<Found> {
    let mut parsed = Vec::new();
    let mut places = Vec::new();
    let mut found = Vec::new();
    for at in files {
        let candidate = &candidates[*at];
        let file = place(&candidate.path, repository);
        let result = crate::yaml::text_within(&candidate.content, &file, &crate::yaml::Budget::GENERATED)
            .map_err(|problem| vec![*problem])
            .and_then(|text| protobuf::parse(&protobuf::File { file: file.clone(), text }));
        match result {
            Ok(one) => {
                parsed.push(one);
                places.push(*at);
            }
            Err(problems) => found.push(Found {
                format: Format::Protobuf,
                name: stem(&candidate.path).to_owned(),
                files: vec![*at],
                described: Some(Err(problems)),
            }),
        }
    }
    let mut packages: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in parsed.iter().enumerate() {
        packages.entry(one.package()).or_default().push(at);
    }
    for (package, members) in packages {
        let is_foreign =
            FOREIGN_PACKAGES.iter().any(|known| package.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
        if is_foreign && packages_of_own(&parsed) {
            continue;
        }
        let own: Vec<&protobuf::Parsed> = members.iter().map(|at| &parsed[*at]).collect();
        let description = protobuf::describe(&own, &parsed);
        if description.groups.is_empty() && description.types.is_empty() {
            continue;
        }
        let name = if package.is_empty() { stem(own[0].path()).to_owned() } else { package.to_owned() };
        let files = members.iter().map(|at| places[*at]).collect();
        found.push(Found { format: Format::Protobuf, name, files, described: Some(Ok(description)) });
    }
    found
}

/// Whether there is any package that is not everybody's; in the repository of those packages there is none.
fn packages_of_own(parsed: &[protobuf::Parsed]) -> bool {
    parsed.iter().any(|one| !FOREIGN_PACKAGES.iter().any(|known| one.package().starts_with(known)))
}

/// A file as complaints name it.
pub(super) fn place(path: &str, repository: Option<&str>) -> Place {
    Place { repo: repository.map(Into::into), ..Place::file(path) }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn stem(path: &str) -> &str {
    let name = last(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_it_says() {
        for (path, text, expected) in [
            ("openapi.yaml", "openapi: 3.1.0\n", Some(Format::OpenApi)),
            ("swagger.json", "{\"paths\":{},\"swagger\":\"2.0\"}", Some(Format::OpenApi)),
            ("openapi.yaml", "# x\n'asyncapi': '2.6.0'\n", Some(Format::AsyncApi)),
            ("openapi-config.yaml", "generator: x\nopenapi:\n  input: a\n", None),
            ("openapi/paths.yaml", "get:\n  summary: openapi: 3.0.0 it is\n", None),
            ("a.proto", "", Some(Format::Protobuf)),
            ("schema.graphql", "type Query {\n  a: Int\n}\n", Some(Format::GraphQl)),
            ("client.graphql", "query A {\n  type\n}\n", None),
        ] {
            let candidate = Candidate { path: path.to_owned(), content: Bytes::from_static(text.as_bytes()), kind: None };
            assert_eq!(format(&candidate), expected, "{path}");
        }
    }
}
