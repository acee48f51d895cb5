//! Two builds of the example organisation, made once for all tests, and the program that publishes them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A portal as bytes, by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The list that a build leaves, which is nobody else's business.
const LIST: &str = ".milepost-site.json";

/// The folder that both builds are in.
fn builds() -> &'static Path {
    static BUILDS: OnceLock<tempfile::TempDir> = OnceLock::new();
    BUILDS
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
            for (name, seed) in [("first", "7"), ("second", "9")] {
                let options = ["demo", "--quiet", "--services", "8", "--weeks", "6", "--seed", seed, "--out", name];
                let done = milepost(folder.path(), &options);
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            }
            folder
        })
        .path()
}

/// One build.
pub fn first() -> PathBuf {
    builds().join("first")
}

/// Another one, with other pages and other figures.
pub fn second() -> PathBuf {
    builds().join("second")
}

/// The program, in a folder.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.args(arguments).current_dir(folder).env("CI", "true");
    command
}

/// Runs the program to its end.
pub fn milepost(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("because cargo built it")
}

/// Publishes, demands that it ends with that code, and gives what it said.
pub fn publish(code: i32, folder: &Path, site: &Path, to: &str, more: &[&str]) -> String {
    let site = site.to_str().expect("because temporary folders have plain names");
    let done = milepost(folder, &[&["publish", "--site", site, "--to", to], more].concat());
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(code), "{said}");
    said
}

/// Every file below a folder, but the lists that builds and publishing leave.
pub fn files(folder: &Path) -> Files {
    let found = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let named = found.map(|entry| {
        let name = entry.path().strip_prefix(folder).expect("because it lies below").to_string_lossy().replace('\\', "/");
        (name, fs::read(entry.path()).expect("because it is ours"))
    });
    named.filter(|(name, _)| !is_list(name) && !name.starts_with(".milepost-next/")).collect()
}

/// Whether a file tells what is there, and is no part of the portal.
pub fn is_list(name: &str) -> bool {
    name == LIST || name == ".milepost-published.json"
}

/// git in a folder; gives what it said.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new("git").args(arguments).current_dir(folder).output().expect("because git is on the PATH");
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim_end().to_owned()
}
