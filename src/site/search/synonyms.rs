//! Words that mean the same: those that every organisation uses, and its own.

use super::fold;

/// What people type for each other everywhere.
const USUAL: &[&[&str]] = &[
    &["k8s", "kubernetes"],
    &["db", "database"],
    &["auth", "authentication"],
    &["authz", "authorization"],
    &["config", "configuration"],
    &["env", "environment"],
    &["repo", "repository"],
    &["docs", "documentation"],
    &["postgres", "postgresql", "pg"],
    &["ci", "pipeline"],
    &["infra", "infrastructure"],
    &["perf", "performance"],
    &["prod", "production"],
    &["dev", "development"],
    &["deploy", "deployment", "release"],
    &["rollback", "revert"],
    &["oncall", "pager"],
    &["sso", "login"],
    &["js", "javascript"],
    &["ts", "typescript"],
    &["tf", "terraform"],
];

/// All of them as search compares words.
pub fn synonyms(own: &[Vec<String>]) -> Vec<Vec<String>> {
    let usual = USUAL.iter().map(|words| words.iter().map(|word| (*word).to_owned()).collect());
    let own = own.iter().map(|words| words.iter().map(|word| fold::fold(word).into_owned()).collect());
    usual.chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_ones_own_are_compared_as_the_others_are() {
        let all = synonyms(&[vec!["Lieferung".to_owned(), "Zustellé".to_owned()]]);
        assert_eq!(all.last().map(|words| words.join(" ")).as_deref(), Some("lieferung zustelle"));
        assert!(all.iter().flatten().all(|word| fold::words(word) == [word.as_str()]), "each is one word");
    }
}
