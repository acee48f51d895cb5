//! A cell becomes the value of a field.

use super::mapping::Mapping;
use super::take::Found;
use super::times::{ALLOWED, Times};
use milepost_model::Kind;
use milepost_model::cell::{CellType, Column};
use serde_json::Value;

/// The longest text that a field takes.
const LONGEST: usize = 2_000;
/// The most items of a list.
const MOST: usize = 1_000;

/// What is wrong with a cell: what was found, and what is allowed.
pub(super) type Wrong = (String, String);

/// The value of a field; nothing where the cell says nothing.
pub(super) fn value(field: &str, column: &Column, found: &Found, mapping: &Mapping, times: &Times<'_>) -> Result<Option<Value>, Wrong> {
    let text = found.text();
    let text = mapping.word(field, &text).trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |allowed: &str| (format!("“{}” is no {}", shortened(text), noun(field, column.cell)), format!("expected {allowed}"));
    if is_day(mapping.record, field) {
        let day = times.day(text).ok_or_else(|| wrong(ALLOWED))?;
        return Ok(Some(Value::from(day.to_string())));
    }
    Ok(Some(match column.cell {
        CellType::Instant => {
            let at = times.read(text).ok_or_else(|| wrong(&forms(mapping)))?;
            Value::from(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
        }
        CellType::Integer => {
            Value::from(plain_number(text, mapping).and_then(|text| text.parse::<u64>().ok()).ok_or_else(|| wrong("a whole number"))?)
        }
        CellType::Number => number(text, mapping).ok_or_else(|| wrong(decimals(mapping)))?,
        CellType::Boolean => Value::from(truth(text).ok_or_else(|| wrong("true or false, yes or no, 1 or 0"))?),
        CellType::TextList => Value::from(items(field, found, mapping)),
        CellType::Text if is_link(field) => {
            Value::from(link(text).ok_or_else(|| wrong("an address that begins with https:// or http://"))?)
        }
        CellType::Text if names_one(field) => Value::from(slugged(text)),
        CellType::Text => Value::from(clean(text)),
        CellType::Json if matches!(field, "scale.min" | "scale.max") => number(text, mapping).ok_or_else(|| wrong(decimals(mapping)))?,
        CellType::Json if field.contains('.') => Value::from(clean(text)),
        // As `milepost export` writes what has parts.
        CellType::Json => serde_json::from_str(text).map_err(|_| wrong("JSON, as milepost export writes it"))?,
    }))
}

/// A survey says the day and never the hour.
fn is_day(kind: Kind, field: &str) -> bool {
    kind == Kind::Survey && field == "submitted_on"
}

fn is_link(field: &str) -> bool {
    field == "url" || field.ends_with("_url")
}

/// Whether a field holds the name of a service.
fn names_one(field: &str) -> bool {
    field == "service"
}

fn noun(field: &str, cell: CellType) -> &'static str {
    match cell {
        CellType::Instant => "point in time",
        CellType::Integer => "whole number",
        CellType::Boolean => "truth",
        CellType::Text if field == "submitted_on" => "day",
        CellType::Text => "address",
        CellType::Json if !field.contains('.') => "JSON",
        _ => "number",
    }
}

fn forms(mapping: &Mapping) -> String {
    if mapping.time_formats.is_empty() {
        return format!("{ALLOWED}; other forms are named by time_formats");
    }
    format!("a form of time_formats: {}", mapping.time_formats.join(", "))
}

fn decimals(mapping: &Mapping) -> &'static str {
    if mapping.has_decimal_comma {
        "a number such as 1234,5"
    } else {
        "a number such as 1234.5; where decimals follow a comma, set decimal_comma"
    }
}

/// A number with a point and without what only helps people to read it.
fn plain_number(text: &str, mapping: &Mapping) -> Option<String> {
    let (point, group) = if mapping.has_decimal_comma { (',', '.') } else { ('.', ',') };
    let (whole, part) = text.split_once(point).map_or((text, None), |(whole, part)| (whole, Some(part)));
    let groups: Vec<&str> = whole.split([group, ' ', '\u{a0}', '\u{202f}', '\'']).collect();
    // Without groups of three the sign between them means something else.
    if groups.len() > 1 && groups[1..].iter().any(|digits| digits.len() != 3) {
        return None;
    }
    Some(groups.concat() + &part.map(|part| format!(".{part}")).unwrap_or_default())
}

fn number(text: &str, mapping: &Mapping) -> Option<Value> {
    let number: f64 = plain_number(text, mapping)?.parse().ok()?;
    serde_json::Number::from_f64(number).map(Value::Number)
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "t" | "1" => Some(true),
        "false" | "no" | "n" | "f" | "0" => Some(false),
        _ => None,
    }
}

