//! The address of a page in its book, from the path of its file.

use std::collections::HashSet;
use std::fmt::Write as _;

/// The longest part of an address, so that a page's path stays far below what file systems take.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Gives every page an address of its own.
#[derive(Debug, Default)]
pub(super) struct Addresses(HashSet<String>);

impl Addresses {
    /// The address of a file, seen from where the book begins; what comes twice gets a number.
    pub(super) fn take(&mut self, relative: &str) -> String {
        let wanted = of(relative);
        let mut address = wanted.clone();
        let mut count = 1;
        while !self.0.insert(address.clone()) {
            count += 1;
            let stem = wanted.trim_end_matches('/');
            address = if stem.is_empty() {
                format!("{}/", segment(&format!("{}-{count}", stem_of(relative))))
            } else {
                format!("{stem}-{count}/")
            };
        }
        address
    }
}

/// The address that a file would have if it were alone.
pub(super) fn of(relative: &str) -> String {
    let (folder, _) = relative.rsplit_once('/').unwrap_or(("", relative));
    let stem = stem_of(relative);
    let mut address = String::new();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        address.push_str(&segment(part));
        address.push('/');
    }
    if !is_index(stem) {
        address.push_str(&segment(stem));
        address.push('/');
    }
    address
}

/// The name of a file without its ending.
pub(super) fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a file of this name stands for its folder.
pub(super) fn is_index(stem: &str) -> bool {
    stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme")
}

/// A part of an address: lower-case letters, digits and a few signs, whatever the name was.
fn segment(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() || c == '_' || c == '.' {
            out.push(c);
        } else if c.is_alphanumeric() {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "~{byte:02x}");
            }
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let trimmed = out.trim_matches(['-', '.']);
    let mut out = if trimmed.is_empty() { "page".to_owned() } else { trimmed.to_owned() };
    if out.len() > LONGEST {
        out.truncate(LONGEST - 10);
        let _ = write!(out, "~{}", &blake3::hash(name.as_bytes()).to_hex()[..8]);
    }
    let stem = out.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    if DEVICES.contains(&stem) { format!("{out}-") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_short_lower_case_and_safe() {
        for (path, expected) in [
            ("index.md", ""),
            ("README.md", ""),
            ("How-to/Release.md", "how-to/release/"),
            ("how-to/README.md", "how-to/"),
            ("a b/C & D.md", "a-b/c-d/"),
            ("é.md", "~c3~a9/"),
            ("aux.md", "aux-/"),
            ("com1.tmp.md", "com1.tmp-/"),
            ("../x.md", "page/x/"),
            ("...md", "page/"),
        ] {
            assert_eq!(of(path), expected, "{path}");
        }
        assert!(of(&"x".repeat(4_000)).len() <= LONGEST + 1);
    }

    #[test]
    fn what_comes_twice_is_numbered() {
        let mut addresses = Addresses::default();
        let taken: Vec<_> = ["index.md", "README.md", "a.md", "A.md", "a/index.md"].iter().map(|path| addresses.take(path)).collect();
        assert_eq!(taken, ["", "readme-2/", "a/", "a-2/", "a-3/"]);
    }
}
