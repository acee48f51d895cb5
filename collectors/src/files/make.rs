//! A row becomes the fields of a record, and these a record.

use super::convert::{self, shortened};
use super::identity::{Key, made, scoped};
use super::mapping::{Mapping, REPOSITORY, UPDATED_AT, column_of, columns};
use super::place::Trouble;
use super::repositories::Repositories;
use super::take::{Found, Row};
use super::times::Times;
use chrono::{Datelike, NaiveDate};
use milepost_model::record::Record;
use milepost_model::{Instant, Kind, Outcome, with_kind};
use serde_json::{Map, Value, json};

/// What rows are made with.
pub(super) struct Maker<'a> {
    pub(super) source: &'a str,
    pub(super) mapping: &'a Mapping,
    pub(super) times: Times<'a>,
    pub(super) repositories: Repositories<'a>,
    /// When they were seen.
    pub(super) now: Instant,
}

/// A row that was made into fields.
pub(super) struct Made {
    id: Option<String>,
    updated_at: Option<Instant>,
    fields: Map<String, Value>,
}

impl Maker<'_> {
    /// The fields of a row; none where it counts for nothing or lacks what its kind needs.
    pub(super) fn fields(&self, row: &dyn Row, tell: &mut dyn FnMut(Trouble)) -> Option<Made> {
        if !self.mapping.takes(row) {
            return None;
        }
        let mut found = Made { id: None, updated_at: None, fields: Map::new() };
        let mut wrong = Vec::new();
        for (field, takes) in &self.mapping.fields {
            if let Some(cell) = takes.iter().find_map(|take| take.of(row))
                && let Err(why) = self.field(field, &cell, &mut found)
            {
                wrong.push((field.as_str(), row.byte_of(&cell.column), why));
            }
        }
        for (field, text) in &self.mapping.constants {
            let is_wrong = wrong.iter().any(|(name, ..)| name == field);
            if !is_wrong
                && !is_said(&found, field)
                && let Err(why) = self.field(field, &Found::one(text.as_str()), &mut found)
            {
                wrong.push((field.as_str(), row.start(), why));
            }
        }
        complete(self.mapping.record, &mut found.fields);
        let missing = required(self.mapping.record).find(|name| !found.fields.contains_key(*name));
        for (field, byte, (message, help)) in &wrong {
            let lost = if missing.is_some() { "so that this row was not read" } else { "so that the row was read without it" };
            tell(Trouble::error(*byte, "row/bad-cell", format!("{field}: {message}, {lost}"), help.as_str()));
        }
        if let Some(name) = missing {
            if wrong.is_empty() {
                let message =
                    format!("this row says nothing for {name}, which every {} has, so that it was not read", self.mapping.record.word());
                tell(Trouble::error(row.start(), "row/no-value", message, self.help_for(name)));
            }
            return None;
        }
        check_order(&mut found.fields, row, tell);
        Some(found)
    }

    /// What to do where a field that is needed is empty.
    pub(super) fn help_for(&self, field: &str) -> String {
        let shown = if field == "repo" { REPOSITORY } else { field };
        let columns: Vec<&str> = self.mapping.fields.get(shown).into_iter().flatten().flat_map(super::take::Take::columns).collect();
        if columns.is_empty() {
            format!("name its column with {shown} = \"…\" in [source.columns], or one value for every row in [source.constants]")
        } else {
            format!("it is taken from {}; one value for every row stands in [source.constants]", quoted(&columns))
        }
    }

    fn field(&self, field: &str, cell: &Found, found: &mut Made) -> Result<(), convert::Wrong> {
        match field {
            "id" => found.id = Some(cell.text()).filter(|id| !id.is_empty()).map(|id| scoped(self.source, &id)),
            UPDATED_AT => {
                let text = cell.text();
                let wrong = || (format!("“{}” is no point in time", shortened(&text)), format!("expected {}", super::times::ALLOWED));
                found.updated_at = Some(self.times.read(&text).ok_or_else(wrong)?);
            }
            REPOSITORY => {
                let text = cell.text();
                let id = self.repositories.find(self.mapping.word(REPOSITORY, &text))?;
                found.fields.insert("repo".to_owned(), Value::from(id.to_string()));
            }
            "repo" if cell.text().contains('/') => return self.field(REPOSITORY, cell, found),
            _ => {
                // Kinds without such a field have no such entry in their mapping, but for the columns of ready ones.
                let Some(column) = column_of(self.mapping.record, field) else { return Ok(()) };
                if let Some(value) = convert::value(field, column, cell, self.mapping, &self.times)? {
                    match field.split_once('.') {
                        None => {
                            found.fields.insert(field.to_owned(), value);
                        }
                        Some((name, part)) => {
                            let whole = found.fields.entry(name).or_insert_with(|| json!({}));
                            whole[part] = value;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// What decides whether the row counts, once all were seen.
    pub(super) fn key(&self, made: &Made) -> Key {
        Key::of(self.mapping.record, made.id.as_deref(), &made.fields)
    }

    /// The record, of a row that counts as the one of this number.
    pub(super) fn record(&self, row: Made, key: &Key, number: u32) -> Result<Record, String> {
        let mut fields = row.fields;
        let millis = row.updated_at.unwrap_or(self.now).timestamp_millis();
        fields.insert("id".to_owned(), Value::from(row.id.unwrap_or_else(|| made(self.source, key, number))));
        fields.insert("rev".to_owned(), Value::from(u64::try_from(millis).unwrap_or(0)));
        fields.insert("observed_at".to_owned(), Value::from(self.now.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
        let url = fields.get("url").cloned();
        fields.insert("provenance".to_owned(), json!({"collector": self.source, "url": url}));
        let fields = Value::Object(fields);
        with_kind!(self.mapping.record, T => serde_json::from_value::<T>(fields).map(Record::from).map_err(|error| error.to_string()))
    }
}

impl Made {
    /// A word for how something ended that is none of ours.
    pub(super) fn unknown_outcome(&self) -> Option<&str> {
        let word = self.fields.get("outcome").and_then(Value::as_str)?;
        (!Outcome::WORDS.contains(&word) && word != "in_progress").then_some(word)
    }
}

/// The fields that every record of a kind has, beyond those that milepost fills in.
pub(super) fn required(kind: Kind) -> impl Iterator<Item = &'static str> {
    columns(kind)
        .iter()
        .filter(|column| column.required)
        .map(|column| column.written)
        .filter(|name| !matches!(*name, "id" | "rev" | "observed_at"))
}

/// Whether what a required field is stands by itself.
pub(super) fn is_filled_in(kind: Kind, field: &str) -> bool {
    matches!((kind, field), (Kind::Deployment, "origin") | (Kind::PipelineRun, "attempt") | (Kind::Cost, "to"))
}

/// What a row need not say: a deployment that somebody exported is one, and a cost is of its month.
fn complete(kind: Kind, fields: &mut Map<String, Value>) {
    match kind {
        Kind::Deployment => {
            fields.entry("origin").or_insert_with(|| json!("external"));
        }
        Kind::PipelineRun => {
            fields.entry("attempt").or_insert_with(|| json!(1));
        }
        Kind::Cost if !fields.contains_key("to") => {
            let from = fields.get("from").and_then(Value::as_str).and_then(|text| text.parse::<Instant>().ok());
            // A month that begins in a zone ahead of ours begins here on the last day of the one before.
            let next = from.and_then(|from| {
                let middle = from.date_naive().checked_add_days(chrono::Days::new(14))?;
                let month = if middle.month() == 12 { (middle.year() + 1, 1) } else { (middle.year(), middle.month() + 1) };
                let first = NaiveDate::from_ymd_opt(middle.year(), middle.month(), 1)?;
                let length = NaiveDate::from_ymd_opt(month.0, month.1, 1)? - first;
                from.checked_add_signed(length)
            });
            if let Some(to) = next {
                fields.insert("to".to_owned(), Value::from(to.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
            }
        }
        _ => {}
    }
}

/// What ended before it began did not end then.
fn check_order(fields: &mut Map<String, Value>, row: &dyn Row, tell: &mut dyn FnMut(Trouble)) {
    let at =
        |fields: &Map<String, Value>, name: &str| fields.get(name).and_then(Value::as_str).and_then(|text| text.parse::<Instant>().ok());
    for (from, to) in
        [("opened_at", "resolved_at"), ("opened_at", "closed_at"), ("created_at", "finished_at"), ("requested_at", "finished_at")]
    {
        if let (Some(began), Some(ended)) = (at(fields, from), at(fields, to))
            && ended < began
        {
            fields.remove(to);
            let message = format!("{to} {ended} lies before {from} {began}, so that it was left out");
            tell(Trouble::warning(row.start(), "row/ends-early", message, "correct the row; where zones differ, set time_zone"));
        }
    }
}

fn is_said(found: &Made, field: &str) -> bool {
    match field {
        "id" => found.id.is_some(),
        UPDATED_AT => found.updated_at.is_some(),
        REPOSITORY => found.fields.contains_key("repo"),
        _ => match field.split_once('.') {
            Some((name, part)) => found.fields.get(name).is_some_and(|whole| whole.get(part).is_some()),
            None => found.fields.contains_key(field),
        },
    }
}

/// Names in quotation marks, the first ones of many.
pub(super) fn quoted(names: &[&str]) -> String {
    const SHOWN: usize = 30;
    let mut text: Vec<String> = names.iter().take(SHOWN).map(|name| format!("“{}”", shortened(name))).collect();
    if names.len() > SHOWN {
        text.push(format!("{} more", names.len() - SHOWN));
    }
    text.join(", ")
}
