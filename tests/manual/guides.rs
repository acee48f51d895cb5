//! The guides: every command is one, every excerpt is read by what reads it, every message is the program's own, and
//! the example portal has all of it.

use super::pages::{self, ManualPage};
use super::root;
use clap::Parser;
use clap::error::ErrorKind;
use milepost::cli::args::Cli;
use milepost::config::Config;
use milepost::config::theme::Theme;
use milepost::demo;
use milepost::reading::mkdocs::{self, NavItem};
use milepost_model::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The words of a command as a shell would split them, without what follows a `#`.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') if word == "#" => break,
            (None, ' ') => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty() && word != "#");
    words
}

/// What is said to milepost in a line, however it is started.
fn said_to_milepost(line: &str) -> Option<Vec<String>> {
    let words = words(line);
    let at = match words.first()?.as_str() {
        "milepost" => 0,
        "cargo" if words.get(1).is_some_and(|word| word == "run") => words.iter().position(|word| word == "--")?,
        "docker" => words.iter().skip(2).position(|word| word == "milepost").filter(|_| words[1] == "run")? + 2,
        _ => return None,
    };
    Some(std::iter::once("milepost".to_owned()).chain(words[at + 1..].iter().cloned()).collect())
}

#[test]
fn every_command_is_one_that_the_program_takes() {
    let mut counted = 0;
    for page in pages::all() {
        let blocks = page.blocks().into_iter().filter(|block| matches!(block.language.as_str(), "console" | "sh"));
        for (line, _) in blocks.flat_map(|block| block.steps()) {
            let Some(said) = said_to_milepost(&line) else { continue };
            counted += 1;
            match Cli::try_parse_from(said) {
                Ok(_) => {}
                Err(told) => assert_eq!(told.kind(), ErrorKind::DisplayVersion, "{}: {line}: {told}", page.path),
            }
        }
        // In a sentence a command may be named without what it needs.
        for span in page.prose().split('`').skip(1).step_by(2).filter(|span| span.starts_with("milepost ")) {
            let span = span.split('…').next().unwrap_or_default();
            if let Err(told) = Cli::try_parse_from(words(span)) {
                let is_wrong = matches!(told.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand);
                assert!(!is_wrong, "{}: {span}: {told}", page.path);
            }
            counted += 1;
        }
    }
    assert!(counted > 100, "{counted} commands");
}

/// Pages whose excerpts are of one table each, and are held elsewhere.
const OF_ONE_TABLE: [&str; 1] = ["docs/reference/metrics-config.md"];

/// What whoever adds an excerpt has in their configuration already.
const WHOSE: &str = "\n[organisation]\nname = \"Lumen Freight\"\nurl = \"https://github.com/lumen-freight\"\n";
const A_PATH: &str =
    "\n[[golden_path]]\nid = \"rust-service\"\n[[golden_path.signal]]\nid = \"image\"\nkind = \"cel\"\nwhen = 'has_file(\"Dockerfile\")'\n";

