//! Files of records that somebody else collected: NDJSON, one record a line.

use milepost_model::{Diagnostic, Place};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// How records are told from other files in a folder.
const ENDINGS: &[&str] = &["ndjson", "jsonl"];

/// A file of records, and what tells whether it changed since it was last read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordFile {
    /// Where it is.
    pub path: PathBuf,
    /// A hash of its content.
    pub fingerprint: String,
}

/// The files of records at these paths, and in these folders at any depth, by path.
pub fn find(paths: &[PathBuf]) -> (Vec<RecordFile>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        for entry in WalkDir::new(path).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && (entry.depth() == 0 || is_records(entry.path())) => {
                    match fingerprint(entry.path()) {
                        Ok(fingerprint) => found.push(RecordFile { path: entry.into_path(), fingerprint }),
                        Err(error) => problems.push(unreadable(entry.path(), &error)),
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let at = error.path().unwrap_or(path).to_owned();
                    problems.push(unreadable(&at, &error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"))));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    (found, problems)
}

/// Opens one of them.
pub fn open(file: &RecordFile) -> io::Result<File> {
    File::open(&file.path)
}

fn is_records(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending))
}

fn fingerprint(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("source/unreadable", format!("this file of records cannot be read: {error}"))
        .at(Place::file(path.display().to_string()))
        .help("correct the path in the source's `paths`, or its permissions; what was read of it before stays in the store")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_record_files_and_nothing_else() {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let write = |name: &str| std::fs::write(folder.path().join(name), name).expect("because the folder is ours");
        std::fs::create_dir(folder.path().join("deep")).expect("because the folder is ours");
        for name in ["b.ndjson", "deep/a.jsonl", "notes.md", "plain"] {
            write(name);
        }
        let (found, problems) = find(&[folder.path().to_owned(), folder.path().join("plain"), folder.path().join("missing")]);
        let names: Vec<_> = found.iter().map(|f| f.path.strip_prefix(folder.path()).expect("below").display().to_string()).collect();
        assert_eq!(names, ["b.ndjson", "deep/a.jsonl", "plain"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("cannot be read"));
    }

    #[test]
    fn a_changed_file_has_another_fingerprint() {
        let file = tempfile::NamedTempFile::new().expect("because the machine has a temporary folder");
        let print = |text: &str| {
            std::fs::write(file.path(), text).expect("because the file is ours");
            find(&[file.path().to_owned()]).0[0].fingerprint.clone()
        };
        assert_ne!(print("a"), print("b"));
    }
}
