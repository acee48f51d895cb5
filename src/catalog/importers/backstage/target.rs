//! What a path or an address in a descriptor leads to.

use super::annotations::split_location;

/// What a path or an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resolved {
    /// A path, or a glob, of the same repository.
    Path(String),
    /// A path of another repository.
    Elsewhere {
        /// Its host.
        host: String,
        /// Its owner and name.
        full_name: String,
        /// The path in it.
        path: String,
    },
    /// An address that is no file of a repository.
    Foreign,
    /// Out of the repository.
    Outside,
}

/// What a target means, seen from the file that names it.
pub(super) fn resolve(repo: &str, file: &str, target: &str) -> Resolved {
    if let Some((_, address)) = target.split_once("://") {
        return elsewhere(repo, address);
    }
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { file.split('/').collect() };
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Resolved::Outside;
                }
            }
            part => parts.push(part),
        }
    }
    Resolved::Path(parts.join("/"))
}

/// An address without its scheme.
fn elsewhere(repo: &str, address: &str) -> Resolved {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let Some((host, path)) = address.split_once('/') else { return Resolved::Foreign };
    let raw;
    let path = if host == "raw.githubusercontent.com" {
        // owner/name/branch/path, with `refs/heads/` before the branch in newer addresses.
        let parts: Vec<&str> = path.splitn(3, '/').collect();
        let [owner, name, rest] = parts[..] else { return Resolved::Foreign };
        raw = format!("{owner}/{name}/blob/{}", rest.strip_prefix("refs/heads/").unwrap_or(rest));
        raw.as_str()
    } else {
        path
    };
    let Some((full_name, Some(rest))) = split_location(path) else { return Resolved::Foreign };
    let Some((_, path)) = rest.split_once('/').filter(|(_, path)| !path.is_empty() && !path.split('/').any(|part| part == "..")) else {
        return Resolved::Foreign;
    };
    if full_name.eq_ignore_ascii_case(repo) {
        return Resolved::Path(path.to_owned());
    }
    let host = if host == "raw.githubusercontent.com" { "github.com" } else { host };
    Resolved::Elsewhere { host: host.to_owned(), full_name, path: path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_paths_of_this_or_of_another_repository() {
        for (target, expected) in [
            ("./a.yaml", "x/a.yaml"),
            ("../b/*.yaml", "b/*.yaml"),
            ("/c.yaml", "c.yaml"),
            ("https://github.com/o/r/blob/main/d/e.yaml", "d/e.yaml"),
            ("https://github.com/O/R/blob/main/d/e.yaml?raw=true", "d/e.yaml"),
            ("https://raw.githubusercontent.com/o/r/refs/heads/main/d.yaml", "d.yaml"),
        ] {
            assert_eq!(resolve("o/r", "x/catalog-info.yaml", target), Resolved::Path(expected.to_owned()), "{target}");
        }
        let other = |host: &str, full_name: &str, path: &str| Resolved::Elsewhere {
            host: host.to_owned(),
            full_name: full_name.to_owned(),
            path: path.to_owned(),
        };
        for (target, expected) in [
            ("https://github.com/o/other/blob/main/d.yaml", other("github.com", "o/other", "d.yaml")),
            ("https://raw.githubusercontent.com/o/other/main/d.yaml", other("github.com", "o/other", "d.yaml")),
            ("https://gitlab.example.com/g/s/x/-/blob/main/a/b.yaml", other("gitlab.example.com", "g/s/x", "a/b.yaml")),
            ("https://example.com/d.yaml", Resolved::Foreign),
            ("https://github.com/o/other/blob/main/../../d.yaml", Resolved::Foreign),
            ("../../../etc/passwd", Resolved::Outside),
        ] {
            assert_eq!(resolve("o/r", "x/catalog-info.yaml", target), expected, "{target}");
        }
    }
}
