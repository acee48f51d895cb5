//! The example organisation: the same bytes each time, sound repositories, records that fit them, and
//! every awkward case that it is meant to hold.

#[path = "demo/awkward.rs"]
mod awkward;

use milepost::demo::{Demo, DemoError, DemoSettings, generate};
use milepost_model::harvest::Unwatched;
use milepost_model::record::{Deployment, Fact, PipelineRun, Record, Repository};
use milepost_model::{Coverage, CoverageState, Outcome, with_fact};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;

/// A generated demo with its records, for the tests that only look.
struct Seen {
    demo: Demo,
    records: Vec<Record>,
    /// The names of repositories without the organisation, by id.
    names: BTreeMap<String, String>,
    _place: TempDir,
}

static FORTY: LazyLock<Seen> = LazyLock::new(|| see(&DemoSettings::default()));

fn see(settings: &DemoSettings) -> Seen {
    let place = tempfile::tempdir().expect("because a temporary folder can be made");
    let demo = generate(settings, &place.path().join("demo"), &Unwatched).expect("because the folder is new");
    let mut records = Vec::new();
    for file in &demo.record_files {
        let text = fs::read_to_string(file).expect("because it was written as UTF-8");
        for line in text.lines() {
            records
                .push(milepost_model::ndjson::read_line(line, "records.ndjson", 1).unwrap_or_else(|error| panic!("{error:?} in {line}")));
        }
    }
    assert_eq!(records.len() as u64, demo.record_count);
    let mut names = BTreeMap::new();
    for record in &records {
        if let Record::Repository(repository) = record {
            names.insert(repository.repo.to_string(), repository.full_name.replace("lumenfreight/", ""));
        }
    }
    Seen { demo, records, names, _place: place }
}

impl Seen {
    fn git(&self, name: &str, arguments: &[&str]) -> String {
        let folder = self.demo.clones.join(format!("{name}.git"));
        let out = Command::new("git").arg("-C").arg(&folder).args(arguments).output().expect("because git is on the PATH");
        String::from_utf8(out.stdout).expect("because git prints UTF-8 here")
    }

    fn file(&self, name: &str, path: &str) -> String {
        self.git(name, &["show", &format!("main:{path}")])
    }

    fn paths(&self, name: &str) -> BTreeSet<String> {
        self.git(name, &["ls-tree", "-r", "--name-only", "main"]).lines().map(str::to_owned).collect()
    }

    fn is_of(&self, fact: &impl Fact, name: &str) -> bool {
        fact.repo().and_then(|id| self.names.get(id.as_str())).is_some_and(|known| known == name)
    }

    fn repositories(&self, name: &str) -> Vec<&Repository> {
        let rows = self.records.iter().filter_map(|record| if let Record::Repository(row) = record { Some(row) } else { None });
        rows.filter(|row| self.is_of(*row, name)).collect()
    }

    fn all_deployments(&self) -> impl Iterator<Item = &Deployment> {
        self.records.iter().filter_map(|record| if let Record::Deployment(row) = record { Some(row) } else { None })
    }

    fn deployments(&self, name: &str) -> Vec<&Deployment> {
        self.all_deployments().filter(|row| self.is_of(*row, name)).collect()
    }

    fn runs(&self) -> impl Iterator<Item = &PipelineRun> {
        self.records.iter().filter_map(|record| if let Record::PipelineRun(row) = record { Some(row) } else { None })
    }

    fn coverage(&self, state: CoverageState) -> Vec<&Coverage> {
        let rows = self.records.iter().filter_map(|record| if let Record::Coverage(row) = record { Some(row) } else { None });
        rows.filter(|row| row.state == state).collect()
    }
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("because it was just written");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("because it lies below").to_string_lossy().into_owned();
            files.insert(path, fs::read(entry.path()).expect("because it was just written"));
        }
    }
    files
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_does_not() {
    let settings = DemoSettings { services: 10, weeks: 30, ..DemoSettings::default() };
    let place = tempfile::tempdir().expect("because a temporary folder can be made");
    let trees = [(7, "a"), (7, "b"), (8, "c")].map(|(seed, name)| {
        generate(&DemoSettings { seed, ..settings }, &place.path().join(name), &Unwatched).expect("because the folder is new");
        tree(&place.path().join(name))
    });
    assert!(trees[0].len() > 50);
    assert!(trees[0] == trees[1], "the same seed gave other bytes");
    assert!(trees[0] != trees[2], "another seed gave the same bytes");
}

