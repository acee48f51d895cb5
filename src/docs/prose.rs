//! Markdown from inside descriptions as safe HTML: paragraphs, lists, tables, code and links, and nothing else.

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::collections::HashSet;
use std::sync::LazyLock;

/// More tags than this in one text are somebody's joke; it is then shown as it was written.
const MOST_TAGS: usize = 2_000;

/// What may stand in a description. Headings and images are gone before it comes to this.
static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    let tags: HashSet<&str> = [
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "b",
        "i",
        "s",
        "del",
        "sub",
        "sup",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
    ]
    .into();
    builder
        .tags(tags)
        .tag_attributes([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(None);
    builder
});

/// A text in Markdown as HTML of blocks.
pub fn prose(text: &str) -> String {
    if is_plain(text) {
        return format!("<p>{}</p>\n", escaped(text));
    }
    if text.bytes().filter(|byte| *byte == b'<').count() > MOST_TAGS {
        return format!("<pre tabindex=\"0\">{}</pre>\n", escaped(text));
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, Parser::new_ext(text, options).map(tamed));
    // A block of code scrolls, so that it can be reached by keyboard it takes the focus.
    SAFE.clean(&out).to_string().replace("<pre>", "<pre tabindex=\"0\">")
}

/// A text in Markdown as one line without markup.
pub fn line(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Text(part) | Event::Code(part) => out.push_str(&part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => out.push(' '),
            _ => {}
        }
    }
    crate::reading::bounds::one_line(&out)
}

/// Most descriptions are a sentence without any markup.
fn is_plain(text: &str) -> bool {
    let text = text.trim();
    !text.contains(['\n', '*', '_', '`', '[', '<', '&', '#', '|', '\\', '~', '!', '>'])
        && !text.starts_with(['-', '+', '='])
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn escaped(text: &str) -> String {
    text.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Headings would break the order of the page's own, and images are strangers' files.
fn tamed(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Heading { .. }) => Event::Html(CowStr::Borrowed("<p><strong>")),
        Event::End(TagEnd::Heading(_)) => Event::Html(CowStr::Borrowed("</strong></p>\n")),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Event::Text(CowStr::Borrowed("")),
        Event::Start(Tag::Link { dest_url, .. }) if !is_foreign(&dest_url) => Event::Html(CowStr::Borrowed("<i>")),
        other => other,
    }
}

/// Links inside a description lead to places that only its own tools know; only whole addresses stay links.
fn is_foreign(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_blocks() {
        for (text, expected) in [
            ("Lists them.", "<p>Lists them.</p>\n"),
            ("A *b* `c`.\n\n- d\n", "<p>A <em>b</em> <code>c</code>.</p>\n<ul>\n<li>d</li>\n</ul>\n"),
            ("# Title\n", "<p><strong>Title</strong></p>\n"),
            ("[x](https://example.org)", "<p><a href=\"https://example.org\">x</a></p>\n"),
            ("<p>Old <b>HTML</b></p>", "<p>Old <b>HTML</b></p>"),
            ("![alt](https://example.org/x.png)", "<p>alt</p>\n"),
        ] {
            assert_eq!(prose(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_hostile_comes_through() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "<a href=\"javascript:alert(1)\" onclick=x style=y id=main>x</a>",
            "<iframe src=https://example.org></iframe>",
            "<form action=/x><input name=y></form>",
            "<style>*{}</style>",
            "<svg><script>alert(1)</script></svg>",
        ] {
            let html = prose(text);
            for part in ["<script", "<img", "javascript:", "onclick", "onerror", "style", "id=", "<iframe", "<form", "<svg"] {
                assert!(!html.contains(part), "{text}: {html}");
            }
        }
        let deep = "<b>".repeat(100_000);
        assert!(prose(&deep).starts_with("<pre"));
        assert!(prose(&"> ".repeat(5_000)).len() < 200_000);
    }

    #[test]
    fn a_line_has_no_markup() {
        assert_eq!(line("# A\n\nb **c** [d](e) `f`\ng"), "A b c d f g");
    }
}
