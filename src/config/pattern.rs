//! Patterns of names and paths, compiled once.

use super::value;
use globset::{GlobSet, GlobSetBuilder};
use regex::{Regex, RegexBuilder};

/// A regular expression may compile to so many bytes; the usual ones take a hundredth.
const MOST_BYTES: usize = 1 << 20;

/// Patterns of which one must match.
#[derive(Debug, Clone)]
pub struct Globs {
    patterns: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// Patterns that the reader has checked; one that does not compile matches nothing.
    pub(super) fn new(patterns: Vec<String>) -> Self {
        let mut builder = GlobSetBuilder::new();
        for glob in patterns.iter().filter_map(|pattern| value::glob(pattern).ok()) {
            builder.add(glob);
        }
        Self { set: builder.build().unwrap_or_default(), patterns }
    }

    /// The patterns as they were written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether one of them matches the whole name or path.
    pub fn matches(&self, name: &str) -> bool {
        self.set.is_match(name)
    }
}

/// Compiles an expression that must match a whole name, without regard to case.
pub(super) fn compile(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(&format!("^(?:{text})$")).case_insensitive(true).size_limit(MOST_BYTES).build().map_err(|error| reason(&error))
}

/// Compiles an expression that is looked for anywhere in a text, line by line.
pub(super) fn search(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text).multi_line(true).size_limit(MOST_BYTES).build().map_err(|error| reason(&error))
}

fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "the expression is too large".to_owned(),
        error => {
            let text = error.to_string();
            text.lines().last().unwrap_or(&text).trim_start_matches("error: ").to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_matches_the_whole_name_in_any_case() {
        let production = compile(r"^(prod|production|live|prd)([-_ /].*)?$").expect("because it is good");
        for (name, expected) in
            [("Production", true), ("prod", true), ("prod-eu", true), ("prod/eu", true), ("preproduction", false), ("products", false)]
        {
            assert_eq!(production.is_match(name), expected, "{name}");
        }
        assert!(compile("a|b").expect("because it is good").is_match("b") && !compile("a|b").expect("because it is good").is_match("bc"));
    }

    #[test]
    fn an_expression_that_would_eat_the_memory_is_refused() {
        assert_eq!(compile("((a{1000}){1000}){1000}").expect_err("because it is huge"), "the expression is too large");
        assert!(compile("(").expect_err("because it is open").contains("unclosed group"));
    }

    #[test]
    fn one_star_stays_inside_a_folder() {
        let globs = Globs::new(vec!["services/*/README.md".to_owned(), "docs/**".to_owned()]);
        for (path, expected) in [("services/a/README.md", true), ("services/a/b/README.md", false), ("docs/a/b.md", true), ("docs", false)]
        {
            assert_eq!(globs.matches(path), expected, "{path}");
        }
    }
}
