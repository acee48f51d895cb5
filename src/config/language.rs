//! How the configuration describes itself: tables of keys that reading, the manual and the schema share.
//!
//! A section is one [`Table`]. What a key is called, which values it takes, what it means and what it is
//! without being written stand there once; `reader` checks files against it, `reference` prints it.

use crate::rules::Tier;

/// A table of the configuration, such as `[site]`.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Whether it may come several times, as `[[source]]`.
    pub is_list: bool,
    /// What it is about, in sentences.
    pub doc: &'static str,
    /// Its keys, in the order in which the manual lists them.
    pub keys: &'static [Key],
}

impl Table {
    /// Its header as files write it: `[site]` or `[[source]]`.
    pub fn header(&self) -> String {
        if self.is_list { format!("[[{}]]", self.name) } else { format!("[{}]", self.name) }
    }

    /// Whether it stands within another table, as `[[golden_path.signal]]`.
    pub fn is_nested(&self) -> bool {
        self.name.contains('.')
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Which values it takes.
    pub values: Values,
    /// What holds where it is not written.
    pub absent: Absent,
    /// What it does, in sentences.
    pub doc: &'static str,
    /// A value that shows its use, as TOML.
    pub example: &'static str,
    /// The words of the table's `kind` that it belongs to, with spaces between them; none where it belongs to all.
    pub only_for: Option<&'static str>,
}

impl Key {
    /// Whether it belongs to that kind alone, or to some kinds of which it is one.
    pub fn is_only_for(&self, kind: &str) -> bool {
        self.only_for.is_some_and(|only| only.split(' ').any(|word| word == kind))
    }
}

/// Two lists of keys as one: a table's own, and those that a source keeps in a file of its own.
pub const fn joined<const A: usize, const B: usize, const N: usize>(first: &[Key; A], second: &[Key; B]) -> [Key; N] {
    assert!(A + B == N, "the list must hold both");
    let mut keys = [first[0]; N];
    let mut at = 0;
    while at < N {
        keys[at] = if at < A { first[at] } else { second[at - A] };
        at += 1;
    }
    keys
}

/// What holds where a key is not written.
#[derive(Debug, Clone, Copy)]
pub enum Absent {
    /// It must be written.
    Required,
    /// This value, as TOML.
    Is(&'static str),
    /// Something that other keys decide, in words.
    Follows(&'static str),
}

/// A word that a key takes, and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// Which values a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// Any text but an empty one.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number between these two, both included.
    Whole {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// One of these words.
    Words(&'static [Word]),
    /// Lower-case letters, digits and `-`.
    Id,
    /// An `https` or `http` address.
    Address,
    /// A host's name, such as `git.example.com`.
    Host,
    /// A path that begins and ends with `/`.
    BasePath,
    /// A page of the portal by its path, which begins with `/`, or an address on the web.
    Link,
    /// An address on the web with names in braces where values go.
    LinkTemplate(&'static [&'static str]),
    /// A file or a folder, relative to the configuration's own folder.
    Path,
    /// Several files or folders.
    Paths,
    /// Where records are kept: a folder, or `s3://`, `gs://` or `az://`.
    StoreAddress,
    /// Where a portal is put: `dir:`, `branch:`, `s3://`, `gs://` or `az://`.
    Destination,
    /// Patterns of names or paths.
    Globs,
    /// Several texts.
    Texts,
    /// A regular expression that matches the whole name, without regard to case.
    Regex,
    /// A team or a person, as `team-a`, `group:team-a` or `user:ada`.
    Owner,
    /// A colour, as `#rrggbb`.
    Colour,
    /// A number from 0 to 1.
    Share,
    /// A day, as TOML writes it: `2027-06-30`.
    Day,
    /// A regular expression that is looked for anywhere in a text.
    Search,
    /// Tables within this one.
    Tables(&'static Table),
    /// An expression that is true or false, over the facts up to a tier.
    Expression(Tier),
    /// An expression that gives a text, over the facts up to a tier.
    Evidence(Tier),
    /// Text of several lines, in Markdown.
    Prose,
    /// A table whose keys are the organisation's own.
    Map(Entries),
}

/// What the entries of a table with keys of one's own are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// A text, or several.
    Texts,
    /// A text, a number, or true or false.
    Plain,
    /// A table of texts.
    Words,
}

impl Values {
    /// The type as the manual names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Boolean => "true or false",
            Self::Whole { .. } => "whole number",
            Self::Words(_) => "word",
            Self::Id => "id",
            Self::Address => "address",
            Self::Host => "host",
            Self::BasePath => "URL path",
            Self::Link => "link",
            Self::LinkTemplate(_) => "address with places",
            Self::Path => "path",
            Self::Paths => "list of paths",
            Self::StoreAddress => "path or address",
            Self::Destination => "place",
            Self::Globs => "list of globs",
            Self::Texts => "list of texts",
            Self::Regex | Self::Search => "regular expression",
            Self::Owner => "reference",
            Self::Colour => "colour",
            Self::Share => "number from 0 to 1",
            Self::Day => "date",
            Self::Tables(_) => "list of tables",
            Self::Expression(_) | Self::Evidence(_) => "CEL",
            Self::Prose => "Markdown",
            Self::Map(Entries::Words) => "tables of texts",
            Self::Map(_) => "table",
        }
    }

