//! A rule as data that a browser can evaluate: what a form asks is answered while it is filled in.
//!
//! `["==", ["input", "environment"], "production"]` and the like. What a browser cannot know or do is
//! `["?"]`, which stands for unknown, and unknown spreads as it does here: unless the rest decides.

use super::compile::Rule;
use super::fact::{About, FactKind, Tier};
use super::rewrite::GET;
use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use serde_json::{Value, json};

impl Rule {
    /// The rule as lists of lists; `assets/js/action-rules.js` reads it.
    pub fn portable(&self) -> Value {
        self.part(&self.root)
    }

    fn part(&self, node: &IdedExpr) -> Value {
        match &node.expr {
            Expr::Literal(literal) => self::literal(literal),
            Expr::Ident(name) => self.fact(name),
            Expr::List(list) => Value::from([vec![json!("list")], list.elements.iter().map(|part| self.part(part)).collect()].concat()),
            Expr::Call(call) => self.call(call),
            _ => unknown(),
        }
    }

    /// A fact by the place that its name was rewritten to.
    fn fact(&self, name: &str) -> Value {
        let fact =
            name.strip_prefix('#').and_then(|place| place.parse::<usize>().ok()).and_then(|place| self.vocabulary.facts().get(place));
        match fact.map(|fact| fact.about().name) {
            Some("inputs") => json!(["inputs"]),
            Some("now") => json!(["now"]),
            // Instants and lengths of time are reckoned with here alone.
            Some(name) if fact.is_some_and(|fact| is_told(fact.about())) => json!(["fact", name]),
            _ => unknown(),
        }
    }

    fn call(&self, call: &CallExpr) -> Value {
        let mut parts: Vec<Value> = call.target.iter().map(|target| self.part(target)).collect();
        if call.func_name == GET {
            let parts: Vec<Value> = call.args.iter().map(|part| self.part(part)).collect();
            let [of, name] = parts.as_slice() else { return unknown() };
            return match of[0].as_str() {
                Some("inputs") if name.is_string() => json!(["input", name]),
                Some("fact") if name.is_string() => json!(["entry", of, name]),
                _ => unknown(),
            };
        }
        parts.extend(call.args.iter().map(|part| self.part(part)));
        let Some(name) = portable_name(&call.func_name) else { return unknown() };
        Value::from([vec![json!(name)], parts].concat())
    }
}

/// Whether a page is told the fact of a service.
fn is_told(about: &About) -> bool {
    let is_simple = !matches!(about.kind, FactKind::Time | FactKind::Duration);
    is_simple && !matches!(about.tier, Tier::Now | Tier::Inputs | Tier::Actor)
}

/// What a browser does in the same way.
fn portable_name(name: &str) -> Option<&str> {
    Some(match name {
        operators::LOGICAL_AND => "&&",
        operators::LOGICAL_OR => "||",
        operators::LOGICAL_NOT => "!",
        operators::EQUALS => "==",
        operators::NOT_EQUALS => "!=",
        operators::LESS => "<",
        operators::LESS_EQUALS => "<=",
        operators::GREATER => ">",
        operators::GREATER_EQUALS => ">=",
        operators::IN => "in",
        operators::CONDITIONAL => "?:",
        "startsWith" | "endsWith" | "contains" | "size" | "int" | "double" | "string" | "lowerAscii" | "trim" | "timestamp"
        | "getHours" | "getMinutes" | "getDayOfWeek" | "getDate" | "getDayOfMonth" | "getMonth" | "getFullYear" => name,
        // Among them the matching of patterns: a browser's are not ours.
        _ => return None,
    })
}

fn literal(literal: &LiteralValue) -> Value {
    match literal {
        LiteralValue::Boolean(value) => json!(*value.inner()),
        LiteralValue::Int(value) => json!(*value.inner()),
        LiteralValue::UInt(value) => json!(*value.inner()),
        LiteralValue::Double(value) => json!(*value.inner()),
        LiteralValue::String(value) => json!(value.inner()),
        LiteralValue::Null | LiteralValue::Bytes(_) => unknown(),
    }
}

fn unknown() -> Value {
    json!(["?"])
}
