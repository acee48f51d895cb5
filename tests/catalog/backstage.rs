//! Backstage's descriptors, good and bad.

use crate::world::{World, service, shown};
use milepost_model::EntityRef;

/// A good file.
pub const GOOD_BACKSTAGE: &str = "apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: carrier-sync
  title: Carrier sync
  description: Keeps parcel states in step.
  tags: [java, c++]
  labels: {tier: '1'}
  annotations:
    github.com/project-slug: lumen/carrier-sync
    pagerduty.com/service-id: P123
  links:
    - url: https://grafana.example.com/d/1
      title: Grafana dashboard
spec:
  type: service
  lifecycle: production
  owner: team-tracking
  system: tracking
  providesApis: [carrier-events]
  dependsOn: [resource:tracking-db, component:eu/parcel-store]
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: carrier-events}
spec: {type: openapi, lifecycle: production, owner: team-tracking, definition: {$text: ./openapi.yaml}}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: tracking-db}
spec: {type: database, owner: group:team-tracking}
---
apiVersion: example.com/v1
kind: Capability
metadata: {name: parcels}
spec: {anything: goes}
";

#[test]
fn a_backstage_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) =
        World::of(&[("lumen/carrier-sync", &[("catalog-info.yaml", GOOD_BACKSTAGE), ("openapi.yaml", "openapi: 3.1.0\n")])]).build();
    assert_eq!(
        shown(&catalog, "carrier-sync"),
        "component:default/carrier-sync type=service lifecycle=production tier=1 owners=group:default/team-tracking tags=java,c++ \
         relations=[OwnedBy group:default/team-tracking (dangling), PartOf system:default/tracking (dangling), \
         ProvidesApi api:default/carrier-events, DependsOn component:eu/parcel-store (dangling), DependsOn resource:default/tracking-db]"
    );
    assert!(shown(&catalog, "api:carrier-events").contains("ApiProvidedBy component:default/carrier-sync"));
    assert!(shown(&catalog, "resource:tracking-db").contains("DependencyOf component:default/carrier-sync"));
    let capability = &catalog.entities[&EntityRef::new("capability", "parcels")];
    assert_eq!(capability.extra["spec"]["anything"], "goes");
    let entity = &catalog.entities[&EntityRef::new("component", "carrier-sync")];
    assert_eq!((entity.links[0].kind.as_str(), entity.extra.contains_key("on_call")), ("dashboard", true));
    assert_eq!(
        entity.sources["lifecycle"].place.as_ref().map(ToString::to_string).as_deref(),
        Some("lumen/carrier-sync: catalog-info.yaml:17:14")
    );
    assert_eq!(
        notes,
        [
            "note catalog/dangling: lumen/carrier-sync: catalog-info.yaml:19:11: component:default/carrier-sync names system:default/tracking, \
             which is not in the catalog -> describe it, or correct the name",
            "note catalog/dangling: lumen/carrier-sync: catalog-info.yaml:21:37: component:default/carrier-sync names component:eu/parcel-store, \
             which is not in the catalog -> describe it, or correct the name",
        ]
    );
    let team = &catalog.teams[0];
    assert_eq!((team.slug.as_str(), team.is_described, team.services.len()), ("team-tracking", false, 1));
}

#[test]
fn a_bad_backstage_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let text = "apiVersion: backstage.io/v1alpha1
kind: Component
owner: misplaced
metadata:
  name: pay
  tags: [Java, ok, 'a_b']
  labels: {ok: yes, bad: true}
  annotations: {'a b': c}
  links: [{title: nothing}, {url: no address}]
spec:
  type: service
  owner: a/b/c
  dependsOn: [db]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: not a name}
";
    let (catalog, notes) = World::of(&[("o/r", &[("catalog-info.yaml", text)])]).build();
    assert_eq!(
        shown(&catalog, "pay").split(" relations").next(),
        Some("component:default/pay type=service lifecycle=- tier=- owners= tags=ok")
    );
    assert!(!service(&catalog, "pay").is_inferred);
    let lines: Vec<(&str, &str)> = notes
        .iter()
        .map(|note| {
            let mut parts = note.splitn(4, ' ');
            let code = parts.nth(1).unwrap_or_default().trim_end_matches(':');
            (code, note.split("catalog-info.yaml:").nth(1).and_then(|rest| rest.split(": ").next()).unwrap_or_default())
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("backstage/unknown-key", "3:1"),
            ("backstage/bad-tag", "6:10"),
            ("backstage/bad-tag", "6:20"),
            ("backstage/wrong-type", "7:26"),
            ("backstage/bad-key", "8:17"),
            ("backstage/required-field", "9:11"),
            ("backstage/bad-url", "9:35"),
            ("backstage/required-field", "11:3"),
            ("backstage/bad-reference", "12:10"),
            ("backstage/bad-name", "17:18"),
            ("backstage/kind-missing", "13:15"),
            ("catalog/dangling", "13:15"),
        ]
    );
}

