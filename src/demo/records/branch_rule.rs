//! Rules of branches.

use super::{Lines, Scene, rev, seen_by};
use crate::demo::plan::{Awkward, Owner};
use milepost_model::record::BranchRule;

/// Most main branches are protected; some have been for a few months only.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let unit = scene.unit;
    let mut random = scene.random("branch rule");
    if unit.is(Awkward::Empty) || unit.is(Awkward::ReadmeOnly) || unit.owner == Owner::Nobody || random.chance(0.08) {
        return;
    }
    let calendar = scene.world.calendar;
    let since = if random.chance(0.7) { calendar.start } else { calendar.days_ago(random.between(20, 300), 10, 0) };
    let at = since.max(unit.created).max(calendar.start);
    lines.put(&BranchRule {
        id: scene.id("branch_rule", "main"),
        rev: rev(at),
        observed_at: at,
        provenance: seen_by("github"),
        repo: scene.id.clone(),
        branch: "main".into(),
        required_reviews: Some(if unit.tier == 1 { 2 } else { 1 }),
        is_enforced: Some(true),
        origin: Some(if random.chance(0.6) { "organisation ruleset".into() } else { "branch protection".into() }),
        required_checks: vec![if unit.journey.at(calendar.today).is_some() { "build / build".into() } else { "test".into() }],
        ..BranchRule::default()
    });
}
