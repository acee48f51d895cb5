//! Links and images: led where the text's surroundings say.

use super::{Aside, Flaw, Writer, escaped, raw_tags, unescaped};
use crate::docs::markdown::surroundings::{Image, Link, encoded};

impl Writer<'_> {
    pub(super) fn start_link(&mut self, to: &str, title: &str) {
        // A link in a link is no HTML.
        let is_shown = !self.links.contains(&true);
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        let to = if to.contains('@') && !to.contains([':', '/']) { format!("mailto:{to}") } else { to.to_owned() };
        let opened = match self.surroundings.link(&to) {
            Link::Inside(href) => {
                if let Some(fragment) = href.strip_prefix('#').filter(|fragment| !fragment.is_empty()) {
                    let line = self.prepared.line(self.at);
                    self.fragments.push((line, fragment.to_owned()));
                }
                Some(format!("<a href=\"{}\"{title}>", escaped(&href)))
            }
            Link::Outside(href) => Some(format!("<a href=\"{}\"{title} rel=\"noreferrer\">", escaped(&encoded(&href)))),
            Link::Unlinked => None,
            Link::Broken(problem) => {
                self.finding(Flaw::Link, problem);
                None
            }
        };
        let opened = opened.filter(|_| is_shown);
        if let Some(html) = &opened {
            self.own(html);
        }
        self.links.push(opened.is_some());
    }

    pub(super) fn end_link(&mut self) {
        if self.links.pop() == Some(true) {
            self.own("</a>");
        }
    }

    pub(super) fn image(&mut self, to: &str, title: &str, alt: &str) {
        let alt = alt.trim();
        // An image in an image's description is its words.
        if let Some((Aside::Image { .. }, _, words)) = self.asides.last_mut() {
            return words.push_str(alt);
        }
        match self.surroundings.image(to) {
            Image::Here { src, size } => self.own(&raw_tags::picture(&src, (alt, title), (None, None), size)),
            Image::Outside { href, host } => {
                let shown = if alt.is_empty() { format!("image on {host}") } else { alt.to_owned() };
                if self.links.contains(&true) {
                    self.own(&escaped(&shown));
                } else {
                    let title = format!("An image on {host}, which this page does not load");
                    self.own(&format!(
                        "<a class=\"foreign-image\" href=\"{}\" rel=\"noreferrer\" title=\"{}\">{}</a>",
                        escaped(&href),
                        escaped(&title),
                        escaped(&shown)
                    ));
                }
            }
            Image::Broken(problem) => {
                self.finding(Flaw::Image, problem);
                self.own(&format!("<span class=\"broken-image\">{}</span>", escaped(if alt.is_empty() { to } else { alt })));
            }
        }
    }

    /// The image that was written last gets the size that its attribute list asks for.
    pub(super) fn resize_last_image(&mut self, width: Option<u32>, height: Option<u32>) {
        let resize = |html: &mut String| {
            let Some(at) = html.rfind("<img ").filter(|at| html[*at..].ends_with('>')) else { return };
            let number = |key: &str| {
                let rest = html[at..].split_once(&format!(" {key}=\""))?.1;
                rest.split('"').next()?.parse::<u32>().ok()
            };
            let size = number("width").zip(number("height"));
            let text =
                |key: &str| html[at..].split_once(&format!(" {key}=\"")).and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned);
            let (Some(src), Some(alt)) = (text("src"), text("alt")) else { return };
            let title = unescaped(&text("title").unwrap_or_default());
            let image = raw_tags::picture(&unescaped(&src), (&unescaped(&alt), &title), (width, height), size);
            html.truncate(at);
            html.push_str(&image);
        };
        match &mut self.kept {
            Some(kept) => kept.change_last(resize),
            None => resize(self.target()),
        }
    }
}
