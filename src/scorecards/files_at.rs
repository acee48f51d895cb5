//! What lay in a service's paths at an instant.
//!
//! Of what is kept with its history, such as workflows and lock files, absence is known. Of what is
//! kept at its newest version only, such as documents, nobody knows before that version came.

use super::files::{FilesPast, is_container, is_descriptive, last_part};
use crate::catalog::Service;
use crate::rules::{FilesPart, Known, Probe, Probes};
use milepost_model::record::File;
use milepost_model::{Entity, Instant, Unknown};
use std::sync::RwLock;

const UNREAD: Unknown = Unknown::NotCollected;

const LOCK_FILES: &[&str] = &[
    "Cargo.lock",
    "Chart.lock",
    "Gemfile.lock",
    "Pipfile.lock",
    "Podfile.lock",
    "bun.lock",
    "bun.lockb",
    "composer.lock",
    "flake.lock",
    "go.sum",
    "gradle.lock",
    "mix.lock",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "packages.lock.json",
    "pdm.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pubspec.lock",
    "uv.lock",
    "yarn.lock",
];

/// The files of a service through time.
pub(super) struct ServiceFilesPast<'a> {
    pub(super) past: &'a FilesPast<'a>,
    pub(super) service: &'a Service,
    /// The other services of the same repository.
    pub(super) others: &'a [&'a Service],
    pub(super) as_of: Instant,
    /// Whether the history is cut short, so that nothing is known of the past.
    pub(super) is_shallow: bool,
    /// The instant that questions about files are asked of.
    pub(super) asked_at: RwLock<Instant>,
}

impl<'a> ServiceFilesPast<'a> {
    /// Whether files are known at an instant.
    pub(super) fn are_known(&self, at: Instant) -> Result<(), Unknown> {
        if self.past.is_empty() {
            Err(UNREAD)
        } else if self.is_shallow && at < self.as_of {
            Err(Unknown::ShallowHistory)
        } else {
            Ok(())
        }
    }

    /// Whether a path is about this service: its own, or nobody's.
    fn is_own(&self, path: &str) -> bool {
        self.service.scope.contains(path) || !self.others.iter().any(|other| other.scope.contains(path))
    }

    fn own_at(&self, at: Instant) -> impl Iterator<Item = &'a File> + '_ {
        self.past.at(at).filter(|file| self.is_own(&file.path))
    }

