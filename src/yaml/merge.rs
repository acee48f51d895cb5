//! The merge key `<<`: YAML 1.1 had it, YAML 1.2 does not, and people write it in both.

use super::node::{Entry, Mapping, Node, Shape};
use std::collections::HashSet;

/// Adds to a map what its merge keys stand for; what the map says itself wins, then the first that says it.
///
/// Gives back the value that cannot be merged, if there is one.
pub(super) fn apply(entries: &mut Vec<Entry>, merged: Vec<Node>) -> Result<(), Box<Node>> {
    // Nearly every map has none.
    if merged.is_empty() {
        return Ok(());
    }
    let mut known: HashSet<String> = entries.iter().map(|entry| entry.key.text.clone()).collect();
    for node in merged {
        match node.shape {
            Shape::Mapping(mapping) => add(entries, &mut known, mapping),
            Shape::Sequence(items) => {
                for item in items {
                    match item.shape {
                        Shape::Mapping(mapping) => add(entries, &mut known, mapping),
                        _ => return Err(Box::new(item)),
                    }
                }
            }
            Shape::Scalar(_) => return Err(Box::new(node)),
        }
    }
    Ok(())
}

fn add(entries: &mut Vec<Entry>, known: &mut HashSet<String>, mapping: Mapping) {
    for entry in mapping.0 {
        if known.insert(entry.key.text.clone()) {
            entries.push(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::{document, documents, merge_keys};
    use milepost_model::Place;

    #[test]
    fn what_the_map_says_itself_wins() {
        let text = "base: &b {a: 1, c: 2}\nother: &o {a: 8, d: 9}\nx:\n  <<: [*b, *o]\n  c: 3\n";
        let root = document(text, &Place::file("x")).expect("because it is good");
        assert_eq!(root.get("x").expect("because it is there").to_json().to_string(), r#"{"c":3,"a":1,"d":9}"#);
    }

    #[test]
    fn a_quoted_merge_key_is_a_key() {
        let root = document("x: {'<<': 1}\n", &Place::file("x")).expect("because it is good");
        assert_eq!(root.to_json().to_string(), r#"{"x":{"<<":1}}"#);
    }

    #[test]
    fn merging_what_is_no_map_has_a_place() {
        let (nodes, problems) = documents("x:\n  <<: 3\n", &Place::file("x"));
        assert!(nodes.is_empty());
        let problem = problems.iter().next().expect("because a number cannot be merged");
        assert_eq!((problem.code.as_str(), problem.place.as_ref().and_then(|p| p.line)), ("yaml/merge", Some(2)));
    }

    #[test]
    fn merge_keys_are_found_where_they_are_keys_and_nowhere_else() {
        let text = "a: &a {x: 1}\nb:\n  <<: *a\n  y: {<< : *a}\nc: |\n  cat <<EOF\n  <<: no key\n'<<': text\n";
        assert_eq!(merge_keys(text), [(3, 3), (4, 7)]);
        assert_eq!(merge_keys("run: cat <<EOF: x\n"), []);
        assert_eq!(merge_keys("a: [\n<<: x"), [(2, 1)], "as far as the text can be read");
    }
}
