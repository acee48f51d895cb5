//! The keys of `kind = "files"`, of which `kind = "webhooks"` has some.

use super::github::incident_labels;
use crate::config::language::{Absent, Entries, Key, Values, Word};
use crate::config::nearest::nearest;
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use milepost_collectors::files::{FieldFault, FilesSettings, Mapping, READY, Take, field_fault, is_time_format, is_zone};
use milepost_collectors::webhooks::WebhookSettings;
use milepost_model::{Instant, Kind};
use std::collections::BTreeMap;
use std::path::Path;

const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: Some("files") }
}

/// The mappings that are ready; a test compares them with those of the collectors.
const MAPPINGS: &[Word] = &[
    Word { word: "incident-io", doc: "Incidents of incident.io: answers of `GET /v2/incidents`, or its list of incidents as CSV." },
    Word {
        word: "opsgenie",
        doc: "Incidents or alerts of Opsgenie: answers of `GET /v1/incidents` and `GET /v2/alerts`, or the same fields as CSV.",
    },
    Word {
        word: "pagerduty",
        doc: "Incidents of PagerDuty: its incidents report as CSV, its incident analytics, or answers of `GET /incidents`.",
    },
];

/// The kinds that rows become.
const RECORDS: &[Word] = &[
    Word { word: "change", doc: "Something that was merged." },
    Word { word: "cost", doc: "What a service or a team cost in a month." },
    Word { word: "deployment", doc: "A version that was brought to an environment." },
    Word { word: "dispatch", doc: "An action that somebody ran." },
    Word { word: "finding", doc: "An alert of a scanner." },
    Word { word: "incident", doc: "Something that went wrong for users." },
    Word { word: "oncall", doc: "Who is on call." },
    Word { word: "pipeline_run", doc: "A run of a workflow." },
    Word { word: "release", doc: "A version that was published." },
    Word { word: "slo", doc: "A service level objective." },
    Word { word: "survey", doc: "An answer to a survey." },
    Word { word: "team", doc: "A team." },
    Word { word: "ticket", doc: "A request to the platform team." },
];

/// Sources that read what somebody stored in files.
const STORED: Option<&str> = Some("files webhooks");
const NO_ENTRY: Absent = Absent::Is("{}");

pub(in crate::config) const KEYS: [Key; 13] = [
    Key {
        name: "paths",
        values: Values::Paths,
        absent: Absent::Required,
        doc: "Files, folders and patterns such as `exports/*.csv`. Of a folder the files ending in `.ndjson`, `.jsonl` and `.json` are read, however deep, and those ending in `.csv` and `.tsv` where rows have a meaning.",
        example: "[\"records/incidents.ndjson\", \"exports/incidents-*.csv\"]",
        only_for: STORED,
    },
    key(
        "mapping",
        Values::Words(MAPPINGS),
        Absent::Follows("`record` and `columns`"),
        "Whose export it is, where milepost knows it. What `columns`, `constants` and `words` say goes before it.",
        "\"pagerduty\"",
    ),
    key(
        "record",
        Values::Words(RECORDS),
        Absent::Follows("`mapping`; without either, files hold records"),
        "What each row becomes. Columns that are called as fields of [records.md](records.md) need no further word.",
        "\"incident\"",
    ),
    key(
        "columns",
        Values::Map(Entries::Texts),
        NO_ENTRY,
        "By field of the record, its column: a name, a path into JSON such as `service.summary`, or a text such as `https://x.example.com/{Key}`. Of several the first that says something counts. [column-mappings.md](column-mappings.md) tells more.",
        "{ opened_at = \"Opened\", resolved_at = [\"Fixed\", \"Closed when Status is Done\"], services = \"Affected services\" }",
    ),
    key(
        "constants",
        Values::Map(Entries::Plain),
        NO_ENTRY,
        "By field, its value in every row that says nothing for it.",
        "{ is_change_failure = true }",
    ),
    key(
        "words",
        Values::Map(Entries::Words),
        NO_ENTRY,
        "By field, what words of its column mean, without regard to case. A word that is not listed stays.",
        "{ severity = { P1 = \"critical\" }, services = { \"Payments (legacy)\" = \"payments\" } }",
    ),
    key(
        "only",
        Values::Map(Entries::Texts),
        NO_ENTRY,
        "By column, the words of rows that are read. Others become nothing.",
        "{ Type = \"Incident\" }",
    ),
    key(
        "except",
        Values::Map(Entries::Texts),
        NO_ENTRY,
        "By column, the words of rows that become nothing.",
        "{ Status = [\"Duplicate\", \"Declined\"] }",
    ),
    key(
        "time_zone",
        Values::Text,
        Absent::Is("\"UTC\""),
        "The zone of times that name none, as the IANA database calls it.",
        "\"Europe/Lisbon\"",
    ),
    key(
        "time_formats",
        Values::Texts,
        Absent::Follows("the usual forms, RFC 3339 and seconds and milliseconds since 1970 among them"),
        "How times are written: `epoch`, `epoch_ms`, `rfc3339`, or patterns of strftime. Of several the first that fits counts.",
        "[\"%d.%m.%Y %H:%M\"]",
    ),
    key(
        "separator",
        Values::Text,
        Absent::Follows("the one that the first line has most of"),
        "The character between cells; `\\t` is a tab.",
        "\";\"",
    ),
    key("decimal_comma", Values::Boolean, Absent::Is("false"), "Whether decimals follow a comma, as in `1.234,50`.", "true"),
    Key {
        name: "complete_since",
        values: Values::Day,
        absent: Absent::Follows("nothing is said of days without records"),
        doc: "Since this day, and until the newest file was written, the files hold every record of their kind, so that a day without one is a day on which nothing happened.",
        example: "2026-01-01",
        only_for: STORED,
    },
];

