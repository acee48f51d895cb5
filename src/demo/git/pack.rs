//! A pack and its index, written as git's `pack-format` document describes them.

use super::delta::delta;
use super::object::{Commit, Kind, Oid, Signature};
use flate2::{Compress, Compression, Crc, FlushCompress};
use std::collections::HashMap;
use std::sync::Arc;

/// How long a chain of deltas may grow; git's own packs stop at 50 as well.
const LONGEST_CHAIN: u8 = 50;
/// Below this size compressing costs more time than it saves space, so the bytes are stored.
const WORTH_COMPRESSING: usize = 400;

/// An object of the pack whose content is still at hand, to be the base of the next version's delta.
#[derive(Debug)]
pub(in crate::demo) struct Stored {
    /// Its id.
    pub(in crate::demo) oid: Oid,
    /// Its content.
    pub(super) content: Vec<u8>,
    /// How many deltas lie below it.
    chain: u8,
}

/// Where an object lies in the pack.
#[derive(Debug, Clone, Copy)]
struct Entry {
    oid: Oid,
    offset: u64,
    crc: u32,
}

/// The objects of a repository, in the form in which they are kept on disk.
pub(in crate::demo) struct Pack {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    known: HashMap<Oid, u64>,
    compress: Compress,
}

impl Pack {
    /// A pack without objects.
    pub(in crate::demo) fn new() -> Self {
        let mut bytes = Vec::with_capacity(256 * 1024);
        bytes.extend_from_slice(b"PACK\0\0\0\x02\0\0\0\0");
        Self { bytes, entries: Vec::new(), known: HashMap::new(), compress: Compress::new(Compression::fast(), true) }
    }

    /// How many objects it holds.
    pub(in crate::demo) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds a file; `before` is the file that it replaces.
    pub(in crate::demo) fn blob(&mut self, content: &str, before: Option<&Stored>) -> Arc<Stored> {
        Arc::new(self.store(Kind::Blob, content.as_bytes().to_vec(), before))
    }

    /// Adds a folder's list; `before` is the list that it replaces.
    pub(super) fn tree(&mut self, content: Vec<u8>, before: Option<&Stored>) -> Stored {
        self.store(Kind::Tree, content, before)
    }

    /// Adds a commit.
    pub(in crate::demo) fn commit(&mut self, commit: &Commit<'_>) -> Oid {
        self.whole(Kind::Commit, commit.to_string().as_bytes())
    }

    /// Adds an annotated tag of a commit.
    pub(in crate::demo) fn tag(&mut self, name: &str, target: Oid, tagger: &Signature, message: &str) -> Oid {
        let text = format!("object {target}\ntype commit\ntag {name}\ntagger {tagger}\n\n{}\n", message.trim_end());
        self.whole(Kind::Tag, text.as_bytes())
    }

    fn whole(&mut self, kind: Kind, content: &[u8]) -> Oid {
        let oid = Oid::of(kind, content);
        if !self.known.contains_key(&oid) {
            self.append(oid, kind as u8, content.len(), None, content);
        }
        oid
    }

    fn store(&mut self, kind: Kind, content: Vec<u8>, before: Option<&Stored>) -> Stored {
        let oid = Oid::of(kind, &content);
        if self.known.contains_key(&oid) {
            return Stored { oid, content, chain: LONGEST_CHAIN };
        }
        let base = before.filter(|base| base.chain < LONGEST_CHAIN).and_then(|base| Some((base, *self.known.get(&base.oid)?)));
        if let Some((base, offset)) = base {
            let delta = delta(&base.content, &content);
            if delta.len() < content.len() / 2 {
                self.append(oid, 6, delta.len(), Some(offset), &delta);
                return Stored { oid, content, chain: base.chain + 1 };
            }
        }
        self.append(oid, kind as u8, content.len(), None, &content);
        Stored { oid, content, chain: 0 }
    }

