//! `[[source]]`: what is read.

use crate::config::language::{Absent, Key, Table, Values, Word, joined};
use crate::config::reader::{Reader, Section};
use crate::config::sections::rule::Rule;
use crate::config::sources::{FILE_KEYS, REMOTE_KEYS, RemoteSettings, check_files, check_remote, files, remote, webhooks};
use crate::config::value::Value;
use milepost_collectors::command::CommandSettings;
use milepost_collectors::files::FilesSettings;
use milepost_collectors::webhooks::WebhookSettings;
use milepost_model::record::repository::Visibility;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Something that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What records and `--source` call it.
    pub id: String,
    /// What it is.
    pub settings: SourceSettings,
}

/// What a source is, with its own settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceSettings {
    /// Clones of git repositories in folders.
    Git(GitSource),
    /// Files of records, or of rows that become records.
    Files(FilesSettings),
    /// Payloads that a host sent to a webhook.
    Webhooks(WebhookSettings),
    /// A program that prints records.
    Command(CommandSettings),
    /// A source behind a network.
    Remote(RemoteSettings),
}

/// Clones of git repositories in folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitSource {
    /// The folders below which every repository is read.
    pub clones: Vec<PathBuf>,
    /// Paths below those folders of the repositories that are read.
    pub include: Vec<String>,
    /// Paths below those folders of the repositories that are not.
    pub exclude: Vec<String>,
    /// What to take for the visibility of these repositories, since a clone does not know it.
    pub assume_visibility: Option<Visibility>,
    /// Paths whose history is read, beyond those that milepost reads anyway.
    pub history_globs: Vec<String>,
    /// Paths whose newest content is read, beyond those that milepost reads anyway.
    pub head_globs: Vec<String>,
    /// Of a larger file only its name and size are kept.
    pub max_file_bytes: u64,
}

const GIT: Option<&str> = Some("git");
const REPOSITORIES: Option<&str> = Some("git github gitlab");

pub(in crate::config) const TABLE: Table = Table {
    name: "source",
    is_list: true,
    doc: "What is read. Each source is read by itself, and what one cannot read takes nothing from another.",
    keys: &KEYS,
};

const LOCAL: [Key; OWN.len() + FILE_KEYS.len()] = joined(&OWN, &FILE_KEYS);
const KEYS: [Key; LOCAL.len() + REMOTE_KEYS.len()] = joined(&LOCAL, &REMOTE_KEYS);

const OWN: [Key; 11] = [
    Key {
        name: "id",
        values: Values::Id,
        absent: Absent::Required,
        doc: "What Platform health and `--source` call it. Each source has its own.",
        example: "\"clones\"",
        only_for: None,
    },
    Key {
        name: "kind",
        values: Values::Words(&[
            Word { word: "git", doc: "Clones of git repositories in folders: working copies, bare mirrors, worktrees." },
            Word {
                word: "github",
                doc: "Repositories of organisations at GitHub, on its enterprise cloud or on a server of one's own, with their deployments, changes, runs and alerts.",
            },
            Word {
                word: "gitlab",
                doc: "Projects of groups at GitLab, on gitlab.com or on a server of one's own, with their deployments, merge requests, pipelines and incidents.",
            },
            Word { word: "command", doc: "A program that prints records, one JSON object a line: any collector that somebody writes." },
            Word {
                word: "files",
                doc: "Files: records as [records.md](records.md) describes them, or tables and lists whose rows become records by a mapping.",
            },
            Word {
                word: "webhooks",
                doc: "Payloads that GitHub sent to a webhook and somebody stored, which become the records that its API gives ([webhooks.md](webhooks.md)).",
            },
        ]),
        absent: Absent::Required,
        doc: "What it is.",
        example: "\"git\"",
        only_for: None,
    },
    Key {
        name: "clones",
        values: Values::Paths,
        absent: Absent::Required,
        doc: "The folders below which every repository is read, however deep. A folder that is a repository itself counts too.",
        example: "[\"../clones\"]",
        only_for: GIT,
    },
    Key {
        name: "include",
        values: Values::Globs,
        absent: Absent::Is("[\"**\"]"),
        doc: "Repositories that are read: paths below `clones`, or full names such as `lumen-freight/*`.",
        example: "[\"backend/**\"]",
        only_for: REPOSITORIES,
    },
    Key {
        name: "exclude",
        values: Values::Globs,
        absent: Absent::Is("[]"),
        doc: "Repositories that are not read, even where `include` names them.",
        example: "[\"**/vendor/**\"]",
        only_for: REPOSITORIES,
    },
    Key {
        name: "assume_visibility",
        values: Values::Words(&[
            Word { word: "public", doc: "Everybody may see these repositories." },
            Word { word: "internal", doc: "Everybody in the organisation may see them." },
            Word { word: "private", doc: "Those who were let in may see them." },
        ]),
        absent: Absent::Follows("unknown, which counts as private"),
        doc: "What to take for the visibility of these repositories, since a clone does not know it. What another source knows goes before it.",
        example: "\"public\"",
        only_for: GIT,
    },
    Key {
        name: "history_globs",
        values: Values::Globs,
        absent: Absent::Is("[]"),
        doc: "Paths in the repositories whose history is read, beyond those that milepost reads anyway. A new pattern reads the history again.",
        example: "[\".golden-path.yml\"]",
        only_for: REPOSITORIES,
    },
    Key {
        name: "head_globs",
        values: Values::Globs,
        absent: Absent::Is("[]"),
        doc: "Paths in the repositories whose newest content is read, beyond those that milepost reads anyway.",
        example: "[\"handbook/**/*.md\"]",
        only_for: REPOSITORIES,
    },
    Key {
        name: "max_file_bytes",
        values: Values::Whole { least: 1, most: 1 << 30 },
        absent: Absent::Is("1_048_576"),
        doc: "Of a file larger than this only its name and size are kept.",
        example: "4_194_304",
        only_for: REPOSITORIES,
    },
    Key {
        name: "command",
        values: Values::Texts,
        absent: Absent::Required,
        doc: "The program and its arguments, run in the configuration's folder without a shell. It is told `MILEPOST_SCHEMA`, `MILEPOST_SOURCE`, `MILEPOST_NOW` and, with `--since`, `MILEPOST_SINCE`; it prints records and ends with 0.",
        example: "[\"python3\", \"collectors/pager.py\"]",
        only_for: Some("command"),
    },
    Key {
        name: "timeout_seconds",
        values: Values::Whole { least: 1, most: 86_400 },
        absent: Absent::Is("300"),
        doc: "A program that takes longer is stopped, and nothing of what it printed is taken.",
        example: "1_800",
        only_for: Some("command"),
    },
];

