//! A build that is killed.

use super::fixture::{Place, files};
use milepost::site::order;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn a_build_that_is_killed_at_any_instant_leaves_pages_with_all_that_they_load() {
    let place = Place::new();
    let titles = ["One name", "Another name"];
    let start = |title: &str| {
        place.configure(&format!("title = \"{title}\""));
        let mut command = place.command(env!("CARGO_BIN_EXE_milepost"), &["build", "--quiet", "--as-of", "2030-01-01"]);
        command.stderr(Stdio::null()).spawn().expect("because cargo built it")
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
