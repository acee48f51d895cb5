//! What a format's own schema allows, as a table, and the walk that holds a document against it.
//!
//! Where a vendor publishes a JSON schema, its table says what that schema says, no more and no less:
//! what the vendor refuses is an error here. Where none is published, the table says what the manual
//! says, and what goes beyond it is a warning. Either way the rest of the file is used.

use super::reader::Reader;
use crate::reading::bounds;
use crate::yaml::{Node, Scalar};
use milepost_model::Severity;

/// The most flaws of one document that are told.
const FLAWS: usize = 100;
/// How alike two words must be for one to be offered in place of the other.
const NEAR: f64 = 0.84;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Anything.
    Any,
    /// Text.
    Text,
    /// Text that is not empty.
    Filled,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Text that a rule allows; the words complete “must be …”.
    Like(fn(&str) -> bool, &'static str),
    /// A whole number from the first to the last.
    Whole(i64, i64),
    /// True or false.
    Flag,
    /// A list.
    List(&'static Shape),
    /// A map with keys of the file's own choice.
    Map(&'static Shape),
    /// A map whose keys follow a rule, and that may have to hold something.
    Named(&'static Named),
    /// A map with known keys.
    Object(&'static Object),
    /// Whichever of these it fits.
    Either(&'static [Shape]),
}

/// A map whose keys follow a rule.
#[derive(Debug)]
pub(super) struct Named {
    /// The rule, and the words that complete “must be …”.
    pub(super) key: (fn(&str) -> bool, &'static str),
    pub(super) value: Shape,
    /// Whether it must not be empty.
    pub(super) is_filled: bool,
}

/// A map with known keys.
#[derive(Debug)]
pub(super) struct Object {
    /// What it is, with its article: “a link”.
    pub(super) what: &'static str,
    pub(super) keys: &'static [Key],
    /// Whether other keys are fine.
    pub(super) is_open: bool,
    /// What no table can say.
    pub(super) also: &'static [Also],
}

/// A rule over several keys of a map: the key that it is about, what is wrong, and what to do.
pub(super) type Also = fn(&Node) -> Option<(&'static str, String, String)>;

/// A known key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) shape: Shape,
}

/// A key that must be there.
pub(super) const fn needs(name: &'static str, shape: Shape) -> Key {
    Key { name, is_required: true, shape }
}

/// A key that may be there.
pub(super) const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, is_required: false, shape }
}

/// How a format treats what it does not expect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Whose format it is.
    pub(super) who: &'static str,
    /// How much it matters when the table is not kept.
    pub(super) severity: Severity,
    /// Whether nothing is the same as not being there, and a number the same as its text.
    pub(super) is_lenient: bool,
}

impl Manner {
    /// A format whose schema is published: what it refuses is an error.
    pub(super) const fn published(who: &'static str) -> Self {
        Self { who, severity: Severity::Error, is_lenient: false }
    }

    /// A format that only a manual describes.
    pub(super) const fn described(who: &'static str) -> Self {
        Self { who, severity: Severity::Warning, is_lenient: true }
    }
}

/// Tells every way in which the document is not of this shape.
pub(super) fn hold(reader: &mut Reader<'_>, node: &Node, shape: &Shape, manner: Manner) {
    let mut walk = Walk { manner, flaws: Vec::new() };
    walk.value(node, shape, "");
    for flaw in walk.flaws {
        let place = reader.whole().at(flaw.line, flaw.column);
        reader.complain(flaw.severity, flaw.what, flaw.message, place, flaw.help);
    }
}

/// The known word that somebody probably meant.
pub(super) fn nearest<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // Long texts are no typos, and comparing them would take long.
    if found.len() > 60 {
        return None;
    }
    let plain = |word: &str| word.to_lowercase().replace(['_', ' '], "-");
    let found = plain(found);
    let likeness = |word: &str| strsim::jaro_winkler(&found, &plain(word));
    known.into_iter().map(|word| (likeness(word), word)).filter(|(like, _)| *like > NEAR).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, w)| w)
}

