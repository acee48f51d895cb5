//! One file from bytes to records: twice over its rows, once to see which of them count.

use super::header;
use super::identity::{Fate, Key, fates};
use super::list;
use super::make::Maker;
use super::mapping::Mapping;
use super::place::Trouble;
use super::repositories::Repositories;
use super::table::Table;
use super::take::Row;
use super::text;
use super::times::Times;
use milepost_model::record::Record;
use milepost_model::{Diagnostic, Harvest, Instant, Place, SinkError, ndjson};
use std::collections::BTreeSet;
use std::io::Read;

/// How many findings of one file are told one by one; a file of the wrong sort has nothing else.
const TOLD: usize = 100;
/// So many records are handed over at once.
const AT_ONCE: usize = 5_000;

/// What a file is read with.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The source's name.
    pub source: &'a str,
    /// The file's name, for people.
    pub file: &'a str,
    /// What rows mean; without it they are records.
    pub mapping: Option<&'a Mapping>,
    /// How rows find repositories.
    pub repositories: Repositories<'a>,
    /// The instant at which the file is read.
    pub now: Instant,
}

/// What is told of a file, with a limit.
struct Told<'a> {
    text: &'a str,
    file: &'a str,
    found: Vec<Diagnostic>,
    left_out: usize,
}

impl Told<'_> {
    fn tell(&mut self, trouble: Trouble) {
        if self.found.len() < TOLD {
            self.found.push(trouble.diagnostic(self.text, self.file));
        } else {
            self.left_out += 1;
        }
    }

    fn end(mut self) -> Vec<Diagnostic> {
        if self.left_out > 0 {
            let more = format!("there are {} more findings in this file", self.left_out);
            self.found.push(Diagnostic::error("row/more", more).at(Place::file(self.file)).help("correct the others first"));
        }
        self.found
    }
}

/// Reads a file, hands over its records in several harvests and gives back what is wrong with it.
pub fn read(
    from: impl Read,
    reading: &Reading<'_>,
    give: &mut dyn FnMut(Harvest) -> Result<(), SinkError>,
) -> Result<Vec<Diagnostic>, SinkError> {
    let whole = |diagnostic: Diagnostic| Ok(vec![diagnostic.at(Place::file(reading.file))]);
    let mut bytes = Vec::new();
    if let Err(error) = from.take(text::MOST_BYTES + 1).read_to_end(&mut bytes) {
        return whole(Diagnostic::error("source/unreadable", format!("this file cannot be read: {error}")).help("check its permissions"));
    }
    if bytes.len() as u64 > text::MOST_BYTES {
        return whole(
            Diagnostic::error("row/too-large", "this file has more than 1 GiB").help("export a shorter time, or write one record a line"),
        );
    }
    let text = match text::of(bytes, reading.file) {
        Ok(text) => text,
        Err(diagnostic) => return Ok(vec![*diagnostic]),
    };
    if text.trim().is_empty() {
        return whole(Diagnostic::note("row/empty", "this file is empty").help("nothing, if nothing was to be exported"));
    }
    let told = Told { text: &text, file: reading.file, found: Vec::new(), left_out: 0 };
    match reading.mapping {
        Some(mapping) => rows(&text, reading, mapping, told, give),
        None => records(&text, reading, told, give),
    }
}

/// Records of ours in a list.
fn records(
    text: &str,
    reading: &Reading<'_>,
    mut told: Told<'_>,
    give: &mut dyn FnMut(Harvest) -> Result<(), SinkError>,
) -> Result<Vec<Diagnostic>, SinkError> {
    let mut out = Out { records: Vec::new(), give, failed: None };
    let mut troubles = Vec::new();
    let mut visit = |row: &list::ListRow| {
        let read = ndjson::read_line(&row.value().to_string(), reading.file, 1);
        match read {
            Ok(record) => out.push(record),
            Err(wrong) => troubles.push((row.start(), wrong)),
        }
    };
    list::rows(text, &[], &mut visit, &mut |trouble| told.tell(trouble));
    for (byte, wrong) in troubles {
        told.tell(Trouble::error(byte, "record/bad-field", wrong.message, wrong.help.unwrap_or_default()));
    }
    out.end().map(|()| told.end())
}

