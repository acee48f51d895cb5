//! The manifest that asks a platform for something, and the line that hands it over.
//!
//! `assets/js/action-manifest.js` writes the same in the browser; `tests/js/manifest.test.cjs` holds the two against each other.

use crate::portal::actions::{Field, InputKind, Manifest};
use serde_json::Value;
use std::fmt::Write as _;

/// The manifest with these values, by the names of the fields.
pub fn yaml(manifest: &Manifest, fields: &[Field], value: &dyn Fn(&Field) -> Option<String>) -> String {
    let mut text = format!("apiVersion: {}\nkind: {}\n", quoted(&manifest.api_version), quoted(&manifest.kind));
    let mut open: &[String] = &[];
    let mut has_spec = false;
    for field in fields.iter().filter(|field| !field.path.is_empty()) {
        let Some(given) = value(field).filter(|given| !given.trim().is_empty()) else { continue };
        let (parents, own) = field.path.split_at(field.path.len() - 1);
        let shared = parents.iter().zip(open).take_while(|(a, b)| a == b).count();
        for (depth, parent) in parents.iter().enumerate().skip(shared) {
            let _ = writeln!(text, "{}{}:", "  ".repeat(depth), key(parent));
        }
        open = parents;
        has_spec |= field.path[0] == "spec";
        write_value(&mut text, field, parents.len(), &own[0], &given);
    }
    if !has_spec {
        text.push_str("spec: {}\n");
    }
    text
}

/// The line that hands a manifest to the cluster that one is signed in to.
///
/// No line of the manifest can end it: every text in it is quoted on one line.
pub fn command(yaml: &str) -> String {
    format!("kubectl apply -f - <<'END'\n{yaml}END")
}

fn write_value(text: &mut String, field: &Field, depth: usize, own: &str, given: &str) {
    let indent = "  ".repeat(depth);
    if !field.is_list {
        let _ = writeln!(text, "{indent}{}: {}", key(own), scalar(field.kind, given));
        return;
    }
    let _ = writeln!(text, "{indent}{}:", key(own));
    for line in given.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let _ = writeln!(text, "{indent}  - {}", quoted(line));
    }
}

/// Numbers and switches as they are; all else in quotes, so that no text is taken for something else.
fn scalar(kind: InputKind, given: &str) -> String {
    let plain = given.trim();
    let is_number = || serde_json::from_str::<Value>(plain).is_ok_and(|value| value.is_number());
    match kind {
        InputKind::Boolean if matches!(plain, "true" | "false") => plain.to_owned(),
        InputKind::Number if is_number() => plain.to_owned(),
        _ => quoted(given),
    }
}

/// A text of JSON is one of YAML, where what some readers take for a break or refuse is escaped too.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for c in Value::from(text).to_string().chars() {
        if matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}') {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn key(name: &str) -> String {
    const SPECIAL: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    if is_plain && !SPECIAL.contains(&name.to_ascii_lowercase().as_str()) { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{self, Node};
    use milepost_model::Place;

    fn field(case: &Value) -> (Field, String) {
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        let path = case["path"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        let kind = InputKind::of(&text("kind")).unwrap_or_default();
        (Field { name: text("name"), kind, path, is_list: case["list"] == true, ..Field::default() }, text("value"))
    }

    /// The cases that the browser's writer is held to as well.
    #[test]
    fn every_value_stands_where_its_path_says_and_is_what_was_written() {
        let cases: Value = serde_json::from_str(include_str!("../../../tests/js/manifest.json")).expect("JSON");
        for case in cases.as_array().expect("a list") {
            let given: Vec<(Field, String)> = case["fields"].as_array().expect("a list").iter().map(field).collect();
            let text = |key: &str| case["head"][key].as_str().unwrap_or_default().to_owned();
            let manifest = Manifest { api_version: text("apiVersion"), kind: text("kind"), left_out: Vec::new() };
            let value = |of: &Field| given.iter().find(|(field, _)| field.name == of.name).map(|(_, value)| value.clone());
            let all: Vec<Field> = given.iter().map(|(field, _)| field.clone()).collect();
            let written = yaml(&manifest, &all, &value);
            assert_eq!(Some(written.as_str()), case["yaml"].as_str());
            let read = yaml::document(&written, &Place::default()).unwrap_or_else(|problems| panic!("{written}\n{problems:?}"));
            for (field, value) in given.iter().filter(|(field, value)| !field.is_list && !value.trim().is_empty()) {
                let path: Vec<&str> = field.path.iter().map(String::as_str).collect();
                assert_eq!(read.at(&path).and_then(Node::text), Some(value.as_str()), "{}", field.name);
            }
            assert_eq!(command(&written).lines().filter(|line| *line == "END").count(), 1);
        }
    }
}
