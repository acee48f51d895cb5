//! What examples make, with Python and git as a runner has them; `cargo xtask test` runs these.

use super::shelf::{copy, copy_into, folder, milepost, names, said, trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program that `cargo xtask test` installed.
fn linter(name: &str) -> Command {
    let folder = std::env::var("MILEPOST_TEST_LINTERS").expect("MILEPOST_TEST_LINTERS names a folder; `cargo xtask test` fills one");
    Command::new(Path::new(&folder).join(name))
}

fn render(example: &Path, out: &Path, inputs: &str) -> Output {
    let script = example.join("scripts/render.py");
    let mut command = linter("python");
    command.arg(script).arg("--template").arg(example.join("template")).arg("--out").arg(out).env("INPUTS", inputs);
    command.output().expect("Python is there")
}

fn bash(folder: &Path, words: &[&str], dry: bool) -> Output {
    let mut command = Command::new("bash");
    command.args(words).current_dir(folder).env("DRY_RUN", if dry { "true" } else { "false" });
    for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null"), ("GIT_TERMINAL_PROMPT", "0")] {
        command.env(name, value);
    }
    command.output().expect("bash is there")
}

fn git(folder: &Path, words: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=test", "-c", "user.email=test@example.com"]).args(words).current_dir(folder);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().expect("git is there");
    assert!(output.status.success(), "git {words:?}: {}", said(&output));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The YAML files of a folder below a folder of this name.
fn below(folder: &Path, wanted: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("it can be read").path()) {
        if entry.is_dir() {
            found.extend(below(&entry, wanted));
        } else if entry.extension().is_some_and(|ending| ending == "yaml") && entry.parent().is_some_and(|parent| parent.ends_with(wanted))
        {
            found.push(entry);
        }
    }
    found.sort();
    found
}

