//! Ids for rows that bring none, and which of two rows with one id counts.
//!
//! A row without an id is known by the fields that say which thing it is, not by those that say how it went on: an
//! incident that is resolved by the next export stays the same incident. Rows that agree in them are counted, in the
//! order of what else they say, so that the order of a file means nothing.

use milepost_model::Kind;
use serde_json::{Map, Value};

/// The fields that say which thing a record is.
pub(super) fn fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::BranchRule | Kind::Repository | Kind::File | Kind::Coverage | Kind::Commit => &[],
        Kind::Change => &["repo", "merge_sha"],
        Kind::Cost => &["from", "to", "service", "team", "currency"],
        Kind::Deployment => &["repo", "environment", "sha", "created_at", "services"],
        Kind::Dispatch => &["repo", "workflow", "requested_at"],
        Kind::Finding => &["repo", "tool", "rule", "opened_at"],
        Kind::HostFigure => &["repo", "metric", "from", "to"],
        Kind::Incident => &["opened_at", "services", "repo"],
        Kind::OnCall => &["from", "team", "schedule"],
        Kind::PipelineRun => &["repo", "run_id", "attempt"],
        Kind::Release => &["repo", "tag"],
        Kind::Slo => &["service", "name"],
        Kind::Survey => &["wave", "question", "team", "submitted_on"],
        Kind::Team => &["slug"],
        Kind::Ticket => &["opened_at", "repo"],
    }
}

/// Sixteen bytes that stand for a text.
pub(super) type Hash = [u8; 16];

/// What a row is known by until all rows were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Of its id, else of the fields that say which thing it is.
    pub(super) identity: Hash,
    /// Whether the row brought its id.
    pub(super) is_given: bool,
    /// The latest instant that it names: a row that says more came later.
    pub(super) latest: i64,
    /// Of everything that it says.
    pub(super) content: Hash,
}

impl Key {
    pub(super) fn of(kind: Kind, id: Option<&str>, row: &Map<String, Value>) -> Self {
        let identity = if let Some(id) = id {
            hash(id.as_bytes())
        } else {
            let named = fields(kind).iter().map(|name| row.get(*name).map_or_else(String::new, Value::to_string));
            hash(named.collect::<Vec<_>>().join("\u{1}").as_bytes())
        };
        let instants = row.values().filter_map(Value::as_str).filter_map(milepost_model::instant::from_whole_seconds);
        let latest = instants.map(|at| at.timestamp()).max().unwrap_or(0);
        let mut sorted = Value::Object(row.clone());
        sorted.sort_all_objects();
        Self { identity, is_given: id.is_some(), latest, content: hash(sorted.to_string().as_bytes()) }
    }
}

fn hash(bytes: &[u8]) -> Hash {
    let mut short = Hash::default();
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is the one of its id, or the one of this number of those that agree.
    Counts(u32),
    /// Another row of its id says more, or the same.
    Replaced {
        /// Whether the other says something else.
        differs: bool,
    },
}

/// What becomes of each row, in the order of the rows.
pub(super) fn fates(keys: &[Key]) -> Vec<Fate> {
    let mut order: Vec<u32> = (0..u32::try_from(keys.len()).unwrap_or(u32::MAX)).collect();
    order.sort_by_key(|place| (keys[*place as usize], *place));
    let mut fates = vec![Fate::Counts(0); keys.len()];
    let mut from = 0;
    while from < order.len() {
        let first = keys[order[from] as usize];
        let same = |place: &u32| keys[*place as usize].identity == first.identity && keys[*place as usize].is_given == first.is_given;
        let to = from + order[from..].iter().take_while(|place| same(place)).count();
        let last = keys[order[to - 1] as usize];
        for (number, place) in (0..).zip(&order[from..to]) {
            fates[*place as usize] = if !first.is_given {
                Fate::Counts(number)
            } else if *place == order[to - 1] {
                Fate::Counts(0)
            } else {
                Fate::Replaced { differs: keys[*place as usize].content != last.content }
            };
        }
        from = to;
    }
    fates
}

/// The id of a row that brought none.
pub(super) fn made(source: &str, key: &Key, number: u32) -> String {
    let hash = blake3::Hash::from_slice(&[key.identity, key.identity].concat())
        .map_or_else(|_| String::new(), |hash| hash.to_hex()[..20].to_owned());
    if number == 0 { format!("{source}:{hash}") } else { format!("{source}:{hash}:{}", number + 1) }
}

/// The id of a row as it brought it: with a scope as it is, else in the scope of its source.
pub(super) fn scoped(source: &str, id: &str) -> String {
    if id.contains(':') { id.to_owned() } else { format!("{source}:{id}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: f64, resolved: Option<&str>) -> Map<String, Value> {
        let row = serde_json::json!({"opened_at": "2026-11-19T09:10:00Z", "services": ["pay"], "value": value, "resolved_at": resolved});
        row.as_object().cloned().expect("an object")
    }

    #[test]
    fn rows_without_ids_are_counted_in_an_order_of_their_own() {
        let keys: Vec<Key> = [3.0, 1.0, 2.0].map(|value| Key::of(Kind::Incident, None, &row(value, None))).to_vec();
        let numbers = |keys: &[Key]| {
            let mut found: Vec<(Hash, Fate)> = keys.iter().map(|key| key.content).zip(fates(keys)).collect();
            found.sort_by_key(|(content, _)| *content);
            found
        };
        let turned: Vec<Key> = keys.iter().rev().copied().collect();
        assert_eq!(numbers(&keys), numbers(&turned));
        assert!(keys.windows(2).all(|two| two[0].identity == two[1].identity));
        assert_ne!(made("s", &keys[0], 0), made("s", &keys[0], 1));
    }

    #[test]
    fn of_rows_with_one_id_the_latest_counts() {
        let open = Key::of(Kind::Incident, Some("1"), &row(1.0, None));
        let resolved = Key::of(Kind::Incident, Some("1"), &row(1.0, Some("2026-11-19T10:00:00Z")));
        let other = Key::of(Kind::Incident, Some("2"), &row(1.0, None));
        for keys in [[resolved, open, other, open], [open, open, resolved, other]] {
            let fates = fates(&keys);
            for (key, fate) in keys.iter().zip(fates) {
                let expected = if *key == open { Fate::Replaced { differs: true } } else { Fate::Counts(0) };
                assert_eq!(fate, expected);
            }
        }
        assert_eq!(fates(&[open, open]), [Fate::Replaced { differs: false }, Fate::Counts(0)]);
        assert_eq!((scoped("pager", "12"), scoped("pager", "gh:x:12")), ("pager:12".to_owned(), "gh:x:12".to_owned()));
    }
}