#[test]
fn a_service_is_the_same_however_many_others_there_are() {
    let few = see(&DemoSettings { services: 12, ..DemoSettings::default() });
    for name in ["shipment-tracker", "carrier-rates", "payments-hub"] {
        let repository = format!("{name}.git");
        assert!(tree(&few.demo.clones.join(&repository)) == tree(&FORTY.demo.clones.join(&repository)), "{name}");
        let of = |seen: &Seen| -> Vec<Record> {
            seen.records.iter().filter(|record| with_fact!(record, fact => seen.is_of(fact, name))).cloned().collect()
        };
        assert!(of(&few) == of(&FORTY), "{name}");
    }
}

#[test]
fn small_and_large_demos_work() {
    for (services, weeks) in [(0, 4), (1, 1), (3, 12), (60, 6)] {
        let seen = see(&DemoSettings { services, weeks, ..DemoSettings::default() });
        assert_eq!(seen.demo.repositories, services + 3);
        assert_eq!(fs::read_dir(&seen.demo.clones).expect("because it was just written").count(), services + 3);
    }
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let place = tempfile::tempdir().expect("because a temporary folder can be made");
    fs::write(place.path().join("mine.txt"), "mine").expect("because the folder is writable");
    let error = generate(&DemoSettings::default(), place.path(), &Unwatched).expect_err("because the folder is not empty");
    assert!(matches!(error, DemoError::NotEmpty(_)), "{error}");
}

#[test]
fn git_finds_nothing_wrong_with_any_repository() {
    for entry in fs::read_dir(&FORTY.demo.clones).expect("because it was just written") {
        let folder = entry.expect("because it was just written").path();
        let fsck = ["fsck", "--strict", "--full", "--no-dangling"];
        let out = Command::new("git").arg("-C").arg(&folder).args(fsck).output().expect("because git is on the PATH");
        let said = String::from_utf8_lossy(&out.stderr).into_owned() + &String::from_utf8_lossy(&out.stdout);
        let is_empty = folder.ends_with("cold-chain.git");
        assert!(out.status.success() && (said.trim().is_empty() || is_empty), "{}: {said}", folder.display());
    }
}

/// The commits that records name, by the repository that must hold them.
fn named_commits(seen: &Seen) -> BTreeMap<String, BTreeSet<String>> {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in &seen.records {
        let shas: Vec<&String> = match record {
            Record::Change(change) => change.commit_shas.iter().chain([&change.merge_sha]).collect(),
            Record::PipelineRun(run) => vec![&run.sha],
            // One service is deployed by another repository, which tells a commit of its own.
            Record::Deployment(row) if row.run_id.is_none() && seen.names[row.repo.as_str()] == "manifest-parser" => continue,
            Record::Deployment(deployment) => vec![&deployment.sha],
            Record::Release(release) => vec![&release.sha],
            Record::Repository(repository) => repository.head.iter().collect(),
            _ => continue,
        };
        let repo = with_fact!(record, fact => fact.repo()).expect("because these kinds have one");
        wanted.entry(seen.names[repo.as_str()].clone()).or_default().extend(shas.into_iter().cloned());
    }
    let referenced = seen.runs().flat_map(|run| &run.referenced).map(|referenced| referenced.sha.clone().expect("because it ran a tag"));
    wanted.entry("platform".to_owned()).or_default().extend(referenced);
    wanted
}

