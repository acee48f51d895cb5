//! What a clone says of its repository.

use super::fixture::{Repo, START, run};
use super::sink::Store;
use milepost_model::instant::from_unix;
use tempfile::tempdir;

const MIT: &str = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software.\n\
    The above copyright notice and this permission notice shall be included.\n";

#[test]
fn a_repository_is_described_by_its_clone() {
    let folder = tempdir().unwrap();
    let repo = Repo::with_origin(folder.path().join("pay"), "https://x:ghp_planted@github.com/Lumen/Pay.git");
    repo.write("LICENSE", MIT).write("src/main.rs", "fn main() {}\n").write("vendor/a.go", "package a").commit(1, "Begin");
    repo.write("Dockerfile", "FROM scratch").commit(2, "Build");
    let store = Store::of(folder.path());
    let one = &store.repositories()[0];
    assert_eq!((one.full_name.as_str(), one.host.as_deref()), ("Lumen/Pay", Some("github.com")));
    assert_eq!(one.url.as_deref(), Some("https://github.com/Lumen/Pay"));
    assert_eq!((one.default_branch.as_deref(), one.head.as_deref()), (Some("main"), Some(repo.head().as_str())));
    assert_eq!((one.created_at, one.pushed_at), (from_unix(START + 3_600), from_unix(START + 7_200)));
    assert_eq!((one.license.as_deref(), one.is_shallow, &one.visibility), (Some("MIT"), Some(false), &None));
    let languages: Vec<_> = one.languages.iter().map(|(name, size)| (name.as_str(), *size)).collect();
    assert_eq!(languages, [("Dockerfile", 12), ("Rust", 13)]);
    assert!(!store.everything().contains("ghp_planted"), "a token in the origin's URL must appear nowhere");
}

#[test]
fn the_same_repository_has_the_same_id_however_its_origin_is_written() {
    let folder = tempdir().unwrap();
    let mut ids = Vec::new();
    for (number, url) in
        ["git@github.com:lumen/pay.git", "https://github.com/Lumen/pay", "ssh://git@github.com/lumen/pay.git/"].into_iter().enumerate()
    {
        let place = folder.path().join(number.to_string());
        Repo::with_origin(place.join("pay"), url).commit(0, "Begin");
        ids.push(Store::of(&place).repositories()[0].repo.clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert!(ids[0].as_str().starts_with("git:"));
}

#[test]
fn without_origin_the_first_commit_and_the_place_tell() {
    let folder = tempdir().unwrap();
    Repo::new(folder.path().join("team/pay.git-work")).commit(0, "Begin");
    let store = Store::of(folder.path());
    let one = &store.repositories()[0];
    assert_eq!((one.full_name.as_str(), &one.host, &one.url), ("team/pay.git-work", &None, &None));
}

#[test]
fn the_default_branch_is_what_the_remote_calls_its_head() {
    let folder = tempdir().unwrap();
    let upstream = tempdir().unwrap();
    let repo = Repo::new(upstream.path().join("pay"));
    let main = repo.commit(0, "Begin");
    let place = folder.path().join("pay");
    run(folder.path(), "@0 +0000", &["clone", "-q", repo.path.to_str().unwrap(), place.to_str().unwrap()], b"");
    let clone = Repo { path: place };
    clone.git(&["checkout", "-q", "-b", "my-work"]);
    clone.commit(1, "Not pushed");
    let store = Store::of(folder.path());
    let one = &store.repositories()[0];
    assert_eq!((one.default_branch.as_deref(), one.head.as_deref()), (Some("main"), Some(main.as_str())));
    assert_eq!(store.commits().len(), 1, "what was not pushed is not the default branch's");
}

#[test]
fn an_unborn_head_falls_back_to_a_usual_branch() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.commit(0, "Begin");
    repo.git(&["symbolic-ref", "HEAD", "refs/heads/gone"]);
    assert_eq!(Store::of(folder.path()).repositories()[0].default_branch.as_deref(), Some("main"));
}

#[test]
fn a_blobless_mirror_counts_files_and_says_what_it_lacks() {
    let folder = tempdir().unwrap();
    let upstream = tempdir().unwrap();
    let repo = Repo::new(upstream.path().join("pay"));
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    repo.write("catalog-info.yaml", "x").write("a.rs", "fn a() {}").write("b.rs", "fn b() {}").commit(0, "Begin");
    let url = format!("file://{}", repo.path.display());
    run(folder.path(), "@0 +0000", &["clone", "-q", "--bare", "--filter=blob:none", &url, "pay.git"], b"");
    let store = Store::of(folder.path());
    assert_eq!(store.repositories()[0].languages["Rust"], 2);
    assert_eq!(store.repositories()[0].full_name, "pay");
    let files = store.files();
    assert_eq!((files[0].path.as_str(), &files[0].blob, files[0].size), ("catalog-info.yaml", &None, None));
    assert_eq!(store.codes(), ["git/contents-missing"]);
    let states: Vec<_> = store.coverage().iter().map(|one| (one.of.clone(), one.state.word())).collect();
    assert!(states.contains(&("file".to_owned(), "partial")) && states.contains(&("commit".to_owned(), "complete")));
}
