//! What a text asks of its surroundings while it is rendered: with the same answers it would be rendered the same.

use super::highlight::{CodeName, Highlighter};
use super::surroundings::{Image, Link, Surroundings};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// Something that a text asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Where a link leads.
    Link(String),
    /// What an image shows.
    Image(String),
    /// What a file that may be included holds.
    Include(String),
}

/// Surroundings that remember what they were asked.
pub struct Asked<'a> {
    surroundings: &'a dyn Surroundings,
    questions: RefCell<BTreeSet<Question>>,
}

impl<'a> Asked<'a> {
    /// With nothing asked so far.
    pub fn of(surroundings: &'a dyn Surroundings) -> Self {
        Self { surroundings, questions: RefCell::default() }
    }

    /// Everything that was asked, each question once.
    pub fn questions(self) -> BTreeSet<Question> {
        self.questions.into_inner()
    }

    fn note(&self, question: Question) {
        self.questions.borrow_mut().insert(question);
    }
}

impl Surroundings for Asked<'_> {
    fn link(&self, to: &str) -> Link {
        self.note(Question::Link(to.to_owned()));
        self.surroundings.link(to)
    }

    fn image(&self, at: &str) -> Image {
        self.note(Question::Image(at.to_owned()));
        self.surroundings.image(at)
    }

    fn include(&self, path: &str) -> Option<String> {
        self.note(Question::Include(path.to_owned()));
        self.surroundings.include(path)
    }
}

/// A hash of what the surroundings answer to these questions now.
pub fn answers<'q>(surroundings: &dyn Surroundings, questions: impl Iterator<Item = &'q Question>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut part = |sort: u8, text: &str| {
        hasher.update(&[sort]).update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    for question in questions {
        match question {
            Question::Link(to) => match surroundings.link(to) {
                Link::Inside(href) => part(b'i', &href),
                Link::Outside(href) => part(b'o', &href),
                Link::Unlinked => part(b'u', ""),
                Link::Broken(problem) => part(b'b', &problem),
            },
            Question::Image(at) => match surroundings.image(at) {
                Image::Here { src, size } => {
                    part(b'h', &src);
                    part(b's', &size.map(|(width, height)| format!("{width}x{height}")).unwrap_or_default());
                }
                Image::Outside { href, host } => {
                    part(b'a', &href);
                    part(b't', &host);
                }
                Image::Broken(problem) => part(b'n', &problem),
            },
            Question::Include(path) => match surroundings.include(path) {
                Some(text) => part(b'c', &text),
                None => part(b'm', ""),
            },
        }
    }
    hasher.finalize()
}

/// A highlighter that remembers which code it was given.
#[derive(Debug)]
pub struct Shown<'a> {
    highlighter: &'a dyn Highlighter,
    names: Mutex<BTreeSet<CodeName>>,
}

impl<'a> Shown<'a> {
    /// With nothing given so far.
    pub fn of(highlighter: &'a dyn Highlighter) -> Self {
        Self { highlighter, names: Mutex::default() }
    }

    /// The names of what was given.
    pub fn names(self) -> BTreeSet<CodeName> {
        self.names.into_inner().unwrap_or_default()
    }
}

impl Highlighter for Shown<'_> {
    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        if let (Some(name), Ok(mut names)) = (self.highlighter.name(language, code), self.names.lock()) {
            names.insert(name);
        }
        self.highlighter.highlight(language, code)
    }

    fn edition(&self) -> String {
        self.highlighter.edition()
    }
}
