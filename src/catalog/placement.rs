//! In which repository, and in which of its folders, a component is made.
//!
//! Mostly beside its descriptor. But some organisations keep all descriptors in one repository, and
//! these say by annotation where the code is; and an annotation may be older than a rename.

use super::descriptors::Description;
use super::facts::RepositoryFacts;
use std::collections::BTreeMap;

/// Folders that hold a repository's papers rather than a service of their own.
const PAPERS: [&str; 10] =
    [".github", ".gitlab", ".backstage", "backstage", ".catalog", "catalog", ".milepost", ".config", "docs", ".port"];

/// Where a component is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Home {
    /// The repository's place among all, if it is in the portal.
    pub(super) repository: Option<usize>,
    /// The folder.
    pub(super) folder: String,
}

/// Finds repositories by the names that people write.
#[derive(Debug)]
pub(super) struct Directory<'a> {
    repositories: &'a [&'a RepositoryFacts],
    by_name: BTreeMap<String, Vec<usize>>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(repositories: &'a [&'a RepositoryFacts]) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, facts) in repositories.iter().enumerate() {
            let repository = &facts.repository;
            let address = repository.url.as_deref().and_then(|url| url.split_once("://")?.1.split_once('/')).map(|(_, path)| path);
            let names = repository.renamed_from.iter().map(String::as_str).chain(address).chain([repository.full_name.as_str()]);
            for name in names {
                let indices = by_name.entry(name.trim_matches('/').trim_end_matches(".git").to_lowercase()).or_default();
                if !indices.contains(&index) {
                    indices.push(index);
                }
            }
        }
        Self { repositories, by_name }
    }

    /// The one repository of that name, if it is in the portal.
    pub(super) fn find(&self, host: Option<&str>, full_name: &str) -> Option<usize> {
        let found = self.by_name.get(&full_name.to_lowercase())?;
        let fits = |index: &&usize| match (host, self.repositories[**index].repository.host.as_deref()) {
            (Some(asked), Some(known)) => asked.eq_ignore_ascii_case(known),
            _ => true,
        };
        let mut found = found.iter().filter(fits);
        // A current name is better than a former one, but of two repositories that fit nobody knows.
        let first = found.next()?;
        match found.next() {
            None => Some(*first),
            Some(_) => self.by_name[&full_name.to_lowercase()]
                .iter()
                .copied()
                .find(|index| self.repositories[*index].repository.full_name.eq_ignore_ascii_case(full_name)),
        }
    }

    /// Where a component of this repository's descriptors is made; `is_alone` where they describe no other component.
    pub(super) fn home(&self, holder: usize, description: &Description, is_alone: bool) -> Home {
        let folder = folder_of(&description.path);
        let Some(made_in) = &description.imported.made_in else { return Home { repository: Some(holder), folder } };
        if let Some(found) = self.find(made_in.host.as_deref(), &made_in.full_name) {
            let beside = if found == holder { folder } else { String::new() };
            return Home { repository: Some(found), folder: made_in.folder.clone().unwrap_or(beside) };
        }
        let holder_name = last_part(&self.repositories[holder].repository.full_name);
        if is_alone || last_part(&made_in.full_name).eq_ignore_ascii_case(holder_name) {
            return Home { repository: Some(holder), folder };
        }
        Home { repository: None, folder: made_in.folder.clone().unwrap_or_default() }
    }
}

/// The last part of a path or of a repository's full name.
pub(super) fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder that a descriptor at this path speaks of.
pub(super) fn folder_of(path: &str) -> String {
    let mut folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    while PAPERS.contains(&last_part(folder)) {
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
    }
    folder.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_descriptor_speaks_of_its_folder_unless_that_holds_papers() {
        for (path, expected) in [
            ("catalog-info.yaml", ""),
            ("services/a/catalog-info.yaml", "services/a"),
            (".github/catalog-info.yaml", ""),
            ("services/a/.backstage/catalog/x.yaml", "services/a"),
        ] {
            assert_eq!(folder_of(path), expected, "{path}");
        }
    }
}
