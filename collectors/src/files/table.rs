//! Tables: rows of cells with a header, whatever separates them.

use super::place::Trouble;
use super::take::{Found, Row};
use csv::{ReaderBuilder, StringRecord};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What separates cells in exports.
const SEPARATORS: &[u8] = b",;\t|";
/// A cell of more than this is a quote that nobody closed.
const LARGEST_CELL: usize = 1 << 20;
/// So many quotes that nobody closed are told; after them the file is no table.
const MOST_OPEN: usize = 100;
const NO_ROW: &str = "row/no-row";

/// A table that is read row by row.
pub(super) struct Table<'t> {
    text: &'t str,
    separator: u8,
    header: Vec<String>,
    plain: Vec<String>,
    /// Where the rows begin.
    rows_from: usize,
    /// Where names lead: each row asks for the same ones.
    places: RefCell<BTreeMap<String, Option<usize>>>,
}

/// A row of it.
pub(super) struct TableRow<'t> {
    table: &'t Table<'t>,
    cells: StringRecord,
    start: usize,
}

impl<'t> Table<'t> {
    /// Reads the header; none where the file holds nothing.
    pub(super) fn open(text: &'t str, separator: Option<u8>) -> Option<Self> {
        let mut start = text.len() - text.trim_start_matches(['\r', '\n', ' ']).len();
        // Spreadsheets write this line for themselves.
        let mut named = None;
        if let Some(rest) = text[start..].strip_prefix("sep=") {
            named = rest.bytes().next().filter(|byte| SEPARATORS.contains(byte));
            start += text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
        }
        let separator = separator.or(named).unwrap_or_else(|| likely_separator(&text[start..]));
        let mut table = Self { text, separator, header: Vec::new(), plain: Vec::new(), rows_from: text.len(), places: RefCell::default() };
        let mut header = StringRecord::new();
        let mut reader = table.reader(start);
        if !reader.read_record(&mut header).ok()? {
            return None;
        }
        table.rows_from = start + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(text.len() - start);
        table.header = header.iter().map(|name| name.trim().to_owned()).collect();
        table.plain = table.header.iter().map(|name| plain(name)).collect();
        Some(table)
    }

    /// The names of its columns.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The place of a column: by its name, else by its letters and digits where only one column has them.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        if let Some(known) = self.places.borrow().get(name) {
            return *known;
        }
        let found = self.place_of(name);
        self.places.borrow_mut().insert(name.to_owned(), found);
        found
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        if let Some(at) = self.header.iter().position(|known| known == name) {
            return Some(at);
        }
        let wanted = plain(name);
        let mut fitting = self.plain.iter().enumerate().filter(|(_, known)| !wanted.is_empty() && **known == wanted);
        let found = fitting.next()?.0;
        fitting.next().is_none().then_some(found)
    }

    /// Columns of the same name, of which the first is read.
    pub(super) fn doubles(&self, name: &str) -> Vec<usize> {
        let places: Vec<usize> = (0..self.header.len()).filter(|at| self.header[*at] == name).map(|at| at + 1).collect();
        if places.len() > 1 { places } else { Vec::new() }
    }

    /// Gives each row to the visitor. What is no row is told to the other.
    pub(super) fn rows(&'t self, visit: &mut dyn FnMut(&dyn Row), tell: &mut dyn FnMut(Trouble)) {
        let mut from = self.rows_from;
        let mut open = 0;
        'again: loop {
            let mut reader = self.reader(from);
            let mut cells = StringRecord::new();
            while reader.read_record(&mut cells).unwrap_or(false) {
                let byte = cells.position().map_or(0, csv::Position::byte);
                let start = self.beginning(from + usize::try_from(byte).unwrap_or(usize::MAX));
                if cells.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                let end = from + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                if self.is_open(start, end, &cells) {
                    let help = "close the quote; a quote inside of quotes is doubled";
                    tell(Trouble::error(start, NO_ROW, "this row opens a quote that is never closed", help));
                    open += 1;
                    from = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at + 1);
                    if open >= MOST_OPEN || from >= self.text.len() {
                        return;
                    }
                    continue 'again;
                }
                if cells.len() > self.header.len() {
                    let what = format!("this row has {} cells, and the header names {}", cells.len(), self.header.len());
                    let help = format!("a cell that holds “{}” stands in quotes", shown(self.separator));
                    tell(Trouble::error(start, NO_ROW, what, help));
                    continue;
                }
                visit(&TableRow { table: self, cells: cells.clone(), start });
            }
            return;
        }
    }

    fn reader(&self, from: usize) -> csv::Reader<&'t [u8]> {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(self.separator).flexible(true).has_headers(false);
        builder.from_reader(&self.text.as_bytes()[from.min(self.text.len())..])
    }

    /// The first byte of a row: what is read tells where the one before ended, before line breaks that are skipped.
    fn beginning(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at.min(self.text.len()) + (rest.len() - rest.trim_start_matches(['\r', '\n']).len())
    }

    fn is_open(&self, start: usize, end: usize, cells: &StringRecord) -> bool {
        if cells.iter().any(|cell| cell.len() > LARGEST_CELL) {
            return true;
        }
        let raw = self.text.get(start..end.min(self.text.len())).unwrap_or_default();
        end >= self.text.len() && raw.contains('\n') && raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
    }
}

