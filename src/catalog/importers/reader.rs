//! Takes values out of a descriptor's tree and complains, with a place, about those of the wrong shape.

use super::DescriptorFile;
use crate::reading::bounds;
use crate::yaml::{Node, Style};
use milepost_model::{Diagnostic, EntityRef, Place, Severity};

/// The most items of one list that are kept.
pub(super) const ITEMS: usize = 1_000;
/// The most problems of one file that are reported: after that a person needs another tool.
const PROBLEMS: usize = 100;

/// One descriptor file, while it is read.
pub(super) struct Reader<'a> {
    pub(super) file: DescriptorFile<'a>,
    pub(super) problems: Vec<Diagnostic>,
    /// Codes begin with this.
    area: &'static str,
    /// Whether a number or a boolean where text belongs is wrong, or read as its text.
    is_strict: bool,
    /// The file's place.
    whole: Place,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: DescriptorFile<'a>, area: &'static str, is_strict: bool) -> Self {
        Self { whole: Place::in_repo(file.repo, file.path), file, problems: Vec::new(), area, is_strict }
    }

    /// The file's place.
    pub(super) fn whole(&self) -> Place {
        self.whole.clone()
    }

    /// The place of a value.
    pub(super) fn place(&self, node: &Node) -> Place {
        node.place(&self.whole)
    }

    /// Reports something about a value.
    pub(super) fn complain(&mut self, severity: Severity, what: &str, message: String, place: Place, help: impl Into<String>) {
        if self.problems.len() < PROBLEMS {
            let code = format!("{}/{what}", self.area);
            self.problems.push(Diagnostic::new(severity, &code, message).at(place).help(help).quoting(self.file.text));
        }
    }

    /// Reports an error about a value.
    pub(super) fn error(&mut self, what: &str, message: String, node: &Node, help: impl Into<String>) {
        self.complain(Severity::Error, what, message, self.place(node), help);
    }

    /// Reports a warning about a value.
    pub(super) fn warning(&mut self, what: &str, message: String, node: &Node, help: impl Into<String>) {
        self.complain(Severity::Warning, what, message, self.place(node), help);
    }

    /// The value as one line of text of at most `most` characters; nothing where it is empty or no text.
    pub(super) fn line(&mut self, key: &str, node: &Node, most: usize) -> Option<String> {
        let text = self.text(key, node)?;
        Some(bounds::cut(&bounds::one_line(&text), most)).filter(|text| !text.is_empty())
    }

    /// As [`line`](Self::line), of a value that may not be empty where the key is written. Blanks are a value.
    pub(super) fn filled(&mut self, key: &str, node: &Node, most: usize) -> Option<String> {
        if node.scalar().is_some_and(|scalar| scalar.is_null() || scalar.text.is_empty()) {
            self.error("empty-value", format!("“{key}” is empty"), node, "write a value, or remove the key");
            return None;
        }
        self.line(key, node, most)
    }

    /// As [`filled`](Self::filled), with its blanks: of a value that has a form.
    pub(super) fn exact(&mut self, key: &str, node: &Node) -> Option<String> {
        match node.scalar() {
            Some(scalar) if !scalar.is_null() && !scalar.text.is_empty() => self.text(key, node),
            _ => self.filled(key, node, bounds::NAME),
        }
    }

    /// The value as text, as it was written.
    pub(super) fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        if node.is_null() {
            return None;
        }
        let Some(scalar) = node.scalar() else {
            self.error("wrong-type", format!("“{key}” must be text, and this is {}", node.found()), node, "write one value");
            return None;
        };
        if self.is_strict && scalar.style == Style::Plain && !scalar.is_text() {
            let message = format!("“{key}” must be text, and YAML reads {} as a number or a boolean", node.found());
            self.error("wrong-type", message, node, format!("put it in quotes: \"{}\"", bounds::cut(&scalar.text, 40)));
        }
        Some(scalar.text.clone())
    }

    /// The items of a list; a single value is reported and taken as a list of one.
    pub(super) fn items<'n>(&mut self, key: &str, node: &'n Node) -> &'n [Node] {
        if node.is_null() {
            if self.is_strict {
                let help = format!("write {key}: [] where there are none, or remove the key");
                self.error("empty-value", format!("“{key}” is empty, and must be a list"), node, help);
            }
            return &[];
        }
        match node.items() {
            Some(items) => {
                if items.len() > ITEMS {
                    let message = format!("“{key}” has {} items, and the first {ITEMS} are read", items.len());
                    self.warning("too-many", message, node, "split it up");
                }
                &items[..items.len().min(ITEMS)]
            }
            None if node.mapping().is_some() => {
                self.error(
                    "wrong-type",
                    format!("“{key}” must be a list, and this is {}", node.found()),
                    node,
                    "begin each item with `- `",
                );
                &[]
            }
            None => {
                let message = format!("“{key}” must be a list, and this is {}", node.found());
                self.error("wrong-type", message, node, format!("write {key}: [{}]", bounds::cut(node.text().unwrap_or_default(), 40)));
                std::slice::from_ref(node)
            }
        }
    }

    /// The value as a reference, or as the map of kind, namespace and name that stands for one.
    pub(super) fn reference(&mut self, key: &str, node: &Node, default_kind: Option<&str>, namespace: &str) -> Option<EntityRef> {
        if node.mapping().is_some() {
            let part = |key: &str| node.get(key).and_then(Node::text).filter(|text| !text.is_empty());
            if let (Some(kind), Some(name)) = (part("kind").or(default_kind), part("name")) {
                return Some(EntityRef::in_namespace(kind, part("namespace").unwrap_or(namespace), name));
            }
        }
        let text = self.line(key, node, bounds::NAME)?;
        match EntityRef::parse(&text, default_kind, namespace) {
            Ok(reference) => Some(reference),
            Err(problem) => {
                let example = format!("write {}:{namespace}/name, or a part of it from the right", default_kind.unwrap_or("component"));
                self.error("bad-reference", format!("“{key}”: {problem}"), node, example);
                None
            }
        }
    }
}
