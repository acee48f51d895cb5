//! Spans: emphasis, text with all that is found in it.

use super::{Aside, Part, Piece, Tag, TagEnd, Writer, attributes, autolink, escape, escaped, inline};

impl Writer<'_> {
    pub(super) fn start_span(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.own("<em>"),
            Tag::Strong => self.own("<strong>"),
            Tag::Strikethrough => self.own("<del>"),
            Tag::Superscript => self.own("<sup>"),
            Tag::Subscript => self.own("<sub>"),
            Tag::Link { dest_url, title, .. } => self.start_link(&dest_url, &title),
            Tag::Image { dest_url, title, .. } => self.aside(Aside::Image { to: dest_url.to_string(), title: title.to_string() }),
            _ => {}
        }
    }

    pub(super) fn end_span(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.own("</em>"),
            TagEnd::Strong => self.own("</strong>"),
            TagEnd::Strikethrough => self.own("</del>"),
            TagEnd::Superscript => self.own("</sup>"),
            TagEnd::Subscript => self.own("</sub>"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// Code among words. Behind `#!` and the name of its language it is highlighted as that.
    pub(super) fn code_span(&mut self, text: &str) {
        let named = text.strip_prefix("#!").and_then(|rest| rest.split_once(' ')).filter(|(name, _)| !name.contains('/'));
        let told = named.and_then(|(name, code)| Some((self.highlighter.highlight(&name.to_lowercase(), code)?, code)));
        let (html, words) = told.unwrap_or_else(|| (escaped(text), text));
        self.words(words);
        self.own(&format!("<code>{html}</code>"));
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.asides.last_mut() {
            Some((Aside::Code(_), html, _)) => return html.push_str(text),
            Some((Aside::Image { .. }, _, words)) => return words.push_str(text),
            _ => {}
        }
        self.words(text);
        let text = self.after_attributes(text);
        for part in autolink::parts(text) {
            match part {
                Part::Plain(text) => self.plain(text),
                Part::Address(shown, _) if !self.links.is_empty() => escape(shown, self.target()),
                Part::Address(shown, href) => {
                    self.own(&format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escaped(&href), escaped(shown)));
                }
            }
        }
    }

    /// The text without an attribute list that belongs to the link or image before it.
    fn after_attributes<'t>(&mut self, text: &'t str) -> &'t str {
        let follows_element = self.at > 0 && self.prepared.text.as_bytes().get(self.at - 1).is_some_and(|byte| b")]".contains(byte));
        let Some((attributes, rest)) = attributes::leading(text).filter(|_| follows_element) else { return text };
        if attributes.width.is_some() || attributes.height.is_some() {
            self.resize_last_image(attributes.width, attributes.height);
        }
        rest
    }

    fn plain(&mut self, text: &str) {
        for piece in inline::pieces(text) {
            match piece {
                Piece::Text(text) => {
                    let mut html = String::with_capacity(text.len() + 8);
                    self.prepared.abbreviations.write(text, &mut html);
                    // Without an abbreviation it is text and nothing else.
                    if html.contains('<') { self.own(&html) } else { self.target().push_str(&html) }
                }
                Piece::Emoji(sign) => self.target().push_str(sign),
                Piece::Mark(inner) => self.own(&format!("<mark>{}</mark>", escaped(inner))),
                Piece::Raised(inner) => self.own(&format!("<sup>{inner}</sup>")),
                Piece::Lowered(inner) => self.own(&format!("<sub>{inner}</sub>")),
                Piece::Insert(inner) => self.own(&format!("<ins>{}</ins>", escaped(inner))),
                Piece::Keys(keys) => {
                    let keys: Vec<_> = keys.split('+').map(|key| format!("<kbd>{}</kbd>", escaped(key.trim_matches('"')))).collect();
                    self.own(&keys.join("+"));
                }
            }
        }
    }
}
