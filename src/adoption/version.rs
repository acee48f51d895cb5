//! Versions of golden paths: what a stamp or a ref names, and which releases are newer.

use milepost_model::Instant;
use regex::Regex;
use std::cmp::Ordering;
use std::sync::LazyLock;

/// A version, as numbers that can be compared.
#[derive(Debug, Clone)]
pub struct Version {
    numbers: Vec<u64>,
    /// What makes it one for trying only, such as `rc1`.
    prerelease: Option<String>,
    /// As it is written, without the name before it.
    text: String,
}

/// `platform-v4.2.1-rc1`, and what `git describe` adds where commits came after the tag.
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:.*[-/@_])?v?(\d{1,18}(?:\.\d{1,18}){0,7})(?:[-.+]?((?:alpha|beta|pre|preview|rc|dev|snapshot|a|b|m)[-.]?\d*))?(?:[-+]\d+-g[0-9a-f]{4,40})?$")
        .expect("because the expression is fixed")
});

impl Version {
    /// Reads a version, with or without a name before it; none of a branch or a commit.
    pub fn parse(text: &str) -> Option<Self> {
        if is_commit(text) {
            return None;
        }
        let lower = text.trim().to_lowercase();
        let found = VERSION.captures(&lower)?;
        let numbers = found[1].split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let prerelease = found.get(2);
        let text = lower[found.get(1)?.start()..prerelease.or(found.get(1))?.end()].to_owned();
        Some(Self { numbers, prerelease: prerelease.map(|word| word.as_str().to_owned()), text })
    }

    /// Whether it is meant for trying only.
    pub fn is_prerelease(&self) -> bool {
        self.prerelease.is_some()
    }

    /// Whether it is this version or one below it: 4.1.2 is below 4.
    pub fn is_within(&self, wider: &Self) -> bool {
        wider.prerelease.is_none() && self.numbers.starts_with(&wider.numbers)
    }

    fn cmp_numbers(&self, other: &Self) -> Ordering {
        let longest = self.numbers.len().max(other.numbers.len());
        let number = |numbers: &[u64], place: usize| numbers.get(place).copied().unwrap_or(0);
        (0..longest)
            .map(|place| number(&self.numbers, place).cmp(&number(&other.numbers, place)))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |version: &Self| version.prerelease.is_none();
        self.cmp_numbers(other).then_with(|| rank(self).cmp(&rank(other))).then_with(|| self.prerelease.cmp(&other.prerelease))
    }
}

// 4.2 and 4.2.0 are one version, however they are written.
impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.text)
    }
}

/// Whether a text is a commit's id, whole or shortened.
fn is_commit(text: &str) -> bool {
    let is_hex = text.len() >= 7 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex && (text.len() >= 40 || text.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

/// A version of a golden path that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The version.
    pub version: Version,
    /// The tag.
    pub tag: String,
    /// The commit that it names.
    pub sha: String,
    /// When it was published.
    pub at: Instant,
    /// Where people see it.
    pub url: Option<String>,
}

/// The versions of a golden path, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases(Vec<Release>);

/// What a stamp or a ref turned out to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A version.
    Version(Version),
    /// A branch, or something else that moves: it names whatever is newest there.
    Moving(String),
    /// A commit that no release has.
    Commit(String),
}

impl Releases {
    /// Puts releases in the order in which they were published.
    pub fn new(mut all: Vec<Release>) -> Self {
        all.sort_by(|a, b| (a.at, &a.version, &a.tag).cmp(&(b.at, &b.version, &b.tag)));
        // One version may be a tag and a release; the first to say so counts.
        let mut kept: Vec<Release> = Vec::with_capacity(all.len());
        for release in all {
            if !kept.iter().any(|known| known.version == release.version) {
                kept.push(release);
            }
        }
        Self(kept)
    }

    /// Every release, oldest first.
    pub fn all(&self) -> &[Release] {
        &self.0
    }

    /// The releases that were out at an instant and are no mere trials.
    fn out(&self, at: Instant) -> impl Iterator<Item = &Release> {
        self.0.iter().filter(move |release| release.at <= at && !release.version.is_prerelease())
    }

    /// The newest version at an instant: the highest, not the last that was published.
    pub fn latest(&self, at: Instant) -> Option<&Release> {
        self.out(at).max_by(|a, b| a.version.cmp(&b.version))
    }

    /// The release of a version.
    pub fn of(&self, version: &Version) -> Option<&Release> {
        self.0.iter().find(|release| release.version == *version)
    }

    /// The releases newer than a version that were out at an instant, oldest first.
    pub fn newer(&self, version: &Version, at: Instant) -> Vec<&Release> {
        self.out(at).filter(|release| release.version > *version).collect()
    }

