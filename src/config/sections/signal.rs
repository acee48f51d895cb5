//! `[[golden_path.signal]]`: how one can tell that a service is on a golden path.

use crate::config::language::{Absent, Key, Table, Values, Word};
use crate::config::pattern::{self, Globs};
use crate::config::reader::Section;
use crate::config::value::Value;
use regex::Regex;

/// Something that shows that a service is on a golden path.
#[derive(Debug, Clone)]
pub struct Signal {
    /// Its name.
    pub id: String,
    /// What is looked at.
    pub kind: SignalKind,
}

/// What a signal looks at.
#[derive(Debug, Clone)]
pub enum SignalKind {
    /// A workflow of the service calls this reusable workflow or action.
    Workflow {
        /// Which one, without its version.
        uses: String,
    },
    /// A run executed this reusable workflow lately.
    ExecutedWorkflow {
        /// Which one, without its version.
        uses: String,
        /// How many days ago at most.
        days: i64,
    },
    /// The repository was created from this template.
    TemplateRepository {
        /// The template's full name.
        template: String,
    },
    /// Copier's answers name this template.
    Copier {
        /// The template.
        template: String,
        /// The folder in it, where one repository holds several templates.
        directory: Option<String>,
    },
    /// Cruft's stamp names this template.
    Cruft {
        /// The template.
        template: String,
        /// The folder in it, where one repository holds several templates.
        directory: Option<String>,
    },
    /// The descriptor's annotation names this template.
    SourceTemplate {
        /// The template.
        template: String,
    },
    /// A file holds this.
    File {
        /// Which files.
        path: Globs,
        /// What it must hold; none means that it only has to be there.
        matches: Option<Regex>,
    },
    /// An expression is true.
    Cel {
        /// The expression.
        when: String,
    },
}

const EXECUTED: &str = "executed_workflow";

const fn key(name: &'static str, values: Values, absent: Absent, only_for: &'static str, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: Some(only_for) }
}

pub(in crate::config) const TABLE: Table = Table {
    name: "golden_path.signal",
    is_list: true,
    doc: "How one can tell that a service is on the golden path above it. Templates and reusable workflows are named by patterns, in which `*` stands for any text without `/`.",
    keys: &[
        Key { name: "id", values: Values::Id, absent: Absent::Required, doc: "Its name.", example: "\"build\"", only_for: None },
        Key {
            name: "kind",
            values: Values::Words(&[
                Word { word: "workflow", doc: "A workflow of the service calls `uses`. Its version is the ref." },
                Word {
                    word: EXECUTED,
                    doc: "A run of the last `days` days executed `uses`. Its version is the ref, or the commit that it resolved to.",
                },
                Word { word: "template_repository", doc: "The repository was created from `template`. It tells no version." },
                Word { word: "copier", doc: "A `.copier-answers*.yml` names `template`. Its version is `_commit`." },
                Word { word: "cruft", doc: "A `.cruft.json` names `template`. Its version is `checkout`, else `commit`." },
                Word {
                    word: "source_template",
                    doc: "The descriptor's annotation for the source template names `template`. It tells no version.",
                },
                Word { word: "file", doc: "A file at `path` holds `match`, whose group `version` gives the version." },
                Word { word: "cel", doc: "`when` is true. It tells no version." },
            ]),
            absent: Absent::Required,
            doc: "What is looked at.",
            example: "\"workflow\"",
            only_for: None,
        },
        key(
            "uses",
            Values::Text,
            Absent::Required,
            "workflow executed_workflow",
            "The reusable workflow or action, without `@` and what follows it.",
            "\"lumenfreight/platform/.github/workflows/java.yml\"",
        ),
        key("days", Values::Whole { least: 1, most: 365 }, Absent::Is("90"), EXECUTED, "How recent the run must be.", "30"),
        key(
            "template",
            Values::Text,
            Absent::Required,
            "copier cruft template_repository source_template",
            "The template, as the stamp names it; `gh:o/r` and `https://github.com/o/r.git` are the same.",
            "\"gh:lumenfreight/java-template\"",
        ),
        key(
            "directory",
            Values::Text,
            Absent::Follows("any"),
            "copier cruft",
            "The folder in the template's repository, where it holds several: `_subdirectory` of Copier's answers, `directory` of Cruft's stamp.",
            "\"templates/java-service\"",
        ),
        key(
            "path",
            Values::Globs,
            Absent::Required,
            "file",
            "The files. Their history must be tracked: see `history_globs` of `[[source]]`.",
            "[\".golden-path.yml\"]",
        ),
        key(
            "match",
            Values::Search,
            Absent::Follows("anything"),
            "file",
            "What one of them must hold, anywhere in its text.",
            "'java-service: (?P<version>[0-9.]+)'",
        ),
        key(
            "when",
            Values::Text,
            Absent::Required,
            "cel",
            "What must be true: an expression over the facts of [facts.md](facts.md).",
            "'has_file(\"Dockerfile\")'",
        ),
    ],
};

impl Signal {
    pub(super) fn of(section: &Section) -> Self {
        let text = |key: &str| section.text(key).unwrap_or_default();
        let (uses, template, directory) = (text("uses"), text("template"), section.text("directory"));
        let kind = match text("kind").as_str() {
            "workflow" => SignalKind::Workflow { uses },
            EXECUTED => {
                let days = section.get("days").and_then(Value::whole).and_then(|days| i64::try_from(days).ok());
                SignalKind::ExecutedWorkflow { uses, days: days.unwrap_or(90) }
            }
            "template_repository" => SignalKind::TemplateRepository { template },
            "copier" => SignalKind::Copier { template, directory },
            "cruft" => SignalKind::Cruft { template, directory },
            "source_template" => SignalKind::SourceTemplate { template },
            "file" => SignalKind::File {
                path: Globs::new(section.texts("path")),
                matches: section.text("match").and_then(|text| pattern::search(&text).ok()),
            },
            _ => SignalKind::Cel { when: text("when") },
        };
        Self { id: text("id"), kind }
    }
}
