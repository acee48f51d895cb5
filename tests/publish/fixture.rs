//! Two builds of the example organisation and two of three repositories, made once for all tests, and the program that
//! publishes them.

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

/// Two small builds, for what is done many times. Every page of the one loads a style that the other has not.
pub fn small() -> [PathBuf; 2] {
    static BUILDS: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = BUILDS.get_or_init(|| {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        for name in ["carrier-sync", "label-printer", "notes"] {
            let clone = folder.path().join("clones").join(name);
            fs::create_dir_all(&clone).expect("because the folder is ours");
            fs::write(clone.join("README.md"), format!("# {name}\n\nWhat {name} does.\n")).expect("because the folder is ours");
            git(&clone, &["init", "-q", "-b", "main"]);
            git(&clone, &["add", "-A"]);
            git(&clone, &["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "First"]);
        }
        fs::write(folder.path().join("theme.toml"), "[light]\nbrand = \"#0B5B45\"\n").expect("because the folder is ours");
        for (name, more) in [("first", ""), ("second", "theme = \"theme.toml\"\n")] {
            let config = format!(
                "[organisation]\nname = \"Lumen Freight\"\n[site]\nvisibility = \"internal\"\nout = \"{name}\"\n{more}[[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"clones\"]\n"
            );
            fs::write(folder.path().join("metrics-config.toml"), config).expect("because the folder is ours");
            let done = milepost(folder.path(), &["run", "--quiet"]);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        folder
    });
    ["first", "second"].map(|name| folder.path().join(name))
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