impl Source {
    pub(in crate::config) fn of(section: &Section, folder: &Path, host: Option<&str>) -> Self {
        let paths = |key| section.texts(key).into_iter().map(|path| folder.join(path)).collect();
        let settings = match section.text("kind").as_deref() {
            Some("files") => SourceSettings::Files(files(section, folder, host)),
            Some("webhooks") => SourceSettings::Webhooks(webhooks(section, folder)),
            Some("github" | "gitlab") => SourceSettings::Remote(remote(section, folder)),
            Some("command") => SourceSettings::Command(CommandSettings {
                id: section.text("id").unwrap_or_default(),
                command: section.texts("command"),
                folder: folder.to_owned(),
                timeout_seconds: section.get("timeout_seconds").and_then(Value::whole).unwrap_or_default(),
                since: None,
            }),
            _ => SourceSettings::Git(GitSource {
                clones: paths("clones"),
                include: section.texts("include"),
                exclude: section.texts("exclude"),
                assume_visibility: section.text("assume_visibility").map(|word| Visibility::from(word.as_str())),
                history_globs: section.texts("history_globs"),
                head_globs: section.texts("head_globs"),
                max_file_bytes: section.get("max_file_bytes").and_then(Value::whole).unwrap_or_default(),
            }),
        };
        Self { id: section.text("id").unwrap_or_default(), settings }
    }

    /// Every source, each reading the paths that rules ask for, too.
    pub(in crate::config) fn all(sections: &[Section], rules: &[Rule], folder: &Path, host: Option<&str>) -> Vec<Self> {
        let mut globs: Vec<String> = rules.iter().flat_map(Rule::globs).collect();
        globs.sort_unstable();
        globs.dedup();
        let mut sources: Vec<Self> = sections.iter().map(|section| Self::of(section, folder, host)).collect();
        for source in &mut sources {
            source.follow(&globs);
        }
        sources
    }

    /// Reads these paths with their history, too.
    pub(in crate::config) fn follow(&mut self, globs: &[String]) {
        let followed = match &mut self.settings {
            SourceSettings::Git(settings) => &mut settings.history_globs,
            SourceSettings::Remote(settings) => settings.history_globs(),
            SourceSettings::Files(_) | SourceSettings::Webhooks(_) | SourceSettings::Command(_) => return,
        };
        followed.extend(globs.iter().filter(|glob| !followed.contains(glob)).cloned().collect::<Vec<_>>());
    }

    /// Complains where two sources have one id, or one has nothing to read, or nothing of it would be seen.
    pub(in crate::config) fn cross_check(sections: &[Section], site: &Section, reader: &mut Reader<'_>) {
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        for section in sections {
            if let (Some(id), Some(span)) = (section.text("id"), section.span_of("id")) {
                let count = ids.entry(id.clone()).or_default();
                *count += 1;
                if *count > 1 {
                    let message = format!("another [[source]] before this one has the id “{id}”");
                    reader.complain("config/duplicate-id", span, message, "give each source an id of its own");
                }
            }
            let is_hidden = site.text("visibility").as_deref() == Some("public") && section.text("assume_visibility").is_none();
            if let (true, Some("git"), Some(span)) = (is_hidden, section.text("kind").as_deref(), section.span_of("kind")) {
                let message =
                    "a clone does not know who may see it, which counts as private, and a public portal shows public repositories only";
                let help =
                    "set assume_visibility here, or visibility = \"internal\" in [site]; ignore this where another source knows them";
                reader.warn("config/unknown-visibility", span, message, help);
            }
            check_remote(section, reader);
            check_files(section, reader);
            for key in ["clones", "paths", "command"] {
                if let (Some(Value::Texts(texts)), Some(span)) = (section.get(key), section.span_of(key))
                    && texts.is_empty()
                {
                    let message = format!("[[source]] {key} is empty, so that there is nothing to read");
                    let what = if key == "command" { "a program and its arguments" } else { "a folder" };
                    reader.complain("config/bad-value", span, message, format!("name {what}, or remove the source"));
                }
            }
        }
    }
}
