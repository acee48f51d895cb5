//! The manual's page of every kind of record.

use super::cell;
use milepost_model::cell::{CellType, Column};
use milepost_model::record::{Fact, History, Kind};
use milepost_model::with_kind;
use std::fmt::Write as _;

const INTRODUCTION: &str = "\
<!-- Made by `cargo xtask docs` from the records' own definitions. Change it there. -->
# Records

A record is something that was seen, written down once and never judged. Records are everything that milepost knows: `milepost import` reads them, `milepost export` writes them, and any program that prints them is a source.

The form is NDJSON in UTF-8: one JSON object a line. [records.schema.json](records.schema.json) is the JSON Schema of a line.

- Every line says its `kind`, and should say `\"schema\":\"milepost/1\"`.
- `id` is stable and scoped by its provider, such as `gh:git.example.com:4711:deployment:12` or `oncall:PX7Q`. Of several lines with one id the highest `rev` counts; `rev` is 0 where it is left out.
- `repo` is a repository's id as its `repository` record has it, never its name.
- Instants are RFC 3339 with a zone, such as `2026-11-20T06:40:00Z`. Durations are whole seconds. A sha is 40 or 64 hexadecimal digits in lower case.
- A field that is absent or null is unknown. It is never zero, and never the present.
- Fields that milepost does not know are kept and written out again.
- A line that is no record is reported with its file, line and column, and the lines around it are read.

Where a field holds one of several words, another word is kept as it is, except for outcomes and states of coverage: there it counts as `unknown` or `not_observed`.

Records of an *event* are about something that happened: the newest revision is the truth about it, whenever one asks. Records of a *state* are about how something was when it was seen: a new line does not replace the one before it, it follows it.
";

/// The page, as Markdown.
pub fn records_markdown() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n## Fields of every record\n\n| field | type | required | what it says |\n|---|---|---|---|\n");
    page.push_str("| `schema` | text |  | `milepost/1`, which is also what holds where it is left out. |\n| `kind` | text | yes | One of the kinds below. |\n");
    let shared = with_kind!(Kind::ALL[0], T => T::COLUMNS);
    for column in shared.iter().take(SHARED) {
        row(&mut page, column).expect("because memory does not fail");
    }
    page.push_str("\n`provenance` is an object: `collector` is the name of the program that wrote the record, `url` (optional) a page where people see the same thing.\n");
    for kind in Kind::ALL {
        with_kind!(*kind, T => section::<T>(&mut page)).expect("because memory does not fail");
    }
    page
}

/// How many columns every kind begins with: id, rev, observed_at, provenance.
pub(super) const SHARED: usize = 4;

/// The columns of a kind that are its own.
pub(super) fn own_columns<T: Fact>() -> impl Iterator<Item = &'static Column> {
    T::COLUMNS.iter().skip(SHARED).filter(|column| column.name != "extra")
}

fn section<T: Fact>(page: &mut String) -> std::fmt::Result {
    let history = match T::HISTORY {
        History::Event => "event",
        History::State => "state",
    };
    writeln!(page, "\n## `{}`\n\n{} Its records are those of {} {history}.\n", T::KIND.word(), T::DOC.trim(), article(history))?;
    page.push_str("| field | type | required | what it says |\n|---|---|---|---|\n");
    own_columns::<T>().try_for_each(|column| row(page, column))
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn row(page: &mut String, column: &Column) -> std::fmt::Result {
    // `rev` always has a value in the store, and may be left out of a line.
    let required = if column.required && column.name != "rev" { "yes" } else { "" };
    let mut doc = column.doc.trim().to_owned();
    if !column.words.is_empty() {
        let words: Vec<_> = column.words.iter().map(|word| format!("`{word}`")).collect();
        write!(doc, " One of {}.", words.join(", "))?;
    }
    writeln!(page, "| `{}` | {} | {required} | {} |", column.written, type_name(column.cell), cell(&doc))
}

fn type_name(cell: CellType) -> &'static str {
    match cell {
        CellType::Text => "text",
        CellType::Integer => "whole number",
        CellType::Number => "number",
        CellType::Boolean => "true or false",
        CellType::Instant => "instant",
        CellType::TextList => "list of texts",
        CellType::Json => "object or list",
    }
}
