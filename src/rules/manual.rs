//! docs/reference/facts.md, written from the facts.

use super::FACTS;
use super::fact::Tier;
use super::rewrite::FUNCTIONS;
use std::fmt::{Result, Write as _};

/// The page.
pub fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    write(&mut page).expect("because memory does not fail");
    page
}

const INTRODUCTION: &str = r#"# Facts

<!-- Written by `cargo xtask docs` from src/rules/facts/; a test compares. -->

Rules, scopes, guardrails and signals are expressions in [CEL](https://cel.dev/) over the facts below. A fact that cannot be known is *unknown*, and so is whatever an expression makes of it, unless the expression does not depend on it: `false && unknown` is false, `true || unknown` is true. `known(fact)` asks.

Facts come in tiers, in the order in which they are found out. Each place reads the tiers up to its own, since the later ones are computed from what it decides; a fact of a later tier is refused when the file is loaded, with the expression, a caret and the nearest fact that is allowed.

Two questions about files are no facts, since their paths are the rule's own: `has_file("Dockerfile")` asks whether a file of the service or of its repository matches, `file_matches("Dockerfile", "(?m)^FROM registry")` whether the text of one does. Their words are written out, so that the files can be looked for.

A rule has at most 4,096 bytes and 600 operators, lists are cut at 200 entries, and loops stand at most two deep. Times are compared with `days(90)` and `hours(12)`: `now - delivery.deployed_at < days(90)`.
"#;

const TIERS: &[Tier] =
    &[Tier::Now, Tier::Entity, Tier::Repository, Tier::Files, Tier::Delivery, Tier::Path, Tier::Level, Tier::Inputs, Tier::Actor];

fn write(page: &mut String) -> Result {
    for &tier in TIERS {
        let mut facts: Vec<_> = FACTS.iter().map(|fact| fact.about()).filter(|about| about.tier == tier).collect();
        if facts.is_empty() {
            continue;
        }
        facts.sort_by_key(|about| about.name);
        writeln!(page, "\n## From {}\n\n| fact | type | what it is | for example |\n|---|---|---|---|", tier.words())?;
        for about in facts {
            let example = about.example.replace('|', "\\|");
            writeln!(page, "| `{}` | {} | {} | `{example}` |", about.name, about.kind.name(), about.doc)?;
        }
    }
    let functions: Vec<String> = FUNCTIONS.iter().map(|name| format!("`{name}`")).collect();
    writeln!(
        page,
        "\n## Functions\n\nBesides the operators and the loops `all`, `exists`, `exists_one`, `filter` and `map`: {}.",
        functions.join(", ")
    )
}
