//! Services that may do without something for a while.

use chrono::NaiveDate;
use milepost_model::{Entity, Instant};

/// A service may do without a rule until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// The rule's id.
    pub rule: String,
    /// Why.
    pub why: String,
    /// Who decided.
    pub by: String,
    /// The last day.
    pub until: NaiveDate,
}

/// The exemptions from rules that a descriptor grants, and that are not over at an instant.
pub(super) fn of(entity: &Entity, at: Instant) -> Vec<Exemption> {
    let all = entity.extra.get("exempt").and_then(|all| all.as_array()).map(Vec::as_slice).unwrap_or_default();
    let read = |one: &serde_json::Value| {
        let text = |key: &str| one.get(key)?.as_str().map(str::to_owned);
        Some(Exemption { rule: text("rule")?, why: text("why")?, by: text("by")?, until: text("until")?.parse().ok()? })
    };
    all.iter().filter_map(read).filter(|exemption| at.date_naive() <= exemption.until).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::EntityRef;

    #[test]
    fn an_exemption_holds_through_its_last_day_and_needs_all_its_parts() {
        let mut entity = Entity::new(EntityRef::new("component", "a"), "a");
        let good = serde_json::json!({"rule": "has-slo", "why": "batch job", "by": "platform", "until": "2026-11-20"});
        let path = serde_json::json!({"path": "go", "why": "x", "by": "y", "until": "2027-01-01"});
        let endless = serde_json::json!({"rule": "has-slo", "why": "x", "by": "y"});
        entity.extra.insert("exempt".to_owned(), serde_json::json!([good, path, endless]));
        for (at, count) in [("2026-11-20T23:59:59Z", 1), ("2026-11-21T00:00:00Z", 0)] {
            assert_eq!(of(&entity, at.parse().unwrap()).len(), count, "{at}");
        }
    }
}
