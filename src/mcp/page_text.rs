//! The text of a page of the portal: headings, lists, code and tables as Markdown, and nothing around them.
//!
//! It reads what this program wrote, so it is no browser: every tag ends, and what is not known is passed over.

use std::path::Path;

/// Elements that hold nothing that a page says.
const PASSED_OVER: &[&str] =
    &["nav", "aside", "svg", "script", "style", "template", "form", "button", "dialog", "noscript", "head", "title"];
/// Elements that end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "caption",
    "blockquote",
    "figure",
    "figcaption",
    "details",
    "summary",
    "main",
    "br",
    "hr",
];
/// Elements that have no end.
const EMPTY: &[&str] = &["br", "hr", "img", "input", "meta", "link", "col", "wbr", "source", "use", "path", "rect", "circle", "line"];

/// Whether a file of the portal is a page.
pub fn is_page(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "html")
}

/// What a page says: of a document its own text, else all between the top bar and the foot.
pub fn text_of(html: &str) -> String {
    let inner = element(html, "article").or_else(|| element(html, "main")).unwrap_or(html);
    let mut writer = Writer::default();
    let mut rest = inner;
    while let Some(open) = rest.find('<') {
        writer.text(&rest[..open]);
        rest = &rest[open..];
        let Some(end) = tag_end(rest) else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let (name, is_end) = name_of(tag);
        if is_end {
            writer.close(&name);
        } else if PASSED_OVER.contains(&name.as_str()) || is_hidden(tag) && !EMPTY.contains(&name.as_str()) {
            rest = behind(rest, &name);
        } else {
            writer.open(&name);
        }
    }
    writer.text(rest);
    writer.finish()
}

/// What stands between the tags of the first element of a name.
fn element<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    let start = html.find(&format!("<{name} ")).or_else(|| html.find(&format!("<{name}>")))?;
    let from = start + tag_end(&html[start..])? + 1;
    let length = html[from..].len() - behind(&html[from..], name).len();
    Some(&html[from..from + length])
}

/// Where a tag ends: quotes may hold its sign.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn name_of(tag: &str) -> (String, bool) {
    let is_end = tag.starts_with('/');
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    (name.to_ascii_lowercase(), is_end)
}

fn is_hidden(tag: &str) -> bool {
    let mut words = tag.split_whitespace().skip(1);
    words.any(|word| {
        word == "hidden"
            || word.starts_with("hidden=")
            || word == "aria-hidden=\"true\""
            || matches!(word, "class=\"docfold\"" | "class=\"anchor\"")
    })
}

/// What follows the end of an element that was opened.
fn behind<'h>(html: &'h str, name: &str) -> &'h str {
    let mut depth = 1_usize;
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open..];
        let Some(end) = tag_end(rest) else { return "" };
        let (found, is_end) = name_of(&rest[1..end]);
        if found == name {
            depth = if is_end { depth - 1 } else { depth + 1 };
        }
        rest = &rest[end + 1..];
        if depth == 0 {
            return rest;
        }
    }
    ""
}

/// Writes lines while a page is read.
#[derive(Debug, Default)]
struct Writer {
    out: String,
    line: String,
    code: usize,
    lists: usize,
    has_cell: bool,
    /// Whether a letter that follows belongs to another word.
    is_apart: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = entities(text);
        if self.code > 0 {
            self.line.push_str(&text);
            return;
        }
        if std::mem::take(&mut self.is_apart) && text.starts_with(char::is_alphanumeric) {
            self.line.push(' ');
        }
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim();
            self.line.push_str(bare);
            if bare.len() < word.len() && !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        }
    }

    fn open(&mut self, name: &str) {
        match name {
            // What stands apart only by its style would run into what is before it.
            "span" | "time" | "a" if self.code == 0 && self.line.ends_with(char::is_alphanumeric) => self.line.push(' '),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                self.gap();
                let level = usize::from(name.as_bytes()[1] - b'0');
                self.line = format!("{} ", "#".repeat(level));
            }
            "li" => {
                self.end_line();
                self.line = format!("{}- ", "  ".repeat(self.lists.saturating_sub(1)));
            }
            "ul" | "ol" => {
                self.end_line();
                self.lists += 1;
            }
            "pre" => {
                self.end_line();
                self.out.push_str("```\n");
                self.code += 1;
            }
            "tr" => {
                self.end_line();
                self.has_cell = false;
            }
            "td" | "th" => {
                if self.has_cell {
                    self.line.push_str(" | ");
                }
                self.has_cell = true;
            }
            name if BLOCKS.contains(&name) => self.end_line(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" => {
                self.end_line();
                self.gap();
            }
            "ul" | "ol" => {
                self.end_line();
                self.lists = self.lists.saturating_sub(1);
            }
            "pre" => {
                self.end_line();
                self.code = self.code.saturating_sub(1);
                self.out.push_str("```\n");
            }
            "span" | "time" if self.code == 0 && self.line.ends_with(char::is_alphanumeric) => self.is_apart = true,
            "li" | "tr" => self.end_line(),
            name if BLOCKS.contains(&name) => self.end_line(),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = if self.code > 0 { line.trim_end_matches('\n') } else { line.trim_end() };
        if !line.trim_start_matches(['#', '-', ' ']).is_empty() {
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.out.trim().to_owned()
    }
}

/// The signs that a text stands for.
fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        if let Some((found, end)) = end.and_then(|end| Some((sign(&rest[1..end])?, end))) {
            out.push(found);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn sign(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_as_markdown() {
        let html = r##"<head><title>x</title></head><main id="main"><nav>Away <nav>inner</nav></nav><h1 title="a > b">Title <a href="#x" hidden>¶</a></h1>
            <p>One   <b>bold</b>
            line &amp; more &#39;x&#x27;.</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>
            <pre><code>let x = 1;
  let y = &lt;2&gt;;
</code></pre><table><tr><th>k</th><th>v</th></tr><tr><td>1</td><td>2</td></tr></table><svg><path d="x"/><text>no</text></svg></main><footer>Foot</footer>"##;
        assert_eq!(
            text_of(html),
            "# Title\n\nOne bold line & more 'x'.\n\n- a\n  - b\n- c\n```\nlet x = 1;\n  let y = <2>;\n```\nk | v\n1 | 2"
        );
    }

    #[test]
    fn of_a_document_only_its_own_text_is_told() {
        assert_eq!(text_of("<main><p>around</p><article class=\"prose\"><p>own</p></article></main>"), "own");
    }

    #[test]
    fn what_is_broken_never_panics() {
        for html in
            ["", "<", "<main", "<main>", "<main><p", "<nav>", "</p></ul></pre>", "&", "&#x110000;", "&amp", "<h1>", "<a b='", "<é>é</é>"]
        {
            let _ = text_of(html);
        }
        assert_eq!(text_of("&bogus; &"), "&bogus; &");
    }
}
