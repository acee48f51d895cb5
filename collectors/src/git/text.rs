//! Text that strangers wrote, made fit to be kept: one line, bounded, without control characters,
//! without marks that reorder what people read, without credentials.

/// One line of clean text of at most `limit` characters, or nothing when none is left.
///
/// Bytes that are not UTF-8 become the replacement character, as git's own log does.
pub fn clean_line(bytes: &[u8], limit: usize) -> Option<String> {
    if bytes.len() <= limit && is_clean_already(bytes) {
        // Nearly every line is, and there is one for every commit.
        return Some(without_credentials(String::from_utf8_lossy(bytes).into_owned()));
    }
    // A character has at most 4 bytes, and room is left for what is removed.
    let bounded = &bytes[..bytes.len().min(limit * 8)];
    let lossy = String::from_utf8_lossy(bounded);
    let mut out = String::with_capacity(lossy.len().min(limit * 4));
    let (mut kept, mut gap) = (0, false);
    for ch in lossy.chars() {
        if is_unseen(ch) {
            continue;
        }
        if ch.is_whitespace() || ch.is_control() {
            gap = kept > 0;
            continue;
        }
        if kept + usize::from(gap) >= limit {
            break;
        }
        if gap {
            out.push(' ');
            kept += 1;
            gap = false;
        }
        out.push(ch);
        kept += 1;
    }
    (!out.is_empty()).then(|| without_credentials(out))
}

/// Whether a line is printable ASCII without a gap to close.
fn is_clean_already(bytes: &[u8]) -> bool {
    let has_gap = || bytes.windows(2).any(|pair| pair == b"  ");
    let is_trimmed = bytes.first().is_some_and(u8::is_ascii_graphic) && bytes.last().is_some_and(u8::is_ascii_graphic);
    is_trimmed && bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) && !has_gap()
}

/// Whether a character shows nothing but changes how its neighbours read: the marks behind
/// “Trojan Source” (CVE-2021-42574), zero-width characters and the byte order mark.
pub fn is_unseen(ch: char) -> bool {
    matches!(ch, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text without `user:password@` in any URL: merge messages and errors can quote a remote's URL.
pub fn without_credentials(text: String) -> String {
    if !text.contains("://") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        // The last `@` before the path ends the credentials; a password may itself hold one.
        let end = after.find(|c: char| matches!(c, '/' | '?' | '#') || c.is_whitespace()).unwrap_or(after.len());
        rest = after[..end].rfind('@').map_or(after, |mark| &after[mark + 1..]);
    }
    out.push_str(rest);
    out
}

/// The name of a commit's author as it may be shown: never an e-mail address.
pub fn clean_name(bytes: &[u8]) -> Option<String> {
    clean_line(bytes, 100).filter(|name| !name.contains('@'))
}

/// Why a path of a tree cannot be used, if it cannot.
pub fn path_fault(component: &[u8]) -> Option<&'static str> {
    let Ok(name) = std::str::from_utf8(component) else { return Some("is not UTF-8") };
    match name {
        "" => return Some("has an empty part"),
        "." | ".." => return Some("leaves its folder"),
        _ => {}
    }
    if name.eq_ignore_ascii_case(".git") {
        return Some("points into a git directory");
    }
    if name.chars().any(|c| c == '/' || c == '\\') {
        return Some("has a slash inside a name");
    }
    if name.chars().any(|c| c.is_control() || is_unseen(c)) {
        return Some("has control characters or invisible marks");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_without_what_cannot_be_seen() {
        for (given, expected) in [
            ("plain", Some("plain")),
            ("two words", Some("two words")),
            ("two  words", Some("two words")),
            ("ends ", Some("ends")),
            ("  two \t words\r\n", Some("two words")),
            ("\u{1b}[31mred\u{7}", Some("[31mred")),
            ("safe\u{202e}gpj.exe\u{200b}", Some("safegpj.exe")),
            ("<script>alert(1)</script>", Some("<script>alert(1)</script>")),
            ("\u{0}\u{1}", None),
            ("Merge branch 'main' of https://bob:ghp_x@y@example.com/o/r", Some("Merge branch 'main' of https://example.com/o/r")),
            ("see https://example.com/@user and x://a@b", Some("see https://example.com/@user and x://b")),
        ] {
            assert_eq!(clean_line(given.as_bytes(), 200).as_deref(), expected, "{given:?}");
        }
        assert_eq!(clean_line("ä".repeat(500).as_bytes(), 10).map(|s| s.chars().count()), Some(10));
        assert_eq!(clean_line(b"\xff\xfe", 10).as_deref(), Some("\u{fffd}\u{fffd}"));
    }

    #[test]
    fn a_name_is_never_an_address() {
        assert_eq!(clean_name(b"Ada Lovelace").as_deref(), Some("Ada Lovelace"));
        assert_eq!(clean_name(b"ada@example.com"), None);
    }

    #[test]
    fn odd_parts_of_paths_say_why() {
        for (name, fault) in [
            (&b"README.md"[..], false),
            ("übersicht.md".as_bytes(), false),
            (b"..", true),
            (b".", true),
            (b"", true),
            (b".GIT", true),
            (b"a\\b", true),
            (b"a/b", true),
            (b"a\x07b", true),
            ("a\u{202e}b".as_bytes(), true),
            (b"\xff", true),
        ] {
            assert_eq!(path_fault(name).is_some(), fault, "{name:?}");
        }
    }
}
