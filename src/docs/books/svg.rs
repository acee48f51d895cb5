//! Drawings of strangers, without anything that acts.
//!
//! Pages show them by `<img>`, where no script runs. But whoever opens such a file alone opens it on the
//! portal's own origin, so what could act goes: scripts, handlers, frames, and addresses that are code.

use super::pictures::Size;

/// A drawing with more tags than this is somebody's joke.
const MOST_TAGS: usize = 200_000;

/// Elements that act or load, whatever their prefix; they go with all that is in them.
const ACTING: [&str; 11] = ["applet", "audio", "embed", "form", "handler", "iframe", "link", "listener", "object", "script", "video"];

/// A drawing without what acts, and its size; none where the text is no drawing that can be read.
pub(super) fn cleaned(text: &str) -> Option<(String, Size)> {
    let mut cleaner = Cleaner::default();
    let mut rest = text.trim_start_matches('\u{feff}').trim();
    while let Some((before, after)) = rest.split_once('<') {
        cleaner.text(before)?;
        let (is_aside, after) = cleaner.aside(after)?;
        rest = if is_aside { after } else { cleaner.tag(after)? };
        if cleaner.is_closed() {
            break;
        }
    }
    cleaner.is_closed().then_some((cleaner.out, cleaner.size))
}

/// What was read of a drawing so far.
#[derive(Default)]
struct Cleaner {
    out: String,
    size: Size,
    /// The elements that are open.
    open: Vec<String>,
    /// The element that acts and is left out, and how many of its name are open in it.
    acting: Option<(String, usize)>,
    has_root: bool,
    tags: usize,
}

impl Cleaner {
    /// Whether the drawing has come to its end.
    fn is_closed(&self) -> bool {
        self.has_root && self.open.is_empty() && self.acting.is_none()
    }

    /// Text between tags; none stands before the drawing.
    fn text(&mut self, text: &str) -> Option<()> {
        if self.has_root && self.acting.is_none() {
            self.out.push_str(text);
        }
        (self.has_root || text.trim().is_empty()).then_some(())
    }

    /// What begins like a tag and is none: a comment, data, an instruction, a document type. Says whether it was, and what follows.
    fn aside<'t>(&mut self, after: &'t str) -> Option<(bool, &'t str)> {
        if let Some(comment) = after.strip_prefix("!--") {
            return Some((true, comment.split_once("-->")?.1));
        }
        if let Some(data) = after.strip_prefix("![CDATA[") {
            let (data, rest) = data.split_once("]]>")?;
            self.text(&data.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))?;
            return Some((true, rest));
        }
        if after.starts_with('?') {
            return Some((true, after.split_once("?>")?.1));
        }
        if after.starts_with('!') {
            let (declared, rest) = after.split_once('>')?;
            // A document type of its own can name entities, and what they stand for is not seen here.
            return (!declared.contains('[')).then_some((true, rest));
        }
        Some((false, after))
    }

    /// A tag whose `<` was just passed. Gives what follows it.
    fn tag<'t>(&mut self, after: &'t str) -> Option<&'t str> {
        self.tags += 1;
        let tag = Tag::read(after).filter(|_| self.tags <= MOST_TAGS)?;
        let name = tag.name.rsplit(':').next().unwrap_or(tag.name).to_lowercase();
        if let Some((acts, depth)) = &mut self.acting {
            if name == *acts && tag.is_end {
                *depth -= 1;
            } else if name == *acts && !tag.is_empty {
                *depth += 1;
            }
            self.acting.take_if(|(_, depth)| *depth == 0);
            return Some(tag.rest);
        }
        if !self.has_root {
            if name != "svg" || tag.is_end {
                return None;
            }
            self.has_root = true;
            self.size = tag.size();
        }
        if tag.is_end {
            self.open.pop().filter(|open| open == tag.name)?;
        } else if ACTING.contains(&name.as_str()) {
            self.acting = (!tag.is_empty).then_some((name, 1));
            return Some(tag.rest);
        } else if !tag.is_empty {
            self.open.push(tag.name.to_owned());
        }
        tag.write(&mut self.out);
        Some(tag.rest)
    }
}

/// A tag as it is written.
struct Tag<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, &'t str)>,
    is_end: bool,
    is_empty: bool,
    rest: &'t str,
}

