//! The files of a description in YAML or JSON: the one that is read, and those that it refers to.

use super::findings::Findings;
use crate::yaml::{self, Budget, Node, Shape};
use bytes::Bytes;
use milepost_model::{Diagnostic, Place, Severity};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// The most files that one description may be spread over.
const MOST_FILES: usize = 5_000;
/// The most bytes that all of them may have together.
const MOST_BYTES: usize = 48 << 20;
/// A map with more entries than this is searched by an index.
const LARGE: usize = 32;

/// The content of a file of the repository, by its path.
pub type Content<'a> = &'a (dyn Fn(&str) -> Option<Bytes> + Sync);

/// A file and what it holds.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) file: Place,
    pub(super) root: Node,
}

/// Every file of one description.
#[derive(Debug)]
pub(super) struct Trees {
    by_path: BTreeMap<String, Tree>,
    first: String,
}

/// A value, and the file that it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'t> {
    pub(super) tree: &'t Tree,
    pub(super) node: &'t Node,
}

impl Trees {
    /// Reads a file and all that it refers to, directly or not.
    pub(super) fn load(first: &Place, content: Content<'_>, findings: &mut Findings) -> Result<Self, Vec<Diagnostic>> {
        let bytes = content(&first.path).ok_or_else(|| vec![absent(first)])?;
        let mut by_path = BTreeMap::new();
        let mut left = MOST_BYTES.saturating_sub(bytes.len());
        let root = parse(&bytes, first)?;
        let mut waiting = foreign_files(&root, &first.path);
        by_path.insert(first.path.to_string(), Tree { file: first.clone(), root });
        while let Some(path) = waiting.pop() {
            if by_path.contains_key(&path) || by_path.len() >= MOST_FILES {
                continue;
            }
            let file = Place { path: path.as_str().into(), line: None, column: None, ..first.clone() };
            let Some(bytes) = content(&path).filter(|bytes| bytes.len() <= left) else { continue };
            left -= bytes.len();
            match parse(&bytes, &file) {
                Ok(root) => {
                    waiting.extend(foreign_files(&root, &path));
                    by_path.insert(path, Tree { file, root });
                }
                Err(problems) => {
                    for problem in problems.into_iter().take(1) {
                        let place = problem.place.clone().unwrap_or(file.clone());
                        findings.add(Severity::Error, "api/broken-file", || problem.message, || place, "correct the file");
                    }
                }
            }
        }
        Ok(Self { by_path, first: first.path.to_string() })
    }

    /// The file that was asked for.
    pub(super) fn first(&self) -> &Tree {
        &self.by_path[&self.first]
    }
}

impl<'t> Spot<'t> {
    /// The same file, another value.
    pub(super) fn to(self, node: &'t Node) -> Self {
        Self { node, ..self }
    }

    /// The value of a key.
    pub(super) fn get(self, key: &str) -> Option<Self> {
        self.node.get(key).map(|node| self.to(node))
    }

