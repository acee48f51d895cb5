//! Exports of other tools: what becomes of their rows, in whatever order and form they come.

#[path = "files/hostile.rs"]
mod hostile;
#[path = "files/order.rs"]
mod order;
#[path = "files/ready.rs"]
mod ready;
#[path = "files/rows.rs"]
mod rows;

use milepost_collectors::files::{self, Mapping, Reading, Repositories, Take};
use milepost_model::record::{Fact, Record};
use milepost_model::{Instant, Kind, RepoId, with_fact};
use serde_json::Value;
use std::collections::BTreeMap;

/// The instant of every reading.
const NOW: &str = "2026-11-20T06:40:00Z";

/// What a file became: records as JSON by id, and findings as lines.
fn read(bytes: &[u8], mapping: Option<&Mapping>) -> (BTreeMap<String, Value>, Vec<String>) {
    let known = BTreeMap::from([("git.example.com/lumen/pay".to_owned(), RepoId::from("gh:git.example.com:7"))]);
    let reading = Reading {
        source: "desk",
        file: "x.csv",
        mapping,
        repositories: Repositories { known: &known, host: None },
        now: NOW.parse::<Instant>().expect("an instant"),
    };
    let mut records: Vec<Record> = Vec::new();
    let wrong = files::read(bytes, &reading, &mut |harvest| {
        records.extend(harvest.records);
        Ok(())
    });
    let told = wrong.expect("because nothing refuses").into_iter();
    let told = told.map(|one| {
        format!(
            "{} {} {}: {} [{}]",
            one.place.map(|p| p.to_string()).unwrap_or_default(),
            one.severity.word(),
            one.code,
            one.message,
            one.help.unwrap_or_default()
        )
    });
    let mut found = BTreeMap::new();
    for record in records {
        let (id, value) = with_fact!(record, fact => (fact.id().to_owned(), serde_json::to_value(&fact).expect("records are JSON")));
        assert!(found.insert(id.clone(), value).is_none(), "{id} came twice");
    }
    (found, told.collect())
}

/// A mapping of these columns.
fn mapping(record: Kind, columns: &[(&str, &str)]) -> Mapping {
    let fields = columns.iter().map(|(field, column)| ((*field).to_owned(), column.split('|').map(Take::parse).collect())).collect();
    Mapping { fields, is_ready: false, ..Mapping::plain(record) }
}
