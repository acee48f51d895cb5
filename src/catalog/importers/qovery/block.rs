//! The `qovery_*` blocks of a Terraform file: their values, places and references.

use crate::catalog::importers::reader::ITEMS;
use crate::reading::bounds;
use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::{Attribute, Body};
use hcl_edit::visit::{Visit, visit_traversal};
use hcl_edit::{Ident, Span};
use milepost_model::Place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A block such as `resource "qovery_application" "backend" { … }`.
pub(super) struct Block<'b> {
    /// Its type without `qovery_`.
    pub(super) kind: &'b str,
    /// Its label, by which other blocks refer to it.
    pub(super) label: &'b str,
    body: &'b Body,
    pub(super) place: Place,
}

/// The blocks of a file, and what is needed to read their values.
pub(super) struct Blocks<'b> {
    pub(super) all: Vec<Block<'b>>,
    /// What variables are where nobody sets them.
    defaults: BTreeMap<&'b str, &'b Expression>,
    lines: Lines<'b>,
    file: Place,
}

/// The `qovery_*` resources of a file, in its order.
pub(super) fn blocks<'b>(text: &'b str, file: Place, body: &'b Body) -> Blocks<'b> {
    let lines = Lines::of(text.trim_start_matches('\u{feff}'));
    let mut defaults = BTreeMap::new();
    let mut all = Vec::new();
    for block in body.blocks() {
        let labels: Vec<&str> = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str).collect();
        match (block.ident.as_str(), &labels[..]) {
            ("variable", [name]) => {
                if let Some(default) = block.body.get_attribute("default") {
                    defaults.insert(*name, &default.value);
                }
            }
            ("resource", [kind, label]) => {
                if let Some(kind) = kind.strip_prefix("qovery_").filter(|_| all.len() < ITEMS) {
                    let place = lines.place(&file, block.span());
                    all.push(Block { kind, label, body: &block.body, place });
                }
            }
            _ => {}
        }
    }
    Blocks { all, defaults, lines, file }
}

impl<'b> Blocks<'b> {
    /// The text of an attribute, and its place. A variable stands for its default.
    pub(super) fn text(&self, block: &Block<'b>, key: &str) -> Option<(String, Place)> {
        let attribute = block.body.get_attribute(key)?;
        Some((self.resolve(&attribute.value)?, self.place(attribute)))
    }

    /// The text of a key of an attribute that is an object.
    pub(super) fn inner(&self, block: &Block<'b>, key: &str, inner: &str) -> Option<String> {
        self.resolve(entry(&block.body.get_attribute(key)?.value, inner)?)
    }

    /// The items of an attribute that is a list of objects, each with these keys.
    pub(super) fn items(block: &Block<'b>, key: &str, keys: &[&str]) -> Vec<Value> {
        let list = block.body.get_attribute(key).and_then(|attribute| attribute.value.as_array());
        let objects = list.into_iter().flat_map(hcl_edit::expr::Array::iter).take(ITEMS);
        let items = objects.map(|object| keys.iter().filter_map(|key| Some(((*key).to_owned(), scalar(entry(object, key)?)?))).collect());
        items.map(Value::Object).collect()
    }

    /// A number, a truth or a text that stands there as it is.
    pub(super) fn value(block: &Block<'b>, key: &str) -> Option<Value> {
        scalar(&block.body.get_attribute(key)?.value)
    }

    /// The blocks that this one refers to, as type and label.
    pub(super) fn references(block: &Block<'b>) -> BTreeSet<(String, String)> {
        let mut finder = Finder::default();
        finder.visit_body(block.body);
        finder.found
    }

    /// The block that an attribute refers to.
    pub(super) fn reference(block: &Block<'b>, key: &str) -> Option<(String, String)> {
        let mut finder = Finder::default();
        finder.visit_expr(&block.body.get_attribute(key)?.value);
        finder.found.into_iter().next()
    }

    fn place(&self, attribute: &Attribute) -> Place {
        self.lines.place(&self.file, attribute.value.span().or_else(|| attribute.span()))
    }

    fn resolve(&self, value: &Expression) -> Option<String> {
        let value = match value {
            Expression::Traversal(traversal) if traversal.expr.as_variable().map(Ident::as_str) == Some("var") => {
                match traversal.operators.first().map(hcl_edit::Decorated::value) {
                    Some(TraversalOperator::GetAttr(name)) => self.defaults.get(name.as_str())?,
                    _ => return None,
                }
            }
            value => value,
        };
        let text = bounds::cut(&bounds::one_line(value.as_str()?), bounds::ADDRESS);
        (!text.is_empty()).then_some(text)
    }
}

fn entry<'e>(value: &'e Expression, key: &str) -> Option<&'e Expression> {
    let found = value.as_object()?.iter().find(|(found, _)| {
        found.as_ident().is_some_and(|ident| ident.as_str() == key) || found.as_expr().and_then(Expression::as_str) == Some(key)
    });
    found.map(|(_, value)| value.expr())
}

fn scalar(value: &Expression) -> Option<Value> {
    match value {
        Expression::Bool(flag) => Some(Value::Bool(*flag.value())),
        Expression::Number(number) => serde_json::from_str(&number.value().to_string()).ok(),
        Expression::String(text) => Some(Value::String(bounds::cut(text.value(), bounds::NAME))),
        _ => None,
    }
}

/// Collects `qovery_database.name` wherever it stands.
#[derive(Default)]
struct Finder {
    found: BTreeSet<(String, String)>,
}

impl Visit for Finder {
    fn visit_traversal(&mut self, node: &hcl_edit::expr::Traversal) {
        let kind = node.expr.as_variable().and_then(|ident| ident.as_str().strip_prefix("qovery_"));
        let label = node.operators.first().map(hcl_edit::Decorated::value);
        if let (Some(kind), Some(TraversalOperator::GetAttr(label))) = (kind, label)
            && self.found.len() < ITEMS
        {
            self.found.insert((kind.to_owned(), label.as_str().to_owned()));
        }
        visit_traversal(self, node);
    }
}

/// Where lines begin.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    fn place(&self, file: &Place, span: Option<Range<usize>>) -> Place {
        let Some(at) = span.map(|span| span.start) else { return file.clone() };
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[line.saturating_sub(1)];
        let column = self.text.get(start..at).map_or(0, |before| before.chars().count()) + 1;
        file.clone().at(super::number(line), super::number(column))
    }
}