#[test]
fn locations_lead_to_files_whatever_their_names() {
    let location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec:\n  targets: [./org/*.yaml, ./missing.yaml, ../../outside.yaml]\n";
    let group = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: pay}\nspec: {type: team, children: [], members: [ada]}\n";
    let (catalog, notes) =
        World::of(&[("o/r", &[("catalog-info.yaml", location), ("org/teams.yaml", group), ("org/values.yaml", "a: 1\n")])]).build();
    assert_eq!(catalog.teams[0].members, ["ada"]);
    assert!(catalog.services.is_empty(), "a repository of descriptors is no service");
    assert_eq!(notes.len(), 3, "{notes:#?}");
    assert!(notes[0].contains("outside.yaml” leads out") && notes[1].contains("missing.yaml” is not in the repository"), "{notes:#?}");
    assert!(notes[2].contains("org/values.yaml: skipped: not a descriptor"), "a person whom nobody describes is no mistake: {notes:#?}");
}

#[test]
fn files_that_a_descriptor_names_stand_in_their_place_and_stay_in_the_repository() {
    let text = "apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: events
  description: {$text: ./about.txt}
spec:
  type: openapi
  lifecycle: production
  owner: pay
  definition: {$text: ./openapi.yaml}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: pay}
spec: {type: team, children: [], members: {$yaml: ../org/members.yaml}}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: away, description: {$text: ../../etc/passwd}}
spec: {type: openapi, lifecycle: x, owner: pay, definition: {$text: 'https://example.com/openapi.yaml'}}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: inline}
spec: {type: graphql, lifecycle: x, owner: pay, definition: 'type Query { a: Int }'}
";
    let files = [
        ("api/catalog-info.yaml", text),
        ("api/about.txt", "What happens.\n"),
        ("org/members.yaml", "- ada\n"),
        ("api/openapi.yaml", "openapi: 3.1.0\n"),
    ];
    let (catalog, notes) = World::of(&[("o/r", &files)]).build();
    let api = |name: &str| &catalog.entities[&EntityRef::new("api", name)];
    assert_eq!(api("events").description.as_deref(), Some("What happens."));
    assert_eq!(api("events").extra["definition"]["path"], "api/openapi.yaml");
    assert_eq!(api("away").extra["definition"]["url"], "https://example.com/openapi.yaml");
    assert_eq!(api("inline").extra["definition"]["text"], "type Query { a: Int }");
    assert_eq!(catalog.teams[0].members, ["ada"]);
    assert_eq!(notes.len(), 1, "{notes:#?}");
    assert!(notes[0].contains("backstage/file-outside: o/r: api/catalog-info.yaml:19:45"), "{notes:#?}");
}

#[test]
fn a_location_leads_to_another_repository_of_the_portal() {
    let location = "apiVersion: backstage.io/v1alpha1
kind: Location
metadata: {name: all}
spec:
  targets:
    - https://github.com/o/pay/blob/main/deploy/entity.yaml
    - https://github.com/o/gone/blob/main/catalog-info.yaml
    - https://example.com/x
";
    let pay = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: pay}\nspec: {type: service, lifecycle: production, owner: a}\n";
    let (catalog, notes) = World::of(&[("o/all", &[("catalog-info.yaml", location)]), ("o/pay", &[("deploy/entity.yaml", pay)])]).build();
    let pay = service(&catalog, "pay");
    assert_eq!((pay.repo.as_ref().map(milepost_model::RepoId::as_str), pay.is_inferred), (Some("id:o/pay"), false));
    let codes: Vec<&str> = notes.iter().filter_map(|note| note.split(' ').nth(1)).collect();
    assert_eq!(codes, ["catalog/target-elsewhere:", "backstage/target-foreign:"], "{notes:#?}");
}

#[test]
fn codeowners_stands_in_for_a_missing_owner_of_any_kind() {
    let text = "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: all}\nspec: {}\n";
    let (catalog, notes) = World::of(&[("o/a", &[("catalog-info.yaml", text), ("CODEOWNERS", "* @o/pay\n")])]).build();
    assert!(shown(&catalog, "system:all").contains("owners=group:default/pay"), "{notes:#?}");
    assert!(notes.is_empty(), "{notes:#?}");
    let (_, notes) = World::of(&[("o/a", &[("catalog-info.yaml", text)])]).build();
    assert!(
        notes[0].starts_with("error backstage/required-field: o/a: catalog-info.yaml:4:7: System “all” has no “spec.owner”"),
        "{notes:#?}"
    );
}
