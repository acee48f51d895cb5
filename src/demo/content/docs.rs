//! The documentation of a service, some of it old.

use super::{Text, Words, build, guides};
use crate::demo::plan::{Awkward, Part, Unit, Writing};

const MKDOCS: &str = "site_name: «title»
site_description: «says»
docs_dir: docs
repo_url: https://github.com/lumenfreight/«repository»
plugins:
  - techdocs-core
nav:
  - Home: index.md
  - Tutorials:
      - Your first change: tutorials/first-change.md
  - How-to guides:
      - Release and roll back: how-to/release.md
      - Rotate credentials: how-to/rotate-credentials.md
«how-to»  - Reference:
      - Configuration: reference/configuration.md
  - Explanation:
      - How it works: explanation/how-it-works.md
«explanation»  - Runbook: runbook.md
";

/// What to do when it breaks.
const READ_AND_ASK: &str = "1. Read [the runbook](docs/runbook.md): it lists the alerts and what to do about each.
2. Ask in #team-«slug»; whoever is on call answers there first.";

/// The same where nobody wrote a runbook.
const ASK: &str = "Ask in #team-«slug»; whoever is on call answers there first.";

/// The words of a part with those that texts about running it need.
fn words_of(unit: &Unit, part: &Part) -> Words {
    let commands = build::commands(part.language);
    let mut words = Words::of(unit, part);
    words.put("run", commands.run);
    words.put("test", commands.test);
    words.put("toolchain", commands.toolchain);
    // Nothing refers to what nobody wrote.
    let is_book = unit.writing() == Writing::Book;
    let said = |text: &'static str| if is_book { text } else { "" };
    words.put("explained", said("; [how it works](docs/explanation/how-it-works.md) explains how they hang together"));
    words.put("released", said("; see [the release guide](docs/how-to/release.md)"));
    words.put("rolled-back", said(": [how](how-to/release.md#roll-back)"));
    let at_night = words.fill(if unit.writing() == Writing::Readme { ASK } else { READ_AND_ASK });
    words.put("at-night", &at_night);
    words
}

/// The README and what lies beside it.
pub(super) fn front(unit: &Unit, part: &Part) -> Vec<Text> {
    let words = words_of(unit, part);
    let at = |name: &str| format!("{}{name}", part.folder);
    let mut files = vec![
        (at("README.md"), words.fill(include_str!("text/readme.md"))),
        (at("CHANGELOG.md"), words.fill(include_str!("text/changelog.md"))),
    ];
    if unit.index.is_multiple_of(2) {
        files.push((at("CONTRIBUTING.md"), words.fill(include_str!("text/contributing.md"))));
    }
    files
}

/// The pages that people keep up to date: those of the documentation, or the README where there is none.
pub(in crate::demo) fn kept_of(unit: &Unit, part: &Part) -> Vec<Text> {
    let mut pages = docs_of(unit, part);
    pages.retain(|(path, _)| !path.ends_with("mkdocs.yml"));
    if pages.is_empty() {
        pages.extend(front(unit, part).into_iter().take(1));
    }
    pages
}

/// The documentation beside the README, in the order in which it was written.
pub(super) fn docs_of(unit: &Unit, part: &Part) -> Vec<Text> {
    let words = words_of(unit, part);
    match unit.writing() {
        Writing::Readme => Vec::new(),
        Writing::Runbook => vec![(format!("{}docs/runbook.md", part.folder), words.fill(include_str!("text/runbook.md")))],
        Writing::Book => book_of(unit, part, words),
    }
}

fn book_of(unit: &Unit, part: &Part, mut words: Words) -> Vec<Text> {
    let at = |name: &str| format!("{}{name}", part.folder);
    let mut mkdocs = words.clone();
    mkdocs.put("says", &super::words::quoted(&part.says));
    mkdocs.put("title", &super::words::quoted(part.title.as_deref().unwrap_or(&part.name)));
    // Pages that one service alone has stand in its navigation like the others.
    for folder in ["how-to", "explanation"] {
        let entry = |(path, text): &(String, String)| {
            let inner = path.strip_prefix("docs/").filter(|inner| inner.starts_with(folder) && !inner.ends_with("svg"))?;
            let title = text.lines().find_map(|line| line.strip_prefix("title: "))?;
            Some(format!("      - {title}: {inner}\n"))
        };
        mkdocs.put(folder, &own(unit).iter().filter_map(entry).collect::<String>());
    }
    let mut files = vec![
        (at("mkdocs.yml"), mkdocs.fill(MKDOCS)),
        (at("docs/index.md"), words.fill(include_str!("text/index.md"))),
        (at("docs/tutorials/first-change.md"), words.fill(include_str!("text/tutorial.md"))),
        (at("docs/how-to/release.md"), words.fill(include_str!("text/howto-release.md"))),
        (at("docs/how-to/rotate-credentials.md"), words.fill(include_str!("text/howto-credentials.md"))),
        (at("docs/reference/configuration.md"), words.fill(include_str!("text/reference-configuration.md"))),
        (at("docs/explanation/how-it-works.md"), words.fill(include_str!("text/explanation.md"))),
        (at("docs/runbook.md"), words.fill(include_str!("text/runbook.md"))),
    ];
    if unit.is(Awkward::BrokenLink) {
        // The page was called so until somebody tidied up.
        words.put("says", &format!("{} Prices come from [the ministry's list](reference/ministry-prices.md).", part.says));
        files[1].1 = words.fill(include_str!("text/index.md"));
    }
    if unit.is_named() || unit.index.is_multiple_of(3) {
        files.push((at("docs/adr/README.md"), words.fill(include_str!("text/adr.md"))));
        files.push((at("docs/adr/0001-language.md"), words.fill(include_str!("text/adr-0001.md"))));
        files.push((at("docs/adr/0002-outbox.md"), words.fill(include_str!("text/adr-0002.md"))));
        files.push((at("docs/adr/0003-own-database.md"), words.fill(include_str!("text/adr-0003.md"))));
    }
    files.extend(own(unit));
    if unit.is(Awkward::ManyDocs) {
        files.extend(guides::guides());
    }
    files
}

/// Pages that one service alone has.
fn own(unit: &Unit) -> Vec<Text> {
    let pages: &[(&str, &str)] = match unit.name.as_str() {
        "carrier-sync" => &[
            ("docs/how-to/retry-a-feed.md", include_str!("text/retry-feed.md")),
            ("docs/how-to/onboard-a-carrier.md", include_str!("text/onboard-carrier.md")),
            ("docs/explanation/events-twice.md", include_str!("text/events-twice.md")),
            ("docs/img/feed-path.svg", include_str!("text/feed-path.svg")),
            ("docs/adr/0004-poll.md", include_str!("text/adr-poll.md")),
            ("docs/adr/0005-push.md", include_str!("text/adr-push.md")),
            ("docs/adr/0006-order.md", include_str!("text/adr-order.md")),
        ],
        "shipment-tracker" => &[("docs/explanation/eta.md", include_str!("text/eta.md"))],
        _ => &[],
    };
    pages.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}
