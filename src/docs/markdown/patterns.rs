//! What a rule of a grammar looks for, told to a search that is fast.
//!
//! Grammars are written for a library that goes back and forth over the text, and the one that we have does so at
//! every byte of a line wherever a pattern asks for the edge of a word or looks around. Most of their patterns match
//! nowhere in most lines. So each is first told to a search that never goes back: the same pattern where that can say
//! it, and otherwise one that matches wherever it might, and more.
//!
//! Letters of all scripts take most of the memory that patterns take, and nearly all code is ASCII. So the fast search
//! knows the letters of ASCII, and takes every character beyond for one that a class with any of those might hold.

use fancy_regex::{Assertion, Expr, LookAround};
use regex::Regex;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The most memory in bytes for what one search remembers of the lines it saw.
const REMEMBERED: usize = 256 << 10;

/// The characters that are not of ASCII, and those that are, as parts of a class.
const BEYOND: &str = r"[^\x00-\x7F]";
const ASCII: &str = r"[\x00-\x7F]";

const TAKES_ALL: &str = "because a string takes everything";

/// A search that never goes back.
#[derive(Debug, Clone)]
pub(super) struct Quick {
    regex: Regex,
    /// Where it matches what the pattern matches; elsewhere it only starts nowhere later.
    exact: Exact,
}

/// In which lines a search is as good as the pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Nowhere,
    InAscii,
    Everywhere,
}

impl Quick {
    /// That of a pattern; nothing for one that says more than can be told.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let mut told = Told { text: String::new(), exact: Exact::Everywhere };
        told.add(&Expr::parse_tree(&as_grammars_mean(pattern)).ok()?.expr, true)?;
        let regex = regex::RegexBuilder::new(&told.text).dfa_size_limit(REMEMBERED).build().ok()?;
        // What matches everywhere saves nothing.
        (told.exact > Exact::Nowhere || !regex.is_match("")).then_some(Self { regex, exact: told.exact })
    }

    /// Whether it matches what the pattern matches, in a line of ASCII or of anything.
    pub(super) fn is_exact(&self, is_ascii: bool) -> bool {
        self.exact == Exact::Everywhere || (is_ascii && self.exact == Exact::InAscii)
    }

    /// Where it matches next.
    pub(super) fn find(&self, line: &str, at: usize) -> Option<(usize, usize)> {
        self.regex.find_at(line, at).map(|found| (found.start(), found.end()))
    }
}

/// A pattern on its way into the words of the fast search.
struct Told {
    text: String,
    exact: Exact,
}

impl Told {
    /// Adds a part of a pattern; `is_last` is one that nothing follows. Nothing where the start of a match is not
    /// what it seems.
    fn add(&mut self, part: &Expr, is_last: bool) -> Option<()> {
        match part {
            Expr::Assertion(assertion) => self.text.push_str(edge(*assertion)?),
            Expr::Delegate { inner, casei, .. } if may_hold_more(inner) => {
                self.exact = self.exact.min(Exact::InAscii);
                let flag = if *casei { "i" } else { "" };
                write!(self.text, "(?{flag}:[{}{BEYOND}])", to_nest(inner)).expect(TAKES_ALL);
            }
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
                self.exact = Exact::Nowhere;
                self.group(std::iter::once(&**inner), is_last)?;
            }
            Expr::LookAround(inner, way) => {
                self.exact = Exact::Nowhere;
                // What has to follow can be asked for where nothing else follows.
                if is_last && *way == LookAround::LookAhead {
                    self.group(std::iter::once(&**inner), true)?;
                }
            }
            Expr::Backref { .. } => {
                self.exact = Exact::Nowhere;
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

    fn repeat(&mut self, part: &Expr, often: (usize, usize), is_greedy: bool) -> Option<()> {
        self.group(std::iter::once(part), false)?;
        times(often, is_greedy, &mut self.text);
        Some(())
    }
}

/// The pattern without the two signs that the parser takes for the edges of a word, and grammars for what they show.
fn as_grammars_mean(pattern: &str) -> String {
    let mut meant = String::with_capacity(pattern.len());
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        let escaped = if sign == '\\' { signs.next() } else { None };
        if !matches!(escaped, Some('<' | '>')) {
            meant.push(sign);
        }
        meant.extend(escaped);
    }
    meant
}

/// Whether a class may hold characters that are not of ASCII.
fn may_hold_more(class: &str) -> bool {
    let is_class = class.starts_with('[') || CLASSES.iter().any(|named| class.starts_with(named));
    is_class && (class.contains("[^") || !class.is_ascii() || class.contains('\\'))
}

/// A class as it is read in another one too: with its own end escaped where it begins with that.
fn to_nest(class: &str) -> Cow<'_, str> {
    let inside = class.strip_prefix("[^").map(|rest| ("[^", rest)).or_else(|| class.strip_prefix('[').map(|rest| ("[", rest)));
    match inside {
        Some((opening, rest)) if rest.starts_with(']') => Cow::Owned(format!("{opening}\\{rest}")),
        _ => Cow::Borrowed(class),
    }
}

