//! What holds for every format: files that lie, hostile text, several formats for one service, owners by other names.

use crate::world::{World, shown};
use milepost::catalog::importers::{DescriptorFile, Files, IMPORTERS};
use milepost_model::EntityRef;
use std::fmt::Write as _;

/// The beginning of a file of each format, and a name that it may have.
const BEGINNINGS: [(&str, &str, &str); 11] = [
    ("backstage", "catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n"),
    ("compass", "compass.yml", "name: a\nid: 'ari:cloud:compass:x:component/y/z'\ntypeId: SERVICE\n"),
    ("cortex", ".cortex/catalog/a.yaml", "openapi: 3.0.1\ninfo:\n  title: A\n  x-cortex-tag: a\n"),
    ("datadog", "service.datadog.yaml", "schema-version: v2.2\ndd-service: a\n"),
    ("humanitec", "humanitec/a.yaml", "apiVersion: entity.humanitec.io/v1b1\nkind: Definition\nmetadata: {id: a}\nentity: {}\n"),
    ("kratix", "promise.yaml", "apiVersion: platform.kratix.io/v1alpha1\nkind: Promise\nmetadata: {name: a}\nspec: {}\n"),
    ("milepost", "milepost.yaml", "name: a\n"),
    ("opslevel", "opslevel.yml", "version: 1\nservice:\n  name: a\n"),
    ("port", "port.yml", "- identifier: a\n  blueprint: service\n"),
    ("qovery", "qovery.tf", "resource \"qovery_application\" \"a\" {\n  name = \"a\"\n}\n"),
    ("score", "score.yaml", "apiVersion: score.dev/v1b1\nmetadata: {name: aa}\ncontainers: {main: {image: x}}\n"),
];

#[test]
fn every_format_knows_its_own_files_and_no_other() {
    assert_eq!(BEGINNINGS.map(|(name, _, _)| name).to_vec(), IMPORTERS.iter().map(|importer| importer.name()).collect::<Vec<_>>());
    for (name, path, text) in BEGINNINGS {
        let claimed: Vec<&str> = IMPORTERS.iter().filter(|i| i.matches(path) && i.sniff(path, text)).map(|i| i.name()).collect();
        assert_eq!(claimed, [name], "{path}");
        // A file under another format's name is nobody's. But milepost.yaml is ours whatever it says, and
        // catalog-info.yaml may hold kinds of one's own.
        let is_strict = |other: &str| other != name && !matches!(other, "milepost" | "backstage");
        for (other, foreign, _) in BEGINNINGS.iter().filter(|(other, _, _)| is_strict(other)) {
            let claimed = IMPORTERS.iter().any(|i| i.name() == *other && i.matches(foreign) && i.sniff(foreign, text));
            assert!(!claimed, "{other} takes a file of {name}");
        }
        let importer = IMPORTERS.iter().find(|importer| importer.name() == name).expect("because it is listed");
        let crlf = text.replace('\n', "\r\n");
        for text in [crlf.as_str(), &format!("\u{feff}{text}")] {
            assert!(importer.sniff(path, text), "{name}: {text:?}");
            let found = importer.import(&DescriptorFile { repo: "o/r", path, text, files: Files::NONE });
            assert_eq!(found.entities.len(), 1, "{name}: {:?}", found.problems);
        }
    }
}

#[test]
fn a_descriptor_of_each_format_names_its_service_even_where_every_value_is_of_the_wrong_shape() {
    for (name, path, text) in BEGINNINGS {
        let keys = text
            .replace(": a\n", ":\n  - {}\n")
            .replace("name: a}", "name: [1]}")
            .replace("id: a}", "id: {}}")
            .replace("= \"a\"", "= [1, {}]");
        let importer = IMPORTERS.iter().find(|importer| importer.name() == name).expect("because it is listed");
        let found = importer.import(&DescriptorFile { repo: "o/r", path, text: &keys, files: Files::NONE });
        assert!(found.entities.len() <= 1, "{name}");
        assert!(found.problems.iter().all(|problem| problem.place.is_some() && problem.help.is_some()), "{name}: {:?}", found.problems);
    }
}

