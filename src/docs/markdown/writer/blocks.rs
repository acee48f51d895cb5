//! Blocks: headings, lists, tables, boxes, code.

use super::{
    Alignment, Aside, CodeBlockKind, Container, Heading, HeadingLevel, Info, Opener, Tag, TagEnd, Writer, code, escaped, math, slug,
};
use pulldown_cmark::BlockQuoteKind;

/// The kinds of boxes that look different; others look like notes.
const BOXES: &[(&str, &str)] = &[
    ("abstract", "abstract"),
    ("attention", "warning"),
    ("bug", "danger"),
    ("caution", "warning"),
    ("danger", "danger"),
    ("error", "danger"),
    ("example", "example"),
    ("fail", "danger"),
    ("failure", "danger"),
    ("faq", "question"),
    ("help", "question"),
    ("hint", "tip"),
    ("important", "important"),
    ("info", "note"),
    ("note", "note"),
    ("question", "question"),
    ("quote", "quote"),
    ("success", "tip"),
    ("summary", "abstract"),
    ("tip", "tip"),
    ("tldr", "abstract"),
    ("todo", "note"),
    ("warning", "warning"),
];

impl Writer<'_> {
    pub(super) fn start(&mut self, tag: Tag<'_>) {
        self.inside += usize::from(matches!(tag, Tag::BlockQuote(_) | Tag::Item));
        match tag {
            Tag::Paragraph => self.own("<p>"),
            Tag::Heading { level, id, .. } => {
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    HeadingLevel::H4 => 4,
                    HeadingLevel::H5 => 5,
                    HeadingLevel::H6 => 6,
                };
                self.aside(Aside::Heading { level, id: id.map(|id| id.to_string()) });
            }
            Tag::BlockQuote(None) => self.own("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let kind = match kind {
                    BlockQuoteKind::Note => "note",
                    BlockQuoteKind::Tip => "tip",
                    BlockQuoteKind::Important => "important",
                    BlockQuoteKind::Warning => "warning",
                    BlockQuoteKind::Caution => "danger",
                };
                let title = if kind == "danger" { "Caution".to_owned() } else { capitalised(kind) };
                self.own(&format!("<div class=\"admonition {kind}\">\n<p class=\"admonition-title\">{title}</p>\n"));
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => Info::read(&info),
                    CodeBlockKind::Indented => Info::default(),
                };
                self.aside(Aside::Code(info));
            }
            Tag::List(None) => self.own("<ul>\n"),
            Tag::List(Some(1)) => self.own("<ol>\n"),
            Tag::List(Some(start)) => self.own(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.own("<li>"),
            Tag::FootnoteDefinition(label) => self.aside(Aside::Footnote(label.to_string())),
            Tag::DefinitionList => self.own("<dl>\n"),
            Tag::DefinitionListTitle => self.own("<dt>"),
            Tag::DefinitionListDefinition => self.own("<dd>"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => {
                (self.cell, self.in_head) = (0, true);
                self.own("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.own("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
            span => self.start_span(span),
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        self.inside = self.inside.saturating_sub(usize::from(matches!(tag, TagEnd::BlockQuote(_) | TagEnd::Item)));
        match tag {
            TagEnd::Paragraph => self.own("</p>\n"),
            TagEnd::BlockQuote(None) => self.own("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.own("</div>\n"),
            TagEnd::List(true) => self.own("</ol>\n"),
            TagEnd::List(false) => self.own("</ul>\n"),
            TagEnd::Item => self.own("</li>\n"),
            TagEnd::DefinitionList => self.own("</dl>\n"),
            TagEnd::DefinitionListTitle => self.own("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.own("</dd>\n"),
            TagEnd::Table => self.own("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.own("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.own("</tr>\n"),
            TagEnd::TableCell => {
                self.own(if self.in_head { "</th>" } else { "</td>" });
                self.cell += 1;
            }
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::FootnoteDefinition | TagEnd::Image => {
                self.end_aside();
            }
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::MetadataBlock(_) => {}
            span => self.end_span(span),
        }
    }

    pub(super) fn aside(&mut self, aside: Aside) {
        self.asides.push((aside, String::new(), String::new()));
    }

    fn end_aside(&mut self) {
        let Some((aside, html, words)) = self.asides.pop() else { return };
        match aside {
            Aside::Heading { level, id } => self.heading(level, id, &html, &words),
            Aside::Footnote(label) => self.footnotes.define(&label, html),
            Aside::Code(info) => self.code(&info, &html),
            Aside::Image { to, title } => self.image(&to, &title, &words),
        }
    }

    fn heading(&mut self, level: u8, id: Option<String>, html: &str, words: &str) {
        let (words, listed) = match super::attributes::trailing(words) {
            Some((before, attributes)) => (before.trim(), attributes.id),
            None => (words.trim(), None),
        };
        let html = if words.len() < html.len() && html.trim_end().ends_with('}') {
            html.rsplit_once('{').map_or(html, |(before, _)| before)
        } else {
            html
        };
        let is_first = self.rendered.title.is_none() && self.rendered.headings.is_empty();
        let is_alone = self.asides.is_empty() && self.open.is_empty() && self.inside == 0;
        let is_title = level == 1 && is_first && is_alone;
        let wanted = id.or(listed).unwrap_or_else(|| slug(words));
        let id = self.ids.unique(&wanted);
        self.rendered.words += words.split_whitespace().count();
        if is_title {
            self.rendered.title = Some(words.to_owned());
            // Links to the title lead to the beginning.
            return self.own(&format!("<span id=\"{}\"></span>\n", escaped(&id)));
        }
        let level = self.outline.level(level);
        let shown = escaped(&id);
        self.own(&format!("<h{level} id=\"{shown}\">"));
        self.target().push_str(html.trim_end());
        self.own(&format!(" <a class=\"anchor\" href=\"#{shown}\" aria-label=\"Link to {}\">#</a></h{level}>\n", escaped(words)));
        self.rendered.headings.push(Heading { level, id, text: words.to_owned() });
    }

    fn code(&mut self, info: &Info, code: &str) {
        let html = match info.language.as_str() {
            "math" => format!("<p>{}</p>\n", math::formula(code.trim(), true)),
            _ => code::block(info, code, self.highlighter),
        };
        self.own(&html);
    }

    fn table(&mut self, alignments: Vec<Alignment>) {
        self.alignments = alignments;
        self.tables += 1;
        // A region that scrolls can be reached by keyboard, and regions have names of their own.
        self.own(&format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table {}\"><table>", self.tables));
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        self.own(&if self.in_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") });
    }

    /// A box, a collapsible or a tab begins or ends.
    pub(super) fn container(&mut self, is_open: bool, number: usize) {
        let Some(container) = self.prepared.containers.get(number) else { return };
        if is_open {
            self.open.push(number);
            let html = opening(container);
            self.own(&html);
        } else if self.open.last() == Some(&number) {
            self.open.pop();
            self.own(match container.opener {
                Opener::Collapsible { .. } => "</details>\n",
                Opener::Tab { .. } if container.is_last => "</div>\n</div>\n",
                Opener::Box { .. } | Opener::Tab { .. } => "</div>\n",
            });
        }
    }
}

fn opening(container: &Container) -> String {
    let named = |kind: &str, title: &Option<String>| title.as_deref().map_or_else(|| capitalised(kind), str::to_owned);
    match &container.opener {
        Opener::Box { kind, title } if title.as_deref() == Some("") => format!("<div class=\"admonition {}\">\n", look(kind)),
        Opener::Box { kind, title } => {
            format!("<div class=\"admonition {}\">\n<p class=\"admonition-title\">{}</p>\n", look(kind), escaped(&named(kind, title)))
        }
        Opener::Collapsible { kind, title, is_open } => {
            let open = if *is_open { " open" } else { "" };
            format!(
                "<details class=\"admonition {}\"{open}>\n<summary class=\"admonition-title\">{}</summary>\n",
                look(kind),
                escaped(&named(kind, title))
            )
        }
        Opener::Tab { title, .. } => {
            let (set, place) = container.place;
            let begin = if place == 0 { "<div class=\"tabset\" role=\"group\" aria-label=\"Alternatives\">\n" } else { "" };
            let checked = if place == 0 { " checked" } else { "" };
            format!(
                "{begin}<input type=\"radio\" name=\"tabs-{set}\" id=\"tab-{set}-{place}\"{checked}><label for=\"tab-{set}-{place}\">{}</label>\n<div class=\"tab\">\n",
                escaped(title)
            )
        }
    }
}

fn look(kind: &str) -> &'static str {
    BOXES.iter().find(|(name, _)| *name == kind).map_or("note", |(_, look)| look)
}

fn capitalised(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
