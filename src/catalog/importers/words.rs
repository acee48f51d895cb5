//! The words that formats have for one and the same lifecycle or tier.

/// Words for a lifecycle, by the word that milepost shows.
const LIFECYCLES: [(&str, &[&str]); 3] = [
    (
        "experimental",
        &[
            "experimental",
            "pre-alpha",
            "alpha",
            "beta",
            "pre-release",
            "prerelease",
            "preview",
            "development",
            "dev",
            "incubating",
            "planned",
        ],
    ),
    ("production", &["production", "prod", "active", "live", "ga", "generally-available", "stable"]),
    ("deprecated", &["deprecated", "end-of-life", "eol", "retired", "sunset", "sunsetting", "decommissioned", "obsolete"]),
];

/// The lifecycle that a word of another format means; a word that is not known is kept as it is.
pub fn lifecycle(text: &str) -> String {
    let word = plain(text);
    let known = LIFECYCLES.iter().find(|(_, words)| words.contains(&word.as_str()));
    known.map_or_else(|| text.trim().to_owned(), |(known, _)| (*known).to_owned())
}

/// The tier that a word of another format means: `tier_1`, `Tier 1` and `t1` are `1`; others are kept as they are.
pub fn tier(text: &str) -> String {
    let word = plain(text);
    let rest = word.strip_prefix("tier").or_else(|| word.strip_prefix('t')).unwrap_or(&word).trim_start_matches('-');
    if !rest.is_empty() && rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit()) { rest.to_owned() } else { text.trim().to_owned() }
}

/// Whether two files mean the same by what they say of a field.
pub fn agree(field: &str, a: &str, b: &str) -> bool {
    match field {
        "lifecycle" => plain(&lifecycle(a)) == plain(&lifecycle(b)),
        "tier" => plain(&tier(a)) == plain(&tier(b)),
        _ => plain(a) == plain(b),
    }
}

/// Without case, and with one sign between words.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_formats_become_ours() {
        for (text, expected) in
            [("generally_available", "production"), ("Pre-release", "experimental"), ("EOL", "deprecated"), ("5 weeks", "5 weeks")]
        {
            assert_eq!(lifecycle(text), expected);
        }
        for (text, expected) in
            [("tier_1", "1"), ("Tier 3", "3"), ("T2", "2"), ("4", "4"), ("critical", "critical"), ("test", "test"), ("", "")]
        {
            assert_eq!(tier(text), expected);
        }
        assert!(agree("lifecycle", "Active", "production") && agree("type", "SERVICE", "service") && agree("tier", "tier-1", "1"));
        assert!(!agree("lifecycle", "production", "experimental") && !agree("type", "website", "service"));
    }
}
