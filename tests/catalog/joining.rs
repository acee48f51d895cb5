//! Several descriptors of one thing, one name for several things, and who owns them.

use crate::backstage::GOOD_BACKSTAGE;
use crate::world::{World, service, shown};
use milepost::catalog::Standing;
use milepost_model::record::Team;
use milepost_model::{EntityRef, RelationKind};

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
    assert_eq!((entity.sources["lifecycle"].importer.as_ref(), entity.sources["title"].importer.as_ref()), ("milepost", "backstage"));
    let overruled: Vec<String> = entity.overruled.iter().map(|o| format!("{} {} {}", o.field, o.value, o.source.importer)).collect();
    assert_eq!(overruled, ["lifecycle experimental backstage", "owner group:default/team-tracking backstage"]);
    assert_eq!(entity.sources["tags/java"].place.as_ref().map(|place| &*place.path), Some("catalog-info.yaml"));
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
        (pay.repo.as_ref().map(milepost_model::RepoId::as_str), pay.files.readme.as_deref(), pay.is_inferred),
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

#[test]
fn a_component_described_among_others_elsewhere_is_the_one_that_has_a_home() {
    let component = |name: &str, tag: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}, tags: [{tag}]}}\n\
             spec: {{type: service, lifecycle: production, owner: pay}}\n"
        )
    };
    let central = [component("pay", "money"), component("ship", "sea")].join("---\n");
    let (catalog, notes) =
        World::of(&[("o/catalog", &[("catalog-info.yaml", &central)]), ("o/pay", &[("milepost.yaml", "name: pay\ntitle: Pay\n")])]).build();
    let names: Vec<&str> = catalog.services.iter().map(|service| service.reference.name.as_str()).collect();
    assert_eq!(names, ["pay", "ship"], "{notes:#?}");
    let entity = &catalog.entities[&EntityRef::new("component", "pay")];
    assert_eq!((entity.title.as_deref(), entity.tags.as_slice()), (Some("Pay"), &["money".to_owned()][..]));
    assert_eq!(service(&catalog, "pay").repo.as_ref().map(milepost_model::RepoId::as_str), Some("id:o/pay"));
    let owner = entity.sources["owner"].place.as_ref().expect("because a file says so");
    assert_eq!(owner.repo.as_deref(), Some("o/catalog"));
    let relation = entity.relations.iter().find(|relation| relation.kind == RelationKind::OwnedBy).expect("because it has an owner");
    assert_eq!(relation.source.as_ref().and_then(|source| source.place.as_ref()), Some(owner));
}

#[test]
fn nothing_is_its_own_whole_and_a_circle_of_dependencies_is_fine() {
    let group = |name: &str, parent: &str| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: {name}}}\nspec: {{type: team, children: [], parent: {parent}}}\n"
        )
    };
    let component = |name: &str, other: &str| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}}}\n\
             spec: {{type: service, lifecycle: production, owner: a, dependsOn: ['component:{other}']}}\n"
        )
    };
    let all = [group("a", "b"), group("b", "c"), group("c", "a"), component("x", "y"), component("y", "x")].concat();
    let (catalog, notes) = World::of(&[("o/r", &[("catalog-info.yaml", &all)])]).build();
    let cycles: Vec<&String> = notes.iter().filter(|note| note.contains("catalog/cycle")).collect();
    assert_eq!(cycles.len(), 1, "{notes:#?}");
    assert!(
        cycles[0].contains("catalog-info.yaml:15:42: group:default/a is a child of group:default/b, which is a child of group:default/c, which is a child of group:default/a"),
        "{}",
        cycles[0]
    );
    let parents: Vec<Option<String>> = catalog.teams.iter().map(|team| team.parent.as_ref().map(ToString::to_string)).collect();
    assert_eq!(parents, [Some("group:default/b".to_owned()), Some("group:default/c".to_owned()), None]);
    assert!(shown(&catalog, "x").contains("DependsOn component:default/y, DependencyOf component:default/y"));
}

#[test]
fn a_team_stands_as_its_people_and_its_services_do() {
    let group = |name: &str, parent: &str, members: &str| {
        let parent = if parent.is_empty() { String::new() } else { format!(", parent: {parent}") };
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: {name}}}\nspec: {{type: team, children: [], members: [{members}]{parent}}}\n"
        )
    };
    let org = [group("all", "", ""), group("pay", "all", "ada"), group("hollow", "", ""), group("old", "", "bo")].concat();
    let mut world = World::of(&[
        ("o/org", &[("catalog-info.yaml", &org)]),
        ("o/a", &[("milepost.yaml", "name: a\nowner: all\n")]),
        ("o/b", &[("milepost.yaml", "name: b\nowner: hollow\n")]),
        ("o/c", &[("milepost.yaml", "name: c\nowner: old\n")]),
        ("o/d", &[("milepost.yaml", "name: d\nowner: gone\n")]),
        ("o/e", &[("milepost.yaml", "name: e\nowner: user:ada\n")]),
    ]);
    world.repositories[3].repository.is_archived = Some(true);
    let (catalog, _) = world.build();
    let standing = |slug: &str| catalog.teams.iter().find(|team| team.slug == slug).expect(slug).standing;
    assert_eq!(
        ["all", "pay", "hollow", "old", "gone", "ada"].map(standing),
        [Standing::Staffed, Standing::Staffed, Standing::Empty, Standing::Retired, Standing::Missing, Standing::Staffed]
    );
}
