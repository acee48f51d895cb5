//! Every rule that files are held against, by its code, and their page of the manual.

use crate::actions;
use crate::catalog;
use crate::catalog::importers::{self, IMPORTERS};
use crate::docs;
use crate::yaml;
use milepost_model::{Rule, Severity};
use std::fmt::Write as _;

/// The rule behind a code such as `yaml/duplicate-key`.
pub fn of(code: &str) -> Option<&'static Rule> {
    let (area, what) = code.split_once('/')?;
    let rules = match area {
        "actions" => actions::rules::RULES,
        "yaml" => yaml::RULES,
        "catalog" => catalog::rules::RULES,
        "docs" => docs::rules::RULES,
        _ if IMPORTERS.iter().any(|importer| importer.name() == area) => importers::rules::RULES,
        _ => return None,
    };
    rules.iter().find(|rule| rule.what == what)
}

/// `docs/reference/descriptor-rules.md`.
pub fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    section(&mut page, "YAML", "Asked of every YAML file.", "yaml", yaml::RULES);
    let formats: Vec<String> = IMPORTERS.iter().map(|importer| format!("`{}`", importer.name())).collect();
    let about = format!("Asked of a descriptor by itself. `<format>` is one of {}.", formats.join(", "));
    section(&mut page, "Descriptors", &about, "<format>", importers::rules::RULES);
    let about = "Asked of all descriptors together. Those marked ¹ can be told only by who sees the whole organisation: \
                 a check of one repository leaves them out, unless a name that exists is so near that it was probably meant.";
    section(&mut page, "Catalog", about, "catalog", catalog::rules::RULES);
    section(&mut page, "Documentation", "Asked of the Markdown that services are documented with.", "docs", docs::rules::RULES);
    let about = "Asked of workflows that people start by hand, of `milepost.actions/`, and of the forms that other portals have for them.";
    section(&mut page, "Actions", about, "actions", actions::rules::RULES);
    page
}

fn section(page: &mut String, title: &str, about: &str, area: &str, rules: &[Rule]) {
    let _ = write!(page, "\n## {title}\n\n{about}\n\n| code | | what the rule is | how to comply |\n|---|---|---|---|\n");
    for rule in rules {
        let mark = if rule.needs_all { "¹" } else { "" };
        let cell = |text: &str| text.replace('|', "\\|");
        let _ = writeln!(
            page,
            "| <a id=\"{}\"></a>`{area}/{}`{mark} | {} | {} | {} |",
            anchor(area, rule.what),
            rule.what,
            severity(rule.severity),
            cell(rule.says),
            cell(rule.fix)
        );
    }
}

/// Codes hold signs that addresses do not like.
fn anchor(area: &str, what: &str) -> String {
    format!("{}-{what}", area.trim_matches(['<', '>']))
}

fn severity(severity: Severity) -> &'static str {
    severity.word()
}

const INTRODUCTION: &str = "# What files are held against

<!-- Written by `cargo xtask docs` from the rules in src/yaml, src/catalog, src/catalog/importers, src/docs and src/actions; a test compares. -->

`milepost check` holds the descriptors, the documentation and the actions of a repository, or of every repository below a folder, against these rules. It reads the files as they lie there, committed or not, and needs no network and no configuration. A portal's Platform health page shows the same findings.

```
milepost check                          the repository of this folder
milepost check services/a other.yaml    what is named of it
milepost check ~/src                    every repository below a folder
```

Each finding has the place, the line, what is wrong and what to do. `--format json` is described in [diagnostics.md](diagnostics.md); `--format github` makes annotations of a workflow run; `--format sarif` is SARIF 2.1.0. Notes are shown with `--verbose`, and always as JSON and SARIF. The exit code is 0 where nothing is wrong, 1 where something is (an error, or with `--deny warnings` a warning), and 2 where the check could not run.

## Before a commit

With [pre-commit](https://pre-commit.com), in `.pre-commit-config.yaml`:

```yaml
repos:
  - repo: https://github.com/milepost/milepost
    rev: v0.1.0
    hooks:
      - id: milepost-check
```

The hook runs the `milepost` of the PATH on the files of the commit. `milepost-check-build` builds the program first.

## In CI

```yaml
- run: milepost check --format github --deny warnings
```

Or, to have findings under a repository's Security tab:

```yaml
- run: milepost check --format sarif > milepost.sarif || true
- uses: github/codeql-action/upload-sarif@v4
  with:
    sarif_file: milepost.sarif
```
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_found_by_their_codes() {
        for rules in [yaml::RULES, actions::rules::RULES, catalog::rules::RULES, importers::rules::RULES, docs::rules::RULES] {
            assert!(rules.windows(2).all(|pair| pair[0].what < pair[1].what));
            for rule in rules {
                assert!(rule.says.ends_with('.') && rule.fix.ends_with('.') || rule.fix.ends_with(".com."), "{}", rule.what);
            }
        }
        for code in ["yaml/syntax", "catalog/conflict", "backstage/bad-tag", "milepost/no-name"] {
            assert!(of(code).is_some(), "{code}");
        }
        assert!(of("nothing/bad-tag").is_none() && of("yaml").is_none() && of("yaml/bad-tag").is_none());
    }
}
