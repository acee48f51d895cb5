//! Records as lines of JSON: what `milepost import` reads, `milepost export` writes and collectors of
//! other people print.

use crate::record::{Fact, Kind, Record, SCHEMA};
use crate::{Diagnostic, Place};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Write};

/// What every line says before its own fields.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, default)]
    schema: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    kind: Option<Cow<'a, str>>,
}

/// Is given the record of a line as what it is.
pub trait FactVisitor {
    /// What becomes of it.
    type Out;
    /// Takes it.
    fn visit<T: Fact>(self, fact: T) -> Self::Out;
}

/// Reads one line. The place of the diagnostic is the file, the line's number and the column.
pub fn read_line(line: &str, file: &str, number: u32) -> Result<Record, Box<Diagnostic>> {
    struct AsRecord;
    impl FactVisitor for AsRecord {
        type Out = Record;
        fn visit<T: Fact>(self, fact: T) -> Record {
            fact.into()
        }
    }
    read_line_with(line, file, number, AsRecord)
}

/// Reads one line without wrapping its record, which is cheaper where there are millions of them.
pub fn read_line_with<V: FactVisitor>(line: &str, file: &str, number: u32, visitor: V) -> Result<V::Out, Box<Diagnostic>> {
    if let Some((kind, rest)) = own_head(line) {
        // Without its head the record has no unknown fields, which cost more than all others.
        let mut body = String::with_capacity(rest.len() + 1);
        body.push('{');
        body.push_str(rest);
        let place = (file, number, line.len() - body.len());
        return with_kind!(kind, T => read_fact::<T>(&body, place).map(|fact| visitor.visit(fact)));
    }
    let kind = read_kind(line, file, number)?;
    with_kind!(kind, T => read_fact::<T>(line, (file, number, 0)).map(|fact| visitor.visit(fact)))
}

/// What follows the head, where the line begins exactly as milepost writes it.
fn own_head(line: &str) -> Option<(Kind, &str)> {
    let (word, rest) = line.strip_prefix("{\"schema\":\"")?.strip_prefix(SCHEMA)?.strip_prefix("\",\"kind\":\"")?.split_once("\",")?;
    Some((Kind::from_word(word)?, rest))
}

fn read_kind(line: &str, file: &str, number: u32) -> Result<Kind, Box<Diagnostic>> {
    let place = |column| Place::file(file).at(number, column);
    let head: Head<'_> = serde_json::from_str(line).map_err(|error| not_json(&error, place(u32::try_from(error.column()).unwrap_or(1))))?;
    if let Some(schema) = head.schema.as_deref().filter(|schema| *schema != SCHEMA) {
        return Err(Box::new(
            Diagnostic::error("record/unknown-schema", format!("schema “{schema}” is not one that this milepost reads"))
                .at(place(1))
                .help(format!("expected \"schema\":\"{SCHEMA}\"")),
        ));
    }
    let Some(word) = head.kind else {
        return Err(Box::new(
            Diagnostic::error("record/no-kind", "the record does not say what it is")
                .at(place(1))
                .help(format!("add \"kind\": one of {}", all_kinds())),
        ));
    };
    Kind::from_word(&word).ok_or_else(|| {
        Box::new(
            Diagnostic::error("record/unknown-kind", format!("“{word}” is not a kind of record"))
                .at(place(1))
                .help(format!("expected one of {}", all_kinds())),
        )
    })
}

/// Reads a record. `json` begins after so many bytes of that line of that file.
fn read_fact<T: Fact>(json: &str, (file, number, before): (&str, u32, usize)) -> Result<T, Box<Diagnostic>> {
    let at = |column: usize| Place::file(file).at(number, u32::try_from(before + column).unwrap_or(u32::MAX));
    match serde_json::from_str::<T>(json) {
        Ok(mut fact) => {
            fact.forget_envelope();
            if fact.rev() == 0 && !says_rev(json) {
                // A source that counts no revisions: what was seen last counts.
                fact.revised(u64::try_from(fact.observed_at().timestamp_millis()).unwrap_or(0));
            }
            if fact.id().is_empty() {
                return Err(Box::new(
                    Diagnostic::error("record/empty-id", "the record's id is empty")
                        .at(at(1))
                        .help("ids are stable and scoped by provider, such as gh:github.com:4711:deployment:12"),
                ));
            }
            Ok(fact)
        }
        Err(error) if error.is_data() => {
            let (why, column) = culprit::<T>(json, &plain(&error)).unwrap_or_else(|| (plain(&error), error.column()));
            let what = format!("this {} cannot be read: {why}", T::KIND.word());
            Err(Box::new(Diagnostic::error("record/bad-field", what).at(at(column)).help(expected::<T>())))
        }
        Err(error) => Err(not_json(&error, at(error.column()))),
    }
}

