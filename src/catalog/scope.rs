//! Which paths of a repository belong to which of its services.
//!
//! What a descriptor declares counts; else its folder, when the repository holds several services;
//! else the whole repository. A service takes nothing that another one holds further inside.

use super::PathScope;
use crate::reading::glob;

impl PathScope {
    /// Whether the path is one of the service's own.
    pub fn contains(&self, path: &str) -> bool {
        let any = |globs: &[String]| globs.iter().any(|pattern| glob::matches(pattern, path));
        (self.include.is_empty() || any(&self.include)) && !any(&self.exclude)
    }

    /// Whether all of the repository is the service's own.
    pub fn is_whole(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// A service of a repository, before its paths are settled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim<'a> {
    /// The folder of its descriptor.
    pub(super) folder: &'a str,
    /// The globs that it declares.
    pub(super) declared: &'a [String],
}

/// The paths of each service of one repository, in the order of the claims.
pub(super) fn settle(claims: &[Claim<'_>]) -> Vec<PathScope> {
    if let [only] = claims {
        return vec![PathScope { include: only.declared.to_vec(), exclude: Vec::new() }];
    }
    let includes: Vec<Vec<String>> = claims
        .iter()
        .map(|claim| match (claim.declared, claim.folder) {
            ([], "") => Vec::new(),
            ([], folder) => vec![format!("{}/**", escaped(folder))],
            (declared, _) => declared.to_vec(),
        })
        .collect();
    let scope = |index: usize| {
        let claim = claims[index];
        let mut exclude: Vec<String> = Vec::new();
        if claim.declared.is_empty() {
            for (other, globs) in claims.iter().zip(&includes) {
                let inside = if other.declared.is_empty() { is_inside(other.folder, claim.folder) } else { true };
                if inside {
                    exclude.extend(
                        globs.iter().filter(|pattern| !includes[index].contains(pattern) && may_lie_in(pattern, claim.folder)).cloned(),
                    );
                }
            }
            exclude.sort();
            exclude.dedup();
        }
        PathScope { include: includes[index].clone(), exclude }
    };
    (0..claims.len()).map(scope).collect()
}

/// Whether one folder lies strictly inside another; the root is outside of all.
fn is_inside(inner: &str, outer: &str) -> bool {
    inner != outer && (outer.is_empty() || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/')))
}

/// Whether a glob that another service declares may speak of paths in this folder.
fn may_lie_in(pattern: &str, folder: &str) -> bool {
    let fixed = pattern.split(['*', '?', '{']).next().unwrap_or_default();
    folder.is_empty() || fixed.starts_with(folder)
}

/// A folder's name as a glob; a `*` in a name is so rare that any character in its place will do.
fn escaped(folder: &str) -> String {
    folder.replace(['*', '{', '}'], "?")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owners(claims: &[(&str, &[&str])], path: &str) -> Vec<usize> {
        let declared: Vec<Vec<String>> = claims.iter().map(|(_, globs)| globs.iter().map(|g| (*g).to_owned()).collect()).collect();
        let claims: Vec<Claim<'_>> = claims.iter().zip(&declared).map(|((folder, _), declared)| Claim { folder, declared }).collect();
        let scopes = settle(&claims);
        (0..scopes.len()).filter(|index| scopes[*index].contains(path)).collect()
    }

    #[test]
    fn every_path_has_the_service_that_people_would_say() {
        let none: &[&str] = &[];
        for (claims, path, expected) in [
            (vec![("deep/folder", none)], "other/x", vec![0]),
            (vec![("", none), ("a", none)], "a/x", vec![1]),
            (vec![("", none), ("a", none)], "b/x", vec![0]),
            (vec![("a", none), ("a/b", none)], "a/b/x", vec![1]),
            (vec![("a", none), ("a/b", none)], "a/c", vec![0]),
            (vec![("a", none), ("ab", none)], "ab/x", vec![1]),
            (vec![("a", none), ("b", none)], "README.md", vec![]),
            (vec![("", none), ("", none)], "x", vec![0, 1]),
            (vec![("", none), ("x", &["libs/shared/**"][..])], "libs/shared/y", vec![1]),
            (vec![("", none), ("x", &["libs/shared/**"][..])], "x/y", vec![0]),
            (vec![("a", &["a/**", "libs/**"][..]), ("b", &["b/**", "libs/**"][..])], "libs/z", vec![0, 1]),
        ] {
            assert_eq!(owners(&claims, path), expected, "{claims:?} on {path}");
        }
    }
}
