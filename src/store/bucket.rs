//! Sixty-four buckets, so that a stage can read the records of some repositories without the others.

use milepost_model::RepoId;
use std::fmt;
use twox_hash::XxHash64;

/// One sixty-fourth of the repositories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bucket(u8);

impl Bucket {
    /// How many there are.
    pub const COUNT: u8 = 64;

    /// The bucket of records that belong to no repository.
    pub const WITHOUT_REPOSITORY: Self = Self(0);

    /// The bucket of a repository's records.
    ///
    /// It shares bucket `00` with the records of no repository where its hash says so.
    pub fn of(repo: Option<&RepoId>) -> Self {
        repo.map_or(Self::WITHOUT_REPOSITORY, |repo| Self::of_text(repo.as_str()))
    }

    /// The bucket of a file's content, by the content's hash.
    pub fn of_blob(id: &str) -> Self {
        Self::of_text(id)
    }

    /// The bucket of that number, if there is one.
    pub fn from_number(number: u8) -> Option<Self> {
        (number < Self::COUNT).then_some(Self(number))
    }

    /// Every bucket, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self)
    }

    /// xxHash64 with seed 0, low six bits: part of the store's format, so it never changes.
    fn of_text(text: &str) -> Self {
        Self((XxHash64::oneshot(0, text.as_bytes()) % u64::from(Self::COUNT)) as u8)
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}", self.0)
    }
}

impl std::str::FromStr for Bucket {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        u8::from_str_radix(text, 16)
            .ok()
            .filter(|_| text.len() == 2 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
            .and_then(Self::from_number)
            .ok_or_else(|| format!("“{text}” is not a bucket; buckets are 00 to 3f"))
    }
}

impl serde::Serialize for Bucket {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Bucket {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_of_a_repository_is_part_of_the_format_and_stays() {
        for (repo, bucket) in [("gh:github.com:4711", "0c"), ("gl:gitlab.com:1", "21"), ("", "19")] {
            assert_eq!(Bucket::of(Some(&repo.into())).to_string(), bucket, "{repo}");
        }
        assert_eq!(Bucket::of(None).to_string(), "00");
    }

    #[test]
    fn buckets_are_written_as_two_hex_digits() {
        for bucket in Bucket::all() {
            assert_eq!(bucket.to_string().parse(), Ok(bucket));
        }
        for wrong in ["40", "ff", "1", "001", "", "-1", "+1", "zz"] {
            assert!(wrong.parse::<Bucket>().is_err(), "{wrong}");
        }
    }
}
