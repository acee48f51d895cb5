//! Wholes that are parts of themselves: told, and cut where the circle closes.

use milepost_model::{Diagnostic, Diagnostics, Entity, EntityRef, RelationKind};
use std::collections::{BTreeMap, HashMap};

/// The relations that may not go in a circle, and how a sentence says them.
const UPWARDS: [(RelationKind, &str); 2] = [(RelationKind::PartOf, "is part of"), (RelationKind::ChildOf, "is a child of")];
/// The longest circle that is written out.
const SHOWN: usize = 6;

/// Leaves out the relations that close a circle upwards, in both directions.
pub(super) fn cut(entities: &mut BTreeMap<EntityRef, Entity>, notes: &mut Diagnostics) {
    for (kind, words) in UPWARDS {
        for circle in circles(entities, kind) {
            let (Some(top), Some(last)) = (circle.first(), circle.last()) else { continue };
            notes.push(told(entities, kind, words, &circle));
            if let Some(entity) = entities.get_mut(last) {
                entity.relations.retain(|relation| relation.kind != kind || relation.target != *top);
            }
            if let Some(entity) = entities.get_mut(top) {
                entity.relations.retain(|relation| relation.kind != kind.opposite() || relation.target != *last);
            }
        }
    }
}

/// Every relation that leads back to where a walk came from: the walk from its target around to its origin.
fn circles(entities: &BTreeMap<EntityRef, Entity>, kind: RelationKind) -> Vec<Vec<EntityRef>> {
    let references: Vec<&EntityRef> = entities.keys().collect();
    let index_of: HashMap<&EntityRef, usize> = references.iter().copied().zip(0..).collect();
    let upwards: Vec<Vec<usize>> = entities
        .values()
        .map(|entity| {
            let up = entity.relations.iter().filter(|relation| relation.kind == kind);
            up.filter_map(|relation| index_of.get(&relation.target).copied()).collect()
        })
        .collect();
    let mut found = Vec::new();
    let mut state = vec![State::New; references.len()];
    for start in 0..references.len() {
        if state[start] != State::New {
            continue;
        }
        // A walk of one's own instead of recursion: a chain may be as long as the catalog.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        state[start] = State::OnPath;
        while let Some((at, next)) = path.last_mut() {
            let Some(&target) = upwards[*at].get(*next) else {
                state[*at] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match state[target] {
                State::Done => {}
                State::New => {
                    state[target] = State::OnPath;
                    path.push((target, 0));
                }
                State::OnPath => {
                    let from = path.iter().position(|(on, _)| *on == target).unwrap_or_default();
                    found.push(path[from..].iter().map(|(on, _)| references[*on].clone()).collect());
                }
            }
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnPath,
    Done,
}

fn told(entities: &BTreeMap<EntityRef, Entity>, kind: RelationKind, words: &str, circle: &[EntityRef]) -> Diagnostic {
    let shown: Vec<String> = circle.iter().skip(1).chain(circle.first()).take(SHOWN).map(ToString::to_string).collect();
    let more = if circle.len() > SHOWN { ", and so on around" } else { "" };
    let first = circle.first().map(ToString::to_string).unwrap_or_default();
    let message =
        format!("{first} {words} {}{more}; the relation that closes this circle is left out", shown.join(&format!(", which {words} ")));
    let found = Diagnostic::error("catalog/cycle", message).help("remove one of these relations");
    let closing = circle.last().zip(circle.first()).and_then(|(last, top)| {
        let relation = entities.get(last)?.relations.iter().find(|relation| relation.kind == kind && relation.target == *top)?;
        relation.source.as_ref()?.place.clone()
    });
    match closing {
        Some(place) => found.at(place),
        None => found,
    }
}
