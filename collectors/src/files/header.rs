//! Whether a table has the columns that its mapping names.

use super::make::{Maker, is_filled_in, quoted, required};
use super::mapping::{Mapping, REPOSITORY};
use super::place::Trouble;
use super::table::Table;
use super::take::Take;

const NO_COLUMN: &str = "row/no-column";

/// Tells which columns are not there; without one that every record needs no row can be read.
pub(super) fn is_readable(table: &Table<'_>, maker: &Maker<'_>, tell: &mut dyn FnMut(Trouble)) -> bool {
    let mapping = maker.mapping;
    let names: Vec<&str> = table.header().iter().map(String::as_str).collect();
    let known = format!("the file's columns are {}", quoted(&names));
    let mut is_readable = true;
    for (field, takes) in &mapping.fields {
        let columns: Vec<&str> = takes.iter().flat_map(Take::columns).collect();
        if !takes.iter().any(|take| is_there(table, take)) {
            let is_needed = is_needed(table, mapping, field);
            if is_needed || !mapping.is_ready {
                let lost = if is_needed { ", so that nothing of this file was read" } else { "" };
                tell(Trouble::error(0, NO_COLUMN, format!("{} for {field}{lost}", lacks(&columns)), known.as_str()));
            }
            is_readable &= !is_needed;
        }
        for column in columns {
            let doubles: Vec<String> = table.doubles(column).iter().map(ToString::to_string).collect();
            if !doubles.is_empty() {
                let message = format!("several columns are called “{column}”: the columns {}", doubles.join(", "));
                tell(Trouble::warning(0, "row/same-column", message, "the first of them is read; rename the others"));
            }
        }
    }
    for column in mapping.only.keys().filter(|column| !mapping.is_ready && table.column(column).is_none()) {
        tell(Trouble::error(0, NO_COLUMN, format!("{} for only, so that no row counts", lacks(&[column])), known.as_str()));
    }
    is_readable
}

fn is_there(table: &Table<'_>, take: &Take) -> bool {
    take.columns().all(|column| table.column(column).is_some())
}

/// Whether no row can be read without a field, and nothing else gives it.
fn is_needed(table: &Table<'_>, mapping: &Mapping, field: &str) -> bool {
    let names: &[&str] = if matches!(field, "repo" | REPOSITORY) { &["repo", REPOSITORY] } else { &[field] };
    let is_required = required(mapping.record).any(|name| names.contains(&name)) && !is_filled_in(mapping.record, field);
    let is_given = |name: &&str| {
        let by_column = mapping.fields.get(*name).is_some_and(|takes| takes.iter().any(|take| is_there(table, take)));
        by_column || mapping.constants.contains_key(*name)
    };
    is_required && !names.iter().any(is_given)
}

fn lacks(columns: &[&str]) -> String {
    let what = if columns.len() == 1 { "there is no column" } else { "there is none of the columns" };
    format!("{what} {}", quoted(columns))
}
