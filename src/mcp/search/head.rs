//! The head index: the name of everything; `assets/js/search-head.js` finds the same in the same order.

use super::fold::{Synonyms, is_near, plain};
use super::packed;
use crate::site::search::fold;
use crate::site::search::plain_slug;
use serde_json::Value;
use std::cmp::Ordering;

const VITAL: usize = 1;
const LEAVING: usize = 2;
/// What it is worth that an action does what the query begins with.
const VERB: f64 = 80.0;

/// Something that has a name and a page.
#[derive(Debug)]
pub struct Entry {
    /// Its address.
    pub address: String,
    group: usize,
    name: String,
    folded: String,
    alias: String,
    words: Vec<String>,
    owner_words: Vec<String>,
    sort: String,
    marks: usize,
    is_started: bool,
}

/// Everything that has a name.
#[derive(Debug)]
pub struct Head {
    /// In the index's order, by which the full text numbers its first pages.
    pub entries: Vec<Entry>,
    /// The label of each group and one of it, folded.
    groups: Vec<(String, String)>,
    /// Words that mean the same.
    pub synonyms: Synonyms,
}

impl Head {
    /// The entries that a packed index holds.
    pub fn of(index: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let owners: Vec<Vec<String>> = packed::words(&text(&index["owners"])).iter().map(|owner| fold::words(owner)).collect();
        let lists = index["synonyms"].as_array().into_iter().flatten();
        let lists: Vec<Vec<String>> = lists.map(|list| list.as_array().into_iter().flatten().map(text).collect()).collect();
        let mut head = Self { entries: Vec::new(), groups: Vec::new(), synonyms: Synonyms::of(&lists) };
        let mut owners_of_services: Vec<Option<usize>> = Vec::new();
        for (place, group) in index["groups"].as_array().into_iter().flatten().enumerate() {
            head.groups.push((text(&group["label"]).to_lowercase(), text(&group["one"]).to_lowercase()));
            let owners_here = head.add(place, group, &owners, &owners_of_services);
            if place == 0 {
                owners_of_services = owners_here;
            }
        }
        head
    }

