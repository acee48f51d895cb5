//! What stands between the dashes at the beginning of a page.

use super::Kind;
use crate::docs::markdown::front_matter;
use crate::reading::bounds;
use crate::yaml::{self, Node};
use milepost_model::{Diagnostic, Place};

/// Longer ones are somebody's mistake.
const LONGEST: usize = 64 << 10;

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub title: Option<String>,
    pub summary: Option<String>,
    pub kind: Option<Kind>,
    pub status: Option<String>,
    pub date: Option<String>,
    /// The paths of the code that it describes.
    pub describes: Vec<String>,
    /// Its place among its neighbours, where it has one.
    pub order: Option<i64>,
}

/// Reads it, if there is any; what is no YAML is told and left out.
pub(super) fn read(text: &str, place: &Place) -> (FrontMatter, Option<Diagnostic>) {
    let Some((source, _)) = front_matter(text).filter(|(source, _)| source.len() <= LONGEST) else {
        return (FrontMatter::default(), None);
    };
    let (documents, problems) = yaml::documents(source, &Place::file(""));
    let Some(document) = documents.first() else {
        let problem = problems.into_iter().next().map(|problem| {
            let line = problem.place.as_ref().and_then(|place| place.line).unwrap_or(1).saturating_add(1);
            let message = format!("the front matter is no YAML: {}", problem.message);
            let place = place.clone().at(line, problem.place.and_then(|place| place.column).unwrap_or(1));
            Diagnostic::warning("docs/front-matter", message).at(place).help("put values that hold a colon in quotes")
        });
        return (FrontMatter::default(), problem);
    };
    (facts(document), None)
}

fn facts(document: &Node) -> FrontMatter {
    let word = |keys: &[&str], most: usize| {
        let text = keys.iter().find_map(|key| document.get(key).and_then(Node::text))?;
        Some(bounds::cut(&bounds::one_line(text), most)).filter(|text| !text.is_empty())
    };
    let describes = document.get("describes");
    let several = describes.and_then(Node::items).unwrap_or_default().iter().filter_map(Node::text);
    let paths = describes.and_then(Node::text).into_iter().chain(several).map(|path| path.trim_matches('/').to_owned());
    FrontMatter {
        title: word(&["title"], bounds::NAME),
        summary: word(&["description", "summary"], bounds::SENTENCE),
        kind: ["kind", "diataxis", "type", "content_type", "doc_type"]
            .iter()
            .find_map(|key| document.get(key).and_then(Node::text).and_then(Kind::from_word)),
        status: word(&["status"], bounds::NAME),
        date: word(&["date"], 40),
        describes: paths.filter(|path| !path.is_empty()).take(20).collect(),
        order: ["order", "nav_order", "sidebar_position", "weight"]
            .iter()
            .find_map(|key| document.get(key).and_then(Node::text).and_then(|text| text.trim().parse().ok())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_of_itself_is_read() {
        let text =
            "---\ntitle: \"A: b\"\ndescription: What it is.\ntype: how-to\nweight: 3\ndescribes: [src/retry/, src/queue]\n---\n# A\n";
        let (found, problem) = read(text, &Place::file("a.md"));
        assert_eq!(problem, None);
        assert_eq!((found.title.as_deref(), found.kind, found.order), (Some("A: b"), Some(Kind::HowTo), Some(3)));
        assert_eq!(found.describes, ["src/retry", "src/queue"]);
    }

    #[test]
    fn what_is_none_is_left_alone() {
        for text in ["# A", "---", "---\n", "----\na: b\n----\n", "text\n---\na: b\n---\n", "--- a\n---\n", "---\na: b\n"] {
            assert_eq!(read(text, &Place::file("a.md")), (FrontMatter::default(), None), "{text}");
        }
        let (found, problem) = read("---\ntitle: a: b\n---\n", &Place::file("a.md"));
        assert_eq!(found, FrontMatter::default());
        assert_eq!(problem.and_then(|problem| problem.place).and_then(|place| place.line), Some(2));
    }
}
