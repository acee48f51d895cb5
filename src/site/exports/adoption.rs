//! `data/adoption.json` and `data/adoption.csv`: where everybody stands on the golden paths.

use super::csv::line;
use crate::portal::adoption::{json, table};
use crate::site::report::{Report, address, markdown, weeks};
use crate::site::{Site, wording};
use serde_json::Value;

/// Everything.
pub fn of(site: &Site<'_>) -> Value {
    let mut all = json::of_all(&site.portal.adoption, None);
    all["$schema"] = "schema/adoption.json".into();
    all["as_of"] = wording::iso(site.portal.as_of).into();
    all["example"] = site.portal.is_example.into();
    crate::portal::delivery::json::sorted(all)
}

/// A line for each service and each path that is for it.
pub fn lines(site: &Site<'_>) -> String {
    let mut out = String::new();
    line(&mut out, &table::COLUMNS);
    for cells in table::lines(&site.portal.adoption, None) {
        line(&mut out, &cells);
    }
    out
}

/// The text of each week's report, beside its page.
pub fn reports(site: &Site<'_>) -> Vec<(String, String)> {
    let of = |(at, week)| {
        let report = Report::of(site.portal, at, week);
        (format!("{}report.md", address(week)), markdown(site.portal, &report, site.settings.site_url.as_deref()))
    };
    weeks(site.portal).into_iter().map(of).collect()
}
