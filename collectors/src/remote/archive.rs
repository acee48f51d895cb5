//! Answers kept on disk: the cache of conditional requests, and the raw answers that a run can be replayed from.
//!
//! An answer is kept only when it came whole. A file is written beside its place and moved there, and its body
//! is compared with its hash when it is read, so that neither a killed run nor a full disk leaves half an answer.

use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Answers that nobody asked for in so long are removed.
const KEPT_FOR: Duration = Duration::from_hours(24 * 60);

/// A body larger than this was never kept.
const MOST_BYTES: u64 = 64 << 20;

/// A folder of answers.
#[derive(Debug, Clone)]
pub struct Archive {
    folder: PathBuf,
}

/// An answer that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What the source calls this version of it.
    pub etag: Option<String>,
    /// When the source changed it last.
    pub last_modified: Option<String>,
    /// The address of the next page.
    pub next: Option<String>,
    /// The body.
    pub body: Bytes,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    question: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    hash: String,
}

impl Archive {
    /// The archive in this folder, which need not be there yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The answer to a question, if it was kept whole. A damaged file is no answer.
    pub fn find(&self, question: &str) -> Option<Kept> {
        let path = self.path(question);
        let file = fs::File::open(&path).ok()?;
        let mut bytes = Vec::new();
        GzDecoder::new(&file).take(MOST_BYTES + (1 << 20)).read_to_end(&mut bytes).ok()?;
        let line = bytes.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(&bytes[..line]).ok()?;
        let body = Bytes::from(bytes).slice(line + 1..);
        let is_whole = head.question == question && blake3::hash(&body).to_hex().as_str() == head.hash;
        is_whole.then_some(Kept { etag: head.etag, last_modified: head.last_modified, next: head.next, body })
    }

    /// Keeps an answer. Two questions with one hash cannot be told apart, so the question is written down too.
    pub fn keep(&self, question: &str, kept: &Kept) -> io::Result<()> {
        let path = self.path(question);
        let folder = path.parent().expect("because every answer lies in a folder of the archive");
        fs::create_dir_all(folder)?;
        let head = Head {
            question: question.to_owned(),
            etag: kept.etag.clone(),
            last_modified: kept.last_modified.clone(),
            next: kept.next.clone(),
            hash: blake3::hash(&kept.body).to_hex().to_string(),
        };
        let beside = path.with_extension(format!("{}.part", std::process::id()));
        let mut file = GzEncoder::new(fs::File::create(&beside)?, Compression::fast());
        serde_json::to_writer(&mut file, &head)?;
        file.write_all(b"\n")?;
        file.write_all(&kept.body)?;
        file.finish()?;
        fs::rename(&beside, &path)
    }

    /// Says that an answer still holds, so that it is not removed.
    pub fn touch(&self, question: &str, now: std::time::SystemTime) {
        // What cannot be marked as used is fetched again some day, and nothing is lost.
        if let Ok(file) = fs::File::options().write(true).open(self.path(question)) {
            let _ = file.set_modified(now);
        }
    }

    /// Removes answers that nobody asked for in a long time.
    pub fn prune(&self, now: std::time::SystemTime) {
        let files = walkdir::WalkDir::new(&self.folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
        for file in files {
            let age = file.metadata().ok().and_then(|metadata| metadata.modified().ok()).and_then(|at| now.duration_since(at).ok());
            if age.is_some_and(|age| age > KEPT_FOR) {
                let _ = fs::remove_file(file.path());
            }
        }
    }

    /// Where the archive is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, question: &str) -> PathBuf {
        let hash = blake3::hash(question.as_bytes()).to_hex();
        self.folder.join(&hash[..2]).join(format!("{}.json.gz", &hash[2..40]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(body: &'static str) -> Kept {
        Kept { etag: Some("\"a\"".into()), last_modified: None, next: None, body: Bytes::from_static(body.as_bytes()) }
    }

    #[test]
    fn a_kept_answer_comes_back_and_another_question_does_not_get_it() {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let archive = Archive::new(folder.path());
        archive.keep("GET /a", &kept("[1]")).expect("because the folder is ours");
        assert_eq!(archive.find("GET /a"), Some(kept("[1]")));
        assert_eq!(archive.find("GET /b"), None);
    }

    #[test]
    fn half_an_answer_is_none() {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let archive = Archive::new(folder.path());
        archive.keep("GET /a", &kept("[1, 2, 3]")).expect("because the folder is ours");
        let path = archive.path("GET /a");
        let whole = fs::read(&path).expect("because it was written");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("because the folder is ours");
            assert!(archive.find("GET /a").is_none_or(|found| found == kept("[1, 2, 3]")), "{length}");
        }
    }

    #[test]
    fn what_nobody_asks_for_goes_and_what_is_used_stays() {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let archive = Archive::new(folder.path());
        archive.keep("GET /old", &kept("1")).expect("because the folder is ours");
        archive.keep("GET /new", &kept("2")).expect("because the folder is ours");
        let later = fs::metadata(archive.path("GET /new")).and_then(|data| data.modified()).expect("because it is there") + KEPT_FOR * 2;
        archive.touch("GET /new", later);
        archive.prune(later);
        assert_eq!((archive.find("GET /old").is_some(), archive.find("GET /new").is_some()), (false, true));
    }
}