/// The field without which an error is another one or none: its name, its value and why, and the column where it stands.
///
/// serde_json tells of a record's fields only at its end, since they are read together.
fn culprit<T: Fact>(json: &str, why: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 80;
    let fields: serde_json::Map<String, Value> = serde_json::from_str(json).ok()?;
    let is_it = |name: &&String| {
        let rest: serde_json::Map<_, _> =
            fields.iter().filter(|(other, _)| other != name).map(|(name, value)| (name.clone(), value.clone())).collect();
        serde_json::from_value::<T>(Value::Object(rest)).map_or_else(|error| plain(&error) != why, |_| true)
    };
    let name = fields.keys().find(is_it)?;
    let value = match &fields[name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let value: String = value.chars().take(LONGEST).collect();
    let column = json.find(&format!("\"{name}\"")).map_or(1, |at| json[..at].chars().count() + 1);
    Some((format!("{name} is “{value}”: {why}"), column))
}

fn not_json(error: &serde_json::Error, place: Place) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("record/not-json", format!("this line is not a JSON object: {}", plain(error)))
            .at(place)
            .help("each line holds one record as one JSON object"),
    )
}

fn says_rev(line: &str) -> bool {
    #[derive(Deserialize)]
    struct Rev {
        rev: Option<IgnoredAny>,
    }
    serde_json::from_str::<Rev>(line).is_ok_and(|line| line.rev.is_some())
}

/// serde_json ends its messages with a position that the place already says.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}

fn all_kinds() -> String {
    Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ")
}

fn expected<T: Fact>() -> String {
    let required: Vec<_> = T::COLUMNS.iter().filter(|c| c.required && c.name != "rev").map(|c| c.name).collect();
    let word = T::KIND.word();
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word} needs {}; instants are RFC 3339 such as 2026-11-20T06:40:00Z", required.join(", "))
}

#[derive(Serialize)]
struct Line<'a, T> {
    schema: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    fact: &'a T,
}

/// Writes one record as a line.
pub fn write_line(record: &Record, out: &mut impl Write) -> io::Result<()> {
    with_fact!(record, fact => write_fact(fact, out))
}

/// Writes one fact as a line.
pub fn write_fact<T: Fact>(fact: &T, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { schema: SCHEMA, kind: T::KIND.word(), fact })?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_survive_a_round_trip() {
        let line = r#"{"schema":"milepost/1","kind":"release","id":"git:x:v1","rev":7,"observed_at":"2026-11-20T06:40:00Z","provenance":{"collector":"git"},"repo":"git:x","tag":"v1","sha":"aa","published_at":"2026-11-01T00:00:00Z","channel":{"name":"beta"}}"#;
        let record = read_line(line, "r.ndjson", 1).expect("because the line is a good release");
        let mut out = Vec::new();
        write_line(&record, &mut out).expect("because memory does not fail");
        assert_eq!(String::from_utf8(out).expect("because JSON is UTF-8").trim_end(), line);
    }

    #[test]
    fn a_record_without_a_revision_takes_the_instant_when_it_was_seen() {
        for (rev, expected) in [("", 1_795_243_200_000), (r#","rev":0"#, 0), (r#","rev":7"#, 7)] {
            let line = format!(
                r#"{{"kind":"release","id":"x","repo":"r","tag":"v","sha":"a","published_at":"2026-11-01T00:00:00Z","observed_at":"2026-11-21T06:40:00Z"{rev}}}"#
            );
            let record = read_line(&line, "r.ndjson", 1).expect("because the line is a good release");
            assert_eq!(with_fact!(record, fact => fact.rev()), expected, "{rev}");
        }
    }

    #[test]
    fn a_bad_field_is_found_at_its_column_whatever_the_head_looks_like() {
        let rest = r#""id":"x","observed_at":"yesterday"}"#;
        for head in [r#"{"schema":"milepost/1","kind":"release","#, r#"{ "schema":"milepost/1","kind":"release","#] {
            let line = format!("{head}{rest}");
            let diagnostic = read_line(&line, "r.ndjson", 1).expect_err("yesterday is no instant");
            let column = diagnostic.place.as_ref().and_then(|place| place.column).expect("because the column is known") as usize;
            assert!(line[column - 1..].starts_with("\"observed_at\""), "{line}");
            assert_eq!(diagnostic.message, "this release cannot be read: observed_at is “yesterday”: input contains invalid characters");
            let broken = read_line(&line[..line.len() - 3], "r.ndjson", 1).expect_err("it is cut short");
            assert_eq!(broken.code, "record/not-json");
        }
    }

    #[test]
    fn a_bad_line_says_where_and_what_was_expected() {
        for (line, code, part) in [
            ("{", "record/not-json", "not a JSON object"),
            ("[1]", "record/not-json", "not a JSON object"),
            (r#"{"kind":"deploymnt"}"#, "record/unknown-kind", "deploymnt"),
            (r#"{"id":"x"}"#, "record/no-kind", "what it is"),
            (r#"{"schema":"milepost/9","kind":"release"}"#, "record/unknown-schema", "milepost/9"),
            (r#"{"kind":"release","id":"x","observed_at":"yesterday"}"#, "record/bad-field", "release cannot be read"),
            (r#"{"kind":"release","id":"x","observed_at":"2026-11-20T06:40:00Z"}"#, "record/bad-field", "missing field"),
        ] {
            let diagnostic = read_line(line, "r.ndjson", 3).expect_err(line);
            assert_eq!(diagnostic.code, code, "{line}");
            assert!(diagnostic.message.contains(part), "{line}: {}", diagnostic.message);
            assert_eq!(diagnostic.place.as_ref().and_then(|p| p.line), Some(3));
            assert!(diagnostic.help.is_some());
        }
    }
}