struct Flaw {
    severity: Severity,
    what: &'static str,
    message: String,
    line: u32,
    column: u32,
    help: String,
}

struct Walk {
    manner: Manner,
    flaws: Vec<Flaw>,
}

impl Walk {
    fn tell(&mut self, what: &'static str, message: String, at: (u32, u32), help: String) {
        if self.flaws.len() < FLAWS {
            self.flaws.push(Flaw { severity: self.manner.severity, what, message, line: at.0, column: at.1, help });
        }
    }

    fn value(&mut self, node: &Node, shape: &Shape, path: &str) {
        if self.manner.is_lenient && node.is_null() {
            return;
        }
        match shape {
            Shape::Any => {}
            Shape::Text | Shape::Filled | Shape::Word(_) | Shape::Like(..) => self.text(node, shape, path),
            Shape::Whole(first, last) => {
                let number = node.scalar().and_then(Scalar::number).and_then(|number| number.as_i64());
                if !number.is_some_and(|number| (*first..=*last).contains(&number)) {
                    self.wrong(node, shape, path);
                }
            }
            Shape::Flag => {
                if node.boolean().is_none() {
                    self.wrong(node, shape, path);
                }
            }
            Shape::List(item) => match node.items() {
                Some(items) => items.iter().for_each(|node| self.value(node, item, &format!("{path}[]"))),
                None => self.wrong(node, shape, path),
            },
            Shape::Map(value) => match node.mapping() {
                Some(mapping) => mapping.entries().iter().for_each(|entry| self.value(&entry.value, value, &below(path, &entry.key.text))),
                None => self.wrong(node, shape, path),
            },
            Shape::Named(named) => self.named(node, named, shape, path),
            Shape::Object(object) => self.object(node, object, shape, path),
            Shape::Either(shapes) => self.either(node, shapes, path),
        }
    }

    fn text(&mut self, node: &Node, shape: &Shape, path: &str) {
        let Some(scalar) = node.scalar().filter(|scalar| !scalar.is_null()) else { return self.wrong(node, shape, path) };
        if !self.manner.is_lenient && !node.scalar().is_some_and(Scalar::is_text) {
            let message = format!("“{path}” must be text, and YAML reads {} as a number or a boolean", node.found());
            return self.tell("wrong-type", message, at(node), format!("put it in quotes: \"{}\"", bounds::cut(&scalar.text, 40)));
        }
        let text = scalar.text.as_str();
        let is_fine = match shape {
            Shape::Filled => !text.is_empty(),
            Shape::Word(words) => words.contains(&text),
            Shape::Like(rule, _) => rule(text),
            _ => true,
        };
        if is_fine {
            return;
        }
        let near = match shape {
            Shape::Word(words) => nearest(text, words.iter().copied()),
            _ => None,
        };
        let (message, help) = match near {
            // The whole list would only hide the word that is meant.
            Some(near) => (format!("“{path}” cannot be {}", node.found()), format!("did you mean “{near}”?")),
            None => (format!("“{path}” must be {}, and this is {}", shape.words(), node.found()), format!("write {}", shape.words())),
        };
        self.tell("bad-value", message, at(node), help);
    }

    fn wrong(&mut self, node: &Node, shape: &Shape, path: &str) {
        let subject = if path.is_empty() { "this".to_owned() } else { format!("“{path}”") };
        let message = format!("{subject} must be {}, and this is {}", shape.words(), node.found());
        self.tell("wrong-type", message, at(node), format!("write {}", shape.words()));
    }

    fn named(&mut self, node: &Node, named: &Named, shape: &Shape, path: &str) {
        let Some(mapping) = node.mapping() else { return self.wrong(node, shape, path) };
        if named.is_filled && mapping.entries().is_empty() {
            let message = format!("“{path}” is empty");
            self.tell("required-field", message, at(node), format!("{} wants at least one entry", self.manner.who));
        }
        for entry in mapping.entries() {
            let key = &entry.key;
            if !named.key.0(&key.text) {
                let message = format!("“{}” cannot be a key of “{path}”", bounds::cut(&key.text, 60));
                self.tell("bad-key", message, (key.line, key.column), format!("a key must be {}", named.key.1));
            }
            self.value(&entry.value, &named.value, &below(path, &key.text));
        }
    }

