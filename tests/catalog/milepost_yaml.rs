//! milepost's own descriptors, good and bad.

use crate::world::{World, service, shown};
use milepost_model::{EntityRef, RelationKind};

const GOOD_MILEPOST: &str = "name: carrier-sync
type: service
owner: team-tracking
tier: 1
paths: [services/carrier/**]
links: {runbook: docs/runbook.md, chat: https://chat.example.com/x}
depends_on: [parcel-store, api:carrier-events, resource:db]
exempt:
  - {rule: has-rollback, why: No state., by: team-tracking, until: 2027-03-31}
";

#[test]
fn a_milepost_file_gives_its_service() {
    let (catalog, notes) = World::of(&[("o/r", &[("services/carrier/milepost.yaml", GOOD_MILEPOST)])]).build();
    assert_eq!(
        shown(&catalog, "carrier-sync"),
        "component:default/carrier-sync type=service lifecycle=production tier=1 owners=group:default/team-tracking tags= \
         relations=[OwnedBy group:default/team-tracking (dangling), ConsumesApi api:default/carrier-events (dangling), \
         DependsOn component:default/parcel-store (dangling), DependsOn resource:default/db (dangling)]"
    );
    let entity = &catalog.entities[&EntityRef::new("component", "carrier-sync")];
    assert_eq!((entity.extra["exempt"][0]["until"].as_str(), entity.links.len()), (Some("2027-03-31"), 2));
    assert!(
        service(&catalog, "carrier-sync").scope.contains("services/carrier/x") && !service(&catalog, "carrier-sync").scope.contains("y")
    );
    assert!(notes.iter().all(|note| note.starts_with("note catalog/dangling")), "{notes:#?}");
}

#[test]
fn a_bad_milepost_file_is_told_line_by_line_and_named_after_its_folder() {
    let text = "name: no good name\nownr: x\nowner: [a]\npaths: [/etc, ok/**]\nlinks:\n  runbok: x\n  chat: javascript:alert(1)\nexempt:\n  - {rule: a, why: b, by: c, until: soon}\n";
    let (catalog, notes) = World::of(&[("o/r", &[("services/pay/milepost.yaml", text)])]).build();
    assert_eq!(service(&catalog, "pay").folder, "services/pay");
    assert_eq!(
        notes,
        [
            "error milepost/bad-name: o/r: services/pay/milepost.yaml:1:7: “no good name” cannot be a name, so the service is called after its folder or \
             repository -> write letters and digits with -, _ and . inside, at most 63 characters",
            "error milepost/wrong-type: o/r: services/pay/milepost.yaml:3:8: “owner” must be text, and this is a list of 1 -> write one value",
            "error milepost/bad-path: o/r: services/pay/milepost.yaml:4:9: the path “/etc” leaves the repository -> write it from the repository's root, \
             without / before it",
            "error milepost/bad-link: o/r: services/pay/milepost.yaml:7:9: “javascript:alert(1)” cannot be a link -> write https://…, http://…, mailto:…, \
             or a path from the repository's root",
            "error milepost/bad-exemption: o/r: services/pay/milepost.yaml:9:37: “soon” is no date, so the exemption does not count -> write the last day \
             on which it holds, such as 2027-03-31",
            "warning milepost/unknown-key: o/r: services/pay/milepost.yaml:2:1: “ownr” is not a key of milepost.yaml -> did you mean “owner”?",
            "warning milepost/unknown-key: o/r: services/pay/milepost.yaml:6:3: “links.runbok” is not a key of milepost.yaml -> did you mean “runbook”?",
        ]
    );
}

#[test]
fn what_is_on_its_way_out_names_its_successor_and_the_successor_knows() {
    let old = "name: edi-bridge\nlifecycle: deprecated\nreplaced_by: carrier-sync\n";
    let annotated = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: old-rates\n  annotations: {example.com/replaced-by: rates, \
                     other.example/superseded-by: 'component:old-rates'}\nspec: {type: service, lifecycle: deprecated, owner: group:carriers}\n";
    let files = World::of(&[
        ("o/old", &[("milepost.yaml", old)]),
        ("o/new", &[("milepost.yaml", "name: carrier-sync\nreplaced_by: carrier-sync\n")]),
        ("o/rates", &[("catalog-info.yaml", annotated)]),
    ]);
    let (catalog, notes) = files.build();
    let named = |name: &str| {
        let entity = &catalog.entities[&EntityRef::new("component", name)];
        let kinds = [RelationKind::ReplacedBy, RelationKind::Replaces];
        let told = entity.relations.iter().filter(|relation| kinds.contains(&relation.kind));
        told.map(|relation| format!("{} {}{}", relation.kind.word(), relation.target, if relation.dangling { ", missing" } else { "" }))
            .collect::<Vec<_>>()
    };
    assert_eq!(named("edi-bridge"), ["replacedBy component:default/carrier-sync"]);
    assert_eq!(named("carrier-sync"), ["replaces component:default/edi-bridge"]);
    assert_eq!(named("old-rates"), ["replacedBy component:default/rates, missing"]);
    assert_eq!(notes.iter().filter(|note| note.contains("points-at-itself")).count(), 2, "{notes:#?}");
}

#[test]
fn every_format_has_its_globs_and_reads_hostile_text_without_a_stumble() {
    for importer in milepost::catalog::importers::IMPORTERS {
        assert!(!importer.globs().is_empty());
        for text in [
            "",
            "\0",
            "---\n---\n",
            "[]",
            "- a",
            "kind: {}\nmetadata: []\nspec: 3\n",
            "&a [*a]",
            "a: &a [x,x]\nb: &b [*a,*a]\n",
            "name: \u{202e}evil\n",
        ] {
            let file = milepost::catalog::importers::DescriptorFile {
                repo: "o/r",
                path: "x.yaml",
                text,
                files: milepost::catalog::importers::Files::NONE,
            };
            let found = importer.import(&file);
            assert!(found.entities.len() <= 1, "{text:?}");
        }
    }
}
