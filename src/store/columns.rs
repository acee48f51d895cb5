//! Rows turned into columns, as Parquet wants them: values, and levels that say where one is absent.

use super::rows::{Cells, Row};
use bytes::Bytes;
use milepost_model::cell::{CellType, Column};
use parquet::data_type::ByteArray;
use std::collections::HashSet;

/// The values of a column.
#[derive(Debug)]
pub(super) enum Values {
    Texts(Vec<ByteArray>),
    Longs(Vec<i64>),
    Doubles(Vec<f64>),
    Booleans(Vec<bool>),
}

/// One column of some rows.
#[derive(Debug)]
pub(super) struct ColumnOfRows {
    pub column: Column,
    pub values: Values,
    /// How much of the path to each value is there; empty for a required column.
    pub definitions: Vec<i16>,
    /// Whether each value continues the list before it; empty for all but lists.
    pub repetitions: Vec<i16>,
}

/// Some rows as columns.
#[derive(Debug)]
pub(super) struct Columns {
    pub columns: Vec<ColumnOfRows>,
    pub fingerprints: Vec<i64>,
}

impl Columns {
    /// Turns rows whose bytes are in those arenas.
    pub fn of(columns: &[Column], arenas: &[Bytes], chosen: &[Row]) -> Self {
        let mut turned: Vec<_> = columns.iter().map(|column| ColumnOfRows::new(*column, chosen.len())).collect();
        let fingerprints = chosen.iter().map(|row| row.content.cast_signed()).collect();
        for row in chosen {
            let mut cells = row.cells(arenas);
            for column in &mut turned {
                column.take(&mut cells);
            }
        }
        Self { columns: turned, fingerprints }
    }
}

impl ColumnOfRows {
    fn new(column: Column, rows: usize) -> Self {
        let values = match column.cell {
            CellType::Text | CellType::Json | CellType::TextList => Values::Texts(Vec::with_capacity(rows)),
            CellType::Integer | CellType::Instant => Values::Longs(Vec::with_capacity(rows)),
            CellType::Number => Values::Doubles(Vec::with_capacity(rows)),
            CellType::Boolean => Values::Booleans(Vec::with_capacity(rows)),
        };
        let levels = if column.required { 0 } else { rows };
        Self { column, values, definitions: Vec::with_capacity(levels), repetitions: Vec::new() }
    }

    /// Whether most of a sample of the texts differ, so that a dictionary of them would be wasted.
    pub fn is_mostly_distinct(&self) -> bool {
        let Values::Texts(texts) = &self.values else { return false };
        let step = (texts.len() / 256).max(1);
        let sample: Vec<_> = texts.iter().step_by(step).map(ByteArray::data).collect();
        let distinct: HashSet<_> = sample.iter().collect();
        sample.len() >= 16 && distinct.len() * 2 > sample.len()
    }

    fn take(&mut self, cells: &mut Cells<'_>) {
        let is_some = cells.is_some();
        if !self.column.required {
            if self.column.cell == CellType::TextList {
                return self.take_list(is_some, cells);
            }
            self.definitions.push(i16::from(is_some));
        }
        if !is_some {
            return;
        }
        match &mut self.values {
            Values::Texts(values) => values.push(cells.text().into()),
            Values::Longs(values) => values.push(cells.long()),
            Values::Doubles(values) => values.push(cells.double()),
            Values::Booleans(values) => values.push(cells.boolean()),
        }
    }

    fn take_list(&mut self, is_some: bool, cells: &mut Cells<'_>) {
        let len = if is_some { cells.count() } else { 0 };
        if len == 0 {
            self.definitions.push(i16::from(is_some));
            self.repetitions.push(0);
        }
        let Values::Texts(values) = &mut self.values else { return };
        for place in 0..len {
            values.push(cells.text().into());
            self.definitions.push(2);
            self.repetitions.push(i16::from(place > 0));
        }
    }
}
