//! Mirrors over git's own protocol: files and history of a project, and the credential nowhere.

use super::runner::{Store, now, settings};
use super::server::{Server, TOKEN};
use super::world::{NOW, World};
use milepost_collectors::gitlab::GitLabSettings;
use milepost_model::Record;
use std::path::Path;
use std::process::Command;

fn git(folder: &Path, arguments: &[&str]) {
    let identity =
        ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false"];
    let mut command = Command::new("git");
    command.args(identity).args(arguments).current_dir(folder);
    command.env("GIT_AUTHOR_DATE", "@1780000000 +0000").env("GIT_COMMITTER_DATE", "@1780000000 +0000");
    let output = command.output().expect("because git is on the PATH");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn repository(root: &Path, name: &str) -> std::path::PathBuf {
    let (bare, clone) = (root.join(format!("{name}.git")), root.join("work"));
    std::fs::create_dir_all(&bare).unwrap();
    git(&bare, &["init", "-q", "--bare"]);
    std::fs::create_dir_all(&clone).unwrap();
    git(&clone, &["init", "-q"]);
    std::fs::write(clone.join(".gitlab-ci.yml"), "deploy:\n  script: ./deploy\n").unwrap();
    std::fs::write(clone.join("milepost.yaml"), "name: x\n").unwrap();
    git(&clone, &["add", "-A"]);
    git(&clone, &["commit", "-qm", "First"]);
    git(&clone, &["tag", "v9.0.0"]);
    git(&clone, &["push", "-q", &bare.display().to_string(), "main", "v9.0.0"]);
    clone
}

#[test]
fn a_mirror_gives_files_and_history_under_the_projects_id() {
    let (root, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut world = World::small();
    world.projects.truncate(1);
    let (name, clone) = (world.projects[0].path.clone(), root.path().join("work"));
    repository(root.path(), &name);
    let server = Server::start(world);
    server.serve_git(root.path().to_owned());
    let store = Store::default();
    let settings = GitLabSettings { mirrors: true, ..settings(&server, cache.path()) };
    let report = store.run(&settings, now()).unwrap();
    assert_eq!(store.codes(), Vec::<String>::new(), "{:?}", store.diagnostics.lock().unwrap());
    assert_eq!((report.repositories, report.whole), (1, 1));
    let paths = |store: &Store| {
        let records = store.records.lock().unwrap();
        let mut paths: Vec<_> =
            records.values().filter_map(|record| if let Record::File(file) = record { Some(file.path.clone()) } else { None }).collect();
        paths.sort();
        paths.dedup();
        paths
    };
    assert_eq!(paths(&store), [".gitlab-ci.yml", "milepost.yaml"]);
    assert!(
        store
            .records
            .lock()
            .unwrap()
            .keys()
            .filter(|(kind, _)| matches!(*kind, "commit" | "file"))
            .all(|(_, id)| id.starts_with("gl:gitlab.test:4000:"))
    );
    // The releases of the API, and the tag that only the mirror has.
    assert_eq!(store.count("release"), 5);
    assert!(!store.everything().contains(TOKEN));
    for entry in walkdir::WalkDir::new(cache.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        assert!(!bytes.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes()), "{}", entry.path().display());
    }
    // Nothing new: nothing is fetched.
    server.serve_git(root.path().join("nothing"));
    store.run(&settings, now() + chrono::Duration::days(1)).unwrap();
    assert_eq!(store.codes(), Vec::<String>::new());
    // Something new, which cannot be fetched, and then can.
    server.change(|world| world.projects[0].active = NOW + 2 * 86_400);
    std::fs::write(clone.join("README.md"), "# x\n").unwrap();
    git(&clone, &["add", "-A"]);
    git(&clone, &["commit", "-qm", "Second"]);
    git(&clone, &["push", "-q", &root.path().join(format!("{name}.git")).display().to_string(), "main"]);
    store.run(&settings, now() + chrono::Duration::days(3)).unwrap();
    assert_eq!(store.codes(), ["gitlab/no-mirror"]);
    server.serve_git(root.path().to_owned());
    store.run(&settings, now() + chrono::Duration::days(3)).unwrap();
    assert_eq!((store.codes(), paths(&store).len(), store.count("commit")), (vec![], 3, 2));
}
