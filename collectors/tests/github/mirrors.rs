//! Mirrors over git's own protocol: the same files as from a clone, and the credential nowhere.

use super::runner::{Store, now, settings};
use super::server::{Server, TOKEN};
use super::world::World;
use milepost_collectors::git::{FoundFile, GitSettings, collect_following};
use milepost_collectors::github::GitHubSettings;
use milepost_model::harvest::Unwatched;
use milepost_model::{CoverageState, Record, Session};
use std::path::Path;
use std::process::Command;

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    let identity =
        ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false"];
    command
        .args(identity)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", "@1780000000 +0000")
        .env("GIT_COMMITTER_DATE", "@1780000000 +0000");
    let output = command.output().expect("because git is on the PATH");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A bare repository that the server has, with some files; and a clone of it for comparison.
fn repository(root: &Path, clones: &Path, name: &str) {
    let (bare, clone) = (root.join(name), clones.join(name));
    std::fs::create_dir_all(&bare).unwrap();
    git(&bare, &["init", "-q", "--bare"]);
    std::fs::create_dir_all(clone.join("docs")).unwrap();
    git(&clone, &["init", "-q"]);
    std::fs::write(clone.join("README.md"), format!("# {name}\n")).unwrap();
    std::fs::write(clone.join("milepost.yaml"), "name: x\n").unwrap();
    std::fs::write(clone.join("docs/index.md"), "Welcome\n").unwrap();
    git(&clone, &["add", "-A"]);
    git(&clone, &["commit", "-qm", "First (#1)"]);
    std::fs::write(clone.join("milepost.yaml"), "name: y\n").unwrap();
    git(&clone, &["commit", "-qam", "Second"]);
    git(&clone, &["tag", "v1.0.0"]);
    git(&clone, &["checkout", "-q", "-b", "release/1.x"]);
    git(&clone, &["commit", "-q", "--allow-empty", "-m", "Beside the branch"]);
    git(&clone, &["checkout", "-q", "main"]);
    git(&clone, &["push", "-q", &bare.display().to_string(), "main", "v1.0.0", "release/1.x"]);
}

/// A host of one repository, which git can fetch from it.
fn of_one_repository(root: &Path, clones: &Path) -> Server {
    let mut world = World::small();
    world.repos.truncate(1);
    repository(root, clones, &world.repos[0].name);
    let server = Server::start(world);
    server.serve_git(root.to_owned());
    server
}

#[test]
fn a_mirror_gives_the_files_that_a_clone_gives_and_the_credential_is_nowhere() {
    let (root, clones, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = of_one_repository(root.path(), clones.path());
    let store = Store::default();
    let settings = GitHubSettings { mirrors: true, alerts: false, ..settings(&server, cache.path()) };
    let report = store.run(&settings, now()).unwrap();
    assert_eq!(store.codes(), Vec::<String>::new(), "{:?}", store.diagnostics.lock().unwrap());
    assert_eq!((report.repositories, report.whole), (1, 1));

    let from_clone = Store::default();
    let follow = |_: &FoundFile<'_>| Vec::new();
    let session = Session { now: now(), sink: &from_clone, memory: &from_clone, progress: &Unwatched };
    collect_following(&GitSettings::of_folder(clones.path()), &follow, session).unwrap();
    let files = |store: &Store| -> Vec<_> {
        let records = store.records.lock().unwrap();
        let file = |record: &Record| {
            if let Record::File(file) = record {
                Some((file.path.clone(), file.valid_from, file.valid_to, file.blob.clone()))
            } else {
                None
            }
        };
        let mut files: Vec<_> = records.values().filter_map(file).collect();
        files.sort();
        files
    };
    assert_eq!(files(&store), files(&from_clone));
    assert!(files(&store).iter().any(|(path, _, until, blob)| path == "milepost.yaml" && until.is_none() && blob.is_some()));
    let commits = |store: &Store| {
        let records = store.records.lock().unwrap();
        let subject = |record: &Record| if let Record::Commit(commit) = record { commit.subject.clone() } else { None };
        records.values().filter_map(subject).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(commits(&store), commits(&from_clone));
    assert!(commits(&store).contains("Beside the branch"));
    let records = store.records.lock().unwrap();
    assert!(records.keys().filter(|(kind, _)| matches!(*kind, "commit" | "file")).all(|(_, id)| id.starts_with("gh:github.test:4000:")));
    drop(records);
    // Two of the branch, and the one beside it.
    assert_eq!(store.count("commit"), 3);

    let everything = store.everything();
    assert!(!everything.contains(TOKEN));
    for entry in walkdir::WalkDir::new(cache.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        assert!(!bytes.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes()), "{}", entry.path().display());
    }
    // Nothing new: nothing is fetched, and the same is known until later.
    server.serve_git(root.path().join("nothing"));
    store.run(&settings, now() + chrono::Duration::days(1)).unwrap();
    assert_eq!(store.codes(), Vec::<String>::new());
}

#[test]
fn a_mirror_that_cannot_be_fetched_is_said() {
    let (root, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut world = World::small();
    world.repos.truncate(1);
    let server = Server::start(world);
    server.serve_git(root.path().to_owned());
    let store = Store::default();
    let report = store.run(&GitHubSettings { mirrors: true, alerts: false, ..settings(&server, cache.path()) }, now()).unwrap();
    assert_eq!(store.codes(), ["github/no-mirror"]);
    assert_eq!(report.whole, 0);
    assert!(store.coverage().iter().any(|row| row.of == "file" && row.state == CoverageState::NotObserved));
    // The API was read all the same.
    assert_eq!(store.count("change"), 60);
}

#[test]
fn contents_that_could_not_be_brought_are_brought_by_the_next_run_though_nothing_is_new() {
    let (root, clones, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = of_one_repository(root.path(), clones.path());
    let settings = GitHubSettings { mirrors: true, alerts: false, ..settings(&server, cache.path()) };
    let whole = Store::default();
    whole.run(&GitHubSettings { cache: cache.path().join("whole"), ..settings.clone() }, now()).unwrap();

    let store = Store::default();
    let contents = |store: &Store| {
        let records = store.records.lock().unwrap();
        let blob = |record: &Record| if let Record::File(file) = record { file.blob.clone() } else { None };
        records.values().filter_map(blob).count()
    };
    // Enough for the commits and the trees; the contents come after them.
    server.git_answers(3, false);
    store.run(&settings, now()).unwrap();
    assert!(contents(&store) < contents(&whole), "{} of {}", contents(&store), contents(&whole));
    assert!(!store.codes().is_empty());
    server.git_answers(u64::MAX, false);
    store.run(&settings, now() + chrono::Duration::hours(1)).unwrap();
    assert_eq!(store.codes(), Vec::<String>::new());
    assert_eq!(contents(&store), contents(&whole));
    // Then it is known, and nothing is asked of git any more.
    server.git_answers(0, false);
    store.run(&settings, now() + chrono::Duration::hours(2)).unwrap();
    assert_eq!((store.codes(), contents(&store)), (Vec::new(), contents(&whole)));
}
