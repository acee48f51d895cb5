//! Descriptions that somebody broke, by accident or on purpose: they end in a finding or an error, never in a panic.

use crate::{describe_files, description};
use milepost::docs::api::Format;
use proptest::prelude::*;
use std::fmt::Write as _;

const FORMATS: [(Format, &str); 4] = [
    (Format::OpenApi, "openapi.yaml"),
    (Format::AsyncApi, "asyncapi.yaml"),
    (Format::GraphQl, "schema.graphql"),
    (Format::Protobuf, "a.proto"),
];

#[test]
fn what_cannot_be_parsed_has_a_line_and_a_column() {
    for (format, path, text, place) in [
        (Format::OpenApi, "openapi.yaml", "openapi: 3.0.0\npaths:\n\t/a: {}\n", "3:2"),
        (Format::OpenApi, "openapi.json", "{\"openapi\": \"3.0.0\",\n \"paths\": {", "2:11"),
        (Format::OpenApi, "openapi.yaml", "openapi: 3.0.0\npaths: {}\npaths: {}\n", "3:1"),
        (Format::GraphQl, "schema.graphql", "type Query {\n  a: \n}\n", "3:1"),
        (Format::Protobuf, "a.proto", "syntax = \"proto3\";\nmessage A {\n  string = 1;\n}\n", "3:10"),
    ] {
        let problems = describe_files(format, &[(path, text)]).expect_err(path);
        let found = problems[0].place.as_ref().expect("because it has a place");
        assert_eq!(found.to_string(), format!("lumenfreight/x: {path}:{place}"), "{}", problems[0].message);
    }
}

#[test]
fn what_is_no_description_is_empty_or_an_error() {
    for (format, path) in FORMATS {
        for text in [
            "",
            "\u{feff}",
            "null",
            "[]",
            "42",
            "openapi: 3.0.0",
            "openapi: 3.0.0\npaths: []\n",
            "openapi: 3\npaths: {/a: {get: [], post: 3}}\n",
            "asyncapi: 3.0.0\nchannels: 3\noperations: {a: 3, b: {channel: 4}}\n",
        ] {
            if let Ok(found) = describe_files(format, &[(path, text)]) {
                assert_eq!(found.types.len(), 0, "{path}: {text}");
            }
        }
    }
    assert!(describe_files(Format::OpenApi, &[("openapi.yaml", "a: \0\u{1}\n")]).is_err());
}

#[test]
fn json_may_be_indented_with_tabs() {
    let text = "{\n\t\"openapi\": \"3.0.0\",\n\t\"paths\": {\n\t\t\"/a\": {\n\t\t\t\"get\": {\"operationId\": \"a\"}\n\t\t}\n\t}\n}\n";
    assert_eq!(description(Format::OpenApi, "openapi.json", text).operations().count(), 1);
}

#[test]
fn unknown_words_never_break_anything() {
    let text = "openapi: 9.9.9\nfuture: {a: [1, {b: c}]}\npaths:\n  x-note: text\n  /a:\n    future: {}\n    get:\n      operationId: a\n      summary: A\n      parameters: [3, {in: {}, name: []}, null]\n      requestBody: text\n      responses: {'200': text, default: {description: [], content: {a/b: 3}}, x-y: 1}\n      security: [{a: 3}, 4]\n      callbacks: {c: 3}\ncomponents: {schemas: {A: 3, B: [], C: {type: {}, enum: 3, allOf: 4, properties: [], required: {}}}}\n";
    let found = description(Format::OpenApi, "openapi.yaml", text);
    assert_eq!((found.operations().count(), found.types.len()), (1, 3));
}

#[test]
fn what_is_nested_too_deep_is_cut_and_said() {
    let deep = |open: &str, inner: &str, close: &str, count: usize| format!("{}{inner}{}", open.repeat(count), close.repeat(count));
    let nested = format!(
        "openapi: 3.0.0\npaths: {{}}\ncomponents: {{schemas: {{A: {}}}}}\n",
        deep("{type: array, items: ", "{type: string}", "}", 90)
    );
    let found = description(Format::OpenApi, "openapi.yaml", &nested);
    assert!(found.findings.iter().any(|one| one.first.code == "api/too-much"), "{:?}", found.findings);
    for (format, path, text) in [
        (Format::OpenApi, "openapi.yaml", deep("[", "", "]", 100_000)),
        (Format::OpenApi, "openapi.json", deep("{\"a\":", "1", "}", 100_000)),
        (Format::GraphQl, "schema.graphql", format!("type Query {{ a: {} }}", deep("[", "Int", "]", 50_000))),
        (Format::GraphQl, "schema.graphql", format!("type Query {{ a(b: Int = {}): Int }}", deep("[", "1", "]", 50_000))),
        (Format::Protobuf, "a.proto", deep("message A {", "", "}", 50_000)),
    ] {
        assert!(describe_files(format, &[(path, &text)]).is_err(), "{path}");
    }
    let option = format!("option (a) = {};", deep("{a:", "1", "}", 50_000));
    let _ = describe_files(Format::Protobuf, &[("a.proto", &option)]);
}

