//! A theme, a sign, pages or templates of one's own that do not hold: refused before anything is read, with their place.

use super::fixture::Place;

/// A drawing that is whole.
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 4\"><path d=\"M0 0h8v4z\"/></svg>";

#[test]
fn a_theme_that_is_missing_misspelt_or_illegible_is_refused_with_its_place() {
    let place = Place::new();
    place.configure("theme = \"theme.toml\"");
    place.fails(&["build"], &["theme.toml"]);
    for (theme, parts) in [
        (
            "[light]\nbrand = \"#ffffee\"\n",
            &["theme.toml:2:9", "has a contrast of 1.0, and 4.5 is the least", "choose a darker colour"][..],
        ),
        ("[dark]\nbrand = \"#222222\"\n", &["theme.toml:2:9", "[dark] brand (#222222)", "choose a lighter colour"]),
        // The fill changed, and the text on it did not.
        ("[light]\nbrand_soft = \"#0B6B50\"\n", &["theme.toml:2:14", "brand (#0B6B50) against brand_soft"]),
        ("[light]\n\nbarnd = \"#0B6B50\"\n", &["theme.toml:3:1", "has no key “barnd”", "brand"]),
        ("[lihgt]\nbrand = \"#0B6B50\"\n", &["theme.toml:1:", "lihgt", "light"]),
        ("[light]\nbrand = \"green\"\n", &["theme.toml:2:9", "“green” is no colour"]),
        ("[light]\nbrand = 7\n", &["theme.toml:2:9"]),
        ("[light]\nbrand = \"#0B6B50\n", &["theme.toml:2:"]),
        ("[light]\nbrand = \"url(https://example.com/)\"\n", &["theme.toml:2:9", "is no colour"]),
        ("[light]\nbrand = \"#0B6B50;}body{display:none\"\n", &["theme.toml:2:9", "is no colour"]),
    ] {
        place.write("theme.toml", theme);
        place.fails(&["build"], parts);
    }
    place.write("theme.toml", b"[light]\nbrand = \"\xff\"\n");
    place.fails(&["build"], &["theme.toml", "no text in UTF-8"]);
    place.write("theme.toml", "[light]\nbrand = \"#0B5B45\"\n");
    assert!(place.milepost(&["build"]).status.success());
}

#[test]
fn a_sign_that_is_none_or_too_heavy_is_refused() {
    let place = Place::new();
    let heavy = format!("{DRAWING}<!--{}-->", "x".repeat(300 << 10));
    for (name, content, parts) in [
        ("logo.svg", "not a drawing at all", &["the logo", "logo.svg", "is neither a drawing (SVG) that is whole nor an image"][..]),
        // What it is called does not matter: a page is no sign.
        ("logo.png", "<!doctype html><title>x</title>", &["logo.png", "is neither a drawing"]),
        ("logo.svg", &DRAWING[..40], &["logo.svg", "is neither a drawing"]),
        ("logo.svg", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>", &["name no entities"]),
        ("logo.svg", "", &["is neither a drawing"]),
        ("logo.svg", &heavy, &["has 300 KB", "at most 256 KB"]),
    ] {
        for key in ["logo", "logo_dark"] {
            place.write("whole.svg", DRAWING);
            let other = if key == "logo" { "" } else { "logo = \"whole.svg\"\n" };
            place.configure(&format!("{other}{key} = \"{name}\""));
            place.write(name, content);
            place.fails(&["build"], parts);
        }
    }
    place.configure("logo = \"gone.svg\"");
    place.fails(&["build"], &["cannot read the logo", "gone.svg"]);
    place.configure("logo = \"whole.svg\"");
    assert!(place.milepost(&["build"]).status.success());
}

#[test]
fn pages_that_are_missing_or_too_large_are_refused() {
    let place = Place::new();
    place.configure("pages = \"ours\"");
    place.fails(&["build"], &["there is no folder", "ours", "take pages out of [site]"]);
    place.write("ours/index.md", "# Ours\n");
    place.write("ours/film.md", vec![b'x'; (4 << 20) + 1]);
    place.fails(&["build"], &["film.md", "too large", "at most 4 MB"]);
}

#[test]
fn a_template_that_asks_for_a_file_outside_is_refused() {
    let place = Place::new();
    place.configure("templates = \"ours\"");
    place.write("secret.html", "a secret");
    for name in ["../secret.html", "/etc/passwd", "ours/../../secret.html", "file:///etc/passwd"] {
        place.write("ours/pages/home.html", format!("{{% include \"{name}\" %}}"));
        place.fails(&["build"], &["pages/home.html", name]);
    }
    place.write("ours/pages/home.html", "{% extends \"../secret.html\" %}");
    place.fails(&["build"], &["pages/home.html", "../secret.html"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_refused_wherever_it_could_bring_a_file_from_elsewhere() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    for key in ["theme", "logo"] {
        let (name, target) = if key == "theme" { ("theme.toml", "/etc/passwd") } else { ("logo.svg", "/etc/hostname") };
        let _ = std::fs::remove_file(place.path(name));
        symlink(target, place.path(name)).expect("because the folder is ours");
        place.configure(&format!("{key} = \"{name}\""));
        place.fails(&["build"], &[name, "a symbolic link that leads out of its folder"]);
    }
    for (key, link) in
        [("pages", "ours/notes.md"), ("pages", "ours/below"), ("templates", "ours/pages/home.html"), ("templates", "ours/pages")]
    {
        let _ = std::fs::remove_dir_all(place.path("ours"));
        place.write("ours/index.html", "");
        std::fs::create_dir_all(place.path(link).parent().expect("it has one")).expect("because the folder is ours");
        symlink("/etc", place.path(link)).expect("because the folder is ours");
        place.configure(&format!("{key} = \"ours\""));
        place.fails(&["build"], &[link, "is a symbolic link"]);
    }
    // A file beside it is a way to change files, as mounted configurations do.
    std::fs::remove_file(place.path("logo.svg")).expect("because it is ours");
    place.write("..data/logo.svg", DRAWING);
    symlink("..data/logo.svg", place.path("logo.svg")).expect("because the folder is ours");
    place.configure("logo = \"logo.svg\"");
    assert!(place.milepost(&["build"]).status.success());
}
