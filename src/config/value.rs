//! One value against what its key takes.

use super::entries::Entry;
use super::language::Values;
use super::nearest::nearest;
use super::reader::{Reader, Section};
use super::sections::publish::PublishTo;
use chrono::NaiveDate;
use globset::GlobBuilder;
use milepost_model::EntityRef;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::DeValue;
use url::Url;

/// A value that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Whole(u64),
    /// A share, in ten-thousandths.
    Share(u64),
    /// A day.
    Day(NaiveDate),
    /// Tables within the table.
    Tables(Vec<Section>),
    /// Entries under keys of one's own.
    Map(Vec<Entry>),
    /// It was written, but not in a way that can be used.
    Wrong,
}

impl Value {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn texts(&self) -> &[String] {
        match self {
            Self::Texts(texts) => texts,
            _ => &[],
        }
    }

    pub(super) fn whole(&self) -> Option<u64> {
        match self {
            Self::Whole(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn share(&self) -> Option<u64> {
        match self {
            Self::Share(share) => Some(*share),
            _ => None,
        }
    }

    pub(super) fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            _ => None,
        }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn tables(&self) -> &[Section] {
        match self {
            Self::Tables(sections) => sections,
            _ => &[],
        }
    }
}

/// The value, if the key takes it; else the reader knows why not.
pub(super) fn check(reader: &mut Reader<'_>, values: Values, found: &Spanned<DeValue<'_>>, path: &str) -> Option<Value> {
    let span = found.span();
    match (values, found.get_ref()) {
        (Values::Boolean, DeValue::Boolean(value)) => Some(Value::Boolean(*value)),
        (Values::Whole { least, most }, DeValue::Integer(number)) => {
            let digits = number.as_str().replace('_', "");
            match u64::from_str_radix(&digits, number.radix()).ok().filter(|n| (least..=most).contains(n)) {
                Some(number) => Some(Value::Whole(number)),
                None => refuse(reader, span, path, values, &format!("{} is out of range", shortened(&digits))),
            }
        }
        (Values::Paths | Values::Globs | Values::Texts, DeValue::Array(items)) => texts(reader, values, items.iter(), path),
        (Values::Share, DeValue::Integer(_) | DeValue::Float(_)) => match share(found.get_ref()) {
            Some(share) => Some(Value::Share(share)),
            None => refuse(reader, span, path, values, "it is out of range"),
        },
        (Values::Day, DeValue::Datetime(written)) => match day(written) {
            Some(day) => Some(Value::Day(day)),
            None => refuse(reader, span, path, values, &format!("“{written}” is more than a date")),
        },
        (Values::Map(inner), DeValue::Table(table)) => super::entries::check(reader, inner, table, path).map(Value::Map),
        (Values::Tables(table), DeValue::Array(items)) => Some(Value::Tables(reader.tables(items, table))),
        (
            Values::Boolean
            | Values::Whole { .. }
            | Values::Paths
            | Values::Globs
            | Values::Texts
            | Values::Share
            | Values::Day
            | Values::Map(_)
            | Values::Tables(_),
            other,
        ) => wrong_type(reader, span, path, values, other),
        (Values::Expression(tier) | Values::Evidence(tier), DeValue::String(text)) if !text.trim().is_empty() => {
            super::expression::check(reader, tier, text, &span, path).then(|| Value::Text(text.to_string()))
        }
        (_, DeValue::String(text)) => match problem_of(values, text) {
            None => Some(Value::Text(text.to_string())),
            Some(Refusal::Because(problem)) => refuse(reader, span, path, values, &problem),
            Some(Refusal::Credentials) => {
                let message = format!("{path} holds a password or token");
                reader.complain(
                    "config/secret",
                    span,
                    message,
                    "tokens come from the environment; take this one back if the file was ever shared",
                );
                None
            }
        },
        (_, other) => wrong_type(reader, span, path, values, other),
    }
}

/// A number from 0 to 1, in ten-thousandths.
fn share(number: &DeValue<'_>) -> Option<u64> {
    let text = match number {
        DeValue::Integer(number) => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    let share: f64 = text.replace('_', "").parse().ok()?;
    (0.0..=1.0).contains(&share).then(|| (share * 10_000.0).round() as u64)
}

/// A date without an hour.
fn day(written: &toml::value::Datetime) -> Option<NaiveDate> {
    let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none())?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

fn texts<'a, 'i: 'a>(
    reader: &mut Reader<'_>,
    values: Values,
    items: impl Iterator<Item = &'a Spanned<DeValue<'i>>>,
    path: &str,
) -> Option<Value> {
    let mut texts = Vec::new();
    let mut is_good = true;
    for item in items {
        let problem = match item.get_ref() {
            DeValue::String(text) => match problem_of(values, text) {
                None => {
                    texts.push(text.to_string());
                    continue;
                }
                Some(Refusal::Because(problem)) => problem,
                Some(Refusal::Credentials) => "it holds a password or token".to_owned(),
            },
            other => format!("{} is no text", found(other)),
        };
        is_good = false;
        refuse(reader, item.span(), path, values, &problem);
    }
    is_good.then_some(Value::Texts(texts))
}

fn wrong_type(reader: &mut Reader<'_>, span: Range<usize>, path: &str, values: Values, other: &DeValue<'_>) -> Option<Value> {
    let message = format!("{path} is {}", found(other));
    reader.complain("config/wrong-type", span, message, format!("expected {}", values.allowed()));
    None
}

fn refuse(reader: &mut Reader<'_>, span: Range<usize>, path: &str, values: Values, problem: &str) -> Option<Value> {
    reader.complain("config/bad-value", span, format!("{path}: {problem}"), format!("expected {}", values.allowed()));
    None
}

enum Refusal {
    Because(String),
    /// The value must not be quoted.
    Credentials,
}

/// What is wrong with a text that stands where such values do.
fn problem_of(values: Values, text: &str) -> Option<Refusal> {
    if text.trim().is_empty() {
        return Some(Refusal::Because("it is empty".to_owned()));
    }
    let is_line = !matches!(values, Values::Prose);
    if text.chars().any(|c| c.is_control() && (is_line || !matches!(c, '\n' | '\r' | '\t'))) {
        return Some(Refusal::Because("it holds a control character".to_owned()));
    }
    let quoted = || format!("“{}”", shortened(text));
    let problem = match values {
        Values::Words(words) => {
            let known = || words.iter().map(|word| word.word);
            if known().any(|word| word == text) {
                return None;
            }
            let mut problem = format!("{} is not a word that it takes", quoted());
            if let Some(near) = nearest(text, known()) {
                write!(problem, "; did you mean “{near}”?").expect("because memory does not fail");
            }
            Some(problem)
        }
        Values::Id => {
            let is_good = text.len() <= 40
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && !text.starts_with('-');
            (!is_good).then(|| format!("{} is no id", quoted()))
        }
        Values::Address => return address(text),
        Values::Host => {
            let is_good = !text.contains(['/', '@', ' ']) && Url::parse(&format!("https://{text}/")).is_ok_and(|url| url.has_host());
            (!is_good).then(|| format!("{} is no host's name", quoted()))
        }
        Values::BasePath => {
            let is_good = text.starts_with('/') && !text.contains(['?', '#', '\\', ' ']) && !text.split('/').any(|part| part == "..");
            (!is_good).then(|| format!("{} is no path of an address", quoted()))
        }
        Values::Link => return link(text),
        Values::LinkTemplate(names) => return link_template(text, names),
        Values::StoreAddress => return store_address(text),
        Values::Destination => return destination(text),
        Values::Globs => glob(text).err(),
        Values::Regex => super::pattern::compile(text).err(),
        Values::Search => super::pattern::search(text).err(),
        Values::Owner => EntityRef::parse(text, Some("group"), DEFAULT_NAMESPACE).err().map(|error| error.to_string()),
        Values::Colour => (crate::config::theme::Colour::parse(text).is_none()).then(|| format!("{} is no colour", quoted())),
        Values::Text
        | Values::Texts
        | Values::Path
        | Values::Paths
        | Values::Boolean
        | Values::Whole { .. }
        | Values::Share
        | Values::Day
        | Values::Map(_)
        | Values::Tables(_)
        | Values::Expression(_)
        | Values::Evidence(_)
        | Values::Prose => None,
    };
    problem.map(Refusal::Because)
}

fn address(text: &str) -> Option<Refusal> {
    let because = |problem: &str| Some(Refusal::Because(format!("“{}” {problem}", shortened(text))));
    match Url::parse(text) {
        Ok(url) if !url.username().is_empty() || url.password().is_some() => Some(Refusal::Credentials),
        Ok(url) if !matches!(url.scheme(), "https" | "http") => because("begins with neither https:// nor http://"),
        Ok(url) if url.query().is_some() || url.fragment().is_some() => because("has a part after ? or #"),
        Ok(_) => None,
        Err(_) => because("is no address"),
    }
}

/// A page of the portal, or an address on the web with what may follow it.
fn link(text: &str) -> Option<Refusal> {
    let because = |problem: &str| Some(Refusal::Because(format!("“{}” {problem}", shortened(text))));
    if !text.starts_with('/') {
        return address(text.split(['?', '#']).next().unwrap_or_default());
    }
    // `//host` is an address on the web to browsers, and so is `/\\host`.
    if text.starts_with("//") || text.contains(['\\', ' ']) || text.split(['/', '?', '#']).any(|part| part == "..") {
        return because("is no page of the portal");
    }
    None
}

fn link_template(text: &str, names: &[&str]) -> Option<Refusal> {
    let because = |problem: String| Some(Refusal::Because(problem));
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return because(format!("“{}” opens a brace and does not close it", shortened(text)));
        };
        if !names.contains(&name) {
            let near = nearest(name, names.iter().copied()).map(|near| format!("; did you mean {{{near}}}?")).unwrap_or_default();
            return because(format!("nobody knows {{{}}}{near}", shortened(name)));
        }
        // A value must not choose whom people are sent to.
        if plain.split_once("://").is_none_or(|(_, rest)| !rest.contains(['/', '?', '#'])) {
            return because(format!("{{{name}}} stands in the host of “{}”; values go behind it", shortened(text)));
        }
        plain.push('x');
        rest = after;
    }
    if rest.contains('}') {
        return because(format!("“{}” closes a brace that it did not open", shortened(text)));
    }
    plain.push_str(rest);
    address(plain.split(['?', '#']).next().unwrap_or_default())
}

