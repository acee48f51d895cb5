//! Pieces of HTML that were made here and must not go through the sanitiser.
//!
//! While raw HTML of a stranger is in the text, our own pieces are kept aside, and a token of two
//! characters that no text contains stands for each. They are put back when the text is clean.

use std::borrow::Cow;

/// Begins a token. Characters of this private area are taken out of every source.
const OPEN: char = '\u{E000}';
/// Ends a token.
const CLOSE: char = '\u{E001}';
/// Begins an address that is right only once it is known from where it is seen.
pub const MARK: char = '\u{E002}';

/// The source without characters that tokens are made of.
pub(super) fn without_token_marks(source: &str) -> Cow<'_, str> {
    if source.contains([OPEN, CLOSE, MARK, '\0']) {
        Cow::Owned(source.replace([OPEN, CLOSE, MARK, '\0'], "\u{FFFD}"))
    } else {
        Cow::Borrowed(source)
    }
}

/// Pieces that wait outside of the text.
#[derive(Default)]
pub(super) struct Kept {
    pieces: Vec<String>,
}

impl Kept {
    /// The token that stands for a piece from now on.
    pub(super) fn keep(&mut self, piece: &str) -> String {
        self.pieces.push(piece.to_owned());
        format!("{OPEN}{}{CLOSE}", self.pieces.len() - 1)
    }

    /// Changes the piece that was kept last.
    pub(super) fn change_last(&mut self, change: impl FnOnce(&mut String)) {
        if let Some(piece) = self.pieces.last_mut() {
            change(piece);
        }
    }

    /// The text with every piece back in its place.
    pub(super) fn put_back(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            out.push_str(before);
            let Some((number, after)) = after.split_once(CLOSE) else { break };
            if let Some(piece) = number.parse::<usize>().ok().and_then(|number| self.pieces.get(number)) {
                // A piece may hold tokens of pieces that were made before it.
                if piece.contains(OPEN) { out.push_str(&self.put_back(piece)) } else { out.push_str(piece) }
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// Whether an attribute's value is a token alone.
pub(super) fn is_token(value: &str) -> bool {
    value
        .strip_prefix(OPEN)
        .and_then(|rest| rest.strip_suffix(CLOSE))
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Appends text as HTML.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// The text that was escaped.
pub(in crate::docs) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Text as HTML.
pub(in crate::docs) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}
