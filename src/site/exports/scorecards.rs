//! `data/scorecards.json` and `data/scorecards.csv`: every level and every verdict, as the pages show them.

use super::csv::line;
use crate::portal::delivery::json::sorted;
use crate::portal::scorecards::json;
use crate::site::{Site, wording};
use serde_json::Value;

/// The file's content, with the keys of every object in order.
pub fn of(site: &Site<'_>) -> Value {
    let mut all = json::of_all(&site.portal.scores);
    all["$schema"] = "schema/scorecards.json".into();
    all["schema"] = "milepost/scorecards/1".into();
    all["as_of"] = wording::iso(site.portal.as_of).into();
    all["example"] = site.portal.is_example.into();
    sorted(all)
}

/// Every rule of every service in a line.
pub fn table(site: &Site<'_>) -> String {
    let scores = &site.portal.scores;
    let mut out = String::new();
    line(&mut out, &json::COLUMNS);
    for row in json::rows(scores, scores.services.iter()) {
        line(&mut out, &row);
    }
    out
}
