//! The place of an entity in URLs: short, lower-case, safe on every file system, and each once.

use milepost_model::EntityRef;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use std::collections::BTreeMap;

/// The longest slug before its suffixes: with them a path stays far below what file systems take.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
    "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// What is to get a slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim<'a> {
    pub(super) reference: &'a EntityRef,
    /// The name as people write it, without what was added to tell it apart.
    pub(super) name: &'a str,
    /// The repository's full name.
    pub(super) repository: Option<&'a str>,
}

/// Each claim's slug, and the slugs that several of them would have had.
pub(super) fn assign(claims: &[Claim<'_>]) -> (BTreeMap<EntityRef, String>, BTreeMap<String, Vec<EntityRef>>) {
    let mut wanted: BTreeMap<String, Vec<&Claim<'_>>> = BTreeMap::new();
    for claim in claims {
        let namespace = &claim.reference.namespace;
        let base = of(claim.name);
        let slug = if namespace == DEFAULT_NAMESPACE { base } else { format!("{base}~{}", of(namespace)) };
        wanted.entry(slug).or_default().push(claim);
    }
    let mut slugs: BTreeMap<EntityRef, String> = BTreeMap::new();
    let mut ambiguous = BTreeMap::new();
    for (slug, claims) in wanted {
        if let [claim] = claims[..] {
            slugs.insert(claim.reference.clone(), slug);
            continue;
        }
        let mut references: Vec<EntityRef> = claims.iter().map(|claim| claim.reference.clone()).collect();
        references.sort();
        for claim in claims {
            let suffix = claim.repository.map_or_else(|| digest(&claim.reference.to_string()), |name| of(last_part(name)));
            slugs.insert(claim.reference.clone(), format!("{slug}~{suffix}"));
        }
        ambiguous.insert(slug, references);
    }
    separate(&mut slugs);
    (slugs, ambiguous)
}

/// What is still the same after naming the repository is told apart by a digest, all of it alike.
fn separate(slugs: &mut BTreeMap<EntityRef, String>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for slug in slugs.values() {
        *counts.entry(slug.clone()).or_default() += 1;
    }
    for (reference, slug) in slugs.iter_mut() {
        if counts.get(slug).is_some_and(|count| *count > 1) {
            *slug = format!("{slug}~{}", digest(&reference.to_string()));
        }
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The slug that a name would have if it were alone.
pub fn of(name: &str) -> String {
    let mut slug = String::new();
    let mut is_lossy = false;
    for c in name.chars().flat_map(char::to_lowercase) {
        if slug.len() >= LONGEST {
            is_lossy = true;
            break;
        }
        if c.is_ascii_alphanumeric() || c == '.' || c == '~' {
            slug.push(c);
        } else {
            is_lossy |= c.is_alphanumeric();
            if !slug.ends_with('-') {
                slug.push('-');
            }
        }
    }
    // A name that begins or ends with a dot is hidden, or not allowed, on one system or another.
    let mut slug = slug.trim_matches(['-', '.']).to_owned();
    if is_lossy || slug.is_empty() {
        let digest = digest(name);
        slug = if slug.is_empty() { digest } else { format!("{slug}-{digest}") };
    }
    let stem = slug.split('.').next().unwrap_or_default().len();
    if DEVICES.contains(&&slug[..stem]) {
        slug.insert(stem, '-');
    }
    // The page of the list itself lies there.
    if slug == "index.html" { "index.html-".to_owned() } else { slug }
}

/// A name that can stand in a reference: no `:` and `/`, no white space, nothing that turns the direction of text.
pub(super) fn reference_name(name: &str) -> String {
    let clean: String = name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~') { c } else { '-' }).collect();
    let short: String = clean.trim_matches('-').to_lowercase().chars().take(LONGEST).collect();
    if short.is_empty() {
        digest(name)
    } else if name.chars().count() > LONGEST {
        format!("{short}-{}", digest(name))
    } else {
        short
    }
}

/// Eight letters and digits that stand for the text.
fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs_are_safe_everywhere() {
        for (name, expected) in [
            ("carrier-sync", "carrier-sync"),
            ("Carrier_Sync v2", "carrier-sync-v2"),
            ("api.v1", "api.v1"),
            ("con", "con-"),
            ("Aux.api", "aux-.api"),
            ("console", "console"),
            ("..", &digest("..")),
            ("../../etc", "etc"),
            ("index.html", "index.html-"),
            ("платежи", &digest("платежи")),
            ("café", &format!("caf-{}", digest("café"))),
            ("", &digest("")),
        ] {
            assert_eq!(of(name), expected, "{name}");
        }
        assert!(of(&"x".repeat(10_000)).len() < 120);
    }

    #[test]
    fn a_clash_names_the_repository_for_all_of_them() {
        let (a, b, c) =
            (EntityRef::new("component", "api_x"), EntityRef::new("component", "api-x"), EntityRef::in_namespace("component", "eu", "api"));
        let claims = [
            Claim { reference: &a, name: "api_x", repository: Some("o/one") },
            Claim { reference: &b, name: "api-x", repository: Some("o/two") },
            Claim { reference: &c, name: "api", repository: Some("o/three") },
        ];
        let (slugs, ambiguous) = assign(&claims);
        assert_eq!((slugs[&a].as_str(), slugs[&b].as_str(), slugs[&c].as_str()), ("api-x~one", "api-x~two", "api~eu"));
        assert_eq!(ambiguous["api-x"], [b, a]);
    }

    proptest! {
        #[test]
        fn slugs_are_unique_and_safe_whatever_the_names(names in prop::collection::btree_set(".{0,12}", 0..30), repo in "[a-c]") {
            let names: Vec<String> = names.into_iter().collect();
            let references: Vec<EntityRef> = names.iter().enumerate().map(|(i, n)| EntityRef::in_namespace("component", "default", &format!("{n}#{i}"))).collect();
            let claims: Vec<Claim<'_>> =
                references.iter().zip(&names).map(|(reference, name)| Claim { reference, name, repository: Some(&repo) }).collect();
            let (slugs, _) = assign(&claims);
            let distinct: std::collections::BTreeSet<&String> = slugs.values().collect();
            prop_assert_eq!(distinct.len(), names.len());
            for slug in slugs.values() {
                prop_assert!(!slug.is_empty() && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.~".contains(c)), "{}", slug);
                prop_assert!(!slug.starts_with('.') && !slug.ends_with('.'), "{}", slug);
            }
        }
    }
}