impl Row for TableRow<'_> {
    fn cell(&self, column: &str) -> Option<Found> {
        let at = self.table.column(column)?;
        Some(Found::one(self.cells.get(at).unwrap_or_default()))
    }

    fn start(&self) -> usize {
        self.start
    }

    fn byte_of(&self, column: &str) -> usize {
        let Some(wanted) = self.table.column(column) else { return self.start };
        let (mut place, mut is_quoted) = (0, false);
        for (at, byte) in self.table.text.as_bytes()[self.start..].iter().enumerate() {
            if place == wanted {
                return self.start + at;
            }
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'\n' if !is_quoted => break,
                byte if *byte == self.table.separator && !is_quoted => place += 1,
                _ => {}
            }
        }
        self.start
    }
}

/// The separator that the first line has most of.
fn likely_separator(text: &str) -> u8 {
    let mut counts = [0_usize; 4];
    let mut is_quoted = false;
    for byte in text.bytes().take(64 << 10) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            byte => {
                if let Some(at) = SEPARATORS.iter().position(|known| *known == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |at| SEPARATORS[at])
}

/// The letters and digits of a name, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn shown(separator: u8) -> String {
    if separator == b'\t' { "tab".to_owned() } else { char::from(separator).to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::place;
    use super::*;

    /// The cells of some columns of each row, with the place of the second one, and what is told.
    fn read(text: &str, columns: [&str; 2]) -> (Vec<(String, String, String)>, Vec<String>) {
        let Some(table) = Table::open(text, None) else { return (Vec::new(), Vec::new()) };
        let (mut rows, mut told) = (Vec::new(), Vec::new());
        let mut visit = |row: &dyn Row| {
            let cell = |name: &str| row.cell(name).map_or_else(|| "-".to_owned(), |found| found.text());
            rows.push((cell(columns[0]), cell(columns[1]), place::of(text, row.byte_of(columns[1]), "x").to_string()));
        };
        table.rows(&mut visit, &mut |trouble| told.push(format!("{} {}", place::of(text, trouble.byte, "x.csv"), trouble.message)));
        (rows, told)
    }

    #[test]
    fn every_separator_quote_and_line_break_is_read_with_its_place() {
        let row = |a: &str, b: &str, place: &str| (a.to_owned(), b.to_owned(), place.to_owned());
        for (text, expected) in [
            ("a,b\n1,2\n", vec![row("1", "2", "x:2:3")]),
            ("a;b\r\n1;\"2;3\"\r\n\r\n4;5", vec![row("1", "2;3", "x:2:3"), row("4", "5", "x:4:3")]),
            ("sep=;\na;b\n1;2\n", vec![row("1", "2", "x:3:3")]),
            ("a\tb\nä\té\n", vec![row("ä", "é", "x:2:3")]),
            (
                "\n\"a\",\"b\"\n\"one\ntwo, \"\"three\"\"\",2\n3,4\n",
                vec![row("one\ntwo, \"three\"", "2", "x:4:17"), row("3", "4", "x:5:3")],
            ),
            ("a,b\n1\n,\n", vec![row("1", "", "x:2:1")]),
            ("A , B\n1,2\n", vec![row("1", "2", "x:2:3")]),
            ("x,a\n1,2\n", vec![row("2", "-", "x:2:1")]),
            ("", vec![]),
            ("a,b", vec![]),
            ("\n\n\n", vec![]),
        ] {
            assert_eq!(read(text, ["a", "b"]).0, expected, "{text:?}");
        }
    }

    #[test]
    fn a_row_that_is_none_takes_no_other_with_it() {
        let (rows, told) = read("a,b\n1,2\n3,4,5\n6,\"7\n8,9\n", ["a", "b"]);
        assert_eq!(rows.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(), ["1", "8"]);
        assert_eq!(
            told,
            ["x.csv:3:1 this row has 3 cells, and the header names 2", "x.csv:4:1 this row opens a quote that is never closed"]
        );
        let hostile = format!("a,b\n{}", "\"\n".repeat(2_001));
        let (_, told) = read(&hostile, ["a", "b"]);
        assert!(told.len() <= MOST_OPEN, "{}", told.len());
    }

    #[test]
    fn a_column_goes_by_its_letters_where_only_one_has_them() {
        let table = Table::open("Created At,created_on,id,ID\n", None).expect("a header");
        assert_eq!((table.column("created_at"), table.column("createdOn"), table.column("Id")), (Some(0), Some(1), None));
        assert_eq!((table.column("ID"), table.column("")), (Some(3), None));
        let table = Table::open("a,b,a\n", None).expect("a header");
        assert_eq!((table.doubles("a"), table.doubles("b")), (vec![1, 3], vec![]));
    }
}
