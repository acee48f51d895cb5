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
mod rules;
mod syntax;
mod tree;
mod typed;

pub use budget::Budget;
pub use node::{Entry, Key, Mapping, Node, Scalar, Shape, Style};
pub use rules::RULES;
pub use serde_saphyr::Spanned;
pub use typed::{place_of, read, read_within};

use milepost_model::{Diagnostic, Diagnostics, Place};

/// The text of a file that people write by hand, if it is UTF-8 and not larger than such files are.
///
/// What is too large is refused before it is looked at.
pub fn text_of<'b>(bytes: &'b [u8], file: &Place) -> Result<&'b str, Box<Diagnostic>> {
    text_within(bytes, file, &Budget::DESCRIPTOR)
}

/// As [`text_of`], within a budget of one's own.
pub fn text_within<'b>(bytes: &'b [u8], file: &Place, budget: &Budget) -> Result<&'b str, Box<Diagnostic>> {
    let refused = |code: &str, message: String, line: usize, column: usize, help: &str| {
        Box::new(Diagnostic::error(code, message).at(file.clone().at(number(line), number(column))).help(help))
    };
    if bytes.len() > budget.bytes {
        let message = format!("the file has more than {} bytes, which are the most that are read", budget.bytes);
        return Err(refused("yaml/too-large", message, 1, 1, "split it into several files"));
    }
    let is_utf16 = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) || matches!(bytes, [0, c, ..] | [c, 0, ..] if *c != 0);
    if is_utf16 {
        return Err(refused("yaml/not-utf8", "the file is UTF-16, and UTF-8 is read".to_owned(), 1, 1, "save the file as UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = position(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]));
        let message = format!("the byte 0x{:02x} is not UTF-8 here", bytes[error.valid_up_to()]);
        refused("yaml/not-utf8", message, line, column, "save the file as UTF-8")
    })?;
    // YAML allows no NUL, and a reader that takes it for the end of the text would hide what follows.
    if let Some(at) = text.find('\0') {
        let (line, column) = position(&text[..at]);
        let message = "a NUL character stands here, which no text has".to_owned();
        return Err(refused("yaml/nul", message, line, column, "remove it; the file may be damaged, or no text at all"));
    }
    Ok(text)
}

/// The line and the column after this text.
fn position(before: &str) -> (usize, usize) {
    (before.matches('\n').count() + 1, before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1)
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

/// Where merge keys stand: the line and column of each `<<`. Most texts have none, and are not read for it.
pub fn merge_keys(text: &str) -> Vec<(u32, u32)> {
    let is_one = |rest: &str| rest.trim_start_matches([' ', '\t']).starts_with(':');
    let may_have = text.match_indices("<<").any(|(at, found)| is_one(&text[at + found.len()..]));
    if may_have { tree::merge_keys(text, &Budget::DESCRIPTOR) } else { Vec::new() }
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
    fn what_is_no_text_of_ours_is_refused_before_it_is_read() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("a: 1".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let bare: Vec<u8> = "a: 1".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, expected) in [
            (utf16, "yaml/not-utf8 x.yaml:1:1"),
            (bare, "yaml/not-utf8 x.yaml:1:1"),
            (b"a: 1\nb: x\0y\n".to_vec(), "yaml/nul x.yaml:2:5"),
            (vec![b'a'; 100 << 20], "yaml/too-large x.yaml:1:1"),
        ] {
            let found = text_of(&bytes, &Place::file("x.yaml")).expect_err(expected);
            assert_eq!(format!("{} {}", found.code, found.place.expect("because it has one")), expected);
            assert!(found.help.is_some());
        }
        assert_eq!(text_of("\u{feff}a: 1".as_bytes(), &Place::default()).map(str::len), Ok(7));
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
