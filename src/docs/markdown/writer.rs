//! The one pass over a text's events.

use super::attributes;
use super::autolink::{self, Part};
use super::code;
use super::containers::{Container, read_mark};
use super::fence::Info;
use super::footnotes::{self, Footnotes};
use super::headings::{self, Heading, Ids, Outline, slug};
use super::highlight::Highlighter;
use super::inline::{self, Piece};
use super::lines::Prepared;
use super::math;
use super::openers::Opener;
use super::raw_html;
use super::raw_tags::{self, Nesting, Raw};
use super::surroundings::Surroundings;
use super::tokens::{Kept, escape, escaped, unescaped};
use super::{Finding, Flaw, Rendered};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::collections::{BTreeMap, BTreeSet};

mod blocks;
mod links;
mod spans;

/// More findings than this are noise.
const MOST_FINDINGS: usize = 100;

/// Writes a prepared text as HTML.
pub(super) fn write(
    prepared: &Prepared<'_>,
    surroundings: &dyn Surroundings,
    highlighter: &dyn Highlighter,
    reserved: &[&str],
) -> Rendered {
    let mut writer = Writer::new(prepared, surroundings, highlighter, reserved);
    let parser = Parser::new_ext(&prepared.text, super::options());
    for (event, place) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        writer.at = place.start;
        writer.event(event);
    }
    writer.finish()
}

/// A part of the text whose HTML is needed before it can be written.
enum Aside {
    Heading { level: u8, id: Option<String> },
    Footnote(String),
    Code(Info),
    Image { to: String, title: String },
}

struct Writer<'a> {
    prepared: &'a Prepared<'a>,
    surroundings: &'a dyn Surroundings,
    highlighter: &'a dyn Highlighter,
    rendered: Rendered,
    out: String,
    /// What is being written instead of `out`, and the words of it.
    asides: Vec<(Aside, String, String)>,
    ids: Ids,
    outline: Outline,
    footnotes: Footnotes,
    /// Where raw HTML may be, our own tags wait as tokens.
    kept: Option<Kept>,
    nesting: Nesting,
    has_raw: bool,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    links: Vec<bool>,
    /// The lines so far of the block of raw HTML that is open.
    html_block: String,
    tables: usize,
    /// Links to places in this text, to be checked when all places are known.
    fragments: Vec<(u32, String)>,
    /// The place in the parsed text.
    at: usize,
    /// How many containers are open, so that a mark that closes nothing does nothing.
    open: Vec<usize>,
    /// How many quotes and entries of lists are open: a title is in none.
    inside: usize,
}

impl<'a> Writer<'a> {
    fn new(prepared: &'a Prepared<'a>, surroundings: &'a dyn Surroundings, highlighter: &'a dyn Highlighter, reserved: &[&str]) -> Self {
        Self {
            prepared,
            surroundings,
            highlighter,
            rendered: Rendered { findings: prepared.findings.clone(), ..Rendered::default() },
            out: String::with_capacity(prepared.text.len() * 3 / 2),
            asides: Vec::new(),
            ids: Ids::with_reserved(reserved),
            outline: Outline::default(),
            footnotes: Footnotes::default(),
            kept: may_have_raw(prepared).then(Kept::default),
            nesting: Nesting::default(),
            has_raw: false,
            alignments: Vec::new(),
            cell: 0,
            in_head: false,
            links: Vec::new(),
            html_block: String::new(),
            tables: 0,
            fragments: Vec::new(),
            at: 0,
            open: Vec::new(),
            inside: 0,
        }
    }

    /// Where HTML goes at present.
    fn target(&mut self) -> &mut String {
        self.asides.last_mut().map_or(&mut self.out, |(_, html, _)| html)
    }

    /// Writes HTML of our own.
    fn own(&mut self, html: &str) {
        match &mut self.kept {
            Some(kept) => {
                let token = kept.keep(html);
                self.target().push_str(&token);
            }
            None => self.target().push_str(html),
        }
    }

    fn finding(&mut self, flaw: Flaw, message: String) {
        if self.rendered.findings.len() < MOST_FINDINGS {
            let line = self.prepared.line(self.at);
            self.rendered.findings.push(Finding { flaw, line, message });
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.code_span(&text),
            Event::InlineMath(tex) => self.own(&math::formula(&tex, false)),
            Event::DisplayMath(tex) => self.own(&math::formula(&tex, true)),
            Event::Html(html) => match read_mark(&html, &self.prepared.nonce) {
                Some((is_open, number)) => {
                    self.end_html_block();
                    self.container(is_open, number);
                }
                // A tag or a comment may go over several lines, and the parser gives them one by one.
                None => self.html_block.push_str(&html),
            },
            Event::InlineHtml(html) => self.raw(&html),
            Event::FootnoteReference(label) => {
                let mark = self.footnotes.mark(&label);
                self.own(&mark);
            }
            Event::SoftBreak => {
                self.words("\n");
                self.target().push('\n');
            }
            Event::HardBreak => {
                self.words("\n");
                self.own("<br>\n");
            }
            Event::Rule => self.own("<hr>\n"),
            Event::TaskListMarker(is_done) => {
                // Drawn, since a box that nobody can tick is a control that does nothing.
                let (class, label) = if is_done { ("task done", "Done") } else { ("task", "To do") };
                self.own(&format!("<span class=\"{class}\" role=\"img\" aria-label=\"{label}\"></span> "));
            }
        }
    }

