//! A golden path as it is asked about: its patterns compiled, its signals sorted by what they prove.

use super::pattern::Pattern;
use crate::config::pattern::Globs;
use crate::config::{self, GoldenPath};
use crate::reading::{automation, stamp};
use crate::rules::{Probe, Rule};
use regex::Regex;

/// A golden path as it is asked about.
pub(super) struct Path<'c> {
    /// What the configuration says of it.
    pub(super) settings: &'c GoldenPath,
    /// Which services it is for; none where every one is meant.
    pub(super) scope: Option<Rule>,
    /// How one can tell.
    pub(super) signals: Vec<Look<'c>>,
    /// The reusable workflows through which services on it deploy.
    pub(super) deploys: Vec<Pattern>,
}

/// What a signal looks at.
pub(super) enum Look<'c> {
    /// A call of a reusable workflow or action.
    Workflow(Pattern),
    /// An execution of it, at most so many days ago.
    Executed(Pattern, i64),
    /// The template of the repository.
    TemplateRepository(Pattern),
    /// Copier's answers.
    Copier(Pattern, Option<&'c str>),
    /// Cruft's stamp.
    Cruft(Pattern, Option<&'c str>),
    /// The descriptor's annotation.
    SourceTemplate(Pattern),
    /// A file's text.
    File(&'c Globs, Option<&'c Regex>),
    /// An expression.
    Cel(Box<Rule>),
}

impl<'c> Path<'c> {
    /// Compiles what the configuration has checked; a rule that does not compile after all is left out.
    pub(super) fn of(settings: &'c GoldenPath) -> Self {
        let compile = |text: &String| Rule::compile(text, config::path_vocabulary()).ok();
        let signals: Vec<Look<'c>> = settings.signals.iter().filter_map(|signal| Look::of(&signal.kind)).collect();
        let named = settings.deploys_with.iter().map(|uses| Pattern::uses(uses));
        let called = settings.signals.iter().filter_map(|signal| match &signal.kind {
            config::SignalKind::Workflow { uses } | config::SignalKind::ExecutedWorkflow { uses, .. } => Some(Pattern::uses(uses)),
            _ => None,
        });
        Self { settings, scope: settings.scope.as_ref().and_then(compile), signals, deploys: named.chain(called).collect() }
    }

    /// The full name of the repository whose tags are its versions.
    pub(super) fn repository(&self) -> Option<String> {
        let of = |look: &Look<'_>| match look {
            Look::Workflow(pattern) | Look::Executed(pattern, _) | Look::Copier(pattern, _) | Look::Cruft(pattern, _) => {
                pattern.repository()
            }
            _ => None,
        };
        self.settings.repository.as_ref().map(|name| name.to_lowercase()).or_else(|| self.signals.iter().find_map(of))
    }

    /// Whether some signal looks at runs.
    pub(super) fn looks_at_runs(&self) -> bool {
        !self.deploys.is_empty()
    }

    /// Whether some signal looks at files with such a path.
    pub(super) fn looks_at(&self, path: &str) -> bool {
        let is_run = || automation::is_at(path) || automation::is_part_at(path);
        self.signals.iter().any(|look| look.looks_at(path)) || (self.looks_at_runs() && is_run())
    }
}

impl<'c> Look<'c> {
    fn of(kind: &'c config::SignalKind) -> Option<Self> {
        use config::SignalKind;
        Some(match kind {
            SignalKind::Workflow { uses } => Self::Workflow(Pattern::uses(uses)),
            SignalKind::ExecutedWorkflow { uses, days } => Self::Executed(Pattern::uses(uses), *days),
            SignalKind::TemplateRepository { template } => Self::TemplateRepository(Pattern::template(template)),
            SignalKind::Copier { template, directory } => Self::Copier(Pattern::template(template), directory.as_deref()),
            SignalKind::Cruft { template, directory } => Self::Cruft(Pattern::template(template), directory.as_deref()),
            SignalKind::SourceTemplate { template } => Self::SourceTemplate(Pattern::template(template)),
            SignalKind::File { path, matches } => Self::File(path, matches.as_ref()),
            SignalKind::Cel { when } => Self::Cel(Box::new(Rule::compile(when, config::path_vocabulary()).ok()?)),
        })
    }

    /// Whether it shows where a service came from, which proves nothing of how it is built today.
    pub(super) fn is_origin(&self) -> bool {
        matches!(self, Self::TemplateRepository(_) | Self::SourceTemplate(_))
    }

    /// Whether it is a mark that the path leaves in what was made from it.
    pub(super) fn is_stamp(&self) -> bool {
        self.is_origin() || matches!(self, Self::Copier(..) | Self::Cruft(..) | Self::File(..))
    }

    /// Whether it looks at files with such a path.
    pub(super) fn looks_at(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_yaml = [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending));
        match self {
            // What a run executed is told by the files where its host does not say.
            Self::Workflow(_) | Self::Executed(..) => automation::is_at(path) || automation::is_part_at(path),
            Self::Copier(..) => name.starts_with(".copier-answers") && is_yaml,
            Self::Cruft(..) => name == ".cruft.json",
            Self::SourceTemplate(_) => {
                is_yaml && ["catalog-info", "catalog-entities", ".backstage"].iter().any(|start| name.starts_with(start))
            }
            Self::File(globs, _) => globs.matches(path),
            Self::Cel(rule) => rule.probes().iter().any(|probe: &Probe| probe.asks_for(path)),
            Self::TemplateRepository(_) => false,
        }
    }

    /// What it finds in a file's text; nothing where it is not what it looks for.
    pub(super) fn finds(&self, text: &str) -> Option<Found> {
        let of_stamp = |stamp: Option<stamp::Stamp>, pattern: &Pattern, directory: Option<&str>| {
            let stamp = stamp.filter(|stamp| pattern.is_template(&stamp.template))?;
            let is_there = directory.is_none_or(|wanted| stamp.directory.as_deref().is_some_and(|there| same_folder(there, wanted)));
            is_there.then_some(Found { version: stamp.version })
        };
        match self {
            Self::Copier(pattern, directory) => of_stamp(stamp::copier(text), pattern, *directory),
            Self::Cruft(pattern, directory) => of_stamp(stamp::cruft(text), pattern, *directory),
            Self::SourceTemplate(pattern) => {
                let is_named = stamp::source_templates(text).iter().any(|name| pattern.is_template(name));
                is_named.then(Found::default)
            }
            Self::File(_, None) => Some(Found::default()),
            Self::File(_, Some(regex)) => {
                let version = regex.captures(text)?.name("version").map(|version| version.as_str().trim().to_owned());
                Some(Found { version: version.filter(|version| !version.is_empty()) })
            }
            Self::Workflow(_) | Self::Executed(..) | Self::TemplateRepository(_) | Self::Cel(_) => None,
        }
    }
}

/// What a signal found in a file.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The version that it names, if any.
    pub(super) version: Option<String>,
}

fn same_folder(there: &str, wanted: &str) -> bool {
    there.trim_matches('/').trim_start_matches("./") == wanted.trim_matches('/').trim_start_matches("./")
}
