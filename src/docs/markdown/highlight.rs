//! Words of code by what they are: a few classes, so that the theme colours them.

use super::runs::Runs;
use super::walk::Walk;
use std::fmt::Debug;
use std::sync::OnceLock;
use syntect::parsing::{Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Whoever can tell the words of code apart.
pub trait Highlighter: Debug + Sync {
    /// Code as HTML, no element reaching over the end of a line; nothing for a language it does not know.
    fn highlight(&self, language: &str, code: &str) -> Option<String>;

    /// What its answers depend on besides the code.
    fn edition(&self) -> String;

    /// The name under which it keeps what it told of code, if it keeps that.
    fn name(&self, _language: &str, _code: &str) -> Option<CodeName> {
        None
    }

    /// Keeps what it told of code that nobody asks for now, since its page is kept whole.
    fn renew(&self, _names: &[CodeName]) {}
}

/// The name of code: a hash of it, its language, and the program that told its words apart.
pub type CodeName = [u8; 16];

/// Leaves code as it is.
#[derive(Debug)]
pub struct PlainCode;

impl Highlighter for PlainCode {
    fn highlight(&self, _language: &str, _code: &str) -> Option<String> {
        None
    }

    fn edition(&self) -> String {
        String::new()
    }
}

/// The grammars that are built in.
#[derive(Debug)]
pub struct Syntaxes;

/// The class of words that nothing is said about.
const PLAIN: u8 = Runs::PLAIN;

/// What a word is, by the scope that says so, the most special first.
const CLASSES: &[(&str, u8)] = &[
    ("comment", b'c'),
    ("string.regexp", b's'),
    ("constant.character.escape", b'n'),
    ("string", b's'),
    ("constant", b'n'),
    ("keyword.operator", PLAIN),
    ("keyword", b'k'),
    ("storage", b'k'),
    ("entity.name.function", b'f'),
    ("support.function", b'f'),
    ("variable.function", b'f'),
    ("entity.name.tag", b't'),
    ("entity.name", b't'),
    ("support.type", b't'),
    ("support.class", b't'),
    ("entity.other.attribute-name", b'a'),
    ("variable.parameter", b'a'),
    ("markup.inserted", b's'),
    ("markup.deleted", b'c'),
    ("markup.heading", b'k'),
];

/// The grammar of what is typed into a shell.
const SHELL: &str = "bash";

/// Languages of what stands on a terminal: commands behind a prompt, and what they print.
const TERMINALS: [&str; 2] = ["console", "shell-session"];

/// What stands before a command on a terminal.
const PROMPT: &str = "$ ";

/// The class of prompts and of what commands print, which nobody types.
const PRINTED: u8 = b'o';

/// Names that people write and grammars do not know.
const ALIASES: &[(&str, &str)] = &[
    ("console", SHELL),
    ("shell-session", SHELL),
    ("shell", SHELL),
    ("sh", SHELL),
    ("zsh", SHELL),
    ("cjs", "js"),
    ("mjs", "js"),
    // The grammar of JavaScript knows no markup.
    ("jsx", "tsx"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("golang", "go"),
    ("tf", "terraform"),
    ("hcl", "terraform"),
    ("docker", "dockerfile"),
    ("jinja", "jinja2"),
    ("proto", "protocol buffer"),
    ("protobuf", "protocol buffer"),
];

fn syntaxes() -> &'static SyntaxSet {
    static SET: OnceLock<SyntaxSet> = OnceLock::new();
    SET.get_or_init(two_face::syntax::extra_newlines)
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let set = syntaxes();
    let name = ALIASES.iter().find(|(alias, _)| *alias == language).map_or(language, |(_, name)| name);
    let found = set.find_syntax_by_token(name)?;
    (found.name != "Plain Text").then_some(found)
}

fn classes() -> &'static [(Scope, u8)] {
    static PARSED: OnceLock<Vec<(Scope, u8)>> = OnceLock::new();
    PARSED.get_or_init(|| CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect())
}

/// The class of a word under these scopes: the innermost scope that says anything decides.
fn class(stack: &ScopeStack) -> u8 {
    let said = |scope: &Scope| classes().iter().find(|(known, _)| known.is_prefix_of(*scope)).map(|(_, class)| *class);
    stack.as_slice().iter().rev().find_map(said).unwrap_or(PLAIN)
}

impl Highlighter for Syntaxes {
    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        runs(language, code)?.html(code)
    }

    fn edition(&self) -> String {
        edition()
    }
}

/// Whether there is a grammar for a language.
pub(super) fn is_known(language: &str) -> bool {
    grammar(language).is_some()
}

