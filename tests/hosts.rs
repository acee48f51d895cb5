//! The program against a host on this machine: a configuration goes in, an organisation's pages come out.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "servers/github.rs"]
mod github;

#[cfg(unix)]
#[path = "servers/interrupt.rs"]
mod interrupt;

use github::server::{Server, TOKEN};
use github::world::World;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use walkdir::WalkDir;

/// The instant of every run, so that two runs differ in nothing but what they read.
const NOW: &str = "2026-11-20T06:40:00Z";

/// A folder with a configuration that reads the server.
struct Place(tempfile::TempDir);

impl Place {
    fn reading(server: &Server) -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        let address = &server.address;
        let source = format!(
            "[[source]]\nid = \"host\"\nkind = \"github\"\norganisations = [\"lumen\"]\nhost = \"github.test\"\napi = \"{address}/api/v3\"\nweb = \"{address}\"\nmirrors = false\ncache = \"cache\"\nrequest_seconds = 10\n"
        );
        let text = format!("[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n{source}");
        std::fs::write(place.path("metrics-config.toml"), text).expect("because the folder is ours");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command.args(arguments).current_dir(self.0.path()).env("CI", "true").env("GITHUB_TOKEN", TOKEN);
        command
    }

    fn milepost(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("because cargo built it");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "milepost {arguments:?} said: {said}");
        assert!(!said.contains(TOKEN), "the token is told: {said}");
        said
    }

    /// Every record that the store holds, as lines; one twice would be there twice.
    fn records(&self) -> Vec<String> {
        let folder = self.path("out");
        let _ = std::fs::remove_dir_all(&folder);
        self.milepost(&["export", "--format", "ndjson", "--to", "out"]);
        let files =
            WalkDir::new(&folder).into_iter().map(|entry| entry.expect("because it is ours")).filter(|entry| entry.file_type().is_file());
        let texts = files.map(|file| std::fs::read_to_string(file.path()).expect("because it is text"));
        let mut lines: Vec<String> = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        lines.sort();
        lines
    }
}