/// Rows that a mapping makes into records.
fn rows(
    text: &str,
    reading: &Reading<'_>,
    mapping: &Mapping,
    mut told: Told<'_>,
    give: &mut dyn FnMut(Harvest) -> Result<(), SinkError>,
) -> Result<Vec<Diagnostic>, SinkError> {
    let times = Times::new(mapping.zone.as_deref(), &mapping.time_formats);
    let maker = Maker { source: reading.source, mapping, times, repositories: reading.repositories, now: reading.now };
    let is_list = text.trim_start().starts_with(['{', '[']);
    let table = if is_list { None } else { Table::open(text, mapping.separator) };
    if let Some(table) = &table
        && !header::is_readable(table, &maker, &mut |trouble| told.tell(trouble))
    {
        return Ok(told.end());
    }
    let each = |visit: &mut dyn FnMut(&dyn Row), tell: &mut dyn FnMut(Trouble)| match &table {
        Some(table) => table.rows(visit, tell),
        None if is_list => list::rows(text, &mapping.members, &mut |row| visit(row), tell),
        None => {}
    };
    let mut keys: Vec<Key> = Vec::new();
    each(&mut |row| keys.extend(maker.fields(row, &mut |_| {}).map(|made| maker.key(&made))), &mut |_| {});
    let fates = fates(&keys);
    let mut out = Out { records: Vec::new(), give, failed: None };
    let mut outcomes = BTreeSet::new();
    let mut next = 0;
    let told = std::cell::RefCell::new(told);
    let mut visit = |row: &dyn Row| {
        let mut tell = |trouble| told.borrow_mut().tell(trouble);
        let Some(made) = maker.fields(row, &mut tell) else { return };
        let (key, fate) = (keys[next], fates[next]);
        next += 1;
        match fate {
            Fate::Replaced { differs: true } => {
                let help = "give each row an id of its own; of rows with one id the latest is read";
                tell(Trouble::warning(row.start(), "row/same-id", "another row of this file has the same id and says more", help));
            }
            Fate::Replaced { differs: false } => {}
            Fate::Counts(number) => {
                if let Some(word) = made.unknown_outcome()
                    && outcomes.insert(word.to_owned())
                {
                    let help = "say in [source.words.outcome] which of success, failure, cancelled, skipped and running it means";
                    tell(Trouble::warning(
                        row.start(),
                        "row/unknown-word",
                        format!("outcome: “{word}” is no word that is known, and counts as unknown"),
                        help,
                    ));
                }
                match maker.record(made, &key, number) {
                    Ok(record) => out.push(record),
                    Err(why) => tell(Trouble::error(
                        row.start(),
                        "row/no-record",
                        format!("this row cannot be read: {why}"),
                        "see docs/reference/records.md",
                    )),
                }
            }
        }
    };
    each(&mut visit, &mut |trouble| told.borrow_mut().tell(trouble));
    out.end().map(|()| told.into_inner().end())
}

/// Hands records over in portions.
struct Out<'g> {
    records: Vec<Record>,
    give: &'g mut dyn FnMut(Harvest) -> Result<(), SinkError>,
    failed: Option<SinkError>,
}

impl Out<'_> {
    fn push(&mut self, record: Record) {
        self.records.push(record);
        if self.records.len() >= AT_ONCE {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let records = std::mem::take(&mut self.records);
        if self.failed.is_none() && !records.is_empty() {
            self.failed = (self.give)(Harvest { records, ..Harvest::default() }).err();
        }
    }

    fn end(mut self) -> Result<(), SinkError> {
        self.flush();
        self.failed.map_or(Ok(()), Err)
    }
}
