//! Records with every field filled or empty at random, of every kind, without naming any kind.

use milepost_model::cell::{CellReader, Column};
use milepost_model::{Fact, Kind, Record, with_kind};

/// A random record of a kind.
pub fn record(kind: Kind, id: String, random: &mut Random) -> Record {
    with_kind!(kind, T => {
        let mut cells = RandomCells { id, random, columns: T::COLUMNS, at: 0 };
        T::take_cells(&mut cells).expect("every required column is filled").into()
    })
}

/// Random numbers that are the same for the same seed (splitmix64).
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// A number below that.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }

    /// Text of the sorts that break things.
    pub fn text(&mut self) -> String {
        let pieces = ["a", "Z", "0", "/", "..", "\0", "\n", "\"", "\\", ",", "é", "漢", "🚚", "\u{202e}", " ", "=", "#1", "%", "'"];
        (0..self.below(6)).map(|_| self.pick(&pieces)).collect()
    }
}

struct RandomCells<'a> {
    id: String,
    random: &'a mut Random,
    columns: &'static [Column],
    at: usize,
}

impl RandomCells<'_> {
    /// The next column's name, unless it stays empty this time.
    fn next(&mut self) -> Option<&'static str> {
        let column = self.columns[self.at];
        self.at += 1;
        // The provenance is written even where its column may be empty.
        (column.required || column.name == "provenance" || self.random.below(3) > 0).then_some(column.name)
    }

    fn json(&mut self) -> Option<String> {
        let name = self.next()?;
        let (text, number) = (self.random.text(), self.random.below(1000));
        let instant = "2026-11-20T06:40:00.123456Z";
        Some(
            match name {
                "provenance" => serde_json::json!({"collector": text, "url": "https://example.com/"}),
                "scale" => serde_json::json!({"min": 1.0, "max": number as f64}),
                "last_change" => serde_json::json!({"at": instant, "by": text}),
                "caused_by" | "fixed_by" => serde_json::json!({"deployment": text, "sha": "aa"}),
                "trailers" | "properties" | "inputs" => serde_json::json!({"a": text, "b": ""}),
                "languages" => serde_json::json!({"Rust": number}),
                "referenced" => serde_json::json!([{"path": text, "ref": "main"}, {"path": "p"}]),
                "jobs" => serde_json::json!([{"name": text, "started_at": instant, "outcome": "failure"}]),
                // None at all is something else than none that is known.
                "approvals" if number % 4 == 0 => serde_json::json!([]),
                "approvals" => serde_json::json!([{"decision": "rejected", "by": text, "environments": ["a", text]}, {"decision": "later"}]),
                "environments" => {
                    serde_json::json!({"protected": [{"name": text, "needs_approval": true, "wait_minutes": number}], "are_more": number % 2 == 0})
                }
                "extra" => serde_json::json!({"later": {"deep": [text, number, null, 1.5]}, "x": true}),
                other => panic!("say here what a “{other}” looks like"),
            }
            .to_string(),
        )
    }
}

impl CellReader for RandomCells<'_> {
    fn text(&mut self) -> Option<String> {
        Some(match self.next()? {
            "id" => self.id.clone(),
            "repo" => format!("gh:github.com:{}", self.random.below(5)),
            "outcome" => self.random.pick(&["success", "failure", "cancelled", "skipped", "running", "unknown"]).into(),
            "state" => self.random.pick(&["complete", "partial", "not_observed"]).into(),
            "submitted_on" => format!("2026-{:02}-{:02}", 1 + self.random.below(12), 1 + self.random.below(28)),
            _ => self.random.text(),
        })
    }

    fn shared_text(&mut self) -> Option<std::sync::Arc<str>> {
        self.text().map(Into::into)
    }

    fn read_text<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.text().and_then(|text| read(&text))
    }

    fn integer(&mut self) -> Option<i64> {
        self.next().map(|name| if name == "attempt" { 4_000_000_000 } else { self.random.below(1 << 63).cast_signed() })
    }

    fn number(&mut self) -> Option<f64> {
        self.next().map(|_| self.random.below(1000) as f64 / 8.0)
    }

    fn boolean(&mut self) -> Option<bool> {
        self.next().map(|_| self.random.below(2) == 1)
    }

    fn instant(&mut self) -> Option<i64> {
        // Before 1970 and far in the future too, to the microsecond.
        self.next().map(|_| self.random.below(8_000_000_000_000_000).cast_signed() - 1_000_000_000_000_000)
    }

    fn text_list(&mut self) -> Option<Vec<String>> {
        self.next()?;
        Some((0..self.random.below(4)).map(|_| self.random.text()).collect())
    }

    fn read_json<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.json().and_then(|text| read(&text))
    }
}
