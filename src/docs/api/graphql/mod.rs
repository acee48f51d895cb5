//! GraphQL's schema language: the fields of the root types are the operations, everything else is a type.

mod definitions;
mod query;

use super::findings::Findings;
use super::lines::Lines;
use super::model::{Content, Description, Group, Operation, Parameter, Payload, Response};
use super::schema::{Schema, Shape, TypeId};
use super::types::Types;
use super::{lint, types, words};
use apollo_parser::Parser;
use apollo_parser::cst::{self, CstNode};
use definitions::{Defined, Sort};
use milepost_model::{Diagnostic, Place, Severity};
use std::collections::BTreeMap;

/// How deep types and values may be nested: a schema needs a handful.
const DEEPEST: usize = 200;
/// How many tokens one file may have; the largest public schema has 400 000.
const MOST_TOKENS: usize = 4_000_000;
/// The most operations that are read.
const MOST: usize = 20_000;

/// The root types, each with its verb and the title of its group.
const ROOTS: [(&str, &str, &str); 3] =
    [("query", "QUERY", "Queries"), ("mutation", "MUTATION", "Mutations"), ("subscription", "SUBSCRIPTION", "Subscriptions")];

/// A file and its text.
pub(super) struct File<'t> {
    pub(super) file: Place,
    pub(super) text: &'t str,
}

/// Whether a text describes types, and is not only queries of somebody's client.
pub(super) fn describes_types(text: &str) -> bool {
    const WORDS: [&str; 9] = ["type ", "schema ", "schema{", "input ", "interface ", "union ", "enum ", "scalar ", "extend "];
    text.lines().any(|line| WORDS.iter().any(|word| line.starts_with(word)))
}

