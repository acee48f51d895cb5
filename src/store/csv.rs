//! Records as lines of comma-separated values (RFC 4180).

use milepost_model::cell::{CellWriter, Column};
use milepost_model::{Fact, Instant};
use std::fmt::Write;

/// The names of the columns.
pub(super) fn header(columns: &[Column]) -> String {
    let names: Vec<_> = columns.iter().map(|column| column.name).collect();
    names.join(",") + "\r\n"
}

/// A record. What is not known is an empty cell.
pub(super) fn line<F: Fact>(fact: &F) -> String {
    let mut cells = CsvLine { line: String::with_capacity(256) };
    fact.put_cells(&mut cells);
    cells.line.pop();
    cells.line + "\r\n"
}

struct CsvLine {
    // Each cell ends with a comma.
    line: String,
}

impl CsvLine {
    fn cell(&mut self, text: Option<&str>) {
        let text = text.unwrap_or_default();
        if text.contains([',', '"', '\n', '\r']) {
            let _ = write!(self.line, "\"{}\"", text.replace('"', "\"\""));
        } else {
            self.line.push_str(text);
        }
        self.line.push(',');
    }

    fn shown<T: ToString>(&mut self, value: Option<T>) {
        self.cell(value.map(|value| value.to_string()).as_deref());
    }
}

impl CellWriter for CsvLine {
    fn text(&mut self, value: Option<&str>) {
        self.cell(value);
    }

    fn integer(&mut self, value: Option<i64>) {
        self.shown(value);
    }

    fn number(&mut self, value: Option<f64>) {
        self.shown(value);
    }

    fn boolean(&mut self, value: Option<bool>) {
        self.shown(value);
    }

    fn instant(&mut self, value: Option<i64>) {
        let instant = value.and_then(Instant::from_timestamp_micros);
        self.shown(instant.map(|instant| instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
    }

    fn text_list(&mut self, value: Option<&[String]>) {
        self.shown(value.map(serde_json::Value::from));
    }

    fn json(&mut self, value: Option<String>) {
        self.cell(value.as_deref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Provenance;
    use milepost_model::record::Change;

    #[test]
    fn cells_that_would_break_the_line_are_quoted() {
        let change = Change {
            id: "a,b".into(),
            provenance: Provenance::of("git"),
            repo: "r".into(),
            title: Some("say \"no\"\nnow".into()),
            labels: vec!["x".into(), "y,z".into()],
            ..Change::default()
        };
        let line = line(&change);
        assert!(line.starts_with("\"a,b\",0,1970-01-01T00:00:00Z,\"{\"\"collector\"\":\"\"git\"\"}\",r,direct,"), "{line}");
        assert!(line.contains(",\"say \"\"no\"\"\nnow\","), "{line}");
        assert!(line.ends_with(",\"[\"\"x\"\",\"\"y,z\"\"]\",\r\n"), "{line}");
    }
}
