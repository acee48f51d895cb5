//! Protocol buffers: services and their methods, messages and enumerations, with the comments before them.

mod comments;
mod fields;
mod options;

use super::findings::Findings;
use super::lines::Lines;
use super::model::{Content, Description, Group, Operation, Payload, Response};
use super::schema::{Choice, Schema, Shape};
use super::types::Types;
use super::{lint, types, words};
use comments::Comments;
use milepost_model::{Diagnostic, Place};
use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto, MethodDescriptorProto};
use std::collections::BTreeMap;

/// The numbers of the fields that lead to a comment (descriptor.proto).
const MESSAGES: i32 = 4;
const ENUMS: i32 = 5;
const SERVICES: i32 = 6;

/// A file and its text.
pub(super) struct File<'t> {
    pub(super) file: Place,
    pub(super) text: &'t str,
}

/// A file that was understood.
pub(super) struct Parsed {
    file: Place,
    descriptor: FileDescriptorProto,
    comments: Comments,
    edition: Option<String>,
}

impl Parsed {
    /// The package that it belongs to.
    pub(super) fn package(&self) -> &str {
        self.descriptor.package.as_deref().unwrap_or_default()
    }

    /// Its path.
    pub(super) fn path(&self) -> &str {
        &self.file.path
    }
}

/// Reads one file by itself.
pub(super) fn parse(file: &File<'_>) -> Result<Parsed, Vec<Diagnostic>> {
    let (text, edition) = without_edition(file.text);
    let descriptor = protox_parse::parse(&file.file.path, &text).map_err(|error| {
        let message = words::name(&error.to_string());
        let place = error.span().map_or_else(|| file.file.clone(), |span| Lines::of(&text).place(&file.file, span.start));
        vec![
            Diagnostic::error("api/protobuf-syntax", message)
                .at(place)
                .help("see https://protobuf.dev/reference/protobuf/proto3-spec/ for the grammar")
                .quoting(file.text),
        ]
    })?;
    let comments = Comments::of(&descriptor);
    Ok(Parsed { file: file.file.clone(), descriptor, comments, edition })
}

/// The parser knows syntax only, and the grammar of editions is that of proto3: the line is swapped, as long as it was.
fn without_edition(text: &str) -> (std::borrow::Cow<'_, str>, Option<String>) {
    let Some(line) = text.lines().find(|line| line.trim_start().starts_with("edition")) else { return (text.into(), None) };
    let year: String = line.chars().filter(char::is_ascii_digit).take(4).collect();
    if year.len() < 4 || !line.contains('=') {
        return (text.into(), None);
    }
    (text.replacen(line, "syntax = \"proto3\";", 1).into(), Some(year))
}

/// Describes the files of one package; types of the others are taken where they are used.
pub(super) fn describe(own: &[&Parsed], all: &[Parsed]) -> Description {
    let mut reader = Reader { types: Types::default(), names: BTreeMap::new(), findings: Findings::default() };
    for parsed in all {
        reader.index(parsed);
    }
    for parsed in own {
        reader.declare(parsed);
    }
    let mut groups = Vec::new();
    let mut anchors = words::Unique::default();
    for parsed in own {
        for (at, service) in (0..).zip(&parsed.descriptor.service) {
            let name = service.name.clone().unwrap_or_default();
            let path = [SERVICES, at];
            let mut group = Group {
                name: words::name(&name),
                slug: words::slug(&name),
                description: parsed.comments.before(&path),
                operations: Vec::new(),
            };
            for (number, method) in (0..).zip(&service.method) {
                let path = [SERVICES, at, 2, number];
                let mut operation = reader.method(parsed, &name, method, &path);
                operation.anchor = anchors.take(&operation.anchor);
                group.operations.push(operation);
            }
            groups.push(group);
        }
    }
    let mut slugs = words::Unique::default();
    for group in &mut groups {
        group.slug = slugs.take(&group.slug);
    }
    reader.fill();
    let first = own.first();
    let syntax = first.map(|parsed| {
        parsed
            .edition
            .as_ref()
            .map_or_else(|| parsed.descriptor.syntax.clone().unwrap_or_else(|| "proto2".to_owned()), |year| format!("edition {year}"))
    });
    let mut description = Description {
        format_version: syntax.unwrap_or_default(),
        title: first.map(|parsed| words::name(parsed.package())).filter(|name| !name.is_empty()),
        description: own.iter().find_map(|parsed| parsed.comments.of_file()),
        groups,
        types: reader.types.into_list(),
        ..Description::default()
    };
    types::mark(&mut description);
    let mut findings = reader.findings;
    lint::check(&description, &mut findings);
    description.findings = findings.into_list();
    description
}

