//! What a commit changes, whatever it is based on, as one id.
//!
//! It is made of the lines that came and went in each file, without spaces and without their places, so that a commit
//! that was put elsewhere keeps it. Unlike git's own it needs no comparison line by line: a line counts once for each
//! time that it came or went. The ids are for comparison with each other only.

use super::changed_paths::changed_files;
use super::past::Note;
use super::reader::{Lost, Reader};
use super::tree::Leaf;
use gix::ObjectId;
use gix::objs::Kind;
use std::collections::HashMap;

/// A commit that changes more files than this is no fix that somebody picks.
const MOST_FILES: usize = 100;
/// Contents above this are known by their ids alone.
const MOST_BYTES: u64 = 1 << 20;
/// What all contents of a repository may hold together.
const MOST_READ: u64 = 1 << 28;
/// Contents that are asked for at most.
const MOST_LACKING: usize = 10_000;
/// Where a byte that no text has is looked for, as git does.
const LOOKED_AT: usize = 8_000;

/// Reads patch ids, each once.
pub struct PatchIds<'a> {
    reader: &'a Reader,
    known: HashMap<ObjectId, Option<String>>,
    read: u64,
    lacking: Vec<ObjectId>,
}

impl<'a> PatchIds<'a> {
    /// Nothing read yet.
    pub fn new(reader: &'a Reader) -> Self {
        Self { reader, known: HashMap::new(), read: 0, lacking: Vec::new() }
    }

    /// The patch id of a commit with one parent; none where it changes nothing, too much, or what cannot be read.
    pub fn of(&mut self, note: &Note) -> Option<String> {
        if let Some(known) = self.known.get(&note.id) {
            return known.clone();
        }
        let found = self.make(note);
        self.known.insert(note.id, found.clone());
        found
    }

    /// Contents that the clone does not hold.
    pub fn into_lacking(mut self) -> Vec<ObjectId> {
        self.lacking.sort_unstable();
        self.lacking.dedup();
        self.lacking.truncate(MOST_LACKING);
        self.lacking
    }

    fn make(&mut self, note: &Note) -> Option<String> {
        let files = changed_files(self.reader, note, MOST_FILES + 1);
        if files.is_empty() || files.len() > MOST_FILES {
            return None;
        }
        let mut hash = blake3::Hasher::new();
        let (mut is_whole, mut says_something) = (true, false);
        for (path, new, old) in &files {
            match self.lines(*new, *old) {
                Ok(lines) if lines.is_empty() => {}
                Ok(lines) => {
                    says_something = true;
                    hash.update(path.as_bytes()).update(b"\0");
                    for (line, count) in lines {
                        hash.update(&count.to_le_bytes()).update(&(line.len() as u64).to_le_bytes()).update(&line);
                    }
                }
                Err(()) => is_whole = false,
            }
        }
        // Every file is looked at, so that all that is lacking is fetched at once.
        (is_whole && says_something).then(|| hash.finalize().to_hex()[..40].to_owned())
    }

    /// The lines that came and went, with how often; of what is no text its ids stand for its lines.
    fn lines(&mut self, new: Option<Leaf>, old: Option<Leaf>) -> Result<Vec<(Vec<u8>, i64)>, ()> {
        let (new_text, old_text) = (self.text(new), self.text(old));
        let (Some(new_text), Some(old_text)) = (new_text?, old_text?) else {
            let id = |leaf: Option<Leaf>| leaf.map(|leaf| leaf.id.as_bytes().to_vec()).unwrap_or_default();
            return Ok(vec![(id(old), -1), (id(new), 1)]);
        };
        let mut counts: HashMap<Vec<u8>, i64> = HashMap::new();
        for (text, sign) in [(&new_text, 1), (&old_text, -1)] {
            for line in text.split(|byte| *byte == b'\n') {
                let bare: Vec<u8> = line.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
                *counts.entry(bare).or_default() += sign;
            }
        }
        let mut lines: Vec<(Vec<u8>, i64)> = counts.into_iter().filter(|(line, count)| *count != 0 && !line.is_empty()).collect();
        lines.sort_unstable();
        Ok(lines)
    }

    /// A file's content; `None` where it is no text that can be compared by lines.
    fn text(&mut self, leaf: Option<Leaf>) -> Result<Option<Vec<u8>>, ()> {
        let Some(leaf) = leaf else { return Ok(Some(Vec::new())) };
        match self.reader.size(&leaf.id) {
            Ok(size) if leaf.is_link() || size > MOST_BYTES => return Ok(None),
            Ok(size) => self.read = self.read.saturating_add(size),
            Err(Lost::Missing) => {
                self.lacking.push(leaf.id);
                return Err(());
            }
            Err(Lost::Broken(_)) => return Err(()),
        }
        if self.read > MOST_READ {
            return Err(());
        }
        let mut buffer = Vec::new();
        self.reader.bytes(&leaf.id, Kind::Blob, &mut buffer).map_err(|_| ())?;
        let is_text = !buffer[..buffer.len().min(LOOKED_AT)].contains(&0);
        Ok(is_text.then_some(buffer))
    }
}
