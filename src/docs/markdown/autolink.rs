//! Bare addresses in prose become links, as GitHub makes them.

/// A part of a text: plain, or an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Plain text.
    Plain(&'t str),
    /// An address as it is shown, and what it leads to.
    Address(&'t str, String),
}

const SCHEMES: &[&str] = &["https://", "http://", "www."];

/// A text in its parts.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    if !text.contains("://") && !text.contains("www.") && !text.contains('@') {
        return vec![Part::Plain(text)];
    }
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        let mail = || Some((mail(text, at)?, "mailto:"));
        match address(text, at).map(|end| (end, "")).or_else(mail) {
            Some((end, scheme)) => {
                if from < at {
                    found.push(Part::Plain(&text[from..at]));
                }
                let shown = &text[at..end];
                let scheme = if shown.starts_with("www.") && scheme.is_empty() { "https://" } else { scheme };
                let href = format!("{scheme}{shown}");
                found.push(Part::Address(shown, href));
                (from, at) = (end, end);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if from < text.len() {
        found.push(Part::Plain(&text[from..]));
    }
    found
}

/// The end of an address that begins here.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let scheme = SCHEMES.iter().find(|scheme| rest.starts_with(**scheme))?;
    let before = text[..at].chars().next_back();
    if before.is_some_and(|sign| sign.is_alphanumeric() || sign == '/' || sign == '"' || sign == '=') {
        return None;
    }
    let length = rest.find(|sign: char| sign.is_whitespace() || sign == '<' || sign == '"').unwrap_or(rest.len());
    let mut end = length;
    while let Some(last) = rest[..end].chars().next_back() {
        let is_trailing = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | ';' | '\'' => true,
            // A bracket belongs to the address where it closes one that the address opened.
            ')' => rest[..end].matches(')').count() > rest[..end].matches('(').count(),
            ']' => !rest[..end].contains('['),
            _ => false,
        };
        if !is_trailing {
            break;
        }
        end -= last.len_utf8();
    }
    let host = rest[scheme.len()..end].split(['/', '?', '#']).next().unwrap_or_default();
    let is_host =
        !host.is_empty() && host.starts_with(|sign: char| sign.is_alphanumeric()) && (host.contains('.') || host.starts_with("localhost"));
    (end > scheme.len() && is_host).then_some(at + end)
}

/// The end of an address of mail that begins here.
fn mail(text: &str, at: usize) -> Option<usize> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte);
    let bytes = text.as_bytes();
    // Where one would begin within a word, it began with the word.
    if !is_local(bytes[at]) || at.checked_sub(1).is_some_and(|before| is_local(bytes[before]) || bytes[before] == b'/') {
        return None;
    }
    let sign = at + bytes[at..].iter().position(|byte| !is_local(*byte))?;
    if bytes[sign] != b'@' {
        return None;
    }
    let host = &text[sign + 1..];
    let length = host.find(|sign: char| !(sign.is_ascii_alphanumeric() || "-_.".contains(sign))).unwrap_or(host.len());
    let host = host[..length].trim_end_matches('.');
    let is_host = host.contains('.') && !host.starts_with('.') && !host.ends_with(['-', '_']);
    is_host.then_some(sign + 1 + host.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        for (text, expected) in [
            ("see https://a.example/x_y.", vec!["https://a.example/x_y"]),
            ("(https://a.example/b_(c))", vec!["https://a.example/b_(c)"]),
            ("www.a.example, http://b.example!", vec!["www.a.example", "http://b.example"]),
            ("https://localhost:3000/x", vec!["https://localhost:3000/x"]),
            ("xhttps://a.example https:// http://x", vec![]),
            ("nothing here", vec![]),
            ("write to a.b-c_d@a.b, or x+y@mail.example.", vec!["a.b-c_d@a.b", "x+y@mail.example"]),
            ("a@b a.b-c_d@a.b- a.b-c_d@a.b_ @c.d hello@mail+xyz.example git@", vec![]),
        ] {
            let parts = parts(text);
            let found: Vec<_> =
                parts.iter().filter_map(|part| if let Part::Address(shown, _) = part { Some(*shown) } else { None }).collect();
            assert_eq!(found, expected, "{text}");
            let whole: String = parts
                .iter()
                .map(|part| match part {
                    Part::Plain(text) | Part::Address(text, _) => *text,
                })
                .collect();
            assert_eq!(whole, text);
        }
    }
}
