//! What repositories show of their services, with and without descriptors.

use crate::backstage::GOOD_BACKSTAGE;
use crate::world::{World, service, shown};

#[test]
fn a_broken_descriptor_leaves_an_inferred_service_and_says_so() {
    let files: &[(&str, &str)] = &[
        ("catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\n\tmetadata: x\n"),
        ("README.md", "# Pay\n\nTakes money.\n\n## Run it\n\n```sh\nmake run # here\n```\n"),
        ("Dockerfile", "FROM x"),
        ("docs/runbook.md", "# When it breaks\n"),
        ("docs/how.md", "# How it works\n"),
        ("openapi.yaml", "openapi: 3.1.0\ninfo:\n  title: Pay API\n"),
        ("CODEOWNERS", "* @o/pay\n"),
        (".github/workflows/ci.yml", "name: CI\non: [push]\njobs: {a: {environment: production}}\n"),
        (".github/workflows/bad.yml", "on: [push\n"),
    ];
    let (catalog, notes) = World::of(&[("o/Pay", files)]).build();
    let pay = service(&catalog, "pay");
    assert!(pay.is_inferred);
    assert_eq!(
        shown(&catalog, "pay"),
        "component:default/pay type=service lifecycle=- tier=- owners=group:default/pay tags= relations=[OwnedBy group:default/pay (dangling)]"
    );
    assert_eq!(
        (pay.files.readme.as_deref(), pay.files.runbook.as_deref(), pay.files.codeowners.as_deref()),
        (Some("README.md"), Some("docs/runbook.md"), Some("CODEOWNERS"))
    );
    assert_eq!(pay.files.docs, [("How it works".to_owned(), "docs/how.md".to_owned())]);
    assert_eq!(pay.files.apis, [("Pay API".to_owned(), "openapi.yaml".to_owned())]);
    assert_eq!((pay.how_to_run[0].command.as_str(), pay.how_to_run[0].comment.as_deref()), ("make run", Some("here")));
    assert_eq!((pay.pipelines[0].name.as_str(), pay.pipelines[0].environments.as_slice()), ("CI", &["production".to_owned()][..]));
    let entity = &catalog.entities[&pay.reference];
    assert_eq!((entity.name.as_str(), entity.description.as_deref()), ("Pay", Some("Takes money.")));
    assert_eq!(entity.sources["description"].importer, "readme");
    assert!(notes.iter().any(|note| note.contains("o/Pay: catalog-info.yaml:") && note.contains("a tab stands")), "{notes:#?}");
    assert!(notes.iter().any(|note| note.contains("so o/Pay is shown as its files suggest")), "{notes:#?}");
    assert!(notes.iter().any(|note| note.contains("o/Pay: .github/workflows/bad.yml:")), "{notes:#?}");
}

#[test]
fn files_that_only_look_like_descriptors_are_skipped_by_name() {
    let (catalog, notes) = World::of(&[(
        "o/r",
        &[
            ("catalog-info.yaml", "just: a map\n"),
            ("skel/catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${{ values.name }}\n"),
            ("test/catalog-info.yaml", GOOD_BACKSTAGE),
            ("catalog/unrelated.yaml", "apiVersion: v1\nkind: Service\n"),
        ],
    )])
    .build();
    assert!(service(&catalog, "r").is_inferred);
    let places: Vec<&str> =
        notes.iter().filter(|note| note.starts_with("note catalog/skipped")).filter_map(|note| note.split(": ").nth(2)).collect();
    assert_eq!(places, ["catalog-info.yaml", "skel/catalog-info.yaml", "test/catalog-info.yaml"]);
}

#[test]
fn a_monorepo_is_divided_by_its_descriptors() {
    let name = |name: &str| format!("name: {name}\n");
    let files = [
        ("milepost.yaml".to_owned(), name("platform")),
        ("services/a/milepost.yaml".to_owned(), name("a")),
        ("services/a/README.md".to_owned(), "# A\n\nIt is the first.\n".to_owned()),
        ("services/b/milepost.yaml".to_owned(), name("b")),
        ("README.md".to_owned(), "# All\n\nIt is everything.\n".to_owned()),
        ("CODEOWNERS".to_owned(), "* @o/core\n/services/a/ @o/team-a\n".to_owned()),
        (".github/workflows/deploy-a.yml".to_owned(), "on: push\njobs: {}\n".to_owned()),
    ];
    let mut world = World::default();
    world.add("o/mono", files);
    let (catalog, notes) = world.build();
    assert_eq!(notes, Vec::<String>::new());
    for (path, expected) in [("services/a/x", "a"), ("services/b/x", "b"), ("services/c/x", "platform"), ("README.md", "platform")] {
        let owners: Vec<&str> = catalog.services.iter().filter(|s| s.scope.contains(path)).map(|s| s.reference.name.as_str()).collect();
        assert_eq!(owners, [expected], "{path}");
    }
    assert_eq!(service(&catalog, "a").files.readme.as_deref(), Some("services/a/README.md"));
    assert_eq!(service(&catalog, "b").files.readme, None);
    assert_eq!(service(&catalog, "a").pipelines.len(), 1);
    assert!(service(&catalog, "b").pipelines.is_empty());
    assert!(shown(&catalog, "a").contains("owners=group:default/team-a") && shown(&catalog, "b").contains("owners=group:default/core"));
}
