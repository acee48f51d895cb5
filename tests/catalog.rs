//! From files to a catalog: what each format gives, what is said of broken files, and that order never matters.

use bytes::Bytes;
use milepost::catalog::importers::IMPORTERS;
use milepost::catalog::{Catalog, CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, Service, build};
use milepost_model::record::{Repository, Team};
use milepost_model::{Diagnostics, EntityRef, RelationKind};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// An organisation in memory: repositories with their files.
#[derive(Debug, Clone, Default)]
struct World {
    repositories: Vec<RepositoryFacts>,
    contents: BTreeMap<String, Bytes>,
    teams: Vec<Team>,
    settings: CatalogSettings,
}

impl World {
    fn of(repositories: &[(&str, &[(&str, &str)])]) -> Self {
        let mut world = Self::default();
        for (name, files) in repositories {
            world.add(name, files.iter().map(|(path, text)| (path.to_string(), text.to_string())));
        }
        world
    }

    fn add(&mut self, name: &str, files: impl IntoIterator<Item = (String, String)>) {
        let repository = Repository { repo: format!("id:{name}").into(), full_name: name.to_owned(), ..Repository::default() };
        let mut facts = RepositoryFacts { repository, files: Vec::new() };
        for (path, text) in files {
            let blob = blake3::hash(text.as_bytes()).to_hex().to_string();
            self.contents.insert(blob.clone(), Bytes::from(text));
            facts.files.push(CurrentFile { path, blob: Some(blob), last_change: None });
        }
        self.repositories.push(facts);
    }

    fn build(&self) -> (Catalog, Vec<String>) {
        let content = |id: &str| self.contents.get(id).cloned();
        let facts = CatalogFacts { repositories: &self.repositories, teams: &self.teams, content: &content };
        let mut notes = Diagnostics::default();
        let catalog = build(&facts, &self.settings, &mut notes);
        let notes = notes.sorted();
        let shown = notes.iter().map(|note| {
            let place = note.place.as_ref().map(ToString::to_string).unwrap_or_default();
            let help = note.help.as_deref().map(|help| format!(" -> {help}")).unwrap_or_default();
            format!("{} {}: {place}: {}{help}", note.severity.word(), note.code, note.message)
        });
        (catalog, shown.collect())
    }
}

fn service<'c>(catalog: &'c Catalog, name: &str) -> &'c Service {
    let found = catalog.services.iter().find(|service| service.reference.name == name);
    found.unwrap_or_else(|| {
        panic!("there is a service {name}: {:?}", catalog.services.iter().map(|s| s.reference.to_string()).collect::<Vec<_>>())
    })
}

/// What an entity says, for comparing.
fn shown(catalog: &Catalog, reference: &str) -> String {
    let reference = EntityRef::parse(reference, Some("component"), "default").expect("because the test wrote a reference");
    let entity = catalog.entities.get(&reference).unwrap_or_else(|| panic!("there is {reference}"));
    let relations: Vec<String> =
        entity.relations.iter().map(|r| format!("{:?} {}{}", r.kind, r.target, if r.dangling { " (dangling)" } else { "" })).collect();
    let owners: Vec<String> = entity.owners.iter().map(ToString::to_string).collect();
    format!(
        "{} type={} lifecycle={} tier={} owners={} tags={} relations=[{}]",
        entity.reference,
        entity.entity_type.as_deref().unwrap_or("-"),
        entity.lifecycle.as_deref().unwrap_or("-"),
        entity.tier.as_deref().unwrap_or("-"),
        owners.join(","),
        entity.tags.join(","),
        relations.join(", "),
    )
}

const GOOD_BACKSTAGE: &str = "apiVersion: backstage.io/v1alpha1
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
    let (catalog, notes) = World::of(&[("lumen/carrier-sync", &[("catalog-info.yaml", GOOD_BACKSTAGE)])]).build();
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
    assert_eq!(notes.len(), 4, "{notes:#?}");
    assert!(notes[0].contains("outside.yaml” leads out") && notes[1].contains("missing.yaml” is not in the repository"), "{notes:#?}");
    assert!(notes[2].contains("user:default/ada") && notes[3].contains("org/values.yaml: skipped: not a descriptor"), "{notes:#?}");
}

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
fn several_descriptors_of_one_service_merge_and_their_conflicts_show_both_places() {
    let ours = "name: carrier-sync\nowner: team-a\nlifecycle: production\n";
    let theirs = GOOD_BACKSTAGE
        .split("---")
        .next()
        .expect("because there is a first document")
        .replace("lifecycle: production", "lifecycle: experimental");
    let (catalog, notes) = World::of(&[("lumen/carrier-sync", &[("catalog-info.yaml", &theirs), ("milepost.yaml", ours)])]).build();
    assert_eq!(catalog.services.len(), 1);
    assert!(
        shown(&catalog, "carrier-sync")
            .starts_with("component:default/carrier-sync type=service lifecycle=production tier=1 owners=group:default/team-a")
    );
    let entity = &catalog.entities[&EntityRef::new("component", "carrier-sync")];
    assert_eq!((entity.sources["lifecycle"].importer.as_str(), entity.sources["title"].importer.as_str()), ("milepost", "backstage"));
    let conflicts: Vec<&String> = notes.iter().filter(|note| note.contains("catalog/conflict")).collect();
    assert_eq!(
        conflicts,
        [
            "warning catalog/conflict: lumen/carrier-sync: catalog-info.yaml:17:14: the lifecycle is “experimental” here and “production” in \
             lumen/carrier-sync: milepost.yaml:3:12, which counts -> let both say the same, or remove one",
            "warning catalog/conflict: lumen/carrier-sync: catalog-info.yaml:18:10: the owner is “group:default/team-tracking” here and \
             “group:default/team-a” in lumen/carrier-sync: milepost.yaml:2:8, which counts -> let both say the same, or remove one",
        ]
    );
}

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

