//! What collecting an organisation from a host costs: requests against the plan's arithmetic, and memory.
//!
//! `cargo bench --bench organisation -- 1000` has the program read a GitHub on this machine with so many repositories,
//! each with a year of events, and again when nothing is new. A path after the number is the program to measure; the
//! one that cargo built otherwise.
//! The targets, of which each is asserted: requests within 10 % of what `collect --explain` says; with nothing new at
//! most one request for each repository and forty for the organisation, nine of ten of them unchanged; under 300 MB.
#![allow(clippy::disallowed_methods, reason = "a bench is all edge: it asks the clock what things cost")]

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../tests/servers/github.rs"]
mod github;

use github::server::{Server, TOKEN};
use github::world::{Size, World};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Repositories, unless the first argument says another number.
const REPOSITORIES: u64 = 1_000;
/// What a run may have in memory at once, in kilobytes.
const MOST_KILOBYTES: u64 = 300 * 1024;

/// What a run was: its requests, how many of them were unchanged, seconds, and the most kilobytes that it had at once.
struct Ran {
    requests: u64,
    unchanged: u64,
    seconds: f64,
    kilobytes: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let repos = arguments.first().and_then(|number| number.parse().ok()).unwrap_or(REPOSITORIES);
    let program = arguments.get(1).map_or(env!("CARGO_BIN_EXE_milepost"), String::as_str);
    let server = Server::start(World::of(Size { repos, pulls: 60, deployments: 80, releases: 6, runs: 250 }));
    let folder = tempfile::tempdir().expect("because there is a temporary folder");
    let address = &server.address;
    let config = format!(
        "[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"host\"\nkind = \"github\"\norganisations = [\"lumen\"]\nhost = \"github.test\"\napi = \"{address}/api/v3\"\nweb = \"{address}\"\nmirrors = false\nrequests_per_minute = 100_000\n"
    );
    std::fs::write(folder.path().join("metrics-config.toml"), config).expect("because the folder is ours");

    let first = run(program, folder.path(), &server, "2026-11-20T06:40:00Z");
    let (planned, again) = planned(program, folder.path());
    assert_eq!(server.take_counts().0, 0, "a plan asks nobody");
    let second = run(program, folder.path(), &server, "2026-11-20T07:40:00Z");
    for (name, ran, planned) in [("first", &first, planned), ("nothing new", &second, again)] {
        println!(
            "{name:11}  {:6} requests, {planned:6} planned, {:5.1} % unchanged, {:4} MB, {:.1} s",
            ran.requests,
            ran.unchanged as f64 * 100.0 / ran.requests.max(1) as f64,
            ran.kilobytes / 1024,
            ran.seconds
        );
        assert!(ran.requests.abs_diff(planned) * 10 <= ran.requests, "{name}: the plan is more than a tenth off");
        assert!(ran.kilobytes < MOST_KILOBYTES, "{name}: {} kB", ran.kilobytes);
    }
    assert!(second.requests <= repos + 40 && second.unchanged * 10 >= second.requests * 9, "nothing was new");
}

fn command(program: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.arg("collect").args(arguments).current_dir(folder).env("CI", "true").env("GITHUB_TOKEN", TOKEN);
    command
}

fn run(program: &str, folder: &Path, server: &Server, now: &str) -> Ran {
    let start = Instant::now();
    let mut child = command(program, folder, &["--now", now]).stdout(Stdio::null()).spawn().expect("because the program is there");
    let mut kilobytes = 0;
    let status = loop {
        // What the kernel tells only grows, so the last look before the end is the one that counts.
        let told = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok());
        kilobytes = kilobytes.max(now.unwrap_or(0));
        if let Some(status) = child.try_wait().expect("it is ours") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "collecting failed");
    let (requests, unchanged, _) = server.take_counts();
    Ran { requests, unchanged, seconds: start.elapsed().as_secs_f64(), kilobytes }
}

/// What the plan says that a first run and one with nothing new ask together.
fn planned(program: &str, folder: &Path) -> (u64, u64) {
    let output = command(program, folder, &["--explain"]).output().expect("because the program is there");
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let line = text.lines().find(|line| line.trim_start().starts_with("together")).expect("because a plan is summed up");
    let mut words = line.split_whitespace().zip(line.split_whitespace().skip(1));
    let mut next = || words.find(|(_, unit)| unit.starts_with("req")).and_then(|(count, _)| count.parse().ok()).unwrap_or(0);
    (next(), next())
}
