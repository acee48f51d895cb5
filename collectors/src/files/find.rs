//! Which files a source reads: named ones, those in folders, and those that a pattern fits.

use globset::{GlobBuilder, GlobMatcher};
use milepost_model::{Diagnostic, Instant, Place};
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// How records are told from other files in a folder.
const OF_RECORDS: &[&str] = &["json", "jsonl", "ndjson"];
/// What else a folder of exports may hold.
const OF_TABLES: &[&str] = &["csv", "tab", "tsv"];

/// A file of records, and what tells whether it changed since it was last read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordFile {
    /// Where it is.
    pub path: PathBuf,
    /// A hash of its content.
    pub fingerprint: String,
    /// When it was last written, where the disk says.
    pub written_at: Option<Instant>,
}

/// The files at these paths, in these folders at any depth, and those that these patterns fit; by path.
///
/// Of a folder only files of records are read, and tables where they have a meaning.
pub fn find(paths: &[PathBuf], with_tables: bool) -> (Vec<RecordFile>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        let before = (found.len(), problems.len());
        let pattern = if path.exists() { None } else { pattern(path) };
        let start = pattern.as_ref().map_or(path.as_path(), |(start, _)| start);
        for entry in WalkDir::new(start).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_wanted(&entry, pattern.as_ref().map(|(_, glob)| glob), with_tables) => {
                    match record_file(entry.path()) {
                        Ok(file) => found.push(file),
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
        if before == (found.len(), problems.len()) {
            problems.push(nothing(path, pattern.is_some()));
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

fn is_wanted(entry: &walkdir::DirEntry, glob: Option<&GlobMatcher>, with_tables: bool) -> bool {
    match glob {
        Some(glob) => glob.is_match(entry.path()),
        None => entry.depth() == 0 || has_ending(entry.path(), with_tables),
    }
}

fn has_ending(path: &Path, with_tables: bool) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| OF_RECORDS.contains(&ending.as_str()) || (with_tables && OF_TABLES.contains(&ending.as_str())))
}

/// The folder that a pattern begins in, and the pattern; none where the path is no pattern.
fn pattern(path: &Path) -> Option<(PathBuf, GlobMatcher)> {
    let is_open = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let start: PathBuf = path.components().take_while(|part| !is_open(part)).collect();
    if start.components().count() == path.components().count() {
        return None;
    }
    let glob = GlobBuilder::new(&path.to_string_lossy()).literal_separator(true).build().ok()?;
    let start = if start.as_os_str().is_empty() { PathBuf::from(".") } else { start };
    // What walks from “.” names its files with it, and a pattern without does not fit them.
    let glob = if start == Path::new(".") {
        GlobBuilder::new(&format!("./{}", path.to_string_lossy())).literal_separator(true).build().ok()?
    } else {
        glob
    };
    Some((start, glob.compile_matcher()))
}

fn record_file(path: &Path) -> io::Result<RecordFile> {
    let file = File::open(path)?;
    let written_at = file.metadata().and_then(|about| about.modified()).ok().map(Instant::from);
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(RecordFile { path: path.to_owned(), fingerprint: hasher.finalize().to_hex().to_string(), written_at })
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("source/unreadable", format!("this file of records cannot be read: {error}"))
        .at(Place::file(path.display().to_string()))
        .help("correct the path in the source's `paths`, or its permissions; what was read of it before stays in the store")
}

fn nothing(path: &Path, is_pattern: bool) -> Diagnostic {
    let what = if is_pattern { "no file fits this pattern" } else { "this folder holds no file that the source reads" };
    Diagnostic::warning("source/nothing", what).at(Place::file(path.display().to_string())).help(
        "correct the source's `paths`; files ending in .ndjson, .jsonl and .json are read, and .csv and .tsv where rows have a meaning",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path, found: &[RecordFile]) -> Vec<String> {
        found.iter().map(|f| f.path.strip_prefix(folder).expect("below").display().to_string()).collect()
    }

    #[test]
    fn folders_give_their_files_and_nothing_else_and_patterns_what_fits() {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let write = |name: &str| std::fs::write(folder.path().join(name), name).expect("because the folder is ours");
        std::fs::create_dir(folder.path().join("deep")).expect("because the folder is ours");
        for name in ["b.ndjson", "deep/a.jsonl", "deep/c.CSV", "notes.md", "plain"] {
            write(name);
        }
        let (found, problems) = find(&[folder.path().to_owned(), folder.path().join("plain"), folder.path().join("missing")], false);
        assert_eq!(names(folder.path(), &found), ["b.ndjson", "deep/a.jsonl", "plain"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("cannot be read"));
        let (found, _) = find(&[folder.path().to_owned()], true);
        assert_eq!(names(folder.path(), &found), ["b.ndjson", "deep/a.jsonl", "deep/c.CSV"]);
        for (pattern, expected) in
            [("*.md", vec!["notes.md"]), ("**/*.{jsonl,CSV}", vec!["deep/a.jsonl", "deep/c.CSV"]), ("de*/x*", vec![])]
        {
            let (found, problems) = find(&[folder.path().join(pattern)], true);
            assert_eq!(names(folder.path(), &found), expected, "{pattern}");
            assert_eq!(problems.len(), usize::from(expected.is_empty()), "{pattern}");
        }
    }

    #[test]
    fn a_changed_file_has_another_fingerprint() {
        let file = tempfile::NamedTempFile::new().expect("because the machine has a temporary folder");
        let print = |text: &str| {
            std::fs::write(file.path(), text).expect("because the file is ours");
            find(&[file.path().to_owned()], false).0[0].fingerprint.clone()
        };
        assert_ne!(print("a"), print("b"));
    }
}
