//! How long a file and a function may be, and how a file begins.

use crate::scanner;
use crate::source::Source;

/// Blank lines and comments count: what is read is what is measured.
const FILE_LINES: usize = 400;
/// About two screens.
const FUNCTION_LINES: usize = 80;

/// Files that pass the limit, and functions that do.
pub fn violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let lines = source.text.lines().count();
        if lines > FILE_LINES {
            found.push(format!("{}: {lines} lines, {FILE_LINES} at most", source.path));
        }
        for function in scanner::functions(&source.code) {
            let lines = function.last_line - function.first_line + 1;
            if lines > FUNCTION_LINES {
                found.push(format!(
                    "{}:{}: fn {} has {lines} lines, {FUNCTION_LINES} at most",
                    source.path, function.first_line, function.name
                ));
            }
        }
    }
    found
}

/// Files that do not open with a `//!` line.
pub fn unopened(sources: &[Source]) -> Vec<String> {
    let opens = |source: &&Source| {
        source.text.lines().next().is_none_or(|line| line.strip_prefix("//! ").is_none_or(|words| words.trim().is_empty()))
    };
    sources.iter().filter(opens).map(|source| source.path.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_too_many_is_seen_and_the_limit_itself_is_not() {
        let file = |lines: usize| [Source::new("src/a.rs", &"\n".repeat(lines))];
        assert_eq!(violations(&file(FILE_LINES)), Vec::<String>::new());
        assert_eq!(violations(&file(FILE_LINES + 1)), ["src/a.rs: 401 lines, 400 at most"]);

        let function = |lines: usize| [Source::new("src/a.rs", &format!("\nfn f() {{{}}}", "\n".repeat(lines - 1)))];
        assert_eq!(violations(&function(FUNCTION_LINES)), Vec::<String>::new());
        assert_eq!(violations(&function(FUNCTION_LINES + 1)), ["src/a.rs:2: fn f has 81 lines, 80 at most"]);
    }

    #[test]
    fn a_file_opens_with_a_line_that_says_something() {
        let rows = [("//! What it is.\n", true), ("//!\n//! Late.\n", false), ("use a;\n", false), ("", false), ("// a comment\n", false)];
        for (text, is_fine) in rows {
            assert_eq!(unopened(&[Source::new("src/a.rs", text)]).is_empty(), is_fine, "{text:?}");
        }
    }
}
