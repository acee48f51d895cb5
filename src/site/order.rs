//! In which order files are put in their places and removed, so that no page ever asks for what is not there.
//!
//! Whoever looks while files are being replaced sees some of the old site and some of the new one. So what
//! pages load comes before them and goes after them, and pages that others lead to come before pages that
//! only change.

/// When a file is put in its place: what is not a page, then new pages, then changed ones.
pub fn to_put(path: &str, was_there: bool) -> u8 {
    match (is_page(path), was_there) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}

/// When a file is removed: pages first, then what only they loaded.
pub fn to_remove(path: &str) -> u8 {
    u8::from(!is_page(path))
}

/// Whether a browser opens the file as a page, which loads others.
pub fn is_page(path: &str) -> bool {
    has_extension(path, "html")
}

/// Whether a file's name holds the hash of its content, so that it never changes.
pub fn is_named_by_content(path: &str) -> bool {
    let Some(name) = path.strip_prefix("assets/") else { return false };
    let hash = name.rsplit('/').next().unwrap_or(name).rsplit('.').nth(1).unwrap_or_default();
    // Pictures of documents, which strangers name, have a longer one.
    matches!(hash.len(), 10 | 16) && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn has_extension(path: &str, wanted: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_load_comes_before_them_and_goes_after_them() {
        let mut files = ["index.html", "a/index.html", "assets/style.0123456789.css", "data/catalog.json"];
        files.sort_by_key(|path| (to_put(path, *path == "index.html"), *path));
        assert_eq!(files, ["assets/style.0123456789.css", "data/catalog.json", "a/index.html", "index.html"]);
        files.sort_by_key(|path| (to_remove(path), *path));
        assert_eq!(files, ["a/index.html", "index.html", "assets/style.0123456789.css", "data/catalog.json"]);
    }

    #[test]
    fn only_names_with_their_content_s_hash_may_be_kept_for_ever() {
        for (path, expected) in [
            ("assets/style.0123456789.css", true),
            ("assets/charts/rate.abcdef0123.svg", true),
            ("assets/docs/a-picture.0123456789abcdef.png", true),
            ("assets/inter.OFL.txt", false),
            ("assets/catalog.js", false),
            ("freshness.js", false),
            ("data/a.0123456789.json", false),
            ("index.html", false),
        ] {
            assert_eq!(is_named_by_content(path), expected, "{path}");
        }
    }
}
