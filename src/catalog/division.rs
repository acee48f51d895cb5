//! Whether services share a repository, told from its files alone: a collector asks, before there is a catalog.

use super::descriptors::{self, Description};
use super::facts::{CatalogFacts, CurrentFile, RepositoryFacts};
use super::importers::IMPORTERS;
use super::placement::folder_of;
use bytes::Bytes;
use milepost_model::EntityKind;
use milepost_model::record::Repository;
use std::collections::{BTreeMap, BTreeSet};

/// Words without which a single descriptor can neither declare paths nor name other descriptors.
const DIVIDING: [&str; 3] = ["paths", "target", "subpath"];

/// Whether the descriptors among a repository's current files, given as paths and contents, describe
/// services in several folders, or one that declares its paths: then only the paths of a commit tell whose it is.
pub fn is_divided(repository: &str, files: &[(&str, &[u8])]) -> bool {
    let candidates: Vec<&(&str, &[u8])> =
        files.iter().filter(|(path, _)| IMPORTERS.iter().any(|importer| importer.matches(path))).collect();
    let may_divide = |bytes: &[u8]| DIVIDING.iter().any(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()));
    match candidates[..] {
        [] => return false,
        [(_, bytes)] if !may_divide(bytes) => return false,
        _ => {}
    }
    let contents: BTreeMap<&str, &[u8]> = files.iter().copied().collect();
    let content = |path: &str| contents.get(path).map(|bytes| Bytes::copy_from_slice(bytes));
    let facts = CatalogFacts { repositories: &[], teams: &[], content: &content };
    let current =
        |path: &&str| CurrentFile { path: (*path).to_owned(), blob: Some((*path).to_owned()), last_change: None, changed_by: None };
    let repository = RepositoryFacts {
        repository: Repository { full_name: repository.to_owned(), ..Repository::default() },
        files: contents.keys().map(current).collect(),
        former: Vec::new(),
    };
    let described = descriptors::read(&facts, &repository).entities;
    let mut folders = BTreeSet::new();
    described.iter().filter(|one| one.imported.entity.reference.kind == EntityKind::COMPONENT).any(|one| {
        folders.insert(folder(one));
        !one.imported.entity.paths.is_empty() || folders.len() > 1
    })
}

fn folder(description: &Description) -> String {
    let said = description.imported.made_in.as_ref().and_then(|made_in| made_in.folder.clone());
    said.unwrap_or_else(|| folder_of(&description.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_folders_or_declared_paths_divide_a_repository() {
        let backstage = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: x\nspec:\n  type: service\n";
        let api = backstage.replace("Component", "API");
        let location =
            "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: all\nspec:\n  targets: [./a/x.yaml, ./b/x.yaml]\n";
        let ours = "name: x\n";
        let paths = "name: x\npaths: [services/x/**]\n";
        for (files, expected) in [
            (vec![], false),
            (vec![("README.md", "paths")], false),
            (vec![("catalog-info.yaml", backstage)], false),
            (vec![("catalog-info.yaml", backstage), (".github/catalog-info.yaml", api.as_str())], false),
            (vec![("catalog-info.yaml", backstage), ("milepost.yaml", ours)], false),
            (vec![("a/catalog-info.yaml", backstage), ("b/catalog-info.yaml", backstage)], true),
            (vec![("a/catalog-info.yaml", backstage), ("b/catalog-info.yaml", api.as_str())], false),
            (vec![("a/catalog-info.yaml", backstage), ("tests/b/catalog-info.yaml", backstage)], false),
            (vec![("catalog-info.yaml", location), ("a/x.yaml", backstage), ("b/x.yaml", backstage)], true),
            (vec![("milepost.yaml", paths)], true),
            (vec![("a/milepost.yaml", "name: ["), ("b/milepost.yaml", ours)], false),
        ] {
            let bytes: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
            assert_eq!(is_divided("o/r", &bytes), expected, "{files:?}");
        }
    }
}
