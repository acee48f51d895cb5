//! Where people see a file or a commit of a repository on the host that keeps it.

use super::safe_url;
use milepost_model::record::Repository;
use std::fmt::Write as _;

/// How a host writes the address of a file at a commit.
///
/// None of the hosts documents its web addresses as an interface; all four have kept them for over ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `/blob/<sha>/<path>#L<line>`
    Blob,
    /// `/-/blob/<sha>/<path>#L<line>`
    DashBlob,
    /// `/src/<sha>/<path>#lines-<line>`
    Src,
    /// `/src/commit/<sha>/<path>#L<line>`
    SrcCommit,
}

fn shape(repository: &Repository) -> Option<Shape> {
    match repository.repo.as_str().split(':').next() {
        Some("gh") => return Some(Shape::Blob),
        Some("gl") => return Some(Shape::DashBlob),
        _ => {}
    }
    let host = match &repository.host {
        Some(host) => host.to_lowercase(),
        None => url::Url::parse(repository.url.as_deref()?).ok()?.host_str()?.to_lowercase(),
    };
    [
        ("github", Shape::Blob),
        ("gitlab", Shape::DashBlob),
        ("bitbucket", Shape::Src),
        ("gitea", Shape::SrcCommit),
        ("forgejo", Shape::SrcCommit),
        ("codeberg", Shape::SrcCommit),
    ]
    .into_iter()
    .find(|(name, _)| host.contains(name))
    .map(|(_, shape)| shape)
}

/// The page of the repository itself.
pub fn repository(repository: &Repository) -> Option<String> {
    safe_url::href(repository.url.as_deref()?)
}

/// The page of a file at the commit that was read.
pub fn file(repository: &Repository, path: &str, line: Option<u32>) -> Option<String> {
    let shape = shape(repository)?;
    let sha = repository.head.as_deref().filter(|sha| is_sha(sha))?;
    let base = base(repository)?;
    let path = encoded(path)?;
    let (middle, anchor) = match shape {
        Shape::Blob => ("/blob/", "#L"),
        Shape::DashBlob => ("/-/blob/", "#L"),
        Shape::Src => ("/src/", "#lines-"),
        Shape::SrcCommit => ("/src/commit/", "#L"),
    };
    let anchor = line.map(|line| format!("{anchor}{line}")).unwrap_or_default();
    Some(format!("{base}{middle}{sha}/{path}{anchor}"))
}

/// The page that changes a file of the branch that counts.
pub fn edit(repository: &Repository, path: &str) -> Option<String> {
    let branch = encoded(repository.default_branch.as_deref()?)?;
    let (base, path) = (base(repository)?, encoded(path)?);
    Some(match shape(repository)? {
        Shape::Blob => format!("{base}/edit/{branch}/{path}"),
        Shape::DashBlob => format!("{base}/-/edit/{branch}/{path}"),
        Shape::Src => format!("{base}/src/{branch}/{path}?mode=edit"),
        Shape::SrcCommit => format!("{base}/_edit/{branch}/{path}"),
    })
}

/// The page of the commits that changed a file or a folder of the branch that counts.
pub fn history(repository: &Repository, path: &str) -> Option<String> {
    let branch = encoded(repository.default_branch.as_deref()?)?;
    let base = base(repository)?;
    let path = if path.is_empty() { String::new() } else { format!("/{}", encoded(path)?) };
    Some(match shape(repository)? {
        Shape::Blob => format!("{base}/commits/{branch}{path}"),
        Shape::DashBlob => format!("{base}/-/commits/{branch}{path}"),
        Shape::Src => format!("{base}/commits/branch/{branch}"),
        Shape::SrcCommit => format!("{base}/commits/branch/{branch}{path}"),
    })
}

