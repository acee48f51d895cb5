//! What a rule of a grammar looks for, told to a search that is fast.
//!
//! Grammars are written for a library that goes back and forth over the text, and the one that we have does so at
//! every byte of a line wherever a pattern asks for the edge of a word or looks around. Most of their patterns match
//! nowhere in most lines. So each is first told to a search that never goes back: the same pattern where that can say
//! it, and otherwise one that matches wherever it might, and more.

use fancy_regex::{Assertion, Expr, LookAround};
use regex::Regex;
use std::fmt::Write as _;

/// The most memory in bytes for what one search remembers of the lines it saw.
const REMEMBERED: usize = 256 << 10;

/// A search that never goes back.
#[derive(Debug, Clone)]
pub(super) struct Quick {
    regex: Regex,
    /// Whether it matches what the pattern matches; otherwise it only starts nowhere later.
    pub(super) is_exact: bool,
}

impl Quick {
    /// That of a pattern; nothing for one that says more than can be told.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        // In these two the grammars' library differs from what the parser takes them for.
        if pattern.contains("\\<") || pattern.contains("\\>") {
            return None;
        }
        let mut told = Told { text: String::new(), is_exact: true };
        told.add(&Expr::parse_tree(pattern).ok()?.expr, true)?;
        let regex = regex::RegexBuilder::new(&told.text).dfa_size_limit(REMEMBERED).build().ok()?;
        // What matches everywhere saves nothing.
        (told.is_exact || !regex.is_match("")).then_some(Self { regex, is_exact: told.is_exact })
    }

    /// Where it matches next.
    pub(super) fn find(&self, line: &str, at: usize) -> Option<(usize, usize)> {
        self.regex.find_at(line, at).map(|found| (found.start(), found.end()))
    }
}

/// A pattern on its way into the words of the fast search.
struct Told {
    text: String,
    is_exact: bool,
}

impl Told {
    /// Adds a part of a pattern; `is_last` is one that nothing follows. Nothing where the start of a match is not
    /// what it seems.
    fn add(&mut self, part: &Expr, is_last: bool) -> Option<()> {
        match part {
            Expr::Assertion(assertion) => self.text.push_str(match assertion {
                Assertion::WordBoundary => "\\b",
                Assertion::NotWordBoundary => "\\B",
                Assertion::LeftWordBoundary => "\\b{start}",
                Assertion::RightWordBoundary => "\\b{end}",
                Assertion::StartText => "^",
                Assertion::EndText => "$",
                Assertion::StartLine { crlf: false } => "(?m:^)",
                Assertion::EndLine { crlf: false } => "(?m:$)",
                Assertion::StartLine { crlf: true } | Assertion::EndLine { crlf: true } => return None,
            }),
            Expr::Empty | Expr::Any { .. } | Expr::Literal { .. } | Expr::Delegate { .. } => {
                self.text.push_str("(?:");
                part.to_str(&mut self.text, 0);
                self.text.push(')');
            }
            Expr::Concat(parts) => {
                for (place, part) in parts.iter().enumerate() {
                    self.add(part, is_last && place + 1 == parts.len())?;
                }
            }
            Expr::Alt(parts) => self.group(parts.iter(), is_last)?,
            Expr::Group(inner) => self.group(std::iter::once(&**inner), is_last)?,
            Expr::Repeat { child, lo, hi, greedy } => self.repeat(child, (*lo, *hi), *greedy)?,
            Expr::AtomicGroup(inner) => {
                self.is_exact = false;
                self.group(std::iter::once(&**inner), is_last)?;
            }
            Expr::LookAround(inner, way) => {
                self.is_exact = false;
                // What has to follow can be asked for where nothing else follows.
                if is_last && *way == LookAround::LookAhead {
                    self.group(std::iter::once(&**inner), true)?;
                }
            }
            Expr::Backref { .. } => {
                self.is_exact = false;
                self.text.push_str("(?s:.*)");
            }
            _ => return None,
        }
        Some(())
    }

    fn group<'e>(&mut self, parts: impl Iterator<Item = &'e Expr>, is_last: bool) -> Option<()> {
        self.text.push_str("(?:");
        for (place, part) in parts.enumerate() {
            if place > 0 {
                self.text.push('|');
            }
            self.add(part, is_last)?;
        }
        self.text.push(')');
        Some(())
    }

    fn repeat(&mut self, part: &Expr, (least, most): (usize, usize), is_greedy: bool) -> Option<()> {
        self.group(std::iter::once(part), false)?;
        let most = if most == usize::MAX { String::new() } else { most.to_string() };
        write!(self.text, "{{{least},{most}}}").expect("because a string takes everything");
        if !is_greedy {
            self.text.push('?');
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Patterns as grammars have them, and whether the fast search can say them whole.
    const PATTERNS: &[(&str, bool)] = &[
        (r"\b(if|else)\b", true),
        (r"\b(?i:select|from)\b", true),
        (r"(?x) [a-z]+ # a name", true),
        (r"(\w+)\s*=", true),
        (r"\B\d|\.\B", true),
        (r"a{2,3}?b*", true),
        (r"^\s*(?m:$)", true),
        (r"[é\w]+$", true),
        (r"(?=\()", false),
        (r"\b\w+(?=\s*\()", false),
        (r"\b(if)\b(?!-)", false),
        (r"(?<![\w.])x", false),
        (r"(?<=\$)\w+", false),
        (r"(?>a+)b", false),
        (r#"(["'])x\1"#, false),
        (r"(?:a(?=b)|c(?!d))", false),
        (r"(?=a)\w+(?=x)", false),
        (r"((?!--)\S)+-", false),
    ];

    const LINES: &[&str] = &[
        "",
        "\n",
        "if x(y) else z\n",
        "SELECT a FROM b -- if-else\n",
        "aaab aab c cd ab ad\n",
        "  \n",
        "éif ifé if é x = 'x' \"x' $x .5 5\n",
        "日本 select語 from x\n",
        "ax abx a-b --x a--\n",
    ];

    #[test]
    fn the_fast_search_never_starts_behind_a_match_and_is_it_where_it_says_so() {
        for (pattern, is_exact) in PATTERNS {
            let (whole, quick) = (syntect::parsing::Regex::new((*pattern).to_owned()), Quick::new(pattern).expect(pattern));
            assert_eq!(quick.is_exact, *is_exact, "{pattern}");
            for line in LINES {
                for at in (0..=line.len()).filter(|at| line.is_char_boundary(*at)) {
                    let mut regions = syntect::parsing::Region::new();
                    let found = whole.search(line, at, line.len(), Some(&mut regions)).then(|| regions.pos(0)).flatten();
                    let told = quick.find(line, at);
                    if *is_exact {
                        assert_eq!(told, found, "{pattern} in {line:?} from {at}");
                    } else if let Some((start, _)) = found {
                        assert!(told.is_some_and(|(told, _)| told <= start), "{pattern} in {line:?} from {at}: {told:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_follows_at_the_end_is_asked_for_and_what_would_match_everywhere_is_left() {
        let quick = Quick::new(r"\b\w+(?=\s*\()").expect("a pattern");
        assert_eq!(quick.find("one two (", 0), Some((4, 9)));
        assert_eq!(quick.find("one two", 0), None);
        for pattern in [r"(?!x)", r"(?=\S|(?m:$))", r"\Gx", r"a\Kb", r"\<a", "("] {
            assert!(Quick::new(pattern).is_none(), "{pattern}");
        }
    }
}
