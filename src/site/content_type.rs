//! What a server says that a file of the site is.

/// The content types of the files that a portal has, by the ends of their names.
const TYPES: &[(&str, &str)] = &[
    ("atom", "application/atom+xml"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("md", "text/markdown; charset=utf-8"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
];

/// The content type of a file, by its name.
///
/// What is not known is named as bytes: a browser saves it and never runs it.
pub fn of(path: &str) -> &'static str {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension);
    TYPES.iter().find(|(known, _)| *known == extension).map_or("application/octet-stream", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_from_names_and_unknown_ones_are_bytes() {
        assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (path, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a.b/style.css", "text/css; charset=utf-8"),
            ("a.html/raw", "application/octet-stream"),
            ("x.HTML", "application/octet-stream"),
            ("html", "application/octet-stream"),
        ] {
            assert_eq!(of(path), expected, "{path}");
        }
    }
}
