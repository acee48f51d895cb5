//! The places of actions in URLs.

use super::action::Action;
use crate::catalog::slug_of;
use std::collections::BTreeMap;

/// Addresses below `/actions/` that are no action's.
const TAKEN: [&str; 1] = ["history"];

/// Gives each action its slug: its id, and on a clash the id with its repository for all of them.
///
/// The actions are in the order of repository and id, so that the same ones get the same slugs.
pub(super) fn give(actions: &mut [Action]) {
    let mut wanted: BTreeMap<String, u64> = TAKEN.iter().map(|taken| ((*taken).to_owned(), 1)).collect();
    for action in actions.iter() {
        *wanted.entry(slug_of(&action.id)).or_default() += 1;
    }
    let mut used: BTreeMap<String, u64> = BTreeMap::new();
    for action in actions {
        let plain = slug_of(&action.id);
        let slug = if wanted[&plain] == 1 {
            plain
        } else {
            format!("{plain}~{}", slug_of(action.repository.rsplit('/').next().unwrap_or_default()))
        };
        let again = used.entry(slug.clone()).or_default();
        *again += 1;
        action.slug = if *again == 1 { slug } else { format!("{slug}~{again}") };
    }
}