    /// Adds a group, and tells the owners of its entries. Those of services, which come first, are asked for what lies below them.
    fn add(&mut self, place: usize, group: &Value, owners: &[Vec<String>], of_services: &[Option<usize>]) -> Vec<Option<usize>> {
        let count = group["count"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
        let text = |key: &str| group[key].as_str().unwrap_or_default();
        let column = |key: &str| packed::numbers(text(key), count);
        let sorts = packed::words(text("sorts"));
        let (owner, sort, marks) = (column("owner"), column("sort"), column("marks"));
        let (of, tail, tails) = (column("of"), column("tail"), packed::words(text("tails")));
        let mut at = 0_usize;
        let starts = group["starts"].as_array();
        for (row, name) in packed::texts(text("name"), count).into_iter().enumerate() {
            let own = |key: &str| group[key][row.to_string()].as_str();
            let alias = fold::fold(own("alias").unwrap_or_default()).into_owned();
            let mut words = fold::words(&name);
            for word in fold::words(&alias) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            let slug = || own("slug").map_or_else(|| plain_slug(&name), str::to_owned);
            let mut address = own("address").map_or_else(|| format!("{}{}/", text("folder"), slug()), str::to_owned);
            if let Some(step) = of[row] {
                at = if step % 2 == 1 { at.saturating_sub(step.div_ceil(2)) } else { at.saturating_add(step / 2) };
                let above = self.entries.get(at).map_or("", |service| service.address.as_str());
                address = format!("{above}{}", tail[row].and_then(|tail| tails.get(tail)).map_or("", String::as_str));
            }
            let owner = if owner[row] == Some(owners.len()) { of_services.get(at).copied().flatten() } else { owner[row] };
            self.entries.push(Entry {
                address,
                group: place,
                folded: plain(&name),
                alias: plain(&alias),
                words,
                owner_words: owner.and_then(|owner| owners.get(owner)).cloned().unwrap_or_default(),
                sort: sort[row].and_then(|sort| sorts.get(sort)).map(|sort| sort.to_lowercase()).unwrap_or_default(),
                marks: marks[row].unwrap_or_default(),
                is_started: starts.is_some_and(|starts| starts.iter().any(|start| start[0].as_u64() == u64::try_from(row).ok())),
                name,
            });
        }
        owner
    }

    /// The entries for a query, best first, by their places.
    pub fn find(&self, query: &str) -> Vec<usize> {
        let sought = fold::words(query);
        if sought.is_empty() {
            return Vec::new();
        }
        let whole = plain(query);
        let mut found = self.collect(&whole, &sought, false);
        // Near misses cost more, so they are looked for only where little else is found.
        if found.len() <= 7 {
            let more: Vec<usize> = self.collect(&whole, &sought, true).into_iter().filter(|place| !found.contains(place)).collect();
            found.extend(more);
        }
        found
    }

    fn collect(&self, whole: &str, sought: &[String], is_lenient: bool) -> Vec<usize> {
        let mut found: Vec<(f64, usize)> = Vec::new();
        for (place, entry) in self.entries.iter().enumerate() {
            let value = self.score(entry, whole, sought, is_lenient);
            if value > 0.0 {
                let verb = if is_asked(entry, sought) { VERB } else { 0.0 };
                found.push((value + liking(entry) + verb, place));
            }
        }
        let order = |(left, a): &(f64, usize), (right, b): &(f64, usize)| {
            let (a, b) = (&self.entries[*a], &self.entries[*b]);
            let by_score = right.partial_cmp(left).unwrap_or(Ordering::Equal);
            by_score.then_with(|| a.group.cmp(&b.group)).then_with(|| a.name.encode_utf16().cmp(b.name.encode_utf16()))
        };
        found.sort_by(order);
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// What an entry is worth: whole names before beginnings, these before words, words before near misses.
    fn score(&self, entry: &Entry, whole: &str, sought: &[String], is_lenient: bool) -> f64 {
        if entry.folded == whole || entry.alias == whole {
            return 2000.0;
        }
        // All of the name but for a letter, whether it is one word to its reader and two to us or the other way round.
        let joined = sought.concat();
        if is_lenient && joined.encode_utf16().count() > 3 && is_near(&entry.folded.replace(' ', ""), &joined) {
            return 800.0;
        }
        let mut sum = 0.0;
        for word in sought {
            let mut value = self.worth(entry, word);
            if value == 0.0 && is_lenient && is_almost(entry, word) {
                value = 15.0;
            }
            if value == 0.0 {
                return 0.0;
            }
            sum += value;
        }
        let is_prefix = entry.folded.starts_with(whole) || !entry.alias.is_empty() && entry.alias.starts_with(whole);
        let mean = sum / sought.len() as f64;
        let length = entry.folded.encode_utf16().count().min(60) as f64;
        (if is_prefix { 1000.0 } else { 100.0 }) + 5.0 * mean - length / 10.0
    }

    /// How well a word is found in an entry; nothing where it is not.
    fn worth(&self, entry: &Entry, word: &str) -> f64 {
        if entry.words.iter().any(|own| own == word) {
            return 60.0;
        }
        if entry.words.iter().any(|own| own.starts_with(word)) {
            return 45.0;
        }
        if entry.folded.contains(word) || entry.alias.contains(word) {
            return 28.0;
        }
        if self.synonyms.of_word(word).iter().any(|other| entry.words.contains(other)) {
            return 40.0;
        }
        if entry.owner_words.iter().any(|own| own.starts_with(word)) {
            return 12.0;
        }
        let (label, one) = &self.groups[entry.group];
        let is_sort = word.encode_utf16().count() > 2 && (one.starts_with(word) || label == word || entry.sort.starts_with(word));
        if is_sort { 8.0 } else { 0.0 }
    }
}

/// Whether a word is found in an entry but for one letter.
fn is_almost(entry: &Entry, word: &str) -> bool {
    let is_long = |text: &str| text.encode_utf16().count() > 3;
    is_long(word) && entry.words.iter().any(|own| is_long(own) && is_near(own, word))
}

/// What moves an entry among its equals: what is vital comes first, what is on its way out last.
fn liking(entry: &Entry) -> f64 {
    let vital = if entry.marks & VITAL != 0 { 8.0 } else { 0.0 };
    let leaving = if entry.marks & LEAVING != 0 { -14.0 } else { 0.0 };
    vital + leaving - 4.0 * entry.group as f64
}

/// Whether an action does what the query begins with: its name begins with a verb.
fn is_asked(entry: &Entry, sought: &[String]) -> bool {
    entry.is_started && sought[0].encode_utf16().count() > 2 && entry.words.first().is_some_and(|word| word.starts_with(sought[0].as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_the_index_that_browsers_read() {
        let index: Value = serde_json::from_str(include_str!("../../../tests/js/search-head.json")).expect("because the file is JSON");
        let head = Head::of(&index);
        let first = |query: &str| head.find(query).first().map(|place| head.entries[*place].address.as_str());
        assert_eq!(first("carrier-sync"), Some("catalog/carrier-sync/"));
        assert_eq!(first("carier sync"), Some("catalog/carrier-sync/"), "one letter is missing");
        assert_eq!(first("notify-hub"), Some("catalog/notify-hub/"), "by its other name");
        assert_eq!(first("roll"), Some("actions/roll-back/"));
        assert_eq!(first("ines"), Some("teams/tracking/#mb"));
        assert_eq!(first("notify api"), Some("catalog/notify-hub/api/openapi/"), "below a service");
        assert_eq!(first("pull"), Some("catalog/carrier-sync/api/grpc/"), "below the service before that one");
        assert_eq!(first("…"), None);
    }
}
