//! The tests in a real browser, and the demo that they look at.

use crate::debian::Tools;
use crate::program::Program;
use crate::step::{self, Context, End, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

/// Builds the demo, brings the packages in and runs the tests; a site that is given is tested as it is.
pub fn test(context: &Context, tools: &Tools, site: Option<&Path>) -> Vec<Outcome> {
    let (site, from_folder, mut outcomes) = if let Some(site) = site {
        (site.to_owned(), site.to_owned(), Vec::new())
    } else {
        let (served, made) = demo(context);
        let (from_folder, made_again) = demo_for_folders(context);
        (served, from_folder, vec![made, made_again])
    };
    outcomes.push(packages(context, tools));
    if outcomes.iter().all(Outcome::is_well) {
        let program = program(context);
        let settings = [
            ("MILEPOST_SITE", site.as_path()),
            ("MILEPOST_FILE_SITE", from_folder.as_path()),
            ("MILEPOST_PROGRAM", program.as_path()),
            ("CHROMIUM", tools.chromium.as_path()),
        ];
        outcomes.push(node_tests("browser", context, tools, &context.root.join("tests/browser"), &settings));
    } else {
        outcomes.push(Outcome::not_run("browser", "the demo or the packages are missing"));
    }
    outcomes
}

/// Lets the official client of the Model Context Protocol ask the demo; a site that is given is asked as it is.
pub fn agents(context: &Context, tools: &Tools, site: Option<&Path>) -> Vec<Outcome> {
    let folder = context.root.join("tests/mcp");
    let mut outcomes = vec![packages_in(context, tools, &folder)];
    let site = if let Some(site) = site {
        site.to_owned()
    } else {
        let (made, outcome) = demo(context);
        outcomes.push(outcome);
        made
    };
    if outcomes.iter().all(Outcome::is_well) {
        let program = program(context);
        let settings = [("MILEPOST_SITE", site.as_path()), ("MILEPOST_PROGRAM", program.as_path())];
        outcomes.push(node_tests("agents", context, tools, &folder, &settings));
    } else {
        outcomes.push(Outcome::not_run("agents", "the demo or the packages are missing"));
    }
    outcomes
}

/// The program that the tests have built already.
fn program(context: &Context) -> PathBuf {
    context.root.join("target/debug").join(format!("milepost{}", std::env::consts::EXE_SUFFIX))
}

/// Builds the demo as the README does, in a folder of its own, by the program that the tests have built already.
pub fn demo(context: &Context) -> (PathBuf, Outcome) {
    build(context, "demo", &[])
}

/// Builds it once more as it is opened from a folder, without a server.
fn demo_for_folders(context: &Context) -> (PathBuf, Outcome) {
    build(context, "demo-file-urls", &["--file-urls"])
}

fn build(context: &Context, name: &'static str, options: &[&str]) -> (PathBuf, Outcome) {
    let site = context.workshop().join(name);
    // Beside a test, so that dependencies have the features that tests give them: they are not built a second time.
    let built = step::program(name, &context.cargo(&["build", "--workspace", "--bin", "milepost", "--test", "architecture"]));
    if !built.is_well() {
        return (site, built);
    }
    let made = Program::new(&program(context).to_string_lossy()).args(&["demo", "--out"]).arg(&site).args(options);
    let mut outcome = step::program(name, &made);
    if outcome.is_well() && !site.join("index.html").is_file() {
        outcome.end = End::Badly(vec![format!("the demo went well and yet made no {}", site.join("index.html").display())]);
    }
    (site, outcome)
}

/// Brings in what the browser tests' package-lock.json names.
pub fn packages(context: &Context, tools: &Tools) -> Outcome {
    packages_in(context, tools, &context.root.join("tests/browser"))
}

/// Brings in what a folder's package-lock.json names, and runs none of its scripts.
pub fn packages_in(context: &Context, tools: &Tools, folder: &Path) -> Outcome {
    let (stamp, lock) = (folder.join("node_modules/.package-lock.json"), folder.join("package-lock.json"));
    let age = |path: &Path| fs::metadata(path).and_then(|facts| facts.modified()).ok();
    if age(&stamp).is_some() && age(&stamp) >= age(&lock) {
        return step::check("packages", || Ok(()));
    }
    let npm = Program::new(&tools.npm.to_string_lossy()).within(folder).args(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    step::program("packages", &if context.offline { npm.arg("--offline") } else { npm })
}

/// Node's test runner: its report for people as it goes, and its closing lines in the form of TAP.
pub fn node_tests(name: &'static str, context: &Context, tools: &Tools, folder: &Path, settings: &[(&str, &Path)]) -> Outcome {
    let tap = context.workshop().join(format!("{name}.tap"));
    if let Err(error) = fs::create_dir_all(context.workshop()) {
        return step::check(name, || Err(vec![format!("{}: {error}", context.workshop().display())]));
    }
    let node = Program::new(&tools.node.to_string_lossy()).within(folder);
    let node = settings.iter().fold(node, |node, (setting, value)| node.with(setting, value));
    let node = node
        .args(&[
            "--test",
            "--test-concurrency=2",
            "--test-timeout=600000",
            "--test-reporter=spec",
            "--test-reporter-destination=stdout",
            "--test-reporter=tap",
        ])
        .arg(format!("--test-reporter-destination={}", tap.display()));
    let mut outcome = step::program(name, &node);
    outcome.closing = closing_lines(&fs::read_to_string(&tap).unwrap_or_default());
    outcome
}

/// The last lines of TAP that begin with a hash: `# tests 12`, `# pass 12` and so on.
fn closing_lines(tap: &str) -> Vec<String> {
    let mut lines: Vec<String> = tap.lines().rev().take_while(|line| line.starts_with("# ")).map(str::to_owned).collect();
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_what_stands_after_the_plan() {
        let tap = "TAP version 13\n# Subtest: a\nok 1 - a\n  ---\n  ...\n1..1\n# tests 1\n# pass 1\n";
        assert_eq!(closing_lines(tap), ["# tests 1", "# pass 1"]);
        assert_eq!(closing_lines(""), Vec::<String>::new());
    }
}