/// What the answers of [`runs`] depend on besides the code: another program may answer otherwise.
pub(super) fn edition() -> String {
    let mut names: Vec<&str> = syntaxes().syntaxes().iter().map(|syntax| syntax.name.as_str()).collect();
    names.sort_unstable();
    format!("{} {CLASSES:?} {ALIASES:?} {TERMINALS:?} {names:?}", env!("CARGO_PKG_VERSION"))
}

/// The words of code by their classes; nothing for a language that has no grammar, or where that leads nowhere.
pub(super) fn runs(language: &str, code: &str) -> Option<Runs> {
    if TERMINALS.contains(&language) && code.lines().any(|line| line.starts_with(PROMPT)) {
        return terminal(code);
    }
    let mut reader = Reader::of(language)?;
    let mut runs = Runs::default();
    for (number, line) in code.split('\n').enumerate() {
        runs.push(PLAIN, usize::from(number > 0));
        reader.line(line, &mut runs)?;
    }
    Some(runs)
}

/// Commands by their words, and all else as printed.
fn terminal(code: &str) -> Option<Runs> {
    let mut runs = Runs::default();
    let mut typed: Option<Reader> = None;
    for (number, line) in code.split('\n').enumerate() {
        runs.push(PLAIN, usize::from(number > 0));
        let mut rest = line;
        if let Some(command) = line.strip_prefix(PROMPT) {
            runs.push(PRINTED, PROMPT.len());
            rest = command;
            typed = Some(Reader::of(SHELL)?);
        }
        match &mut typed {
            Some(reader) => reader.line(rest, &mut runs)?,
            None => runs.push(PRINTED, rest.len()),
        }
        // A command goes on behind a backslash, and ends without one.
        if !rest.ends_with('\\') {
            typed = None;
        }
    }
    Some(runs)
}

/// Reads code line by line.
struct Reader {
    walk: Walk,
    stack: ScopeStack,
    line_with_end: String,
}

impl Reader {
    fn of(language: &str) -> Option<Self> {
        let walk = Walk::new(syntaxes(), grammar(language)?)?;
        Some(Self { walk, stack: ScopeStack::new(), line_with_end: String::new() })
    }

    fn line(&mut self, line: &str, runs: &mut Runs) -> Option<()> {
        self.line_with_end.clear();
        self.line_with_end.push_str(line);
        self.line_with_end.push('\n');
        let operations = self.walk.line(&self.line_with_end)?;
        let mut run = Run::default();
        let mut at = 0;
        for (upto, operation) in &operations {
            let upto = (*upto).min(line.len());
            run.add(class(&self.stack), line.get(at..upto)?, runs);
            at = upto.max(at);
            self.stack.apply(operation).ok()?;
        }
        run.add(class(&self.stack), &line[at..], runs);
        run.end(runs);
        Some(())
    }
}

/// Words of one class that stand side by side become one element.
#[derive(Default)]
struct Run {
    class: u8,
    length: usize,
}

impl Run {
    fn add(&mut self, class: u8, text: &str, out: &mut Runs) {
        if text.is_empty() {
            return;
        }
        let is_space = text.bytes().all(|byte| byte == b' ' || byte == b'\t');
        if class != self.class && (!is_space || self.length == 0) {
            self.end(out);
            self.class = class;
        }
        self.length += text.len();
    }

