//! What every example has, by our own rules.

use super::shelf::{copy, folder, milepost, names, said, trial};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_example_has_all_its_parts_and_passes_the_check() {
    let listed = fs::read_to_string(folder().join("README.md")).expect("there is one");
    for name in names() {
        let own = folder().join(&name);
        for part in [
            "README.md",
            "trial.json",
            "scripts/policy.py",
            &format!(".github/workflows/{name}.yml"),
            &format!("milepost.actions/{name}.yaml"),
        ] {
            assert!(own.join(part).is_file(), "{name} has no {part}");
        }
        assert!(listed.contains(&format!("]({name}/README.md)")), "{name} is not in the list");
        let copy = copy(&name);
        let output = milepost(copy.path(), &["check", "--deny", "warnings", "milepost.actions", ".github"]);
        assert!(output.status.success(), "{name}: {}", said(&output));
        let output = milepost(copy.path(), &["action", "show", &name]);
        assert!(
            output.status.success() && said(&output).contains("input     dry_run (boolean, optional, true by default)"),
            "{name}: {}",
            said(&output)
        );
    }
}

#[test]
fn what_examples_share_is_the_same_in_each() {
    for script in ["policy.py", "propose.sh", "render.py"] {
        let texts: BTreeSet<String> =
            names().iter().filter_map(|name| fs::read_to_string(folder().join(name).join("scripts").join(script)).ok()).collect();
        assert_eq!(texts.len(), 1, "{script}");
    }
}

#[test]
fn a_trial_passes_its_guardrails_and_what_breaks_one_is_refused() {
    let check = |name: &str, changed: &[(&str, &str)], now: &str| {
        let copy = copy(name);
        let runs = copy.path().join("runs.json");
        fs::write(&runs, "[{\"workflow_runs\": []}]").expect("the folder is ours");
        let mut inputs = trial(name);
        // What the workflow reckons itself is no input of it.
        inputs.remove("expires");
        inputs.extend(changed.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let pairs: Vec<String> = inputs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let mut arguments = vec!["action", "check", name, "--runs", "runs.json", "--now", now];
        arguments.extend(pairs.iter().flat_map(|pair| ["--input", pair.as_str()]));
        let output = milepost(copy.path(), &arguments);
        (output.status.code(), said(&output))
    };
    const MONDAY: &str = "2026-11-16T10:00:00Z";
    for name in names() {
        let (code, said) = check(&name, &[], MONDAY);
        assert_eq!(code, Some(0), "{name}: {said}");
    }
    for (name, changed, now, expected) in [
        ("create-service", &[("service", "test-thing")][..], MONDAY, "Name it after what it does."),
        ("create-service", &[("service", "Bad Name")], MONDAY, "is not a name of 3 to 40"),
        ("deploy", &[], "2026-11-20T15:30:00Z", "Deploy on Monday"),
        ("deploy", &[], "2026-12-24T10:00:00Z", "Production is frozen"),
        ("feature-flag", &[("percent", "37")], MONDAY, "In production take 1, 10, 50 or 100"),
        ("internal-api", &[("service", "rates")], MONDAY, "End the name with -api"),
        ("provision-database", &[("size_gb", "5")], MONDAY, "is out of range"),
        ("rollback", &[("reason", "short")], MONDAY, "too short"),
    ] {
        let (code, said) = check(name, changed, now);
        assert!(code == Some(1) && said.contains(expected), "{name} {changed:?}: {said}");
    }
}

/// The composite action installs the program of its own release.
#[test]
fn the_action_that_asks_guardrails_installs_the_version_that_it_is_released_with() {
    let text = fs::read_to_string(folder().join("../actions/check/action.yml")).expect("there is one");
    assert!(text.contains(concat!("uses: milepost/milepost@v", env!("CARGO_PKG_VERSION"), " ")), "{text}");
}
