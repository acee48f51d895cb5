//! Contents of files, each read and hashed once.

use super::reader::{Lost, Reader};
use super::settings::Limits;
use super::tree::Leaf;
use gix::ObjectId;
use gix::objs::Kind;
use milepost_model::Blob;
use std::collections::HashMap;

/// What is known of a content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// Its hash in the store; absent where it is not kept.
    pub hash: Option<String>,
    /// Its size; absent where the clone does not hold it.
    pub size: Option<u64>,
}

/// Reads contents within the limits.
pub struct Contents<'a> {
    reader: &'a Reader,
    limits: Limits,
    known: HashMap<ObjectId, (Content, Option<usize>)>,
    blobs: Vec<Blob>,
    bytes: u64,
    buffer: Vec<u8>,
    /// Contents that this clone does not hold.
    pub missing: u64,
    /// Which ones they are.
    pub lacking: Vec<ObjectId>,
    /// Contents that are larger than the limit.
    pub large: u64,
    /// Contents that were left out as the repository holds too much.
    pub beyond: u64,
    /// Contents that cannot be read.
    pub broken: u64,
}

impl<'a> Contents<'a> {
    /// Nothing read yet.
    pub fn new(reader: &'a Reader, limits: Limits) -> Self {
        let (known, blobs, buffer) = (HashMap::new(), Vec::new(), Vec::new());
        Self { reader, limits, known, blobs, bytes: 0, buffer, missing: 0, lacking: Vec::new(), large: 0, beyond: 0, broken: 0 }
    }

    /// Reads a file's content; where a symbolic link points is not a file's content.
    pub fn of(&mut self, leaf: Leaf) -> Content {
        if leaf.is_link() {
            return Content::default();
        }
        if let Some((content, _)) = self.known.get(&leaf.id) {
            return content.clone();
        }
        let (content, place) = self.read(leaf.id);
        self.known.insert(leaf.id, (content.clone(), place));
        content
    }

    /// The bytes of a content that was read and kept.
    pub fn bytes(&self, id: &ObjectId) -> Option<&[u8]> {
        let place = self.known.get(id)?.1?;
        Some(&self.blobs[place].bytes)
    }

    /// What was kept, in the order of its hashes.
    pub fn into_blobs(mut self) -> Vec<Blob> {
        self.blobs.sort_by(|a, b| a.id.cmp(&b.id));
        self.blobs
    }

    fn read(&mut self, id: ObjectId) -> (Content, Option<usize>) {
        let size = match self.reader.size(&id) {
            Ok(size) => size,
            Err(lost) => {
                self.count(&lost, id);
                return (Content::default(), None);
            }
        };
        let bare = Content { hash: None, size: Some(size) };
        if size > self.limits.file_bytes {
            self.large += 1;
            return (bare, None);
        }
        if self.bytes.saturating_add(size) > self.limits.repository_bytes {
            self.beyond += 1;
            return (bare, None);
        }
        let bytes = match self.reader.bytes(&id, Kind::Blob, &mut self.buffer) {
            Ok(bytes) => bytes.to_vec(),
            Err(lost) => {
                self.count(&lost, id);
                return (bare, None);
            }
        };
        self.bytes += size;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        self.blobs.push(Blob { id: hash.clone(), bytes });
        (Content { hash: Some(hash), size: Some(size) }, Some(self.blobs.len() - 1))
    }

    fn count(&mut self, lost: &Lost, id: ObjectId) {
        match lost {
            Lost::Missing => {
                self.missing += 1;
                self.lacking.push(id);
            }
            Lost::Broken(_) => self.broken += 1,
        }
    }
}
