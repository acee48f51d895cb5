//! Who reached a level in a week, and who lost one.

use crate::portal::Portal;
use crate::portal::scorecards::{CardScore, CardStanding, ServiceScore, Verdict};
use milepost_model::{EntityRef, Instant};

/// So many rules are named as the reason.
const REASONS: usize = 2;

/// A service whose level on a scorecard is another one than a week before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelMove {
    /// The service.
    pub service: EntityRef,
    /// The scorecard, by its place.
    pub card: usize,
    /// Its level at the end of the week; none where it has none.
    pub to: Option<String>,
    /// Its level a week before; none where it had none.
    pub from: Option<String>,
    /// Whether the new level is the higher one.
    pub is_higher: bool,
    /// Whether the scorecard was not for it before.
    pub is_new: bool,
    /// The rules that turned, by their titles: those that pass now where it climbed, those that fail where it fell.
    pub why: Vec<String>,
}

impl LevelMove {
    /// What happened, such as `reached Gold` or `fell to Bronze`.
    pub fn verb(&self) -> String {
        match (&self.to, self.is_higher) {
            (Some(to), true) => format!("reached {to}"),
            (Some(to), false) => format!("fell to {to}"),
            (None, _) => "has no level any more".to_owned(),
        }
    }

    /// What stands behind it, such as `Silver before: Runbook`.
    pub fn detail(&self) -> String {
        let before = match &self.from {
            _ if self.is_new => "new".to_owned(),
            Some(from) => format!("{from} before"),
            None => "no level before".to_owned(),
        };
        if self.why.is_empty() { before } else { format!("{before}: {}", self.why.join(", ")) }
    }
}

/// The place of an instant among those that scorecards follow.
pub(super) fn place(portal: &Portal, at: Instant) -> Option<usize> {
    portal.scores.instants.binary_search(&at).ok()
}

/// Everybody whose level changed for certain between two instants: climbs first, then scorecards, then names.
pub(super) fn moves(portal: &Portal, from: Instant, to: Instant) -> Vec<LevelMove> {
    let Some((from, to)) = place(portal, from).zip(place(portal, to)) else { return Vec::new() };
    let mut found: Vec<LevelMove> = Vec::new();
    for (name, score) in &portal.scores.services {
        let moved = score.cards.iter().filter_map(|standing| {
            let card = portal.scores.cards.get(standing.card)?;
            one(portal, name, (card, standing, score), (from, to))
        });
        found.extend(moved);
    }
    found.sort_by_key(|one| (!one.is_higher, one.card));
    found
}

fn one(
    portal: &Portal,
    name: &EntityRef,
    (card, standing, score): (&CardScore, &CardStanding, &ServiceScore),
    (from, to): (usize, usize),
) -> Option<LevelMove> {
    let after = standing.history.get(to).copied()??;
    let before = standing.history.get(from).copied()?;
    let level = before.map_or(0, |before| before.level);
    // What is not certain may only have become known.
    if !after.is_certain() || before.is_some_and(|before| !before.is_certain()) || level == after.level {
        return None;
    }
    let is_higher = after.level > level;
    let turned = |rule: usize| {
        let history = &score.result(rule)?.history;
        let (was, is) = (*history.get(from)?, *history.get(to)?);
        Some(if is_higher { is == Verdict::Pass && was == Verdict::Fail } else { is == Verdict::Fail && was != Verdict::Fail })
    };
    let rules = card.rules.iter().map(|(rule, _)| *rule).filter(|rule| before.is_some() && turned(*rule) == Some(true));
    Some(LevelMove {
        service: name.clone(),
        card: standing.card,
        to: card.level_name(after.level).map(str::to_owned),
        from: card.level_name(level).map(str::to_owned),
        is_higher,
        is_new: before.is_none(),
        why: rules.take(REASONS).map(|rule| portal.scores.rules[rule].rule.title.clone()).collect(),
    })
}
