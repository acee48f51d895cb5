//! Runs of text: emoji, marked and inserted words, keys.

/// A piece of a run.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text as it is.
    Text(&'t str),
    /// A sign that a name between colons stands for.
    Emoji(&'static str),
    /// Words between `==`.
    Mark(&'t str),
    /// Words between `^^`.
    Insert(&'t str),
    /// Keys between `++`.
    Keys(&'t str),
}

/// A run in its pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        // Only these signs begin anything; all others are passed in one step.
        let Some(step) = bytes[at..].iter().position(|byte| b":=^+".contains(byte)) else { break };
        at += step;
        match piece(&text[at..], text[..at].chars().next_back()) {
            Some((piece, length)) => {
                if from < at {
                    found.push(Piece::Text(&text[from..at]));
                }
                found.push(piece);
                at += length;
                from = at;
            }
            None => at += bytes[at..].iter().take_while(|byte| **byte == bytes[at]).count(),
        }
    }
    if from < text.len() {
        found.push(Piece::Text(&text[from..]));
    }
    found
}

fn piece(text: &str, before: Option<char>) -> Option<(Piece<'_>, usize)> {
    if let Some(rest) = text.strip_prefix(':') {
        let length = rest.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || b"_+-".contains(&byte)))?;
        let is_name = rest.as_bytes()[length] == b':' && length > 0 && length < 60 && !before.is_some_and(char::is_alphanumeric);
        let emoji = is_name.then(|| emojis::get_by_shortcode(&rest[..length])).flatten()?;
        return Some((Piece::Emoji(emoji.as_str()), length + 2));
    }
    let between = |mark: &str, make: fn(&str) -> Piece<'_>| -> Option<(Piece<'_>, usize)> {
        let rest = text.strip_prefix(mark)?;
        let length = rest.find(mark)?;
        let inner = &rest[..length];
        let is_tight = !inner.is_empty() && !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
        // `a == b == c` and `i++` are no marks.
        let is_mark = is_tight && !inner.starts_with(['=', '^', '+']) && !before.is_some_and(char::is_alphanumeric);
        is_mark.then(|| (make(inner), length + 2 * mark.len()))
    };
    between("==", |inner| Piece::Mark(inner))
        .or_else(|| between("^^", |inner| Piece::Insert(inner)))
        .or_else(|| between("++", |inner| Piece::Keys(inner)).filter(|(piece, _)| matches!(piece, Piece::Keys(keys) if is_keys(keys))))
}

fn is_keys(text: &str) -> bool {
    text.len() <= 60
        && text.split('+').all(|key| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_\"".contains(&byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_operators() {
        assert_eq!(pieces("a :rocket: b"), [Piece::Text("a "), Piece::Emoji("🚀"), Piece::Text(" b")]);
        assert_eq!(pieces("==yes== ^^in^^"), [Piece::Mark("yes"), Piece::Text(" "), Piece::Insert("in")]);
        assert_eq!(pieces("++ctrl+c++"), [Piece::Keys("ctrl+c")]);
        for text in ["a == b == c", "i++ and j++", "10:30:15", "std::vec::Vec", ":no_such_emoji:", "=====", "x==y==", "2^^3"] {
            assert_eq!(pieces(text), [Piece::Text(text)], "{text}");
        }
    }

    #[test]
    fn a_long_run_of_signs_takes_no_longer_than_it_is() {
        for sign in [":", "=", "^", "+", "==a", ":a"] {
            let text = sign.repeat(200_000);
            let _ = pieces(&text);
        }
    }
}
