//! The marks that templates leave in what was made from them, and what descriptors say of golden paths.

use super::bounds;
use crate::yaml::{self, Node};
use milepost_model::Place;

/// The annotation in which a descriptor names the template that it came from.
const SOURCE_TEMPLATE: &str = "backstage.io/source-template";

/// The most entries of one file that are kept.
const MOST: usize = 50;

/// What a template wrote down of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The template, as it names itself.
    pub template: String,
    /// Its version: a tag, a branch, a commit.
    pub version: Option<String>,
    /// The folder of the template in its repository.
    pub directory: Option<String>,
}

/// An exemption from a golden path, as `milepost.yaml` grants it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exemption {
    /// The path's id.
    pub path: String,
    /// Why.
    pub why: String,
    /// Who granted it.
    pub by: String,
    /// The last day on which it holds, as written.
    pub until: String,
}

/// Reads Copier's answers.
pub fn copier(text: &str) -> Option<Stamp> {
    let root = yaml::document(text, &Place::default()).ok()?;
    let value = |key: &str| root.get(key).and_then(line);
    Some(Stamp { template: value("_src_path")?, version: value("_commit"), directory: value("_subdirectory") })
}

/// Reads Cruft's stamp. A branch or tag that was asked for tells more than the commit that it was.
pub fn cruft(text: &str) -> Option<Stamp> {
    let root: serde_json::Value = serde_json::from_str(text).ok()?;
    let value = |key: &str| {
        let text = bounds::cut(&bounds::one_line(root.get(key)?.as_str()?), bounds::NAME);
        (!text.is_empty()).then_some(text)
    };
    Some(Stamp { template: value("template")?, version: value("checkout").or_else(|| value("commit")), directory: value("directory") })
}

/// The templates that the entities of a descriptor came from.
pub fn source_templates(text: &str) -> Vec<String> {
    let (nodes, _) = yaml::documents(text, &Place::default());
    nodes.iter().take(MOST).filter_map(|node| line(node.at(&["metadata", "annotations", SOURCE_TEMPLATE])?)).collect()
}

/// The exemptions from golden paths that a `milepost.yaml` grants; incomplete ones do not count.
pub fn exemptions(text: &str) -> Vec<Exemption> {
    let Ok(root) = yaml::document(text, &Place::default()) else { return Vec::new() };
    let one = |node: &Node| {
        let value = |key: &str| node.get(key).and_then(line);
        Some(Exemption { path: value("path")?, why: value("why")?, by: value("by")?, until: value("until")? })
    };
    root.get("exempt").and_then(Node::items).unwrap_or_default().iter().take(MOST).filter_map(one).collect()
}

fn line(node: &Node) -> Option<String> {
    Some(bounds::cut(&bounds::one_line(node.text()?), bounds::SENTENCE)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(template: &str, version: Option<&str>, directory: Option<&str>) -> Stamp {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Stamp { template: template.to_owned(), version: owned(version), directory: owned(directory) }
    }

    #[test]
    fn stamps_say_template_and_version_as_written() {
        for (text, expected) in [
            ("# NEVER EDIT\n_commit: 5.0.1\n_src_path: gh:o/t\nname: x\n", Some(stamp("gh:o/t", Some("5.0.1"), None))),
            ("_commit: 1.10\n_src_path: ../t\n_subdirectory: a\n", Some(stamp("../t", Some("1.10"), Some("a")))),
            ("_src_path: gh:o/t\n", Some(stamp("gh:o/t", None, None))),
            ("_commit: v1\n", None),
            ("- a\n", None),
            ("a: [", None),
            ("", None),
        ] {
            assert_eq!(copier(text), expected, "{text}");
        }
        for (text, expected) in [
            (r#"{"template":"https://x/t.git","commit":"ab12","checkout":null}"#, Some(stamp("https://x/t.git", Some("ab12"), None))),
            (r#"{"template":"t","commit":"ab12","checkout":"v2","directory":"d"}"#, Some(stamp("t", Some("v2"), Some("d")))),
            (r#"{"commit":"ab12"}"#, None),
            ("[]", None),
            ("{", None),
        ] {
            assert_eq!(cruft(text), expected, "{text}");
        }
    }

    #[test]
    fn descriptors_name_templates_and_exemptions() {
        let text = "kind: Component\nmetadata:\n  annotations:\n    backstage.io/source-template: template:default/a\n---\nkind: API\n";
        assert_eq!(source_templates(text), ["template:default/a"]);
        let text = "exempt:\n  - path: java\n    why: w\n    by: b\n    until: 2027-03-31\n  - rule: x\n    why: w\n  - path: y\n";
        let found = exemptions(text);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].path.as_str(), found[0].until.as_str()), ("java", "2027-03-31"));
        assert!(exemptions("exempt: 3").is_empty() && exemptions("a: [").is_empty());
    }
}
