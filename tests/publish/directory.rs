//! Folders: the same bytes, only what changed, and nothing of anybody else's.

use super::fixture::{files, first, milepost, publish, second};
use super::links::broken;
use std::fs;

#[test]
fn a_folder_holds_the_same_bytes_and_a_second_publish_has_nothing_to_do() {
    let place = tempfile::tempdir().expect("a folder");
    let said = publish(0, place.path(), &first(), "dir:public", &["--dry-run"]);
    assert!(said.contains("would get") && !place.path().join("public").exists(), "{said}");
    publish(0, place.path(), &first(), "dir:public", &[]);
    let published = files(&place.path().join("public"));
    assert!(published == files(&first()), "the bytes differ");
    assert_eq!(broken(&published, false), [""; 0]);
    let said = publish(0, place.path(), &first(), "dir:public", &[]);
    assert!(said.starts_with("Nothing to publish"), "{said}");
}

#[test]
fn the_next_build_replaces_the_one_before_it_and_nothing_else() {
    let place = tempfile::tempdir().expect("a folder");
    let public = place.path().join("public");
    publish(0, place.path(), &first(), "dir:public", &[]);
    fs::write(public.join("CNAME"), "portal.example.com\n").expect("a file of somebody else");
    fs::create_dir_all(public.join("catalog/other")).expect("a folder of somebody else");
    fs::write(public.join("catalog/other/notes.txt"), "mine").expect("a file of somebody else");
    let said = publish(0, place.path(), &second(), "dir:public", &[]);
    assert!(said.contains("as they were") && said.contains("removed"), "{said}");
    let mut published = files(&public);
    assert_eq!(published.remove("CNAME").as_deref(), Some(&b"portal.example.com\n"[..]));
    assert_eq!(published.remove("catalog/other/notes.txt").as_deref(), Some(&b"mine"[..]));
    assert!(published == files(&second()), "the bytes differ");
    assert!(!public.join(".milepost-next").exists());
}

#[test]
fn what_was_damaged_or_lost_is_put_again() {
    let place = tempfile::tempdir().expect("a folder");
    let public = place.path().join("public");
    publish(0, place.path(), &first(), "dir:public", &[]);
    fs::remove_file(public.join("404.html")).expect("it is there");
    fs::write(public.join("index.html"), "short").expect("it can be written");
    let said = publish(0, place.path(), &first(), "dir:public", &["--dry-run"]);
    assert!(said.contains("put     404.html\nput     index.html\n"), "{said}");
    publish(0, place.path(), &first(), "dir:public", &[]);
    assert!(files(&public) == files(&first()));
}

#[test]
fn what_must_not_be_published_is_refused_with_the_reason() {
    let place = tempfile::tempdir().expect("a folder");
    fs::create_dir(place.path().join("theirs")).expect("a folder");
    fs::write(place.path().join("theirs/index.html"), "theirs").expect("a file of somebody else");
    let said = publish(2, place.path(), &first(), "dir:theirs", &[]);
    assert!(said.contains("theirs holds files that milepost did not publish"), "{said}");
    assert_eq!(files(&place.path().join("theirs")).len(), 1);

    let said = publish(2, place.path(), &place.path().join("theirs"), "dir:public", &[]);
    assert!(said.contains("holds no portal that milepost built") && said.contains("milepost build"), "{said}");

    let half = place.path().join("half");
    fs::create_dir(&half).expect("a folder");
    fs::write(half.join(".milepost-site.json"), r#"{"schema":"milepost-site/1","is_building":true,"files":[]}"#).expect("a list");
    let said = publish(2, place.path(), &half, "dir:public", &[]);
    assert!(said.contains("did not end"), "{said}");

    let here = first().display().to_string();
    let said = publish(2, place.path(), &first(), &format!("dir:{here}"), &[]);
    assert!(said.contains("is where the portal was built"), "{said}");
    let said = publish(2, place.path(), &first(), "ftp://example.com/", &[]);
    assert!(said.contains("dir:PATH, branch:NAME"), "{said}");
    let done = milepost(place.path(), &["publish", "--site", &here]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("no place to publish to"));
    assert!(!place.path().join("public").exists());
}

#[test]
fn a_list_that_is_broken_removes_nothing() {
    let place = tempfile::tempdir().expect("a folder");
    let public = place.path().join("public");
    publish(0, place.path(), &first(), "dir:public", &[]);
    for bad in ["{", r#"{"schema":"milepost-published/1","files":{"../outside":{"hash":null,"bytes":1}}}"#] {
        fs::write(public.join(".milepost-published.json"), bad).expect("it can be written");
        let said = publish(2, place.path(), &second(), "dir:public", &[]);
        assert!(said.contains("is no list that this milepost knows"), "{said}");
        assert!(files(&public) == files(&first()));
    }
}