fn items(field: &str, found: &Found, mapping: &Mapping) -> Vec<String> {
    let is_named = field == "services";
    let one = |text: &str| {
        let meant = mapping.word(field, text).trim();
        if is_named { slugged(meant) } else { clean(meant) }
    };
    let whole = found.text();
    // As `milepost export` writes lists into tables.
    if let Some(texts) = Some(&whole).filter(|text| text.starts_with('[')).and_then(|text| serde_json::from_str::<Vec<String>>(text).ok()) {
        return texts.iter().map(|text| one(text)).filter(|item| !item.is_empty()).take(MOST).collect();
    }
    // A word for the whole cell goes before splitting it: names may hold commas.
    let texts: Vec<&str> = if !found.is_list && mapping.word(field, &whole) == whole {
        found.texts.iter().flat_map(|text| text.split([',', ';', '\n'])).collect()
    } else {
        found.texts.iter().map(String::as_str).collect()
    };
    let mut items: Vec<String> = Vec::new();
    for item in texts.into_iter().map(one).filter(|item| !item.is_empty()).take(MOST) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items
}

fn link(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    (!rest.is_empty() && !rest.starts_with('/') && !text.chars().any(|c| c.is_whitespace() || c.is_control())).then(|| text.to_owned())
}

/// The name of a service as the catalog writes names: `Payments API` is `payments-api`.
pub(super) fn slugged(text: &str) -> String {
    clean(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}

/// A text in one line, of a length that people read.
fn clean(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    plain.trim().to_owned()
}

/// A text short enough to be quoted in a sentence.
pub(super) fn shortened(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::super::mapping::column_of;
    use super::*;

    fn of(kind: Kind, field: &str, text: &str, has_comma: bool) -> Result<Option<Value>, Wrong> {
        let mut mapping = Mapping { has_decimal_comma: has_comma, ..Mapping::plain(kind) };
        let words = [("Payments, the old one".to_lowercase(), "payments".to_owned()), ("p1".to_owned(), "critical".to_owned())];
        mapping.words.insert("services".into(), words[..1].iter().cloned().collect());
        mapping.words.insert("severity".into(), words[1..].iter().cloned().collect());
        let times = Times::new(Some("Europe/Lisbon"), &[]);
        value(field, column_of(kind, field).expect(field), &Found::one(text), &mapping, &times)
    }

    #[test]
    fn each_type_is_read_from_what_people_write() {
        for (kind, field, text, has_comma, expected) in [
            (Kind::Incident, "opened_at", "2026-07-19 09:10", false, serde_json::json!("2026-07-19T08:10:00Z")),
            (Kind::Incident, "severity", " P1 ", false, serde_json::json!("critical")),
            (Kind::Incident, "services", "Payments API; Rates , payments api", false, serde_json::json!(["payments-api", "rates"])),
            (Kind::Incident, "services", "Payments, the old one", false, serde_json::json!(["payments"])),
            (Kind::Incident, "is_change_failure", "No", false, serde_json::json!(false)),
            (Kind::Incident, "title", "two\nlines\u{7}", false, serde_json::json!("two lines")),
            (Kind::Incident, "caused_by.sha", "123456", false, serde_json::json!("123456")),
            (Kind::Cost, "amount", "1.234,50", true, serde_json::json!(1234.5)),
            (Kind::Cost, "amount", "1,234.5", false, serde_json::json!(1234.5)),
            (Kind::Cost, "amount", "1 234", false, serde_json::json!(1234.0)),
            (Kind::Cost, "service", "Payments API", false, serde_json::json!("payments-api")),
            (Kind::Survey, "submitted_on", "2026-09-30", false, serde_json::json!("2026-09-30")),
            (Kind::Survey, "scale.max", "5", false, serde_json::json!(5.0)),
        ] {
            assert_eq!(of(kind, field, text, has_comma), Ok(Some(expected)), "{field} = {text}");
        }
        assert_eq!(of(Kind::Incident, "title", "  ", false), Ok(None));
    }

    #[test]
    fn what_cannot_be_read_is_quoted_with_what_is_allowed() {
        for (kind, field, text, message, allowed) in [
            (Kind::Incident, "opened_at", "19/11/2026", "“19/11/2026” is no point in time", "time_formats"),
            (Kind::Incident, "is_change_failure", "maybe", "“maybe” is no truth", "yes or no"),
            (Kind::Incident, "url", "javascript:alert(1)", "is no address", "https://"),
            (Kind::Cost, "amount", "12,5", "“12,5” is no number", "decimal_comma"),
            (Kind::Cost, "amount", "NaN", "is no number", "1234.5"),
            (Kind::PipelineRun, "run_id", "-3", "is no whole number", "whole"),
            (Kind::Survey, "submitted_on", "Q3", "“Q3” is no day", "2026-11-19"),
        ] {
            let (found, help) = of(kind, field, text, false).expect_err(text);
            assert!(found.contains(message) && help.contains(allowed), "{found} [{help}]");
        }
    }
}