/// Reads the files as one schema.
pub(super) fn read(files: &[File<'_>]) -> Result<Description, Vec<Diagnostic>> {
    let mut schema = Schemas::default();
    for file in files {
        let lines = Lines::of(file.text);
        let tree = Parser::new(file.text).recursion_limit(DEEPEST).token_limit(MOST_TOKENS).parse();
        let problems: Vec<Diagnostic> = tree.errors().take(20).map(|error| broken(error, file, &lines)).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        for definition in tree.document().definitions() {
            schema.take(&definition, file, &lines);
        }
    }
    Ok(schema.finish())
}

fn broken(error: &apollo_parser::Error, file: &File<'_>, lines: &Lines<'_>) -> Diagnostic {
    let message = words::name(error.message());
    Diagnostic::error("api/graphql-syntax", message)
        .at(lines.place(&file.file, error.index()))
        .help("see https://spec.graphql.org/ for the grammar")
        .quoting(file.text)
}

#[derive(Default)]
struct Schemas {
    description: Option<String>,
    /// The names of the root types that `schema { … }` gives.
    roots: BTreeMap<&'static str, String>,
    defined: Vec<Defined>,
    places: BTreeMap<String, usize>,
    findings: Findings,
}

impl Schemas {
    fn take(&mut self, definition: &cst::Definition, file: &File<'_>, lines: &Lines<'_>) {
        if let cst::Definition::SchemaDefinition(schema) = definition {
            self.description = definitions::text(schema.description());
            self.name_roots(schema.root_operation_type_definitions());
        } else if let cst::Definition::SchemaExtension(schema) = definition {
            self.name_roots(schema.root_operation_type_definitions());
        }
        let place = || lines.place(&file.file, usize::from(definition.syntax().text_range().start()));
        let Some(found) = definitions::read(definition, place(), &|offset| lines.place(&file.file, offset)) else { return };
        match self.places.get(&found.name) {
            Some(known) if definition.is_extension_definition() || self.defined[*known].is_extension => self.defined[*known].extend(found),
            Some(_) => {
                let message = || format!("the type {} is described twice", found.name);
                self.findings.add(Severity::Warning, "api/duplicate-type", message, || found.place.clone(), "keep one, or write `extend`");
            }
            None => {
                self.places.insert(found.name.clone(), self.defined.len());
                self.defined.push(found);
            }
        }
    }

    fn name_roots(&mut self, roots: cst::CstChildren<cst::RootOperationTypeDefinition>) {
        for root in roots {
            let kind = root.operation_type().map(|kind| kind.syntax().text().to_string()).unwrap_or_default();
            let name = root.named_type().and_then(|named| named.name()).map(|name| name.text().to_string());
            if let (Some((known, ..)), Some(name)) = (ROOTS.iter().find(|(known, ..)| *known == kind.trim()), name) {
                self.roots.insert(known, name);
            }
        }
    }

    fn finish(mut self) -> Description {
        let mut types = Types::default();
        let root_names: Vec<(usize, String)> = ROOTS
            .iter()
            .enumerate()
            .map(|(at, (kind, ..))| (at, self.roots.get(kind).cloned().unwrap_or_else(|| kind[..1].to_uppercase() + &kind[1..])))
            .collect();
        let is_root = |name: &str| root_names.iter().find(|(_, root)| root == name).map(|(at, _)| *at);
        for defined in self.defined.iter().filter(|defined| is_root(&defined.name).is_none()) {
            types.enter(&defined.name, &defined.name, || defined.place.clone());
        }
        let mut groups: Vec<Group> = Vec::new();
        let mut count = 0;
        for (at, root) in &root_names {
            let (_, verb, title) = ROOTS[*at];
            let Some(defined) = self.places.get(root).map(|place| &self.defined[*place]).filter(|defined| defined.sort == Sort::Object)
            else {
                continue;
            };
            let mut group = Group {
                name: title.to_owned(),
                slug: words::slug(title),
                description: defined.schema.description().map(str::to_owned),
                operations: Vec::new(),
            };
            for field in &defined.fields {
                count += 1;
                if count <= MOST {
                    group.operations.push(operation(verb, field, &types));
                }
            }
            groups.push(group);
        }
        for defined in std::mem::take(&mut self.defined) {
            if let Some(id) = types.known(&defined.name) {
                let schema = defined.into_schema(&types);
                let found = types.get_mut(id);
                found.sort = Some(schema.0);
                found.schema = schema.1;
            }
        }
        let mut anchors = words::Unique::default();
        for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
            operation.anchor = anchors.take(&operation.anchor);
        }
        let mut description = Description {
            format_version: "SDL".to_owned(),
            description: self.description,
            groups,
            types: types.into_list(),
            ..Description::default()
        };
        query::add_examples(&mut description);
        types::mark(&mut description);
        lint::check(&description, &mut self.findings);
        description.findings = self.findings.into_list();
        description
    }
}

fn operation(verb: &str, field: &definitions::FieldDefined, types: &Types) -> Operation {
    let description = field.description.clone();
    let parameters = field.arguments.iter().map(|argument| Parameter {
        name: argument.name.clone(),
        location: "argument".to_owned(),
        is_required: argument.is_required(),
        is_deprecated: argument.deprecation.is_some(),
        description: argument.description.clone(),
        schema: argument.schema(types),
        example: None,
    });
    let returns = Schema { about: None, is_deprecated: false, ..field.schema(types) };
    Operation {
        id: Some(field.name.clone()),
        anchor: format!("op-{}", words::slug(&field.name)),
        verb: verb.to_owned(),
        path: field.name.clone(),
        summary: description.as_deref().and_then(words::first_sentence),
        description,
        deprecation: field.deprecation.clone(),
        parameters: parameters.collect(),
        request: None,
        responses: vec![Response {
            status: "returns".to_owned(),
            contents: vec![Content { schema: Some(returns), ..Content::default() }],
            ..Response::default()
        }],
        place: field.place.clone(),
        ..Operation::default()
    }
}

/// What a type of that name is: described here, else a scalar.
fn named(name: &str, types: &Types) -> Schema {
    types.known(name).map_or_else(|| Schema::scalar(name), |id: TypeId| Schema::of(Shape::Named(id)))
}

/// The request that shows how an operation is asked for.
fn request(text: String) -> Payload {
    let example = super::model::Example { name: None, text, is_made: true };
    Payload {
        contents: vec![Content { media_type: "application/graphql".to_owned(), schema: None, examples: vec![example] }],
        ..Payload::default()
    }
}
