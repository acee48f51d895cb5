//! CODEOWNERS: which teams and people look after which paths.
//!
//! The last rule that matches a path decides, as GitHub documents it. Where a file has GitLab's
//! sections, the last rule of each section decides, and the sections' owners add up.

use super::{bounds, glob};

/// The most rules of one file that are read. GitHub ignores files over 3 MB; this is about that.
const RULES: usize = 50_000;

/// A CODEOWNERS file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codeowners {
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

/// A rule of a CODEOWNERS file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The pattern as written.
    pub pattern: String,
    /// Its owners; none means that nobody owns what it matches.
    pub owners: Vec<Owner>,
    /// Its line, counted from 1.
    pub line: u32,
    /// The section that it stands in, by its number; 0 comes before the first.
    section: usize,
    is_exclusion: bool,
}

/// An owner as a CODEOWNERS file names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// `@organisation/team`, or a group of groups: the team's name is the last part.
    Team(String),
    /// `@login`.
    Person(String),
    /// An e-mail address.
    Email(String),
}

/// Who owns a path, and which line says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ownership<'a> {
    /// The owners, in the file's order.
    pub owners: Vec<&'a Owner>,
    /// The line of the first rule among those that decide.
    pub line: u32,
}

/// Where a CODEOWNERS file is looked for, in this order, as the providers document it.
pub const PLACES: [&str; 5] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".bitbucket/CODEOWNERS"];

impl Codeowners {
    /// Reads a file; a line that makes no sense is a rule without owners, as the providers take it.
    pub fn parse(text: &str) -> Self {
        let mut rules = Vec::new();
        let (mut section, mut defaults) = (0, Vec::new());
        for (line, number) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(owners) = section_header(line) {
                section += 1;
                defaults = owners;
                continue;
            }
            if rules.len() == RULES {
                break;
            }
            let (pattern, rest) = split_pattern(line);
            let mut owners = owners(rest);
            if owners.is_empty() && section > 0 {
                owners.clone_from(&defaults);
            }
            let is_exclusion = pattern.starts_with('!');
            let pattern = pattern.trim_start_matches('!').to_owned();
            rules.push(Rule { pattern: bounds::cut(&pattern, bounds::ADDRESS), owners, line: number, section, is_exclusion });
        }
        Self { rules }
    }

    /// Who owns the path; `None` where nobody does.
    pub fn owners_of(&self, path: &str) -> Option<Ownership<'_>> {
        let mut deciding: Vec<&Rule> = Vec::new();
        let mut section = usize::MAX;
        for rule in self.rules.iter().rev() {
            if rule.section != section && rule.matches(path) {
                section = rule.section;
                deciding.push(rule);
            }
        }
        deciding.reverse();
        let deciding: Vec<&Rule> = deciding.into_iter().filter(|rule| !rule.is_exclusion && !rule.owners.is_empty()).collect();
        let line = deciding.first()?.line;
        let mut owners: Vec<&Owner> = Vec::new();
        for owner in deciding.iter().flat_map(|rule| &rule.owners) {
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
        Some(Ownership { owners, line })
    }
}

impl Rule {
    /// Whether the rule speaks of the path, which is a file's.
    fn matches(&self, path: &str) -> bool {
        let pattern = self.pattern.as_str();
        if matches!(pattern, "*" | "/**" | "**" | "/") {
            return true;
        }
        let is_anchored = pattern.trim_end_matches('/').contains('/');
        let is_folder = pattern.ends_with('/');
        // GitHub: `docs/*` owns the files in docs, not those in folders below it.
        let is_shallow = pattern.ends_with("/*");
        let core = pattern.trim_start_matches('/').trim_end_matches('/');
        let prefix = if is_anchored { "" } else { "**/" };
        (!is_folder && glob::matches(&format!("{prefix}{core}"), path))
            || (!is_shallow && glob::matches(&format!("{prefix}{core}/**"), path))
    }
}

/// The default owners of a line such as `^[Section name][2] @team`, if it is one.
fn section_header(line: &str) -> Option<Vec<Owner>> {
    let rest = line.strip_prefix('^').unwrap_or(line).strip_prefix('[')?;
    let (_, mut rest) = rest.split_once(']')?;
    if let Some(count) = rest.strip_prefix('[') {
        rest = count.split_once(']')?.1;
    }
    // `[a-z]*.js @team` is a pattern that no provider supports, not a section.
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| owners(rest))
}

