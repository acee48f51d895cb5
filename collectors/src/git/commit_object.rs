//! A commit object's bytes, read without trusting them: dates beyond reason, names that are not
//! text and messages of any size are all things that git itself lets pass.

use gix::ObjectId;

/// The parts of a commit that matter here, borrowed from its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitObject<'a> {
    /// The tree that it records.
    pub tree: ObjectId,
    /// Its parents; the first is the branch that it was made on.
    pub parents: Vec<ObjectId>,
    /// Who wrote it.
    pub author: Signature<'a>,
    /// Who put it in its place.
    pub committer: Signature<'a>,
    /// Everything after the headers.
    pub message: &'a [u8],
}

/// A name and a time as they are written in a commit or a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signature<'a> {
    /// The name.
    pub name: &'a [u8],
    /// The e-mail address, used to recognise bots and never kept.
    pub mail: &'a [u8],
    /// Seconds since 1970, as written.
    pub seconds: Option<i64>,
}

impl<'a> CommitObject<'a> {
    /// Reads a commit; `None` where it has no tree.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let tree = ObjectId::from_hex(header(&mut rest, b"tree ")?).ok()?;
        let mut parents = Vec::new();
        while let Some(hex) = header(&mut rest, b"parent ") {
            parents.push(ObjectId::from_hex(hex).ok()?);
        }
        let author = header(&mut rest, b"author ").map(Signature::parse).unwrap_or_default();
        let committer = header(&mut rest, b"committer ").map(Signature::parse).unwrap_or_default();
        Some(Self { tree, parents, author, committer, message: after_headers(rest) })
    }
}

impl<'a> Signature<'a> {
    /// Reads `Name <mail> seconds zone`, from the end, as names may hold anything.
    pub fn parse(line: &'a [u8]) -> Self {
        let close = line.iter().rposition(|b| *b == b'>');
        let open = line.iter().position(|b| *b == b'<').unwrap_or(line.len());
        let times = close.map_or(&[][..], |at| &line[at + 1..]);
        let seconds =
            times.split(|b| *b == b' ').find(|word| !word.is_empty()).and_then(|word| std::str::from_utf8(word).ok()?.parse().ok());
        let mail = close.filter(|close| *close > open).map_or(&[][..], |close| &line[open + 1..close]);
        Self { name: line[..open].trim_ascii(), mail, seconds }
    }
}

/// The rest of a line that begins with `name`, which is then passed.
pub fn header<'a>(rest: &mut &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let value = rest.strip_prefix(name)?;
    let end = value.iter().position(|b| *b == b'\n').unwrap_or(value.len());
    *rest = value.get(end + 1..).unwrap_or_default();
    Some(&value[..end])
}

/// What follows the empty line that ends the headers.
pub fn after_headers(mut rest: &[u8]) -> &[u8] {
    while !rest.is_empty() {
        let end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len() - 1);
        let (line, next) = rest.split_at(end + 1);
        rest = next;
        if line == b"\n" {
            break;
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    #[test]
    fn a_commit_is_read_whatever_its_dates_and_names_are() {
        for (author, name, seconds) in [
            ("Ada <ada@example.com> 1700000000 +0100", "Ada", Some(1_700_000_000)),
            ("Ada <a> b <ada@example.com> 12 +0000", "Ada", Some(12)),
            ("<> -5 +0000", "", Some(-5)),
            ("Ada <ada@example.com> 99999999999999999999999 +0000", "Ada", None),
            ("Ada <ada@example.com>", "Ada", None),
            ("Ada", "Ada", None),
            ("", "", None),
        ] {
            let text = format!("tree {TREE}\nparent {TREE}\nauthor {author}\ncommitter C <c> 7 +0000\ngpgsig x\n y\n\nsubject\n\nbody\n");
            let commit = CommitObject::parse(text.as_bytes()).expect(author);
            assert_eq!((commit.author.name, commit.author.seconds), (name.as_bytes(), seconds), "{author}");
            assert_eq!(commit.committer.seconds, Some(7));
            assert_eq!(commit.parents.len(), 1);
            assert_eq!(commit.message, b"subject\n\nbody\n");
        }
    }

    #[test]
    fn bytes_that_are_no_commit_are_none() {
        for bytes in [&b""[..], b"tree", b"tree zz\n", b"object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n", b"\xff\xfe"] {
            assert_eq!(CommitObject::parse(bytes), None);
        }
        let only_tree = format!("tree {TREE}");
        assert_eq!(CommitObject::parse(only_tree.as_bytes()).expect("because it has a tree").message, b"");
    }
}