    /// A path as its folder sees it.
    fn inside<'p>(&self, path: &'p str) -> &'p str {
        let folder = &self.service.folder;
        if folder.is_empty() { path } else { path.strip_prefix(folder.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path) }
    }

    /// What lay there; `entity` is the service as it was described then.
    pub(super) fn at(&self, at: Instant, entity: &Entity) -> Known<FilesPart> {
        self.are_known(at)?;
        let files = &self.service.files;
        let head = |path: Option<&String>| self.head(at, path.into_iter());
        let linked = entity.links.iter().any(|link| link.kind == "runbook");
        let about = files.docs.iter().map(|(_, path)| path).chain(&files.readme).chain(&files.runbook);
        Ok(FilesPart {
            descriptor: self.descriptor(at),
            readme: head(files.readme.as_ref()),
            runbook: if linked { Ok(true) } else { head(files.runbook.as_ref()) },
            changelog: head(files.changelog.as_ref()),
            codeowners: self.codeowners(at),
            security_policy: self.somewhere(at, |path| is_at_root(path) && last_part(path).to_lowercase().starts_with("security")),
            licence: self.somewhere(at, is_licence),
            docs: self.head(at, files.docs.iter().map(|(_, path)| path)),
            docs_changed_at: self.past.at(at).filter(|file| about.clone().any(|path| *path == file.path)).map(changed).max().ok_or(UNREAD),
            apis: self.head(at, files.apis.iter().map(|(_, path)| path)),
            lock_files: Ok(self.names(at, |name| LOCK_FILES.contains(&name))),
            updaters: Ok(self.updaters(at)),
            base_images: self.base_images(at),
            workflows: self
                .own_at(at)
                .filter(|file| FilesPast::is_workflow(file) && self.runs(&file.path))
                .map(|file| self.past.workflow(file).ok_or(UNREAD))
                .collect(),
        })
    }

    /// Whether one of these was there, of which only the newest versions are kept.
    fn head<'p>(&self, at: Instant, mut paths: impl Iterator<Item = &'p String>) -> Known<bool> {
        if at >= self.as_of {
            return Ok(paths.next().is_some());
        }
        if paths.any(|path| self.past.at(at).any(|file| file.path == *path)) { Ok(true) } else { Err(UNREAD) }
    }

    fn somewhere(&self, at: Instant, is_such: impl Fn(&str) -> bool) -> Known<bool> {
        if self.past.at(at).any(|file| is_such(&file.path)) {
            return Ok(true);
        }
        if at >= self.as_of { Ok(false) } else { Err(UNREAD) }
    }

    fn descriptor(&self, at: Instant) -> Known<bool> {
        if at >= self.as_of {
            return Ok(!self.service.is_inferred);
        }
        match &self.service.files.descriptor {
            // It may have had another name before.
            Some(path) => Ok(self.past.at(at).any(|file| file.path == *path) || self.own_at(at).any(|file| is_descriptive(&file.path))),
            None if self.service.is_inferred => {
                Ok(self.own_at(at).any(|file| is_descriptive(&file.path) && last_part(&file.path) != "CODEOWNERS"))
            }
            None => Err(UNREAD),
        }
    }

    fn codeowners(&self, at: Instant) -> Known<bool> {
        let now = self.service.files.codeowners.as_ref();
        if at >= self.as_of {
            return Ok(now.is_some());
        }
        let is_there = self.past.at(at).any(|file| last_part(&file.path) == "CODEOWNERS");
        match (is_there, now) {
            (false, _) => Ok(false),
            (true, Some(_)) => Ok(true),
            (true, None) => Err(UNREAD),
        }
    }

    fn names(&self, at: Instant, is_such: impl Fn(&str) -> bool) -> Vec<String> {
        let mut names: Vec<String> =
            self.own_at(at).map(|file| last_part(&file.path)).filter(|name| is_such(name)).map(str::to_owned).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn updaters(&self, at: Instant) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (word, is_such) in [("dependabot", "dependabot."), ("renovate", "renovate"), ("renovate", ".renovaterc")] {
            let is_there = self.past.at(at).any(|file| is_at_root(&file.path) && last_part(&file.path).starts_with(is_such));
            if is_there && !found.iter().any(|known| known == word) {
                found.push(word.to_owned());
            }
        }
        found
    }

    fn base_images(&self, at: Instant) -> Known<Vec<String>> {
        let mut images = Vec::new();
        for file in self.own_at(at).filter(|file| is_container(&file.path)) {
            images.extend_from_slice(self.past.images(file).ok_or(UNREAD)?);
        }
        images.sort_unstable();
        images.dedup();
        Ok(images)
    }

    /// Whether a workflow is this service's: among several services, one that another has alone is not.
    fn runs(&self, path: &str) -> bool {
        let has = |service: &Service| service.pipelines.iter().any(|pipeline| pipeline.path == path);
        has(self.service) || !self.others.iter().any(|other| has(other))
    }
}

impl Probes for ServiceFilesPast<'_> {
    fn answer(&self, probe: &Probe) -> Option<bool> {
        let at = *self.asked_at.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.are_known(at).ok()?;
        let is_asked = |path: &str| probe.asks_for(path) || probe.asks_for(self.inside(path));
        let mut is_sure = true;
        for file in self.own_at(at).filter(|file| is_asked(&file.path)) {
            match self.past.meets(probe, file) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => is_sure = false,
            }
        }
        // A file that is kept at its newest version only may have been there before it.
        let may_have_been = at < self.as_of && self.past.came_later(at, |path| self.is_own(path) && is_asked(path));
        (is_sure && !may_have_been).then_some(false)
    }
}

fn changed(file: &File) -> Instant {
    file.last_change.as_ref().map_or(file.valid_from, |change| change.at)
}

fn is_at_root(path: &str) -> bool {
    match path.rsplit_once('/') {
        None => true,
        Some((folder, _)) => matches!(folder, ".github" | ".gitlab" | "docs"),
    }
}

fn is_licence(path: &str) -> bool {
    let name = path.to_lowercase();
    ["license", "licence", "copying", "unlicense"].iter().any(|word| name.starts_with(word)) && !name.contains('/')
}
