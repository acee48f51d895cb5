//! Trees as they lie in the object store, read without trusting their order, names or depth.

use super::reader::{Lost, Reader};
use super::text::path_fault;
use gix::ObjectId;
use gix::objs::Kind;

/// Folders inside folders that are followed; deeper ones exist only to break programs.
const DEPTH: usize = 100;

/// One entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Git's mode.
    pub mode: u32,
    /// The name.
    pub name: &'a [u8],
    /// The object.
    pub id: &'a [u8],
}

/// A file or a symbolic link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Git's mode.
    pub mode: u32,
    /// The blob.
    pub id: ObjectId,
}

impl Entry<'_> {
    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.mode & 0o170_000 == 0o040_000
    }

    /// The file or link that it is; a submodule is neither.
    pub fn leaf(&self) -> Option<Leaf> {
        matches!(self.mode & 0o170_000, 0o100_000 | 0o120_000).then(|| Leaf { mode: self.mode, id: self.object() })
    }

    /// The object's id.
    pub fn object(&self) -> ObjectId {
        ObjectId::from_bytes_or_panic(self.id)
    }
}

impl Leaf {
    /// Whether it is a symbolic link, whose content is where it points and is never kept.
    pub fn is_link(self) -> bool {
        self.mode & 0o170_000 == 0o120_000
    }
}

/// The entries of a tree's bytes; what is no entry ends it.
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    rest: &'a [u8],
}

impl<'a> Entries<'a> {
    /// The entries from the first byte on.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next entry, without passing it.
    pub fn peek(&self) -> Option<Entry<'a>> {
        self.clone().next()
    }

    /// Passes the entries that both begin with.
    pub fn skip_shared(left: &mut Self, right: &mut Self) {
        let shared = shared_bytes(left.rest, right.rest);
        let mut entries = Self { rest: &left.rest[..shared] };
        while entries.next().is_some() {}
        let passed = shared - entries.rest.len();
        left.rest = &left.rest[passed..];
        right.rest = &right.rest[passed..];
    }
}

/// How many bytes two slices begin with in common, compared in blocks, as most of two trees is the same.
fn shared_bytes(a: &[u8], b: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let (left, right) = (a.as_chunks::<BLOCK>().0, b.as_chunks::<BLOCK>().0);
    let blocks = left.iter().zip(right).take_while(|(a, b)| a == b).count() * BLOCK;
    blocks + a[blocks..].iter().zip(&b[blocks..]).take_while(|(a, b)| a == b).count()
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        const ID: usize = 20;
        let mut mode = 0_u32;
        let mut at = 0;
        loop {
            match *self.rest.get(at)? {
                b' ' => break,
                digit @ b'0'..=b'7' if at < 7 => mode = mode << 3 | u32::from(digit - b'0'),
                _ => return None,
            }
            at += 1;
        }
        let name = &self.rest[at + 1..];
        let end = name.iter().position(|b| *b == 0)?;
        let id = name.get(end + 1..end + 1 + ID)?;
        self.rest = &name[end + 1 + ID..];
        Some(Entry { mode, name: &name[..end], id })
    }
}

/// How much of trees may still be looked at, and what was odd about them.
#[derive(Debug)]
pub struct Account {
    /// Entries that may still be looked at.
    pub left: usize,
    /// Trees that could not be read.
    pub lost: u64,
    /// Names that cannot be used: how many, and the first with its fault.
    pub odd: Odd,
}

/// Names that cannot be used.
#[derive(Debug, Default)]
pub struct Odd {
    /// How many.
    pub count: u64,
    /// The first one, made readable, and why.
    pub first: Option<(String, &'static str)>,
}

impl Account {
    /// An account of so many entries.
    pub fn of(entries: usize) -> Self {
        Self { left: entries, lost: 0, odd: Odd::default() }
    }

    /// Whether the limit was reached.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Takes one entry off; false when none is left.
    pub fn take(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    /// Adds a name to a path, unless the name cannot be used.
    pub fn enter(&mut self, path: &mut String, name: &[u8]) -> bool {
        if let Some(fault) = path_fault(name) {
            self.odd.count += 1;
            if self.odd.first.is_none() {
                let shown = format!("{path}/{}", String::from_utf8_lossy(name).escape_debug());
                self.odd.first = Some((shown.chars().take(120).collect(), fault));
            }
            return false;
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(std::str::from_utf8(name).expect("because a name without fault is UTF-8"));
        true
    }
}

/// Visits every file and link below a tree in the tree's own order, passing over the folders that `enters` refuses.
pub fn walk(
    reader: &Reader,
    tree: ObjectId,
    path: &mut String,
    account: &mut Account,
    enters: &dyn Fn(&str, &[u8]) -> bool,
    visit: &mut dyn FnMut(&str, Leaf),
) {
    walk_at(reader, tree, path, account, enters, visit, 0);
}

fn walk_at(
    reader: &Reader,
    tree: ObjectId,
    path: &mut String,
    account: &mut Account,
    enters: &dyn Fn(&str, &[u8]) -> bool,
    visit: &mut dyn FnMut(&str, Leaf),
    depth: usize,
) {
    let mut buffer = Vec::new();
    if depth > DEPTH || load(reader, tree, &mut buffer).is_err() {
        account.lost += 1;
        return;
    }
    for entry in Entries::of(&buffer) {
        if !account.take() {
            return;
        }
        let length = path.len();
        if !account.enter(path, entry.name) {
            continue;
        }
        if entry.is_folder() {
            if enters(path, entry.name) {
                walk_at(reader, entry.object(), path, account, enters, visit, depth + 1);
            }
        } else if let Some(leaf) = entry.leaf() {
            visit(path, leaf);
        }
        path.truncate(length);
    }
}

/// Reads a tree's bytes into the buffer; the empty tree need not be stored to be known.
pub fn load(reader: &Reader, tree: ObjectId, buffer: &mut Vec<u8>) -> Result<(), Lost> {
    if tree == ObjectId::empty_tree(gix::hash::Kind::Sha1) {
        buffer.clear();
        return Ok(());
    }
    let length = reader.bytes(&tree, Kind::Tree, buffer)?.len();
    buffer.truncate(length);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(mode: &str, name: &[u8]) -> Vec<u8> {
        [mode.as_bytes(), b" ", name, b"\0", &[7; 20]].concat()
    }

    #[test]
    fn entries_are_read_until_what_is_no_entry() {
        let mut bytes = [entry("100644", b"a"), entry("40000", b"b"), entry("120000", b"c"), entry("160000", b"d")].concat();
        bytes.extend_from_slice(b"100644 torn\0short");
        let found: Vec<_> = Entries::of(&bytes).map(|e| (e.name.to_vec(), e.is_folder(), e.leaf().is_some())).collect();
        let expected = [(b"a", false, true), (b"b", true, false), (b"c", false, true), (b"d", false, false)];
        assert_eq!(found, expected.map(|(name, folder, leaf)| (name.to_vec(), folder, leaf)));
        for torn in [&b"999999 x\0"[..], b"100644", b"77777777777777 x\0", b" \0"] {
            assert_eq!(Entries::of(torn).count(), 0);
        }
    }
}
