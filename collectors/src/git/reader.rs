//! Objects of one repository, read as bytes and never trusted to be there or to be what they should.

use gix::ObjectId;
use gix::objs::{Find, Kind};
use std::path::Path;

/// A cache for the bases of deltas: trees of one folder are deltas of each other.
const DELTA_CACHE: &str = "core.deltaBaseCacheLimit=33554432";

/// What an object lookup can end with besides the object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// The clone does not hold it.
    Missing,
    /// It is there and cannot be read.
    Broken(String),
}

/// Reads the objects of a repository.
pub struct Reader {
    /// The opened repository.
    pub repo: gix::Repository,
}

impl Reader {
    /// Opens the git directory so that nothing in it can make us run, include or follow anything.
    ///
    /// Options given here win over the repository's own configuration. Replace refs would let a clone
    /// show another history than the one its ids stand for. Full trust means only that the file of a
    /// clone with another owner is read, as CI's checkouts have; no feature that runs a program is
    /// compiled in.
    pub fn open(git_dir: &Path) -> Result<Self, String> {
        // What may not be read looks to the library like what is not there.
        std::fs::read_dir(git_dir).map_err(|error| format!("its git directory cannot be opened: {error}"))?;
        let options = gix::open::Options::isolated().with(gix::sec::Trust::Full).open_path_as_is(true).config_overrides([
            DELTA_CACHE,
            "core.useReplaceRefs=false",
            "gitoxide.core.shallowFile=shallow",
            "gitoxide.objects.allocLimit=536870912",
        ]);
        let repo = gix::open_opts(git_dir, options).map_err(|error| plain(&error))?;
        Ok(Self { repo })
    }

    /// The bytes of an object of that kind.
    pub fn bytes<'b>(&self, id: &ObjectId, kind: Kind, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Lost> {
        match self.any(id, buffer)? {
            (found, bytes) if found == kind => Ok(bytes),
            (found, _) => Err(Lost::Broken(format!("{id} is a {found}, not a {kind}"))),
        }
    }

    /// The bytes of an object, whatever it is.
    pub fn any<'b>(&self, id: &ObjectId, buffer: &'b mut Vec<u8>) -> Result<(Kind, &'b [u8]), Lost> {
        match self.repo.objects.try_find(id, buffer) {
            Ok(Some(found)) => Ok((found.kind, found.data)),
            Ok(None) => Err(Lost::Missing),
            Err(error) => Err(Lost::Broken(plain(&error))),
        }
    }

    /// The size of a blob, without reading it.
    pub fn size(&self, id: &ObjectId) -> Result<u64, Lost> {
        match self.repo.try_find_header(*id) {
            Ok(Some(header)) => Ok(header.size()),
            Ok(None) => Err(Lost::Missing),
            Err(error) => Err(Lost::Broken(plain(&error))),
        }
    }
}

/// An error's own words in one clean line; errors of objects can quote what strangers wrote.
pub fn plain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let more = inner.to_string();
        if !words.contains(&more) {
            words.push_str(": ");
            words.push_str(&more);
        }
        source = inner.source();
    }
    super::text::clean_line(words.as_bytes(), 300).unwrap_or_else(|| "git gave no reason".to_owned())
}
