//! Raw HTML of a text, tag by tag, before it is sanitised.
//!
//! Addresses are led where the text's surroundings say, and what a page of today may not have is
//! written in its words of today: `align` becomes a class, `<h1>` a paragraph that looks like one. What
//! cannot be read as a tag stays as it is; the sanitiser comes after and is the judge.

use super::Flaw;
use super::raw_html::{NO_REFERRER, is_allowed};
use super::surroundings::{Image, Link, Surroundings, encoded};
use super::tokens::{Kept, escaped, unescaped};
use std::fmt::Write as _;

/// How deep raw tags may be nested: the sanitiser's time grows with the square of it.
pub(super) const DEEPEST: usize = 256;

/// The prefix that every id of raw HTML gets, so that none meets one of the page's.
pub(super) const ID_PREFIX: &str = "user-content-";

const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Tags that swallow whatever follows them: they are shown as they are written, as GitHub does.
const SHOWN: &[&str] = &["iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"];

/// Elements that go with what is in them, where their end is known.
const REMOVED: &[&str] = &["iframe", "math", "noscript", "object", "script", "style", "svg", "template", "textarea", "title"];

/// How deep the raw tags are nested so far.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    depth: usize,
    /// The deepest so far.
    pub deepest: usize,
}

/// What rewriting needs.
pub(super) struct Raw<'a> {
    pub surroundings: &'a dyn Surroundings,
    pub kept: &'a mut Kept,
    pub nesting: &'a mut Nesting,
    pub problems: &'a mut Vec<(Flaw, String)>,
}

impl Raw<'_> {
    /// A piece of raw HTML, rewritten.
    pub(super) fn rewrite(&mut self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() + 32);
        let mut unended: Vec<String> = Vec::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            } else if let Some((tag, after)) = Tag::read(rest) {
                rest = match refused(&tag, after, &mut unended) {
                    Refused::Not => {
                        self.tag(&tag, &mut out);
                        after
                    }
                    Refused::Until(after) => after,
                    Refused::Shown => {
                        out.push_str("&lt;");
                        &rest[1..]
                    }
                };
            } else if let Some(after) = past_remark(rest) {
                rest = after;
            } else {
                // The sanitiser would read on until a tag ends somewhere, and take everything up to there.
                out.push_str("&lt;");
                rest = &rest[1..];
            }
        }
        out.push_str(rest);
        out
    }

    fn tag(&mut self, tag: &Tag<'_>, out: &mut String) {
        let name = tag.name.to_ascii_lowercase();
        let (name, class) = today(&name);
        if tag.is_end {
            self.nesting.depth = self.nesting.depth.saturating_sub(1);
            write!(out, "</{name}>").expect("because a string takes everything");
            return;
        }
        if !VOID.contains(&name) && !tag.is_closed {
            self.nesting.depth += 1;
            self.nesting.deepest = self.nesting.deepest.max(self.nesting.depth);
        }
        if name == "img" {
            return self.image(tag, out);
        }
        write!(out, "<{name}").expect("because a string takes everything");
        let mut classes: Vec<String> = class.into_iter().map(str::to_owned).collect();
        for (key, value) in &tag.attributes {
            match key.to_ascii_lowercase().as_str() {
                "href" => self.href(value, out),
                // Only the image of a picture is shown: the portal has one file of each.
                "srcset" | "src" | "class" | "rel" => {}
                "align" => classes.push(format!("align-{}", value.to_ascii_lowercase())),
                "name" if name == "a" => attribute("id", value, out),
                // No word for people has a tag in it; what hides one there means to be read otherwise later.
                _ if value.contains('<') => {}
                key => attribute(key, value, out),
            }
        }
        if !classes.is_empty() {
            attribute("class", &classes.join(" "), out);
        }
        out.push('>');
    }

    fn href(&mut self, to: &str, out: &mut String) {
        let href = match self.surroundings.link(to) {
            Link::Inside(href) => href,
            Link::Outside(href) => encoded(&href),
            Link::Unlinked => return,
            Link::Broken(problem) => return self.problems.push((Flaw::Link, problem)),
        };
        let token = self.kept.keep(&escaped(&href));
        write!(out, " href=\"{token}\" rel=\"{NO_REFERRER}\"").expect("because a string takes everything");
    }

    fn image(&mut self, tag: &Tag<'_>, out: &mut String) {
        let get = |wanted: &str| tag.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str());
        let Some(src) = get("src") else { return };
        let alt = get("alt").unwrap_or_default();
        match self.surroundings.image(src) {
            Image::Here { src, size } => {
                let pixels = |key: &str| get(key).and_then(|value| value.trim_end_matches("px").parse::<u32>().ok());
                let html = picture(&src, (alt, get("title").unwrap_or_default()), (pixels("width"), pixels("height")), size);
                out.push_str(&self.kept.keep(&html));
            }
            // Nothing is loaded from elsewhere: its words stand for it.
            Image::Outside { host, .. } => out.push_str(&escaped(if alt.is_empty() { &host } else { alt })),
            Image::Broken(problem) => {
                self.problems.push((Flaw::Image, problem));
                out.push_str(&escaped(alt));
            }
        }
    }
}

