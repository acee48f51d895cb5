//! The manual's page of every key of metrics-config.toml.

use super::cell;
use crate::config::language::{Absent, Key, Table, Values};
use crate::config::sections::TABLES;
use std::fmt::Write as _;

const INTRODUCTION: &str = "\
<!-- Made by `cargo xtask docs` from src/config. Change it there. -->
# metrics-config.toml

What an organisation chose. Every command reads it: `--config` names another file. Relative paths in it start from its own folder.

A key that milepost does not know, a value of the wrong type and a required key that is missing stop a command before it reads anything else. All problems are reported at once, each with its line and column, what was found, what is allowed and the key that was probably meant.

Tokens and passwords never stand here: they come from the environment.

[metrics-config.schema.json](metrics-config.schema.json) is its JSON Schema, for editors that check TOML with one.
";

/// The page, as Markdown.
pub fn reference_markdown() -> String {
    let mut page = INTRODUCTION.to_owned();
    for table in TABLES {
        section(&mut page, table).expect("because memory does not fail");
    }
    page
}

/// A table: what it is about, its keys, an example.
pub(super) fn section(page: &mut String, table: &Table) -> std::fmt::Result {
    writeln!(page, "\n## `{}`\n\n{}", table.header(), table.doc)?;
    let kinds: Vec<&str> = table.key("kind").map_or_else(Vec::new, |key| words(key).map(|(word, _)| word).collect());
    if kinds.is_empty() {
        keys(page, table, None)?;
        if !table.is_nested() {
            example(page, table, None)?;
        }
    } else {
        writeln!(page, "\nOf every kind:")?;
        keys(page, table, None)?;
        for kind in kinds {
            writeln!(page, "\n### kind = \"{kind}\"")?;
            keys(page, table, Some(kind))?;
            if !table.is_nested() {
                example(page, table, Some(kind))?;
            }
        }
    }
    for key in table.keys {
        if let Values::Tables(inner) = key.values {
            section(page, inner)?;
        }
    }
    Ok(())
}

fn keys(page: &mut String, table: &Table, only_for: Option<&str>) -> std::fmt::Result {
    page.push_str("\n| key | type | default | what it does |\n|---|---|---|---|\n");
    for key in table.keys.iter().filter(|key| only_for.map_or(key.only_for.is_none(), |kind| key.is_only_for(kind))) {
        let absent = match key.absent {
            Absent::Required => "required".to_owned(),
            Absent::Is(toml) => format!("`{toml}`"),
            Absent::Follows(text) => text.to_owned(),
        };
        let mut doc = key.doc.to_owned();
        for (word, meaning) in words(key) {
            write!(doc, "<br>`{word}`: {meaning}")?;
        }
        if let Values::Whole { least, most } = key.values {
            write!(doc, " From {least} to {most}.")?;
        }
        writeln!(page, "| `{}` | {} | {} | {} |", key.name, key.values.name(), cell(&absent), cell(&doc))?;
    }
    Ok(())
}

fn words(key: &Key) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let words = if let Values::Words(words) = key.values { words } else { &[] };
    words.iter().map(|word| (word.word, word.doc))
}

fn example(page: &mut String, table: &Table, kind: Option<&str>) -> std::fmt::Result {
    writeln!(page, "\n```toml\n{}```", example_of(table, kind))
}

/// The table with the example of each key.
pub(super) fn example_of(table: &Table, kind: Option<&str>) -> String {
    let mut text = format!("{}\n", table.header());
    for key in table.keys.iter().filter(|key| key.only_for.is_none() || kind.is_some_and(|kind| key.is_only_for(kind))) {
        let value = match (key.name, kind) {
            ("kind", Some(kind)) => format!("\"{kind}\""),
            _ => key.example.to_owned(),
        };
        writeln!(text, "{} = {value}", key.name).expect("because memory does not fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use std::path::Path;

    #[test]
    fn every_example_of_the_page_is_a_configuration() {
        let page = reference_markdown();
        let mut examples: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(examples.len() > TABLES.len());
        examples.retain(|text| !text.starts_with("[organisation]"));
        for example in examples {
            // The portal's example address and path agree only by chance of the examples; the test takes them as they are.
            let asks_for_bands = if example.starts_with("[[band]]") { "[site]\nbands = \"custom\"\n" } else { "" };
            let rule = "[[rule]]\nid = \"has-runbook\"\ntitle = \"x\"\nwhy = \"x\"\npass = 'true'\n";
            let card = "[[scorecard]]\nid = \"production-ready\"\nlevel = [{ name = \"Bronze\" }]\n";
            let named = if example.starts_with("[[scorecard]]") {
                rule.to_owned()
            } else if example.starts_with("[[campaign]]") {
                format!("{rule}{card}")
            } else if example.starts_with("[[start]]") {
                let signal = "[{ id = \"build\", kind = \"workflow\", uses = \"x/y/.github/workflows/z.yml\" }]";
                format!("[[golden_path]]\nid = \"rust-service\"\nsignal = {signal}\n")
            } else {
                String::new()
            };
            // Feedback goes to a repository or to an address, and the example has both.
            let example = if example.starts_with("[feedback]") {
                example.lines().filter(|line| !line.starts_with("repository")).collect::<Vec<_>>().join("\n")
            } else {
                example.to_owned()
            };
            let text =
                format!("[organisation]\nname = \"x\"\n{asks_for_bands}{named}{}", example.replace("base_path = \"/portal/\"\n", ""));
            let config = Config::load(&text, Path::new("x.toml"));
            assert!(config.is_ok(), "{example}\n{:#?}", config.err());
        }
    }
}
