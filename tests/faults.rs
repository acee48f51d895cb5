//! What can go wrong while a portal is built: each ends with the reason, the place and exit code 2, and the portal of
//! before is as it was.

use milepost::site::order;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A folder with clones, a configuration, a store and a portal that was built.
struct Place(tempfile::TempDir);

const CONFIG: &str = "[organisation]\nname = \"Lumen Freight\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"clones\"]\n";

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        for name in ["carrier-sync", "label-printer", "notes", "payments", "tracking-api", "warehouse"] {
            let folder = place.path("clones").join(name);
            fs::create_dir_all(&folder).expect("because the folder is ours");
            fs::write(folder.join("README.md"), format!("# {name}\n\nWhat {name} does.\n")).expect("because the folder is ours");
            fs::write(folder.join("milepost.yaml"), format!("name: {name}\nowner: tracking\n")).expect("because the folder is ours");
            for arguments in [
                &["init", "-q", "-b", "main"][..],
                &["add", "-A"],
                &["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "First"],
            ] {
                assert!(Command::new("git").args(arguments).current_dir(&folder).status().expect("git is on the PATH").success());
            }
        }
        place.write("metrics-config.toml", CONFIG);
        let built = place.milepost(&["run"]);
        assert!(built.status.success(), "{}", told(&built));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("because it lies in the folder")).expect("because the folder is ours");
        fs::write(path, text).expect("because the folder is ours");
    }

    fn milepost(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_milepost"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("CI", "true")
            .output()
            .expect("because cargo built it")
    }

    /// Demands that it could not run, said these things, and left the portal as it was.
    fn fails(&self, arguments: &[&str], parts: &[&str]) {
        let before = files(&self.path("site"));
        assert!(before.len() > 20);
        let done = self.milepost(arguments);
        let said = told(&done);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "{part} is not said: {said}");
        }
        assert!(!said.contains("panicked"), "{said}");
        assert!(files(&self.path("site")) == before, "{arguments:?} changed the portal");
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn files(folder: &Path) -> Files {
    let found = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    found.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).expect("because it is ours"))).collect()
}

#[test]
fn a_template_with_an_error_is_named() {
    let place = Place::new();
    let config = CONFIG.replace("[site]\n", "[site]\ntemplates = \"ours\"\n");
    place.write("metrics-config.toml", &config);
    place.write("ours/pages/home.html", "{% if %}");
    place.fails(&["build"], &["pages/home.html"]);
    // What parses, and asks for something that there is not, is met only when the page is made.
    place.write("ours/pages/home.html", "{{ view.nothing.of.the.kind }}");
    place.fails(&["build"], &["pages/home.html"]);
    place.write("ours/pages/home.html", "home");
    place.write("ours/pages/service.html", "{{ view.nothing.of.the.kind }}");
    place.fails(&["build"], &["pages/service.html"]);
}

#[test]
fn a_font_or_a_style_that_nothing_knows_is_named() {
    let place = Place::new();
    place.write("metrics-config.toml", &CONFIG.replace("[site]\n", "[site]\ntemplates = \"ours\"\n"));
    place.write("ours/assets/fonts/intre.woff2", "");
    place.fails(&["build"], &["intre.woff2", "no template or asset has this name"]);
    fs::remove_dir_all(place.path("ours")).expect("because the folder is ours");
    place.fails(&["build"], &["ours"]);
}

#[test]
fn a_theme_that_is_missing_or_illegible_is_named() {
    let place = Place::new();
    place.write("metrics-config.toml", &CONFIG.replace("[site]\n", "[site]\ntheme = \"theme.toml\"\n"));
    place.fails(&["build"], &["theme.toml"]);
    place.write("theme.toml", "[light]\nbrand = \"#ffffee\"\n");
    place.fails(&["build"], &["theme.toml", "2:"]);
}

#[test]
fn a_part_of_the_store_that_is_damaged_is_named() {
    let place = Place::new();
    let parts = files(&place.path(".milepost"));
    let (part, content) = parts.iter().find(|(path, _)| path.to_string_lossy().contains("kind=repository")).expect("there is one");
    for damaged in [&content[..content.len() / 2], b"", b"not a table at all, and longer than nothing"] {
        fs::write(part, damaged).expect("because it is ours");
        place.fails(&["build"], &["kind=repository"]);
    }
    fs::remove_file(part).expect("because it is ours");
    place.fails(&["build"], &["kind=repository"]);
}

