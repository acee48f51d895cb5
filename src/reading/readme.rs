//! A README: what the thing is, in a sentence, and how to run it.

use super::bounds;
use super::commands::{self, Command};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// How long the description taken from a README may be, in characters.
const SUMMARY: usize = 200;
/// How many commands are taken from one README.
const COMMANDS: usize = 3;

/// What a README says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readme {
    /// Its first heading of the highest level.
    pub title: Option<String>,
    /// Its first paragraph of prose, as plain text, bounded.
    pub summary: Option<String>,
    /// Commands from the sections on running, developing and installing, the most useful section first.
    pub commands: Vec<Command>,
}

/// Reads a README in Markdown.
pub fn read(text: &str) -> Readme {
    let text = &text[..text.floor_char_boundary(bounds::PROSE_BYTES)];
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_GFM;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.take(event);
    }
    reader.found.sort_by_key(|(rank, _)| *rank);
    let mut commands: Vec<Command> = Vec::new();
    for (_, command) in reader.found {
        if commands.len() < COMMANDS && !commands.iter().any(|known| known.command == command.command) {
            commands.push(command);
        }
    }
    Readme { title: reader.title, summary: reader.summary, commands }
}

#[derive(Default)]
struct Reader {
    title: Option<String>,
    summary: Option<String>,
    /// Commands with the rank of their section.
    found: Vec<(u8, Command)>,
    /// Blocks that prose is not taken from: quotes, lists, tables, footnotes, HTML, metadata.
    depth: usize,
    image: usize,
    link: usize,
    buffer: Option<Buffer>,
    section: Option<(HeadingLevel, u8)>,
    is_contents: bool,
}

/// The block that is being read.
struct Buffer {
    block: Block,
    text: String,
    /// Whether there is a word outside of links: navigation lines have none.
    has_words: bool,
}

