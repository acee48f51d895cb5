//! Lists of JSON objects: one a line, an array, or an array inside an object, as APIs answer.

use super::place::Trouble;
use super::take::{Found, Row};
use serde_json::Value;
use std::ops::Range;

/// Deeper than this nothing is looked for.
const DEEPEST: usize = 64;
/// So many values that do not end are told; after them the file is no list.
const MOST_BROKEN: usize = 100;

/// An object of a list.
pub(crate) struct ListRow {
    value: Value,
    start: usize,
}

/// Gives each object to the visitor; what is none is told to the other.
///
/// `members` are the names of the members that hold the list where the file is an object; where none of them is
/// there and the object has one array of objects, that one is meant.
pub(crate) fn rows(text: &str, members: &[String], visit: &mut dyn FnMut(&ListRow), tell: &mut dyn FnMut(Trouble)) {
    let (mut at, mut broken_off) = (0, 0);
    while let Some(start) = skip(text, at) {
        let Some(end) = value_end(text, start) else {
            tell(broken(text, start));
            broken_off += 1;
            if broken_off == MOST_BROKEN {
                return;
            }
            // Where each line is an object, the next line is another.
            at = text[start..].find('\n').map_or(text.len(), |next| start + next + 1);
            continue;
        };
        at = end;
        let list = if text.as_bytes()[start] == b'{' { member(text, start..end, members) } else { Some(start..end) };
        match list {
            Some(list) if text.as_bytes()[list.start] == b'[' => {
                for range in elements(text, list) {
                    one(text, range, visit, tell);
                }
            }
            _ => one(text, start..end, visit, tell),
        }
    }
}

fn one(text: &str, range: Range<usize>, visit: &mut dyn FnMut(&ListRow), tell: &mut dyn FnMut(Trouble)) {
    match serde_json::from_str::<Value>(&text[range.clone()]) {
        Ok(value @ Value::Object(_)) => visit(&ListRow { value, start: range.start }),
        Ok(_) => {
            let help = "each row is an object such as {\"id\": 1, \"opened\": \"2026-11-19\"}";
            tell(Trouble::error(range.start, "row/no-row", "this is no JSON object", help));
        }
        Err(_) => tell(broken(text, range.start)),
    }
}

fn broken(text: &str, start: usize) -> Trouble {
    // The first error of what begins here; what comes after the value is not its business.
    let error = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>().next().and_then(Result::err);
    let (line, column) = error.as_ref().map_or((1, 1), |error| (error.line().max(1), error.column().max(1)));
    let from = text[start..].split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>() + start;
    let why = error.map_or_else(|| "it ends too early".to_owned(), |error| error.to_string());
    let why = why.split(" at line ").next().unwrap_or_default().to_owned();
    let byte = (from + column - 1).min(text.len());
    Trouble::error(byte, "row/not-json", format!("this is not JSON: {why}"), "what stands before and after it is read; export it anew")
}

/// The next byte that is neither white space nor a comma between rows.
fn skip(text: &str, from: usize) -> Option<usize> {
    text.as_bytes()[from.min(text.len())..].iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b',').map(|at| from + at)
}

/// Where the value that begins here ends; none where it does not.
fn value_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, start);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = string_end(bytes, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return (at > start).then_some(at),
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
    (depth == 0 && at > start).then_some(at)
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The values of an array.
fn elements(text: &str, array: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = array.start + 1;
    while let Some(start) = skip(text, at).filter(|start| *start + 1 < array.end) {
        let Some(end) = value_end(text, start).filter(|end| *end > start && *end < array.end) else { break };
        found.push(start..end);
        at = end;
    }
    found
}

/// The member of an object that holds the list.
fn member(text: &str, object: Range<usize>, names: &[String]) -> Option<Range<usize>> {
    let mut arrays: Vec<Range<usize>> = Vec::new();
    let mut at = object.start + 1;
    while let Some(start) = skip(text, at).filter(|start| text.as_bytes()[*start] == b'"') {
        let key_end = string_end(text.as_bytes(), start)?;
        let colon = skip(text, key_end).filter(|at| text.as_bytes()[*at] == b':')?;
        let from = skip(text, colon + 1)?;
        let end = value_end(text, from)?;
        if text.as_bytes()[from] == b'[' {
            if names.iter().any(|name| text[start + 1..key_end - 1] == **name) {
                return Some(from..end);
            }
            let first = skip(text, from + 1).map(|at| text.as_bytes()[at]);
            if first == Some(b'{') {
                arrays.push(from..end);
            }
        }
        at = end;
    }
    // An object that is a row itself may hold lists too; one that only wraps a list says little else.
    (names.is_empty() && arrays.len() == 1 && !text[object.start..arrays[0].start].contains("\"id\"")).then(|| arrays.remove(0))
}

impl ListRow {
    /// The byte of the text at which it begins.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// The object itself.
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }
}

impl Row for ListRow {
    fn cell(&self, column: &str) -> Option<Found> {
        if let Some(value) = self.value.get(column) {
            return Some(found(value));
        }
        let mut values = vec![&self.value];
        let mut is_list = false;
        for step in steps(column).into_iter().take(DEEPEST) {
            let mut next = Vec::new();
            for value in values {
                let Some(value) = value.get(step.name) else { continue };
                match value {
                    Value::Array(items) => {
                        is_list |= step.only.is_none();
                        next.extend(items.iter().filter(|item| step.takes(item)));
                    }
                    other => next.push(other),
                }
            }
            values = next;
        }
        let texts: Vec<String> = values.into_iter().flat_map(|value| found(value).texts).filter(|text| !text.trim().is_empty()).collect();
        (!texts.is_empty()).then(|| Found { is_list: is_list || texts.len() > 1, texts, column: String::new() })
    }