    fn end(&mut self, out: &mut Runs) {
        out.push(self.class, self.length);
        self.length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_and_nothing_is_lost() {
        let html = Syntaxes.highlight("rust", "fn main() {\n    // <hi>\n    let s = \"a&b\";\n}").unwrap();
        assert!(html.contains("<span class=\"h-c\">// &lt;hi&gt;</span>"), "{html}");
        assert!(html.contains("<span class=\"h-s\">&quot;a&amp;b&quot;</span>"), "{html}");
        let plain: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        assert_eq!(plain, "fn main() {\n    // &lt;hi&gt;\n    let s = &quot;a&amp;b&quot;;\n}");
        assert_eq!(html.lines().count(), 4);
    }

    #[test]
    fn on_a_terminal_commands_are_code_and_the_rest_is_what_they_printed() {
        let html = Syntaxes.highlight("console", "$ echo \"a\" \\\n  b\nif then <b>\n$ true").unwrap();
        let lines: Vec<&str> = html.lines().collect();
        assert!(lines[0].starts_with("<span class=\"h-o\">$ </span>") && lines[0].contains("h-s"), "{html}");
        assert!(!lines[1].contains("h-o"), "a command that goes on: {html}");
        assert_eq!(lines[2], "<span class=\"h-o\">if then &lt;b&gt;</span>");
        assert!(lines[3].starts_with("<span class=\"h-o\">$ </span>"), "{html}");
        let without = Syntaxes.highlight("console", "echo \"a\"").unwrap();
        assert!(without.contains("h-s") && !without.contains("h-o"), "without a prompt all of it is typed: {without}");
    }

    #[test]
    fn the_languages_of_a_platform_are_known() {
        for language in [
            "bash",
            "console",
            "go",
            "hcl",
            "toml",
            "typescript",
            "dockerfile",
            "yaml",
            "json",
            "python",
            "rust",
            "sql",
            "diff",
            "proto",
            "tsx",
        ] {
            assert!(grammar(language).is_some(), "{language}");
        }
        assert!(Syntaxes.highlight("no-such-language", "x").is_none());
        assert!(Syntaxes.highlight("text", "x").is_none());
    }

    /// On a thread of its own, so that what never ends fails.
    fn highlighted(language: &'static str, code: String) -> String {
        let (sent, done) = std::sync::mpsc::channel();
        std::thread::spawn(move || sent.send(Syntaxes.highlight(language, &code)));
        let html = done.recv_timeout(std::time::Duration::from_mins(1)).unwrap_or_else(|_| panic!("{language} does not end"));
        html.unwrap_or_else(|| panic!("{language} is left as it is"))
    }

    #[test]
    fn grammars_that_go_in_circles_come_to_an_end() {
        let exported = "    /**\n    */\n    export default () => {\n    }\n    /**\n    */\n    export const a = 1;";
        for code in [exported, "export const b = x /*\n*/ y\n", "export const c = 1\n/* long\ncomment */"] {
            for language in ["javascript", "js", "jsx", "mjs", "cjs", "typescript", "tsx"] {
                let html = highlighted(language, code.to_owned());
                assert!(html.contains("<span class=\"h-k\">export"), "{language}: {html}");
            }
            for language in ["html", "vue", "svelte"] {
                let html = highlighted(language, format!("<script>\n{code}\n</script>\n<p>after</p>"));
                assert!(html.contains("<span class=\"h-k\">export"), "{language}: {html}");
                assert!(html.ends_with("<span class=\"h-t\">p</span>&gt;"), "{language}: the script ends: {html}");
            }
        }
    }

    #[test]
    fn every_grammar_comes_to_an_end_on_what_grammars_stumble_over() {
        let code = "x /*\n*/ y // z\n<script>a /* b\n</script>\n<?php /* c\n?>\n\"open\n'open\n`open ${ /*\n{{ /* }}\n#{ [ ( <!-- {% /*\n";
        for syntax in syntaxes().syntaxes() {
            let mut walk = Walk::new(syntaxes(), syntax).unwrap_or_else(|| panic!("{} has no beginning", syntax.name));
            for line in code.split_inclusive('\n') {
                assert!(walk.line(line).is_some(), "{} gives up at {line}", syntax.name);
            }
        }
    }

    #[test]
    fn the_walk_is_that_of_the_library_where_it_ends() {
        for (name, code) in [
            ("Rust", include_str!("highlight.rs")),
            ("TOML", include_str!("../../../Cargo.toml")),
            ("CSS", include_str!("../../../site-templates/assets/page-css/docs.css")),
            ("YAML", include_str!("../../../.github/workflows/ci.yml")),
            ("Markdown", include_str!("../../../README.md")),
            ("SQL", include_str!("../../../benches/metrics.sql")),
            ("Dockerfile", include_str!("../../../Dockerfile")),
            (
                "Python",
                "class A(B):\n    \"\"\"Ünïcode.\"\"\"\n    def f(self, *, a: int = 1) -> str:\n        return f\"{a!r}é\" if a else r'\\d+'  # no\n",
            ),
            (
                "Bourne Again Shell (bash)",
                "x=$(ls -l \"$HOME\" | grep é) # so\ncat <<EOF | tee a\n$x `date`\nEOF\nif [[ $x == y ]]; then f --all; fi\n",
            ),
        ] {
            let syntax = syntaxes().find_syntax_by_name(name).expect(name);
            let (mut theirs, mut ours) = (syntect::parsing::ParseState::new(syntax), Walk::new(syntaxes(), syntax).expect(name));
            for line in code.split_inclusive('\n') {
                assert_eq!(ours.line(line), theirs.parse_line(line, syntaxes()).ok(), "{name}: {line}");
            }
        }
    }
}