/// What a source of files says.
pub(in crate::config) fn settings(section: &Section, folder: &Path, host: Option<&str>) -> FilesSettings {
    FilesSettings {
        id: section.text("id").unwrap_or_default(),
        paths: section.texts("paths").into_iter().map(|path| folder.join(path)).collect(),
        mapping: mapping(section),
        host: host.map(str::to_owned),
        complete_since: complete_since(section),
    }
}

/// What a source of payloads says.
pub(in crate::config) fn webhooks(section: &Section, folder: &Path) -> WebhookSettings {
    WebhookSettings {
        id: section.text("id").unwrap_or_default(),
        paths: section.texts("paths").into_iter().map(|path| folder.join(path)).collect(),
        incident_labels: incident_labels(section),
        ticket_repositories: section.texts("ticket_repositories"),
        complete_since: complete_since(section),
    }
}

fn complete_since(section: &Section) -> Option<Instant> {
    section.get("complete_since").and_then(Value::day).map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc())
}

fn record(section: &Section) -> Option<Kind> {
    section.text("record").as_deref().and_then(Kind::from_word)
}

fn mapping(section: &Section) -> Option<Mapping> {
    let word = section.text("mapping");
    let ready = READY.iter().find(|ready| Some(ready.word) == word.as_deref()).map(|ready| ready.mapping());
    let mut mapping = match (ready, record(section)) {
        (Some(ready), _) => ready,
        (None, record) => Mapping::plain(record?),
    };
    let columns = section.entries("columns");
    if !columns.is_empty() && word.is_none() {
        // Who names columns means those and no others; the id alone may go by its own name.
        mapping.fields.retain(|field, _| field == "id" && !columns.iter().any(|entry| entry.key == *field));
        mapping.is_ready = false;
    }
    for entry in columns {
        mapping.fields.insert(entry.key.clone(), entry.texts().iter().map(|text| Take::parse(text)).collect());
    }
    for entry in section.entries("constants") {
        mapping.constants.extend(entry.texts().first().map(|text| (entry.key.clone(), text.clone())));
    }
    for entry in section.entries("words") {
        let words = entry.words().iter().map(|(word, meaning)| (word.trim().to_lowercase(), meaning.clone()));
        mapping.words.entry(entry.key.clone()).or_default().extend(words);
    }
    let lists = |key: &str| -> BTreeMap<String, Vec<String>> {
        let lowered = |texts: &[String]| texts.iter().map(|text| text.trim().to_lowercase()).collect();
        section.entries(key).iter().map(|entry| (entry.key.clone(), lowered(entry.texts()))).collect()
    };
    mapping.only.extend(lists("only"));
    mapping.except.extend(lists("except"));
    mapping.zone = section.text("time_zone");
    mapping.time_formats = section.texts("time_formats");
    mapping.separator = section.text("separator").as_deref().and_then(separator);
    mapping.has_decimal_comma = section.is("decimal_comma");
    Some(mapping)
}

