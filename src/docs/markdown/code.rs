//! Blocks of code: a title, numbered lines, lines that stand out, highlighted words.

use super::fence::Info;
use super::highlight::Highlighter;
use super::tokens::escape;
use std::fmt::Write as _;

/// Larger blocks are not highlighted: they are data, and would take longer than the page is worth.
const LARGEST: usize = 256 << 10;
/// The same for lines.
const LONGEST_LINE: usize = 4 << 10;

/// A block of code as HTML.
pub(super) fn block(info: &Info, code: &str, highlighter: &dyn Highlighter) -> String {
    let code = code.strip_suffix('\n').unwrap_or(code);
    let is_small = code.len() <= LARGEST && code.lines().all(|line| line.len() <= LONGEST_LINE);
    let highlighted = (is_small && !info.language.is_empty()).then(|| highlighter.highlight(&info.language, code)).flatten();
    let html = highlighted.unwrap_or_else(|| {
        let mut out = String::with_capacity(code.len() + code.len() / 8);
        escape(code, &mut out);
        out
    });
    let mut out = String::with_capacity(html.len() + 128);
    out.push_str("<div class=\"code\">");
    if let Some(title) = &info.title {
        out.push_str("<p class=\"code-title\">");
        escape(title, &mut out);
        out.push_str("</p>");
    }
    out.push_str("<pre tabindex=\"0\"><code");
    if !info.language.is_empty() {
        out.push_str(" class=\"language-");
        escape(&info.language, &mut out);
        out.push('"');
    }
    out.push('>');
    if info.numbered_from.is_none() && info.marked.is_empty() {
        out.push_str(&html);
    } else {
        lines(info, &html, &mut out);
    }
    out.push_str("</code></pre></div>\n");
    out
}

fn lines(info: &Info, html: &str, out: &mut String) {
    for (line, number) in html.split('\n').zip(1_u32..) {
        if number > 1 {
            out.push('\n');
        }
        if let Some(first) = info.numbered_from {
            write!(out, "<span class=\"line-number\" aria-hidden=\"true\">{}</span>", first.saturating_add(number - 1))
                .expect("because a string takes everything");
        }
        if info.is_marked(number) {
            write!(out, "<mark class=\"line\">{line}</mark>").expect("because a string takes everything");
        } else {
            out.push_str(line);
        }
    }
}
