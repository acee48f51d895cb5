//! Reads records from lines of JSON, as `milepost export` writes them and other people's collectors do.

use super::appender::Batch;
use super::lines::{Block, Blocks};
use super::{Appender, Committed, Store, StoreError};
use milepost_model::ndjson::{self, FactVisitor};
use milepost_model::{Diagnostic, Diagnostics, Fact, Place};
use rayon::prelude::*;
use std::io::Read;
use std::path::PathBuf;

/// How many blocks of lines are read at once, so that memory stays bounded.
const AT_ONCE: usize = 8;
/// How many bad lines of one file are told one by one; a file of the wrong sort has nothing else.
const TOLD: u64 = 100;
/// How much of a bad line is shown.
const SHOWN: usize = 200;

/// What an import found in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Lines that hold a record.
    pub records: u64,
    /// Lines that could not be read.
    pub refused: u64,
}

impl Store {
    /// Adds the records of a file, one a line, and commits them. Lines that cannot be read become
    /// diagnostics, and the rest goes on.
    pub fn import(&self, from: impl Read, file: &str, diagnostics: &mut Diagnostics) -> Result<(Imported, Committed), StoreError> {
        let appender = self.appender()?;
        let imported = appender.import(from, file, diagnostics)?;
        Ok((imported, appender.commit()?))
    }
}

impl Appender {
    /// Takes the records of a file, one a line. What becomes of them does not depend on how many
    /// threads read them.
    pub fn import(&self, from: impl Read, file: &str, diagnostics: &mut Diagnostics) -> Result<Imported, StoreError> {
        let failed = |source| StoreError::File { doing: "read", path: PathBuf::from(file), source };
        let mut blocks = Blocks::new(from);
        let mut imported = Imported::default();
        let mut line = 0;
        loop {
            let some = blocks.take(AT_ONCE).map_err(failed)?;
            if some.is_empty() {
                break;
            }
            let parsed: Vec<_> = some.par_iter().map(|block| parse(block, file)).collect();
            for block in some {
                blocks.give_back(block);
            }
            for one in parsed {
                for mut diagnostic in one.refused {
                    imported.refused += 1;
                    if imported.refused <= TOLD {
                        shift(&mut diagnostic, line);
                        diagnostics.push(diagnostic);
                    }
                }
                imported.records += one.records;
                line += one.lines;
                self.add_batch(one.batch)?;
            }
        }
        if imported.refused > TOLD {
            let more = format!("{} more lines of this file cannot be read", imported.refused - TOLD);
            diagnostics.push(Diagnostic::error("record/more", more).at(Place::file(file)));
        }
        Ok(imported)
    }
}

#[derive(Default)]
struct Parsed {
    batch: Batch,
    records: u64,
    lines: u32,
    // Their lines are counted from the start of the block.
    refused: Vec<Diagnostic>,
}

fn parse(block: &Block, file: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let Block::Lines(bytes) = block else {
        parsed.lines = 1;
        parsed.refused.push(
            Diagnostic::error("record/too-long", "this line is too long to be a record")
                .at(Place::file(file).at(1, 1))
                .help("a line holds one record of at most 64 MiB; end each record with a line break"),
        );
        return parsed;
    };
    // Checking all lines at once is several times faster than one by one.
    if let Ok(text) = std::str::from_utf8(bytes) {
        text.split_inclusive('\n').for_each(|line| parsed.line(Ok(line), file));
    } else {
        bytes.split_inclusive(|byte| *byte == b'\n').for_each(|line| parsed.line(std::str::from_utf8(line), file));
    }
    parsed
}

struct Push<'a>(&'a mut Batch);

impl FactVisitor for Push<'_> {
    type Out = Result<(), StoreError>;

    fn visit<T: Fact>(self, fact: T) -> Self::Out {
        self.0.push_fact(&fact)
    }
}

impl Parsed {
    fn line(&mut self, line: Result<&str, std::str::Utf8Error>, file: &str) {
        self.lines = self.lines.saturating_add(1);
        let read = match line.map(str::trim) {
            Ok("") => return,
            Ok(text) => ndjson::read_line_with(text, file, self.lines, Push(&mut self.batch)).map_err(|diagnostic| show(diagnostic, text)),
            Err(error) => Err(not_utf8(file, self.lines, error.valid_up_to())),
        };
        match read.and_then(|pushed| pushed.map_err(|error| too_large(file, self.lines, &error))) {
            Ok(()) => self.records += 1,
            Err(diagnostic) => self.refused.push(*diagnostic),
        }
    }
}

fn show(diagnostic: Box<Diagnostic>, line: &str) -> Box<Diagnostic> {
    if line.len() > SHOWN { diagnostic } else { Box::new(diagnostic.source_line(line)) }
}

fn not_utf8(file: &str, line: u32, good: usize) -> Box<Diagnostic> {
    let column = u32::try_from(good + 1).unwrap_or(u32::MAX);
    Box::new(
        Diagnostic::error("record/not-utf8", "this line is not UTF-8")
            .at(Place::file(file).at(line, column))
            .help("records are JSON in UTF-8; convert the file, for example with iconv"),
    )
}

fn too_large(file: &str, line: u32, error: &StoreError) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("record/too-large", error.to_string()).at(Place::file(file).at(line, 1)))
}

fn shift(diagnostic: &mut Diagnostic, by: u32) {
    if let Some(line) = diagnostic.place.as_mut().and_then(|place| place.line.as_mut()) {
        *line = line.saturating_add(by);
    }
}