    /// The text of a key.
    pub(super) fn text(self, key: &str) -> Option<&'t str> {
        self.node.get(key).and_then(Node::text)
    }

    /// The text of a key, owned, unless it is blank.
    pub(super) fn words(self, key: &str) -> Option<String> {
        self.text(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Whether a key says true.
    pub(super) fn is(self, key: &str) -> bool {
        self.node.get(key).and_then(Node::boolean) == Some(true)
    }

    /// The items of a list under a key.
    pub(super) fn items(self, key: &str) -> impl Iterator<Item = Self> + use<'t> {
        self.node.get(key).and_then(Node::items).unwrap_or_default().iter().map(move |node| self.to(node))
    }

    /// The entries of the map under a key.
    pub(super) fn entries(self, key: &str) -> impl Iterator<Item = (&'t yaml::Key, Self)> + use<'t> {
        self.node.get(key).into_iter().flat_map(move |node| self.to(node).all())
    }

    /// The entries of the map itself.
    pub(super) fn all(self) -> impl Iterator<Item = (&'t yaml::Key, Self)> + use<'t> {
        let entries = self.node.mapping().map(yaml::Mapping::entries).unwrap_or_default();
        entries.iter().map(move |entry| (&entry.key, self.to(&entry.value)))
    }

    /// The entries of the map under a key whose names are not of an extension of the format.
    pub(super) fn own_entries(self, key: &str) -> impl Iterator<Item = (&'t yaml::Key, Self)> + use<'t> {
        self.entries(key).filter(|(key, _)| !key.text.starts_with("x-"))
    }

    /// Where it stands.
    pub(super) fn place(self) -> Place {
        self.node.place(&self.tree.file)
    }
}

/// Follows references; what was looked up once is found at once.
#[derive(Debug)]
pub(super) struct Pointers<'t> {
    trees: &'t Trees,
    indexes: RefCell<HashMap<*const Node, HashMap<&'t str, &'t Node>>>,
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// It names another site.
    Foreign,
    /// The file is not there, or was not read.
    File,
    /// The file has nothing there.
    Nothing,
    /// It leads back to itself.
    Circle,
}

impl<'t> Pointers<'t> {
    pub(super) fn new(trees: &'t Trees) -> Self {
        Self { trees, indexes: RefCell::default() }
    }

    /// Where a reference leads, and a key that is the same for all references that lead there.
    pub(super) fn find(&self, from: Spot<'t>, reference: &str) -> Result<(Spot<'t>, String), Lost> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        if file.contains("://") || file.starts_with("//") {
            return Err(Lost::Foreign);
        }
        let path = if file.is_empty() { from.tree.file.path.to_string() } else { joined(&from.tree.file.path, file).ok_or(Lost::File)? };
        let tree = self.trees.by_path.get(&path).ok_or(Lost::File)?;
        let mut node = &tree.root;
        let mut key = format!("{path}#");
        for part in pointer.split('/').filter(|part| !part.is_empty()) {
            let part = decoded(part);
            node = self.child(node, &part).ok_or(Lost::Nothing)?;
            key.push('/');
            key.push_str(&part.replace('~', "~0").replace('/', "~1"));
        }
        Ok((Spot { tree, node }, key))
    }

    /// Follows `$ref` from value to value until there is none.
    pub(super) fn settle(&self, spot: Spot<'t>) -> Result<Spot<'t>, (Lost, String)> {
        let mut at = spot;
        for _ in 0..32 {
            let Some(reference) = at.text("$ref") else { return Ok(at) };
            at = self.find(at, reference).map_err(|lost| (lost, reference.to_owned()))?.0;
        }
        Err((Lost::Circle, spot.text("$ref").unwrap_or_default().to_owned()))
    }

    fn child(&self, node: &'t Node, key: &str) -> Option<&'t Node> {
        match &node.shape {
            Shape::Mapping(mapping) if mapping.entries().len() <= LARGE => mapping.get(key),
            Shape::Mapping(mapping) => {
                let mut indexes = self.indexes.borrow_mut();
                let index = indexes
                    .entry(std::ptr::from_ref(node))
                    .or_insert_with(|| mapping.entries().iter().map(|entry| (entry.key.text.as_str(), &entry.value)).collect());
                index.get(key).copied()
            }
            Shape::Sequence(items) => items.get(key.parse::<usize>().ok()?),
            Shape::Scalar(_) => None,
        }
    }
}

/// A file whose content was not kept.
pub(super) fn absent(file: &Place) -> Diagnostic {
    Diagnostic::warning("api/no-content", format!("the content of {} was not kept, so nothing is known of what it describes", file.path))
        .at(file.clone())
        .help("it is larger than the source keeps; raise max_file_bytes of the source, or split the file")
}

fn parse(bytes: &[u8], file: &Place) -> Result<Node, Vec<Diagnostic>> {
    let text = yaml::text_within(bytes, file, &Budget::GENERATED).map_err(|problem| vec![*problem])?;
    let (mut nodes, problems) = yaml::documents_within(text, file, &Budget::GENERATED);
    if !problems.is_empty() {
        return Err(problems.into_iter().collect());
    }
    // Of several documents the first is the description: some tools write `---` after it.
    Ok(if nodes.is_empty() { Node::null() } else { nodes.swap_remove(0) })
}

/// The files that references in a tree name, as paths of the repository.
fn foreign_files(root: &Node, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        match &node.shape {
            Shape::Sequence(items) => waiting.extend(items),
            Shape::Mapping(mapping) => {
                for entry in mapping.entries() {
                    let text =
                        entry.value.text().filter(|text| entry.key.text == "$ref" && !text.starts_with('#') && !text.contains("://"));
                    let file = text.map(|text| text.split('#').next().unwrap_or_default());
                    found.extend(file.and_then(|file| joined(path, file)));
                    waiting.push(&entry.value);
                }
            }
            Shape::Scalar(_) => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A path that a file names, from the repository's root; nothing where it leads out of the repository.
fn joined(from: &str, named: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        if named.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in named.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// A part of a JSON pointer without its escapes (RFC 6901), after those of URLs.
fn decoded(part: &str) -> String {
    let bytes: Vec<u8> = if part.contains('%') { percent_decoded(part) } else { part.as_bytes().to_vec() };
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| bytes[at] == b'%');
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trees(files: &[(&str, &str)]) -> Trees {
        let owned: BTreeMap<String, Bytes> =
            files.iter().map(|(path, text)| ((*path).to_owned(), Bytes::from((*text).to_owned()))).collect();
        let content = |path: &str| owned.get(path).cloned();
        Trees::load(&Place::file(files[0].0), &content, &mut Findings::default()).expect("because the files are good")
    }

    #[test]
    fn references_lead_through_files_and_escapes() {
        let trees = trees(&[
            ("api/a.yaml", "paths: {/a~b: {x: 1}}\nr: {$ref: 'b/c.yaml#/d'}\ns: {$ref: '#/paths/~1a~0b'}\nt: {$ref: '#/paths/%7E1a~0b'}\n"),
            ("api/b/c.yaml", "d: {$ref: '../d.yaml'}\n"),
            ("api/d.yaml", "y: 2\n"),
        ]);
        let pointers = Pointers::new(&trees);
        let root = Spot { tree: trees.first(), node: &trees.first().root };
        for (key, expected) in [("r", "{\"y\":2}"), ("s", "{\"x\":1}"), ("t", "{\"x\":1}")] {
            let found = pointers.settle(root.get(key).expect(key)).expect(key);
            assert_eq!(found.node.to_json().to_string(), expected, "{key}");
        }
    }

    #[test]
    fn a_reference_that_leads_nowhere_says_why() {
        let trees = trees(&[("a.yaml", "a: {$ref: '#/b'}\nb: {$ref: '#/a'}\n")]);
        let pointers = Pointers::new(&trees);
        let root = Spot { tree: trees.first(), node: &trees.first().root };
        for (reference, expected) in [
            ("https://example.org/x.yaml#/a", Lost::Foreign),
            ("b.yaml#/a", Lost::File),
            ("../../etc/passwd", Lost::File),
            ("#/c", Lost::Nothing),
            ("#/a/$ref/x", Lost::Nothing),
        ] {
            assert_eq!(pointers.find(root, reference).expect_err(reference), expected, "{reference}");
        }
        assert_eq!(pointers.settle(root.get("a").expect("because it is there")).expect_err("because it is a circle").0, Lost::Circle);
    }
}