#[test]
fn a_configuration_that_is_half_written_is_placed() {
    let place = Place::new();
    for length in [CONFIG.len() - 2, CONFIG.len() / 2, 20, 3] {
        place.write("metrics-config.toml", &CONFIG[..length]);
        place.fails(&["build"], &["metrics-config.toml"]);
    }
}

#[test]
fn a_clock_before_everything_shows_nothing_and_one_after_everything_builds() {
    let place = Place::new();
    place.fails(&["build", "--clones", "empty-handed"], &["empty-handed"]);
    // State without history is taken as first observed, so even then there is a portal; nothing panics on the way.
    for instant in ["0001-01-01", "1970-01-01", "2262-04-12", "9999-12-31T23:59:59Z"] {
        let done = place.milepost(&["build", "--as-of", instant, "--out", "elsewhere"]);
        assert!(!told(&done).contains("panicked") && matches!(done.status.code(), Some(0 | 2)), "{instant}: {}", told(&done));
    }
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let place = Place::new();
    place.write("file", "x");
    place.fails(&["build", "--out", "file"], &["file"]);
    place.fails(&["build", "--out", "file/below"], &["file/below"]);
    place.write("theirs/letter.txt", "x");
    place.fails(&["build", "--out", "theirs"], &["theirs holds files that milepost did not write"]);
}

/// A disk without room, as far as a process without rights can have one: no file may grow beyond a few kilobytes.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_leaves_the_portal_as_it_was() {
    let place = Place::new();
    place.write("metrics-config.toml", &CONFIG.replace("[site]\n", "[site]\ntitle = \"Another name\"\n"));
    let before = files(&place.path("site"));
    for blocks in ["2", "8", "24"] {
        let limited = format!("ulimit -f {blocks}; trap '' XFSZ; exec \"$0\" build");
        let done = Command::new("sh")
            .args(["-c", &limited, env!("CARGO_BIN_EXE_milepost")])
            .current_dir(place.0.path())
            .env("CI", "true")
            .output()
            .expect("there is a shell");
        assert_eq!(done.status.code(), Some(2), "{}", told(&done));
        assert!(told(&done).contains("File too large"), "{}", told(&done));
        assert!(files(&place.path("site")) == before, "the portal changed");
    }
    assert!(place.milepost(&["build"]).status.success());
    assert!(files(&place.path("site")) != before);
}

#[test]
fn a_build_that_is_killed_at_any_instant_leaves_pages_with_all_that_they_load() {
    let place = Place::new();
    let titles = ["One name", "Another name"];
    let start = |title: &str| {
        place.write("metrics-config.toml", &CONFIG.replace("[site]\n", &format!("[site]\ntitle = \"{title}\"\n")));
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command.args(["build", "--quiet", "--as-of", "2030-01-01"]).current_dir(place.0.path()).env("CI", "true").stderr(Stdio::null());
        command.spawn().expect("because cargo built it")
    };
    let begun = Instant::now();
    assert!(start(titles[1]).wait().expect("it ends").success());
    let whole = u64::try_from(begun.elapsed().as_micros()).expect("it is short");
    let mut random: u64 = 0x2545_f491_4f6c_dd1d;
    for kill in 0..24 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut child = start(titles[kill % 2]);
        std::thread::sleep(Duration::from_micros(random % whole));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        assert_eq!(missing(&place.path("site")), [""; 0], "after kill {kill}");
    }
    assert!(start(titles[0]).wait().expect("it ends").success());
    let mended = files(&place.path("site"));
    fs::remove_dir_all(place.path("site")).expect("because it is ours");
    assert!(start(titles[0]).wait().expect("it ends").success());
    assert!(files(&place.path("site")) == mended, "what was killed is not mended");
}

/// What pages load and is not there.
fn missing(site: &Path) -> Vec<String> {
    let loaded = regex::Regex::new(r#"<(?:link|script|img)\b[^>]*?\s(?:href|src)="([^":]+)""#).expect("it is a pattern");
    let mut missing = Vec::new();
    for (page, content) in files(site) {
        let name = page.to_string_lossy();
        if !order::is_page(&name) || name.ends_with("404.html") || name.contains(".milepost-next") {
            continue;
        }
        for found in loaded.captures_iter(&String::from_utf8_lossy(&content)) {
            let file = page.parent().expect("it lies in a folder").join(&found[1]);
            if !file.is_file() {
                missing.push(format!("{name} → {}", &found[1]));
            }
        }
    }
    missing
}