#[test]
fn every_commit_that_a_record_names_is_in_its_repository() {
    let mut checked = 0;
    for (name, shas) in named_commits(&FORTY).into_iter().filter(|(_, shas)| !shas.is_empty()) {
        let folder = FORTY.demo.clones.join(format!("{name}.git"));
        let mut command = Command::new("git");
        command.arg("-C").arg(&folder).args(["cat-file", "--batch-check"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("because git is on the PATH");
        let mut input = child.stdin.take().expect("because it is piped");
        let text = shas.into_iter().collect::<Vec<_>>().join("\n") + "\n";
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let out = child.wait_with_output().expect("because git ends");
        writer.join().expect("because it does not panic").expect("because git reads");
        for line in String::from_utf8_lossy(&out.stdout).lines() {
            assert!(line.contains(" commit "), "{name}: {line}");
            checked += 1;
        }
    }
    assert!(checked > 10_000, "{checked}");
}

#[test]
fn nothing_happens_later_than_today() {
    let today = DemoSettings::default().today;
    for record in &FORTY.records {
        let (happened, observed) = with_fact!(record, fact => (fact.happened_at(), fact.observed_at()));
        let ends = match record {
            Record::Deployment(deployment) => vec![deployment.started_at, deployment.finished_at],
            Record::PipelineRun(run) => vec![run.started_at, run.finished_at],
            Record::Incident(incident) => vec![incident.resolved_at],
            Record::Dispatch(dispatch) => vec![dispatch.finished_at],
            Record::Ticket(ticket) => vec![ticket.closed_at],
            Record::Finding(finding) => vec![finding.closed_at],
            Record::Coverage(coverage) => vec![Some(coverage.to)],
            _ => Vec::new(),
        };
        assert!(ends.into_iter().flatten().chain([happened, observed]).all(|at| at <= today), "{record:?}");
    }
    for name in FORTY.names.values().filter(|name| *name != "cold-chain") {
        let newest: i64 = FORTY.git(name, &["log", "-1", "--format=%ct", "main"]).trim().parse().expect("because git prints a number");
        assert!(newest <= today.timestamp(), "{name}");
    }
}

#[test]
fn steps_follow_one_another() {
    for record in &FORTY.records {
        let steps = match record {
            Record::Change(change) => [change.first_commit_at, change.created_at, change.first_review_at, Some(change.merged_at)],
            Record::Deployment(row) => [Some(row.created_at), row.started_at, row.finished_at, None],
            Record::PipelineRun(run) => [Some(run.created_at), run.started_at, run.finished_at, None],
            Record::Dispatch(row) => [Some(row.requested_at), row.started_at, row.finished_at, None],
            Record::Incident(row) => [Some(row.opened_at), row.resolved_at, None, None],
            _ => continue,
        };
        assert!(steps.into_iter().flatten().is_sorted(), "{record:?}");
    }
}

#[test]
fn a_rollback_brings_back_what_ran_before_and_not_what_runs() {
    let is_rollback = |run: &&PipelineRun| run.title.as_deref().is_some_and(|title| title.starts_with("rollback "));
    let rollbacks: BTreeSet<(&str, u64)> = FORTY.runs().filter(is_rollback).map(|run| (run.repo.as_str(), run.run_id)).collect();
    let mut series: BTreeMap<_, Vec<&Deployment>> = BTreeMap::new();
    for row in FORTY.all_deployments().filter(|row| row.outcome == Outcome::Success && row.environment.starts_with("production")) {
        series.entry((row.repo.as_str(), &row.environment, &row.services)).or_default().push(row);
    }
    let mut seen = 0;
    for mut rows in series.into_values() {
        rows.sort_by_key(|row| (row.finished_at, row.id.clone()));
        for (at, row) in rows.iter().enumerate() {
            if row.run_id.is_some_and(|run| rollbacks.contains(&(row.repo.as_str(), run))) {
                seen += 1;
                assert!(rows[..at].iter().any(|earlier| earlier.sha == row.sha), "{row:?}");
                assert_ne!(rows[at - 1].sha, row.sha, "{row:?}");
            }
        }
    }
    assert!(seen >= 30, "{seen}");
}

#[test]
fn incidents_name_deployments_that_were_made() {
    let known: BTreeSet<&str> = FORTY.all_deployments().map(|row| row.id.as_str()).collect();
    let (mut attributed, mut open, mut alone) = (0, 0, 0);
    for record in &FORTY.records {
        let Record::Incident(incident) = record else { continue };
        for cause in [&incident.caused_by, &incident.fixed_by].into_iter().flatten() {
            // Its older deployments were not read, which is why it is there.
            let is_covered = !FORTY.is_of(incident, "fleet-telemetry");
            assert!(!is_covered || known.contains(cause.deployment.as_deref().expect("because it is named")), "{incident:?}");
        }
        attributed += usize::from(incident.caused_by.is_some());
        alone += usize::from(incident.caused_by.is_none());
        open += usize::from(incident.resolved_at.is_none());
    }
    assert!(attributed > 50 && alone > 5 && open >= 1, "{attributed} {alone} {open}");
}

#[test]
fn golden_paths_are_taken_by_more_and_more_services() {
    let share = |days: i64| {
        let at = format!("--before={}", (DemoSettings::default().today - chrono::Duration::days(days)).to_rfc3339());
        let services: Vec<&String> = FORTY
            .names
            .values()
            .filter(|name| !["org", "platform", "portal", "cold-chain", "brand-assets"].contains(&name.as_str()))
            .collect();
        let on = services.iter().filter(|name| {
            let commit = FORTY.git(name, &["rev-list", "-1", "--first-parent", &at, "main"]);
            FORTY.git(name, &["show", &format!("{}:.github/workflows/ci.yml", commit.trim())]).contains("uses: lumenfreight/platform/")
        });
        on.count() as f64 / services.len() as f64
    };
    let shares = [374, 250, 125, 0].map(share);
    assert!((0.35..0.45).contains(&shares[0]) && (0.62..0.75).contains(&shares[3]) && shares.is_sorted(), "{shares:?}");
}

#[test]
fn production_is_reached_at_the_end_of_the_year_as_at_its_start() {
    let today = DemoSettings::default().today;
    let count = |from: i64, to: i64| {
        let window = today - chrono::Duration::days(from)..today - chrono::Duration::days(to);
        FORTY.all_deployments().filter(|row| row.environment.starts_with("production") && window.contains(&row.created_at)).count()
    };
    assert!(count(90, 0) > count(360, 270));
}
