//! What a commit's message says: its subject, its trailers, what it was picked from and takes back.

use super::text::clean_line;
use std::collections::BTreeMap;

/// Messages of any size exist; people write what matters in the first lines and trailers in the last.
const READ_OF_MESSAGE: usize = 64 * 1024;
const SUBJECT_LIMIT: usize = 256;
const VALUE_LIMIT: usize = 200;
const TRAILERS_LIMIT: usize = 32;

/// Trailers that say something about the change; their values are kept.
const KEPT: &[&str] = &[
    "Bug",
    "Change-Id",
    "Closes",
    "Fixes",
    "Issue",
    "Jira",
    "Refs",
    "Related",
    "Release-Notes",
    "Resolves",
    "Reviewed-on",
    "See-also",
    "Type",
];

/// Trailers that name people; they are counted and their values are dropped.
const COUNTED: &[&str] = &["Acked-by", "Approved-by", "Co-authored-by", "Reviewed-by", "Signed-off-by", "Tested-by"];

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// The first line, clean and bounded.
    pub subject: Option<String>,
    /// Trailers: a value, or for those that name people how many there are.
    pub trailers: BTreeMap<String, String>,
    /// The commit that it was picked from.
    pub cherry_of: Option<String>,
    /// The commit that it takes back.
    pub reverts: Option<String>,
    /// The number of the change that it takes back.
    pub reverts_number: Option<u64>,
}

impl Message {
    /// Reads a message.
    pub fn parse(bytes: &[u8]) -> Self {
        let bytes = bounded(bytes);
        let mut message = Self { subject: clean_line(first_line(bytes), SUBJECT_LIMIT), ..Self::default() };
        let text = String::from_utf8_lossy(bytes);
        for line in text.lines().skip(1).map(str::trim) {
            message.read_line(line);
        }
        message
    }

    fn read_line(&mut self, line: &str) {
        // Most lines are prose and begin with none of these.
        let Some(first) = line.bytes().next().filter(u8::is_ascii) else { return };
        match first {
            b'(' => {
                if let Some(sha) = line.strip_prefix("(cherry picked from commit ").and_then(sha_at_start) {
                    self.cherry_of = Some(sha);
                }
            }
            b'T' if line.starts_with("This reverts ") => self.read_revert(&line["This reverts ".len()..]),
            b'R' | b'r' if line.starts_with("Reverts ") || line.starts_with("reverts ") => {
                self.reverts_number = self.reverts_number.or_else(|| number_after(line, &['#', '!']));
            }
            _ => {}
        }
        if first.is_ascii_alphabetic() {
            self.read_trailer(line);
        }
    }

    /// `This reverts commit <sha>`, or what GitLab writes: `This reverts merge request !12`.
    fn read_revert(&mut self, rest: &str) {
        if let Some(sha) = rest.strip_prefix("commit ").and_then(sha_at_start) {
            self.reverts.get_or_insert(sha);
        } else if rest.starts_with("merge request ") {
            self.reverts_number = self.reverts_number.or_else(|| number_after(rest, &['!']));
        }
    }

    fn read_trailer(&mut self, line: &str) {
        let (key, value) = match line.split_once(':') {
            Some((key, value)) if key.len() <= 20 => (key.trim_end(), value.trim()),
            // GitHub and GitLab close issues by a word without a colon.
            _ => match line.split_once(' ') {
                Some((key @ ("Closes" | "Fixes" | "Resolves" | "closes" | "fixes" | "resolves"), value)) => (key, value),
                _ => return,
            },
        };
        if let Some(known) = COUNTED.iter().find(|known| known.eq_ignore_ascii_case(key)) {
            let count = self.trailers.get(*known).and_then(|count| count.parse::<u32>().ok()).unwrap_or(0);
            self.trailers.insert((*known).to_owned(), (count + 1).to_string());
        } else if let Some(known) = KEPT.iter().find(|known| known.eq_ignore_ascii_case(key)) {
            let Some(value) = clean_line(value.as_bytes(), VALUE_LIMIT).filter(|value| !holds_address(value)) else { return };
            if self.trailers.len() >= TRAILERS_LIMIT {
                return;
            }
            let entry = self.trailers.entry((*known).to_owned()).or_default();
            if entry.is_empty() {
                *entry = value;
            } else if entry.len() + value.len() < VALUE_LIMIT {
                entry.push_str(", ");
                entry.push_str(&value);
            }
        }
    }
}

