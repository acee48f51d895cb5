//! Families: a folder of members, one a file, and one list that names them all in order.

use crate::source::Source;

/// A folder and the list that has to name everything in it.
struct Family {
    folder: &'static str,
    list: &'static str,
    /// Files in the folder that are no members, and what they are.
    not_members: &'static [&'static str],
}

/// A family whose folder does not exist yet is not checked.
const FAMILIES: &[Family] = &[
    Family { folder: "collectors/src/github/", list: "COLLECTORS", not_members: &[] },
    Family { folder: "collectors/src/gitlab/", list: "COLLECTORS", not_members: &[] },
    Family { folder: "src/catalog/importers/", list: "IMPORTERS", not_members: &[] },
    Family { folder: "src/rules/facts/", list: "FACTS", not_members: &[] },
    Family { folder: "src/site/pages/", list: "PAGES", not_members: &[] },
];

/// Members that no list names, names in a list without a file, and lists out of order.
pub fn violations(sources: &[Source]) -> Vec<String> {
    FAMILIES.iter().flat_map(|family| violations_of(family, sources)).collect()
}

fn violations_of(family: &Family, sources: &[Source]) -> Vec<String> {
    let members = members(family, sources);
    if members.is_empty() {
        return Vec::new();
    }
    let Family { folder, list, .. } = family;
    let Some((path, named)) = sources.iter().find_map(|source| Some((&source.path, list_in(&source.code, list)?))) else {
        return vec![format!("{folder}: no list `const {list}: …= &[…]` names its members")];
    };
    let mut found: Vec<String> = members
        .iter()
        .filter(|member| !named.iter().any(|name| is_of(member, name)))
        .map(|member| format!("{folder}{member}.rs: not in {list} ({path})"))
        .collect();
    if !named.is_sorted() {
        found.push(format!("{path}: {list} is not sorted: {}", named.join(", ")));
    }
    found
}

/// `service_calls.rs` is a part of the member `service`: it has grown out of that file.
fn is_of(stem: &str, member: &str) -> bool {
    stem.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

fn members<'a>(family: &Family, sources: &'a [Source]) -> Vec<&'a str> {
    sources
        .iter()
        .filter_map(|source| source.path.strip_prefix(family.folder)?.strip_suffix(".rs"))
        .filter(|stem| !stem.contains('/') && !matches!(*stem, "mod" | "tests") && !family.not_members.contains(stem))
        .collect()
}

/// The first module of each path that a list holds: `a`, `b` for `&[&a::A, b::b]`.
fn list_in(code: &str, list: &str) -> Option<Vec<String>> {
    let declared = ["const ", "static "].iter().find_map(|word| {
        let at = code.find(&format!("{word}{list}:"))?;
        code[at..].find('=').map(|equals| at + equals)
    })?;
    let end = code[declared..].find(';').map(|n| declared + n)?;
    let body = &code[declared..end];
    let items = body[body.find('[')? + 1..].split(',');
    Some(items.filter_map(|item| Some(item.trim().trim_start_matches('&').split_once("::")?.0.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Family = Family { folder: "src/fruit/", list: "FRUIT", not_members: &["basket"] };

    fn check(list: &str) -> Vec<String> {
        let files = [
            ("src/fruit/mod.rs", list),
            ("src/fruit/apple.rs", ""),
            ("src/fruit/pear.rs", ""),
            ("src/fruit/pear_stem.rs", ""),
            ("src/fruit/basket.rs", ""),
        ];
        violations_of(&TEST, &files.map(|(path, text)| Source::new(path, text)))
    }

    #[test]
    fn a_list_names_every_member_in_order() {
        assert_eq!(check("pub const FRUIT: &[&dyn Fruit] = &[&apple::Apple, &pear::Pear];"), Vec::<String>::new());
        assert_eq!(check("pub static FRUIT: [Fruit; 2] = [apple::FRUIT, pear::FRUIT];"), Vec::<String>::new());
    }

    #[test]
    fn a_member_without_a_line_a_missing_list_and_disorder_are_seen() {
        let without_pear = check("const FRUIT: &[&dyn Fruit] = &[&apple::Apple];");
        assert_eq!(
            without_pear,
            ["src/fruit/pear.rs", "src/fruit/pear_stem.rs"].map(|file| format!("{file}: not in FRUIT (src/fruit/mod.rs)"))
        );
        assert_eq!(check("// const FRUIT: x = &[];").len(), 1);
        assert_eq!(check("const FRUIT: &[X] = &[pear::X, apple::X];").len(), 1);
    }
}
