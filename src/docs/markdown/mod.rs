//! Markdown as people write it for GitHub and for Material for MkDocs, as HTML that is safe to show.
//!
//! One parse and one pass over its events. What CommonMark does not know, such as admonitions and tabs,
//! is found line by line beforehand and marked, so that everything nests as its author meant it. Raw
//! HTML is the exception: where a text has any, the whole result goes through a sanitiser, and what was
//! made here waits outside as tokens.

mod abbreviations;
mod asked;
mod attributes;
mod autolink;
mod code;
mod containers;
mod directives;
mod fence;
mod finder;
mod footnotes;
mod headings;
mod highlight;
mod inline;
mod lines;
mod math;
mod openers;
mod patterns;
mod raw_html;
mod raw_tags;
mod remembered;
mod runs;
mod snippets;
mod surroundings;
mod tokens;
mod walk;
mod writer;

pub(super) use asked::{Asked, Question, Shown, answers};
pub use headings::Heading;
pub(super) use headings::meaning;
pub use highlight::{CodeName, Highlighter, PlainCode, Syntaxes};
pub use remembered::Remembered;
pub use surroundings::{Alone, Image, Link, Surroundings};
pub use tokens::MARK;
pub(super) use tokens::{escaped, unescaped};

use pulldown_cmark::Options;
use std::borrow::Cow;

/// Longer texts are shown as they are: nobody reads them as a page.
pub const LONGEST: usize = 4 << 20;

/// A text as a page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The title, where the text begins with a heading of the first level: its words.
    pub title: Option<String>,
    /// Everything after the title, as HTML.
    pub html: String,
    /// The headings after the title, in their order.
    pub headings: Vec<Heading>,
    /// What stands between the dashes at the beginning, as it was written.
    pub front_matter: Option<String>,
    /// How many words there are to read.
    pub words: usize,
    /// What is wrong with the text.
    pub findings: Vec<Finding>,
}

/// Something that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What sort of thing it is.
    pub flaw: Flaw,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong, as a sentence.
    pub message: String,
}

/// What can be wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// A link that leads nowhere.
    Link,
    /// A link to a heading that is not there.
    Anchor,
    /// An image that is not there, or may not be shown.
    Image,
    /// A file that cannot be included.
    Include,
    /// Something too large or too deep.
    Size,
}

/// A text as HTML. Ids that the page has already are given as `reserved`.
pub fn render(source: &str, surroundings: &dyn Surroundings, highlighter: &dyn Highlighter, reserved: &[&str]) -> Rendered {
    if source.len() > LONGEST {
        let message = format!("The text has {} MB, so it is shown as it is.", source.len() >> 20);
        return Rendered { findings: vec![Finding { flaw: Flaw::Size, line: 1, message }], ..as_it_is(source) };
    }
    let source = tokens::without_token_marks(source);
    let front = front_matter(&source);
    // Its lines stay as empty ones, so that findings name the lines of the file.
    let source: Cow<'_, str> = match front {
        Some((front, rest)) => Cow::Owned("\n".repeat(front.lines().count() + 2) + rest),
        None => Cow::Borrowed(source.as_ref()),
    };
    let prepared = lines::prepare(&source, surroundings);
    let rendered = writer::write(&prepared, surroundings, highlighter, reserved);
    Rendered { front_matter: front.map(|(front, _)| front.to_owned()), ..rendered }
}

/// What stands between the dashes at the very beginning, and what comes after them.
///
/// Anywhere else, lines of dashes are rules and headings.
pub(super) fn front_matter(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix("---")?;
    let rest = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n"))?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// A text without any formatting.
fn as_it_is(source: &str) -> Rendered {
    let end = (0..=LONGEST).rev().find(|&end| source.is_char_boundary(end)).unwrap_or(0);
    let mut html = String::from("<pre class=\"as-it-is\">");
    tokens::escape(&source[..end], &mut html);
    html.push_str("</pre>\n");
    Rendered { html, ..Rendered::default() }
}

/// What the parser itself knows.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
}

#[cfg(test)]
mod tests;
