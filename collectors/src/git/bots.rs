//! Which authors are programs.

/// Names under which programs commit, in lower case. Names that end in `[bot]` need not be here:
/// GitHub gives that ending to every App.
const BOTS: &[&str] = &[
    "bors",
    "dependabot",
    "dependabot-preview",
    "github-actions",
    "github actions",
    "gitlab-bot",
    "greenkeeper",
    "homu",
    "imgbot",
    "k8s-ci-robot",
    "mergify",
    "pre-commit-ci",
    "pyup-bot",
    "release-please",
    "renovate",
    "renovate bot",
    "renovate-bot",
    "scala steward",
    "scala-steward",
    "semantic-release-bot",
    "snyk-bot",
    "weblate",
    "whitesource renovate",
    "allcontributors",
    "otelbot",
    "opentelemetrybot",
    "opentelemetry bot",
    "rust bors",
    "rustbot",
];

/// Branches that only programs open.
const BRANCHES: &[&str] =
    &["dependabot/", "renovate/", "snyk-", "pre-commit-ci-update", "release-please--", "allcontributors/", "whitesource-"];

/// Whether a commit's author is a program.
pub fn is_bot_author(name: &[u8], mail: &[u8]) -> bool {
    if name.ends_with(b"[bot]") || mail.windows(6).any(|part| part == b"[bot]@") {
        return true;
    }
    name.len() <= 24 && std::str::from_utf8(name).is_ok_and(|name| BOTS.iter().any(|bot| bot.eq_ignore_ascii_case(name)))
}

/// Whether a branch was opened by a program.
pub fn is_bot_branch(branch: &str) -> bool {
    BRANCHES.iter().any(|start| branch.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_people() {
        for (name, mail, expected) in [
            ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", true),
            ("Some App", "1+some-app[bot]@users.noreply.github.com", true),
            ("Renovate Bot", "bot@renovateapp.com", true),
            ("k8s-ci-robot", "", true),
            ("Ada Abbot", "ada@example.com", false),
            ("Robot Fan", "bot@example.com", false),
        ] {
            assert_eq!(is_bot_author(name.as_bytes(), mail.as_bytes()), expected, "{name}");
        }
        assert!(is_bot_branch("renovate/lodash-4.x") && !is_bot_branch("feature/renovate"));
    }
}
