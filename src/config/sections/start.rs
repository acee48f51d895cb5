//! `[[start]]`: the steps from nothing to a first deployment, as the organisation tells them to newcomers.

use super::card::key;
use crate::config::language::{Absent, Table, Values};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use milepost_model::Place;

/// A step on the way to a first deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// What is done.
    pub title: String,
    /// How, in Markdown.
    pub text: Option<String>,
    /// Where it is done: an address on the web, or one in the portal, which begins with `/`.
    pub link: Option<String>,
    /// What that link is called.
    pub label: Option<String>,
    /// The action that does it, by its id.
    pub action: Option<String>,
    /// The golden path that it begins on, by its id.
    pub path: Option<String>,
    /// How long it takes.
    pub minutes: Option<u64>,
    /// Who helps: `group:` or `user:` and a name, or any text.
    pub helps: Option<String>,
    /// How one knows that it worked, in Markdown.
    pub works: Option<String>,
    /// Where it was written.
    pub place: Place,
}

/// The longest title that reads as one.
const LONGEST: usize = 80;
/// Whoever needs more steps to a first deployment has another task than a portal's page.
const MOST: usize = 20;

const NONE: Absent = Absent::Follows("none");

pub(in crate::config) const TABLE: Table = Table {
    name: "start",
    is_list: true,
    doc: "A step from nothing to a first deployment, on the page Your first deploy (`/start/`), in the order of these tables. At most twenty. Without any, the page shows the steps that the portal knows of by itself.",
    keys: &[
        key("title", Values::Text, Absent::Required, "What is done: at most 80 letters.", "\"Create a service\""),
        key("text", Values::Prose, NONE, "How it is done, in Markdown.", "\"The action makes a repository that builds and deploys.\""),
        key(
            "link",
            Values::Link,
            NONE,
            "Where it is done: a page of the portal by its address from the portal's root, or an address on the web. A page of the portal that is not there is told, and its link left out.",
            "\"/pages/start-a-service/\"",
        ),
        key("label", Values::Text, Absent::Follows("the host or the path of `link`"), "What the link is called.", "\"Start a service\""),
        key(
            "action",
            Values::Id,
            NONE,
            "The action that does it, by its id. One that is not there is told, and its link left out.",
            "\"create-service\"",
        ),
        key(
            "path",
            Values::Id,
            NONE,
            "The golden path that it begins on, by its id. The page links to it and to the action that creates a service on it.",
            "\"rust-service\"",
        ),
        key(
            "minutes",
            Values::Whole { least: 1, most: 10_080 },
            Absent::Follows("no time"),
            "How many minutes it takes. The portal never makes one up.",
            "20",
        ),
        key(
            "helps",
            Values::Text,
            Absent::Follows("nobody"),
            "Who helps: a team as `group:platform`, a person as `user:ada`, or any text. With `people = \"hidden\"` a person is left out.",
            "\"group:platform\"",
        ),
        key("works", Values::Prose, NONE, "How one knows that it worked, in Markdown.", "\"The service stands in the catalog.\""),
    ],
};

impl Start {
    pub(in crate::config) fn of(section: &Section, reader: &Reader<'_>) -> Option<Self> {
        Some(Self {
            title: section.text("title")?,
            text: section.text("text"),
            link: section.text("link"),
            label: section.text("label"),
            action: section.text("action"),
            path: section.text("path"),
            minutes: section.get("minutes").and_then(Value::whole),
            helps: section.text("helps"),
            works: section.text("works"),
            place: reader.place(&section.span_of("title")?),
        })
    }

    /// Complains about what the page has no room for, and about paths that nobody described.
    pub(in crate::config) fn cross_check(sections: &[Section], paths: &[Section], reader: &mut Reader<'_>) {
        let known: Vec<String> = paths.iter().filter_map(|path| path.text("id")).collect();
        for (place, section) in sections.iter().enumerate() {
            let letters = section.text("title").map_or(0, |title| title.chars().count());
            if let Some(span) = section.span_of("title").filter(|_| letters > LONGEST) {
                let message = format!("[[start]] title: it has {letters} letters, and there is room for {LONGEST}");
                reader.complain("config/bad-value", span, message, "say the rest in text");
            }
            if let (Some(path), Some(span)) = (section.text("path"), section.span_of("path"))
                && !known.contains(&path)
            {
                let near = crate::config::nearest::nearest(&path, known.iter().map(String::as_str));
                let help = near.map_or_else(|| "write a [[golden_path]] with this id".to_owned(), |near| format!("did you mean “{near}”?"));
                reader.complain("config/unknown-path", span, format!("[[start]] path: there is no golden path “{path}”"), help);
            }
            if let (None, Some(span)) = (section.text("link"), section.span_of("label")) {
                reader.complain("config/contradiction", span, "[[start]] has a label and no link", "say where it leads as link");
            }
            if place == MOST {
                let message = format!("[[start]] comes {} times, and at most {MOST} are shown", sections.len());
                reader.complain(
                    "config/bad-value",
                    section.span.clone(),
                    message,
                    "put the others on a page of one's own: see pages of [site]",
                );
            }
        }
    }
}
