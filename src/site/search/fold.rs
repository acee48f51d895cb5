//! Texts as search compares them: without accents and capitals, in words. `search-fold.js` does the same.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Longer ones are no words: hashes, keys, data that stand in a text.
const LONGEST_WORD: usize = 40;

/// A text without accents and capitals.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        let is_plain = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        return if is_plain { Cow::Borrowed(text) } else { Cow::Owned(text.to_ascii_lowercase()) };
    }
    let plain = text.nfkd().filter(|sign| !('\u{300}'..='\u{36f}').contains(sign));
    // Browsers write a sigma at the end of a word in another way, so both become one.
    Cow::Owned(plain.flat_map(char::to_lowercase).map(|sign| if sign == 'ς' { 'σ' } else { sign }).collect())
}

/// Hands over every word of a text; where none are parted by spaces, every two signs in a row.
pub fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let folded = fold(text);
    for word in folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.chars().any(is_unspaced) {
            pairs(word, &mut take);
        } else if word.len() <= LONGEST_WORD {
            take(word);
        }
    }
}

/// The words of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_word(text, |word| found.push(word.to_owned()));
    found
}

/// The parts of names that are written as one word, such as `getParcel`; none of those that have one part.
pub fn each_part(text: &str, mut take: impl FnMut(&str)) {
    for word in text.split(|sign: char| !sign.is_ascii_alphanumeric()) {
        let bytes = word.as_bytes();
        let starts = (1..bytes.len()).filter(|at| bytes[*at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase());
        let mut from = 0;
        for at in starts {
            take(&word[from..at].to_ascii_lowercase());
            from = at;
        }
        if from > 0 {
            take(&word[from..].to_ascii_lowercase());
        }
    }
}

fn pairs(word: &str, take: &mut impl FnMut(&str)) {
    let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    if ends.len() == 2 {
        take(word);
    }
    for pair in ends.windows(3) {
        take(&word[pair[0]..pair[2]]);
    }
}

/// Whether a sign is of a script that puts no space between words.
fn is_unspaced(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_the_browser_makes() {
        for (text, expected) in [
            ("Café-Route v2, ΟΔΟΣ", vec!["cafe", "route", "v2", "οδοσ"]),
            ("配送状況 API", vec!["配送", "送状", "状況", "api"]),
            ("日", vec!["日"]),
            ("…", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert!(words(&"f".repeat(41)).is_empty());
    }

    #[test]
    fn a_name_of_several_parts_is_found_by_each() {
        let parts = |text: &str| {
            let mut found = Vec::new();
            each_part(text, |part| found.push(part.to_owned()));
            found
        };
        assert_eq!(parts("getParcelById and HTTPServer v2"), ["get", "parcel", "by", "id"]);
        assert_eq!(parts("parcel"), Vec::<String>::new());
    }
}
