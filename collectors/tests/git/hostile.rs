//! Clones made to break whoever reads them.

use super::fixture::{Repo, START};
use super::sink::{Store, now};
use milepost_collectors::git::GitSettings;
use std::fs;
use tempfile::tempdir;

/// One entry of a tree as git stores it.
fn entry(mode: &str, name: &[u8], id: &str) -> Vec<u8> {
    let id: Vec<u8> = (0..20).map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).unwrap()).collect();
    [mode.as_bytes(), b" ", name, b"\0", &id].concat()
}

/// Makes a tree the next commit of `main`.
fn commit_tree(repo: &Repo, tree: &str, message: &str) -> String {
    let commit = repo.git_with(&format!("@{START} +0000"), &["commit-tree", tree], message.as_bytes());
    repo.git(&["update-ref", "refs/heads/main", &commit]);
    commit
}

#[test]
fn names_that_lead_out_or_deceive_are_left_out_and_told() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("hostile"));
    let blob = repo.object("blob", b"planted");
    let link = repo.object("blob", b"/etc/passwd");
    let inner = repo.object("tree", &entry("100644", b"catalog-info.yaml", &blob));
    let names: [&[u8]; 7] = [b"..", b".", b".git", b"README\x07.md", "README\u{202e}dm.md".as_bytes(), b"README\xff.md", b"a/README.md"];
    let mut tree: Vec<u8> = names
        .iter()
        .flat_map(|name| entry(if name.len() < 5 { "40000" } else { "100644" }, name, if name.len() < 5 { &inner } else { &blob }))
        .collect();
    tree.extend(entry("120000", b"CODEOWNERS", &link));
    tree.extend(entry("160000", b"README.module", &blob));
    tree.extend(entry("40000", b"ok", &inner));
    let tree = repo.object("tree", &tree);
    commit_tree(&repo, &tree, "Hostile");
    let store = Store::of(folder.path());
    let files = store.files();
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["CODEOWNERS", "ok/catalog-info.yaml"]);
    assert_eq!((files[0].mode.as_deref(), &files[0].blob), (Some("120000"), &None), "where a link points is not a content");
    assert!(!store.everything().contains("/etc/passwd"));
    assert_eq!(store.codes(), ["git/odd-path"]);
    assert!(store.everything().contains("7 paths cannot be used"), "{}", store.everything());
}

#[test]
fn a_tree_of_billions_of_files_ends_at_the_limit() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("bomb"));
    let mut id = repo.object("blob", b"x");
    for level in 0..12 {
        let mode = if level == 0 { "100644" } else { "40000" };
        let tree: Vec<u8> = (0..10).flat_map(|n| entry(mode, format!("f{n}").as_bytes(), &id)).collect();
        id = repo.object("tree", &tree);
    }
    commit_tree(&repo, &id, "Bomb");
    let mut settings = GitSettings::of_folder(folder.path());
    settings.limits.tree_entries = 100_000;
    let store = Store::default();
    store.collect(&settings, now()).unwrap();
    assert_eq!(store.codes(), ["git/many-files"]);
    assert_eq!(store.commits().len(), 1);
}

#[test]
fn a_tree_deeper_than_any_stack_ends() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("deep"));
    let mut id = repo.object("tree", &entry("100644", b"README.md", &repo.object("blob", b"x")));
    for _ in 0..300 {
        id = repo.object("tree", &entry("40000", b"d", &id));
    }
    commit_tree(&repo, &id, "Deep");
    assert_eq!(Store::of(folder.path()).codes(), ["git/lost-trees"]);
}

#[test]
fn a_huge_blob_is_not_read() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("huge"));
    let file = fs::File::create(repo.path.join("README.md")).unwrap();
    file.set_len(200 << 20).unwrap();
    repo.git(&["-c", "core.compression=1", "-c", "core.bigFileThreshold=1m", "add", "README.md"]);
    repo.commit(0, "Huge");
    let store = Store::of(folder.path());
    assert_eq!(store.codes(), ["git/large-file"]);
    assert_eq!(store.files()[0].size, Some(200 << 20));
}