/// How a class by name begins.
const CLASSES: [&str; 8] = ["\\w", "\\W", "\\d", "\\D", "\\s", "\\S", "\\p", "\\P"];

/// The pattern with classes that hold characters of ASCII only: in a line of ASCII it matches the same. Nothing where
/// that changes nothing, or for one that cannot be told.
pub(super) fn within_ascii(pattern: &str) -> Option<String> {
    let (mut text, mut is_less) = (String::new(), false);
    narrow(&Expr::parse_tree(&as_grammars_mean(pattern)).ok()?.expr, &mut text, &mut is_less)?;
    is_less.then_some(text)
}

fn narrow(part: &Expr, text: &mut String, is_less: &mut bool) -> Option<()> {
    let mut around = |opening: &str, parts: &[&Expr], text: &mut String| -> Option<()> {
        text.push_str(opening);
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                text.push('|');
            }
            narrow(part, text, is_less)?;
        }
        text.push(')');
        Some(())
    };
    match part {
        Expr::Assertion(assertion) => text.push_str(edge(*assertion)?),
        Expr::Delegate { inner, casei, .. } if may_hold_more(inner) => {
            *is_less = true;
            let flag = if *casei { "i" } else { "" };
            write!(text, "(?{flag}:[{}&&{ASCII}])", to_nest(inner)).expect(TAKES_ALL);
        }
        Expr::Empty | Expr::Any { .. } | Expr::Literal { .. } | Expr::Delegate { .. } => {
            text.push_str("(?:");
            part.to_str(text, 0);
            text.push(')');
        }
        Expr::Concat(parts) => parts.iter().try_for_each(|part| narrow(part, text, is_less))?,
        Expr::Alt(parts) => around("(?:", &parts.iter().collect::<Vec<_>>(), text)?,
        Expr::Group(inner) => around("(", &[inner], text)?,
        Expr::AtomicGroup(inner) => around("(?>", &[inner], text)?,
        Expr::LookAround(inner, way) => {
            let opening = match way {
                LookAround::LookAhead => "(?=",
                LookAround::LookAheadNeg => "(?!",
                LookAround::LookBehind => "(?<=",
                LookAround::LookBehindNeg => "(?<!",
            };
            around(opening, &[inner], text)?;
        }
        Expr::Repeat { child, lo, hi, greedy } => {
            around("(?:", &[child], text)?;
            times((*lo, *hi), *greedy, text);
        }
        Expr::Backref { group, casei } => {
            let flag = if *casei { "i" } else { "" };
            write!(text, "(?{flag}:\\{group})").expect(TAKES_ALL);
        }
        _ => return None,
    }
    Some(())
}

/// How often something may be repeated.
fn times((least, most): (usize, usize), is_greedy: bool, text: &mut String) {
    let most = if most == usize::MAX { String::new() } else { most.to_string() };
    write!(text, "{{{least},{most}}}").expect(TAKES_ALL);
    if !is_greedy {
        text.push('?');
    }
}

