//! The manual's page of descriptors: which files are read, and whose word counts.

use super::Trust;
use super::importers;
use std::fmt::Write as _;

/// `docs/reference/descriptors.md`.
pub fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    page.push_str("| | whose word counts | formats |\n|---|---|---|\n");
    for (place, trust) in (1..).zip(Trust::ALL) {
        let of_it = importers::by_trust().into_iter().filter(|importer| importer.trust() == trust);
        let formats: Vec<String> = of_it.map(|importer| format!("`{}`", importer.name())).collect();
        let _ = writeln!(page, "| {place} | {} | {} |", trust.words(), formats.join(", "));
    }
    page.push_str("\n## Formats\n\n| format | what it is | files |\n|---|---|---|\n");
    for importer in importers::IMPORTERS {
        let files: Vec<String> = importer.globs().iter().map(|glob| format!("`{glob}`")).collect();
        let _ = writeln!(page, "| `{}` | {} | {} |", importer.name(), importer.title(), files.join(" "));
    }
    page.push_str(REST);
    page
}

const INTRODUCTION: &str = "# Descriptors

<!-- Written by `cargo xtask docs` from src/catalog; a test compares. -->

A descriptor is a file of a repository that says what something is: a service, an API, a team. milepost reads its own, [milepost.yaml](milepost-yaml.md), and those that an organisation already has for other portals. A file's name only raises the question; its content answers it, and a file that is none is named as skipped on Platform health. [descriptor-rules.md](descriptor-rules.md) is what each of them is held against.

## One thing, one entity

Two descriptions are of one thing when they have one kind and name and one home, which for a component is the repository that it is made in. In one folder, files of different formats that describe one component each speak of the same one, whatever they call it. A component that is described among others elsewhere, without saying where it is made, is the one of that name that has a home.

The order of trust, the most trusted first; among formats of one place the first by name:

";

const REST: &str = "
- Of a single value (title, description, type, lifecycle, tier, system, successor) the most trusted counts. What the others say instead is kept, and told as `catalog/conflict` with both places. `tier_1` and `1`, or `generally_available` and `production`, are the same.
- The owners of the most trusted file that names any count as a whole. The first of them is the one to ask.
- Tags, links, labels, annotations and relations add up.
- Every field names its source: format, file and line. Service pages show them, and so do the files below `data/entities/` (`sources`, and `overruled` for what does not count).

## Relations

Relations have Backstage's names, and each is seen from both ends. A relation to something that the catalog does not have is kept and marked as dangling where it is declared. A name without its kind means what the field usually holds; in Backstage's `dependsOn` a component, else a resource. Dependencies may go in circles. Wholes and parents may not: the relation that closes such a circle is told and left out. Backstage has no word for a successor, so two more names are milepost's: `replacedBy` and `replaces`, from `replaced_by` in `milepost.yaml` and from Backstage annotations whose name ends in `replaced-by` or `superseded-by`, whatever domain stands before it (`example.com/replaced-by: component:carrier-sync`).

## What a Backstage descriptor may name

`$text`, `$json` and `$yaml` stand for files of the same repository. An API's `definition` may be text, such a file, or an address. A Location leads to files and globs of its repository, and to files of other repositories that the portal shows (`https://…/blob/…`); `presence: optional` makes a missing one fine. Templates with placeholders in their names are skipped, and so are files among tests, examples and other people's code unless a Location names them.
";
