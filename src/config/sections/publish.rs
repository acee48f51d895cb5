//! `[publish]`: where a built portal is put.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::reader::{Reader, Section};
use std::path::{Path, PathBuf};

/// Where a built portal is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publish {
    /// The place, where `milepost run` publishes.
    pub to: Option<PublishTo>,
    /// The remote of a branch: its name, or its address.
    pub remote: String,
}

/// A place for a built portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishTo {
    /// A folder.
    Folder(PathBuf),
    /// A branch of the remote.
    Branch(String),
    /// A bucket: `s3://…`, `gs://…` or `az://…`.
    Bucket(String),
}

pub(in crate::config) const TABLE: Table = Table {
    name: "publish",
    is_list: false,
    doc: "Where a built portal is put. `milepost run` publishes there once the portal is built whole, and `milepost publish` does so alone.",
    keys: &[
        Key {
            name: "to",
            values: Values::Destination,
            absent: Absent::Follows("nothing is published"),
            doc: "A folder (`dir:public`), a branch (`branch:gh-pages`) or a bucket (`s3://bucket/path`, `gs://bucket/path`, `az://container/path`). A folder and a bucket are the portal's own: what milepost did not put there is never touched, and a place that holds such things is refused. A branch is one commit without a history; a `CNAME` in it stays. Credentials come from the environment, and for a branch from git. `--to` goes before it.",
            example: "\"branch:gh-pages\"",
            only_for: None,
        },
        Key {
            name: "remote",
            values: Values::Text,
            absent: Absent::Is("\"origin\""),
            doc: "The remote that a branch is pushed to: a name that the repository of this file knows, or an address.",
            example: "\"pages\"",
            only_for: None,
        },
    ],
};

impl Publish {
    pub(in crate::config) fn of(section: &Section, folder: &Path) -> Self {
        Self {
            to: section.text("to").and_then(|to| PublishTo::parse(&to, folder).ok()),
            remote: section.text("remote").unwrap_or_default(),
        }
    }
}

impl Publish {
    /// Complains where the remote is an address with a secret in it, or would be taken for an option.
    pub(in crate::config) fn cross_check(section: &Section, reader: &mut Reader<'_>) {
        let (Some(remote), Some(span)) = (section.text("remote"), section.span_of("remote")) else { return };
        let has_secret = url::Url::parse(&remote).is_ok_and(|url| url.password().is_some());
        if has_secret {
            let help = "let git hold the credentials; take this one back if the file was ever shared";
            reader.complain("config/secret", span, "publish.remote holds a password or token".to_owned(), help);
        } else if remote.starts_with('-') {
            let message = format!("publish.remote is “{remote}”, which is no remote");
            reader.complain("config/bad-value", span, message, "write a remote's name, such as “origin”, or an address");
        }
    }
}

impl PublishTo {
    /// Reads a place; a folder is taken from that one. The error says what is wrong with it.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("dir:") {
            return if path.is_empty() { Err("“dir:” names no folder".to_owned()) } else { Ok(Self::Folder(folder.join(path))) };
        }
        if let Some(name) = text.strip_prefix("branch:") {
            return if is_branch(name) { Ok(Self::Branch(name.to_owned())) } else { Err(format!("“{name}” is no name of a branch")) };
        }
        let is_bucket = ["s3://", "gs://", "az://"].iter().any(|scheme| text.starts_with(scheme));
        let url = url::Url::parse(text).ok().filter(|url| is_bucket && url.has_host());
        match url {
            Some(url) if !url.username().is_empty() || url.password().is_some() => Err("it holds a password or token".to_owned()),
            Some(_) => Ok(Self::Bucket(text.to_owned())),
            None => Err("it is no place to publish to".to_owned()),
        }
    }
}

/// The names that git takes for branches, less the curious ones.
fn is_branch(name: &str) -> bool {
    let is_plain = name.len() <= 200 && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    let part =
        |part: &str| !part.is_empty() && !part.starts_with(['.', '-']) && !part.ends_with('.') && part.rsplit('.').next() != Some("lock");
    is_plain && !name.contains("..") && name.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_folders_branches_and_buckets() {
        let parse = |text: &str| PublishTo::parse(text, Path::new("/p"));
        assert_eq!(parse("dir:public"), Ok(PublishTo::Folder("/p/public".into())));
        assert_eq!(parse("dir:/srv/www"), Ok(PublishTo::Folder("/srv/www".into())));
        assert_eq!(parse("branch:gh-pages"), Ok(PublishTo::Branch("gh-pages".to_owned())));
        assert_eq!(parse("s3://bucket/a"), Ok(PublishTo::Bucket("s3://bucket/a".to_owned())));
        for bad in [
            "",
            "public",
            "dir:",
            "branch:",
            "branch:--force",
            "branch:a..b",
            "branch:a b",
            "branch:x.lock",
            "branch:/a",
            "ftp://h/x",
            "s3://",
            "s3://key:secret@bucket/a",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
