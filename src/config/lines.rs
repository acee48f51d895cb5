//! Where a byte of a text stands, as a person would say it.

use std::ops::Range;

/// The beginnings of a text's lines.
pub(super) struct Lines<'t> {
    text: &'t str,
    begins: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let begins = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, begins }
    }

    /// The line and the column of a byte, both counted from 1; columns count characters.
    pub(super) fn position(&self, byte: usize) -> (u32, u32) {
        let byte = byte.min(self.text.len());
        let line = self.begins.partition_point(|begin| *begin <= byte).max(1);
        let begin = self.begins[line - 1];
        let before = self.text.get(begin..byte).unwrap_or_default();
        // A byte order mark is no character that anybody sees.
        let column = before.chars().filter(|c| *c != '\u{feff}').count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// The line on which a span begins.
    pub(super) fn line(&self, span: &Range<usize>) -> u32 {
        self.position(span.start).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::of("\u{feff}ab\r\n\täé☃x\nlast");
        for (part, expected) in [("ab", (1, 1)), ("\t", (2, 1)), ("ä", (2, 2)), ("x", (2, 5)), ("last", (3, 1))] {
            assert_eq!(lines.position(lines.text.find(part).expect("because it is there")), expected, "{part}");
        }
        assert_eq!(lines.position(10_000), (3, 5));
    }

    #[test]
    fn a_byte_inside_a_character_is_no_panic() {
        let text = "é";
        assert_eq!(Lines::of(text).position(1), (1, 1));
    }
}