struct Reader<'p> {
    types: Types,
    /// Every message and enumeration by its full name.
    names: BTreeMap<String, Found<'p>>,
    findings: Findings,
}

/// A message or an enumeration, and where it stands.
#[derive(Clone)]
struct Found<'p> {
    parsed: &'p Parsed,
    path: Vec<i32>,
    what: What<'p>,
}

#[derive(Clone, Copy)]
enum What<'p> {
    Message(&'p DescriptorProto),
    Enum(&'p EnumDescriptorProto),
}

impl<'p> Reader<'p> {
    fn index(&mut self, parsed: &'p Parsed) {
        let package = parsed.package();
        for (at, message) in (0..).zip(&parsed.descriptor.message_type) {
            self.index_message(parsed, package, message, vec![MESSAGES, at]);
        }
        for (at, found) in (0..).zip(&parsed.descriptor.enum_type) {
            let name = qualified(package, found.name.as_deref().unwrap_or_default());
            self.names.entry(name).or_insert(Found { parsed, path: vec![ENUMS, at], what: What::Enum(found) });
        }
    }

    fn index_message(&mut self, parsed: &'p Parsed, scope: &str, message: &'p DescriptorProto, path: Vec<i32>) {
        let name = qualified(scope, message.name.as_deref().unwrap_or_default());
        let below = |kind: i32, at: i32| path.iter().copied().chain([kind, at]).collect::<Vec<_>>();
        for (at, inner) in (0..).zip(&message.nested_type) {
            self.index_message(parsed, &name, inner, below(3, at));
        }
        for (at, inner) in (0..).zip(&message.enum_type) {
            let inner_name = qualified(&name, inner.name.as_deref().unwrap_or_default());
            self.names.entry(inner_name).or_insert(Found { parsed, path: below(4, at), what: What::Enum(inner) });
        }
        self.names.entry(name).or_insert(Found { parsed, path, what: What::Message(message) });
    }

    /// Makes types of everything in a file of the package, in its order.
    fn declare(&mut self, parsed: &'p Parsed) {
        let mut own: Vec<(Vec<i32>, String)> = self
            .names
            .iter()
            .filter(|(_, found)| std::ptr::eq(found.parsed, parsed) && !is_map_entry(found.what))
            .map(|(name, found)| (found.path.clone(), name.clone()))
            .collect();
        own.sort();
        for (_, name) in own {
            self.enter(&name);
        }
    }

    fn enter(&mut self, full: &str) -> Option<super::schema::TypeId> {
        let found = self.names.get(full)?;
        let package = found.parsed.package();
        // The package is the same for nearly all of them, so it is left out.
        let short = full.strip_prefix(package).map_or(full, |rest| rest.trim_start_matches('.'));
        self.types.enter(full, short, || found.parsed.comments.place(&found.parsed.file, &found.path)).map(|(id, _)| id)
    }

    fn method(&mut self, parsed: &'p Parsed, service: &str, method: &MethodDescriptorProto, path: &[i32]) -> Operation {
        let name = method.name.clone().unwrap_or_default();
        let full = qualified(parsed.package(), service);
        let description = parsed.comments.before(path);
        let (streams_in, streams_out) = (method.client_streaming == Some(true), method.server_streaming == Some(true));
        let content = |reader: &mut Self, kind: Option<&String>, is_stream: bool| {
            let schema = reader.named(kind.map(String::as_str).unwrap_or_default(), &full);
            let media_type = if is_stream { "stream of messages" } else { "" };
            Content { media_type: media_type.to_owned(), schema: Some(schema), examples: Vec::new() }
        };
        let request = content(self, method.input_type.as_ref(), streams_in);
        let response = content(self, method.output_type.as_ref(), streams_out);
        let uninterpreted = method.options.as_ref().map(|options| options.uninterpreted_option.as_slice()).unwrap_or_default();
        let is_deprecated =
            method.options.as_ref().is_some_and(|found| found.deprecated == Some(true)) || options::is_deprecated(uninterpreted);
        let mut notes = options::http(uninterpreted);
        match (streams_in, streams_out) {
            (true, true) => notes.push(("Streams".to_owned(), "in both directions".to_owned())),
            (true, false) => notes.push(("Streams".to_owned(), "the request".to_owned())),
            (false, true) => notes.push(("Streams".to_owned(), "the answer".to_owned())),
            (false, false) => {}
        }
        Operation {
            id: Some(words::name(&name)),
            anchor: format!("op-{}-{}", words::slug(service), words::slug(&name)),
            verb: "RPC".to_owned(),
            path: words::name(&format!("{full}/{name}")),
            summary: description.as_deref().and_then(words::first_sentence),
            description,
            deprecation: is_deprecated.then(String::new),
            request: Some(Payload { is_required: true, contents: vec![request], ..Payload::default() }),
            responses: vec![Response { status: "returns".to_owned(), contents: vec![response], ..Response::default() }],
            notes,
            place: parsed.comments.place(&parsed.file, path),
            ..Operation::default()
        }
    }

    /// The type of that name as seen from a scope, by protobuf's rules: the innermost that fits.
    fn named(&mut self, name: &str, scope: &str) -> Schema {
        let full = self.full_name(name, scope);
        match full.and_then(|full| self.enter(&full)) {
            Some(id) => Schema::of(Shape::Named(id)),
            None => fields::well_known(name.trim_start_matches('.')),
        }
    }

    /// The full name that a name stands for in a scope, where something has it.
    fn full_name(&self, name: &str, scope: &str) -> Option<String> {
        if let Some(full) = name.strip_prefix('.') {
            return Some(full.to_owned()).filter(|full| self.names.contains_key(full));
        }
        let mut scope = scope;
        loop {
            let candidate = qualified(scope, name);
            if self.names.contains_key(&candidate) {
                return Some(candidate);
            }
            if scope.is_empty() {
                return None;
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }

    /// Reads every type that was entered; reading one may enter others.
    fn fill(&mut self) {
        let mut done = std::collections::BTreeSet::new();
        loop {
            let names: Vec<String> =
                self.names.keys().filter(|name| self.types.known(name).is_some() && !done.contains(*name)).cloned().collect();
            if names.is_empty() {
                return;
            }
            for name in names {
                let Some((found, id)) = self.names.get(&name).cloned().zip(self.types.known(&name)) else { continue };
                let (sort, mut schema) = match found.what {
                    What::Message(message) => ("message", self.message(&found, message, &name)),
                    What::Enum(list) => ("enum", enumeration(&found, list)),
                };
                if let Some(text) = found.parsed.comments.before(&found.path) {
                    schema.about_mut().description = Some(text);
                }
                let entered = self.types.get_mut(id);
                entered.sort = Some(sort);
                entered.schema = schema;
                done.insert(name);
            }
        }
    }
}

fn is_map_entry(what: What<'_>) -> bool {
    matches!(what, What::Message(message) if message.options.as_ref().is_some_and(|options| options.map_entry == Some(true)))
}

fn qualified(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

fn enumeration(found: &Found<'_>, list: &EnumDescriptorProto) -> Schema {
    let value = |(at, value): (i32, &prost_types::EnumValueDescriptorProto)| {
        let path: Vec<i32> = found.path.iter().copied().chain([2, at]).collect();
        let uninterpreted = value.options.as_ref().map(|options| options.uninterpreted_option.as_slice()).unwrap_or_default();
        let is_deprecated =
            value.options.as_ref().is_some_and(|options| options.deprecated == Some(true)) || options::is_deprecated(uninterpreted);
        Choice {
            value: words::name(value.name.as_deref().unwrap_or_default()),
            description: found.parsed.comments.before(&path),
            is_deprecated,
        }
    };
    let mut schema = Schema::of(Shape::Choice((0..).zip(&list.value).take(1_000).map(value).collect()));
    let uninterpreted = list.options.as_ref().map(|options| options.uninterpreted_option.as_slice()).unwrap_or_default();
    schema.is_deprecated = options::is_deprecated(uninterpreted);
    schema
}
