//! Repositories, as their provider describes them.

use super::{Lines, Scene, repo_id, rev, seen_by};
use crate::demo::calendar::Calendar;
use crate::demo::history::{Shared, World};
use crate::demo::plan::{Awkward, Descriptor, Unit, origin};
use milepost_model::Instant;
use milepost_model::record::Repository;
use milepost_model::record::repository::{Environment, Environments, Visibility};
use std::collections::BTreeMap;

/// How many days before today `parcel-sorter` became `sort-controller`.
const RENAMED: i64 = 201;
/// How many days before today `edi-bridge` was archived, on 11 October: days after its last version had reached production.
const ARCHIVED: i64 = 40;

/// One row for each change of the description: when milepost first looked, and what changed since.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let calendar = scene.world.calendar;
    let unit = scene.unit;
    let first_seen = unit.created.max(calendar.start);
    let mut rows: Vec<(Instant, Repository)> = vec![(first_seen, described(scene))];
    if unit.is(Awkward::Renamed) {
        let old = Repository {
            full_name: "lumenfreight/parcel-sorter".into(),
            url: Some(origin("parcel-sorter")),
            renamed_from: Vec::new(),
            ..described(scene)
        };
        let at = calendar.days_ago(RENAMED, 11, 0);
        if at > first_seen {
            rows[0].1 = old;
            rows.push((at, described(scene)));
        }
    }
    if unit.is(Awkward::Archived) {
        rows.push((calendar.days_ago(ARCHIVED, 9, 5).max(first_seen), archived(scene, calendar)));
    }
    let last = rows.last().map_or_else(|| described(scene), |row| row.1.clone());
    // The last push and the newest commit change all the time; the row of today has them.
    let newest = Repository { pushed_at: scene.told.pushed, head: scene.told.head.map(|oid| oid.to_string()), ..last };
    rows.push((calendar.today, newest));
    for (at, mut row) in rows {
        row.observed_at = at;
        row.rev = rev(at);
        lines.put(&row);
    }
}

fn archived(scene: &Scene<'_>, calendar: Calendar) -> Repository {
    Repository { is_archived: Some(true), archived_at: Some(calendar.days_ago(ARCHIVED, 9, 5)), ..described(scene) }
}

fn described(scene: &Scene<'_>) -> Repository {
    let unit = scene.unit;
    let main = unit.main();
    let mut properties = BTreeMap::from([("tier".to_owned(), unit.tier.to_string()), ("team".to_owned(), unit.team.clone())]);
    if unit.is(Awkward::NoOwner) || unit.descriptor == Descriptor::Nothing {
        properties.remove("team");
    }
    let template = unit.journey.steps.first().and(unit.journey.path).filter(|_| unit.index.is_multiple_of(2));
    Repository {
        id: scene.id("repository", "github"),
        provenance: seen_by("github"),
        repo: scene.id.clone(),
        full_name: format!("lumenfreight/{}", unit.name),
        host: Some("github.com".into()),
        url: Some(unit.origin()),
        default_branch: (!unit.is(Awkward::Empty)).then(|| "main".into()),
        description: Some(main.says.clone()),
        created_at: Some(unit.created),
        is_archived: Some(false),
        is_fork: Some(false),
        is_template: Some(false),
        is_shallow: unit.is(Awkward::Shallow).then_some(true),
        visibility: Some(if unit.index % 7 == 6 { Visibility::Internal } else { Visibility::Private }),
        template: template.map(|path| format!("lumenfreight/{}-template", path.name())),
        license: (unit.index % 4 != 3 && !unit.is(Awkward::Empty) && !unit.is(Awkward::ReadmeOnly)).then(|| "MIT".into()),
        topics: vec![main.language.name().to_lowercase(), format!("{}s", main.nouns[0]), unit.system.clone()],
        properties,
        environments: (unit.is_named() && !unit.is(Awkward::Empty)).then(|| protected(unit)),
        renamed_from: if unit.is(Awkward::Renamed) { vec!["lumenfreight/parcel-sorter".into()] } else { Vec::new() },
        ..Repository::default()
    }
}

/// What the platform's workflows must wait for: in production somebody approves, and not one's own run.
fn environments() -> Environments {
    let production = Environment { name: "production".into(), needs_approval: true, forbids_own_approval: true, ..Environment::default() };
    let staging = Environment { name: "staging".into(), is_for_some_branches: true, ..Environment::default() };
    Environments { protected: vec![production, staging], are_more: false }
}

/// Into production of what all depend on, somebody lets every job; into the sandbox nothing goes in a hurry.
fn protected(unit: &Unit) -> Environments {
    let approved = |name: &&str| Environment { name: (*name).to_owned(), needs_approval: true, ..Environment::default() };
    let production = if unit.tier == 1 { unit.production() } else { &[] };
    let sandbox = Environment { name: "sandbox".into(), wait_minutes: 60, is_for_some_branches: true, ..Environment::default() };
    Environments { protected: production.iter().map(approved).chain([sandbox]).collect(), are_more: false }
}

/// A repository that is no service's.
pub(super) fn put_shared(shared: &Shared, world: &World, lines: &mut Lines) {
    let id = repo_id(&origin(shared.name));
    let today = world.calendar.today;
    lines.put(&Repository {
        id: format!("{id}:repository:github"),
        rev: rev(today),
        observed_at: today,
        provenance: seen_by("github"),
        repo: id,
        full_name: format!("lumenfreight/{}", shared.name),
        host: Some("github.com".into()),
        url: Some(origin(shared.name)),
        default_branch: Some("main".into()),
        head: shared.head.map(|oid| oid.to_string()),
        description: Some(shared.says.into()),
        created_at: shared.created,
        pushed_at: shared.pushed,
        is_archived: Some(false),
        is_fork: Some(false),
        visibility: Some(Visibility::Internal),
        topics: vec!["platform".into()],
        environments: (shared.name == "platform").then(environments),
        properties: BTreeMap::from([("team".to_owned(), "platform".to_owned())]),
        ..Repository::default()
    });
}
