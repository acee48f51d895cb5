//! Every test there is: Rust's, the browser scripts' and those in a real browser.

use crate::program::Program;
use crate::step::{self, Context, End, Outcome};
use crate::{browser, debian, linters, object_store};
use clap::ValueEnum;
use std::path::Path;

/// The parts that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// cargo test
    Rust,
    /// The scripts of the pages and their types, without a browser
    Scripts,
    /// The demo, in Chromium
    Browser,
    /// The collectors' requests, against what their hosts publish
    Descriptions,
    /// The demo, asked by the official client of the Model Context Protocol
    Agents,
}

/// Runs the parts asked for, or all.
pub fn run(context: &Context, only: &[Part], site: Option<&Path>) -> Vec<Outcome> {
    let wanted = |part| only.is_empty() || only.contains(&part);
    let mut outcomes = Vec::new();
    let tools = debian::ensure(context);
    if wanted(Part::Rust) {
        outcomes.extend(rust(context, tools.as_ref().ok()));
    }
    let tools = match tools {
        Ok(tools) => tools,
        Err(complaints) => {
            outcomes.push(step::check("tools", || Err(complaints)));
            return outcomes;
        }
    };
    if wanted(Part::Scripts) {
        outcomes.extend([types(context, &tools), scripts(context, &tools)]);
    }
    if wanted(Part::Browser) {
        outcomes.extend(browser::test(context, &tools, site));
    }
    if wanted(Part::Descriptions) {
        let folder = context.root.join("tests/descriptions");
        outcomes.push(browser::packages_in(context, &tools, &folder));
        if outcomes.last().is_some_and(Outcome::is_well) {
            outcomes.push(browser::node_tests("descriptions", context, &tools, &folder, &[]));
        } else {
            outcomes.push(Outcome::not_run("descriptions", "the packages are missing"));
        }
    }
    if wanted(Part::Agents) {
        outcomes.extend(browser::agents(context, &tools, site));
    }
    outcomes
}

/// cargo test, and then the tests that it ignores: those of disks, with mounts of their own, those of buckets, beside
/// servers of these, and those of examples and workflows, beside linters.
fn rust(context: &Context, tools: Option<&debian::Tools>) -> Vec<Outcome> {
    let mut outcomes = vec![
        step::program("tests", &context.cargo(&["test", "--workspace", "--no-fail-fast"])),
        step::program("disks", &context.cargo(&["test", "--workspace", "--test", "faults", "--", "--ignored"])),
    ];
    let Some(tools) = tools else { return outcomes };
    // Of one crate alone, the dependencies would be built a second time, with its features only.
    let buckets = context.cargo(&["test", "--workspace", "--test", "store", "--test", "publish", "--", "--ignored", "buckets::"]);
    outcomes.push(match object_store::start(context, tools) {
        Ok(servers) => {
            let test = servers.iter().fold(buckets, |test, server| test.with(server.variable, &server.address));
            step::program("buckets", &test)
        }
        Err(complaints) => step::check("buckets", || Err(complaints)),
    });
    let examples = context.cargo(&["test", "--workspace", "--test", "examples", "--", "--ignored"]);
    outcomes.push(match linters::install(context, tools) {
        Ok(found) => {
            let test = found.iter().fold(examples, |test, (variable, path)| test.with(variable, path));
            step::program("examples", &test)
        }
        Err(complaints) => step::check("examples", || Err(complaints)),
    });
    outcomes
}

/// The types of the pages' scripts and of their tests, held against each other by TypeScript.
fn types(context: &Context, tools: &debian::Tools) -> Outcome {
    let folder = context.root.join("tests/js");
    let packages = browser::packages_in(context, tools, &folder);
    if !packages.is_well() {
        return Outcome { name: "types", ..packages };
    }
    let compiler = Program::new(&tools.node.to_string_lossy()).within(&folder).arg("node_modules/typescript/bin/tsc");
    step::program("types", &compiler.args(&["--noEmit", "--project", "tsconfig.json", "--pretty", "false"]))
}

fn scripts(context: &Context, tools: &debian::Tools) -> Outcome {
    if !context.root.join("tests/js").is_dir() {
        return step::check("scripts", || Err(vec!["tests/js/ is missing: the tests of the pages' scripts".to_owned()]));
    }
    let mut outcome = browser::node_tests("scripts", context, tools, &context.root.join("tests/js"), &[]);
    // A runner that finds no test is content with itself.
    if outcome.is_well() && outcome.closing.iter().any(|line| line == "# tests 0") {
        outcome.end = End::Badly(vec!["tests/js/ holds no test that node finds".to_owned()]);
    }
    outcome
}
