//! Sentences that speak of code: what stands in backticks is set as code.

use serde::Serialize;

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    text: String,
    is_code: bool,
}

/// A sentence in stretches. A backtick without another one after it is a letter like any other.
pub fn told(text: &str) -> Vec<Span> {
    let span = |text: &str, is_code| Span { text: text.to_owned(), is_code };
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some((before, (code, after))) = rest.split_once('`').and_then(|(before, after)| Some((before, after.split_once('`')?))) {
        spans.extend([span(before, false), span(code, true)]);
        rest = after;
    }
    spans.push(span(rest, false));
    spans.retain(|span| !span.text.is_empty());
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_backticks_is_code() {
        let shown =
            |text: &str| told(text).iter().map(|span| format!("{}{}", if span.is_code { "#" } else { "" }, span.text)).collect::<Vec<_>>();
        for (text, expected) in [
            ("", vec![]),
            ("plain", vec!["plain"]),
            ("run `git fsck` in it", vec!["run ", "#git fsck", " in it"]),
            ("`a``b`", vec!["#a", "#b"]),
            ("one ` alone", vec!["one ` alone"]),
            ("`a` and ` alone", vec!["#a", " and ` alone"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
