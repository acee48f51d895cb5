//! Whose a record is, where several services share a repository.

use crate::catalog::Service;
use foldhash::HashMap;
use milepost_model::record::{Change, Commit, Deployment, Release};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which of a repository's services a record belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Belonging {
    /// The services, by their place among those of the repository.
    pub(super) services: Arc<[usize]>,
    /// Whether it is all of them only because nothing tells whose it is.
    pub(super) is_shared: bool,
}

/// The services of one repository, and what tells their records apart.
pub(super) struct Sharing<'a> {
    services: &'a [&'a Service],
    /// The names of all services of the organisation, in lower case.
    known_names: &'a BTreeSet<String>,
    paths: HashMap<&'a str, &'a [String]>,
    /// The places of all of them, which most records belong to.
    everybody: Arc<[usize]>,
}

impl<'a> Sharing<'a> {
    pub(super) fn new(services: &'a [&'a Service], known_names: &'a BTreeSet<String>, commits: &'a [Commit]) -> Self {
        // Of a service alone in its repository everything is its own, so nothing needs to be looked up.
        let needs_paths = services.len() > 1 || services.iter().any(|service| !service.scope.is_whole());
        let with_paths = commits.iter().filter(|commit| needs_paths && !commit.paths.is_empty());
        let paths = with_paths.map(|commit| (commit.sha.as_str(), commit.paths.as_slice())).collect();
        Self { services, known_names, paths, everybody: (0..services.len()).collect() }
    }

    pub(super) fn all(&self) -> Belonging {
        Belonging { services: Arc::clone(&self.everybody), is_shared: self.services.len() > 1 }
    }

    fn some(services: Vec<usize>) -> Belonging {
        Belonging { services: services.into(), is_shared: false }
    }

    /// A change belongs to the services whose paths it touches; without known paths to all.
    pub(super) fn of_change(&self, change: &Change) -> Belonging {
        let shas = std::iter::once(&change.merge_sha).chain(&change.commit_shas);
        self.by_paths(shas.filter_map(|sha| self.paths.get(sha.as_str()).copied()).flatten())
    }

    /// A commit belongs to the services whose paths it touches; without known paths to all.
    pub(super) fn of_commit(&self, commit: &Commit) -> Belonging {
        self.by_paths(commit.paths.iter())
    }

    fn by_paths<'p>(&self, paths: impl Iterator<Item = &'p String>) -> Belonging {
        let mut paths = paths.peekable();
        if paths.peek().is_none() {
            return self.all();
        }
        let mut found = BTreeSet::new();
        for path in paths {
            if found.len() == self.services.len() {
                break;
            }
            found.extend((0..self.services.len()).filter(|index| self.services[*index].scope.contains(path)));
        }
        Self::some(found.into_iter().collect())
    }

    /// A deployment belongs to the services that its record names; if it names none, to all.
    ///
    /// Names of services of other repositories, as a repository of manifests records them, are none of
    /// this repository's; a name that nobody knows says nothing.
    pub(super) fn of_deployment(&self, deployment: &Deployment) -> Belonging {
        let names: Vec<String> = deployment.services.iter().map(|name| name.to_lowercase()).collect();
        let is_named = |service: &&Service| {
            names.iter().any(|name| *name == service.reference.name || *name == service.slug || *name == service.reference.to_string())
        };
        let named: Vec<usize> = (0..self.services.len()).filter(|index| is_named(&self.services[*index])).collect();
        if !named.is_empty() || names.iter().any(|name| self.known_names.contains(name)) {
            return Self::some(named);
        }
        self.all()
    }

    /// A release whose tag begins with a service's name, such as `payments-v1.2`, belongs to that one; else to all.
    pub(super) fn of_release(&self, release: &Release) -> Belonging {
        if self.services.len() < 2 {
            return self.all();
        }
        let tag = release.tag.to_lowercase();
        let folder = |service: &Service| service.folder.rsplit('/').next().unwrap_or_default().to_lowercase();
        let bears = |service: &Service| {
            [service.reference.name.clone(), folder(service)]
                .iter()
                .filter(|name| !name.is_empty() && is_tag_of(&tag, name))
                .map(String::len)
                .max()
        };
        let lengths: Vec<Option<usize>> = self.services.iter().map(|service| bears(service)).collect();
        // Of `pay` and `pay-core` the tag `pay-core-v1` is the longer one's.
        match lengths.iter().flatten().max() {
            Some(longest) => Self::some((0..lengths.len()).filter(|index| lengths[*index] == Some(*longest)).collect()),
            None => self.all(),
        }
    }
}

/// Whether a tag is a name and a version: `pay-v1`, `pay/1.2`, `pay@1`, `@scope/pay@1`.
fn is_tag_of(tag: &str, name: &str) -> bool {
    let tag = tag.strip_prefix('@').and_then(|tag| tag.split_once('/')).map_or(tag, |(_, tag)| tag);
    let Some(rest) = tag.strip_prefix(name).and_then(|rest| rest.strip_prefix(['-', '/', '@', '_'])) else { return false };
    rest.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_services_when_a_version_follows_its_name() {
        for (tag, name, expected) in [
            ("pay-v1.2", "pay", true),
            ("pay/1", "pay", true),
            ("@o/pay@2.0.0", "pay", true),
            ("pay-core-v1", "pay", false),
            ("payments-v1", "pay", false),
            ("v1.2.3", "v1", false),
        ] {
            assert_eq!(is_tag_of(tag, name), expected, "{tag}");
        }
    }
}
