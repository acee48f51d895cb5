//! Families: a folder of members, one a file, and one list that names them all in order.

use crate::scanner::is_word;
use crate::source::Source;

/// A folder and the list that has to name everything in it that is of its kind.
struct Family {
    folder: &'static str,
    list: &'static str,
}

/// A family whose folder does not exist yet is not checked. The kinds of records that a host gives are no
/// family: one query brings pages of several of them, so none can ask by itself.
const FAMILIES: &[Family] = &[
    Family { folder: "src/catalog/importers/", list: "IMPORTERS" },
    Family { folder: "src/mcp/tools/", list: "TOOLS" },
    Family { folder: "src/metrics/", list: "METRICS" },
    Family { folder: "src/rules/facts/", list: "FACTS" },
    Family { folder: "src/site/pages/", list: "PAGES" },
];

/// Members that no list names, and lists out of order.
pub fn violations(sources: &[Source]) -> Vec<String> {
    FAMILIES.iter().flat_map(|family| violations_of(family, sources)).collect()
}

fn violations_of(family: &Family, sources: &[Source]) -> Vec<String> {
    let Family { folder, list } = family;
    let files: Vec<(&str, &Source)> = sources.iter().filter_map(|source| Some((stem_in(folder, &source.path)?, source))).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let Some((path, List { kind, named })) = sources.iter().find_map(|source| Some((&source.path, list_in(&source.code, list)?))) else {
        return vec![format!("{folder}: no list `const {list}: &[&dyn …] = &[…]` names its members")];
    };
    let is_member = |source: &Source| source.product_code.contains(&format!("{kind} for "));
    let mut found: Vec<String> = files
        .iter()
        .filter(|(stem, source)| is_member(source) && !named.iter().any(|name| name == stem))
        .map(|(stem, _)| format!("{folder}{stem}.rs: is a {kind} and not in {list} ({path})"))
        .collect();
    if !files.iter().any(|(_, source)| is_member(source)) {
        found.push(format!("{path}: {list} lists kinds of {kind}, and no file in {folder} is one"));
    }
    if !named.is_sorted() {
        found.push(format!("{path}: {list} is not sorted: {}", named.join(", ")));
    }
    found
}

fn stem_in<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    let stem = path.strip_prefix(folder)?.strip_suffix(".rs")?;
    (!stem.contains('/') && !matches!(stem, "mod" | "tests")).then_some(stem)
}

/// What a list says: the trait of its members, and the first module of each path.
struct List {
    kind: String,
    named: Vec<String>,
}

/// A list as it is written: `const PAGES: &[&dyn Page] = &[&home::Home, …];`.
fn list_in(code: &str, list: &str) -> Option<List> {
    let declared = ["const ", "static "].iter().find_map(|word| code.find(&format!("{word}{list}:")))?;
    let end = code[declared..].find("];").map(|n| declared + n)?;
    let (head, body) = code[declared..end].split_once('=')?;
    let kind = head.split_once("dyn ")?.1.chars().take_while(|c| is_word(*c)).collect();
    let items = body[body.find('[')? + 1..].split(',');
    let named = items.filter_map(|item| Some(item.trim().trim_start_matches('&').split_once("::")?.0.to_owned())).collect();
    Some(List { kind, named })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Family = Family { folder: "src/fruit/", list: "FRUIT" };

    fn check(list: &str) -> Vec<String> {
        let fruit = "impl Fruit for It {}";
        let files = [
            ("src/fruit/mod.rs", list),
            ("src/fruit/apple.rs", fruit),
            ("src/fruit/pear.rs", fruit),
            ("src/fruit/basket.rs", "struct Basket;"),
        ];
        violations_of(&TEST, &files.map(|(path, text)| Source::new(path, text)))
    }

    #[test]
    fn a_list_names_every_member_in_order_and_what_is_no_member_may_stand_beside() {
        assert_eq!(check("pub const FRUIT: &[&dyn Fruit] = &[&apple::Apple, &pear::Pear];"), Vec::<String>::new());
    }

    #[test]
    fn a_member_without_a_line_a_missing_list_and_disorder_are_seen() {
        let forgotten = "src/fruit/pear.rs: is a Fruit and not in FRUIT (src/fruit/mod.rs)";
        assert_eq!(check("const FRUIT: &[&dyn Fruit] = &[&apple::Apple];"), [forgotten]);
        assert_eq!(check("// const FRUIT: &[&dyn Fruit] = &[];").len(), 1);
        assert_eq!(check("const FRUIT: &[&dyn Fruit] = &[&pear::Pear, &apple::Apple];").len(), 1);
    }
}
