//! Where a vendor's name may be an identifier.
//!
//! A type, a function or a field named after a vendor is how knowledge of that vendor leaks. Words
//! in comments and in strings are left alone: a page may say "GitHub", and `.github/workflows` is
//! the name of a folder whoever reads it.

use crate::scanner::is_word;
use crate::source::Source;

const VENDORS: &[&str] = &[
    "backstage",
    "bitbucket",
    "datadog",
    "getport",
    "gitea",
    "github",
    "gitlab",
    "grafana",
    "jenkins",
    "jira",
    "octocrab",
    "opsgenie",
    "opslevel",
    "pagerduty",
    "slack",
    "sonarqube",
    "soundcheck",
];

/// Where names of vendors belong, and why there.
const AT_HOME: &[(&str, &str)] = &[
    ("collectors/", "speak to them"),
    ("src/actions/", "start their workflows"),
    ("src/catalog/importers/", "read their formats"),
    ("src/cli/", "people name them on the command line"),
    ("src/config/sources/", "each source's own settings"),
    ("src/demo/", "the example organisation uses them"),
    ("src/report/", "writes annotations and messages in their forms"),
    ("src/rubrics/", "reads their rubrics"),
];

/// Identifiers that hold a vendor's name where none should.
pub fn violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.module().is_some()) {
        if AT_HOME.iter().any(|(folder, _)| source.path.starts_with(folder)) {
            continue;
        }
        for (at, word) in words(&source.product_code) {
            let plain = word.replace('_', "").to_lowercase();
            if let Some(vendor) = VENDORS.iter().find(|vendor| plain.contains(*vendor)) {
                let homes: Vec<_> = AT_HOME.iter().map(|(folder, _)| *folder).collect();
                found.push(format!("{}: `{word}` names {vendor}; its place is: {}", source.place(at), homes.join(", ")));
            }
        }
    }
    found
}

fn words(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (i, c) in code.char_indices().chain([(code.len(), ' ')]) {
        match (is_word(c), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                found.push((from, &code[from..i]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_in_a_name_is_seen_and_in_words_for_people_is_not() {
        let rows = [
            ("src/metrics/a.rs", "fn github_runs() {}", 1),
            ("src/metrics/a.rs", "struct GitHubRun;", 1),
            ("src/metrics/a.rs", "const GIT_HUB: u8 = 1;", 1),
            ("src/metrics/a.rs", "// GitHub\nlet a = \".github/workflows\";", 0),
            ("src/metrics/a.rs", "struct Support { port: u16 }", 0),
            ("src/catalog/importers/backstage.rs", "struct Backstage;", 0),
            ("collectors/src/github/mod.rs", "struct GitHub;", 0),
            ("tests/a.rs", "struct GitHub;", 0),
        ];
        for (path, text, count) in rows {
            assert_eq!(violations(&[Source::new(path, text)]).len(), count, "{path}: {text}");
        }
    }
}
