//! `data/metrics.json`: how services are delivered, with every figure or the reason why there is none.

use crate::portal::delivery::json;
use crate::site::{Site, wording};
use serde_json::Value;

/// The file's content, with the keys of every object in order.
pub fn of(site: &Site<'_>) -> Value {
    let mut all = json::of_all(&site.portal.measurements.delivery);
    all["$schema"] = "schema/metrics.json".into();
    all["schema"] = "milepost/metrics/1".into();
    all["as_of"] = wording::iso(site.portal.as_of).into();
    all["example"] = site.portal.is_example.into();
    json::sorted(all)
}
