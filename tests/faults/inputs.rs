//! What the organisation wrote does not hold, or the store is damaged.

use super::fixture::{CONFIG, Place, files};
use std::fs;

#[test]
fn a_template_with_an_error_is_named() {
    let place = Place::new();
    place.configure("templates = \"ours\"");
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
    place.configure("templates = \"ours\"");
    place.write("ours/assets/fonts/intre.woff2", "");
    place.fails(&["build"], &["intre.woff2", "no template or asset has this name"]);
    fs::remove_dir_all(place.path("ours")).expect("because the folder is ours");
    place.fails(&["build"], &["ours"]);
}

#[test]
fn a_style_that_asks_for_a_font_that_is_missing_is_named() {
    let place = Place::new();
    place.configure("templates = \"ours\"");
    for (name, style, asked) in [
        ("assets/css/1-tokens.css", "\n@font-face{font-family:\"X\";src:url(gone.woff2) format(\"woff2\")}\n", "gone.woff2"),
        ("assets/css/1-tokens.css", "\n@font-face{src:url(\"inter.woff2\")}\n", "\"inter.woff2\""),
        ("assets/css/2-base.css", "\na{background:url(https://example.com/a.png)}\n", "https://example.com/a.png"),
        ("assets/page-css/docs.css", "\na{background:url(../../secret)}\n", "../../secret"),
    ] {
        let _ = fs::remove_dir_all(place.path("ours"));
        place.write(&format!("ours/{name}"), style);
        place.fails(&["build"], &[&format!("{name}:2"), "the style asks for", asked]);
    }
    fs::remove_dir_all(place.path("ours")).expect("because the folder is ours");
    for font in ["", "<!doctype html>404"] {
        place.write("ours/assets/fonts/inter.woff2", font);
        place.fails(&["build"], &["assets/fonts/inter.woff2", "no font in the form WOFF2"]);
    }
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
fn an_output_that_cannot_be_written_is_named() {
    let place = Place::new();
    place.write("file", "x");
    place.fails(&["build", "--out", "file"], &["file"]);
    place.fails(&["build", "--out", "file/below"], &["file/below"]);
    place.write("theirs/letter.txt", "x");
    place.fails(&["build", "--out", "theirs"], &["theirs holds files that milepost did not write"]);
}
