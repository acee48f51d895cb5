//! YAML from outside: every complaint has a place, and nothing that anybody writes breaks or stalls the reading.

use milepost::yaml::{self, Budget, Node};
use milepost_model::{Diagnostics, Place};
use proptest::prelude::*;
use std::fmt::Write as _;

fn read(text: &str) -> (Vec<Node>, Diagnostics) {
    yaml::documents(text, &Place::file("f.yaml"))
}

/// The codes and places of what is wrong, in their order.
fn complaints(text: &str) -> Vec<String> {
    let (_, problems) = read(text);
    problems.iter().map(|d| format!("{} {}", d.place.as_ref().expect("because every problem has a place"), d.code)).collect()
}

#[test]
fn complaints_name_the_line_and_the_column() {
    for (text, expected) in [
        ("a: 1\nb: 2\na: 3\na: 4\n", &["f.yaml:3:1 yaml/duplicate-key", "f.yaml:4:1 yaml/duplicate-key"][..]),
        ("a: {b: 1, 'b': 2}\n", &["f.yaml:1:11 yaml/duplicate-key"]),
        ("ä: 1\nb: [\"é\", *x]\n", &["f.yaml:2:10 yaml/unknown-alias"]),
        ("a: &a [*a]\n", &["f.yaml:1:8 yaml/alias-of-itself"]),
        ("a:\n\tb: 1\n", &["f.yaml:2:2 yaml/syntax"]),
        ("a: b: c\n", &["f.yaml:1:5 yaml/syntax"]),
        ("a: @b\n", &["f.yaml:1:4 yaml/syntax"]),
        ("? [a, b]\n: 1\n", &["f.yaml:1:3 yaml/key-is-no-text"]),
        ("a: 1\r\nb: 2\r\na: 3\r\n", &["f.yaml:3:1 yaml/duplicate-key"]),
        ("\u{feff}a: 1\na: 2\n", &["f.yaml:2:1 yaml/duplicate-key"]),
        ("a: 1\n---\nb: [\n---\nc: 1\nc: 2\n---\nd: 1\n", &["f.yaml:3:4 yaml/syntax", "f.yaml:6:1 yaml/duplicate-key"]),
    ] {
        assert_eq!(complaints(text), expected, "{text:?}");
    }
}

#[test]
fn the_line_at_fault_comes_along() {
    let (_, problems) = read("name: carrier-sync\r\n  owner: nobody\r\nname: again\r\n");
    let lines: Vec<_> = problems.iter().map(|d| d.source_line.as_deref().expect("because the line is short")).collect();
    assert!(lines.iter().all(|line| !line.contains('\r')), "{lines:?}");
    assert!(problems.iter().all(|d| d.help.is_some()));
}

#[test]
fn a_broken_document_takes_no_other_with_it() {
    let (nodes, problems) = read("a: 1\n---\nb: [\n---\nc: 1\nc: 2\n---\n---\nd: 1\n");
    let keys: Vec<_> = nodes.iter().map(|node| node.mapping().expect("because each is a map").entries()[0].key.text.as_str()).collect();
    assert_eq!((keys, problems.len()), (vec!["a", "d"], 2));
}

#[test]
fn what_follows_a_document_was_meant_to_be_a_part_of_it() {
    for text in ["[a] b\n", "!a !a x\n", "{a: 1} c\n", "a: 1\n}\n", "[a]\nb: 1\n", "\"a\" b\n"] {
        let (nodes, problems) = read(text);
        assert_eq!((nodes.len(), problems.len()), (0, 1), "{text:?}: {nodes:?} {problems:?}");
    }
    let (nodes, problems) = read("a: 1\n...\n%BAD{ x\n---\nb: 1\n");
    assert!(nodes.iter().any(|node| node.get("a").is_some()), "{problems:?}");
}

#[test]
fn positions_count_characters() {
    let (nodes, _) = read("k:\n  - ä: é\n    ☃️: \"x\"\n");
    let item = &nodes[0].get("k").expect("because it is there").items().expect("because it is a list")[0];
    let entries = item.mapping().expect("because it is a map").entries();
    assert_eq!((entries[0].key.line, entries[0].key.column, entries[0].value.column), (2, 5, 8));
    assert_eq!((entries[1].key.line, entries[1].key.column, entries[1].value.column), (3, 5, 9));
}

