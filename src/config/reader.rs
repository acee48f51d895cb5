//! A file against the tables that describe it: every problem at once, each with its place.

use super::entries::Entry;
use super::language::{Absent, Key, Table};
use super::lines::Lines;
use super::nearest::nearest;
use super::value::{self, Value};
use crate::rules::RuleProblem;
use milepost_model::{Diagnostic, Diagnostics, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Configuration beyond this size is no configuration.
const MOST_BYTES: usize = 1 << 20;

/// Problems of one file beyond which more would not help anybody.
const MOST_PROBLEMS: usize = 200;

/// What one table says: for every key that has a value, the value and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    values: BTreeMap<&'static str, (Value, Option<Range<usize>>)>,
    /// Where the table begins.
    pub(super) span: Range<usize>,
}

impl Section {
    /// The value of a key, written or by default.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key).map(|(value, _)| value)
    }

    /// Where the key's value stands; none where it is the default.
    pub(super) fn span_of(&self, key: &str) -> Option<Range<usize>> {
        self.values.get(key).and_then(|(_, span)| span.clone())
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Value::text).map(str::to_owned)
    }

    /// The texts of a key; none where it says nothing.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.get(key).map_or_else(Vec::new, |value| value.texts().to_vec())
    }

    /// The tables of a key; none where it has none.
    pub(super) fn tables(&self, key: &str) -> &[Section] {
        self.get(key).map_or(&[], Value::tables)
    }

    /// The entries of a key under keys of one's own.
    pub(super) fn entries(&self, key: &str) -> &[Entry] {
        self.get(key).map_or(&[], Value::entries)
    }

    /// The truth of a key.
    pub(super) fn is(&self, key: &str) -> bool {
        self.get(key) == Some(&Value::Boolean(true))
    }
}

/// Reads one file and collects what is wrong with it.
pub(super) struct Reader<'t> {
    text: &'t str,
    file: Place,
    lines: Lines<'t>,
    problems: Vec<Diagnostic>,
    /// The first problem that was left out, and how many were.
    left_out: Option<(Place, usize)>,
    syntax_lines: BTreeSet<u32>,
}