    /// What a stamp or a ref names, at an instant.
    pub fn named(&self, text: &str, at: Instant) -> Named {
        let text = text.trim();
        let text = text.strip_prefix("refs/tags/").or_else(|| text.strip_prefix("refs/heads/")).unwrap_or(text);
        if let Some(release) = self.0.iter().find(|release| release.tag == text) {
            return Named::Version(release.version.clone());
        }
        if is_commit(text) {
            let commit = text.to_lowercase();
            return match self.0.iter().find(|release| release.sha.starts_with(&commit)) {
                Some(release) => Named::Version(release.version.clone()),
                None => Named::Commit(commit),
            };
        }
        let Some(version) = Version::parse(text) else { return Named::Moving(text.to_owned()) };
        if let Some(release) = self.of(&version).filter(|release| release.version.numbers.len() <= version.numbers.len()) {
            return Named::Version(release.version.clone());
        }
        // A tag such as v2 that no release bears moves along with 2.1, 2.2 and so on.
        match self.out(at).filter(|release| release.version.is_within(&version)).map(|release| &release.version).max() {
            Some(newest) => Named::Version(newest.clone()),
            None => Named::Version(version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> Instant {
        format!("2026-01-{day:02}T00:00:00Z").parse().expect("because it is an instant")
    }

    fn releases() -> Releases {
        let release = |tag: &str, day| Release {
            version: Version::parse(tag).expect("because it is one"),
            tag: tag.to_owned(),
            sha: format!("{:0>40}", format!("abc{day}")).replace('0', "d"),
            at: at(day),
            url: None,
        };
        Releases::new(vec![release("v2.1", 9), release("v1.0", 1), release("v2.0", 5), release("v1.0.1", 7), release("v3.0-rc1", 8)])
    }

    #[test]
    fn versions_are_read_from_what_people_write() {
        for (text, expected) in [
            ("v4.2", Some("4.2")),
            ("4.2.0", Some("4.2.0")),
            ("go-service-v2.4", Some("2.4")),
            ("templates/python@1.4.2", Some("1.4.2")),
            ("2.0.0rc2", Some("2.0.0rc2")),
            ("2.0.0-beta.1", Some("2.0.0-beta.1")),
            ("1.2.0-3-gabc1234", Some("1.2.0")),
            ("2024.05.1", Some("2024.05.1")),
            ("main", None),
            ("release/next", None),
            ("3f2a91c", None),
            ("0123456789012345678901234567890123456789", None),
            ("", None),
            ("v", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(Version::parse(text).map(|version| version.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        let ordered = ["1.9", "1.10-rc1", "1.10-rc2", "1.10", "1.10.1", "2"];
        let versions: Vec<Version> = ordered.iter().filter_map(|text| Version::parse(text)).collect();
        assert!(versions.windows(2).all(|pair| pair[0] < pair[1]));
        let within = |version: &str, wider: &str| Version::parse(version).zip(Version::parse(wider)).is_some_and(|(a, b)| a.is_within(&b));
        assert!(within("4.1.2", "4") && within("4", "4") && !within("41", "4") && !within("4", "4.1"));
    }

    #[test]
    fn how_far_behind_depends_on_what_was_out_by_then() {
        let releases = releases();
        let newer = |version: &str, day| {
            let version = Version::parse(version).expect("because it is one");
            releases.newer(&version, at(day)).iter().map(|release| release.version.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(newer("1.0", 4), Vec::<String>::new());
        assert_eq!(newer("1.0", 8), ["2.0", "1.0.1"]);
        assert_eq!(newer("2.0", 31), ["2.1"]);
        assert_eq!(releases.latest(at(8)).map(|release| release.tag.as_str()), Some("v2.0"));
        assert_eq!(Releases::default().latest(at(8)), None);
    }

    #[test]
    fn what_a_ref_names_is_a_version_a_commit_or_something_that_moves() {
        let releases = releases();
        let version = |text: &str| Named::Version(Version::parse(text).expect("because it is one"));
        for (text, day, expected) in [
            ("v2.0", 31, version("2.0")),
            ("refs/tags/v2.0", 31, version("2.0")),
            ("v2", 31, version("2.1")),
            ("v2", 6, version("2.0")),
            ("2.1.0", 31, version("2.1")),
            ("v7", 31, version("7")),
            ("main", 31, Named::Moving("main".into())),
            ("refs/heads/main", 31, Named::Moving("main".into())),
            (releases.all()[0].sha.as_str(), 31, version("1.0")),
            (&"e".repeat(40), 31, Named::Commit("e".repeat(40))),
        ] {
            assert_eq!(releases.named(text, at(day)), expected, "{text}");
        }
    }
}
