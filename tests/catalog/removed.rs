//! What is gone: told from earlier versions of descriptors.

use crate::world::World;
use bytes::Bytes;
use milepost::catalog::{CatalogFacts, PastFile, removed};
use milepost_model::{Instant, RepoId};
use std::collections::BTreeMap;

fn at(day: u32) -> Instant {
    format!("2026-11-{day:02}T10:00:00Z").parse().expect("because the test wrote a valid instant")
}

/// Earlier versions of files of a repository, as path, text, first and last day.
fn gone(world: &mut World, repository: &str, past: &[(&str, &str, u32, u32)]) -> Vec<String> {
    for file in world.repositories.iter_mut().flat_map(|repository| &mut repository.files) {
        file.last_change = Some(at(20));
    }
    let mut files = Vec::new();
    for (path, text, from, until) in past {
        let blob = blake3::hash(text.as_bytes()).to_hex().to_string();
        world.contents.insert(blob.clone(), Bytes::from((*text).to_owned()));
        files.push(PastFile { path: (*path).to_owned(), blob, from: at(*from), until: at(*until) });
    }
    let (catalog, _) = world.build();
    let content = |id: &str| world.contents.get(id).cloned();
    let facts = CatalogFacts { repositories: &world.repositories, teams: &world.teams, content: &content };
    let past = BTreeMap::from([(RepoId(format!("id:{repository}")), files)]);
    let found = removed(&facts, &past, &catalog, false);
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
