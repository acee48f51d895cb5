//! The words of a page by section, for whoever searches them.

use super::Page;
use crate::docs::markdown::{escaped, unescaped};

/// Elements that stand inside of a word or a sentence; around all others there is a space.
const INLINE: [&str; 18] =
    ["a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup"];

/// What begins a piece that is no text of the page: its signs help to look at it, and say nothing.
const SILENT: [(&str, &str); 4] = [
    ("sup class=\"footnote-ref\"", "</sup>"),
    ("a class=\"anchor\"", "</a>"),
    ("a href=\"#fnref", "</a>"),
    ("annotation", "</annotation>"),
];

/// The words below a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// The heading's id; none for what stands before the first heading.
    pub id: Option<String>,
    /// The heading's words.
    pub title: Option<String>,
    /// The words, without markup.
    pub text: String,
}

/// The words of a page by section, in their order.
pub fn sections(page: &Page) -> Vec<Section> {
    let mut found = Vec::with_capacity(page.headings.len() + 1);
    let mut rest = page.html.as_str();
    let mut current = Section::default();
    for heading in &page.headings {
        let mark = format!("<h{} id=\"{}\">", heading.level, escaped(&heading.id));
        let Some((before, after)) = rest.split_once(&mark) else { continue };
        current.text = words(before);
        found.push(std::mem::replace(
            &mut current,
            Section { id: Some(heading.id.clone()), title: Some(heading.text.clone()), text: String::new() },
        ));
        rest = after.split_once(&format!("</h{}>", heading.level)).map_or(after, |(_, after)| after);
    }
    current.text = words(rest);
    found.push(current);
    found.retain(|section| section.id.is_some() || !section.text.is_empty());
    found
}

/// The words of a piece of HTML on one line.
pub(super) fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        out.push_str(&unescaped(text));
        if let Some((_, end)) = SILENT.iter().find(|(start, _)| after.starts_with(start)) {
            rest = after.split_once(end).map_or("", |(_, after)| after);
            continue;
        }
        let name = after.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            out.push(' ');
        }
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(&unescaped(rest));
    crate::reading::bounds::one_line(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_people_read() {
        for (html, expected) in [
            ("<p>a <b>b</b>c</p><p>d</p>", "a bc d"),
            ("<td>1</td><td>2</td>", "1 2"),
            ("x<sup class=\"footnote-ref\"><a id=\"f\" href=\"#fn-1\">1</a></sup>.", "x."),
            ("a &lt;b&gt; &amp;", "a <b> &"),
            ("a<br", "a"),
        ] {
            assert_eq!(words(html), expected, "{html}");
        }
    }
}
