//! Lines that open an admonition, a collapsible or a tab.

/// What a line opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opener {
    /// `!!! note "Title"`: a box.
    Box {
        /// What kind of box, in lower-case letters.
        kind: String,
        /// Its title; empty for none at all.
        title: Option<String>,
    },
    /// `??? note "Title"`: a box that opens and closes; `???+` begins open.
    Collapsible {
        /// What kind of box, in lower-case letters.
        kind: String,
        /// Its title.
        title: Option<String>,
        /// Whether it begins open.
        is_open: bool,
    },
    /// `=== "Title"`: one of several alternatives; `===!` begins another set.
    Tab {
        /// Its title.
        title: String,
        /// Whether it begins a set of its own.
        starts_set: bool,
    },
}

impl Opener {
    /// What a line opens, if it opens anything.
    pub(super) fn read(line: &str) -> Option<Self> {
        let text = line.trim();
        if let Some(rest) = text.strip_prefix("!!!") {
            let (kind, title) = kind_and_title(rest)?;
            return Some(Self::Box { kind, title });
        }
        if let Some(rest) = text.strip_prefix("???") {
            let (is_open, rest) = rest.strip_prefix('+').map_or((false, rest), |rest| (true, rest));
            let (kind, title) = kind_and_title(rest)?;
            return Some(Self::Collapsible { kind, title, is_open });
        }
        let rest = text.strip_prefix("===")?;
        let (starts_set, rest) = match rest.strip_prefix(['!', '+']) {
            Some(rest) => (text.starts_with("===!"), rest.trim_start_matches(['!', '+'])),
            None => (false, rest),
        };
        let title = rest.strip_prefix(' ')?.trim().strip_prefix('"')?.strip_suffix('"')?;
        Some(Self::Tab { title: title.to_owned(), starts_set })
    }
}

/// `note inline end "Title"`: the first word is the kind, other words are ways to place it.
fn kind_and_title(text: &str) -> Option<(String, Option<String>)> {
    let (words, title) = match text.split_once('"') {
        Some((words, rest)) => (words, Some(rest.trim_end().strip_suffix('"')?.to_owned())),
        None => (text, None),
    };
    if !words.starts_with([' ', '\t']) && !words.is_empty() {
        return None;
    }
    let mut words = words.split_whitespace();
    let kind = match (words.next(), &title) {
        (Some(kind), _) => kind,
        (None, Some(_)) => "note",
        (None, None) => return None,
    };
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (is_word(kind) && words.all(is_word)).then(|| (kind.to_lowercase(), title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openers_are_told_from_prose() {
        let note = |title: Option<&str>| Opener::Box { kind: "note".to_owned(), title: title.map(str::to_owned) };
        let tab = |title: &str, starts_set| Opener::Tab { title: title.to_owned(), starts_set };
        for (line, expected) in [
            ("!!! note", Some(note(None))),
            ("    !!! Note \"Read this\"", Some(note(Some("Read this")))),
            ("!!! note inline end \"\"", Some(note(Some("")))),
            ("!!! \"Only a title\"", Some(note(Some("Only a title")))),
            ("??? note", Some(Opener::Collapsible { kind: "note".to_owned(), title: None, is_open: false })),
            ("???+ note", Some(Opener::Collapsible { kind: "note".to_owned(), title: None, is_open: true })),
            ("=== \"Linux\"", Some(tab("Linux", false))),
            ("===! \"Linux\"", Some(tab("Linux", true))),
            ("!!! wow, that was close", None),
            ("!!!", None),
            ("!!!note", None),
            ("???", None),
            ("======", None),
            ("=== Linux", None),
        ] {
            assert_eq!(Opener::read(line), expected, "{line}");
        }
    }
}
