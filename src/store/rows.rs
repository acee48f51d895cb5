//! Records as rows of bytes: how they wait in memory until they become a part.
//!
//! A row holds the cells of one record in the order of its kind's columns: one byte that says whether
//! the cell holds a value, then the value. Beside the bytes stands what the store needs to compare
//! rows without reading them.

use super::fingerprint::{self, Fingerprint, canonical_json};
use super::{Bucket, StoreError};
use bytes::Bytes;
use milepost_model::Fact;
use milepost_model::cell::{CellWriter, Column};

/// A record may take this much; Parquet counts the bytes of a page in 31 bits.
pub(super) const LARGEST_ROW: usize = 256 << 20;
/// The sizes of the arenas that rows are written to: each as large as all before it, within these.
const ARENA: std::ops::RangeInclusive<usize> = 4 << 10..=1 << 20;

/// What is known of a row without reading its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    arena: usize,
    start: usize,
    len: usize,
    id_len: usize,
    /// Where it belongs.
    pub bucket: Bucket,
    /// The place of its collector's name in the list beside the rows.
    pub collector: usize,
    /// Its revision.
    pub rev: u64,
    /// When it was seen, in microseconds.
    pub observed_at: i64,
    /// When it happened, in microseconds.
    pub happened_at: i64,
    /// The fingerprint of all else.
    pub content: u64,
}

impl Row {
    /// Its id, where its bytes are in one of those arenas.
    pub fn id<'a>(&self, arenas: &'a [Bytes]) -> &'a [u8] {
        // One byte says that there is a value and four say how long it is.
        &arenas[self.arena][self.start + 5..self.start + 5 + self.id_len]
    }

    /// Its cells, where its bytes are in one of those arenas.
    pub fn cells<'a>(&self, arenas: &'a [Bytes]) -> Cells<'a> {
        let arena = &arenas[self.arena];
        Cells { arena, bytes: &arena[self.start..self.start + self.len] }
    }

    /// How much memory it takes, roughly.
    pub fn weight(&self) -> usize {
        self.len + size_of::<Self>()
    }
}

/// Rows of one kind, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Rows {
    // Several, since one that grows is copied again and again, each time to memory that is new.
    arenas: Vec<Vec<u8>>,
    written: usize,
    row: Vec<u8>,
    marks: Vec<Row>,
    collectors: Vec<String>,
    seeds: Vec<u64>,
}

impl Rows {
    /// Adds a record.
    pub fn push<F: Fact>(&mut self, fact: &F) -> Result<(), StoreError> {
        if self.seeds.is_empty() {
            self.seeds = F::COLUMNS.iter().map(fingerprint::seed).collect();
        }
        let fingerprint = Fingerprint::of(fact);
        self.row.clear();
        let mut encoder = Encoder { bytes: &mut self.row, fingerprint, columns: F::COLUMNS.iter(), seeds: self.seeds.iter() };
        fact.put_cells(&mut encoder);
        let content = encoder.fingerprint.finish();
        let len = self.row.len();
        if len > LARGEST_ROW {
            self.row = Vec::new();
            let id = fact.id().chars().take(80).collect();
            return Err(StoreError::TooLarge { kind: F::KIND.word(), id, bytes: len, most: LARGEST_ROW });
        }
        let collector = place_of(&mut self.collectors, &fact.provenance().collector);
        let (arena, start) = self.keep_row();
        self.marks.push(Row {
            arena,
            start,
            len,
            id_len: fact.id().len(),
            bucket: Bucket::of(fact.repo()),
            collector,
            // A cell holds 63 bits of it.
            rev: fact.rev().min(i64::MAX as u64),
            observed_at: fact.observed_at().timestamp_micros(),
            happened_at: fact.happened_at().timestamp_micros(),
            content,
        });
        Ok(())
    }

    /// Puts the row that was written into an arena with room for it, and tells where it is.
    fn keep_row(&mut self) -> (usize, usize) {
        let len = self.row.len();
        if self.arenas.last().is_none_or(|arena| arena.capacity() - arena.len() < len) {
            let size = self.written.clamp(*ARENA.start(), *ARENA.end()).max(len);
            self.arenas.push(Vec::with_capacity(size));
        }
        self.written += len;
        let place = self.arenas.len() - 1;
        let arena = &mut self.arenas[place];
        let start = arena.len();
        arena.extend_from_slice(&self.row);
        (place, start)
    }

    /// How much memory they take, roughly.
    pub fn weight(&self) -> usize {
        self.written + self.marks.len() * size_of::<Row>()
    }

    /// Ends the collecting.
    pub fn seal(self) -> Sealed {
        Sealed { arenas: self.arenas.into_iter().map(Bytes::from).collect(), rows: self.marks, collectors: self.collectors }
    }
}

/// Rows of one kind to which no more are added but whole others.
#[derive(Debug, Default)]
pub(super) struct Sealed {
    /// The bytes of all rows.
    pub arenas: Vec<Bytes>,
    /// The rows in the order in which they came.
    pub rows: Vec<Row>,
    /// The names of their collectors.
    pub collectors: Vec<String>,
}

impl Sealed {
    /// Adds other rows after its own; their bytes stay where they are.
    pub fn append(&mut self, other: Self) {
        let before = self.arenas.len();
        let names: Vec<_> = other.collectors.iter().map(|name| place_of(&mut self.collectors, name)).collect();
        self.arenas.extend(other.arenas);
        let moved = |row: Row| Row { arena: row.arena + before, collector: names[row.collector], ..row };
        self.rows.extend(other.rows.into_iter().map(moved));
    }

