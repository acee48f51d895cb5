//! YAML: the one place that knows the YAML library.
//!
//! Everything that people write in YAML comes in here, and the same rules hold for all of it: YAML 1.2
//! (`yes` and `on` are text), no key twice, nothing larger or deeper than its budget, and every
//! complaint with a line and a column.
//!
//! Two ways lead in. [`documents`] gives a tree of [`Node`]s that remembers where everything stands and
//! how it was written, for files whose shape others decide. [`read`] gives a type of one's own, for
//! files whose shape we decide.

mod budget;
mod core_schema;
mod merge;
mod node;
mod syntax;
mod tree;
mod typed;

pub use budget::Budget;
pub use node::{Entry, Key, Mapping, Node, Scalar, Shape, Style};
pub use serde_saphyr::Spanned;
pub use typed::{place_of, read, read_within};

use milepost_model::{Diagnostic, Diagnostics, Place};

/// The text of a file, if it is UTF-8.
pub fn text_of<'b>(bytes: &'b [u8], file: &Place) -> Result<&'b str, Box<Diagnostic>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        let place = file.clone().at(number(line), number(column));
        Box::new(
            Diagnostic::error("yaml/not-utf8", format!("the byte 0x{:02x} is not UTF-8 here", bytes[error.valid_up_to()]))
                .at(place)
                .help("save the file as UTF-8"),
        )
    })
}

/// Every document of the text that could be read, and what is wrong with the others.
///
/// A document with a syntax error, a key twice or an unknown alias is left out; reading goes on with
/// the document after it. Empty documents are left out silently.
pub fn documents(text: &str, file: &Place) -> (Vec<Node>, Diagnostics) {
    documents_within(text, file, &Budget::DESCRIPTOR)
}

/// As [`documents`], within a budget of one's own.
pub fn documents_within(text: &str, file: &Place, budget: &Budget) -> (Vec<Node>, Diagnostics) {
    tree::grow(text, file, budget)
}

/// The text's only document.
///
/// An empty text is a null; a second document is an error, since nobody would read it.
pub fn document(text: &str, file: &Place) -> Result<Node, Diagnostics> {
    let (mut nodes, mut problems) = documents(text, file);
    if let Some(second) = nodes.get(1) {
        problems.push(
            Diagnostic::error("yaml/second-document", "a second document begins here, and this file holds one")
                .at(second.place(file))
                .help("remove the line `---` and what follows it, or move it to a file of its own")
                .quoting(text),
        );
    }
    if problems.is_empty() { Ok(if nodes.is_empty() { Node::null() } else { nodes.swap_remove(0) }) } else { Err(problems) }
}

/// A line or column as places hold it.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_have_a_place() {
        let found = text_of(b"a: 1\nb: \xff", &Place::file("x.yaml")).expect_err("because 0xff is not UTF-8");
        assert_eq!(found.place.expect("because it has one").to_string(), "x.yaml:2:4");
    }

    #[test]
    fn one_document_is_one_document() {
        let file = Place::file("x.yaml");
        assert!(document("", &file).expect("because nothing is wrong").is_null());
        assert_eq!(document("a: 1\n", &file).expect("because it is good").get("a").and_then(Node::text), Some("1"));
        let problems = document("a: 1\n---\nb: 2\n", &file).expect_err("because there are two");
        assert_eq!(problems.iter().next().and_then(|d| d.place.clone()).map(|p| p.to_string()).as_deref(), Some("x.yaml:3:1"));
    }
}