#[test]
fn ten_thousand_branches_and_tags_change_nothing() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("many"));
    let head = repo.write("README.md", "x").commit(0, "Begin");
    let refs: Vec<_> = (0..10_000).map(|n| format!("create refs/heads/b/{n} {head}\ncreate refs/tags/t{n} {head}\n")).collect();
    repo.git_with("@0 +0000", &["update-ref", "--stdin"], refs.concat().as_bytes());
    repo.git(&["pack-refs", "--all"]);
    let mut settings = GitSettings::of_folder(folder.path());
    settings.limits.tags = 50;
    let store = Store::default();
    store.collect(&settings, now()).unwrap();
    assert_eq!((store.commits().len(), store.releases().len()), (1, 50));
    assert_eq!(store.codes(), ["git/many-tags"]);
    let release = store.coverage().into_iter().find(|one| one.of == "release").unwrap();
    assert_eq!(release.state.word(), "partial");
}

#[test]
fn messages_and_names_are_made_fit_to_show() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("loud"));
    repo.write("README.md", "x");
    let huge = format!("Subject\u{202e} with \u{7}bell (#7)\n\n{}", "word ".repeat(4_000_000));
    repo.commit(0, &huge);
    let tree = repo.git(&["write-tree"]);
    let odd = format!("tree {tree}\nparent {}\nauthor \u{1b}[31m<script> <a@b> -7 +9999\ncommitter x\n\n\u{0}\u{1}\n", repo.head());
    let odd = repo.object("commit", odd.as_bytes());
    repo.git(&["update-ref", "refs/heads/main", &odd]);
    let store = Store::of(folder.path());
    let change = store.changes().into_iter().find(|one| one.number == Some(7)).unwrap();
    assert_eq!(change.title.as_deref(), Some("Subject with bell"));
    let commit = store.commits().into_iter().find(|one| one.sha == odd).unwrap();
    assert_eq!((commit.subject, commit.committed_at.timestamp()), (None, START));
    let everything = store.everything();
    assert!(everything.len() < 100_000 && !everything.contains('\u{202e}') && !everything.contains("a@b"));
    assert_eq!(store.codes(), ["git/odd-date"]);
}

#[test]
fn replace_refs_grafts_and_configuration_have_no_say() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("liar"));
    let root = repo.write("README.md", "true").commit(0, "True");
    let head = repo.commit(1, "Head");
    let lie = repo.git_with("@0 +0000", &["commit-tree", &format!("{root}^{{tree}}")], b"Lie");
    repo.git(&["replace", "-f", &head, &lie]);
    fs::create_dir_all(repo.path.join(".git/info")).unwrap();
    fs::write(repo.path.join(".git/info/grafts"), format!("{head}\n{root} {head}\n")).unwrap();
    let trap = repo.path.join("trap");
    let command = format!("touch {}", trap.display());
    let git_dir = repo.path.join(".git");
    fs::write(git_dir.join("included"), "[remote \"origin\"]\nurl = https://github.com/included/lie\n").unwrap();
    for (key, value) in [
        ("core.fsmonitor", command.as_str()),
        ("core.sshCommand", &command),
        ("core.pager", &command),
        ("core.hooksPath", "."),
        ("core.worktree", "/"),
        ("filter.x.smudge", &command),
        ("diff.external", &command),
        ("include.path", "included"),
        ("gitoxide.core.shallowFile", "../../etc/passwd"),
        ("gitoxide.objects.replaceRefBase", "refs/replace"),
        ("core.deltaBaseCacheLimit", "not a number"),
    ] {
        run_config(&git_dir, key, value);
    }
    let store = Store::of(folder.path());
    let mut subjects: Vec<_> = store.commits().into_iter().filter_map(|one| one.subject).collect();
    subjects.sort();
    assert_eq!(subjects, ["Head", "True"]);
    assert!(!trap.exists(), "nothing of a clone's configuration may run");
    assert_eq!(store.repositories()[0].host, None, "nothing of a clone's configuration is included");
}

fn run_config(git_dir: &std::path::Path, key: &str, value: &str) {
    let config = git_dir.join("config");
    let (section, name) = key.rsplit_once('.').unwrap();
    let header = match section.split_once('.') {
        Some((section, sub)) => format!("[{section} \"{sub}\"]"),
        None => format!("[{section}]"),
    };
    let text = fs::read_to_string(&config).unwrap();
    fs::write(config, format!("{text}{header}\n\t{name} = {value}\n")).unwrap();
}
