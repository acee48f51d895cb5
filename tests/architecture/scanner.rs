//! Rust source with everything that is not code blanked out.
//!
//! A full parser would be slower and would know more than the rules ask for. What they need is that
//! a brace in a string is no brace and a path in a comment is no import; that much is the lexer's
//! work, and this is the part of the lexer that decides it.

/// The source with comments and the contents of literals replaced by spaces; line breaks stay, so
/// that line numbers do too.
pub fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_or_comment_end(&chars, at);
        if end > at {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else if is_word(chars[at]) {
            // A whole word at once, so that the `r` of `for` starts no raw string.
            let end = word_end(&chars, at);
            out.extend(&chars[at..end]);
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment or literal that starts here ends, or `at` when none starts here.
fn literal_or_comment_end(chars: &[char], at: usize) -> usize {
    let next = chars.get(at + 1).copied();
    match chars[at] {
        '/' if next == Some('/') => chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |n| at + n),
        '/' if next == Some('*') => block_comment_end(chars, at),
        '"' => quoted_end(chars, at + 1, '"'),
        '\'' => char_end(chars, at),
        'b' | 'c' | 'r' => prefixed_end(chars, at),
        _ => at,
    }
}

/// Block comments nest.
fn block_comment_end(chars: &[char], at: usize) -> usize {
    let (mut depth, mut i) = (0_usize, at);
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                i += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    i
}

fn quoted_end(chars: &[char], mut i: usize, quote: char) -> usize {
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            c if c == quote => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

/// `'a'`, `'\''` and `'{'` are characters; `'a` and `'static` are lifetimes.
fn char_end(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => quoted_end(chars, at + 1, '\''),
        (Some(_), Some('\'')) => at + 3,
        _ => at,
    }
}

/// `b"…"`, `c"…"`, `b'…'`, `r"…"`, `r#"…"#`, `br"…"`, `cr#"…"#`; not `r#type`, not `break`.
fn prefixed_end(chars: &[char], at: usize) -> usize {
    let word_end = word_end(chars, at);
    let prefix: String = chars[at..word_end].iter().collect();
    match (prefix.as_str(), chars.get(word_end)) {
        ("b" | "c", Some('"')) => quoted_end(chars, word_end + 1, '"'),
        ("b", Some('\'')) => quoted_end(chars, word_end + 1, '\''),
        ("r" | "br" | "cr", Some('"' | '#')) => {
            let hashes = chars[word_end..].iter().take_while(|c| **c == '#').count();
            if chars.get(word_end + hashes) == Some(&'"') { raw_end(chars, word_end + hashes + 1, hashes) } else { at }
        }
        _ => at,
    }
}

fn raw_end(chars: &[char], start: usize, hashes: usize) -> usize {
    (start..chars.len())
        .find(|i| chars[*i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes)
        .map_or(chars.len(), |i| i + 1 + hashes)
}

fn word_end(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| !is_word(*c)).map_or(chars.len(), |n| at + n)
}

/// Whether a character can stand in an identifier.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where the bracket that opens at `open` closes: the byte after it, or the end.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_i32;
    for (i, c) in code[open..].char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + i + c.len_utf8();
        }
    }
    code.len()
}

/// A function's name and the lines that it starts and ends on, counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub first_line: usize,
    pub last_line: usize,
}

/// Every function with a body in code that `code_of` made.
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("fn") {
        let stands_alone = !code[..start].ends_with(is_word) && code[start + 2..].starts_with(char::is_whitespace);
        let name: String = code[start + 2..].trim_start().chars().take_while(|c| is_word(*c) || *c == '#').collect();
        if !stands_alone || name.is_empty() {
            continue;
        }
        if let Some(open) = body_start(code, start) {
            let line_of = |byte: usize| code[..byte].matches('\n').count() + 1;
            found.push(Function { name, first_line: line_of(start), last_line: line_of(closing(code, open) - 1) });
        }
    }
    found
}

/// The brace that opens a function's body; none when its signature ends in a semicolon.
fn body_start(code: &str, start: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (i, c) in code[start..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(start + i),
            ';' | '}' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The code without what only tests compile: items under `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    while let Some(start) = out.find("#[cfg(test)]") {
        let after = start + "#[cfg(test)]".len();
        let end = match (out[after..].find('{'), out[after..].find(';')) {
            (Some(open), semicolon) if semicolon.is_none_or(|s| open < s) => closing(&out, after + open),
            (_, Some(semicolon)) => after + semicolon + 1,
            _ => out.len(),
        };
        let blank: String = out[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..end, &blank);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_code_is_blank_and_what_is_stays() {
        let rows = [
            ("plain code", "let a = b;", "let a = b;"),
            ("a line comment", "a // { fn x\nb", "a b"),
            ("a comment that only looks like one", r#"a("//"); b"#, "a( ); b"),
            ("nested block comments", "a /* { /* } */ { */ b", "a b"),
            ("a string with escapes", r#"a("\"{\\"); b"#, "a( ); b"),
            ("a raw string with quotes", r##"a(r#"{ "x" \"#); b"##, "a( ); b"),
            ("a raw string without hashes", r#"a(r"\"); b"#, "a( ); b"),
            ("a byte string and a byte", r#"a(b"{", b'{', b'\''); b"#, "a( , , ); b"),
            ("a character", "a('{', '\\'', '\\u{7d}'); b", "a( , , ); b"),
            ("a lifetime", "fn a<'a>(x: &'a str) { 'b: loop {} }", "fn a<'a>(x: &'a str) { 'b: loop {} }"),
            ("a raw identifier", "let r#fn = br; for r in cr {}", "let r#fn = br; for r in cr {}"),
            ("a string over two lines", "a(\"{\n}\") b", "a( ) b"),
            ("a string that never ends", "a(\"{", "a("),
            ("quotes in a character", "('\"', x, '\"')", "( , x, )"),
        ];
        for (what, text, code) in rows {
            let got = code_of(text);
            assert_eq!(got.split_whitespace().collect::<Vec<_>>().join(" "), code, "{what}");
            assert_eq!(got.chars().count(), text.chars().count(), "{what}: every place stays where it was");
            assert_eq!(got.lines().count(), text.lines().count(), "{what}: every line stays where it was");
        }
    }

    #[test]
    fn a_function_ends_where_its_own_brace_closes() {
        let text = "fn a() -> [u8; 2] {\n  let s = \"}\"; // }\n  if x { y('}') }\n}\n\ntrait T {\n  fn b(&self);\n  fn c(&self) {}\n}\ntype F = fn(u8) -> u8;\n";
        let found: Vec<_> = functions(&code_of(text)).into_iter().map(|f| (f.name, f.first_line, f.last_line)).collect();
        assert_eq!(found, [("a".to_owned(), 1, 4), ("c".to_owned(), 8, 8)]);
    }

    #[test]
    fn words_that_only_contain_fn_are_no_functions() {
        assert_eq!(functions("let fnord = myfn (x); macro!(fn $name() {})"), []);
    }

    #[test]
    fn tests_inside_a_file_are_left_out_but_lines_keep_their_numbers() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() { c() }\n}\nfn d() {}\n#[cfg(test)]\nuse x;\nfn e() {}";
        let left = without_tests(code);
        assert_eq!(left.lines().count(), code.lines().count());
        assert!(left.contains("fn a") && left.contains("fn d") && left.contains("fn e"), "{left}");
        assert!(!left.contains("fn b") && !left.contains("use x"), "{left}");
    }
}
