//! `milepost metrics` as people run it: a clone goes in, and figures that can be worked out by hand come out.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// A clone with two lines: A and B on main, F beside it on a branch from A.
///
/// A is version 1.0.0, of Monday 5 January 2026, 09:00. B was written on Tuesday 08:00 and is version 1.1.0 at 10:00: 2 h.
/// F was written on Wednesday 06:00 and is version 1.0.1 at 09:00: 3 h. Nothing of main came with it.
fn clone(folder: &Path) {
    let git = |at: &str, arguments: &[&str]| {
        let mut command = Command::new("git");
        let who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
        command.args(who).args(arguments).current_dir(folder);
        let (written, committed) = at.split_once(' ').unwrap_or((at, at));
        let day = |at: &str| format!("2026-01-{at}:00:00Z");
        command.env("GIT_AUTHOR_DATE", day(written)).env("GIT_COMMITTER_DATE", day(committed));
        let done = command.output().expect("because git is on the PATH");
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    std::fs::create_dir_all(folder).expect("because the folder is ours");
    git("05T09", &["init", "-q", "-b", "main"]);
    git("05T09", &["commit", "-q", "--allow-empty", "-m", "A"]);
    git("05T09", &["tag", "v1.0.0"]);
    git("06T08 06T10", &["commit", "-q", "--allow-empty", "-m", "B"]);
    git("06T10", &["tag", "v1.1.0"]);
    git("07T09", &["checkout", "-q", "-b", "1.0.x", "v1.0.0"]);
    git("07T06 07T09", &["commit", "-q", "--allow-empty", "-m", "F"]);
    git("07T09", &["tag", "v1.0.1"]);
    git("07T09", &["checkout", "-q", "main"]);
}

struct Place(tempfile::TempDir);

impl Place {
    fn collected() -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        clone(&place.0.path().join("clones/pay"));
        let config = "[organisation]\nname = \"Lumen Freight\"\n\n[site]\nvisibility = \"internal\"\n\n[[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"clones\"]\nassume_visibility = \"internal\"\n";
        std::fs::write(place.0.path().join("metrics-config.toml"), config).expect("because the folder is ours");
        place.says(0, &["collect", "--since", "2026-01-01"]);
        place
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_milepost");
        Command::new(program).args(arguments).current_dir(self.0.path()).env("CI", "true").output().expect("because cargo built it")
    }

    /// What it prints, when it ends with that code; where it fails, what it says.
    fn says(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "milepost {arguments:?} said: {said}");
        if code == 0 { String::from_utf8_lossy(&output.stdout).into_owned() } else { said }
    }
}

const WEEK: [&str; 5] = ["metrics", "--from", "2026-01-05", "--to", "2026-01-12"];
const LATER: [&str; 2] = ["--as-of", "2026-01-20"];

#[test]
fn the_three_forms_tell_the_same_figures() {
    let place = Place::collected();
    let form = |format: &str| place.says(0, &[&WEEK[..], &LATER, &["--format", format]].concat());
    let table = form("table");
    assert!(table.contains("component:default/pay, 2026-01-05 to 2026-01-12: "), "{table}");
    let line = |name: &str| table.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{name}: {table}"));
    assert!(line("Deployment frequency").contains("2, 2.00 a week"), "{table}");
    // Of 2 h and 3 h the median is 2 h 30 min, and the value at nine tenths 2 h 54 min.
    assert!(line("Change lead time").contains("2 h 30 min, p90 2 h 54 min, n = 2, too few to place"), "{table}");
    assert!(line("Incident recovery time").contains("incident"), "{table}");

    let csv = form("csv");
    assert!(csv.starts_with("service,metric,from,to,n,count,num,den,p25,p50,p75,p90,reason\n"), "{csv}");
    let starts = "component:default/pay,change_lead_time,2026-01-05,2026-01-12,";
    assert!(csv.contains(&format!("{starts}2,,,,8100,9000,9900,10440,\n")), "{csv}");
    assert!(csv.contains("component:default/pay,deployment_frequency,2026-01-05,2026-01-12,2,2,,,,,,,\n"), "{csv}");
    assert_eq!(csv.lines().filter(|line| line.ends_with(",no_incident_source")).count(), 1, "{csv}");

    let json: Value = serde_json::from_str(&form("json")).expect("because it is JSON");
    assert_eq!((json["schema"].as_str(), json["as_of"].as_str()), (Some("milepost/metrics/2"), Some("2026-01-20T00:00:00Z")));
    assert_eq!(form("json"), form("json"), "the same records give the same bytes");
}

#[test]
fn a_named_service_brings_its_records_and_what_was_released_beside_main_counts_by_its_commits() {
    let place = Place::collected();
    let text = place.says(0, &[&WEEK[..], &LATER, &["--service", "pay", "--format", "json"]].concat());
    let json: Value = serde_json::from_str(&text).expect("because it is JSON");
    let deployments = json["services"]["component:default/pay"]["evidence"]["deployments"].as_array().expect("because there are some");
    let told = |one: &Value| {
        let changes = one["changes"].as_array().map(|all| all.iter().map(|change| change["lead_time"].as_i64()).collect::<Vec<_>>());
        (one["version"].to_string(), one["class"].to_string(), one["method"].to_string(), changes.unwrap_or_default())
    };
    let told: Vec<_> = deployments.iter().map(told).collect();
    let quoted = |text: &str| format!("\"{text}\"");
    let forward = |version: &str, seconds| (quoted(version), quoted("forward"), quoted("ancestry"), vec![Some(seconds)]);
    assert_eq!(told[0].1, quoted("baseline"));
    assert_eq!(told[1..], [forward("v1.1.0", 7_200), forward("v1.0.1", 10_800)]);
}

#[test]
fn an_earlier_instant_knows_only_what_had_happened() {
    let place = Place::collected();
    let csv = place.says(0, &["metrics", "--as-of", "2026-01-07T00:00:00Z", "--format", "csv"]);
    let lead = csv.lines().find(|line| line.contains(",change_lead_time,")).expect("because every metric has a line");
    assert!(lead.starts_with("component:default/pay,change_lead_time,2025-10-09,2026-01-07,1,,,,7200,7200,7200,7200,"), "{lead}");
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_to_do() {
    let place = Place::collected();
    let said = place.says(2, &["metrics", "--from", "2026-01-12", "--to", "2026-01-05"]);
    assert!(said.contains("--from is not before --to"), "{said}");
    let said = place.says(2, &["metrics", "--service", "pya"]);
    assert!(said.contains("there is no service “pya”") && said.contains("without --service"), "{said}");
    assert!(!place.run(&["metrics", "--from", "2026-01-05"]).status.success(), "a window has two ends");
}
