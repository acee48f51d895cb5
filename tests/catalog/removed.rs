//! What is gone: told from earlier versions of descriptors.

use crate::world::World;
use bytes::Bytes;
use milepost::catalog::{CatalogFacts, HandedOver, PastFile, RepositoryPast, handed_over, past, removed};
use milepost_model::{EntityRef, Instant, RepoId};
use std::collections::BTreeMap;

fn at(day: u32) -> Instant {
    format!("2026-11-{day:02}T10:00:00Z").parse().expect("because the test wrote a valid instant")
}

/// What descriptors said, of earlier versions of files of a repository, as path, text, first and last day.
fn before(world: &mut World, repository: &str, versions: &[(&str, &str, u32, u32)]) -> Vec<RepositoryPast> {
    for file in world.repositories.iter_mut().flat_map(|repository| &mut repository.files) {
        file.last_change = Some(at(20));
    }
    let mut files = Vec::new();
    for (path, text, from, until) in versions {
        let blob = blake3::hash(text.as_bytes()).to_hex().to_string();
        world.contents.insert(blob.clone(), Bytes::from((*text).to_owned()));
        files.push(PastFile { path: (*path).to_owned(), blob, from: at(*from), until: at(*until) });
    }
    let content = |id: &str| world.contents.get(id).cloned();
    let facts = CatalogFacts { repositories: &world.repositories, teams: &world.teams, content: &content };
    past(&facts, &BTreeMap::from([(RepoId::from(format!("id:{repository}")), files)]))
}

/// What is gone.
fn gone(world: &mut World, repository: &str, versions: &[(&str, &str, u32, u32)]) -> Vec<String> {
    let past = before(world, repository, versions);
    let (catalog, _) = world.build();
    let found = removed(&past, &catalog, false);
    found
        .iter()
        .map(|gone| {
            let now = gone.now.as_ref().map(|now| format!(", now {now}")).unwrap_or_default();
            format!("{} in {} until {}{now}", gone.reference, gone.place.path, gone.at.format("%d"))
        })
        .collect()
}

#[test]
fn a_descriptor_that_was_removed_leaves_what_it_described_behind() {
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: a\n")])]);
    let found = gone(
        &mut world,
        "o/a",
        &[
            ("old/milepost.yaml", "name: legacy-edi\n", 2, 12),
            // An earlier version of what is still described.
            ("milepost.yaml", "name: a\ntier: 2\n", 2, 20),
        ],
    );
    assert_eq!(found, ["component:default/legacy-edi in old/milepost.yaml until 12"]);
}

#[test]
fn a_new_name_in_the_same_file_is_the_same_thing() {
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: sort-controller\n")])]);
    let found = gone(&mut world, "o/a", &[("milepost.yaml", "name: parcel-sorter\n", 2, 20)]);
    assert_eq!(found, ["component:default/parcel-sorter in milepost.yaml until 20, now component:default/sort-controller"]);
}

#[test]
fn what_moved_to_another_file_or_repository_is_not_gone() {
    let mut world = World::of(&[("o/a", &[("README.md", "# a\n")]), ("o/b", &[("milepost.yaml", "name: moved\n")])]);
    assert!(gone(&mut world, "o/a", &[("milepost.yaml", "name: moved\n", 2, 12)]).is_empty());
}

#[test]
fn what_a_location_named_is_found_and_a_broken_past_breaks_nothing() {
    let system = "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata:\n  name: parcel-exchange\nspec:\n  owner: x\n";
    let location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: all\nspec:\n  targets: [./systems.yaml]\n";
    let mut world = World::of(&[("o/org", &[("catalog-info.yaml", location)])]);
    world.repositories[0].files[0].last_change = Some(at(1));
    let past = [("catalog-info.yaml", location, 1, 20), ("systems.yaml", system, 1, 15), ("x/catalog-info.yaml", "a: [\u{0}", 1, 15)];
    assert_eq!(gone(&mut world, "o/org", &past), ["system:default/parcel-exchange in systems.yaml until 15"]);
}

/// Who has another owner, as sentences.
fn handed(world: &mut World, versions: &[(&str, &str, u32, u32)], hides_people: bool) -> Vec<String> {
    let past = before(world, "o/a", versions);
    let (catalog, _) = world.build();
    let names = [("old-team".to_owned(), EntityRef::new("group", "tracking"))];
    let owner = |owner: &Option<EntityRef>| owner.as_ref().map_or_else(|| "nobody".to_owned(), |owner| owner.name.clone());
    let told = |one: &HandedOver| {
        format!("{} from {} to {} on {} in {}", one.reference.name, owner(&one.from), owner(&one.to), one.at.format("%d"), one.path)
    };
    handed_over(&past, &catalog, &names, hides_people).iter().map(told).collect()
}

#[test]
fn every_other_owner_is_told_with_its_day_and_the_newest_first() {
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: a\nowner: checkout\n")])]);
    let found = handed(
        &mut world,
        &[
            ("milepost.yaml", "name: a\n", 2, 5),
            ("milepost.yaml", "name: a\nowner: pricing\n", 5, 9),
            // A sentence more, and the same owner.
            ("milepost.yaml", "name: a\ndescription: x\nowner: pricing\n", 9, 12),
        ],
        false,
    );
    assert_eq!(found, ["a from pricing to checkout on 12 in milepost.yaml", "a from nobody to pricing on 05 in milepost.yaml"]);
}

#[test]
fn an_owner_that_is_gone_is_told_and_another_name_of_the_same_team_is_not() {
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: a\n")])]);
    assert_eq!(
        handed(&mut world, &[("milepost.yaml", "name: a\nowner: pricing\n", 2, 12)], false),
        ["a from pricing to nobody on 12 in milepost.yaml"]
    );
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: a\nowner: tracking\n")])]);
    assert!(handed(&mut world, &[("milepost.yaml", "name: a\nowner: old-team\n", 2, 12)], false).is_empty());
}

#[test]
fn only_the_file_whose_word_counts_is_asked_and_hidden_people_are_not_told() {
    let backstage = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\nspec:\n  type: service\n  lifecycle: production\n  owner: ";
    let (now, then) = (format!("{backstage}other\n"), format!("{backstage}pricing\n"));
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: a\nowner: checkout\n"), ("catalog-info.yaml", &now)])]);
    assert!(handed(&mut world, &[("catalog-info.yaml", &then, 2, 12)], false).is_empty());
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: a\nowner: checkout\n")])]);
    let past = [("milepost.yaml", "name: a\nowner: user:ada\n", 2, 12)];
    assert_eq!(handed(&mut world, &past, false).len(), 1);
    assert!(handed(&mut world, &past, true).is_empty());
    // What is new today was never anybody else's.
    let mut world = World::of(&[("o/a", &[("milepost.yaml", "name: a\nowner: checkout\n")])]);
    assert!(handed(&mut world, &[("milepost.yaml", "name: b\nowner: pricing\n", 2, 12)], false).is_empty());
}
