//! A disk that is full, and one that may only be read: mounts of a test's own, since who is root may write what others may not.
//!
//! Linux gives such mounts to root and, mostly, to whoever has a namespace of users. Where a machine gives none these
//! tests fail and say so; that is why they are ignored, and `cargo xtask test` runs them.

#![cfg(target_os = "linux")]

use super::fixture::{Place, files, told};

/// What a script came to that ran with mounts of its own.
struct Ended {
    text: String,
}

impl Ended {
    /// Demands that the program could not run, said these things, and left the folder as it was.
    fn is_refused(&self, parts: &[&str]) {
        assert!(self.text.contains("ended with 2\n"), "{}", self.text);
        for part in parts {
            assert!(self.text.contains(part), "{part} is not said: {}", self.text);
        }
        assert!(self.text.contains("as it was\n") && !self.text.contains("panicked"), "{}", self.text);
    }
}

/// Runs a shell's script with mounts that nobody else sees; `$0` is the program.
fn with_mounts(place: &Place, script: &str) -> Ended {
    let arguments = ["-rm", "sh", "-euc", script, env!("CARGO_BIN_EXE_milepost")];
    let done = place.command("unshare", &arguments).output().expect("there is unshare, of util-linux");
    let text = told(&done);
    assert!(done.status.success(), "this machine lets nobody mount for himself, or the script is wrong: {text}");
    Ended { text }
}

/// Runs the program with a folder on a disk of its own, `disk`, that has room for so many kilobytes more; a script then
/// looks at it, with room again, beside the copy that is in `before`.
fn on_a_full_disk(place: &Place, folder: &str, kilobytes: u32, command: &str, look: &str) -> Ended {
    with_mounts(
        place,
        &format!(
            "rm -rf before; mkdir -p disk before; mount -t tmpfs -o size=256m none disk
             cp -r {folder} disk/; cp -r {folder} before/
             mount -o remount,size=$(( $(df -k --output=used disk | tail -n 1) + {kilobytes} ))k disk
             code=0; \"$0\" {command} || code=$?
             echo \"ended with $code\"
             mount -o remount,size=256m disk
             if {look}; then echo 'as it was'; fi"
        ),
    )
}

/// Nothing is different.
const SAME: &str = "diff -r before disk";
/// The store tells the same as before; files that nothing names may lie in it until it is compacted.
const SAME_RECORDS: &str = "\"$0\" --quiet export --format ndjson --to told-before --store before/.milepost \\
    && \"$0\" --quiet export --format ndjson --to told --store disk/.milepost && diff -r told-before told";

/// Runs the program with a folder that may only be read.
fn read_only(place: &Place, folder: &str, command: &str) -> Ended {
    with_mounts(
        place,
        &format!(
            "mkdir -p before; rm -rf before/*; cp -r {folder} before/copy
             mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}
             code=0; \"$0\" {command} || code=$?
             echo \"ended with $code\"
             if diff -r before/copy {folder}; then echo 'as it was'; fi"
        ),
    )
}

/// A portal that was built and published, and whose next build changes every page.
fn changed() -> Place {
    let place = Place::new();
    let published = place.milepost(&["publish", "--to", "dir:public"]);
    assert!(published.status.success(), "{}", told(&published));
    place.configure("title = \"Another name\"");
    place
}

#[test]
#[ignore = "needs mounts of its own; cargo xtask test runs it"]
fn a_build_onto_a_full_disk_says_so_and_leaves_the_portal_as_it_was() {
    let place = changed();
    for kilobytes in [0, 4, 64, 256] {
        let ended = on_a_full_disk(&place, "site", kilobytes, "build --out disk/site", SAME);
        ended.is_refused(&["disk/site/", "No space left on device"]);
    }
}

#[test]
#[ignore = "needs mounts of its own; cargo xtask test runs it"]
fn a_publish_onto_a_full_disk_says_so_and_leaves_what_is_published_as_it_was() {
    let place = changed();
    assert!(place.milepost(&["build"]).status.success());
    for kilobytes in [0, 4, 64, 256] {
        let ended = on_a_full_disk(&place, "public", kilobytes, "publish --to dir:disk/public", SAME);
        ended.is_refused(&["cannot", "disk/public/", "No space left on device"]);
    }
}

#[test]
#[ignore = "needs mounts of its own; cargo xtask test runs it"]
fn a_store_on_a_full_disk_keeps_what_it_had() {
    let place = changed();
    let noise: Vec<String> = (0..40_000_u64).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    place.write("clones/notes/README.md", noise.join("\n"));
    let commit = ["-C", "clones/notes", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qam", "Grow"];
    assert!(place.command("git", &commit).status().expect("git is on the PATH").success());
    let before = place.site();
    for kilobytes in [0, 16, 64] {
        for told in ["told", "told-before"] {
            let _ = std::fs::remove_dir_all(place.path(told));
        }
        let ended = on_a_full_disk(&place, ".milepost", kilobytes, "run --store disk/.milepost", SAME_RECORDS);
        ended.is_refused(&["disk/.milepost", "No space left on device"]);
    }
    assert!(place.site() == before && files(&place.path("told")).values().any(|records| records.len() > 1000), "the portal changed");
}

#[test]
#[ignore = "needs mounts of its own; cargo xtask test runs it"]
fn a_folder_that_may_only_be_read_is_named() {
    let place = changed();
    read_only(&place, "site", "build").is_refused(&["site/", "Read-only file system"]);
    assert!(place.milepost(&["build"]).status.success());
    read_only(&place, "public", "publish --to dir:public").is_refused(&["cannot", "public/", "Read-only file system"]);
    place.write("clones/notes/README.md", "# Notes\n\nMore.\n");
    let commit = ["-C", "clones/notes", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qam", "More"];
    assert!(place.command("git", &commit).status().expect("git is on the PATH").success());
    let before = place.site();
    read_only(&place, ".milepost", "run").is_refused(&[".milepost", "Read-only file system"]);
    assert!(place.site() == before, "the portal changed");
    // Whoever may only read the store may build from it.
    let built = read_only(&place, ".milepost", "build --out elsewhere");
    assert!(built.text.contains("ended with 0\n") && built.text.contains("as it was\n"), "{}", built.text);
    assert!(files(&place.path("elsewhere")).len() > 20);
}
