//! `data/metrics.json`: how services are delivered, with every figure or the reason why there is none.

use crate::portal::delivery::json::{self, Breadth};
use crate::site::{Site, wording};

/// The file's content, with the keys of every object in order.
pub fn of(site: &Site<'_>) -> String {
    let besides = vec![
        ("$schema", "schema/metrics.json".into()),
        ("as_of", wording::iso(site.portal.as_of).into()),
        ("example", site.portal.is_example.into()),
        ("schema", "milepost/metrics/2".into()),
    ];
    let mut text = json::text_of_all(&site.portal.measurements.delivery, Breadth::Newest, besides);
    text.push('\n');
    text
}
