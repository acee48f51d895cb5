//! The pipeline for GitLab that docs/publishing.md shows, run line by line.

use super::{DEAD, Host, ORIGIN, git};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The pipeline that docs/publishing.md shows, as GitLab would run it: each line of its script in a fresh checkout.
#[test]
fn the_pipeline_for_gitlab_does_what_the_manual_says_and_goes_on_from_its_store() {
    let host = Host::new();
    let manual = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/publishing.md")).expect("it is there");
    let mut blocks = manual.split("```yaml\n").filter_map(|rest| rest.split("```").next());
    let text = blocks.find(|block| block.starts_with("pages:\n")).expect("the manual has one");
    let pipeline: Value = serde_saphyr::from_str(text).expect("it is YAML");
    let artifact = pipeline["pages"]["artifacts"]["paths"][0].as_str().expect("it has one");
    let script = pipeline["pages"]["script"].as_array().expect("it is a list");
    assert!(script.len() >= 4, "{script:?}");
    host.sh(&format!("ln -s {} tools/milepost", env!("CARGO_BIN_EXE_milepost")));
    let mut told = Vec::new();
    for run in ["first", "second", "red"] {
        if run == "red" {
            host.configure(&(host.config() + DEAD));
        }
        let runner = host.path(run);
        let work = runner.join("checkout");
        fs::create_dir_all(&runner).expect("because the folder is ours");
        host.sh(&format!("git clone -q remote.git {run}/checkout; cd {run}/checkout; git remote set-url origin {ORIGIN}; cp .github/portal.toml metrics-config.toml"));
        let instead = format!("[url \"{}\"]\n\tinsteadOf = {ORIGIN}\n", host.path("remote.git").display());
        fs::write(runner.join(".gitconfig"), instead).expect("because the folder is ours");
        let mut text = String::new();
        let after = pipeline["sources"]["script"].as_array().expect("it is a list");
        for line in script.iter().chain(after).filter_map(Value::as_str) {
            let mut shell = Command::new("sh");
            shell.args(["-ec", line]).current_dir(&work).env_clear().env("HOME", &runner).env("CI", "true");
            let done = shell.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", host.path("tools").display())).output();
            let done = done.expect("there is a shell");
            text.push_str(&String::from_utf8_lossy(&done.stdout));
            text.push_str(&String::from_utf8_lossy(&done.stderr));
            let is_red = run == "red" && after.iter().any(|last| last == line);
            assert_eq!(done.status.success(), !is_red, "{line}: {text}");
        }
        assert!(work.join(artifact).join("catalog/notes/index.html").is_file(), "{text}");
        told.push(text);
    }
    assert!(told[0].contains("There is no branch milepost-store yet"), "{}", told[0]);
    assert!(told[1].contains("\n0 new records are in .milepost."), "{}", told[1]);
    assert_eq!(git(&host.path("remote.git"), &["rev-list", "--count", "milepost-store"]), "1");
}
