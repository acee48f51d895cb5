//! Runs of text: emoji, icons, marked and inserted words, keys, raised and lowered letters.

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
    /// Raised letters between `^`.
    Raised(&'t str),
    /// Lowered letters between `~`.
    Lowered(&'t str),
}

/// The sets whose icons Material for MkDocs draws for a name between colons.
const ICONS: [&str; 4] = ["fontawesome-", "material-", "octicons-", "simple-"];

/// What those icons say that stand for a word; all others adorn the words beside them.
const SIGNS: [(&str, &str); 6] = [
    ("material-check", "✓"),
    ("material-check-all", "✓✓"),
    ("material-close", "✗"),
    ("octicons-alert", "⚠"),
    ("octicons-check", "✓"),
    ("octicons-x", "✗"),
];

/// The classes behind an icon take no more.
const LONGEST_LIST: usize = 80;

/// The most letters that are raised or lowered together.
const MOST_LETTERS: usize = 20;

/// A run in its pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        // Only these signs begin anything; all others are passed in one step.
        let Some(step) = bytes[at..].iter().position(|byte| b":=^+~".contains(byte)) else { break };
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
        let name = is_name.then(|| &rest[..length])?;
        if let Some(emoji) = emojis::get_by_shortcode(name) {
            return Some((Piece::Emoji(emoji.as_str()), length + 2));
        }
        return icon(name).map(|sign| (Piece::Emoji(sign), length + 2 + after_icon(&rest[length + 1..], sign)));
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
    let letters = |mark: char, make: fn(&str) -> Piece<'_>| -> Option<(Piece<'_>, usize)> {
        let rest = text.strip_prefix(mark)?;
        let length = rest.bytes().take(MOST_LETTERS).position(|byte| !(byte.is_ascii_alphanumeric() || b"+-".contains(&byte)))?;
        // Only within or at the end of a word: `a ^b^` is none, and `~b~` alone is struck through.
        let is_behind = before.is_some_and(|sign| sign.is_alphanumeric() || sign == ')');
        (is_behind && length > 0 && rest[length..].starts_with(mark)).then(|| (make(&rest[..length]), length + 2))
    };
    between("==", |inner| Piece::Mark(inner))
        .or_else(|| between("^^", |inner| Piece::Insert(inner)))
        .or_else(|| between("++", |inner| Piece::Keys(inner)).filter(|(piece, _)| matches!(piece, Piece::Keys(keys) if is_keys(keys))))
        .or_else(|| letters('^', |inner| Piece::Raised(inner)))
        .or_else(|| letters('~', |inner| Piece::Lowered(inner)))
}

/// What an icon says; nothing where the name is that of none.
fn icon(name: &str) -> Option<&'static str> {
    ICONS.iter().any(|set| name.starts_with(set)).then(|| SIGNS.iter().find(|(known, _)| *known == name).map_or("", |(_, sign)| *sign))
}

/// How much of the text behind an icon goes with it: its classes, and the space of one that is not shown.
fn after_icon(rest: &str, sign: &str) -> usize {
    let end = rest.bytes().take(LONGEST_LIST).position(|byte| byte == b'}').filter(|_| rest.starts_with('{'));
    let is_class = |word: &str| word.starts_with('.') || word.contains('=');
    let length = end.filter(|end| rest[1..*end].trim_start_matches(':').split_whitespace().all(is_class)).map_or(0, |end| end + 1);
    length + usize::from(sign.is_empty() && rest[length..].starts_with(' '))
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
        assert_eq!(pieces("H~2~O"), [Piece::Text("H"), Piece::Lowered("2"), Piece::Text("O")]);
        assert_eq!(pieces("m^2^"), [Piece::Text("m"), Piece::Raised("2")]);
        assert_eq!(pieces(":octicons-arrow-right-24: Go"), [Piece::Emoji(""), Piece::Text("Go")]);
        assert_eq!(pieces(":material-clock-fast:{ .lg .middle } Fast"), [Piece::Emoji(""), Piece::Text("Fast")]);
        assert_eq!(pieces(":material-check: Yes"), [Piece::Emoji("✓"), Piece::Text(" Yes")]);
        for text in [
            "a == b == c",
            "i++ and j++",
            "10:30:15",
            "std::vec::Vec",
            ":no_such_emoji:",
            "=====",
            "x==y==",
            "2^^3",
            "2^3 and 4^5",
            "~/a~b",
            ":material:",
        ] {
            assert_eq!(pieces(text), [Piece::Text(text)], "{text}");
        }
    }

    #[test]
    fn a_long_run_of_signs_takes_no_longer_than_it_is() {
        for sign in [":", "=", "^", "+", "~", "==a", ":a", "a^b", "a~b", ":simple-a:{"] {
            let text = sign.repeat(200_000);
            let _ = pieces(&text);
        }
    }
}
