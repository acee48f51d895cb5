//! Text of strangers, made harmless for a terminal and a log.

use std::borrow::Cow;

/// What stands in place of a character that is not shown. One for one, so that columns hold.
const STAND_IN: char = '\u{fffd}';

/// The text with a stand-in for every character that could do more than be read. Tabs stay.
pub fn neutral(text: &str) -> Cow<'_, str> {
    replaced(text, |c| c != '\t' && is_hazard(c))
}

/// As [`neutral`], for text that must stay on one line and keep its words apart: tabs and line ends become spaces.
pub fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }).collect();
    neutral(&spaced).into_owned()
}

/// Whether a character does something instead of showing something.
///
/// Controls move the cursor and begin escape sequences; directional marks and overrides (Trojan Source,
/// CVE-2021-42574) make text read differently from what it is; separators break lines; tags and
/// zero-width spaces hide text. Joiners stay: several scripts and most emoji need them.
pub fn is_hazard(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

fn replaced(text: &str, hides: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.contains(&hides) {
        Cow::Owned(text.chars().map(|c| if hides(c) { STAND_IN } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_gets_through() {
        for (text, shown) in [
            ("plain é ☃ 日本", "plain é ☃ 日本"),
            ("\u{1b}[31mred\u{1b}[0m", "�[31mred�[0m"),
            ("\u{9b}31m", "�31m"),
            ("a\u{8}b\u{7f}", "a�b�"),
            ("\u{202e}gnp.exe", "�gnp.exe"),
            ("x\u{2066}y\u{2069}", "x�y�"),
            ("a\rb\nc", "a�b�c"),
            ("a\tb", "a\tb"),
            ("👩\u{200d}🚀", "👩\u{200d}🚀"),
            ("\u{e0041}\u{200b}\u{feff}", "���"),
        ] {
            assert_eq!(neutral(text), shown);
            assert_eq!(neutral(text).chars().count(), text.chars().count());
        }
        assert_eq!(one_line("a\r\nb\tc\u{1b}"), "a  b c�");
    }
}
