//! A query that shows how a field is asked for.

use super::super::model::{Description, Operation};
use super::super::schema::{Combination, Field, Schema, Shape};
use super::request;
use std::fmt::Write as _;

/// How many fields of one object a query asks for.
const FIELDS: usize = 6;
/// How deep a query goes.
const DEEPEST: usize = 3;

/// Gives every operation a query that asks for it.
pub(super) fn add_examples(description: &mut Description) {
    let texts: Vec<String> = description.operations().map(|(_, operation)| query(description, operation)).collect();
    let operations = description.groups.iter_mut().flat_map(|group| &mut group.operations);
    for (operation, text) in operations.zip(texts) {
        operation.request = Some(request(text));
    }
}

fn query(description: &Description, operation: &Operation) -> String {
    let required: Vec<_> = operation.parameters.iter().filter(|parameter| parameter.is_required).collect();
    let mut text = operation.verb.to_lowercase();
    let variables: Vec<String> =
        required.iter().map(|parameter| format!("${}: {}", parameter.name, variable(description, &parameter.schema))).collect();
    if !variables.is_empty() {
        let _ = write!(text, "({})", variables.join(", "));
    }
    let arguments: Vec<String> = required.iter().map(|parameter| format!("{0}: ${0}", parameter.name)).collect();
    let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
    let _ = write!(text, " {{\n  {}{arguments}", operation.path);
    if let Some(schema) = operation.responses.first().and_then(|response| response.contents.first()?.schema.as_ref()) {
        select(description, schema, 1, &mut text);
    }
    text.push_str("\n}");
    text
}

/// A type as variables are declared.
fn variable(description: &Description, schema: &Schema) -> String {
    let plain = match &schema.shape {
        Shape::List(inner) => format!("[{}]", variable(description, inner)),
        Shape::Named(id) => description.type_name(*id).to_owned(),
        Shape::Scalar(name, _) => name.clone(),
        _ => "String".to_owned(),
    };
    if schema.is_nullable { plain } else { format!("{plain}!") }
}

/// What is asked for of an object: plain fields first, then a few that are objects themselves.
fn select(description: &Description, schema: &Schema, depth: usize, text: &mut String) {
    let Some(target) = target(description, schema) else { return };
    let indent = "  ".repeat(depth);
    match &target.shape {
        Shape::Object(fields) if depth <= DEEPEST => {
            text.push_str(" {");
            let is_free = |field: &&Field| !field.schema.is_deprecated && !field.arguments.iter().any(|argument| argument.is_required);
            let is_plain = |field: &Field| {
                self::target(description, &field.schema).is_none_or(|found| matches!(found.shape, Shape::Choice(_) | Shape::Scalar(..)))
            };
            let free: Vec<&Field> = fields.iter().filter(is_free).collect();
            let plain = free.iter().copied().filter(|field| is_plain(field)).take(FIELDS);
            let nested = free.iter().copied().filter(|field| !is_plain(field) && depth < DEEPEST).take(2);
            let mut count = 0;
            for field in plain.chain(nested) {
                count += 1;
                let _ = write!(text, "\n{indent}  {}", field.name);
                select(description, &field.schema, depth + 1, text);
            }
            if count == 0 {
                let _ = write!(text, "\n{indent}  __typename");
            }
            let _ = write!(text, "\n{indent}}}");
        }
        Shape::Object(_) | Shape::Combined(Combination::OneOf, _) => {
            let _ = write!(text, " {{\n{indent}  __typename\n{indent}}}");
        }
        _ => {}
    }
}

/// The type behind lists and names; nothing for scalars.
fn target<'d>(description: &'d Description, schema: &'d Schema) -> Option<&'d Schema> {
    match &schema.shape {
        Shape::List(inner) => target(description, inner),
        Shape::Named(id) => description.types.get(id.0).map(|found| &found.schema),
        _ => None,
    }
}