#[test]
fn every_excerpt_of_a_configuration_is_one() {
    let (mut counted, mut wrong) = (0, Vec::new());
    for page in pages::all().into_iter().filter(|page| !OF_ONE_TABLE.contains(&page.path.as_str())) {
        for block in page.blocks().into_iter().filter(|block| block.language == "toml") {
            counted += 1;
            if block.title.as_deref() == Some("theme.toml") || page.path == "docs/reference/theme.md" {
                Theme::load(&block.text, Path::new("theme.toml")).unwrap_or_else(|problems| panic!("{}: {problems:#?}", page.path));
                continue;
            }
            let whose = if block.text.contains("[organisation]") { "" } else { WHOSE };
            let path = if block.text.contains("[[start]]") { A_PATH } else { "" };
            let text = format!("{}{whose}{path}", block.text);
            if let Err(problems) = Config::load(&text, Path::new("metrics-config.toml")) {
                wrong.push(format!("{}: {text}\n{problems:#?}", page.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counted > 25, "{counted} excerpts");
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let known: BTreeMap<String, BTreeSet<String>> = pages::all().iter().map(|page| (page.path.clone(), page.anchors())).collect();
    let mut wrong = Vec::new();
    for page in pages::all() {
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for target in page.links().into_iter().filter(|target| !target.contains("://") && !target.starts_with("mailto:")) {
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = if file.is_empty() { page.path.clone() } else { joined(folder, file) };
            let has_anchor = |anchors: &BTreeSet<String>| anchor.is_empty() || anchors.contains(anchor);
            if !root().join(&path).exists() || !known.get(&path).is_none_or(has_anchor) {
                wrong.push(format!("{}: {target}", page.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn joined(folder: &str, file: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[test]
fn the_order_of_the_manual_names_every_page_once() {
    let bytes = fs::read(root().join("mkdocs.yml")).expect("because it is there");
    let (site, problems) = mkdocs::read(&bytes, &Place::file("mkdocs.yml"));
    assert!(problems.is_empty(), "{problems:#?}");
    let mut named = Vec::new();
    paths(&site.nav.expect("because it has an order"), &mut named);
    named.sort();
    assert_eq!(
        named,
        pages::files()
            .into_iter()
            .filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "md"))
            .collect::<Vec<_>>()
    );
}

fn paths(items: &[NavItem], found: &mut Vec<String>) {
    for item in items {
        match item {
            NavItem::Page { path, .. } => found.push(format!("docs/{path}")),
            NavItem::Section { items, .. } => paths(items, found),
            NavItem::Link { .. } | NavItem::Include { .. } => panic!("the manual is in one place: {item:?}"),
        }
    }
}

#[test]
fn the_example_portal_has_the_whole_manual_as_it_is() {
    super::refresh_if_asked();
    let mut held: Vec<(String, String)> = demo::manual::files();
    held.sort();
    let mut expected = pages::files();
    expected.extend(["CHANGELOG.md", "SECURITY.md", "mkdocs.yml"].map(str::to_owned));
    expected.sort();
    assert_eq!(held.iter().map(|(path, _)| path).collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>(), "FILES of src/demo/manual.rs");
    // What was written a moment ago is in the program that is built next.
    for (path, text) in held.into_iter().filter(|_| !super::is_asked_to_refresh()) {
        assert!(text.replace("\r\n", "\n") == pages::page(&path).text, "{path} is not what the program was built with");
    }
}

#[test]
fn milepost_finds_nothing_wrong_with_its_own_manual() {
    let place = tempfile::tempdir().expect("because the machine has a temporary folder");
    for (path, text) in demo::manual::files() {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().expect("because it is a file's")).expect("because the folder is ours");
        fs::write(path, text).expect("because the folder is ours");
    }
    let git = Command::new("git").args(["init", "-q"]).current_dir(place.path()).status();
    assert!(git.expect("because git is on the PATH").success());
    let told =
        Command::new(env!("CARGO_BIN_EXE_milepost")).args(["check", "--verbose", "--deny", "warnings"]).current_dir(place.path()).output();
    let told = told.expect("because the program is built");
    assert!(told.status.success() && told.stdout.is_empty(), "{}", String::from_utf8_lossy(&told.stdout));
}

/// What rustup, cargo and shells say is theirs.
const SAID_BY_OTHERS: &str = "docs/getting-started/install.md";

#[test]
fn every_message_that_the_manual_explains_is_the_programs_own() {
    let mut sources = String::new();
    for folder in ["src", "collectors/src", "model/src", "site-templates", "actions"] {
        gather(&root().join(folder), &mut sources);
    }
    let (mut counted, mut unknown) = (0, Vec::new());
    for page in pages::all().into_iter().filter(|page| page.path != SAID_BY_OTHERS) {
        for message in seen(&page) {
            for part in message.split(['…', '“', '”']).map(str::trim).filter(|part| part.len() >= 12) {
                counted += 1;
                // What could not be done is said by whoever tried.
                let part = part.trim_start_matches("cannot ");
                if !sources.contains(part) && milepost::report::rules::of(part).is_none() {
                    unknown.push(format!("{}: {part}", page.path));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "nothing says these: {unknown:#?}");
    assert!(counted > 60, "{counted} messages");
}

/// The messages and words in the first column of tables of what people see.
fn seen(page: &ManualPage) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_table = false;
    for line in page.prose().lines() {
        is_table = line.starts_with("| you see |") || is_table && line.starts_with('|');
        let first = line.split('|').nth(1).filter(|_| is_table && !line.starts_with("|-")).unwrap_or_default();
        found.extend(first.split('`').skip(1).step_by(2).map(str::to_owned));
        found.extend(first.split('`').step_by(2).collect::<String>().split('*').skip(1).step_by(2).map(str::to_owned));
    }
    found
}

/// All that the program may say: texts as they stand in the code, without escapes and breaks.
fn gather(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).expect("because the sources are there") {
        let path = entry.expect("because it can be listed").path();
        if path.is_dir() {
            gather(&path, into);
        } else if let Ok(text) = fs::read_to_string(&path) {
            into.push_str(&text.replace("\\\"", "\"").replace("\\n", "\n"));
        }
    }
}