/// The pattern, whose spaces are written `\ `, and the rest of the line.
fn split_pattern(line: &str) -> (String, &str) {
    let mut pattern = String::new();
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => pattern.extend(chars.next().map(|(_, next)| next)),
            c if c.is_whitespace() => return (pattern, &line[at..]),
            c => pattern.push(c),
        }
    }
    (pattern, "")
}

fn owners(text: &str) -> Vec<Owner> {
    text.split_whitespace().take_while(|word| !word.starts_with('#')).filter_map(Owner::parse).collect()
}

impl Owner {
    /// Reads `@organisation/team`, `@login` or an e-mail address; anything else names nobody.
    pub fn parse(word: &str) -> Option<Self> {
        let word = bounds::cut(word, bounds::NAME);
        if let Some(name) = word.strip_prefix("@@").or_else(|| word.strip_prefix('@')) {
            return match name.rsplit_once('/') {
                _ if name.is_empty() => None,
                Some((_, team)) => (!team.is_empty()).then(|| Self::Team(team.to_owned())),
                None => Some(Self::Person(name.to_owned())),
            };
        }
        let (user, host) = word.split_once('@')?;
        (!user.is_empty() && host.contains('.')).then_some(Self::Email(word))
    }

    /// The name without what tells its kind: the team, the login, the part before the `@`.
    pub fn name(&self) -> &str {
        match self {
            Self::Team(name) | Self::Person(name) => name,
            Self::Email(address) => address.split('@').next().unwrap_or(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(file: &str, path: &str) -> Option<(String, u32)> {
        let file = Codeowners::parse(file);
        file.owners_of(path).map(|o| (o.owners[0].name().to_owned(), o.line))
    }

    #[test]
    fn patterns_match_as_github_documents_them() {
        for (pattern, path, expected) in [
            ("*", "a/b/c.rs", true),
            ("*.js", "a/b/c.js", true),
            ("/build/logs/", "build/logs/x/y", true),
            ("/build/logs/", "a/build/logs/x", false),
            ("docs/*", "docs/getting-started.md", true),
            ("docs/*", "docs/build-app/troubleshooting.md", false),
            ("apps/", "x/apps/y", true),
            ("/docs/", "docs/a/b", true),
            ("/scripts/", "scripts/x", true),
            ("**/logs", "a/b/logs/x", true),
            ("/apps/github", "apps/github/x", true),
            ("/apps/github", "apps/github", true),
            ("src/lib.rs", "deep/src/lib.rs", false),
            ("src/lib.rs", "src/lib.rs", true),
            ("Makefile", "a/Makefile", true),
            ("a\\ b.txt", "a b.txt", true),
        ] {
            let found = first(&format!("{pattern} @o/team"), path).is_some();
            assert_eq!(found, expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn the_last_matching_rule_decides_and_a_rule_without_owners_takes_ownership_away() {
        let file = "* @o/everyone # all\n/apps/ @octocat @o/apps\n/apps/github\n";
        assert_eq!(first(file, "x"), Some(("everyone".into(), 1)));
        assert_eq!(first(file, "apps/a"), Some(("octocat".into(), 2)));
        assert_eq!(first(file, "apps/github/x"), None);
    }

    #[test]
    fn sections_add_up_and_give_their_default_owners() {
        let file = "* @o/base\n[Docs] @o/writers\n*.md\nREADME.md @ada\n^[Data base][2] @o/db\nmodel/ \n!model/x\n";
        let owners = |path: &str| -> Vec<String> {
            let file = Codeowners::parse(file);
            file.owners_of(path).map(|o| o.owners.iter().map(|o| o.name().to_owned()).collect()).unwrap_or_default()
        };
        assert_eq!(owners("a.md"), ["base", "writers"]);
        assert_eq!(owners("README.md"), ["base", "ada"]);
        assert_eq!(owners("model/y"), ["base", "db"]);
        assert_eq!(owners("model/x"), ["base"]);
    }

    #[test]
    fn owners_are_teams_people_and_addresses() {
        for (word, expected) in [
            ("@org/team", Some(Owner::Team("team".into()))),
            ("@group/sub/team", Some(Owner::Team("team".into()))),
            ("@ada", Some(Owner::Person("ada".into()))),
            ("ada@example.com", Some(Owner::Email("ada@example.com".into()))),
            ("@@maintainer", Some(Owner::Person("maintainer".into()))),
            ("nobody", None),
            ("@", None),
            ("@org/", None),
        ] {
            assert_eq!(Owner::parse(word), expected, "{word}");
        }
    }
}