    /// Counts words, and keeps those of headings and images.
    fn words(&mut self, text: &str) {
        match self.asides.last_mut() {
            Some((Aside::Heading { .. } | Aside::Image { .. }, _, words)) => words.push_str(text),
            Some((Aside::Code(_), ..)) => {}
            _ => self.rendered.words += text.split_whitespace().count(),
        }
    }

    /// The lines of a block of raw HTML, taken together.
    fn end_html_block(&mut self) {
        let html = std::mem::take(&mut self.html_block);
        if !html.is_empty() {
            self.raw(&html);
        }
    }

    /// A stranger's raw HTML.
    fn raw(&mut self, html: &str) {
        let mut kept = self.kept.take().unwrap_or_default();
        let mut problems = Vec::new();
        let rewritten =
            Raw { surroundings: self.surroundings, kept: &mut kept, nesting: &mut self.nesting, problems: &mut problems }.rewrite(html);
        self.kept = Some(kept);
        self.has_raw = true;
        self.target().push_str(&rewritten);
        for (flaw, problem) in problems {
            self.finding(flaw, problem);
        }
    }

    fn finish(mut self) -> Rendered {
        self.end_html_block();
        while let Some((_, html, _)) = self.asides.pop() {
            self.target().push_str(&html);
        }
        while let Some(number) = self.open.pop() {
            self.open.push(number);
            self.container(false, number);
        }
        let footnotes = std::mem::take(&mut self.footnotes);
        for piece in footnotes.list() {
            match piece {
                footnotes::Piece::Ours(html) => self.own(&html),
                footnotes::Piece::Theirs(html) => self.target().push_str(html),
            }
        }
        if self.nesting.deepest > raw_tags::DEEPEST {
            let line = 1;
            let message = format!("Raw HTML is nested {} levels deep, so its tags are left out.", self.nesting.deepest);
            self.rendered.findings.push(Finding { flaw: Flaw::Size, line, message });
            self.out = without_tags(&self.out);
        } else if self.has_raw {
            self.out = raw_html::sanitised(&self.out);
        }
        if let Some(kept) = &self.kept {
            self.out = kept.put_back(&self.out);
        }
        self.check_fragments();
        self.rendered.html = self.out;
        self.rendered
    }

    /// Links to places in this text: those that another renderer would have named differently are led
    /// to the place that is meant, the others are findings.
    fn check_fragments(&mut self) {
        let mut led: BTreeMap<String, String> = BTreeMap::new();
        let mut meant: Option<BTreeMap<String, &str>> = None;
        let raw_ids: BTreeSet<&str> = if self.has_raw { ids_in(&self.out).collect() } else { BTreeSet::new() };
        for (line, fragment) in std::mem::take(&mut self.fragments) {
            if self.ids.has(&fragment) || led.contains_key(&fragment) {
                continue;
            }
            let raw = format!("{}{fragment}", raw_tags::ID_PREFIX);
            if raw_ids.contains(escaped(&raw).as_str()) {
                led.insert(fragment, raw);
            } else if let Some(id) = meant.get_or_insert_with(|| self.ids.by_meaning()).get(&headings::meaning(&fragment)) {
                led.insert(fragment, (*id).to_owned());
            } else {
                if self.rendered.findings.len() < MOST_FINDINGS {
                    let message = format!("There is no heading #{fragment} in this text.");
                    self.rendered.findings.push(Finding { flaw: Flaw::Anchor, line, message });
                }
                // A link to nothing leads to the beginning, as the one to another page does.
                led.insert(fragment, String::new());
            }
        }
        if !led.is_empty() {
            self.out = with_fragments(&self.out, |fragment| led.get(fragment).map(String::as_str));
        }
    }
}

/// The ids in a piece of HTML, as they are written there.
fn ids_in(html: &str) -> impl Iterator<Item = &str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// HTML whose links to places in itself lead where `to` says.
fn with_fragments<'t>(html: &str, to: impl Fn(&str) -> Option<&'t str>) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("href=\"#") {
        out.push_str(before);
        out.push_str("href=\"#");
        let (fragment, after) = after.split_at(after.find('"').unwrap_or(after.len()));
        match to(&unescaped(fragment)) {
            Some(place) => escape(place, &mut out),
            None => out.push_str(fragment),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a stranger's tag may be in a text, be it only in code: told from its bytes, before it is parsed.
fn may_have_raw(prepared: &Prepared<'_>) -> bool {
    let text = prepared.text.as_bytes();
    let is_tag = |at: usize| text.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next));
    let is_mark = |at: usize| prepared.text[at..].lines().next().is_some_and(|line| read_mark(line, &prepared.nonce).is_some());
    prepared.text.match_indices('<').any(|(at, _)| is_tag(at) && !is_mark(at))
}

/// A text without anything that looks like a tag.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}
