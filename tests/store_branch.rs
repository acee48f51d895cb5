//! The store on its branch: there and back without a change, and never where more people read than may.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Place(tempfile::TempDir);

impl Place {
    /// A repository with a remote, and a store of repositories with these visibilities.
    fn new(visibilities: &[&str]) -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        place.git(&["init", "-q", "--bare", "remote.git"]);
        place.git(&["init", "-q", "-b", "main", "work"]);
        place.git(&["-C", "work", "remote", "add", "origin", "../remote.git"]);
        let lines = visibilities.iter().enumerate().map(|(n, visibility)| {
            format!("{{\"schema\":\"milepost/1\",\"kind\":\"repository\",\"id\":\"r{n}\",\"rev\":1,\"observed_at\":\"2026-11-20T06:40:00Z\",\"provenance\":{{\"collector\":\"ours\"}},\"repo\":\"github:{n}\",\"full_name\":\"lumenfreight/r{n}\",\"host\":\"github.com\"{}}}\n", if visibility.is_empty() { String::new() } else { format!(",\"visibility\":\"{visibility}\"") })
        });
        fs::write(place.path("records.ndjson"), lines.collect::<String>()).expect("because the folder is ours");
        place.ends(0, &["import", "../records.ndjson"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn git(&self, arguments: &[&str]) -> String {
        let done = Command::new("git").args(arguments).current_dir(self.0.path()).output().expect("git is on the PATH");
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    fn ends(&self, code: i32, arguments: &[&str]) -> String {
        let done =
            Command::new(env!("CARGO_BIN_EXE_milepost")).args(arguments).current_dir(self.path("work")).output().expect("cargo built it");
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert_eq!(done.status.code(), Some(code), "{arguments:?}: {said}");
        said
    }

    fn branches(&self) -> String {
        self.git(&["-C", "remote.git", "for-each-ref"])
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let found =
        walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("it can be read")).filter(|entry| entry.file_type().is_file());
    found
        .map(|entry| (entry.path().strip_prefix(folder).expect("it lies below").to_owned(), fs::read(entry.path()).expect("it is ours")))
        .collect()
}

#[test]
fn a_store_comes_back_as_it_was() {
    let place = Place::new(&["public", "public"]);
    let said = place.ends(0, &["store", "pull", "--store", "empty"]);
    assert!(said.contains("There is no branch milepost-store yet"), "{said}");
    place.ends(0, &["store", "push"]);
    assert!(place.ends(0, &["store", "push"]).contains("holds the same"));
    place.ends(0, &["store", "pull", "--store", "pulled"]);
    let (before, after) = (files(&place.path("work/.milepost")), files(&place.path("work/pulled")));
    assert!(before.len() > 1 && before == after);
    assert_eq!(place.git(&["-C", "remote.git", "rev-list", "--count", "milepost-store"]), "1");
    assert!(place.ends(2, &["store", "pull"]).contains("holds something already"));
    assert_eq!(place.git(&["-C", "work", "for-each-ref"]), "");
}

#[test]
fn a_store_goes_nowhere_where_more_people_read_than_may() {
    for (visibilities, readers, is_pushed) in [
        (&["public", "public"][..], None, true),
        (&["public"], Some("public"), true),
        (&["public", "internal"], None, false),
        (&["public", "internal"], Some("public"), false),
        (&["public", "internal"], Some("internal"), true),
        (&["internal", "private"], Some("internal"), false),
        (&["internal", "private"], Some("private"), true),
        // Unknown counts as private, and so does a word that nobody knows.
        (&["public", ""], Some("internal"), false),
        (&["secret"], Some("internal"), false),
        (&["secret", ""], Some("private"), true),
    ] {
        let place = Place::new(visibilities);
        let options = readers.map_or_else(Vec::new, |readers| vec!["--readers", readers]);
        let said = place.ends(if is_pushed { 0 } else { 2 }, &[&["store", "push"][..], &options].concat());
        assert_eq!(!place.branches().is_empty(), is_pushed, "{visibilities:?} {readers:?}");
        assert!(is_pushed || said.contains("bucket"), "{said}");
    }
}

#[test]
fn what_the_store_knows_of_its_own_repository_counts() {
    for (own, is_pushed) in [("private", true), ("internal", false), ("public", false)] {
        let place = Place::new(&[own, "private"]);
        // The address by which people know it; git puts the folder's in its place.
        place.git(&["-C", "work", "remote", "set-url", "origin", "https://github.com/lumenfreight/r0.git"]);
        let remote = format!("url.{}.insteadOf", place.path("remote.git").display());
        place.git(&["-C", "work", "config", &remote, "https://github.com/lumenfreight/r0.git"]);
        let said = place.ends(if is_pushed { 0 } else { 2 }, &["store", "push"]);
        assert_eq!(!place.branches().is_empty(), is_pushed, "{own}: {said}");
        assert_eq!(said.contains("more widely readable"), !is_pushed, "{own}: {said}");
    }
}
