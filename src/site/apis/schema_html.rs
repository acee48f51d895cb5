//! A schema as nested lists of fields.
//!
//! Schemas are trees of any depth, so their HTML is written here; everything around them is a template's.

use super::Shelf;
use super::plan::ROWS_AT_OPERATION;
use crate::portal::api::{Choice, Combination, Description, Field, Schema, Shape, TypeId};
use crate::portal::prose;
use crate::site::charts::escaped;
use crate::site::links::Links;
use std::fmt::Write as _;

/// How deep named types are opened inside one another at an operation.
const DEEPEST: usize = 3;
/// How many values of an enumeration are seen before one asks for more.
const SEEN_VALUES: usize = 16;

/// Writes schemas as seen from one page.
pub struct Writer<'w, 'a> {
    pub shelf: &'w Shelf<'a>,
    pub description: &'a Description,
    pub links: &'w Links,
    /// Which page it is: types that stand on it are linked by their id alone.
    pub leaf: usize,
}

/// What is being written: the types that it is inside of, and the rows that are left.
struct State {
    inside: Vec<TypeId>,
    rows: usize,
}

impl Writer<'_, '_> {
    /// A body at an operation: its type in words, then its fields, opened as far as there is room.
    pub fn body(&self, schema: &Schema) -> String {
        let mut state = State { inside: Vec::new(), rows: ROWS_AT_OPERATION };
        let mut out = String::new();
        if !matches!(schema.shape, Shape::Object(_)) {
            let _ = write!(out, "<p class=\"ft\">{}</p>", self.words(schema));
        }
        said(schema, &mut out);
        self.below(schema, DEEPEST, &mut state, &mut out);
        out
    }

    /// A type at its own place: everything that stands in it, and links to the types that it names.
    pub fn own(&self, schema: &Schema) -> String {
        let mut state = State { inside: Vec::new(), rows: usize::MAX };
        let mut out = String::new();
        if !matches!(schema.shape, Shape::Object(_) | Shape::Choice(_)) {
            let _ = write!(out, "<p class=\"ft\">{}</p>", self.words(schema));
        }
        said(schema, &mut out);
        self.below(schema, 0, &mut state, &mut out);
        out
    }

    /// The values that a parameter may have, where they are listed.
    pub fn below_parameter(&self, schema: &Schema) -> String {
        let mut out = String::new();
        let listed = match &schema.shape {
            Shape::Named(id) => self.description.types.get(id.0).map(|found| &found.schema),
            Shape::List(inner) => Some(&**inner),
            _ => Some(schema),
        };
        if let Some(Schema { shape: Shape::Choice(choices), .. }) = listed {
            values(choices, &mut out);
        }
        out
    }

    /// The type in words, with links to named types.
    pub fn words(&self, schema: &Schema) -> String {
        let mut words = match &schema.shape {
            Shape::Named(id) => self.link(*id),
            Shape::List(inner) => format!("list of {}", self.words(inner)),
            Shape::Map(inner) => format!("map of {}", self.words(inner)),
            Shape::Missing(reference) => format!("<span class=\"gone\">{}, which is not there</span>", escaped(reference)),
            _ => escaped(&schema.words(&|id| self.description.type_name(id))),
        };
        if schema.is_nullable {
            words.push_str(" or null");
        }
        words
    }

    fn link(&self, id: TypeId) -> String {
        let Some(found) = self.description.types.get(id.0) else { return String::new() };
        let href = if self.shelf.leaf_of_type(id) == self.leaf {
            format!("#{}", found.anchor)
        } else {
            self.links.to(&self.shelf.type_address(id, found))
        };
        format!("<a href=\"{}\">{}</a>", escaped(&href), escaped(&found.name))
    }

    /// What stands below a schema: fields, values, alternatives.
    fn below(&self, schema: &Schema, depth: usize, state: &mut State, out: &mut String) {
        match &schema.shape {
            Shape::Object(fields) if fields.is_empty() => out.push_str("<p class=\"ft\">object without fields of its own</p>"),
            Shape::Object(fields) => self.fields(fields, depth, state, out),
            Shape::List(inner) | Shape::Map(inner) => self.below(inner, depth, state, out),
            Shape::Choice(choices) => values(choices, out),
            Shape::Combined(how, parts) => self.parts(*how, parts, depth, state, out),
            Shape::Named(id) if depth > 0 && !state.inside.contains(id) && state.rows > 0 => {
                if let Some(found) = self.description.types.get(id.0) {
                    state.inside.push(*id);
                    self.below(&found.schema, depth - 1, state, out);
                    state.inside.pop();
                }
            }
            _ => {}
        }
    }