impl<'t> Tag<'t> {
    /// The tag whose `<` was just passed.
    fn read(text: &'t str) -> Option<Self> {
        let (is_end, text) = text.strip_prefix('/').map_or((false, text), |text| (true, text));
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
        let (name, mut rest) = text.split_at(end);
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        if !is_name(name) {
            return None;
        }
        let mut tag = Self { name, attributes: Vec::new(), is_end, is_empty: false, rest: "" };
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                tag.rest = after;
                return Some(tag);
            }
            if let Some(after) = rest.strip_prefix("/>") {
                (tag.is_empty, tag.rest) = (true, after);
                return Some(tag);
            }
            let (key, after) = rest.split_once('=')?;
            let key = key.trim_end();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            if !is_name(key) || value.contains('<') {
                return None;
            }
            tag.attributes.push((key, value));
            rest = after;
        }
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        if self.is_end {
            out.push('/');
        }
        out.push_str(self.name);
        for (key, value) in self.attributes.iter().filter(|(key, value)| is_harmless(key, value)) {
            let quote = if value.contains('"') { '\'' } else { '"' };
            out.push(' ');
            out.push_str(key);
            out.push('=');
            out.push(quote);
            out.push_str(value);
            out.push(quote);
        }
        out.push_str(if self.is_empty { "/>" } else { ">" });
    }

    /// The size that the drawing gives itself, else that of what it shows.
    fn size(&self) -> Size {
        let get = |wanted: &str| self.attributes.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.trim());
        let pixels = |text: &str| {
            let number: f64 = text.trim_end_matches("px").trim().parse().ok()?;
            (1.0..=32_767.0).contains(&number).then(|| number.round() as u32)
        };
        let own = get("width").and_then(pixels).zip(get("height").and_then(pixels));
        own.or_else(|| {
            let numbers: Vec<&str> = get("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
            pixels(numbers.get(2)?).zip(pixels(numbers.get(3)?))
        })
    }
}

/// Whether an attribute neither handles an event nor leads to code.
fn is_harmless(key: &str, value: &str) -> bool {
    let local = key.rsplit(':').next().unwrap_or(key).to_lowercase();
    let plain = plain(value);
    let is_code = ["javascript:", "vbscript:", "data:text", "data:application"].iter().any(|start| plain.contains(start));
    // Pages load nothing from elsewhere, and neither does what they show.
    let loads = matches!(local.as_str(), "href" | "src") && ["http:", "https:", "//"].iter().any(|start| plain.starts_with(start));
    !(local.starts_with("on") || is_code || loads)
}

/// A value as a browser reads it: without white space and control signs, numeric entities as what they stand for.
fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(before);
        let end = after.find(';').unwrap_or(0);
        let (digits, radix) = after[..end].strip_prefix(['x', 'X']).map_or((&after[..end], 10), |hex| (hex, 16));
        match u32::from_str_radix(digits, radix).ok().and_then(char::from_u32) {
            Some(sign) => {
                out.push(sign);
                rest = &after[end + 1..];
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out.chars().filter(|c| !c.is_whitespace() && !c.is_control()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_stay_what_they_are() {
        let source = "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"x\" \"y\">\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 40\"><g id='a'><path d=\"M0 0\"/><text x=\"1\">a &lt; b</text></g></svg>";
        let (clean, size) = cleaned(source).expect("because it is a drawing");
        assert_eq!(size, Some((120, 40)));
        assert_eq!(
            clean,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 40\"><g id=\"a\"><path d=\"M0 0\"/><text x=\"1\">a &lt; b</text></g></svg>"
        );
    }

    #[test]
    fn nothing_that_acts_comes_through() {
        for inner in [
            "<script>alert(1)</script>",
            "<x:script xmlns:x=\"http://www.w3.org/2000/svg\">alert(1)</x:script>",
            "<script><script/>alert(1)</script>",
            "<a href=\"javascript:alert(1)\"><path d=\"M0\"/></a>",
            "<a xlink:href=\" java&#115;cript:alert(1)\"><path d=\"M0\"/></a>",
            "<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>",
            "<path onclick=\"alert(1)\" d=\"M0\"/>",
            "<foreignObject><iframe src=\"javascript:alert(1)\"></iframe></foreignObject>",
            "<image href=\"https://evil.example/x.png\"/>",
            "<a href=\"data:text/html,alert(1)\"></a>",
            "<![CDATA[<script>alert(1)</script>]]>",
        ] {
            let (clean, _) = cleaned(&format!("<svg>{inner}</svg>")).expect(inner);
            for part in ["<script", ":script", "alert(1)\"", "javascript", "&#115;", "onclick", "<iframe", "evil"] {
                assert!(!clean.contains(part), "{inner}: {clean}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in [
            "",
            "<html></html>",
            "text<svg></svg>",
            "<svg><g></svg>",
            "<svg",
            "<svg a=b></svg>",
            "<svg><script></svg>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg></svg>",
            "<svg a=\"<\"></svg>",
        ] {
            assert_eq!(cleaned(text), None, "{text}");
        }
        let deep = "<g>".repeat(100_000);
        assert_eq!(cleaned(&format!("<svg>{deep}</svg>")), None);
        assert_eq!(cleaned(&format!("<svg>{}</svg>", "<g/>".repeat(300_000))), None);
    }
}