enum Block {
    Heading(HeadingLevel),
    Paragraph,
    Code(String),
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) if self.image == 0 => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } => self.image += 1,
            Tag::Link { .. } => self.link += 1,
            Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList => {
                self.depth += 1;
            }
            Tag::Heading { level, .. } if self.depth == 0 => self.open(Block::Heading(*level)),
            Tag::Paragraph if self.depth == 0 => self.open(Block::Paragraph),
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) => self.open(Block::Code(language.to_string())),
            _ => {}
        }
    }

    fn open(&mut self, block: Block) {
        self.buffer = Some(Buffer { block, text: String::new(), has_words: false });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.image = self.image.saturating_sub(1),
            TagEnd::Link => self.link = self.link.saturating_sub(1),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionList => self.depth = self.depth.saturating_sub(1),
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock => {
                if let Some(buffer) = self.buffer.take() {
                    self.close(buffer);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let Some(buffer) = self.buffer.as_mut().filter(|_| self.image == 0) else { return };
        buffer.text.push_str(text);
        buffer.has_words |= self.link == 0 && text.chars().any(char::is_alphanumeric);
    }

    fn close(&mut self, buffer: Buffer) {
        match buffer.block {
            Block::Heading(level) => self.heading(level, &buffer.text),
            Block::Paragraph if self.summary.is_none() && !self.is_contents && buffer.has_words => {
                let text = bounds::one_line(&buffer.text);
                // One word is a label, such as what is left of a row of badges.
                if text.contains(' ') {
                    self.summary = Some(bounds::cut_at_word(&text, SUMMARY));
                }
            }
            Block::Paragraph => {}
            Block::Code(language) => {
                if let Some((_, rank)) = self.section.filter(|_| commands::is_shell(&language, &buffer.text)) {
                    self.found.extend(commands::of_block(&buffer.text).into_iter().map(|command| (rank, command)));
                }
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, text: &str) {
        let text = bounds::one_line(text);
        let lower = text.to_lowercase();
        self.is_contents = lower.contains("contents") || lower == "toc";
        if self.title.is_none() && level == HeadingLevel::H1 && !text.is_empty() {
            self.title = Some(bounds::cut(&text, bounds::NAME));
            return;
        }
        let rank = section_rank(&lower);
        match (self.section, rank) {
            (_, Some(rank)) => self.section = Some((level, rank)),
            // A subsection belongs to its section: “Getting started” often has “Prerequisites” and “Steps”.
            (Some((outer, _)), None) if level > outer => {}
            _ => self.section = None,
        }
    }
}

/// How useful a section is to somebody who wants to run the thing; `None` where it is about something else.
fn section_rank(heading: &str) -> Option<u8> {
    const WORDS: [(&str, u8); 12] = [
        ("run", 0),
        ("running", 0),
        ("getting started", 0),
        ("get started", 0),
        ("quick start", 0),
        ("quickstart", 0),
        ("local", 0),
        ("develop", 1),
        ("usage", 2),
        ("build", 3),
        ("install", 3),
        ("installation", 3),
    ];
    let has = |phrase: &str| {
        heading.match_indices(phrase).any(|(at, _)| {
            // The beginning of a word is enough: “developing”, “building”; but “prune” is not “run”.
            !heading[..at].ends_with(char::is_alphanumeric)
        })
    };
    WORDS.iter().filter(|(word, _)| has(word)).map(|(_, rank)| *rank).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(text: &str) -> Option<String> {
        read(text).summary
    }

    #[test]
    fn the_summary_is_the_first_real_paragraph() {
        for (text, expected) in [
            ("# Title\n\nIt keeps parcels *in step* with `carriers`.\n", Some("It keeps parcels in step with carriers.")),
            ("# T\n[![build](x.svg)](y) ![cov](z)\n\nReal text here.", Some("Real text here.")),
            ("<p align=center>logo <b>x y</b></p>\n\nReal text here.", Some("Real text here.")),
            ("> [!NOTE]\n> Moved elsewhere.\n\nReal text here.", Some("Real text here.")),
            ("[Docs](a) | [Chat](b) • [Blog](c)\n\nReal text here.", Some("Real text here.")),
            ("# T\n## Contents\nfirst, second\n## About\n\nReal text here.", Some("Real text here.")),
            ("---\ntitle: x y\n---\n\nReal text here.", Some("Real text here.")),
            ("- a list item\n\n| a b | c |\n|--|--|\n| d e | f |\n", None),
            ("A [linked](x) word and <b>HTML</b>.", Some("A linked word and HTML.")),
            ("beta\n\nReal text\nover lines.", Some("Real text over lines.")),
            ("", None),
        ] {
            assert_eq!(summary(text).as_deref(), expected, "{text}");
        }
        let long = summary(&"word ".repeat(1_000)).expect("because there is text");
        assert!(long.chars().count() <= SUMMARY + 1 && long.ends_with("word…"), "{long}");
    }

    #[test]
    fn commands_come_from_the_sections_on_running() {
        let text = "# T\n\n## Build\n```sh\nmake all\n```\n## Running locally\n### Steps\n```console\n$ just db  # starts Postgres\nok\n\
                    $ just run --name '#1'\n```\n## Prune\n```sh\nrm -rf x\n```\n## Config\n```yaml\na: 1\n```\n";
        let found = read(text);
        let commands: Vec<_> = found.commands.iter().map(|c| (c.command.as_str(), c.comment.as_deref())).collect();
        assert_eq!(commands, [("just db", Some("starts Postgres")), ("just run --name '#1'", None), ("make all", None)]);
    }

    #[test]
    fn a_block_without_a_language_needs_a_known_command() {
        let blocks = "## Usage\n```\n{ \"a\": 1 }\n```\n```\n# Start it\ndocker run \\\n  -p 80:80 x\n```\n";
        let found = read(&blocks.replace("# Start it\n", ""));
        assert_eq!(found.commands, [Command { command: "docker run -p 80:80 x".into(), comment: None }]);
    }
}
