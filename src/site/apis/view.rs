//! Operations, parameters and types as the templates show them.

use super::schema_html::Writer;
use crate::portal::api::{self, Content, Example, Group, Operation, Parameter, Response, Type};
use crate::portal::{line, prose};
use crate::site::rows::Linked;
use crate::site::safe_url;
use serde::Serialize;

/// A group with its operations.
#[derive(Serialize)]
pub struct GroupView {
    pub name: String,
    pub id: String,
    pub description: Option<String>,
    pub operations: Vec<OperationView>,
}

/// An operation in a list: what it is, and where it is described.
#[derive(Serialize)]
pub struct OperationLine {
    verb: String,
    tone: &'static str,
    path: String,
    summary: Option<String>,
    is_deprecated: bool,
    href: String,
}

/// An operation with everything that is said of it.
#[derive(Serialize)]
pub struct OperationView {
    anchor: String,
    verb: String,
    tone: &'static str,
    path: String,
    id: Option<String>,
    summary: Option<String>,
    description: Option<String>,
    is_deprecated: bool,
    deprecation: Option<String>,
    parameters: Vec<ParameterView>,
    request: Option<BodyView>,
    responses: Vec<ResponseView>,
    security: Option<String>,
    servers: Vec<String>,
    notes: Vec<(String, String)>,
    link: Option<String>,
    source: Option<Linked>,
}

/// A parameter or a header.
#[derive(Serialize)]
pub struct ParameterView {
    name: String,
    location: String,
    kind: String,
    is_required: bool,
    is_deprecated: bool,
    description: Option<String>,
    limits: String,
    example: Option<String>,
    below: String,
}

#[derive(Serialize)]
struct BodyView {
    is_required: bool,
    description: Option<String>,
    contents: Vec<ContentView>,
}

#[derive(Serialize)]
struct ResponseView {
    status: String,
    tone: &'static str,
    kind: Option<String>,
    summary: Option<String>,
    description: Option<String>,
    headers: Vec<ParameterView>,
    contents: Vec<ContentView>,
}

#[derive(Serialize)]
struct ContentView {
    media_type: String,
    schema: Option<String>,
    examples: Vec<ExampleView>,
}

#[derive(Serialize)]
struct ExampleView {
    name: Option<String>,
    text: String,
    is_made: bool,
}

/// A named type.
#[derive(Serialize)]
pub struct TypeView {
    anchor: String,
    name: String,
    sort: Option<&'static str>,
    description: Option<String>,
    is_deprecated: bool,
    is_used: bool,
    body: String,
}

/// The colour of a verb: reading, writing, changing, removing, events.
fn tone(verb: &str) -> &'static str {
    match verb {
        "GET" | "HEAD" | "QUERY" | "OPTIONS" | "TRACE" => "info",
        "POST" | "MUTATION" | "RPC" => "ok",
        "PUT" | "PATCH" | "RECEIVE" => "gold",
        "DELETE" => "bad",
        _ => "",
    }
}

fn status_tone(status: &str) -> &'static str {
    match status.chars().next() {
        Some('2') => "ok",
        Some('4' | '5') => "bad",
        Some('1' | '3') => "info",
        _ => "",
    }
}

/// The operations of a group as lines; `to` makes the link to each.
pub fn group_lines(group: &Group, to: &dyn Fn(&Operation) -> String) -> Vec<OperationLine> {
    let of = |operation: &Operation| OperationLine {
        verb: operation.verb.clone(),
        tone: tone(&operation.verb),
        path: operation.path.clone(),
        summary: operation.summary.as_deref().map(line),
        is_deprecated: operation.deprecation.is_some(),
        href: to(operation),
    };
    group.operations.iter().map(of).collect()
}