#[test]
fn versions_and_words_stay_what_was_written() {
    let (nodes, _) = read("a: 1.10\nb: yes\nc: 010\nd: 1e3\non: [push]\n");
    for (key, text) in [("a", "1.10"), ("b", "yes"), ("c", "010"), ("d", "1e3")] {
        assert_eq!(nodes[0].get(key).and_then(Node::text), Some(text));
    }
    assert_eq!(nodes[0].to_json().to_string(), r#"{"a":1.1,"b":"yes","c":10,"d":1000.0,"on":["push"]}"#);
}

#[test]
fn an_alias_stands_where_it_is_written_and_its_parts_where_they_are() {
    let (nodes, problems) = read("a: &x {k: 1}\nb: *x\n");
    assert!(problems.is_empty());
    let b = nodes[0].get("b").expect("because it is there");
    assert_eq!((b.line, b.column), (2, 4));
    assert_eq!(b.get("k").map(|k| (k.line, k.column)), Some((1, 11)));
}

#[test]
fn a_bomb_of_aliases_ends_where_the_budget_does() {
    let mut bomb = String::from("a0: &a0 [lol]\n");
    for n in 1..30 {
        writeln!(bomb, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 9].join(", ")).expect("because memory does not fail");
    }
    let (nodes, problems) = read(&bomb);
    let problem = problems.iter().next().expect("because a bomb is refused");
    assert!(nodes.is_empty());
    assert_eq!((problem.code.as_str(), problems.len()), ("yaml/too-many-values", 1));
    assert_eq!(problem.place.as_ref().and_then(|place| place.line), Some(7));
    assert!(yaml::read::<serde_json::Value>(&bomb, &Place::file("f.yaml")).is_err());
}

#[test]
fn a_large_text_repeated_is_a_bomb_too() {
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 5_000].join(", "));
    assert_eq!(complaints(&text), ["f.yaml:2:61 yaml/too-many-values"]);
    let nested = format!("{}x{}\n", "&a [".repeat(60), "]".repeat(60));
    assert!(complaints(&nested).is_empty(), "sixty anchors around a word are not a bomb");
}

#[test]
fn what_is_too_deep_or_too_large_is_refused() {
    for (text, code) in [
        ("[".repeat(100_000), "yaml/"),
        ("{".repeat(100_000), "yaml/"),
        ("- ".repeat(100_000), "yaml/too-deep"),
        ("? ".repeat(100_000), "yaml/"),
        ((0..1_000).fold(String::new(), |text, n| text + &" ".repeat(n) + "a:\n"), "yaml/too-deep"),
        ("a: 1\n".repeat(2 << 20), "yaml/too-large"),
        ("- a\n".repeat(500_000), "yaml/too-many-values"),
        ("---\n".repeat(5_000), "yaml/too-many-documents"),
        (format!("a: &a 1\nb: [{}]\n", "*a, ".repeat(20_000)), "yaml/too-many-aliases"),
    ] {
        let (_, problems) = read(&text);
        let problem = problems.iter().next().expect(code);
        assert!(problem.code.starts_with(code), "{problem:?}");
        assert!(problem.place.as_ref().is_some_and(|place| place.line.is_some() && place.column.is_some()));
        assert!(problem.source_line.as_ref().is_none_or(|line| line.len() <= 400));
        assert!(problems.len() <= 50);
    }
}

#[test]
fn many_duplicates_do_not_become_many_megabytes_of_complaints() {
    let (nodes, problems) = read(&"a: 1\n".repeat(10_000));
    assert_eq!((nodes.len(), problems.len()), (0, 50));
}

#[test]
fn what_programs_write_has_a_larger_budget() {
    let text = "- {a: 1, b: 2}\n".repeat(100_000);
    assert_eq!(complaints(&text), ["f.yaml:50000:13 yaml/too-many-values"]);
    let (nodes, problems) = yaml::documents_within(&text, &Place::file("f.yaml"), &Budget::GENERATED);
    assert_eq!((nodes.len(), problems.len()), (1, 0));
}

/// Text that is likely to reach the corners of a YAML reader.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("é"),
        Just(": "),
        Just(":"),
        Just("- "),
        Just("-"),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("  "),
        Just("\t"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just(","),
        Just("&a "),
        Just("*a "),
        Just("*b"),
        Just("!t "),
        Just("!!str "),
        Just("!<x> "),
        Just("|\n"),
        Just(">-\n"),
        Just("|9\n"),
        Just("'"),
        Just("\""),
        Just("\\x"),
        Just("#"),
        Just(" # c\n"),
        Just("? "),
        Just("<<: "),
        Just("---\n"),
        Just("...\n"),
        Just("%YAML 1.2\n"),
        Just("%TAG ! x\n"),
        Just("\u{feff}"),
        Just("\0"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("~"),
        Just("1.10"),
        Just("0x"),
        Just("@"),
        Just("`"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_reader(text in yamlish()) {
        let (nodes, problems) = read(&text);
        let lines = u32::try_from(text.split(['\n', '\r']).count()).expect("because it is short");
        for problem in &problems {
            let place = problem.place.as_ref().expect("because every problem has a place");
            prop_assert!(place.line.is_some_and(|line| (1..=lines + 1).contains(&line)) && place.column.is_some_and(|column| column >= 1));
        }
        for node in &nodes {
            let _ = (node.to_json(), node.found());
        }
        let _ = yaml::read::<serde_json::Value>(&text, &Place::file("f.yaml"));
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let file = Place::file("f.yaml");
        match yaml::text_of(&bytes, &file) {
            Ok(text) => drop(yaml::documents(text, &file)),
            Err(problem) => prop_assert!(problem.place.is_some_and(|place| place.line.is_some())),
        }
    }
}