    fn object(&mut self, node: &Node, object: &Object, shape: &Shape, path: &str) {
        let Some(mapping) = node.mapping() else { return self.wrong(node, shape, path) };
        for entry in mapping.entries() {
            let key = &entry.key;
            match object.keys.iter().find(|known| known.name == key.text) {
                Some(known) => self.value(&entry.value, &known.shape, &below(path, known.name)),
                None if object.is_open => {}
                None => {
                    let known = || object.keys.iter().map(|known| known.name);
                    let help = match nearest(&key.text, known().filter(|known| mapping.get(known).is_none())) {
                        Some(near) => format!("did you mean “{near}”?"),
                        None => format!("known keys are {}", known().collect::<Vec<_>>().join(", ")),
                    };
                    let message = format!("“{}” is not a key of {}", bounds::cut(&below(path, &key.text), 80), object.what);
                    self.tell("unknown-key", message, (key.line, key.column), help);
                }
            }
        }
        for key in object.keys.iter().filter(|key| key.is_required) {
            let found = mapping.get(key.name);
            if found.is_none_or(|node| self.manner.is_lenient && node.is_null()) {
                let message = format!("there is no “{}”", below(path, key.name));
                let help = format!("{} wants “{}” in {}; write {}", self.manner.who, key.name, object.what, key.shape.words());
                self.tell("required-field", message, at(node), help);
            }
        }
        for also in object.also {
            if let Some((key, message, help)) = also(node) {
                self.tell("bad-value", message, at(node.get(key).unwrap_or(node)), help);
            }
        }
    }

    /// Of several shapes that it does not fit, the one that it comes nearest to is told.
    fn either(&mut self, node: &Node, shapes: &[Shape], path: &str) {
        let mut least: Option<Vec<Flaw>> = None;
        for shape in shapes {
            let mut walk = Self { manner: self.manner, flaws: Vec::new() };
            walk.value(node, shape, path);
            if walk.flaws.is_empty() {
                return;
            }
            let is_kindred = walk.flaws.iter().all(|flaw| flaw.what != "wrong-type" || (flaw.line, flaw.column) != at(node));
            if least.as_ref().is_none_or(|least| is_kindred && walk.flaws.len() <= least.len()) {
                least = Some(walk.flaws);
            }
        }
        self.flaws.extend(least.unwrap_or_default());
    }
}

impl Shape {
    /// What it is, in words that complete “must be …”.
    fn words(&self) -> String {
        match self {
            Self::Any => "a value".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Filled => "text that is not empty".to_owned(),
            Self::Word([word]) => format!("“{word}”"),
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::Like(_, words) => (*words).to_owned(),
            Self::Whole(first, last) if first == last => first.to_string(),
            Self::Whole(first, last) => format!("a whole number from {first} to {last}"),
            Self::Flag => "true or false".to_owned(),
            Self::List(item) => format!("a list, each item {}", item.words()),
            Self::Map(_) | Self::Named(_) => "a map".to_owned(),
            Self::Object(object) => format!("a map with {}", named(object)),
            Self::Either(shapes) => shapes.iter().map(Self::words).collect::<Vec<_>>().join(", or "),
        }
    }
}

fn named(object: &Object) -> String {
    let required: Vec<&str> = object.keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    if !required.is_empty() {
        return required.join(", ");
    }
    let some: Vec<&str> = object.keys.iter().take(4).map(|key| key.name).collect();
    format!("keys such as {}", some.join(", "))
}

fn at(node: &Node) -> (u32, u32) {
    (node.line, node.column)
}

fn below(path: &str, key: &str) -> String {
    let key = bounds::cut(key, 60);
    if path.is_empty() { key } else { format!("{path}.{key}") }
}
