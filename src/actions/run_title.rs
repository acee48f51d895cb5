//! Which inputs a run had, told by its title.
//!
//! GitHub does not tell the inputs of a run, so the workflow writes them into its title. Two ways are
//! read: `name=value` pairs anywhere in the title, and a title that the workflow's `run-name` gives.

use std::collections::BTreeMap;

/// The longest title that is read: GitHub keeps fewer characters.
const LONGEST: usize = 1_000;

/// The inputs that a title tells, of those that the action has.
pub(super) fn inputs(title: &str, run_name: Option<&str>, names: &[&str]) -> BTreeMap<String, String> {
    if title.len() > LONGEST {
        return BTreeMap::new();
    }
    let pairs = pairs(title, names);
    if !pairs.is_empty() {
        return pairs;
    }
    run_name.map(|template| matched(title, template, names)).unwrap_or_default()
}

/// `service=carrier-sync reason=two words`: each value goes on to the next name.
fn pairs(title: &str, names: &[&str]) -> BTreeMap<String, String> {
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    for name in names {
        let key = format!("{name}=");
        let found = title.match_indices(&key).find(|(at, _)| !title[..*at].ends_with(|c: char| c.is_alphanumeric() || "_-".contains(c)));
        if let Some((at, _)) = found {
            starts.push((at, at + key.len(), name));
        }
    }
    starts.sort_unstable();
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([title.len()]);
    let pairs = starts.iter().zip(ends).filter(|((_, from, _), to)| from <= to);
    pairs.map(|((_, from, name), to)| ((*name).to_owned(), title[*from..to].trim().trim_end_matches([',', ';']).to_owned())).collect()
}

/// A piece of a `run-name`: text, or a hole for an expression.
enum Piece<'t> {
    Text(&'t str),
    /// The input that the hole shows, if it shows one.
    Hole(Option<&'t str>),
}

/// The values in the holes of a template, each as short as the text after it allows.
fn matched(title: &str, template: &str, names: &[&str]) -> BTreeMap<String, String> {
    let pieces = pieces(template);
    let mut found = BTreeMap::new();
    let mut rest = title;
    let mut at = 0;
    while at < pieces.len() {
        match &pieces[at] {
            Piece::Text(text) => match rest.strip_prefix(text) {
                Some(after) => rest = after,
                None => return BTreeMap::new(),
            },
            Piece::Hole(input) => {
                let value = match pieces.get(at + 1) {
                    None => rest,
                    Some(Piece::Text(text)) => match rest.find(text) {
                        Some(end) => &rest[..end],
                        None => return BTreeMap::new(),
                    },
                    // Two holes without anything between them cannot be told apart.
                    Some(Piece::Hole(_)) => return BTreeMap::new(),
                };
                rest = &rest[value.len()..];
                let known = input.and_then(|input| names.iter().find(|name| name.eq_ignore_ascii_case(input)));
                if let Some(name) = known {
                    found.insert((*name).to_owned(), value.to_owned());
                }
            }
        }
        at += 1;
    }
    if rest.is_empty() { found } else { BTreeMap::new() }
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((text, (hole, after))) = rest.split_once("${{").and_then(|(text, rest)| Some((text, rest.split_once("}}")?))) {
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let hole = hole.trim();
        let input = hole.strip_prefix("inputs.").or_else(|| hole.strip_prefix("github.event.inputs."));
        pieces.push(Piece::Hole(input.filter(|name| name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c)))));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["service", "environment", "reason"];

    #[test]
    fn a_title_tells_its_inputs_by_pairs_or_by_the_workflows_own_form() {
        let form = "rollback ${{ inputs.service }} to ${{inputs.environment}} by ${{ github.actor }}";
        for (title, form, expected) in [
            ("rollback service=a environment=production", None, "environment=production service=a"),
            ("rollback service=a, reason=two words, environment=dev", None, "environment=dev reason=two words service=a"),
            ("myservice=a", None, ""),
            ("rollback a to production by ada", Some(form), "environment=production service=a"),
            ("rollback a b to production by ada", Some(form), "environment=production service=a b"),
            ("something else", Some(form), ""),
            ("ab", Some("${{ inputs.service }}${{ inputs.environment }}"), ""),
            ("x ada", Some("x ${{ format('{0}', inputs.service) }}"), ""),
            ("x a", Some("x ${{ github.event.inputs.Service }}"), "service=a"),
            ("", Some(""), ""),
            ("${{", Some("${{"), ""),
        ] {
            let found = inputs(title, form, &NAMES);
            let shown: Vec<String> = found.iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(shown.join(" "), expected, "{title}");
        }
    }

    #[test]
    fn a_hostile_title_does_no_harm() {
        for title in ["service=".repeat(100), "ä".repeat(2_000), "service=environment=reason=".to_owned()] {
            let found = inputs(&title, Some("${{ inputs.service }} ä ${{ inputs.reason }}"), &NAMES);
            assert!(found.len() <= 3);
        }
    }
}
