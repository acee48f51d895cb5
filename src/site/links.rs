//! Links from one page to another: relative, so that a site runs under any path and from a folder.

use std::fmt::Write as _;

/// Writes links as seen from one page.
#[derive(Debug, Clone)]
pub struct Links {
    root: String,
    file_urls: bool,
}

impl Links {
    /// Links from the page at an address such as `catalog/carrier-sync/`.
    pub fn from(address: &str, file_urls: bool) -> Self {
        Self { root: "../".repeat(address.matches('/').count()), file_urls }
    }

    /// Links from a page that a server shows at any address: they start at the site's own path.
    pub fn absolute(base_path: &str, file_urls: bool) -> Self {
        let inner = base_path.trim_matches('/');
        let root = if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") };
        Self { root, file_urls }
    }

    /// The link to an address: a folder such as `teams/`, or a file, with a query or fragment if it has one.
    pub fn to(&self, address: &str) -> String {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let (path, rest) = address.split_at(end);
        let is_folder = path.is_empty() || path.ends_with('/');
        let mut link = format!("{}{path}", self.root);
        if is_folder && self.file_urls {
            link.push_str("index.html");
        } else if link.is_empty() {
            link.push_str("./");
        }
        link.push_str(rest);
        link
    }

    /// What to put before an address to reach it, for scripts that make links.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// What a link to a folder ends in.
    pub fn folder_end(&self) -> &'static str {
        if self.file_urls { "index.html" } else { "" }
    }
}

/// The address of the catalog with a filter, such as `owner:tracking`.
pub fn catalog_query(terms: &[(&str, &str)]) -> String {
    let words: Vec<String> = terms.iter().map(|(key, value)| format!("{key}:{}", quoted(value))).collect();
    let query: String = url::form_urlencoded::byte_serialize(words.join(" ").as_bytes()).collect();
    format!("catalog/?q={query}")
}

/// A value as the filter's grammar writes it: in quotes where it has anything but letters, digits and a few signs.
fn quoted(value: &str) -> String {
    let is_plain = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "-_./+#<>~".contains(c));
    if is_plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "")) }
}

/// A part of a path: lower-case letters, digits and `-_.~`, whatever the name was.
///
/// Names come from other people's files, so a name of dots or one that Windows keeps for devices must not become a path.
pub fn path_segment(name: &str) -> String {
    let mut segment = String::with_capacity(name.len());
    for byte in name.to_lowercase().bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => segment.push(char::from(byte)),
            other => drop(write!(segment, "~{other:02x}")),
        }
    }
    // 255 bytes is what common file systems take; 120 leaves room for what is added to it.
    if segment.len() > 120 {
        let hash = blake3::hash(name.as_bytes()).to_hex();
        segment.truncate(100);
        segment = format!("{segment}~{}", &hash[..12]);
    }
    let stem = segment.split('.').next().unwrap_or_default();
    let is_device = matches!(stem, "con" | "prn" | "aux" | "nul") || (stem.len() == 4 && ["com", "lpt"].contains(&&stem[..3]));
    if segment.starts_with('.') || segment.ends_with('.') || segment.is_empty() || is_device {
        segment = format!("-{}-", segment.replace('.', "~2e"));
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_any_depth_and_may_end_in_a_file() {
        for (from, file_urls, to, expected) in [
            ("", false, "", "./"),
            ("", true, "", "index.html"),
            ("", false, "catalog/", "catalog/"),
            ("catalog/x/", false, "", "../../"),
            ("catalog/x/", false, "teams/a/#oncall", "../../teams/a/#oncall"),
            ("catalog/x/", true, "teams/a/#oncall", "../../teams/a/index.html#oncall"),
            ("teams/", true, "catalog/?q=a", "../catalog/index.html?q=a"),
            ("teams/", true, "assets/style.css", "../assets/style.css"),
        ] {
            assert_eq!(Links::from(from, file_urls).to(to), expected, "{from} to {to}");
        }
        for (base, expected) in [("/", "/teams/"), ("", "/teams/"), ("/a/b", "/a/b/teams/"), ("a/b/", "/a/b/teams/")] {
            assert_eq!(Links::absolute(base, false).to("teams/"), expected);
        }
    }

    #[test]
    fn no_name_becomes_a_path_of_its_own_choice() {
        for (name, expected) in [
            ("Carrier-Sync", "carrier-sync"),
            ("..", "-~2e~2e-"),
            (".git", "-~2egit-"),
            ("a/b", "a~2fb"),
            ("con", "-con-"),
            ("com1.txt", "-com1~2etxt-"),
            ("é", "~c3~a9"),
            ("", "--"),
        ] {
            assert_eq!(path_segment(name), expected);
        }
        assert!(path_segment(&"x".repeat(5000)).len() <= 120);
    }

    #[test]
    fn a_filter_in_a_link_keeps_its_value() {
        assert_eq!(catalog_query(&[("owner", "tracking"), ("tier", "1")]), "catalog/?q=owner%3Atracking+tier%3A1");
        assert_eq!(catalog_query(&[("system", "Big \"x\" one")]), "catalog/?q=system%3A%22Big+x+one%22");
    }
}
