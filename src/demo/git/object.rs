//! Git's objects: their ids and the text of a commit.

use milepost_model::Instant;
use std::fmt;

/// The id of an object: the SHA-1 of its kind, its size and its content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::demo) struct Oid(pub(super) [u8; 20]);

impl Oid {
    /// The id of an object of this kind with this content.
    pub(super) fn of(kind: Kind, content: &[u8]) -> Self {
        let mut hash = sha1_smol::Sha1::new();
        hash.update(format!("{} {}\0", kind.word(), content.len()).as_bytes());
        hash.update(content);
        Self(hash.digest().bytes())
    }

    /// The id of a commit that is told of and not there, as in a clone that is cut short.
    pub(in crate::demo) fn unseen(name: &str) -> Self {
        Self::of(Kind::Commit, name.as_bytes())
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The kinds of objects, with the numbers that a pack gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A commit.
    Commit = 1,
    /// A folder.
    Tree = 2,
    /// A file.
    Blob = 3,
    /// An annotated tag.
    Tag = 4,
}

impl Kind {
    /// The word in front of an object's content.
    fn word(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }
}

/// Who did something, and when.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Signature {
    /// The name.
    pub(in crate::demo) name: String,
    /// The address.
    pub(in crate::demo) email: String,
    /// When.
    pub(in crate::demo) at: Instant,
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} <{}> {} +0000", self.name, self.email, self.at.timestamp())
    }
}

/// A commit before it is written.
#[derive(Debug)]
pub(in crate::demo) struct Commit<'a> {
    /// The folder at the root.
    pub(in crate::demo) tree: Oid,
    /// Its parents; the first is the branch that it was made on.
    pub(in crate::demo) parents: &'a [Oid],
    /// Who wrote it.
    pub(in crate::demo) author: &'a Signature,
    /// Who gave it its place in the history.
    pub(in crate::demo) committer: &'a Signature,
    /// Its message.
    pub(in crate::demo) message: &'a str,
}

impl fmt::Display for Commit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "tree {}", self.tree)?;
        self.parents.iter().try_for_each(|parent| writeln!(f, "parent {parent}"))?;
        write!(f, "author {}\ncommitter {}\n\n{}\n", self.author, self.committer, self.message.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_that_git_computes() {
        assert_eq!(Oid::of(Kind::Blob, b"").to_string(), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(Oid::of(Kind::Tree, b"").to_string(), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    }
}