    /// What is allowed, in words that complete “expected …”.
    pub fn allowed(self) -> String {
        match self {
            Self::Text => "a text that is not empty".to_owned(),
            Self::Boolean => "true or false".to_owned(),
            Self::Whole { least, most } => format!("a whole number from {least} to {most}"),
            Self::Words(words) => format!("one of {}", words.iter().map(|w| format!("“{}”", w.word)).collect::<Vec<_>>().join(", ")),
            Self::Id => "lower-case letters, digits and “-”, at most 40, beginning with a letter or digit".to_owned(),
            Self::Address => "an address such as “https://portal.example.com/”".to_owned(),
            Self::Host => "a host's name such as “git.example.com”".to_owned(),
            Self::BasePath => "a path such as “/portal/”".to_owned(),
            Self::Link => {
                "a page of the portal such as “/pages/how-we-work/”, or an address such as “https://chat.example.com/”".to_owned()
            }
            Self::LinkTemplate(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
                format!("an address such as “https://logs.example.com/?service={{service}}”, with {} where values go", names.join(", "))
            }
            Self::Path => "the path of a file or folder".to_owned(),
            Self::Paths => "a list of paths".to_owned(),
            Self::StoreAddress => "a folder, or an address that begins with s3://, gs:// or az://".to_owned(),
            Self::Destination => "dir: with a folder, branch: with a name, or an address that begins with s3://, gs:// or az://".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::Globs => "a list of patterns such as [\"services/**\"]".to_owned(),
            Self::Regex | Self::Search => "a regular expression".to_owned(),
            Self::Owner => "a reference such as “team-a” or “user:ada”".to_owned(),
            Self::Colour => "a colour such as “#0B6B50”".to_owned(),
            Self::Share => "a number from 0 to 1, such as 0.8".to_owned(),
            Self::Day => "a date without quotes, such as 2027-06-30".to_owned(),
            Self::Expression(_) => "an expression such as 'files.readme'".to_owned(),
            Self::Evidence(_) => "an expression that gives a text, such as 'entity.owner.name'".to_owned(),
            Self::Prose => "Markdown".to_owned(),
            Self::Map(Entries::Texts) => "a table of texts or lists of texts, such as { opened_at = \"Opened\" }".to_owned(),
            Self::Map(Entries::Plain) => "a table of texts, such as { environment = \"production\" }".to_owned(),
            Self::Map(Entries::Words) => "tables of texts, such as { severity = { P1 = \"critical\" } }".to_owned(),
            Self::Tables(table) => format!("{} with its keys below it, once for each", table.header()),
        }
    }
}
