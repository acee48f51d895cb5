//! How fast the site is in Chromium: the rows that `tests/browser/pace.js` prints.

use super::row::{Limit, Row, Unit};
use crate::debian::Tools;
use crate::program::Program;
use crate::step::Context;
use serde_json::Value;
use std::path::Path;

/// Opens the pages that stand for all others, slowly, and Lighthouse with them where somebody installed it.
pub fn measure(context: &Context, tools: &Tools, site: &Path) -> Result<Vec<Row>, String> {
    println!("Opening pages in Chromium, at 1.6 Mb/s, 150 ms and a quarter of this processor…");
    let said = Program::new(&tools.node.to_string_lossy())
        .within(&context.root.join("tests/browser"))
        .with("CHROMIUM", &tools.chromium)
        .with("LIGHTHOUSE", context.workshop().join("lighthouse"))
        .arg("pace.js")
        .arg(std::path::absolute(site).map_err(|error| error.to_string())?)
        .read()?;
    said.lines().filter(|line| line.starts_with('{')).map(row).collect()
}

fn row(line: &str) -> Result<Row, String> {
    let told: Value = serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))?;
    let text = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
    let limit = told["most"].as_f64().map(Limit::Most).or(told["least"].as_f64().map(Limit::Least));
    let unit = match told["unit"].as_str() {
        Some("ms") => Unit::Milliseconds,
        Some("B") => Unit::Bytes,
        _ => Unit::Plain,
    };
    Ok(Row { thing: text("thing"), figure: told["figure"].as_f64(), unit, limit, note: text("note") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_row_and_a_figure_that_is_missing_is_not_nought() {
        let read = row(r#"{"thing":"Home: largest paint","figure":612.4,"unit":"ms","most":1000,"note":"index.html"}"#);
        let expected = Row {
            thing: "Home: largest paint".to_owned(),
            figure: Some(612.4),
            unit: Unit::Milliseconds,
            limit: Some(Limit::Most(1_000.0)),
            note: "index.html".to_owned(),
        };
        assert_eq!(read, Ok(expected));
        let missing = row(r#"{"thing":"Lighthouse","figure":null,"least":98}"#).expect("it is a row");
        assert_eq!((missing.figure, missing.limit), (None, Some(Limit::Least(98.0))));
        assert!(row("no row").is_err());
    }
}
