//! What names, labels and tags may look like: Kubernetes' rules, which most descriptor formats share.

/// The longest name, in characters, that Kubernetes' rules and those after them allow.
pub const LONGEST: usize = 63;

/// Letters and digits, with `-`, `_` and `.` inside; 1 to 63 characters.
pub fn is_name(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    is_long_enough(text) && text.chars().all(inside) && has_firm_ends(text)
}

/// Lower-case letters and digits in words joined by `-`; 1 to 63 characters.
pub fn is_namespace(text: &str) -> bool {
    is_long_enough(text) && has_firm_ends(text) && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Letters and digits, a letter first; 1 to 63 characters.
pub fn is_kind(text: &str) -> bool {
    is_long_enough(text) && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `version` or `domain/version`.
pub fn is_api_version(text: &str) -> bool {
    let (domain, version) = text.split_once('/').map_or((None, text), |(domain, version)| (Some(domain), version));
    is_long_enough(version) && version.chars().all(|c| c.is_ascii_alphanumeric()) && domain.is_none_or(is_subdomain)
}

/// `name` or `domain/name`: the key of a label or an annotation.
pub fn is_key(text: &str) -> bool {
    match text.split_once('/') {
        Some((domain, name)) => is_subdomain(domain) && is_name(name),
        None => is_name(text),
    }
}

/// Nothing, or a name.
pub fn is_label_value(text: &str) -> bool {
    text.is_empty() || is_name(text)
}

/// Lower-case words of letters, digits, `:`, `+` and `#`, joined by single `-`; 1 to 63 characters.
pub fn is_tag(text: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, ':' | '+' | '#'));
    is_long_enough(text) && text.split('-').all(word)
}

/// The nearest text that is a name; empty where nothing of it can be used.
pub fn as_name(text: &str) -> String {
    let plain: String =
        text.trim().chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect();
    let firm = joined(&plain).chars().take(LONGEST).collect::<String>();
    firm.trim_matches(['-', '_', '.']).to_owned()
}

/// The nearest text that is a tag; empty where nothing of it can be used.
pub fn as_tag(text: &str) -> String {
    lower(text, |c| matches!(c, ':' | '+' | '#'))
}

/// The nearest text that is a namespace; empty where nothing of it can be used.
pub fn as_namespace(text: &str) -> String {
    lower(text, |_| false)
}

fn lower(text: &str, also: fn(char) -> bool) -> String {
    let plain: String = text.trim().to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || also(c) { c } else { '-' }).collect();
    joined(&plain).chars().take(LONGEST).collect::<String>().trim_matches('-').to_owned()
}

/// The words between runs of `-`, joined by one.
fn joined(text: &str) -> String {
    text.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Namespaces joined by `.`; 1 to 253 characters.
pub fn is_subdomain(text: &str) -> bool {
    (1..=253).contains(&text.len()) && text.split('.').all(is_namespace)
}

fn is_long_enough(text: &str) -> bool {
    (1..=LONGEST).contains(&text.chars().count())
}

fn has_firm_ends(text: &str) -> bool {
    let firm = |c: char| c.is_ascii_alphanumeric();
    text.starts_with(firm) && text.ends_with(firm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_name_has_one_near() {
        for (text, name, tag) in [
            ("invalid component", "invalid-component", "invalid-component"),
            ("go 1.15.3", "go-1.15.3", "go-1-15-3"),
            ("My_Tag", "My_Tag", "my-tag"),
            ("-äé-", "", ""),
            ("a//b", "a-b", "a-b"),
            ("C++", "C", "c++"),
        ] {
            assert_eq!((as_name(text).as_str(), as_tag(text).as_str()), (name, tag));
            assert!(name.is_empty() || (is_name(name) && is_tag(tag) && is_namespace(&as_namespace(text))), "{text}");
        }
    }

    #[test]
    fn names_follow_the_rules_at_their_edges() {
        let long = "a".repeat(63);
        let longer = "a".repeat(64);
        for (rule, good, bad) in [
            (
                is_name as fn(&str) -> bool,
                vec!["a", "A-b_c.d", "a--b", "1", long.as_str()],
                vec!["", "-a", "a-", "a b", "ä", longer.as_str(), "a/b", "${{ x }}"],
            ),
            (is_namespace, vec!["a", "a-b", "a--b", "1"], vec!["", "A", "a_b", "-a", "a."]),
            (is_kind, vec!["Component", "API", "A1"], vec!["", "1A", "My-Kind", "my.kind"]),
            (is_api_version, vec!["v1", "backstage.io/v1alpha1"], vec!["", "/v1", "a/b/c", "a/", "backstage.io/v1-alpha", "A.b/v1"]),
            (is_key, vec!["a", "backstage.io/x", "a.b-c/x_y.z"], vec!["", "/x", "a/", "a b", "A/b", "a/b/c"]),
            (is_label_value, vec!["", "a", "A.b"], vec!["a b", "-"]),
            (is_tag, vec!["java", "c++", "c#", "a-b", "lang:rust"], vec!["", "Java", "a_b", "a--b", "a-", "a.b", "a b"]),
        ] {
            for text in good {
                assert!(rule(text), "{text}");
            }
            for text in bad {
                assert!(!rule(text), "{text}");
            }
        }
    }
}