    fn append(&mut self, oid: Oid, kind: u8, size: usize, base: Option<u64>, content: &[u8]) {
        let offset = self.bytes.len() as u64;
        self.put_head(kind, size);
        if let Some(base) = base {
            self.put_distance(offset - base);
        }
        self.put_zlib(content);
        let mut crc = Crc::new();
        crc.update(&self.bytes[offset as usize..]);
        self.entries.push(Entry { oid, offset, crc: crc.sum() });
        self.known.insert(oid, offset);
    }

    /// Three bits of kind and four of size, then seven bits of size a byte.
    fn put_head(&mut self, kind: u8, size: usize) {
        let mut byte = kind << 4 | (size & 0x0f) as u8;
        let mut rest = size >> 4;
        while rest > 0 {
            self.bytes.push(byte | 0x80);
            byte = (rest & 0x7f) as u8;
            rest >>= 7;
        }
        self.bytes.push(byte);
    }

    /// Seven bits a byte, highest first, each longer form starting where the shorter one ends.
    fn put_distance(&mut self, mut distance: u64) {
        let mut digits = vec![(distance & 0x7f) as u8];
        while distance >= 0x80 {
            distance = (distance >> 7) - 1;
            digits.push((distance & 0x7f) as u8 | 0x80);
        }
        self.bytes.extend(digits.iter().rev());
    }

    fn put_zlib(&mut self, content: &[u8]) {
        if content.len() < WORTH_COMPRESSING {
            self.bytes.extend_from_slice(&[0x78, 0x01, 0x01]);
            let size = content.len() as u16;
            self.bytes.extend_from_slice(&size.to_le_bytes());
            self.bytes.extend_from_slice(&(!size).to_le_bytes());
            self.bytes.extend_from_slice(content);
            self.bytes.extend_from_slice(&adler32(content).to_be_bytes());
            return;
        }
        self.compress.reset();
        // zlib's own bound for content that does not compress.
        self.bytes.reserve(content.len() + content.len() / 1000 + 64);
        self.compress.compress_vec(content, &mut self.bytes, FlushCompress::Finish).expect("because compressing in memory does not fail");
    }

    /// The finished pack, its index and its name.
    pub(super) fn finish(mut self) -> (Vec<u8>, Vec<u8>, String) {
        self.bytes[8..12].copy_from_slice(&(self.entries.len() as u32).to_be_bytes());
        let checksum = sha1_smol::Sha1::from(&self.bytes).digest().bytes();
        self.bytes.extend_from_slice(&checksum);
        let index = index(&mut self.entries, checksum);
        (self.bytes, index, Oid(checksum).to_string())
    }
}

/// The second version of the index: a fan of counts, then ids, checksums and offsets in the order of ids.
fn index(entries: &mut [Entry], checksum: [u8; 20]) -> Vec<u8> {
    entries.sort_unstable_by_key(|entry| entry.oid);
    let mut out = Vec::with_capacity(1072 + entries.len() * 28);
    out.extend_from_slice(b"\xfftOc\0\0\0\x02");
    for first in 0..=255_u8 {
        let count = entries.partition_point(|entry| entry.oid.0[0] <= first);
        out.extend_from_slice(&(count as u32).to_be_bytes());
    }
    for entry in entries.iter() {
        out.extend_from_slice(&entry.oid.0);
    }
    for entry in entries.iter() {
        out.extend_from_slice(&entry.crc.to_be_bytes());
    }
    for entry in entries.iter() {
        let offset = u32::try_from(entry.offset).expect("because no demo repository reaches 2 GB");
        out.extend_from_slice(&offset.to_be_bytes());
    }
    out.extend_from_slice(&checksum);
    let own = sha1_smol::Sha1::from(&out).digest().bytes();
    out.extend_from_slice(&own);
    out
}

/// The checksum at the end of a zlib stream, as RFC 1950 defines it.
fn adler32(content: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in content {
        // Contents are shorter than 400 bytes here, so neither sum overflows before the remainder.
        a += u32::from(*byte);
        b += a;
    }
    ((b % 65521) << 16) | (a % 65521)
}
