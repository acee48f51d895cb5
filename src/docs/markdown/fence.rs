//! Where fenced blocks of code begin and end, and what is written behind their marks.

use super::lines::indent;

/// A fence that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fence {
    mark: u8,
    length: usize,
    /// The column at which it stands.
    column: usize,
}

impl Fence {
    /// The fence that a line opens, at any depth of a list or an admonition.
    pub(super) fn opened_by(line: &str) -> Option<Self> {
        let text = line.trim_start().trim_start_matches("> ");
        let mark = *text.as_bytes().first().filter(|mark| b"`~".contains(mark))?;
        let length = text.bytes().take_while(|byte| *byte == mark).count();
        // A line of inline code begins with backticks too, and has more of them.
        (length >= 3 && !(mark == b'`' && text[length..].contains('`'))).then_some(Self { mark, length, column: indent(line) })
    }

    /// Whether a line closes it.
    pub(super) fn is_closed_by(self, line: &str) -> bool {
        let text = line.trim().trim_start_matches("> ");
        let length = text.bytes().take_while(|byte| *byte == self.mark).count();
        // What stands four columns further in is a line of the code.
        indent(line) < self.column + 4 && length >= self.length && text[length..].trim().is_empty()
    }
}

/// What is written behind the marks that open a block of code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Info {
    /// The language, in lower-case letters.
    pub language: String,
    /// The title, such as a file's name.
    pub title: Option<String>,
    /// The number of the first line, where lines are numbered.
    pub numbered_from: Option<u32>,
    /// The lines that stand out, from 1.
    pub marked: Vec<(u32, u32)>,
}

impl Info {
    /// Reads `py title="app.py" linenums="1" hl_lines="2 4-5"`, `{ .py .numberLines }` and the like.
    pub(super) fn read(text: &str) -> Self {
        let mut info = Self::default();
        let text = text.trim();
        let inner = text.strip_prefix('{').map(|rest| rest.trim_end_matches('}'));
        let mut rest = inner.unwrap_or(text).trim_start();
        while !rest.is_empty() {
            let end = rest.find([' ', '\t', '=', ',', '{']).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = if let Some(value) = after.strip_prefix('=') {
                let (value, after) = quoted(value);
                info.set(word, value);
                after
            } else {
                info.word(word);
                after
            };
            rest = rest.trim_start_matches([' ', '\t', ',', '{', '}']);
        }
        info
    }

    fn word(&mut self, word: &str) {
        let name = word.trim_start_matches('.');
        // `{1,3-4}` behind a language marks lines too, as other renderers have it.
        if let Some(lines) = ranges(word.trim_end_matches('}')) {
            self.marked.extend(lines);
        } else if self.language.is_empty() && !name.is_empty() && !name.starts_with('#') {
            self.language = name.chars().take(40).collect::<String>().to_lowercase();
        }
    }

    fn set(&mut self, key: &str, value: &str) {
        match key {
            "title" => self.title = Some(value.to_owned()),
            "linenums" => self.numbered_from = value.split_whitespace().next().and_then(|first| first.parse().ok()),
            "hl_lines" => self.marked.extend(value.split([' ', ',']).filter_map(ranges).flatten()),
            _ => {}
        }
    }

    /// Whether a line stands out.
    pub(super) fn is_marked(&self, line: u32) -> bool {
        self.marked.iter().any(|(from, to)| (*from..=*to).contains(&line))
    }
}

fn quoted(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.split_once(quote).unwrap_or((rest, ""));
        }
    }
    text.split_at(text.find([' ', '\t']).unwrap_or(text.len()))
}

fn ranges(text: &str) -> Option<Vec<(u32, u32)>> {
    text.split(',')
        .map(|part| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_behind_a_fence_are_read_in_every_spelling() {
        for (text, language, title, numbered_from, marked) in [
            ("py", "py", None, None, vec![]),
            ("Rust,ignore", "rust", None, None, vec![]),
            ("py title=\"app.py\" linenums=\"3\" hl_lines=\"2 4-5\"", "py", Some("app.py"), Some(3), vec![(2, 2), (4, 5)]),
            ("{ .yaml .no-copy title='a b' }", "yaml", Some("a b"), None, vec![]),
            ("js {1,3-4}", "js", None, None, vec![(1, 1), (3, 4)]),
            ("", "", None, None, vec![]),
            ("title=\"unclosed", "", Some("unclosed"), None, vec![]),
        ] {
            let info = Info::read(text);
            assert_eq!(
                (info.language.as_str(), info.title.as_deref(), info.numbered_from, info.marked),
                (language, title, numbered_from, marked),
                "{text}"
            );
        }
    }

    #[test]
    fn fences_open_and_close_as_in_commonmark() {
        assert!(Fence::opened_by("    ~~~~ python").is_some());
        assert!(Fence::opened_by("``` a ` b").is_none());
        assert!(Fence::opened_by("`` x").is_none());
        let fence = Fence::opened_by("````md").unwrap();
        assert!(!fence.is_closed_by("```"));
        assert!(!fence.is_closed_by("```` x"));
        assert!(fence.is_closed_by("  `````  "));
        assert!(!Fence::opened_by("```").unwrap().is_closed_by("    ```"));
        assert!(Fence::opened_by("    ```").unwrap().is_closed_by("    ```"));
    }
}
