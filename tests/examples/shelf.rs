//! The folders of `examples/`, and the program that reads them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// `examples/`.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// The names of the examples.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder is there").map(|entry| entry.expect("it can be read"));
    let mut names: Vec<String> =
        entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(names.len() >= 9, "{names:?}");
    names
}

/// The inputs that an example is tried with.
pub fn trial(name: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder().join(name).join("trial.json")).expect("there is one");
    serde_json::from_str(&text).expect("it is a map of texts")
}

/// A copy of an example in a folder that is a repository.
pub fn copy(name: &str) -> TempDir {
    let target = tempfile::tempdir().expect("there is room");
    copy_into(&folder().join(name), target.path());
    fs::create_dir_all(target.path().join(".git")).expect("the folder is ours");
    fs::write(target.path().join(".git/HEAD"), "ref: refs/heads/main\n").expect("the folder is ours");
    target
}

/// Copies a folder with all that is in it.
pub fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is ours");
    for entry in fs::read_dir(from).expect("it is there").map(|entry| entry.expect("it can be read")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_into(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the folder is ours");
        }
    }
}

/// Runs the program in a folder, as no workflow.
pub fn milepost(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    for variable in ["GITHUB_EVENT_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ACTOR", "MILEPOST_CONFIG"] {
        command.env_remove(variable);
    }
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").output().expect("the program was built")
}

/// What a program said, on both ways.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
