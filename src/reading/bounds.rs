//! How much of a stranger's text is kept, and how it is cut.
//!
//! A name of ten kilobytes is somebody's mistake or somebody's joke; either way it must not fill a page.

use std::borrow::Cow;

/// The longest name or title that is kept, in characters.
pub const NAME: usize = 200;
/// The longest sentence or command that is kept, in characters.
pub const SENTENCE: usize = 1_000;
/// The longest address that is kept, in characters; browsers agree on about this much.
pub const ADDRESS: usize = 2_000;
/// The most of one file that is read for prose, in bytes.
pub const PROSE_BYTES: usize = 256 * 1024;

/// The text without surrounding space and with at most `most` characters.
pub fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// The text with at most about `most` characters: whole sentences where one ends late enough, else whole words.
pub fn cut_at_word(text: &str, most: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let head = &text[..end];
    // A sentence of less than a third of the room says too little to stop there.
    if let Some(stop) = head.rfind(". ").filter(|stop| *stop > end / 3) {
        return head[..=stop].to_owned();
    }
    let word = head.rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}…", head[..word].trim_end_matches(|c: char| c.is_whitespace() || c == ',' || c == ';'))
}

/// One line: every run of white space becomes one space, and control characters vanish.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(SENTENCE));
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !c.is_control()));
    }
    line
}

/// The content as text: UTF-8 with or without a byte order mark, UTF-16 with one, else as much as can be read.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)),
        _ => String::from_utf8_lossy(bytes),
    }
}

/// At most the first [`PROSE_BYTES`] of the content as text.
pub fn prose(bytes: &[u8]) -> Cow<'_, str> {
    text(&bytes[..bytes.len().min(PROSE_BYTES)])
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_a_sentence_or_a_word() {
        for (text, most, expected) in [
            ("short", 20, "short"),
            ("One sentence here. Another one follows it", 30, "One sentence here."),
            ("no full stop in these words at all", 20, "no full stop in…"),
            ("ab. and then a long rest without end", 20, "ab. and then a long…"),
            ("äöüäöüäöüäöü", 5, "äöüäö…"),
        ] {
            assert_eq!(cut_at_word(text, most), expected, "{text}");
        }
        assert_eq!(cut(&"x".repeat(10_000), NAME).chars().count(), NAME + 1);
    }

    #[test]
    fn every_usual_encoding_reads_as_text() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("né".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, expected) in [(&b"\xEF\xBB\xBFn\xC3\xA9"[..], "né"), (&utf16[..], "né"), (&b"n\xFF"[..], "n\u{FFFD}")] {
            assert_eq!(text(bytes), expected);
        }
    }

    #[test]
    fn one_line_has_no_breaks_and_no_control_characters() {
        assert_eq!(one_line(" a\n\tb\u{7}c \u{1b}[31md "), "a bc [31md");
    }
}