#[test]
fn a_hundred_thousand_operations_are_cut_and_said() {
    let mut text = String::from("openapi: 3.0.0\npaths:\n");
    for number in 0..100_000 {
        let _ = writeln!(text, "  /a{number}: {{get: {{operationId: o, tags: [t{number}]}}}}");
    }
    let found = description(Format::OpenApi, "openapi.yaml", &text);
    assert_eq!(found.operations().count(), 20_000);
    assert!(found.groups.len() <= 1_000);
    let anchors: std::collections::BTreeSet<&String> = found.operations().map(|(_, operation)| &operation.anchor).collect();
    assert_eq!(anchors.len(), 20_000, "each anchor comes once");
    assert!(found.findings.iter().any(|one| one.first.code == "api/too-much"));
}

#[test]
fn a_bomb_of_types_is_bounded() {
    // Each type holds the next ten times: written out it would be 10 to the power of 30.
    let mut text = String::from(
        "openapi: 3.0.0\npaths: {/a: {get: {responses: {'200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/T0'}}}}}}}}\ncomponents:\n  schemas:\n",
    );
    for level in 0..30 {
        let fields: Vec<String> = (0..10).map(|field| format!("f{field}: {{$ref: '#/components/schemas/T{}'}}", level + 1)).collect();
        let _ = writeln!(text, "    T{level}: {{type: object, properties: {{{}}}}}", fields.join(", "));
    }
    text.push_str("    T30: {type: string}\n");
    let found = description(Format::OpenApi, "openapi.yaml", &text);
    let content = &found.operations().next().expect("because there is one").1.responses[0].contents[0];
    let example = milepost::docs::api::made_example(&found, content).expect("because it is an object");
    assert!(example.text.len() < 20_000);
}

#[test]
fn long_texts_are_cut() {
    let (long, path) = ("x".repeat(1_000_000), "y".repeat(900));
    let text = format!(
        "openapi: 3.0.0\ninfo: {{title: {long}, version: {long}, description: {long}}}\npaths: {{/{path}: {{get: {{operationId: {long}, summary: {long}}}}}}}\n"
    );
    let found = description(Format::OpenApi, "openapi.yaml", &text);
    let (_, operation) = found.operations().next().expect("because there is one");
    for cut in [&operation.path, &operation.anchor, operation.id.as_ref().expect("an id"), found.title.as_ref().expect("a title")] {
        assert!(cut.chars().count() <= 210, "{}", cut.len());
    }
    assert!(found.description.expect("a description").len() < 21_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_anybody_types_panics(text in "(openapi: 3|asyncapi: [23]|type Query|message|syntax = \"proto3\";|[{}\\[\\]():;,=\"'\\\\\n a-z0-9$#/é-]){0,60}") {
        for (format, path) in FORMATS {
            let _ = describe_files(format, &[(path, &text)]);
        }
    }

    #[test]
    fn a_description_with_a_piece_missing_or_doubled_does_not_panic(from in 0_usize..4_000, length in 0_usize..200, is_doubled: bool, which in 0_usize..7) {
        let (format, path, text) = [
            (Format::OpenApi, "openapi-3.1.yaml", include_str!("golden/openapi-3.1.yaml")),
            (Format::OpenApi, "openapi-3.0.json", include_str!("golden/openapi-3.0.json")),
            (Format::OpenApi, "swagger-2.yaml", include_str!("golden/swagger-2.yaml")),
            (Format::AsyncApi, "asyncapi-2.yaml", include_str!("golden/asyncapi-2.yaml")),
            (Format::AsyncApi, "asyncapi-3.yaml", include_str!("golden/asyncapi-3.yaml")),
            (Format::GraphQl, "schema.graphql", include_str!("golden/schema.graphql")),
            (Format::Protobuf, "shop.proto", include_str!("golden/shop.proto")),
        ][which];
        let from = text.floor_char_boundary(from % (text.len() + 1));
        let to = text.floor_char_boundary((from + length).min(text.len()));
        let middle = if is_doubled { text[from..to].repeat(2) } else { String::new() };
        let _ = describe_files(format, &[(path, &format!("{}{middle}{}", &text[..from], &text[to..]))]);
    }
}
