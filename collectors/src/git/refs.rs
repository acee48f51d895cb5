//! What a repository's refs say: which branch counts, where it stands, and which tags there are.
//!
//! Branches are never listed: a clone may have ten thousand, and only the default one counts, with those that
//! things are released from.

use super::reader::{Reader, plain};
use super::sides::release_heads;
use super::text::path_fault;
use gix::ObjectId;
use gix::hashtable::HashSet;
use std::path::Path;

/// Branches that usually are the default one, for clones whose HEAD names none.
const USUAL: &[&str] = &["main", "master", "trunk", "develop"];

/// The refs that matter.
#[derive(Debug, Default)]
pub struct Refs {
    /// The default branch; absent where nothing says which it is.
    pub branch: Option<String>,
    /// The commit that it points at; absent where nothing was committed yet.
    pub head: Option<ObjectId>,
    /// Tags by name and the object that each points at, sorted.
    pub tags: Vec<(String, ObjectId)>,
    /// Whether there were more tags than the limit.
    pub is_limited: bool,
    /// Tags whose names cannot be used.
    pub odd_tags: u64,
    /// Where release branches stand, sorted.
    pub release_heads: Vec<ObjectId>,
    /// Commits whose parents a shallow clone does not hold.
    pub shallow: HashSet<ObjectId>,
    /// Changes whenever one of the above does.
    pub fingerprint: String,
}

impl Refs {
    /// Reads the refs of a repository.
    pub fn read(reader: &Reader, tag_limit: usize) -> Result<Self, String> {
        let mut refs = Self { shallow: shallow(reader)?, ..Self::default() };
        (refs.branch, refs.head) = default_branch(reader)?;
        refs.read_tags(reader, tag_limit)?;
        refs.release_heads = release_heads(reader)?;
        refs.fingerprint = refs.hash();
        Ok(refs)
    }

    fn read_tags(&mut self, reader: &Reader, limit: usize) -> Result<(), String> {
        let platform = reader.repo.references().map_err(|error| plain(&error))?;
        for tag in platform.tags().map_err(|error| plain(&error))? {
            // A single broken ref is passed over, as git does with a warning.
            let Ok(tag) = tag else { continue };
            let Some(id) = tag.try_id() else { continue };
            let name = tag.name().as_bstr().strip_prefix(b"refs/tags/").unwrap_or_default();
            let is_good = name.len() <= 200 && name.split(|b| *b == b'/').all(|part| path_fault(part).is_none());
            match std::str::from_utf8(name) {
                Ok(name) if is_good => self.tags.push((name.to_owned(), id.detach())),
                _ => self.odd_tags += 1,
            }
            if self.tags.len() > limit {
                self.tags.pop();
                self.is_limited = true;
                break;
            }
        }
        self.tags.sort();
        Ok(())
    }

    fn hash(&self) -> String {
        let mut hash = blake3::Hasher::new();
        hash.update(self.branch.as_deref().unwrap_or_default().as_bytes()).update(b"\n");
        hash.update(self.head.map(|id| id.to_hex().to_string()).unwrap_or_default().as_bytes()).update(b"\n");
        for (name, id) in &self.tags {
            hash.update(name.as_bytes()).update(b" ").update(id.as_bytes());
        }
        for id in &self.release_heads {
            hash.update(b"\n").update(id.as_bytes());
        }
        let mut shallow: Vec<_> = self.shallow.iter().collect();
        shallow.sort();
        for id in shallow {
            hash.update(b"\0").update(id.as_bytes());
        }
        hash.finalize().to_hex()[..32].to_owned()
    }

    /// A name for the shallow boundary, empty where there is none.
    pub fn shallow_fingerprint(&self) -> String {
        let mut shallow: Vec<_> = self.shallow.iter().map(|id| id.to_hex().to_string()).collect();
        shallow.sort();
        if shallow.is_empty() { String::new() } else { blake3::hash(shallow.join("\n").as_bytes()).to_hex()[..16].to_owned() }
    }
}

/// The URL that `origin` has, or the only remote there is, as it is written.
///
/// The file is read by itself, so that a repository which cannot be opened still tells which one it is.
pub fn origin_url(git_dir: &Path) -> Option<String> {
    let path = git_dir.join("config");
    let is_small = path.metadata().is_ok_and(|metadata| metadata.len() <= 1 << 20);
    let file = is_small.then(|| gix::config::File::from_path_no_includes(path, gix::config::Source::Local).ok()).flatten()?;
    let url = |name: &str| file.string(format!("remote.{name}.url").as_str()).map(|url| url.to_string());
    if let Some(origin) = url("origin") {
        return Some(origin);
    }
    let mut remotes: Vec<_> =
        file.sections_by_name("remote")?.filter_map(|section| section.header().subsection_name().map(ToString::to_string)).collect();
    remotes.dedup();
    match remotes.as_slice() {
        [only] => url(only),
        _ => None,
    }
}

/// The branch that counts: what the remote calls its HEAD, else this repository's, else a usual name.
fn default_branch(reader: &Reader) -> Result<(Option<String>, Option<ObjectId>), String> {
    for head in ["refs/remotes/origin/HEAD", "HEAD"] {
        let Some(reference) = reader.repo.try_find_reference(head).ok().flatten() else { continue };
        let Some(target) = reference.target().try_name().map(|name| name.as_bstr().to_string()) else { continue };
        if let Some(id) = resolve(reader, &target)? {
            return Ok((short(&target), Some(id)));
        }
    }
    for prefix in ["refs/heads/", "refs/remotes/origin/"] {
        for name in USUAL {
            if let Some(id) = resolve(reader, &format!("{prefix}{name}"))? {
                return Ok((Some((*name).to_owned()), Some(id)));
            }
        }
    }
    // A detached HEAD still is a state of the repository.
    let detached = reader.repo.head().ok().and_then(|head| head.id().map(gix::Id::detach));
    Ok((None, detached))
}

fn resolve(reader: &Reader, name: &str) -> Result<Option<ObjectId>, String> {
    let mut name = name.to_owned();
    for _ in 0..5 {
        let Some(reference) = reader.repo.try_find_reference(name.as_str()).map_err(|error| plain(&error))? else { return Ok(None) };
        if let Some(id) = reference.target().try_id() {
            return Ok(Some(id.to_owned()));
        }
        match reference.target().try_name() {
            Some(next) => name = next.as_bstr().to_string(),
            None => return Ok(None),
        }
    }
    Ok(None)
}

fn short(name: &str) -> Option<String> {
    let short = name.strip_prefix("refs/remotes/origin/").or_else(|| name.strip_prefix("refs/heads/")).unwrap_or(name);
    super::text::clean_line(short.as_bytes(), 200)
}

fn shallow(reader: &Reader) -> Result<HashSet<ObjectId>, String> {
    match std::fs::read(reader.repo.common_dir().join("shallow")) {
        Ok(bytes) => Ok(bytes.split(|b| *b == b'\n').filter_map(|line| ObjectId::from_hex(line.trim_ascii()).ok()).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(HashSet::default()),
        Err(error) => Err(format!("its list of shallow commits cannot be read: {error}")),
    }
}