/// What follows something that is no tag and is not shown: a declaration, an instruction, raw data.
fn past_remark(text: &str) -> Option<&str> {
    let ends = [("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
    let (_, end) = ends.iter().find(|(start, _)| text.starts_with(start))?;
    text.split_once(end).map(|(_, rest)| rest)
}

/// What becomes of a tag that pages may not have.
enum Refused<'t> {
    /// They may have it.
    Not,
    /// It goes, and everything up to here.
    Until(&'t str),
    /// Its signs are shown.
    Shown,
}

/// Judges a tag. The sanitiser takes some away with all that follows, such as `<path>`, which is a shape to it
/// and a placeholder to people; so what it would not let through does not come to it.
fn refused<'t>(tag: &Tag<'t>, after: &'t str, unended: &mut Vec<String>) -> Refused<'t> {
    let name = tag.name.to_ascii_lowercase();
    let name = name.as_str();
    // An end that was looked for once and not found is not there for those that come later either.
    if REMOVED.contains(&name) && !tag.is_end && !unended.iter().any(|known| known == name) {
        if let Some(rest) = past_end(after, name) {
            return Refused::Until(rest);
        }
        unended.push(name.to_owned());
    }
    if SHOWN.contains(&name) {
        return Refused::Shown;
    }
    if is_allowed(today(name).0) { Refused::Not } else { Refused::Until(after) }
}

/// What follows the end tag of an element.
fn past_end<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let is_end = |at: &usize| {
        let rest = &text.as_bytes()[at + 2..];
        rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && rest.get(name.len()).is_none_or(|next| !next.is_ascii_alphanumeric())
    };
    let at = text.match_indices("</").map(|(at, _)| at).find(is_end)?;
    text[at..].split_once('>').map(|(_, rest)| rest)
}

/// An image of the portal's own, with its size, so that the page does not jump when it comes.
pub(super) fn picture(src: &str, (alt, title): (&str, &str), wanted: (Option<u32>, Option<u32>), size: Option<(u32, u32)>) -> String {
    let (width, height) = match (wanted, size) {
        ((Some(width), Some(height)), _) => (Some(width), Some(height)),
        ((Some(width), None), Some((w, h))) if w > 0 => (Some(width), Some(scaled(h, width, w))),
        ((None, Some(height)), Some((w, h))) if h > 0 => (Some(scaled(w, height, h)), Some(height)),
        ((None, None), Some((w, h))) => (Some(w), Some(h)),
        ((width, height), _) => (width, height),
    };
    let mut html = format!("<img src=\"{}\" alt=\"{}\"", escaped(src), escaped(alt));
    if !title.is_empty() {
        attribute("title", title, &mut html);
    }
    html.push_str(" loading=\"lazy\" decoding=\"async\"");
    if let Some(width) = width {
        write!(html, " width=\"{width}\"").expect("because a string takes everything");
    }
    if let Some(height) = height {
        write!(html, " height=\"{height}\"").expect("because a string takes everything");
    }
    html.push('>');
    html
}

fn scaled(length: u32, by: u32, from: u32) -> u32 {
    u32::try_from(u64::from(length) * u64::from(by) / u64::from(from)).unwrap_or(length).max(1)
}

/// What an element is called today, and the class that keeps its look.
fn today(name: &str) -> (&str, Option<&'static str>) {
    match name {
        "h1" => ("p", Some("heading heading-1")),
        "h2" => ("p", Some("heading heading-2")),
        "h3" => ("p", Some("heading heading-3")),
        "h4" | "h5" | "h6" => ("p", Some("heading heading-4")),
        "center" => ("div", Some("align-center")),
        "tt" => ("code", None),
        "strike" => ("s", None),
        "acronym" => ("abbr", None),
        "header" | "footer" | "nav" | "article" | "aside" | "section" | "main" | "figure" => ("div", None),
        other => (other, None),
    }
}

fn attribute(key: &str, value: &str, out: &mut String) {
    let is_name = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_name {
        write!(out, " {key}=\"{}\"", escaped(value)).expect("because a string takes everything");
    }
}

/// A tag as it is written.
struct Tag<'t> {
    name: &'t str,
    is_end: bool,
    is_closed: bool,
    attributes: Vec<(&'t str, String)>,
}

impl<'t> Tag<'t> {
    /// The tag that a text begins with, and what follows it.
    fn read(text: &'t str) -> Option<(Self, &'t str)> {
        let rest = text.strip_prefix('<')?;
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-')).unwrap_or(rest.len());
        if length == 0 || !rest.as_bytes()[0].is_ascii_alphabetic() {
            return None;
        }
        let mut tag = Self { name: &rest[..length], is_end, is_closed: false, attributes: Vec::new() };
        let mut rest = &rest[length..];
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                return Some((tag, after));
            }
            if let Some(after) = rest.strip_prefix('/') {
                tag.is_closed = after.starts_with('>');
                rest = after;
                continue;
            }
            let end = rest.find(|sign: char| sign.is_whitespace() || "=>/".contains(sign))?;
            let (key, after) = rest.split_at(end.max(1).min(rest.len()));
            rest = after.trim_start();
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix('=') {
                let (raw, after) = Self::value(after.trim_start())?;
                value = unescaped(raw);
                rest = after;
            }
            if tag.attributes.len() < 40 {
                tag.attributes.push((key, value));
            }
        }
    }

    fn value(text: &str) -> Option<(&str, &str)> {
        for quote in ['"', '\''] {
            if let Some(rest) = text.strip_prefix(quote) {
                return rest.split_once(quote);
            }
        }
        Some(text.split_at(text.find(|sign: char| sign.is_whitespace() || sign == '>')?))
    }
}