fn separator(text: &str) -> Option<u8> {
    match text {
        "\\t" | "tab" => Some(b'\t'),
        one if one.len() == 1 && one != "\"" => one.bytes().next(),
        _ => None,
    }
}

/// Complains where a mapping cannot mean anything.
pub(in crate::config) fn cross_check(section: &Section, reader: &mut Reader<'_>) {
    if section.text("kind").as_deref() != Some("files") {
        return;
    }
    let kind = match section.text("mapping") {
        Some(_) => mapping(section).map(|mapping| mapping.record),
        None => record(section),
    };
    if let (Some(kind), Some(other), Some(span)) = (kind, record(section), section.span_of("record"))
        && kind != other
    {
        let message = format!("[[source]] record is “{}”, and the rows of its mapping are records of {}", other.word(), kind.word());
        reader.complain("config/contradiction", span, message, "remove record, or the mapping");
    }
    for name in ["columns", "constants", "words", "only", "except", "complete_since"] {
        if let (None, Some(span)) = (kind, section.span_of(name)) {
            let message = format!("[[source]] {name} says what rows mean, and nothing says what they are");
            reader.complain("config/missing-key", span, message, "add record = \"incident\" or another kind, or a mapping that is ready");
        }
    }
    if let Some(kind) = kind {
        for entry in ["columns", "constants", "words"].into_iter().flat_map(|name| section.entries(name)) {
            if let Some(fault) = field_fault(kind, &entry.key) {
                let (message, help) = told(kind, &entry.key, &fault);
                reader.complain("config/bad-value", entry.span.clone(), message, help);
            }
        }
    }
    if let (Some(zone), Some(span)) = (section.text("time_zone"), section.span_of("time_zone"))
        && !is_zone(&zone)
    {
        reader.complain(
            "config/bad-value",
            span,
            format!("[[source]] time_zone: “{zone}” is no zone"),
            "expected a name such as Europe/Lisbon or UTC",
        );
    }
    if let Some(span) = section.span_of("time_formats") {
        for format in section.texts("time_formats").iter().filter(|format| !is_time_format(format)) {
            let message = format!("[[source]] time_formats: “{format}” is no form of times");
            reader.complain(
                "config/bad-value",
                span.clone(),
                message,
                "expected epoch, epoch_ms, rfc3339, or a pattern such as %d.%m.%Y %H:%M",
            );
        }
    }
    if let (Some(text), Some(span)) = (section.text("separator"), section.span_of("separator"))
        && separator(&text).is_none()
    {
        reader.complain(
            "config/bad-value",
            span,
            format!("[[source]] separator: “{text}” is no single character"),
            "expected , or ; or | or \\t",
        );
    }
}

fn told(kind: Kind, field: &str, fault: &FieldFault) -> (String, String) {
    let word = kind.word();
    match fault {
        FieldFault::Own => (format!("{field} is filled in by milepost"), "remove it".to_owned()),
        FieldFault::HasParts => (
            format!("{field} of records of {word} has parts"),
            format!("map each by itself, such as {field}.{}", if field == "scale" { "max" } else { "sha" }),
        ),
        FieldFault::Unknown(known) => {
            let help = match nearest(field, known.iter().copied()) {
                Some(near) => format!("did you mean “{near}”?"),
                None => format!("its fields are {}", known.join(", ")),
            };
            (format!("records of {word} have no field “{field}”"), help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ready_mapping_has_its_word() {
        let words: Vec<_> = MAPPINGS.iter().map(|word| word.word).collect();
        assert_eq!(words, READY.iter().map(|ready| ready.word).collect::<Vec<_>>());
        assert!(RECORDS.iter().all(|word| Kind::from_word(word.word).is_some()));
    }
}