/// An operation as a page shows it; `source` links to where it is described.
pub fn operation(writer: &Writer<'_, '_>, operation: &Operation, source: Option<Linked>) -> OperationView {
    let summary = operation.summary.as_deref().map(line).filter(|text| !text.is_empty());
    // A summary that was taken from the description is not said twice.
    let description = operation
        .description
        .as_deref()
        .filter(|text| summary.as_deref().is_none_or(|summary| line(text).trim_end_matches('.') != summary));
    OperationView {
        anchor: operation.anchor.clone(),
        verb: operation.verb.clone(),
        tone: tone(&operation.verb),
        path: operation.path.clone(),
        id: operation.id.clone().filter(|id| *id != operation.path),
        summary,
        description: description.map(prose),
        is_deprecated: operation.deprecation.is_some(),
        deprecation: operation.deprecation.as_deref().filter(|text| !text.is_empty()).map(line),
        parameters: parameters(writer, &operation.parameters),
        request: operation.request.as_ref().map(|request| BodyView {
            is_required: request.is_required,
            description: request.description.as_deref().map(prose),
            contents: request.contents.iter().map(|content| content_view(writer, content)).collect(),
        }),
        responses: operation.responses.iter().map(|found| response(writer, found)).collect(),
        security: operation.security.as_ref().map(|security| requirement_words(security)),
        servers: operation.servers.iter().map(|server| server.url.clone()).collect(),
        notes: operation.notes.clone(),
        link: operation.link.as_deref().and_then(safe_url::href),
        source,
    }
}

/// What is needed, in words: `apiKey, or oauth (read, write)`.
pub fn requirement_words(security: &[api::Requirement]) -> String {
    let one = |requirement: &api::Requirement| {
        let scheme = |(name, scopes): &(String, Vec<String>)| {
            if scopes.is_empty() { name.clone() } else { format!("{name} ({})", scopes.join(", ")) }
        };
        if requirement.is_empty() { "nothing".to_owned() } else { requirement.iter().map(scheme).collect::<Vec<_>>().join(" and ") }
    };
    if security.is_empty() { "nothing".to_owned() } else { security.iter().map(one).collect::<Vec<_>>().join(", or ") }
}

/// Parameters or headers as a table shows them.
pub fn parameters(writer: &Writer<'_, '_>, list: &[Parameter]) -> Vec<ParameterView> {
    let view = |parameter: &Parameter| {
        let said = parameter.description.as_deref().or_else(|| parameter.schema.description());
        ParameterView {
            name: parameter.name.clone(),
            location: parameter.location.clone(),
            kind: writer.words(&parameter.schema),
            is_required: parameter.is_required,
            is_deprecated: parameter.is_deprecated,
            description: said.map(prose),
            limits: parameter.schema.about.as_ref().map(|about| about.limits.join(" · ")).unwrap_or_default(),
            example: parameter.example.clone(),
            below: writer.below_parameter(&parameter.schema),
        }
    };
    list.iter().map(view).collect()
}

fn response(writer: &Writer<'_, '_>, found: &Response) -> ResponseView {
    let summary = found.description.as_deref().map(line).filter(|text| !text.is_empty());
    // What fits on the line is not said again below it.
    let is_short = found.description.as_deref().is_none_or(|text| text.len() < 120 && !text.contains('\n'));
    ResponseView {
        status: found.status.clone(),
        tone: status_tone(&found.status),
        // Where nothing is said of an answer, its type is what one looks for.
        kind: found
            .contents
            .first()
            .and_then(|content| content.schema.as_ref())
            .filter(|_| summary.is_none())
            .map(|schema| writer.words(schema)),
        summary: if is_short { summary } else { None },
        description: found.description.as_deref().filter(|_| !is_short).map(prose),
        headers: parameters(writer, &found.headers),
        contents: found.contents.iter().map(|content| content_view(writer, content)).collect(),
    }
}

fn content_view(writer: &Writer<'_, '_>, content: &Content) -> ContentView {
    let view = |example: &Example| ExampleView { name: example.name.clone(), text: example.text.clone(), is_made: example.is_made };
    let mut examples: Vec<ExampleView> = content.examples.iter().map(view).collect();
    examples.extend(api::made_example(writer.description, content).as_ref().map(view));
    ContentView { media_type: content.media_type.clone(), schema: content.schema.as_ref().map(|schema| writer.body(schema)), examples }
}

/// Types at their own place.
pub fn types(writer: &Writer<'_, '_>, from: usize, to: usize) -> Vec<TypeView> {
    let view = |found: &Type| TypeView {
        anchor: found.anchor.clone(),
        name: found.name.clone(),
        sort: found.sort,
        description: found.schema.description().map(prose),
        is_deprecated: found.schema.is_deprecated,
        is_used: found.is_used,
        body: writer.own(&found.schema),
    };
    writer.description.types[from..to].iter().map(view).collect()
}