#[test]
fn a_configuration_becomes_records_and_these_pages() {
    let server = Server::start(World::small());
    let place = Place::reading(&server);
    place.milepost(&["collect", "--now", NOW]);
    let (requests, ..) = server.take_counts();
    place.milepost(&["build", "--as-of", NOW]);
    assert_eq!(server.take_counts().0, 0, "a build asks nobody");

    let health = std::fs::read_to_string(place.path("site/data/health.json")).expect("because every portal has it");
    let health: Value = serde_json::from_str(&health).expect("because it is JSON");
    let sources = health["sources"].as_array().expect("because there are some");
    let report = sources.iter().map(|source| &source["report"]).find(|report| report.is_object()).expect("because one was read");
    assert_eq!(report["requests"].as_u64(), Some(requests), "{report}");
    assert_eq!((report["repositories"].as_u64(), report["whole"].as_u64()), (Some(7), Some(6)), "{report}");
    let page = std::fs::read_to_string(place.path("site/health/index.html")).expect("because every portal has it");
    assert!(page.contains("lumen/service-0004") && page.contains("6 of 7 repositories read whole"), "what was refused is named");
    // What GitHub keeps no more is no fault of the run, and is told with its first day.
    assert_eq!((&health["repositories"]["read"], &health["repositories"]["known"]), (&Value::from(6), &Value::from(7)), "{health}");
    let since = &health["known_since"][0];
    assert_eq!((&since["since"], &since["repositories"]), (&Value::from("2026-08-22T06:40:00Z"), &Value::from(7)), "{health}");
    assert!(page.contains("dispatch, pipeline run: complete since 22 Aug 2026 in 7 repositories"), "{page}");
    let service = std::fs::read_to_string(place.path("site/catalog/service-0000/index.html")).expect("because it was read");
    assert!(service.contains("service-0000"));

    for file in WalkDir::new(place.0.path()).into_iter().map(|entry| entry.expect("because it is ours")) {
        if file.file_type().is_file() {
            let bytes = std::fs::read(file.path()).expect("because it is ours");
            assert!(!bytes.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes()), "{} holds the token", file.path().display());
        }
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_saves_what_it_read_and_the_next_one_goes_on() {
    let server = Server::start(World::small());
    let trial = interrupt::Trial {
        token: ("GITHUB_TOKEN", TOKEN),
        take_requests: &|| server.take_counts().0,
        place: &|| Place::reading(&server).0,
    };
    trial.interrupts("-TERM", 143);
    trial.builds_nothing("-INT", 130);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_while_git_waits_for_its_host_ends_at_once_and_leaves_nothing_behind() {
    let root = tempfile::tempdir().expect("because the machine has a temporary folder");
    let mut world = World::small();
    world.repos.truncate(1);
    let (bare, work) = (root.path().join(&world.repos[0].name), root.path().join("work"));
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgSign=false"];
        let output = Command::new("git").args(identity).args(arguments).output().expect("because git is on the PATH");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let (bare, work) = (bare.display().to_string(), work.display().to_string());
    git(&["init", "-q", "--bare", "-b", "main", &bare]);
    git(&["init", "-q", "-b", "main", &work]);
    std::fs::write(root.path().join("work/README.md"), "# Behind a slow line\n").expect("because the folder is ours");
    git(&["-C", &work, "add", "-A"]);
    git(&["-C", &work, "commit", "-qm", "First"]);
    git(&["-C", &work, "push", "-q", &bare, "main"]);
    let server = Server::start(world);
    server.serve_git(root.path().to_owned());
    let place = Place::reading(&server);
    let config = std::fs::read_to_string(place.path("metrics-config.toml")).expect("because it is ours").replace("mirrors = false\n", "");
    std::fs::write(place.path("metrics-config.toml"), config).expect("because the folder is ours");

    // What is there is told, and what was asked for then never comes.
    server.git_answers(2, true);
    let child = place.command(&["collect", "--now", NOW]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cargo built it");
    for _ in 0..4_000 {
        if server.hanging() > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(server.hanging() > 0, "git was to wait");
    let sent = std::time::Instant::now();
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("because it is there");
    let ended = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(killed.success() && ended.status.code() == Some(130), "{said}");
    assert!(sent.elapsed() < Duration::from_secs(10), "it took {:?}: {said}", sent.elapsed());
    assert!(said.contains("its mirror is not up to date: the run was interrupted") && !said.contains("Contents: read"), "{said}");
    let running = Command::new("ps").args(["-eo", "args"]).output().expect("because it is there");
    let running = String::from_utf8_lossy(&running.stdout).into_owned();
    let left: Vec<&str> = running.lines().filter(|line| line.contains(&server.address)).collect();
    assert_eq!(left, Vec::<&str>::new(), "of what it started nothing runs on");
    let files = WalkDir::new(place.path("cache")).into_iter().map(|entry| entry.expect("because it is ours").into_path());
    let left: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "lock")).collect();
    assert_eq!(left, Vec::<PathBuf>::new());

    server.git_answers(u64::MAX, false);
    let said = place.milepost(&["collect", "--now", "2026-11-20T06:41:00Z"]);
    assert!(!said.contains("not up to date"), "{said}");
    assert!(place.records().iter().any(|line| line.contains("\"kind\":\"file\"") && line.contains("README.md")));
}

#[test]
fn a_source_that_cannot_be_read_ends_the_run_with_1_after_all_else_was_saved_and_built() {
    let server = Server::start(World::small());
    let place = Place::reading(&server);
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|taken| taken.local_addr()).expect("there is one").port();
    let source = format!(
        "[[source]]\nid = \"wrong\"\nkind = \"gitlab\"\ngroups = [\"lumen\"]\nhost = \"gitlab.test\"\napi = \"http://127.0.0.1:{port}/api/v4\"\ncache = \"cache\"\ntoken_env = \"GITHUB_TOKEN\"\n[[source]]\nid = \"gone\"\nkind = \"files\"\npaths = [\"no-such-file.ndjson\"]\n"
    );
    let config = place.path("metrics-config.toml");
    std::fs::write(&config, std::fs::read_to_string(&config).expect("it is there") + &source).expect("because the folder is ours");
    let output = place.command(&["run", "--now", NOW]).output().expect("because cargo built it");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for told in [
        &format!("warning: the source “wrong”: 127.0.0.1:{port} was not reached: it refused the connection; asked again in 1 s"),
        &format!("error: the source “wrong” could not be read at all: “lumen”: 127.0.0.1:{port} was not reached"),
        "error: the source “gone” could not be read at all: no-such-file.ndjson: ",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("“host” could not"), "{said}");
    assert!(place.path("site/catalog/service-0000/index.html").is_file(), "the portal of what was read is there");
    let page = std::fs::read_to_string(place.path("site/health/index.html")).expect("because every portal has it");
    assert!(page.contains("It could not be read at all: “lumen”"), "{page}");
    // What is read in part, and what was read before, is no such thing.
    std::fs::write(place.path("no-such-file.ndjson"), "").expect("because the folder is ours");
    let again = place.command(&["collect", "--now", "2026-11-20T07:40:00Z", "--source", "host", "--source", "gone"]).output();
    assert_eq!(again.expect("because cargo built it").status.code(), Some(0));
}

#[test]
fn a_run_that_is_killed_again_and_again_neither_loses_nor_doubles_a_record() {
    let server = Server::start(World::small());
    let whole = Place::reading(&server);
    whole.milepost(&["collect", "--now", NOW]);
    let (all, ..) = server.take_counts();
    let expected = whole.records();
    assert!(expected.len() > 1_000 && expected.iter().collect::<BTreeSet<_>>().len() == expected.len(), "{}", expected.len());

    let place = Place::reading(&server);
    let mut killed = 0;
    for part in 1..=4 {
        let mut child =
            place.command(&["collect", "--now", NOW]).stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("because cargo built it");
        let mut asked = 0;
        // Until so many requests came; a run that needs fewer, because answers are remembered, ends by itself.
        let is_running = loop {
            asked += server.take_counts().0;
            let is_running = child.try_wait().expect("it is ours").is_none();
            if !is_running || asked >= all * part / 5 {
                break is_running;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        killed += u32::from(is_running);
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
    }
    assert!(killed >= 2, "{killed} of 4 runs were killed");
    place.milepost(&["collect", "--now", NOW]);
    let found = place.records();
    let difference: Vec<&String> =
        found.iter().filter(|line| !expected.contains(line)).chain(expected.iter().filter(|line| !found.contains(line))).take(6).collect();
    assert_eq!(difference, Vec::<&String>::new());
    assert_eq!(found.len(), expected.len());
    // Nothing is new: a sweep, one list for each repository, and the records stay as they are.
    server.take_counts();
    place.milepost(&["collect", "--now", "2026-11-20T07:40:00Z"]);
    let (requests, ..) = server.take_counts();
    assert!(requests <= 7 + 6, "{requests} requests for seven repositories");
    let events = |lines: &[String]| -> Vec<String> {
        let is_event =
            |line: &&String| ["deployment", "pipeline_run", "change"].iter().any(|kind| line.contains(&format!("\"kind\":\"{kind}\"")));
        lines.iter().filter(is_event).cloned().collect()
    };
    assert_eq!(events(&place.records()), events(&expected));
}