    fn start(&self) -> usize {
        self.start
    }

    fn byte_of(&self, _: &str) -> usize {
        self.start
    }
}

/// A step of a path: a member, and of its items only those in which another path holds a word.
struct Step<'p> {
    name: &'p str,
    only: Option<(&'p str, &'p str)>,
}

impl Step<'_> {
    fn takes(&self, item: &Value) -> bool {
        self.only.is_none_or(|(path, word)| {
            let held = path.split('.').try_fold(item, |value, name| value.get(name));
            held.is_some_and(|value| found(value).texts.iter().any(|text| text.eq_ignore_ascii_case(word)))
        })
    }
}

/// The steps of `values[kind.name=Reported at].value`.
fn steps(path: &str) -> Vec<Step<'_>> {
    let mut found = Vec::new();
    let (mut from, mut is_inside) = (0, false);
    for (at, letter) in path.char_indices().chain([(path.len(), '.')]) {
        match letter {
            '[' => is_inside = true,
            ']' => is_inside = false,
            '.' if !is_inside || at == path.len() => {
                let part = &path[from..at];
                let (name, only) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
                    Some((name, only)) => (name, only.split_once('=')),
                    None => (part, None),
                };
                found.push(Step { name, only });
                from = (at + 1).min(path.len());
            }
            _ => {}
        }
    }
    found
}

fn found(value: &Value) -> Found {
    match value {
        Value::Null | Value::Object(_) => Found::default(),
        Value::String(text) => Found::one(text.as_str()),
        Value::Array(items) => {
            let texts = items.iter().flat_map(|item| if item.is_array() { Vec::new() } else { found(item).texts }).collect();
            Found { texts, is_list: true, column: String::new() }
        }
        other => Found::one(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::place;
    use super::*;

    fn read(text: &str, members: &[&str]) -> (Vec<String>, Vec<String>) {
        let members: Vec<String> = members.iter().map(|name| (*name).to_owned()).collect();
        let (mut ids, mut told) = (Vec::new(), Vec::new());
        let mut visit = |row: &ListRow| ids.push(format!("{}@{}", row.cell("id").map_or_else(String::new, |id| id.text()), row.start()));
        let mut tell = |one: Trouble| told.push(format!("{} {}", place::of(text, one.byte, "x.json"), one.message));
        rows(text, &members, &mut visit, &mut tell);
        (ids, told)
    }

    #[test]
    fn lines_arrays_and_answers_of_apis_are_lists() {
        for (text, members, expected) in [
            ("{\"id\":1}\n{\"id\":\"b\"}\n", vec![], vec!["1@0", "b@9"]),
            (" [ {\"id\":1} , {\"id\":2}]", vec![], vec!["1@3", "2@14"]),
            ("{\"incidents\":[{\"id\":1}],\"more\":false}", vec!["incidents"], vec!["1@14"]),
            ("{\"total\":1,\"data\":[{\"id\":1},{\"id\":2}],\"paging\":{}}", vec![], vec!["1@19", "2@28"]),
            // An object that holds a list is a row itself.
            ("{\"id\":7,\"jobs\":[{\"id\":1}]}", vec![], vec!["7@0"]),
            ("{\"data\":[]}\n{\"data\":[{\"id\":3}]}", vec!["data"], vec!["3@21"]),
            ("[]", vec![], vec![]),
            ("", vec![], vec![]),
        ] {
            assert_eq!(read(text, &members), (expected.into_iter().map(str::to_owned).collect(), vec![]), "{text}");
        }
    }

    #[test]
    fn a_broken_object_has_its_place_and_takes_no_other_with_it() {
        let (ids, told) = read("{\"id\":1}\n{\"id\":,}\n3\n{\"id\":\"\n{\"id\":4}\n", &[]);
        assert_eq!(ids, ["1@0", "4@28"]);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("x.json:2:7 this is not JSON"), "{told:?}");
        assert!(told[1].starts_with("x.json:3:1 this is no JSON object"), "{told:?}");
        let (ids, told) = read("[{\"id\":1},\n {\"id\":x},\n {\"id\":3}]", &[]);
        assert_eq!((ids, told.len()), (vec!["1@0".to_owned().replace("@0", "@1"), "3@23".to_owned()], 1));
    }

    #[test]
    fn paths_lead_through_objects_and_lists() {
        let row = ListRow {
            value: serde_json::json!({"a.b": 1, "service": {"summary": "Pay"}, "tags": ["x", 2, null], "teams": [{"name": "A"}, {"name": "B"}],
                "times": [{"of": {"name": "Reported at"}, "value": {"value": "9"}}, {"of": {"name": "Fixed at"}, "value": null}]}),
            start: 0,
        };
        let cell = |path: &str| row.cell(path).map(|found| (found.text(), found.is_list));
        for (path, expected) in [
            ("a.b", Some(("1", false))),
            ("service.summary", Some(("Pay", false))),
            ("tags", Some(("x, 2", true))),
            ("teams.name", Some(("A, B", true))),
            ("times[of.name=reported at].value.value", Some(("9", false))),
            ("times[of.name=Fixed at].value.value", None),
            ("service.nothing", None),
            ("[", None),
            ("a[b=c", None),
        ] {
            assert_eq!(cell(path), expected.map(|(text, is_list)| (text.to_owned(), is_list)), "{path}");
        }
    }
}