#[test]
fn hostile_text_ends_in_a_diagnostic_and_not_in_a_stumble() {
    let mut wide = String::from("version: 1\nservice:\n  name: a\n  aliases:\n");
    for number in 0..5_000 {
        writeln!(wide, "  - alias-{number}").expect("because memory does not fail");
    }
    let long = "x".repeat(100_000);
    let nested = format!("resource \"qovery_application\" \"a\" {{\n  name = {}1{}\n}}\n", "[".repeat(5_000), "]".repeat(5_000));
    let parens = format!("resource \"qovery_application\" \"a\" {{\n  name = {}1{}\n}}\n", "(".repeat(50_000), ")".repeat(50_000));
    let hostile = [
        String::new(),
        "\0".to_owned(),
        "\t\t\u{feff}:".to_owned(),
        "---\n---\n...\n---\n".to_owned(),
        "&a [*a]".to_owned(),
        "{".repeat(10_000),
        format!("identifier: {long}\nblueprint: {long}\nproperties: {{{long}: {long}}}\nrelations: {{{long}: {long}}}\n"),
        format!("schema-version: v2\ndd-service: \"{long}\"\nteam: \u{202e}evil\nlinks: [{{name: {long}, type: doc, url: \"https://{long}\"}}]\n"),
        "info: {x-cortex-tag: \"../../etc\", x-cortex-owners: [{type: email, email: \"@\"}], x-cortex-git: {github: {repository: \"a/b\", basepath: \"../..\"}}}\nopenapi: 1\n".to_owned(),
        "apiVersion: score.dev/v1b1\nmetadata: {name: \"<script>\"}\ncontainers: {a: &a {image: x, variables: *a}}\nresources: {r: {type: \"\", id: \"a b\"}}\n".to_owned(),
        wide,
        nested,
        parens,
        "resource \"qovery_application\" \"a\" { name = \"${var.a[*].b}\" \n".to_owned(),
        "resource \"qovery_database\" \"a\" { depends_on = [qovery_database.a, qovery_database.b] }\nresource \"qovery_database\" \"b\" { depends_on = [qovery_database.a] }\n".to_owned(),
    ];
    for importer in IMPORTERS {
        for text in &hostile {
            let found = importer.import(&DescriptorFile { repo: "o/r", path: "x.yaml", text, files: Files::NONE });
            assert!(found.problems.len() <= 201, "{}: {}", importer.name(), found.problems.len());
            for entity in &found.entities {
                let entity = serde_json::to_string(&entity.entity).expect("because an entity is JSON");
                assert!(entity.len() < 80_000, "{}: {} bytes", importer.name(), entity.len());
            }
        }
    }
}

#[test]
fn several_formats_of_one_folder_describe_one_service() {
    let (catalog, notes) = World::of(&[(
        "lumen/pay",
        &[
            ("catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: pay}\nspec: {type: service, lifecycle: production, owner: money}\n"),
            ("opslevel.yml", "version: 1\nservice:\n  name: Pay\n  tier: tier_1\n  owner: money\n  lifecycle: generally_available\n"),
            ("service.datadog.yaml", "schema-version: v2.2\ndd-service: pay\nteam: money\ntier: \"2\"\ntags: [env:production]\n"),
            ("score.yaml", "apiVersion: score.dev/v1b1\nmetadata: {name: pay}\ncontainers: {main: {image: x}}\nresources: {db: {type: postgres, id: pay-db}}\n"),
        ],
    )])
    .build();
    let entity = &catalog.entities[&EntityRef::new("component", "pay")];
    let said = |field: &str| entity.sources[field].importer.clone();
    // Of formats that are trusted alike, the first by name counts: datadog before opslevel.
    assert_eq!((said("owner"), said("lifecycle"), said("tier")), ("backstage".into(), "backstage".into(), "datadog".into()));
    assert!(shown(&catalog, "pay").contains("DependsOn resource:default/postgres.default.pay-db"), "{}", shown(&catalog, "pay"));
    assert_eq!(catalog.services.len(), 1);
    assert_eq!(
        notes,
        [
            "warning catalog/conflict: lumen/pay: opslevel.yml:4:9: the tier is “1” here and “2” in lumen/pay: service.datadog.yaml:4:7, which counts \
          -> let both say the same, or remove one"
        ]
    );
}

#[test]
fn owners_that_are_only_identifiers_get_the_names_that_the_configuration_says() {
    let file = |id: &str| {
        format!(
            "name: x-{id}\nid: 'ari:cloud:compass:c:component/w/{id}'\nownerId: 'ari:cloud:identity::team/6F8C2A10-52c4-4a31-9a3d-0d5c1b7e2f0{id}'\n"
        )
    };
    let mut world = World::default();
    world.add("o/a", [("compass.yml".to_owned(), file("1"))]);
    world.add("o/b", [("compass.yml".to_owned(), file("2"))]);
    let known = "ari:cloud:identity::team/6f8c2a10-52c4-4a31-9a3d-0d5c1b7e2f01".to_owned();
    world.settings.owner_names = vec![(known, EntityRef::new("group", "tracking"))];
    let (catalog, notes) = world.build();
    assert!(shown(&catalog, "x-1").contains("owners=group:default/tracking tags= relations=[OwnedBy group:default/tracking"));
    assert!(shown(&catalog, "x-2").contains("owners=group:default/6f8c2a10-52c4-4a31-9a3d-0d5c1b7e2f02"));
    let (_, hint) = notes[0].split_once(" -> ").expect("because it says what to do");
    assert!(notes[0].starts_with("note catalog/opaque-owner: o/b: compass.yml:3:10:") && hint.contains("[[owner]] known_as"), "{notes:#?}");
}

#[test]
fn every_format_has_a_page_of_the_manual() {
    let reference = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference");
    let index = std::fs::read_to_string(reference.join("descriptors/README.md")).expect("because the manual has it");
    for importer in IMPORTERS.iter().filter(|importer| !matches!(importer.name(), "backstage" | "milepost")) {
        let name = importer.name();
        let page = std::fs::read_to_string(reference.join(format!("descriptors/{name}.md")))
            .unwrap_or_else(|_| panic!("there is no page of {name}"));
        assert!(page.contains("| milepost | from |") && index.contains(&format!("({name}.md)")), "{name}");
    }
}
