//! Which repository and workflow another portal's file starts.

/// The path of the workflow that a file name, or a path, means.
pub(super) fn workflow(name: &str) -> Option<String> {
    let file = name.trim().trim_start_matches(".github/workflows/");
    let is_file = !file.contains(['/', '{', '<', '$', ' '])
        && [".yml", ".yaml"].iter().any(|ending| file.len() > ending.len() && file.ends_with(ending));
    is_file.then(|| format!(".github/workflows/{file}"))
}

/// The full name in `github.com?owner=o&repo=r`, in whatever order.
pub(super) fn of_repo_url(url: &str) -> Option<String> {
    let (_, query) = url.trim().split_once('?')?;
    let part =
        |wanted: &str| query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == wanted).map(|(_, value)| value);
    full_name(part("owner")?, part("repo")?)
}

/// The full name, where neither part is to be filled in.
pub(super) fn full_name(owner: &str, name: &str) -> Option<String> {
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    (is_name(owner) && is_name(name)).then(|| format!("{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_outright_is_a_target() {
        for (url, expected) in [
            ("github.com?repo=infra&owner=acme", Some("acme/infra")),
            ("github.com?owner=acme&repo=infra", Some("acme/infra")),
            ("github.com?owner=acme&repo=${{ parameters.name }}", None),
            ("${{ parameters.repoUrl }}", None),
            ("github.com?repo=infra", None),
        ] {
            assert_eq!(of_repo_url(url).as_deref(), expected, "{url}");
        }
        for (name, expected) in [
            ("deploy.yml", Some(".github/workflows/deploy.yml")),
            (".github/workflows/deploy.yaml", Some(".github/workflows/deploy.yaml")),
            ("12345", None),
            ("<WORKFLOW>.yml", None),
            (".yml", None),
        ] {
            assert_eq!(workflow(name).as_deref(), expected, "{name}");
        }
        assert_eq!(full_name("<GITHUB-ORG>", "x"), None);
    }
}
