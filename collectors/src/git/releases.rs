//! Tags as releases.

use super::commit_object::{CommitObject, Signature, after_headers, header};
use super::message::first_line;
use super::past::{Calendar, Past};
use super::reader::Reader;
use super::sides::NESTED;
use super::stamp::Stamp;
use super::text::clean_line;
use gix::ObjectId;
use gix::objs::Kind;
use milepost_model::record::Release;
use std::collections::HashMap;

/// Reads tags.
pub struct ReleaseReader<'a> {
    reader: &'a Reader,
    stamp: &'a Stamp,
    calendar: Calendar,
    /// When commits were made, as far as the history that was read tells.
    dates: HashMap<ObjectId, i64>,
    buffer: Vec<u8>,
}

impl<'a> ReleaseReader<'a> {
    /// A reader that need not open the commits of this stretch of history again.
    pub fn new(reader: &'a Reader, stamp: &'a Stamp, calendar: Calendar, past: &Past) -> Self {
        let notes = past.steps.iter().flat_map(|step| std::iter::once(&step.note).chain(&step.side)).chain(&past.aside);
        let dates = notes.filter_map(|note| Some((note.id, calendar.credible(note.committed)?))).collect();
        Self { reader, stamp, calendar, dates, buffer: Vec::new() }
    }

    /// Reads one tag; `None` where it leads to no commit with a date that can be.
    pub fn read(&mut self, tag: &str, target: ObjectId) -> Option<Release> {
        let mut id = target;
        let (mut tagged_at, mut title, mut committed_at) = (None, None, None);
        for _ in 0..NESTED {
            committed_at = self.dates.get(&id).copied();
            if committed_at.is_some() {
                break;
            }
            let (kind, bytes) = self.reader.any(&id, &mut self.buffer).ok()?;
            if kind == Kind::Commit {
                committed_at = CommitObject::parse(bytes)?.committer.seconds;
                break;
            }
            let annotation = Annotation::parse(bytes).filter(|_| kind == Kind::Tag)?;
            // The outermost tag is the one that was published.
            tagged_at = tagged_at.or(annotation.tagger.seconds);
            title = title.or_else(|| clean_line(first_line(annotation.message), 200));
            id = annotation.target;
            if annotation.is_of_commit && self.calendar.credible(tagged_at).is_some() {
                break;
            }
        }
        let at = self.calendar.credible(tagged_at).or_else(|| self.calendar.credible(committed_at))?;
        Some(Release {
            id: self.stamp.id("release", tag),
            rev: self.stamp.rev(),
            observed_at: self.stamp.now,
            provenance: self.stamp.provenance(),
            repo: self.stamp.repo.clone(),
            tag: tag.to_owned(),
            sha: id.to_string(),
            published_at: self.stamp.instant(at),
            is_prerelease: is_prerelease(tag),
            name: title.filter(|title| title != tag),
            url: self.stamp.origin.as_ref().and_then(|origin| origin.tag_url(tag)),
            ..Release::default()
        })
    }
}

struct Annotation<'a> {
    target: ObjectId,
    tagger: Signature<'a>,
    message: &'a [u8],
    is_of_commit: bool,
}

impl<'a> Annotation<'a> {
    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let target = ObjectId::from_hex(header(&mut rest, b"object ")?).ok()?;
        let is_of_commit = header(&mut rest, b"type ") == Some(b"commit");
        header(&mut rest, b"tag ");
        let tagger = header(&mut rest, b"tagger ").map(Signature::parse).unwrap_or_default();
        Some(Self { target, tagger, message: after_headers(rest), is_of_commit })
    }
}

/// Whether a tag that looks like a version is one for trying; `None` where it does not look like one.
///
/// The version is the last part of a tag such as `payments/v1.2.0-rc.1` or `payments-v1.2.0`.
pub fn is_prerelease(tag: &str) -> Option<bool> {
    let last = tag.rsplit(['/', '@']).next()?;
    let start = last.char_indices().position(|(at, c)| {
        let before = last[..at].chars().next_back();
        c.is_ascii_digit() && before.is_none_or(|b| matches!(b, 'v' | 'V' | '-' | '_' | '.' | ' ')) && last[at..].contains('.')
    });
    let start = last.char_indices().nth(start?)?.0;
    let version = &last[start..];
    let numbers = version.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(version.len());
    let mut parts = version[..numbers].trim_end_matches('.').split('.');
    if version[..numbers].trim_end_matches('.').split('.').count() < 2 || parts.any(str::is_empty) {
        return None;
    }
    let rest = version[numbers..].split('+').next().unwrap_or_default().trim_start_matches(['-', '.', '_']);
    // Java and Python have words for versions that are not for trying.
    let rest = rest.to_ascii_lowercase();
    let is_final = rest.is_empty() || ["final", "ga", "lts", "release", "post"].iter().any(|word| rest.starts_with(word));
    Some(!is_final)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_for_trying_are_told_from_others() {
        for (tag, expected) in [
            ("v1.2.0", Some(false)),
            ("1.2", Some(false)),
            ("v1.2.0+build.5", Some(false)),
            ("v1.2.0-rc.1", Some(true)),
            ("1.0.0rc1", Some(true)),
            ("2.0.0.beta2", Some(true)),
            ("payments-v1.2.0", Some(false)),
            ("payments-v1.2.0-alpha", Some(true)),
            ("cmd/builder/v0.100.0", Some(false)),
            ("@scope/pkg@3.0.0-next.1", Some(true)),
            ("release-2024.05", Some(false)),
            ("3.1.0.Final", Some(false)),
            ("3.1.0.RELEASE", Some(false)),
            ("nightly", None),
            ("v1", None),
            ("ä.1.2", Some(false)),
            ("", None),
        ] {
            assert_eq!(is_prerelease(tag), expected, "{tag}");
        }
    }
}