    /// How much memory they take, roughly.
    pub fn weight(&self) -> usize {
        self.arenas.iter().map(Bytes::len).sum::<usize>() + self.rows.len() * size_of::<Row>()
    }
}

fn place_of(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

/// Reads the cells of a row one after the other.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    arena: &'a Bytes,
    bytes: &'a [u8],
}

impl<'a> Cells<'a> {
    /// Whether the next cell holds a value.
    pub fn is_some(&mut self) -> bool {
        self.take(1)[0] == 1
    }

    /// Text or JSON, without copying it.
    pub fn text(&mut self) -> Bytes {
        let len = self.count();
        self.arena.slice_ref(self.take(len))
    }

    /// How many texts follow.
    pub fn count(&mut self) -> usize {
        u32::from_le_bytes(self.array()) as usize
    }

    /// A whole number or an instant.
    pub fn long(&mut self) -> i64 {
        i64::from_le_bytes(self.array())
    }

    /// A decimal number.
    pub fn double(&mut self) -> f64 {
        f64::from_le_bytes(self.array())
    }

    /// True or false.
    pub fn boolean(&mut self) -> bool {
        self.take(1)[0] == 1
    }

    fn take(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) = self.bytes.split_at(len);
        self.bytes = rest;
        taken
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        self.take(N).try_into().expect("because as many bytes were taken")
    }
}

struct Encoder<'a> {
    bytes: &'a mut Vec<u8>,
    fingerprint: Fingerprint,
    columns: std::slice::Iter<'static, Column>,
    seeds: std::slice::Iter<'a, u64>,
}

impl Encoder<'_> {
    /// Writes a cell and shows it to the fingerprint.
    fn cell<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
        let column = self.columns.next().expect("because a record has as many cells as columns");
        let seed = self.seeds.next().expect("because each column has a seed");
        let Some(value) = value else {
            self.bytes.push(0);
            return;
        };
        self.bytes.push(1);
        let start = self.bytes.len();
        write(self.bytes, value);
        self.fingerprint.cell(column.name, *seed, &self.bytes[start..]);
    }
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    // A text of more than 4 GiB makes a row that is too large, whatever is written here.
    bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

impl CellWriter for Encoder<'_> {
    fn text(&mut self, value: Option<&str>) {
        self.cell(value, put_text);
    }

    fn integer(&mut self, value: Option<i64>) {
        self.cell(value, |bytes, value| bytes.extend_from_slice(&value.to_le_bytes()));
    }

    fn number(&mut self, value: Option<f64>) {
        self.cell(value, |bytes, value| bytes.extend_from_slice(&value.to_le_bytes()));
    }

    fn boolean(&mut self, value: Option<bool>) {
        self.cell(value, |bytes, value| bytes.push(u8::from(value)));
    }

    fn instant(&mut self, value: Option<i64>) {
        self.integer(value);
    }

    fn text_list(&mut self, value: Option<&[String]>) {
        self.cell(value, |bytes, list| {
            bytes.extend_from_slice(&u32::try_from(list.len()).unwrap_or(u32::MAX).to_le_bytes());
            for text in list {
                put_text(bytes, text);
            }
        });
    }

    fn json(&mut self, value: Option<String>) {
        // Only the fields that milepost does not know can stand in any order.
        let is_extra = self.columns.as_slice().len() == 1;
        let value = if is_extra { value.map(|text| canonical_json(&text)) } else { value };
        self.cell(value, |bytes, text| put_text(bytes, &text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::record::Release;
    use milepost_model::{Instant, Provenance};

    fn release(id: &str, collector: &str) -> Release {
        let observed_at = Instant::from_timestamp_micros(5).expect("because it is in the calendar");
        Release { id: id.into(), rev: 3, observed_at, provenance: Provenance::of(collector), tag: "v\0".into(), ..Release::default() }
    }

    #[test]
    fn rows_are_whole_whatever_arena_they_stand_in() {
        let mut rows = Rows::default();
        let ids: Vec<String> = (0..3000_usize).map(|n| format!("{n}{}", "x".repeat(n * 7 % 901 + n / 2999 * (2 << 20)))).collect();
        for id in &ids {
            rows.push(&release(id, "git")).expect("because it is small");
        }
        let weight = rows.weight();
        let sealed = rows.seal();
        assert_eq!(sealed.weight(), weight);
        assert!(sealed.arenas.len() > 3, "{}", sealed.arenas.len());
        assert!(sealed.rows.iter().map(|row| row.id(&sealed.arenas)).eq(ids.iter().map(String::as_bytes)));
    }

    #[test]
    fn rows_keep_their_ids_and_collectors_when_they_are_joined() {
        let (mut one, mut two) = (Rows::default(), Rows::default());
        one.push(&release("a", "git")).expect("because it is small");
        two.push(&release("b/../c", "github")).expect("because it is small");
        two.push(&release("", "git")).expect("because it is small");
        let mut sealed = one.seal();
        sealed.append(two.seal());
        let name = |row: &Row| sealed.collectors[row.collector].as_str();
        let seen: Vec<_> = sealed.rows.iter().map(|row| (row.id(&sealed.arenas), name(row))).collect();
        assert_eq!(seen, [(&b"a"[..], "git"), (b"b/../c", "github"), (b"", "git")]);
        let mut cells = sealed.rows[1].cells(&sealed.arenas);
        assert!(cells.is_some());
        assert_eq!(cells.text(), &b"b/../c"[..]);
        assert!(cells.is_some());
        assert_eq!(cells.long(), 3);
    }
}