/// Holds what an example made against the API, its policy and the catalog.
fn hold(example: &str, out: &Path) {
    let manifests = below(out, "k8s");
    assert!(!manifests.is_empty(), "{example} made no manifest");
    let output = linter("kubernetes-validate").arg("--strict").args(&manifests).output().expect("it is installed");
    assert!(output.status.success(), "{example}: {}", said(&output));
    let output = linter("python").arg(folder().join(example).join("scripts/policy.py")).arg(out).output().expect("Python is there");
    assert!(output.status.success(), "{example}: {}", said(&output));
    fs::create_dir_all(out.join(".git")).expect("the folder is ours");
    fs::write(out.join(".git/HEAD"), "ref: refs/heads/main\n").expect("the folder is ours");
    let output = milepost(out, &["check"]);
    assert!(output.status.success() && !said(&output).contains("0 descriptors"), "{example}: {}", said(&output));
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS names; cargo xtask test installs them"]
fn every_example_renders_what_the_cluster_the_policy_and_the_catalog_take() {
    for name in names().iter().filter(|name| folder().join(name).join("template").is_dir()) {
        let out = tempfile::tempdir().expect("there is room");
        let inputs = serde_json::to_string(&trial(name)).expect("texts are JSON");
        let output = render(&folder().join(name), out.path(), &inputs);
        assert!(output.status.success(), "{name}: {}", said(&output));
        hold(name, out.path());
        let all = below(out.path(), "k8s").iter().map(|path| fs::read_to_string(path).expect("it is text")).collect::<String>();
        assert!(!all.contains("__"), "{name} left a hole");
        let kinds = ["Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy", "Ingress"];
        if all.contains("kind: Deployment") {
            assert!(kinds.iter().all(|kind| all.contains(&format!("kind: {kind}\n"))), "{name}");
        }
    }
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS names; cargo xtask test installs them"]
fn no_input_gets_into_a_manifest_that_is_not_what_it_may_be() {
    for value in ["a\\nb: c", "x\\\" y", "__tier__", "../../etc", "-rf", "$(id)", "", "é", "null"] {
        for name in names().iter().filter(|name| folder().join(name).join("template").is_dir()) {
            for key in trial(name).keys() {
                let mut inputs = trial(name);
                let value = serde_json::from_str::<String>(&format!("\"{value}\"")).expect("it is JSON");
                inputs.insert(key.clone(), value.clone());
                let out = tempfile::tempdir().expect("there is room");
                let output = render(&folder().join(name), out.path(), &serde_json::to_string(&inputs).expect("texts are JSON"));
                let has_default = value.is_empty() && output.status.success();
                assert!(!output.status.success() || has_default, "{name} {key}={value:?}");
                assert!(has_default || fs::read_dir(out.path()).expect("it is there").next().is_none(), "{name} wrote something");
            }
        }
    }
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS names; cargo xtask test installs them"]
fn the_policy_refuses_what_it_is_there_for() {
    let good = tempfile::tempdir().expect("there is room");
    let inputs = serde_json::to_string(&trial("deploy")).expect("texts are JSON");
    assert!(render(&folder().join("deploy"), good.path(), &inputs).status.success());
    for (from, to, expected) in [
        (":1.4.2", ":latest", "image without a version"),
        ("runAsNonRoot: true", "runAsNonRoot: false", "runs as root"),
        ("drop: [ALL]", "drop: []", "keeps capabilities"),
        ("              memory: 256Mi", "              ephemeral-storage: 1Gi", "has no requests.memory"),
        ("readinessProbe", "xProbe", "has no readinessProbe"),
        ("platform.example.com/team", "team", "has no label platform.example.com/team"),
        ("kind: PodDisruptionBudget", "kind: ConfigMap", "has no PodDisruptionBudget"),
        ("kind: NetworkPolicy", "kind: ConfigMap", "has no NetworkPolicy"),
        ("minReplicas: 3", "minReplicas: 1", "falls below two replicas"),
        ("  tls:", "  notls:", "is open without TLS"),
    ] {
        let bad = tempfile::tempdir().expect("there is room");
        copy_into(good.path(), bad.path());
        for path in below(bad.path(), "k8s") {
            let text = fs::read_to_string(&path).expect("it is text");
            fs::write(&path, text.replace(from, to)).expect("the folder is ours");
        }
        let output = linter("python").arg(folder().join("deploy/scripts/policy.py")).arg(bad.path()).output().expect("Python is there");
        assert!(output.status.code() == Some(1) && said(&output).contains(expected), "{to}: {}", said(&output));
    }
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS names; cargo xtask test installs them"]
fn what_is_deployed_twice_is_rolled_back_byte_for_byte_and_a_dry_run_changes_nothing() {
    let repository = tempfile::tempdir().expect("there is room");
    let here = repository.path();
    copy_into(&folder().join("deploy"), here);
    copy_into(&folder().join("rollback/scripts"), &here.join("scripts"));
    git(here, &["init", "--quiet", "--initial-branch", "main"]);
    for version in ["1.4.1", "1.4.2", "1.4.3"] {
        let mut inputs = trial("deploy");
        inputs.insert("version".to_owned(), version.to_owned());
        let output = render(here, here, &serde_json::to_string(&inputs).expect("texts are JSON"));
        assert!(output.status.success(), "{}", said(&output));
        git(here, &["add", "--all"]);
        git(here, &["commit", "--quiet", "--message", version]);
    }
    let place = "apps/parcel-labels/production";
    for (version, expected) in [("", "1.4.2"), ("1.4.1", "1.4.1")] {
        let out = tempfile::tempdir().expect("there is room");
        let words = ["scripts/restore.sh", "parcel-labels", "production", version, out.path().to_str().expect("UTF-8")];
        let output = bash(here, &words, false);
        assert!(output.status.success(), "{}", said(&output));
        let commit = git(here, &["log", "--format=%H", &format!("--grep=^{expected}$")]);
        for path in below(&out.path().join(place), "k8s") {
            let name = path.strip_prefix(out.path()).expect("it is below").to_string_lossy().into_owned();
            let old = git(here, &["show", &format!("{commit}:{name}")]);
            assert_eq!(fs::read_to_string(&path).expect("it is text").trim(), old, "{name}");
        }
        hold("rollback", out.path());
        fs::remove_dir_all(out.path().join(".git")).expect("it is ours");
        let before = git(here, &["rev-parse", "HEAD"]);
        let proposed = bash(here, &["scripts/propose.sh", words[4], "rollback/x", "Back"], true);
        assert!(proposed.status.success() && said(&proposed).contains("was not proposed"), "{}", said(&proposed));
        assert_eq!((git(here, &["rev-parse", "HEAD"]), git(here, &["status", "--porcelain"])), (before, String::new()));
    }
    for (words, expected) in [
        (["parcel-labels", "production", "1.4.3"], "already runs"),
        (["parcel-labels", "production", "9.9.9"], "never ran"),
        (["parcel-labels", "moon", ""], "does not run"),
        (["../x", "production", ""], "is no name"),
    ] {
        let output = bash(here, &["scripts/restore.sh", words[0], words[1], words[2], "nowhere"], false);
        assert!(!output.status.success() && said(&output).contains(expected), "{words:?}: {}", said(&output));
    }
}

#[test]
#[ignore = "needs the tools that MILEPOST_TEST_LINTERS names; cargo xtask test installs them"]
fn what_has_expired_is_named_and_a_rotation_is_rehearsed_without_asking_anybody() {
    let copy = copy("staging-environment");
    for (name, day) in [("a", "2026-11-01"), ("b", "2026-12-01"), ("c", "soon")] {
        fs::create_dir_all(copy.path().join("environments").join(name)).expect("the folder is ours");
        fs::write(copy.path().join("environments").join(name).join("expires"), format!("{day}\n")).expect("the folder is ours");
    }
    let output = bash(copy.path(), &["scripts/end.sh", "environments", "2026-11-20"], true);
    let text = said(&output);
    assert!(output.status.success() && text.contains("expired: environments/a\n") && !text.contains("environments/b"), "{text}");
    assert!(text.contains("“soon” is no day"), "{text}");
    let output = bash(&folder().join("rotate-secret"), &["scripts/rotate.sh", "parcel-labels", "production", "carrier-key"], true);
    assert_eq!(
        (output.status.code(), said(&output).trim()),
        (Some(0), "Dry run: a new version of services/parcel-labels/production/carrier-key was not written.")
    );
    let output = bash(&folder().join("rotate-secret"), &["scripts/rotate.sh", "x", "production", "a/b"], true);
    assert!(!output.status.success(), "{}", said(&output));
}
