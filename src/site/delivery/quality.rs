//! What was seen and does not count, and why.

use crate::portal::delivery::{LeftOut, ServiceDelivery, Unfit};
use crate::site::wording;
use serde::Serialize;
use std::collections::BTreeMap;

/// Records that do not count for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excluded {
    /// Its word in data.
    word: &'static str,
    /// Why, in words.
    why: String,
    /// How many.
    count: String,
    /// The ids of the newest of them.
    ids: Vec<String>,
    /// How many more there are.
    more: String,
}

/// The most ids that a page shows for one reason.
const SHOWN: usize = 5;

/// What does not count of one service.
pub fn of_service(delivery: &ServiceDelivery) -> Vec<Excluded> {
    let row = |left: &LeftOut| {
        let ids: Vec<String> = left.ids.iter().take(SHOWN).map(ToString::to_string).collect();
        let more = left.count.saturating_sub(ids.len() as u64);
        Excluded {
            word: left.why.word(),
            why: wording::capitalised(left.why.words()),
            count: wording::number(left.count),
            more: if ids.is_empty() || more == 0 { String::new() } else { format!("and {} more", wording::number(more)) },
            ids,
        }
    };
    delivery.quality.left_out.iter().filter(|left| left.count > 0).map(row).collect()
}

/// What does not count of several services together: counts add up.
pub fn of_many<'a>(services: impl Iterator<Item = &'a ServiceDelivery>) -> Vec<Excluded> {
    let mut counts: BTreeMap<&'static str, (Unfit, u64)> = BTreeMap::new();
    for left in services.flat_map(|service| &service.quality.left_out) {
        counts.entry(left.why.word()).or_insert((left.why, 0)).1 += left.count;
    }
    let mut all: Vec<(Unfit, u64)> = counts.into_values().filter(|(_, count)| *count > 0).collect();
    all.sort_by_key(|(why, count)| (std::cmp::Reverse(*count), why.word()));
    let row = |(why, count): (Unfit, u64)| Excluded {
        word: why.word(),
        why: wording::capitalised(why.words()),
        count: wording::number(count),
        ids: Vec::new(),
        more: String::new(),
    };
    all.into_iter().map(row).collect()
}
