//! Queries without the fields that a host does not know: servers of one's own lag behind github.com.

use super::graphql::Refused;
use std::collections::BTreeSet;

/// The fields that a refusal says are not known; none where it is about something else.
///
/// GitHub says “Field 'archivedAt' doesn't exist on type 'Repository'”, and lists every such field at once.
pub fn unknown_fields(errors: &[Refused]) -> Vec<String> {
    let field = |error: &Refused| {
        let message = error.message.as_deref()?;
        if message.starts_with("No such type") {
            // Only the parameters of rules are asked for by their types.
            return Some("rules".to_owned());
        }
        let rest = message.strip_prefix("Field '")?;
        let (name, rest) = rest.split_once('\'')?;
        rest.contains("doesn't exist on type").then(|| name.to_owned())
    };
    errors.iter().filter_map(field).collect()
}

/// The document without these fields, their arguments and what is selected of them.
pub fn without(document: &str, fields: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$' || c == '"' || c == '(') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        match rest.as_bytes()[0] {
            // Arguments, texts and variables hold no field.
            b'(' => {
                let end = closing(rest, '(', ')');
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            b'"' => {
                let end = rest[1..].find('"').map_or(rest.len(), |at| at + 2);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            _ => {
                let end = rest[1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(rest.len(), |at| at + 1);
                let (name, after) = rest.split_at(end);
                if fields.contains(name) {
                    // An alias before it goes with it.
                    if let Some(before) = out.trim_end().strip_suffix(':') {
                        let keep = before.trim_end().trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
                        out.truncate(keep);
                    }
                    rest = skip(after);
                } else {
                    out.push_str(name);
                    rest = after;
                }
            }
        }
    }
    out.push_str(rest);
    out
}

/// What follows a field's arguments, directives and selection.
fn skip(mut rest: &str) -> &str {
    loop {
        let next = rest.trim_start();
        rest = match next.as_bytes().first() {
            Some(b'(') => &next[closing(next, '(', ')')..],
            Some(b'@') => &next[next[1..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(next.len(), |at| at + 1)..],
            Some(b'{') => return &next[closing(next, '{', '}')..],
            _ => return rest,
        };
    }
}

/// Where the bracket that the text begins with is closed.
fn closing(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pruned(document: &str, fields: &[&str]) -> String {
        without(document, &fields.iter().map(|&field| field.to_owned()).collect()).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_field_goes_with_its_alias_arguments_and_selection() {
        let document = "query A($rules: Int) { id one: rules(first: 20, x: {a: 1}) @include(if: $b) { nodes { rules } } name archivedAt url(rules: \"rules\") }";
        assert_eq!(pruned(document, &["rules"]), "query A($rules: Int) { id name archivedAt url(rules: \"rules\") }");
        assert_eq!(pruned(document, &["archivedAt", "name"]).matches("archivedAt").count(), 0);
        assert_eq!(pruned(document, &["nothing"]), document);
    }

    #[test]
    fn the_sweep_stays_a_query_without_what_old_servers_lack() {
        let query = crate::github::sweep::owner_query().text;
        let small = pruned(query, &["rules", "archivedAt", "templateRepository"]);
        assert!(!small.contains("archivedAt") && !small.contains("repositoryRuleset"), "{small}");
        assert_eq!(small.matches('{').count(), small.matches('}').count());
        assert!(small.contains("branchProtectionRule") && small.contains("isArchived"));
    }

    #[test]
    fn only_refusals_of_fields_name_fields() {
        let said = |message: &str| Refused { kind: None, message: Some(message.to_owned()), path: Vec::new() };
        assert_eq!(unknown_fields(&[said("Field 'archivedAt' doesn't exist on type 'Repository'")]), ["archivedAt"]);
        assert_eq!(unknown_fields(&[said("No such type PullRequestParameters, so it can't be a fragment condition")]), ["rules"]);
        assert!(unknown_fields(&[said("Could not resolve to a Repository")]).is_empty());
    }
}