    fn fields(&self, fields: &[Field], depth: usize, state: &mut State, out: &mut String) {
        out.push_str("<ul class=\"fields\">");
        for (at, field) in fields.iter().enumerate() {
            if state.rows == 0 {
                let _ = write!(out, "<li class=\"muted\">{} more fields; see the type.</li>", fields.len() - at);
                break;
            }
            state.rows = state.rows.saturating_sub(1);
            self.field(field, depth, state, out);
        }
        out.push_str("</ul>");
    }

    fn field(&self, field: &Field, depth: usize, state: &mut State, out: &mut String) {
        let gone = if field.schema.is_deprecated { " class=\"old\"" } else { "" };
        let _ = write!(
            out,
            "<li{gone}><code dir=\"auto\">{}</code> <span class=\"ft\">{}</span>",
            escaped(&field.name),
            self.words(&field.schema)
        );
        if field.is_required {
            out.push_str(" <span class=\"req\">required</span>");
        }
        if field.schema.is_deprecated {
            out.push_str(" <span class=\"chip plain\">deprecated</span>");
        }
        for mark in &field.marks {
            let _ = write!(out, " <span class=\"muted\">{}</span>", escaped(mark));
        }
        if let Some(text) = field.schema.description() {
            let _ = write!(out, "<div class=\"prose\">{}</div>", prose(text));
        }
        said(&field.schema, out);
        if !field.arguments.is_empty() {
            let _ = write!(
                out,
                "<details><summary>{} of {}</summary>",
                if field.arguments.len() == 1 { "Argument" } else { "Arguments" },
                escaped(&field.name)
            );
            self.fields(&field.arguments, 0, state, out);
            out.push_str("</details>");
        }
        let mut inner = String::new();
        self.below(&field.schema, depth, state, &mut inner);
        if inner.starts_with("<p class=\"vals\"") {
            out.push_str(&inner);
        } else if !inner.is_empty() {
            let _ = write!(out, "<details><summary>{}</summary>{inner}</details>", escaped(&format!("Inside {}", field.name)));
        }
        out.push_str("</li>");
    }

    fn parts(&self, how: Combination, parts: &[Schema], depth: usize, state: &mut State, out: &mut String) {
        let _ = write!(out, "<p class=\"how\">{}</p><ul class=\"fields parts\">", how.words());
        for part in parts {
            if state.rows == 0 {
                out.push_str("<li class=\"muted\">More; see the type.</li>");
                break;
            }
            state.rows = state.rows.saturating_sub(1);
            let _ = write!(out, "<li><span class=\"ft\">{}</span>", self.words(part));
            if let Some(text) = part.description().filter(|_| !matches!(part.shape, Shape::Named(_))) {
                let _ = write!(out, "<div class=\"prose\">{}</div>", prose(text));
            }
            said(part, out);
            let mut inner = String::new();
            // Of parts that hold together the fields are what one came for, of alternatives their names.
            let is_open = how == Combination::AllOf;
            self.below(part, depth, state, &mut inner);
            if inner.is_empty() || is_open || inner.starts_with("<p class=\"vals\"") {
                out.push_str(&inner);
            } else {
                let _ = write!(out, "<details><summary>Its fields</summary>{inner}</details>");
            }
            out.push_str("</li>");
        }
        out.push_str("</ul>");
    }
}

/// The values that are allowed, with what they mean where that is said.
fn values(choices: &[Choice], out: &mut String) {
    if choices.iter().any(|choice| choice.description.is_some()) {
        out.push_str("<ul class=\"fields\">");
        for choice in choices {
            let gone = if choice.is_deprecated { " class=\"old\"" } else { "" };
            let _ = write!(out, "<li{gone}><code dir=\"auto\">{}</code>", escaped(&choice.value));
            if choice.is_deprecated {
                out.push_str(" <span class=\"chip plain\">deprecated</span>");
            }
            if let Some(text) = &choice.description {
                let _ = write!(out, "<div class=\"prose\">{}</div>", prose(text));
            }
            out.push_str("</li>");
        }
        out.push_str("</ul>");
        return;
    }
    let list = |choices: &[Choice]| {
        choices.iter().map(|choice| format!("<code dir=\"auto\">{}</code>", escaped(&choice.value))).collect::<Vec<_>>().join(" ")
    };
    let (seen, more) = choices.split_at(choices.len().min(SEEN_VALUES));
    let _ = write!(out, "<p class=\"vals\">{}</p>", list(seen));
    if !more.is_empty() {
        let _ = write!(out, "<details><summary>{} more</summary><p class=\"vals\">{}</p></details>", more.len(), list(more));
    }
}

/// Limits, where there are any.
fn said(schema: &Schema, out: &mut String) {
    if let Some(about) = schema.about.as_ref().filter(|about| !about.limits.is_empty()) {
        let _ = write!(out, "<p class=\"lim\">{}</p>", escaped(&about.limits.join(" · ")));
    }
}