fn destination(text: &str) -> Option<Refusal> {
    if text.split_once("://").is_some_and(|(_, rest)| rest.split('/').next().is_some_and(|authority| authority.contains('@'))) {
        return Some(Refusal::Credentials);
    }
    let problem = PublishTo::parse(text, Path::new("")).err()?;
    Some(Refusal::Because(if problem.contains(text) { problem } else { format!("“{}”: {problem}", shortened(text)) }))
}

fn store_address(text: &str) -> Option<Refusal> {
    let (scheme, rest) = text.split_once("://")?;
    if rest.split('/').next().is_some_and(|authority| authority.contains('@')) {
        return Some(Refusal::Credentials);
    }
    let problem = match scheme {
        "s3" | "gs" | "az" if rest.starts_with('/') || rest.is_empty() => "names no bucket",
        "s3" | "gs" | "az" => return None,
        _ => "is of a kind that milepost does not write to",
    };
    Some(Refusal::Because(format!("“{}” {problem}", shortened(text))))
}

/// Compiles a pattern: `*` stays inside a folder, `**` does not.
pub(super) fn glob(text: &str) -> Result<globset::Glob, String> {
    const LONGEST: usize = 1_000;
    if text.len() > LONGEST {
        return Err(format!("a pattern has at most {LONGEST} bytes"));
    }
    if text.starts_with('/') || text.split('/').any(|part| part == "..") {
        return Err(format!("“{}” leads out of the place that it is about", shortened(text)));
    }
    let built = GlobBuilder::new(text).literal_separator(true).backslash_escape(true).build();
    built.map_err(|error| format!("“{}” is no pattern: {}", shortened(text), error.kind()))
}

/// What a value is, in words that complete “this is …”.
pub(super) fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text “{}”", shortened(text)),
        DeValue::Integer(number) => format!("the number {}", shortened(number.as_str())),
        DeValue::Float(number) => format!("the number {}", shortened(number.as_str())),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// A text short enough to be quoted in a sentence.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