#[test]
fn one_name_in_two_repositories_is_two_services_and_the_old_place_is_ambiguous() {
    let text = "name: api\n";
    let (catalog, notes) =
        World::of(&[("o/one", &[("milepost.yaml", text)]), ("o/two", &[("milepost.yaml", text)]), ("x/one", &[])]).build();
    let slugs: Vec<(String, &str)> = catalog.services.iter().map(|s| (s.reference.to_string(), s.slug.as_str())).collect();
    assert_eq!(
        slugs,
        [
            ("component:default/api".to_owned(), "api~one"),
            ("component:default/api~o-two".to_owned(), "api~two"),
            ("component:default/one".to_owned(), "one")
        ]
    );
    assert_eq!(catalog.ambiguous["api"].len(), 2);
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0].contains("o/two: milepost.yaml:1:1: component:default/api is also described in o/one: milepost.yaml:1:1"),
        "{}",
        notes[0]
    );
}

#[test]
fn descriptors_kept_in_one_place_describe_services_of_other_repositories() {
    let component = |name: &str, slug: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n  annotations: {{github.com/project-slug: {slug}}}\n\
             spec: {{type: service, lifecycle: production, owner: pay}}\n"
        )
    };
    let all = [component("pay", "o/pay"), component("gone", "o/gone")].join("---\n");
    let (catalog, _) =
        World::of(&[("o/catalog", &[("catalog-info.yaml", &all)]), ("o/pay", &[("README.md", "# Pay\n\nTakes your money.\n")])]).build();
    let pay = service(&catalog, "pay");
    assert_eq!(
        (pay.repo.as_ref().map(|repo| repo.as_str()), pay.files.readme.as_deref(), pay.is_inferred),
        (Some("id:o/pay"), Some("README.md"), false)
    );
    assert_eq!(service(&catalog, "gone").repo, None);
    assert_eq!(catalog.services.len(), 2);
}

#[test]
fn owners_resolve_to_described_groups_and_dead_ones_are_found() {
    let group = |name: &str, extra: &str, members: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: {name}{extra}}}\nspec: {{type: team, children: [], members: [{members}]}}\n"
        )
    };
    let org = [group("team-tracking", ", annotations: {github.com/team-slug: o/tracking}", "ada"), group("hollow", "", "")].join("---\n");
    let mut world = World::of(&[
        ("o/org", &[("catalog-info.yaml", &org)]),
        ("o/a", &[("CODEOWNERS", "* @o/tracking\n")]),
        ("o/b", &[("milepost.yaml", "name: b\nowner: team-trackin\n")]),
        ("o/c", &[("milepost.yaml", "name: c\nowner: hollow\n")]),
        ("o/d", &[("README.md", "x")]),
        ("o/e", &[("CODEOWNERS", "* @ada\n")]),
    ]);
    world.teams.push(Team { slug: "tracking".into(), members_count: Some(3), description: Some("Tracks.".into()), ..Team::default() });
    let (catalog, notes) = world.build();
    assert!(shown(&catalog, "a").contains("owners=group:default/team-tracking"));
    assert!(shown(&catalog, "d").contains("owners= "));
    let warnings: Vec<&String> = notes.iter().filter(|note| note.starts_with("warning catalog/")).collect();
    assert_eq!(warnings.len(), 2, "{notes:#?}");
    assert!(
        warnings[0].contains("o/b: milepost.yaml:2:8") && warnings[0].ends_with("did you mean group:default/team-tracking?"),
        "{}",
        warnings[0]
    );
    assert!(warnings[1].contains("group:default/hollow owns one service and has no members"), "{}", warnings[1]);
    let tracking = catalog.teams.iter().find(|team| team.slug == "team-tracking").expect("because it is described");
    assert_eq!((tracking.members.as_slice(), tracking.is_described), (&["ada".to_owned()][..], true));

    world.settings.hides_people = true;
    let (catalog, _) = world.build();
    assert!(!format!("{:?}", (&catalog.entities, &catalog.teams, &catalog.services)).contains("ada"), "people are hidden");
    assert!(catalog.entities[&EntityRef::new("component", "e")].extra.contains_key("owner_is_hidden"));
}

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

#[test]
fn every_format_has_its_globs_and_reads_hostile_text_without_a_stumble() {
    for importer in IMPORTERS {
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
            let file = milepost::catalog::importers::DescriptorFile { repo: "o/r", path: "x.yaml", text };
            let found = importer.import(&file);
            assert!(found.entities.len() <= 1, "{text:?}");
        }
    }
}
