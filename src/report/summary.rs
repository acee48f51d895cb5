//! What a run did: a line for every stage, with how much and how long.

use super::neutral::one_line;
use std::fmt::Write as _;
use std::time::Duration;

/// A stage that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name, such as `catalog`.
    pub name: String,
    /// How many things it handled, where that can be said.
    pub count: Option<u64>,
    /// What it handled, such as `services`.
    pub unit: String,
    /// How long it took.
    pub time: Duration,
}

/// The stages as a table that fits the width, with their sum of time below.
pub fn summary(stages: &[Stage], width: usize) -> String {
    let total = stages.iter().map(|stage| stage.time).sum();
    let mut rows: Vec<[String; 4]> = stages
        .iter()
        .map(|stage| {
            let count = stage.count.map(grouped).unwrap_or_default();
            [one_line(&stage.name), count, one_line(&stage.unit), took(stage.time)]
        })
        .collect();
    rows.push(["total".to_owned(), String::new(), String::new(), took(total)]);
    let widest = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let [mut name, count, mut unit, time] = [widest(0), widest(1), widest(2), widest(3)];
    // The gaps of two between four columns, and the figures, are never cut.
    let room = width.saturating_sub(count + time + 6);
    if name + unit > room {
        unit = unit.min(room.saturating_sub(name)).max(room / 3).min(unit);
        name = name.min(room.saturating_sub(unit)).max(4);
    }
    let mut text = String::new();
    for [a, b, c, d] in &rows {
        let line = format!("{:name$}  {b:>count$}  {:unit$}  {d:>time$}", fitted(a, name), fitted(c, unit));
        writeln!(text, "{}", line.trim_end()).expect("because memory does not fail");
    }
    text
}

/// One stage as a line of a log.
pub fn line(stage: &Stage) -> String {
    let count = stage.count.map(|count| grouped(count) + " ").unwrap_or_default();
    format!("{}: {count}{} in {}", one_line(&stage.name), one_line(&stage.unit), took(stage.time))
}

/// The text in at most so many characters.
fn fitted(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// A number with its thousands apart: `12,345`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A length of time as people say it, in three digits or so.
fn took(time: Duration) -> String {
    let millis = time.as_millis();
    match millis {
        0..1_000 => format!("{millis} ms"),
        1_000..9_995 => format!("{:.2} s", time.as_secs_f64()),
        9_995..60_000 => format!("{:.1} s", time.as_secs_f64()),
        _ => format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(name: &str, count: Option<u64>, unit: &str, millis: u64) -> Stage {
        Stage { name: name.to_owned(), count, unit: unit.to_owned(), time: Duration::from_millis(millis) }
    }

    #[test]
    fn a_run_is_a_table() {
        let stages = [
            stage("collect", Some(1_234_567), "records", 61_000),
            stage("catalog", Some(40), "services", 12),
            stage("publish", None, "", 1_500),
        ];
        let expected = "\
collect  1,234,567  records   1 min 01 s
catalog         40  services       12 ms
publish                           1.50 s
total                         1 min 02 s
";
        assert_eq!(summary(&stages, 80), expected);
    }

    #[test]
    fn a_stage_is_a_line_of_a_log() {
        assert_eq!(line(&stage("collect", Some(1_234), "records", 12)), "collect: 1,234 records in 12 ms");
    }

    #[test]
    fn a_narrow_terminal_cuts_words_and_no_figure() {
        let stages = [stage("a-very-long-name-of-a-stage", Some(12_345), "repositories", 12)];
        let text = summary(&stages, 34);
        assert!(text.lines().all(|line| line.chars().count() <= 34), "{text}");
        assert!(text.contains("12,345") && text.contains("12 ms") && text.contains('…'));
        assert!(!summary(&[], 0).is_empty());
    }

    #[test]
    fn times_are_short() {
        for (millis, text) in
            [(0, "0 ms"), (999, "999 ms"), (1_000, "1.00 s"), (9_996, "10.0 s"), (59_000, "59.0 s"), (3_725_000, "62 min 05 s")]
        {
            assert_eq!(took(Duration::from_millis(millis)), text);
        }
    }
}