/// What an address of a host means, if it is that of a file or folder of this repository: the path.
pub fn path_of<'u>(repository: &Repository, url: &'u str) -> Option<&'u str> {
    let url = url.split(['#', '?']).next()?;
    let rest = url.strip_prefix(&base(repository)?)?;
    if matches!(rest, "" | "/") {
        return Some("");
    }
    let after = ["/blob/", "/tree/", "/raw/", "/-/blob/", "/-/tree/", "/-/raw/", "/src/branch/", "/src/commit/", "/src/"]
        .iter()
        .find_map(|middle| rest.strip_prefix(middle))?;
    let branch = repository.default_branch.as_deref().unwrap_or("main");
    // A branch may have slashes in its name; of all others the first part is the branch or the commit.
    let path = after.strip_prefix(branch).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    Some(path.unwrap_or_else(|| after.find('/').map_or("", |at| &after[at..])).trim_matches('/'))
}

/// The page of a commit.
pub fn commit(repository: &Repository, sha: &str) -> Option<String> {
    if !is_sha(sha) {
        return None;
    }
    let middle = match shape(repository)? {
        Shape::Blob | Shape::SrcCommit => "/commit/",
        Shape::DashBlob => "/-/commit/",
        Shape::Src => "/commits/",
    };
    Some(format!("{}{middle}{sha}", base(repository)?))
}

fn base(repository: &Repository) -> Option<String> {
    let url = safe_url::href(repository.url.as_deref()?)?;
    Some(url.trim_end_matches('/').trim_end_matches(".git").to_owned())
}

fn is_sha(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The path with everything but plain characters encoded; none where a part of it would climb.
fn encoded(path: &str) -> Option<String> {
    if path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        return None;
    }
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(id: &str, url: &str) -> Repository {
        Repository { repo: id.into(), url: Some(url.to_owned()), head: Some("4c7a19e0".to_owned()), ..Repository::default() }
    }

    #[test]
    fn every_known_host_shows_its_files() {
        for (id, url, expected) in [
            ("gh:github.com:1", "https://github.com/o/r", "https://github.com/o/r/blob/4c7a19e0/docs/a%20b.md#L3"),
            ("gl:git.example.org:1", "https://git.example.org/o/r.git", "https://git.example.org/o/r/-/blob/4c7a19e0/docs/a%20b.md#L3"),
            ("git:ab", "https://bitbucket.org/o/r", "https://bitbucket.org/o/r/src/4c7a19e0/docs/a%20b.md#lines-3"),
            ("git:ab", "https://codeberg.org/o/r/", "https://codeberg.org/o/r/src/commit/4c7a19e0/docs/a%20b.md#L3"),
        ] {
            assert_eq!(file(&at(id, url), "docs/a b.md", Some(3)).as_deref(), Some(expected));
        }
    }

    #[test]
    fn files_are_edited_on_their_branch_and_found_again_by_their_addresses() {
        let repository = Repository { default_branch: Some("main".to_owned()), ..at("gh:github.com:1", "https://github.com/o/r.git") };
        assert_eq!(edit(&repository, "docs/a.md").as_deref(), Some("https://github.com/o/r/edit/main/docs/a.md"));
        assert_eq!(history(&repository, "src").as_deref(), Some("https://github.com/o/r/commits/main/src"));
        assert_eq!(edit(&at("gh:github.com:1", "https://github.com/o/r"), "a.md"), None);
        for (url, expected) in [
            ("https://github.com/o/r/blob/main/docs/a.md#L3", Some("docs/a.md")),
            ("https://github.com/o/r/tree/v2/docs", Some("docs")),
            ("https://github.com/o/r", Some("")),
            ("https://github.com/o/rest/blob/main/a.md", None),
            ("https://github.com/o/r/issues/3", None),
        ] {
            assert_eq!(path_of(&repository, url), expected, "{url}");
        }
    }

    #[test]
    fn an_unknown_host_or_a_strange_path_has_no_link() {
        assert_eq!(file(&at("git:ab", "https://git.example.org/o/r"), "a.md", None), None);
        assert_eq!(file(&at("gh:github.com:1", "javascript:alert(1)"), "a.md", None), None);
        assert_eq!(file(&at("gh:github.com:1", "https://github.com/o/r"), "../../x", None), None);
        assert_eq!(commit(&at("gh:github.com:1", "https://github.com/o/r"), "not a sha"), None);
    }
}