/// An edge of a word or a line.
fn edge(assertion: Assertion) -> Option<&'static str> {
    Some(match assertion {
        Assertion::WordBoundary => "\\b",
        Assertion::NotWordBoundary => "\\B",
        Assertion::LeftWordBoundary => "\\b{start}",
        Assertion::RightWordBoundary => "\\b{end}",
        Assertion::StartText => "^",
        Assertion::EndText => "$",
        Assertion::StartLine { crlf: false } => "(?m:^)",
        Assertion::EndLine { crlf: false } => "(?m:$)",
        Assertion::StartLine { crlf: true } | Assertion::EndLine { crlf: true } => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Patterns as grammars have them, and where the fast search says them whole.
    const PATTERNS: &[(&str, Exact)] = &[
        (r"\b(if|else)\b", Exact::Everywhere),
        (r"\b(?i:select|from)\b", Exact::Everywhere),
        (r"(?x) [a-z]+ # a name", Exact::Everywhere),
        (r"(\w+)\s*=", Exact::InAscii),
        (r"\B\d|\.\B", Exact::InAscii),
        (r"a{2,3}?b*", Exact::Everywhere),
        (r"^\s*(?m:$)", Exact::InAscii),
        (r"[é\w]+$", Exact::InAscii),
        (r"(?i)[[:alpha:]&&[^x]]+", Exact::InAscii),
        (r"\<!--|[\<\>]", Exact::Everywhere),
        (r"[^\p{L}\s]", Exact::InAscii),
        (r"\P{L}[^x][]\d]?[^]]*\]", Exact::InAscii),
        (r"(?=\()", Exact::Nowhere),
        (r"\b\w+(?=\s*\()", Exact::Nowhere),
        (r"\b(if)\b(?!-)", Exact::Nowhere),
        (r"(?<![\w.])x", Exact::Nowhere),
        (r"(?<=\$)\w+", Exact::Nowhere),
        (r"(?>a+)b", Exact::Nowhere),
        (r#"(["'])x\1"#, Exact::Nowhere),
        (r"(?i)([a-z]\w*?) ?\1", Exact::Nowhere),
        (r"(?:a(?=b)|c(?!d))", Exact::Nowhere),
        (r"(?=a)\w+(?=x)", Exact::Nowhere),
        (r"((?!--)\S)+-", Exact::Nowhere),
    ];

    const LINES: &[&str] = &[
        "",
        "\n",
        "if x(y) else z\n",
        "SELECT a FROM b -- if-else <!--\n",
        "aaab aab c cd ab ad Aa kK \u{212A}\n",
        "  \u{a0}\n",
        "éif ifé if é x = 'x' \"x' $x .5 5 ٥\n",
        "日本 select語 from x > y\n",
        "ax abx a-b --x a--\n",
        "f (a) = $b \"x\" .5 x5 .\n",
    ];

    /// What the grammars' library matches, and its first group.
    fn found(pattern: &str, line: &str, at: usize) -> Option<[Option<(usize, usize)>; 2]> {
        let mut regions = syntect::parsing::Region::new();
        let whole = syntect::parsing::Regex::new(pattern.to_owned());
        whole.search(line, at, line.len(), Some(&mut regions)).then(|| [regions.pos(0), regions.pos(1)])
    }

    fn places() -> impl Iterator<Item = (&'static str, usize)> {
        LINES.iter().flat_map(|line| (0..=line.len()).filter(|at| line.is_char_boundary(*at)).map(|at| (*line, at)))
    }

    #[test]
    fn the_fast_search_never_starts_behind_a_match_and_is_it_where_it_says_so() {
        for (pattern, exact) in PATTERNS {
            let quick = Quick::new(pattern).expect(pattern);
            assert_eq!(quick.exact, *exact, "{pattern}");
            for (line, at) in places() {
                let (found, told) = (found(pattern, line, at).and_then(|[whole, _]| whole), quick.find(line, at));
                if quick.is_exact(line.is_ascii()) {
                    assert_eq!(told, found, "{pattern} in {line:?} from {at}");
                } else if let Some((start, _)) = found {
                    assert!(told.is_some_and(|(told, _)| told <= start), "{pattern} in {line:?} from {at}: {told:?}");
                }
            }
        }
    }

    #[test]
    fn within_ascii_a_pattern_of_less_matches_the_same_with_the_same_groups() {
        let mut less = 0;
        for (pattern, _) in PATTERNS {
            let Some(within) = within_ascii(pattern) else { continue };
            less += 1;
            for (line, at) in places().filter(|(line, _)| line.is_ascii()) {
                assert_eq!(found(&within, line, at), found(pattern, line, at), "{pattern}, {within} in {line:?} from {at}");
            }
        }
        assert_eq!(less, 13, "those with classes of all scripts");
        assert_eq!(within_ascii(r"\b(if|else)\b"), None, "nothing to leave out");
        assert_eq!(within_ascii(r"\Ga\w"), None, "what cannot be told");
    }

    #[test]
    fn what_follows_at_the_end_is_asked_for_and_what_would_match_everywhere_is_left() {
        let quick = Quick::new(r"\b\w+(?=\s*\()").expect("a pattern");
        assert_eq!(quick.find("one two (", 0), Some((4, 9)));
        assert_eq!(quick.find("one two", 0), None);
        for pattern in [r"(?!x)", r"(?=\S|(?m:$))", r"\Gx", r"a\Kb", "("] {
            assert!(Quick::new(pattern).is_none(), "{pattern}");
        }
    }
}
