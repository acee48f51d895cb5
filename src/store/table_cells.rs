//! Turns the columns of a part back into records.

use super::part_reader::{ReadColumn, ReadValues, Table};
use milepost_model::Fact;
use milepost_model::cell::CellReader;
use parquet::data_type::ByteArray;
use std::sync::Arc;

/// A record as it was read, with its fingerprint.
#[derive(Debug, Clone)]
pub(super) struct Read<F> {
    pub fact: F,
    pub content: u64,
}

/// The records of a table. `Err` says in words for people why it has none.
pub(super) fn facts<F: Fact>(table: Table) -> Result<Vec<Read<F>>, String> {
    let Table { rows, columns, fingerprints } = table;
    let columns: Vec<_> = columns.into_iter().map(|column| column.map(Cursor::new)).collect();
    let mut cells = TableCells { columns, at: 0, problem: None };
    let mut read = Vec::with_capacity(rows);
    for content in fingerprints {
        cells.at = 0;
        let fact = F::take_cells(&mut cells).map_err(|column| format!("a row has no usable “{column}”"));
        if let Some(problem) = cells.problem.take() {
            return Err(problem);
        }
        read.push(Read { fact: promoted(fact?), content });
    }
    Ok(read)
}

/// A field that an older milepost did not know and kept aside becomes the column that it now is.
fn promoted<F: Fact>(fact: F) -> F {
    let extra = fact.extra();
    if extra.is_empty() || !F::COLUMNS.iter().any(|column| extra.contains_key(column.name)) {
        return fact;
    }
    serde_json::to_value(&fact).and_then(serde_json::from_value).unwrap_or(fact)
}

struct Cursor {
    column: ReadColumn,
    value: usize,
    level: usize,
    /// The text of the row before, which the next often says again.
    last: Option<Arc<str>>,
}

impl Cursor {
    fn new(column: ReadColumn) -> Self {
        Self { column, value: 0, level: 0, last: None }
    }

    /// The place of the next value, if there is one.
    fn next(&mut self) -> Option<usize> {
        if self.column.full > 0 {
            let level = *self.column.definitions.get(self.level)?;
            self.level += 1;
            if level < self.column.full {
                return None;
            }
        }
        self.value += 1;
        Some(self.value - 1)
    }

    /// The places of the values of the next list, if there is one.
    fn next_list(&mut self) -> Option<std::ops::Range<usize>> {
        let start = self.value;
        let first = *self.column.definitions.get(self.level)?;
        self.level += 1;
        if first < self.column.full {
            return (first > 0).then_some(start..start);
        }
        self.value += 1;
        while self.column.repetitions.get(self.level).is_some_and(|level| *level > 0) {
            self.level += 1;
            self.value += 1;
        }
        Some(start..self.value)
    }
}

struct TableCells {
    columns: Vec<Option<Cursor>>,
    at: usize,
    problem: Option<String>,
}

impl TableCells {
    fn column(&mut self) -> Option<&mut Cursor> {
        self.at += 1;
        self.columns.get_mut(self.at - 1)?.as_mut()
    }

    fn text_at<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let Ok(text) = str::from_utf8(self.column().and_then(next_text)?.data()) else {
            self.problem = Some("a text is not UTF-8".to_owned());
            return None;
        };
        read(text)
    }

    fn long_at(&mut self) -> Option<i64> {
        let cursor = self.column()?;
        let place = cursor.next()?;
        let ReadValues::Longs(values) = &cursor.column.values else { return None };
        values.get(place).copied()
    }
}

fn next_text(cursor: &mut Cursor) -> Option<&ByteArray> {
    let place = cursor.next()?;
    let ReadValues::Texts(values) = &cursor.column.values else { return None };
    values.get(place)
}

impl CellReader for TableCells {
    fn text(&mut self) -> Option<String> {
        self.text_at(|text| Some(text.to_owned()))
    }

    fn shared_text(&mut self) -> Option<Arc<str>> {
        let cursor = self.column()?;
        let place = cursor.next()?;
        let ReadValues::Texts(values) = &cursor.column.values else { return None };
        let bytes = values.get(place)?.data();
        if let Some(last) = cursor.last.as_ref().filter(|last| last.as_bytes() == bytes) {
            return Some(Arc::clone(last));
        }
        let Ok(text) = str::from_utf8(bytes) else {
            self.problem = Some("a text is not UTF-8".to_owned());
            return None;
        };
        cursor.last = Some(text.into());
        cursor.last.clone()
    }

    fn read_text<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.text_at(read)
    }

    fn integer(&mut self) -> Option<i64> {
        self.long_at()
    }

    fn number(&mut self) -> Option<f64> {
        let cursor = self.column()?;
        let place = cursor.next()?;
        let ReadValues::Doubles(values) = &cursor.column.values else { return None };
        values.get(place).copied()
    }

    fn boolean(&mut self) -> Option<bool> {
        let cursor = self.column()?;
        let place = cursor.next()?;
        let ReadValues::Booleans(values) = &cursor.column.values else { return None };
        values.get(place).copied()
    }

    fn instant(&mut self) -> Option<i64> {
        self.long_at()
    }

    fn text_list(&mut self) -> Option<Vec<String>> {
        let cursor = self.column()?;
        let places = cursor.next_list()?;
        let ReadValues::Texts(values) = &cursor.column.values else { return None };
        let texts: Result<Vec<_>, _> = values.get(places)?.iter().map(|text| String::from_utf8(text.data().to_vec())).collect();
        if texts.is_err() {
            self.problem = Some("a text of a list is not UTF-8".to_owned());
        }
        texts.ok()
    }

    fn read_json<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.text_at(read)
    }
}
