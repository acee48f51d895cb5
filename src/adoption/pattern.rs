//! Names of templates and of reusable workflows: one form for every way of writing them, and `*` in patterns.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern of names, in which `*` stands for any text without `/`.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// The pattern as it was brought into one form.
    text: String,
    matcher: Option<GlobMatcher>,
}

impl Pattern {
    /// The pattern of a template.
    pub(super) fn template(text: &str) -> Self {
        Self::new(template(text))
    }

    /// The pattern of a reusable workflow or action.
    pub(super) fn uses(text: &str) -> Self {
        Self::new(text.trim().trim_matches('/').to_lowercase())
    }

    fn new(text: String) -> Self {
        // Only the star means something: names hold brackets and braces rarely, and then mean them.
        let escaped: String = text.chars().flat_map(|c| if "?[]{}!\\".contains(c) { vec!['\\', c] } else { vec![c] }).collect();
        let built = GlobBuilder::new(&escaped).literal_separator(true).backslash_escape(true).build();
        Self { text, matcher: built.ok().map(|glob| glob.compile_matcher()) }
    }

    /// Whether a template, as a stamp names it, is meant.
    pub(super) fn is_template(&self, name: &str) -> bool {
        self.is(&template(name))
    }

    /// Whether what a job uses is meant; gives its ref, which may be empty.
    pub(super) fn used<'u>(&self, uses: &'u str) -> Option<&'u str> {
        let (name, reference) = uses.split_once('@').unwrap_or((uses, ""));
        self.is(&name.trim().trim_matches('/').to_lowercase()).then_some(reference)
    }

    fn is(&self, name: &str) -> bool {
        self.text == name || self.matcher.as_ref().is_some_and(|matcher| matcher.is_match(name))
    }

    /// The full name of the repository that the pattern lies in: its owner and its name.
    pub(super) fn repository(&self) -> Option<String> {
        let rest = self.text.split_once("://").map_or(self.text.as_str(), |(_, rest)| rest);
        let mut parts = rest.split('/');
        let first = parts.next()?;
        // A host has a dot, and an owner has none.
        let owner = if first.contains('.') { parts.next()? } else { first };
        let name = parts.next()?;
        (!owner.is_empty() && !name.is_empty() && !owner.contains('*') && !name.contains('*')).then(|| format!("{owner}/{name}"))
    }
}

/// `gh:o/r`, `git@github.com:o/r.git` and `https://github.com/o/r` become `github.com/o/r`.
pub(super) fn template(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("git+").unwrap_or(&text);
    if let Some(rest) = text.strip_prefix("gh:") {
        return format!("github.com/{}", clean(rest));
    }
    if let Some(rest) = text.strip_prefix("gl:") {
        return format!("gitlab.com/{}", clean(rest));
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        let rest = rest.split_once('@').map_or(rest, |(user, rest)| if user.contains('/') { text } else { rest });
        let is_known = matches!(scheme, "https" | "http" | "ssh" | "git");
        return if is_known { clean(rest) } else { clean(text) };
    }
    // The short form of an address over SSH: user, host, a colon, path.
    match text.split_once('@').and_then(|(_, rest)| rest.split_once(':')) {
        Some((host, path)) if !host.contains('/') => format!("{host}/{}", clean(path)),
        _ => clean(text),
    }
}

fn clean(text: &str) -> String {
    let text = text.trim_matches('/');
    text.strip_suffix(".git").unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_template_is_one() {
        for text in [
            "gh:O/r",
            "gh:o/r.git",
            "https://github.com/o/r",
            "https://github.com/o/r.git/",
            "git@github.com:o/r.git",
            "git+https://x@github.com/o/r",
            "ssh://git@github.com/o/r",
        ] {
            assert!(Pattern::template("gh:o/r").is_template(text), "{text}: {}", template(text));
        }
        for text in ["gh:o/rr", "https://gitlab.com/o/r", "../r", "o/r", ""] {
            assert!(!Pattern::template("gh:o/r").is_template(text), "{text}");
        }
        assert!(Pattern::template("template:default/*").is_template("template:default/Java"));
        assert!(!Pattern::template("gh:o/*").is_template("gh:o/r/s"));
    }

    #[test]
    fn what_a_job_uses_is_known_by_its_name_and_gives_its_ref() {
        let pattern = Pattern::uses("o/platform/.github/workflows/*.yml");
        assert_eq!(pattern.used("o/platform/.github/workflows/go.yml@v2.4"), Some("v2.4"));
        assert_eq!(pattern.used("O/Platform/.github/workflows/go.yml"), Some(""));
        assert_eq!(pattern.used("o/platform/.github/workflows/a/go.yml@v1"), None);
        assert_eq!(pattern.used("./.github/workflows/go.yml"), None);
    }

    #[test]
    fn the_repository_of_a_pattern_is_its_owner_and_name() {
        for (pattern, expected) in [
            (Pattern::template("gh:o/r"), Some("o/r")),
            (Pattern::uses("o/p/.github/workflows/go.yml"), Some("o/p")),
            (Pattern::uses("o/*/x.yml"), None),
            (Pattern::template("template:default/x"), None),
        ] {
            // A descriptor's template looks like owner and name, and no repository of that name will be found.
            let found = pattern.repository().filter(|name| !name.contains(':'));
            assert_eq!(found.as_deref(), expected);
        }
    }
}
