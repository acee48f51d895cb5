//! Whatever the order of repositories and files, the catalog is the same; slugs are unique, relations symmetric.

use crate::world::World;
use milepost::catalog::Catalog;
use milepost_model::{EntityRef, RelationKind};
use proptest::prelude::*;

/// Files of a small organisation, for shuffling.
fn arbitrary_world() -> impl Strategy<Value = Vec<(String, Vec<(String, String)>)>> {
    let name = prop_oneof![
        Just("api".to_owned()),
        Just("pay".to_owned()),
        "[a-zA-Z_.~-]{1,6}",
        "\\PC{0,8}",
        Just("x".repeat(10_000)),
        Just("a\u{202e}b\u{7}".to_owned())
    ];
    let descriptor = name.clone().prop_flat_map(|name| {
        prop_oneof![
            Just(format!("name: {name}\nowner: {name}\ndepends_on: [api, pay]\n")),
            Just(format!("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  type: x\n  owner: pay\n  dependsOn: [api]\n  subcomponentOf: pay\n")),
            Just(format!("apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: {name}\nspec:\n  type: team\n  children: [pay]\n")),
        ]
    });
    let path =
        prop_oneof![Just("milepost.yaml".to_owned()), Just("catalog-info.yaml".to_owned()), "[ab]/milepost.yaml", "[ab]/catalog-info.yaml"];
    let files = prop::collection::btree_map(path, descriptor, 0..4).prop_map(|files| files.into_iter().collect::<Vec<_>>());
    prop::collection::btree_map(("[ox]/".prop_map(|o| o), name).prop_map(|(o, n)| o + &n), files, 1..6)
        .prop_map(|all| all.into_iter().collect())
}

fn told(catalog: &Catalog, notes: &[String]) -> String {
    format!("{:#?}\n{:#?}\n{:#?}\n{:#?}\n{notes:#?}", catalog.entities, catalog.services, catalog.teams, catalog.ambiguous)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_never_matters_slugs_are_unique_and_relations_are_symmetric(all in arbitrary_world(), turn in 0_usize..6) {
        let mut world = World::default();
        for (name, files) in &all {
            world.add(name, files.clone());
        }
        let (catalog, notes) = world.build();
        let mut turned = world.clone();
        let by = turn % turned.repositories.len();
        turned.repositories.rotate_left(by);
        turned.repositories.iter_mut().for_each(|facts| facts.files.reverse());
        let (again, notes_again) = turned.build();
        prop_assert_eq!(told(&catalog, &notes), told(&again, &notes_again));

        let slugs: std::collections::BTreeSet<&str> = catalog.services.iter().map(|s| s.slug.as_str()).collect();
        prop_assert_eq!(slugs.len(), catalog.services.len());
        let teams: std::collections::BTreeSet<&str> = catalog.teams.iter().map(|t| t.slug.as_str()).collect();
        prop_assert_eq!(teams.len(), catalog.teams.len());
        for (reference, entity) in &catalog.entities {
            prop_assert!(entity.name.chars().count() <= 201);
            prop_assert_eq!(&EntityRef::parse(&reference.to_string(), None, "default").map_err(|e| TestCaseError::fail(e.to_string()))?, reference);
            for relation in &entity.relations {
                match catalog.entities.get(&relation.target) {
                    None => prop_assert!(relation.dangling),
                    Some(other) => {
                        let back = |r: &milepost_model::Relation| r.kind == relation.kind.opposite() && r.target == *reference;
                        prop_assert!(!relation.dangling && other.relations.iter().any(back));
                    }
                }
            }
        }
        // Every repository is in the catalog as something.
        for facts in &world.repositories {
            let is_there = catalog.entities.values().any(|e| e.repo.as_ref() == Some(&facts.repository.repo) || e.relations.iter().any(|r| r.kind == RelationKind::HasPart))
                || facts.files.iter().any(|file| world.contents[file.blob.as_ref().expect("because it has one")].starts_with(b"api"));
            prop_assert!(is_there, "{}", facts.repository.full_name);
        }
    }
}