/// The first line of a message, bounded.
pub fn first_line(message: &[u8]) -> &[u8] {
    let start = message.iter().position(|b| !matches!(b, b'\n' | b'\r')).unwrap_or(message.len());
    let line = &message[start..message.len().min(start + READ_OF_MESSAGE)];
    &line[..line.iter().position(|b| *b == b'\n').unwrap_or(line.len())]
}

/// The part of a message that is read.
pub fn bounded(message: &[u8]) -> &[u8] {
    &message[..message.len().min(READ_OF_MESSAGE)]
}

/// The number after the last of these marks, such as `#12`.
pub fn number_after(text: &str, marks: &[char]) -> Option<u64> {
    let at = text.rfind(marks)?;
    let digits: String = text[at + 1..].chars().take_while(char::is_ascii_digit).take(12).collect();
    digits.parse().ok().filter(|number| *number > 0)
}

fn sha_at_start(text: &str) -> Option<String> {
    let hex: String = text.chars().take_while(char::is_ascii_hexdigit).collect();
    (hex.len() == 40 || hex.len() == 64).then(|| hex.to_ascii_lowercase())
}

/// Whether a word looks like an e-mail address.
fn holds_address(text: &str) -> bool {
    text.split_whitespace().any(|word| word.find('@').is_some_and(|at| at > 0 && word[at..].contains('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn people_in_trailers_are_counted_and_never_named() {
        let message = Message::parse(
            b"Add rates\n\nWhy: because.\n\nReviewed-by: Ada <ada@example.com>\nreviewed-by: Bob <bob@example.com>\nSigned-off-by: C <c@example.com>\nRefs: mail ada@example.com\nCloses: #4\nCloses #5\nChange-Id: I123\nReported-by: D <d@example.com>\n",
        );
        let found: Vec<_> = message.trailers.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(found, ["Change-Id=I123", "Closes=#4, #5", "Reviewed-by=2", "Signed-off-by=1"]);
    }

    #[test]
    fn a_message_says_what_it_came_from_and_what_it_takes_back() {
        for (body, cherry, reverts, number) in [
            (format!("(cherry picked from commit {SHA})"), true, false, None),
            (format!("This reverts commit {SHA}."), false, true, None),
            (format!("This reverts commit {SHA}, reversing\nchanges made to {SHA}."), false, true, None),
            ("This reverts merge request !12".to_owned(), false, false, Some(12)),
            ("Reverts lumen/payments#34".to_owned(), false, false, Some(34)),
            ("This reverts commit 0123".to_owned(), false, false, None),
            ("It reverts nothing #1".to_owned(), false, false, None),
        ] {
            let message = Message::parse(format!("Subject\n\n{body}\n").as_bytes());
            assert_eq!(message.cherry_of.as_deref() == Some(SHA), cherry, "{body}");
            assert_eq!(message.reverts.as_deref() == Some(SHA), reverts, "{body}");
            assert_eq!(message.reverts_number, number, "{body}");
        }
    }

    #[test]
    fn a_message_of_any_size_gives_a_short_subject() {
        let message = Message::parse("x".repeat(1 << 20).as_bytes());
        assert_eq!(message.subject.map(|s| s.len()), Some(SUBJECT_LIMIT));
        assert_eq!(Message::parse(b"\n\n  \n"), Message::default());
        assert_eq!(Message::parse(b"\n\nSecond\n").subject.as_deref(), Some("Second"));
    }
}