impl<'t> Reader<'t> {
    /// Parses the text. What the syntax leaves readable is read.
    pub(super) fn parse(text: &'t str, path: &Path) -> (Self, DeTable<'t>) {
        let file = Place::file(path.to_string_lossy().replace('\\', "/"));
        let mut reader = Self { text, file, lines: Lines::of(text), problems: Vec::new(), left_out: None, syntax_lines: BTreeSet::new() };
        if text.len() > MOST_BYTES {
            let message = format!("the file has {} bytes, and at most {MOST_BYTES} are read", text.len());
            reader.complain("config/too-large", 0..0, message, "a configuration is a page or two; is this the right file?");
            return (reader, DeTable::new());
        }
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            reader.syntax_lines.insert(reader.lines.line(&span));
            reader.complain("config/syntax", span, error.message().to_owned(), "see https://toml.io/");
        }
        (reader, root.into_inner())
    }

    /// Where something stands, by the file's own name: where the file lies is nobody's business but its author's.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let (line, column) = self.lines.position(span.start);
        Place::file(self.file.path.rsplit('/').next().unwrap_or_default()).at(line, column)
    }

    /// Adds a problem.
    pub(super) fn complain(&mut self, code: &str, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let (line, column) = self.lines.position(span.start);
        // What a broken line says beyond being broken is noise.
        if code != "config/syntax" && self.syntax_lines.contains(&line) {
            return;
        }
        let place = self.file.clone().at(line, column);
        if self.problems.len() >= MOST_PROBLEMS {
            self.left_out.get_or_insert((place, 0)).1 += 1;
            return;
        }
        let mut found = Diagnostic::error(code, message).at(place).help(help).quoting(self.text);
        found.source_line = found.source_line.map(|line| without_secrets(&line));
        self.problems.push(found);
    }

    /// Adds something that holds, and that its author probably did not mean.
    pub(super) fn warn(&mut self, code: &str, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.complain(code, span, message, help);
        if let Some(last) = self.problems.last_mut().filter(|last| last.code == code) {
            last.severity = Severity::Warning;
        }
    }

    /// Complains about a rule that stands as a text at these bytes.
    pub(super) fn complain_of_rule(&mut self, span: &Range<usize>, path: &str, problem: &RuleProblem) {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let quotes = if written.starts_with("'''") || written.starts_with("\"\"\"") { 3 } else { 1 };
        let first = quotes + usize::from(written[quotes.min(written.len())..].starts_with('\n'));
        let at = (span.start + first + problem.span.0).min(span.end.saturating_sub(1));
        let help = problem.help.clone().unwrap_or_else(|| "docs/reference/facts.md lists what a rule may ask".to_owned());
        self.complain("config/bad-rule", at..at + 1, format!("{path}: {}", problem.message), help);
    }

    /// Everything that is wrong, in reading order.
    pub(super) fn into_problems(self) -> Diagnostics {
        let left_out = self.left_out.map(|(place, count)| {
            Diagnostic::error("config/more", format!("there are {count} more problems")).at(place).help("fix the others first")
        });
        self.problems.into_iter().chain(left_out).collect::<Diagnostics>().sorted()
    }

    /// Whether anything is wrong, beyond warnings.
    pub(super) fn has_problems(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Complains about tables that nobody knows.
    pub(super) fn check_tables(&mut self, root: &DeTable<'_>, tables: &[&Table]) {
        let known = || tables.iter().map(|table| table.name);
        for (name, found) in root {
            let word = name.get_ref().as_ref();
            let span = name.span();
            if !known().any(|table| table == word) {
                let is_table = matches!(found.get_ref(), DeValue::Table(_) | DeValue::Array(_));
                let what = if is_table {
                    format!("there is no table [{word}]")
                } else {
                    format!("there is no key “{word}” outside the tables")
                };
                let help = match nearest(word, known()) {
                    Some(near) => format!("did you mean [{near}]?"),
                    None => format!("the tables are {}", known().map(|table| format!("[{table}]")).collect::<Vec<_>>().join(", ")),
                };
                self.complain("config/unknown-table", span, what, help);
            }
        }
    }

    /// Reads a table that comes once. Absent, it is all defaults.
    pub(super) fn one(&mut self, root: &DeTable<'_>, table: &'static Table) -> Section {
        match find(root, table.name) {
            None => {
                for key in table.keys.iter().filter(|key| matches!(key.absent, Absent::Required)) {
                    let help = format!("add {} with {} = {}", table.header(), key.name, key.example);
                    self.missing(0..0, format!("the file lacks {} “{}”", table.header(), key.name), help);
                }
                self.with_defaults(Section::default(), table, None)
            }
            Some((name, found)) => match found.get_ref() {
                DeValue::Table(entries) => self.table(entries, table, name.span(), &table.header()),
                other => {
                    let message = format!("[{}] is a table, and this is {}", table.name, value::found(other));
                    self.complain(
                        "config/wrong-type",
                        name.span(),
                        message,
                        format!("write {} once, with its keys below it", table.header()),
                    );
                    self.with_defaults(Section::default(), table, None)
                }
            },
        }
    }

    /// Reads a table that may come several times.
    pub(super) fn several(&mut self, root: &DeTable<'_>, table: &'static Table) -> Vec<Section> {
        let Some((name, found)) = find(root, table.name) else { return Vec::new() };
        let DeValue::Array(items) = found.get_ref() else {
            self.no_list(name.span(), table, found.get_ref());
            return Vec::new();
        };
        self.tables(items, table)
    }

    /// Reads the tables of a list.
    pub(super) fn tables(&mut self, items: &DeArray<'_>, table: &'static Table) -> Vec<Section> {
        let mut sections = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(entries) => sections.push(self.table(entries, table, item.span(), &label(table, entries))),
                other => self.no_list(item.span(), table, other),
            }
        }
        sections
    }

    fn no_list(&mut self, span: Range<usize>, table: &Table, value: &DeValue<'_>) {
        let message = format!("{} is a list of tables, and this is {}", table.header(), value::found(value));
        self.complain("config/wrong-type", span, message, format!("write {} once for each, with its keys below it", table.header()));
    }

    fn table(&mut self, entries: &DeTable<'_>, table: &'static Table, span: Range<usize>, label: &str) -> Section {
        let kind = find(entries, "kind").and_then(|(_, value)| value.get_ref().as_str());
        let mut section = Section { values: BTreeMap::new(), span };
        for (name, found) in entries {
            match table.key(name.get_ref()) {
                None => self.unknown_key(name, table, label),
                Some(key) if key.only_for.is_some() && kind.is_some_and(|kind| !key.is_only_for(kind)) => {
                    let only = key.only_for.and_then(|only| only.split(' ').next()).unwrap_or_default();
                    let message = format!("{label} has the key “{}”, which belongs to kind = “{only}”", key.name);
                    self.complain("config/unknown-key", name.span(), message, format!("remove it, or set kind = \"{only}\""));
                }
                Some(key) => {
                    let path = format!("{label} {}", key.name);
                    if let Some(value) = value::check(self, key.values, found, &path) {
                        section.values.insert(key.name, (value, Some(found.span())));
                    } else {
                        // Present but wrong: it is not missing as well.
                        section.values.insert(key.name, (Value::Wrong, Some(found.span())));
                    }
                }
            }
        }
        for key in table.keys.iter().filter(|key| matches!(key.absent, Absent::Required) && applies(key, kind)) {
            if !section.values.contains_key(key.name) {
                let help = format!("add {} = {}", key.name, key.example);
                self.missing(section.span.clone(), format!("{label} lacks its key “{}”", key.name), help);
            }
        }
        self.with_defaults(section, table, kind)
    }

    fn missing(&mut self, span: Range<usize>, message: String, help: String) {
        // A line that could not be read may be the one that is missing.
        if self.syntax_lines.is_empty() {
            self.complain("config/missing-key", span, message, help);
        }
    }

    fn unknown_key(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, table: &Table, label: &str) {
        let word = name.get_ref().as_ref();
        let message = format!("{label} has no key “{}”", value::shortened(word));
        let help = if is_secret(word) {
            "tokens and passwords come from the environment, never from a file; take this one back if the file was ever shared".to_owned()
        } else if let Some(near) = nearest(word, table.keys.iter().map(|key| key.name)) {
            format!("did you mean “{near}”?")
        } else {
            format!("its keys are {}", table.keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", "))
        };
        self.complain("config/unknown-key", name.span(), message, help);
    }

    fn with_defaults(&mut self, mut section: Section, table: &'static Table, kind: Option<&str>) -> Section {
        for key in table.keys.iter().filter(|key| applies(key, kind)) {
            let Absent::Is(default) = key.absent else { continue };
            if section.values.contains_key(key.name) {
                continue;
            }
            let parsed = DeValue::parse(default).ok();
            let value = parsed.and_then(|parsed| value::check(self, key.values, &parsed, key.name));
            section.values.insert(key.name, (value.expect("because a test parses and checks every default"), None));
        }
        section
    }
}

