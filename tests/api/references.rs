//! References: to other files, in circles, to nothing, and in whatever order they come.

use crate::{describe_files, description};
use milepost::docs::api::{Format, Schema, Shape};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

#[test]
fn a_description_may_be_spread_over_files_that_refer_to_one_another() {
    let files = [
        ("api/openapi.yaml", "openapi: 3.0.0\npaths:\n  /a:\n    $ref: paths/a.yaml\n"),
        (
            "api/paths/a.yaml",
            "get:\n  operationId: a\n  summary: A\n  responses:\n    '200':\n      description: ok\n      content:\n        application/json:\n          schema: { $ref: '../schemas/pet.yaml' }\n",
        ),
        ("api/schemas/pet.yaml", "type: object\nproperties:\n  owner: { $ref: './common.yaml#/Owner' }\n  friend: { $ref: 'pet.yaml' }\n"),
        ("api/schemas/common.yaml", "Owner: { type: object, properties: { pet: { $ref: 'pet.yaml#' } } }\n"),
    ];
    let found = describe_files(Format::OpenApi, &files).expect("because every file is good");
    let names: Vec<&str> = found.types.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["pet", "Owner"], "each type is read once, however it is referred to");
    assert!(found.types.iter().all(|one| one.is_used));
    assert_eq!(found.types[1].place.to_string(), "lumenfreight/x: api/schemas/common.yaml:1:8");
    assert!(found.findings.is_empty(), "{:?}", found.findings);
}

#[test]
fn a_reference_to_nothing_is_found_and_shown_where_it_stands() {
    let text = "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      operationId: a\n      summary: A\n      responses:\n        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Gone' } } } }\n        '404': { $ref: 'elsewhere.yaml#/x' }\n        '500': { $ref: 'https://example.org/x.yaml#/x' }\n";
    let found = description(Format::OpenApi, "openapi.yaml", text);
    let findings: Vec<(&str, u64, String)> = found
        .findings
        .iter()
        .map(|one| (one.first.code.as_str(), one.others, one.first.place.clone().expect("because it has one").to_string()))
        .collect();
    assert_eq!(
        findings,
        [
            ("api/unresolved-reference", 1, "lumenfreight/x: openapi.yaml:8:74".to_owned()),
            ("api/foreign-reference", 0, "lumenfreight/x: openapi.yaml:10:16".to_owned()),
        ]
    );
    let schema = found.operations().next().and_then(|(_, operation)| operation.responses[0].contents[0].schema.clone());
    assert_eq!(schema, Some(Schema::of(Shape::Missing("#/components/schemas/Gone".to_owned()))));
}

#[test]
fn a_broken_neighbour_does_not_break_the_description() {
    let files = [
        (
            "openapi.yaml",
            "openapi: 3.0.0\npaths:\n  /a: { get: { operationId: a, summary: A, responses: { '200': { $ref: 'b.yaml' } } } }\n",
        ),
        ("b.yaml", "a: [\n"),
    ];
    let found = describe_files(Format::OpenApi, &files).expect("because the first file is good");
    assert_eq!(found.operations().count(), 1);
    let codes: BTreeSet<&str> = found.findings.iter().map(|one| one.first.code.as_str()).collect();
    assert!(codes.contains("api/broken-file") && codes.contains("api/unresolved-reference"), "{codes:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any graph of references, circles included, is read in bounded time: each type once, each reference to its type.
    #[test]
    fn any_graph_of_references_is_read_whole(edges in prop::collection::vec((0_usize..12, 0_usize..12), 0..40)) {
        let mut text = String::from("openapi: 3.0.0\npaths:\n  /a: { get: { operationId: a, summary: A, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/T0' } } } } } } }\ncomponents:\n  schemas:\n");
        for node in 0..12 {
            write!(text, "    T{node}:\n      type: object\n      properties:\n        own: {{ type: string }}\n").unwrap();
            let targets: BTreeSet<usize> = edges.iter().filter(|(from, _)| *from == node).map(|(_, to)| *to).collect();
            for to in targets {
                writeln!(text, "        t{to}: {{ $ref: '#/components/schemas/T{to}' }}").unwrap();
            }
        }
        let found = description(Format::OpenApi, "openapi.yaml", &text);
        prop_assert_eq!(found.types.len(), 12);
        let mut reached = BTreeSet::from([0]);
        loop {
            let more: Vec<usize> = edges.iter().filter(|(from, to)| reached.contains(from) && !reached.contains(to)).map(|(_, to)| *to).collect();
            if more.is_empty() { break; }
            reached.extend(more);
        }
        for (place, one) in found.types.iter().enumerate() {
            prop_assert_eq!(&one.name, &format!("T{place}"));
            prop_assert_eq!(one.is_used, reached.contains(&place));
            let Shape::Object(fields) = &one.schema.shape else { panic!("because every type is an object") };
            for field in fields.iter().filter(|field| field.name != "own") {
                let Shape::Named(id) = field.schema.shape else { panic!("because every reference leads to a type") };
                prop_assert_eq!(format!("t{}", id.0), field.name.clone());
            }
        }
        // An example of a type that holds itself ends, too.
        for (_, operation) in found.operations() {
            let example = milepost::docs::api::made_example(&found, &operation.responses[0].contents[0]).expect("because it is an object");
            prop_assert!(serde_json::from_str::<serde_json::Value>(&example.text).is_ok());
        }
    }
}
