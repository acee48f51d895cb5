//! The addresses by which descriptors name repositories.

use super::MadeIn;

/// Reads `https://host/owner/name/tree/branch/folder/`, `git@host:owner/name.git` and the like.
pub(super) fn read(text: &str) -> Option<MadeIn> {
    let text = text.trim();
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let bare = bare.split_once('@').map_or(bare, |(_, rest)| rest);
    let is_short = !text.contains("://") && text.contains('@');
    let (host, path) = if is_short { bare.split_once(':')? } else { bare.split_once('/')? };
    let (full_name, rest) = split(path)?;
    let folder = rest.and_then(|rest| rest.split_once('/')).map(|(_, folder)| folder.trim_matches('/').to_owned());
    let is_host = !host.is_empty() && host.contains('.') && !host.contains(char::is_whitespace);
    is_host.then(|| MadeIn { host: Some(host.to_owned()), full_name, folder: folder.filter(|folder| is_inside(folder)) })
}

/// Splits the path of an address into the repository and what follows `/tree/` or `/blob/`: branch and path.
pub(super) fn split(path: &str) -> Option<(String, Option<&str>)> {
    let (repository, rest) = ["/-/tree/", "/-/blob/", "/tree/", "/blob/", "/src/branch/"]
        .iter()
        .find_map(|mark| path.split_once(mark))
        .map_or((path, None), |(r, rest)| (r, Some(rest)));
    let repository = repository.trim_matches('/').trim_end_matches(".git");
    repository.contains('/').then(|| (repository.to_owned(), rest))
}

/// The folder that a path from the repository's root names: nothing for the root and for what leads out of it.
pub(super) fn folder(path: &str) -> Option<String> {
    let folder = path.trim().trim_start_matches("./").trim_matches('/');
    is_inside(folder).then(|| folder.to_owned())
}

fn is_inside(folder: &str) -> bool {
    !folder.is_empty() && folder.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_repository_and_folder() {
        for (text, expected) in [
            ("https://github.com/o/r/", Some(("github.com", "o/r", None))),
            ("https://github.com/o/r/tree/main/services/a/", Some(("github.com", "o/r", Some("services/a")))),
            ("https://gitlab.example.com/g/s/r/-/tree/main/x", Some(("gitlab.example.com", "g/s/r", Some("x")))),
            ("git@github.com:o/r.git", Some(("github.com", "o/r", None))),
            ("https://token@github.com/o/r.git", Some(("github.com", "o/r", None))),
            ("github.com/o/r", Some(("github.com", "o/r", None))),
            ("https://github.com/o/r/tree/main/../../etc", Some(("github.com", "o/r", None))),
            ("https://github.com/", None),
            ("o/r", None),
            ("", None),
        ] {
            let found = read(text).map(|m| (m.host.unwrap_or_default(), m.full_name, m.folder));
            let expected = expected.map(|(host, name, folder)| (host.to_owned(), name.to_owned(), folder.map(str::to_owned)));
            assert_eq!(found, expected, "{text}");
        }
        for (path, expected) in [("/", None), ("/a/b/", Some("a/b")), ("./a", Some("a")), ("../a", None), ("a//b", None)] {
            assert_eq!(folder(path).as_deref(), expected, "{path}");
        }
    }
}
