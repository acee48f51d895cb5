//! Files: their history, what stands at the head, and what further files they name.

use super::fixture::{Repo, START};
use super::sink::{Store, now};
use milepost_collectors::git::{FoundFile, GitSettings, collect_following};
use milepost_model::harvest::Unwatched;
use milepost_model::record::File;
use milepost_model::{Session, instant::from_unix};
use tempfile::tempdir;

/// Hours from and to, and the content, of each row of a path.
fn rows(store: &Store, path: &str) -> Vec<(i64, Option<i64>, Option<String>)> {
    let hours = |at: milepost_model::Instant| (at.timestamp() - START) / 3_600;
    let mut files: Vec<File> = store.files().into_iter().filter(|file| file.path == path).collect();
    files.sort_by_key(|file| file.valid_from);
    files.iter().map(|f| (hours(f.valid_from), f.valid_to.map(hours), f.blob.as_deref().and_then(|blob| store.blob(blob)))).collect()
}

#[allow(clippy::unnecessary_wraps, reason = "rows hold an optional content, and the tables read better so")]
fn text(content: &str) -> Option<String> {
    Some(content.to_owned())
}

#[test]
fn a_tracked_file_has_a_row_for_each_of_its_versions() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.commit(0, "Begin");
    repo.write("services/pay/catalog-info.yaml", "one").commit(1, "Describe");
    repo.write("src/main.rs", "fn main() {}").commit(2, "Unrelated");
    repo.write("services/pay/catalog-info.yaml", "two").commit(3, "Describe better");
    repo.remove("services").commit(4, "Remove");
    repo.write("services/pay/catalog-info.yaml", "three").commit(5, "Return");
    let store = Store::of(folder.path());
    let expected = [(1, Some(3), text("one")), (3, Some(4), text("two")), (5, None, text("three"))];
    assert_eq!(rows(&store, "services/pay/catalog-info.yaml"), expected);
    assert!(rows(&store, "src/main.rs").is_empty());
}

#[test]
fn a_version_counts_from_when_it_was_merged() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("CODEOWNERS", "one").commit(0, "Begin");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("CODEOWNERS", "two").commit(1, "Work");
    repo.write("CODEOWNERS", "three").commit(2, "Work");
    repo.git(&["checkout", "-q", "main"]);
    repo.merge(9, "side", "Merge branch 'side'");
    assert_eq!(rows(&Store::of(folder.path()), "CODEOWNERS"), [(0, Some(9), text("one")), (9, None, text("three"))]);
}

#[test]
fn a_document_has_one_row_with_its_last_change() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("docs/guide.md", "one").write("docs/img/a.png", [137, 80, 78, 71, 0]).commit(0, "Begin");
    repo.write("docs/guide.md", "two").commit(3, "Write");
    repo.commit(4, "Nothing");
    let store = Store::of(folder.path());
    assert_eq!(rows(&store, "docs/guide.md"), [(3, None, text("two"))]);
    let guide = store.files().into_iter().find(|file| file.path == "docs/guide.md").unwrap();
    let last = guide.last_change.unwrap();
    assert_eq!((last.at, last.by.as_deref()), (from_unix(START + 3 * 3_600).unwrap(), Some("Ada Lovelace")));
    assert_eq!(rows(&store, "docs/img/a.png").len(), 1);
}

#[test]
fn a_lock_file_is_a_name_that_comes_and_goes() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("Cargo.lock", "one").commit(0, "Begin");
    repo.write("Cargo.lock", "two").commit(1, "Bump");
    repo.remove("Cargo.lock").commit(2, "Drop");
    let store = Store::of(folder.path());
    assert_eq!(rows(&store, "Cargo.lock"), [(0, Some(2), None)]);
    assert!(!store.everything().contains("Bump\ntwo"));
}

#[test]
fn files_of_other_people_and_files_that_are_too_large_are_not_kept() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("node_modules/x/README.md", "theirs").write("README.md", "x".repeat(2_000_000)).commit(0, "Begin");
    let store = Store::of(folder.path());
    assert!(rows(&store, "node_modules/x/README.md").is_empty());
    let readme = store.files().into_iter().find(|file| file.path == "README.md").unwrap();
    assert_eq!((readme.blob, readme.size), (None, Some(2_000_000)));
    assert_eq!(store.codes(), ["git/large-file"]);
}

#[test]
fn files_can_name_further_files_of_their_repository() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("catalog-info.yaml", "$text: ./spec/pay.txt\n$text: ../../etc/passwd\ndir: handbook/**\n");
    repo.write("spec/pay.txt", "the api").write("handbook/a/b.txt", "text").write("other/c.txt", "no").commit(2, "Begin");
    repo.commit(3, "Nothing");
    let named = |file: &FoundFile<'_>| -> Vec<String> {
        let text = String::from_utf8_lossy(file.bytes).into_owned();
        text.lines().filter_map(|line| line.split_once(": ")).map(|(_, path)| path.to_owned()).collect()
    };
    let store = Store::default();
    let settings = GitSettings::of_folder(folder.path());
    let session = Session { now: now(), sink: &store, memory: &store, progress: &Unwatched };
    collect_following(&settings, &named, session).unwrap();
    assert_eq!(rows(&store, "spec/pay.txt"), [(2, None, text("the api"))]);
    assert_eq!(rows(&store, "handbook/a/b.txt"), [(2, None, text("text"))]);
    assert!(rows(&store, "other/c.txt").is_empty());
    assert_eq!(store.codes(), ["git/odd-reference"]);

    // A file that is old and named only now was changed before the last run.
    repo.write("catalog-info.yaml", "dir: other/*\n").commit(5, "Name another");
    collect_following(&settings, &named, session).unwrap();
    assert_eq!(rows(&store, "other/c.txt"), [(2, None, text("no"))]);
    assert!(rows(&store, "spec/pay.txt")[0].1.is_some(), "what nobody names any longer is closed");
}

#[test]
fn limits_are_told_and_keep_the_newest() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    for hour in 0..6 {
        repo.write("CODEOWNERS", format!("{hour}")).commit(hour, "Change");
    }
    let mut settings = GitSettings::of_folder(folder.path());
    settings.limits.file_rows = 3;
    let store = Store::default();
    store.collect(&settings, now()).unwrap();
    assert_eq!(rows(&store, "CODEOWNERS"), [(3, Some(4), text("3")), (4, Some(5), text("4")), (5, None, text("5"))]);
    let coverage = store.coverage();
    let file = coverage.iter().find(|coverage| coverage.of == "file").unwrap();
    assert_eq!(file.state.word(), "partial");
    assert!(file.reason.as_deref().unwrap().contains("newest"));
}