fn applies(key: &Key, kind: Option<&str>) -> bool {
    key.only_for.is_none() || kind.is_some_and(|kind| key.is_only_for(kind))
}

/// The entry of that name. The table's keys carry their places, so a plain lookup does not do.
fn find<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Option<(&'a Spanned<std::borrow::Cow<'i, str>>, &'a Spanned<DeValue<'i>>)> {
    table.iter().find(|(key, _)| key.get_ref() == name)
}

/// `[[source]] “clones”` where it has an id, else `[[source]]`.
fn label(table: &Table, entries: &DeTable<'_>) -> String {
    match find(entries, "id").and_then(|(_, id)| id.get_ref().as_str()) {
        Some(id) => format!("{} “{}”", table.header(), value::shortened(id)),
        None => table.header(),
    }
}

fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    ["token", "secret", "password", "passwd", "credential", "private_key", "api_key", "apikey"].iter().any(|word| key.contains(word))
}

/// The line with stars in place of what may be a secret, as long as before so that columns hold.
fn without_secrets(line: &str) -> String {
    let mut shown: Vec<char> = line.chars().collect();
    if let Some(at) = line.find('=').filter(|at| is_secret(&line[..*at])) {
        let from = line[..=at].chars().count();
        shown[from..].fill('*');
    }
    let mut from = 0;
    while let Some(at) = find_chars(&shown[from..], "://").map(|at| from + at + 3) {
        let end = shown[at..].iter().position(|c| matches!(c, '/' | '"' | '\'' | ' ' | '?')).map_or(shown.len(), |end| at + end);
        if let Some(sign) = shown[at..end].iter().rposition(|c| *c == '@') {
            shown[at..at + sign].fill('*');
        }
        from = at;
    }
    shown.into_iter().collect()
}

fn find_chars(line: &[char], part: &str) -> Option<usize> {
    let part: Vec<char> = part.chars().collect();
    line.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        for (line, shown) in [
            ("url = \"https://ada:ghp_abc@x.org/\"", "url = \"https://***********@x.org/\""),
            ("token = \"abc\" # x", "token =**********"),
            ("a = \"s3://b\", b = \"https://t@h\"", "a = \"s3://b\", b = \"https://*@h\""),
            ("title = \"mail a@b\"", "title = \"mail a@b\""),
        ] {
            assert_eq!(without_secrets(line), shown);
        }
    }
}
