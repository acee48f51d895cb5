//! A branch that holds one commit without a history, replaced whole: the portal's, and the store's.
//!
//! Everything is prepared in a folder of its own: the repository that it is done from gets no object, no
//! reference and no index of it. A branch that somebody moved meanwhile is left alone.

use super::PublishError;
use super::git::Git;
use milepost_model::Instant;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A branch of a remote repository.
#[derive(Debug)]
pub struct Branch {
    git: Git,
    /// Where pushes go.
    url: String,
    name: String,
    /// The commit that it is at.
    tip: Option<String>,
}

/// What a file of the branch is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The content of a file, by its path.
    Of(PathBuf),
    /// These bytes.
    Bytes(Vec<u8>),
}

impl Branch {
    /// Looks at a branch from a repository that knows the remote. `work` is an empty folder for what is prepared.
    pub fn look(repository: &Path, remote: &str, name: &str, work: &Path) -> Result<Self, PublishError> {
        let here = Git::within(repository);
        let folder = here.text(&["rev-parse", "--absolute-git-dir"])?;
        let objects = absolute(repository, &here.text(&["rev-parse", "--git-path", "objects"])?);
        let url = address(repository, remote);
        let own = work.join("objects");
        fs::create_dir_all(&own).map_err(|error| PublishError::file("make", &own, error))?;
        let own = own.canonicalize().map_err(|error| PublishError::file("read", work, error))?;
        let git = here
            .with("GIT_DIR", folder)
            .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects)
            .with("GIT_INDEX_FILE", own.join("index"))
            .with("GIT_OBJECT_DIRECTORY", own);
        let reference = format!("refs/heads/{name}");
        let said = git.text(&["ls-remote", "--", &url, &reference])?;
        let tip = said.lines().find_map(|line| line.split_once('\t').filter(|(_, found)| *found == reference)).map(|(id, _)| id.to_owned());
        let branch = Self { git, url, name: name.to_owned(), tip };
        branch.fetch(&reference)?;
        Ok(branch)
    }

    fn fetch(&self, reference: &str) -> Result<(), PublishError> {
        let Some(tip) = &self.tip else { return Ok(()) };
        let quiet = ["-c", "maintenance.auto=false", "-c", "fetch.writeCommitGraph=false", "fetch", "--quiet", "--no-tags"];
        let alone = ["--no-write-fetch-head", "--no-recurse-submodules", "--refmap=", "--", &self.url, reference];
        self.git.text(&[&quiet[..], &alone[..]].concat())?;
        let commit = format!("{tip}^{{commit}}");
        self.git.text(&["cat-file", "-e", &commit]).map(drop).map_err(|_| PublishError::Moved(self.name.clone()))
    }

    /// Whether there is such a branch.
    pub fn exists(&self) -> bool {
        self.tip.is_some()
    }

    /// Its files, by their paths, with the ids of their contents.
    pub fn files(&self) -> Result<BTreeMap<String, String>, PublishError> {
        let Some(tip) = &self.tip else { return Ok(BTreeMap::new()) };
        let listed = self.git.run(&["ls-tree", "-r", "-z", "--full-tree", tip], Vec::new())?;
        let rows = listed.split(|byte| *byte == 0).filter_map(|row| {
            let (kind, path) = std::str::from_utf8(row).ok()?.split_once('\t')?;
            let mut words = kind.split(' ');
            // Links and submodules are none of ours.
            (words.next()? == "100644").then_some(())?;
            Some((path.to_owned(), words.nth(1)?.to_owned()))
        });
        Ok(rows.collect())
    }

    /// The content of a file.
    pub fn read(&self, id: &str) -> Result<Vec<u8>, PublishError> {
        self.git.run(&["cat-file", "blob", id], Vec::new())
    }

    /// The contents of several files, in that order.
    pub fn read_all(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>, PublishError> {
        let wrong = || PublishError::Git { doing: "cat-file".to_owned(), said: "it did not answer for every file".to_owned() };
        let said = self.git.run(&["cat-file", "--batch"], ids.iter().flat_map(|id| format!("{id}\n").into_bytes()).collect())?;
        let mut rest = &said[..];
        let mut contents = Vec::with_capacity(ids.len());
        for _ in ids {
            // «id blob size», the content, and the end of a line after each.
            let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(wrong)?;
            let head = std::str::from_utf8(&rest[..end]).ok().and_then(|head| head.rsplit(' ').next()?.parse::<usize>().ok());
            let size = head.filter(|size| end + 1 + size < rest.len()).ok_or_else(wrong)?;
            contents.push(rest[end + 1..][..size].to_vec());
            rest = &rest[end + size + 2..];
        }
        Ok(contents)
    }

    /// Replaces what the branch holds. Tells whether anything was different and so was pushed.
    pub fn replace(
        &self,
        files: &BTreeMap<String, Content>,
        kept: &BTreeMap<String, String>,
        message: &str,
        now: Instant,
    ) -> Result<bool, PublishError> {
        let mut ids = self.stored(files)?;
        ids.extend(kept.iter().map(|(path, id)| (path.clone(), id.clone())));
        let mut index = Vec::new();
        for (path, id) in &ids {
            index.extend_from_slice(format!("100644 {id}\t{path}\0").as_bytes());
        }
        self.git.run(&["update-index", "-z", "--index-info"], index)?;
        let tree = self.git.text(&["write-tree"])?;
        if let Some(tip) = &self.tip
            && self.git.text(&["rev-parse", &format!("{tip}^{{tree}}")])? == tree
        {
            return Ok(false);
        }
        let commit = self.signed(now).text(&["commit-tree", &tree, "-m", message])?;
        self.push(&commit)?;
        Ok(true)
    }

    fn push(&self, commit: &str) -> Result<(), PublishError> {
        let lease = format!("--force-with-lease=refs/heads/{}:{}", self.name, self.tip.as_deref().unwrap_or_default());
        let to = format!("{commit}:refs/heads/{}", self.name);
        match self.git.text(&["push", "--quiet", "--no-verify", &lease, "--", &self.url, &to]) {
            Err(PublishError::Git { said, .. }) if said.contains("stale info") => Err(PublishError::Moved(self.name.clone())),
            done => done.map(drop),
        }
    }

    /// The ids of contents, once git has them: as they are, whatever filters its user has for files.
    fn stored(&self, files: &BTreeMap<String, Content>) -> Result<BTreeMap<String, String>, PublishError> {
        let mut ids = BTreeMap::new();
        let mut waiting = Vec::new();
        let mut list = Vec::new();
        for (path, content) in files {
            match content {
                Content::Bytes(bytes) => {
                    let id = self.git.run(&["hash-object", "-w", "--stdin", "--no-filters"], bytes.clone())?;
                    ids.insert(path.clone(), String::from_utf8_lossy(&id).trim().to_owned());
                }
                Content::Of(file) => {
                    let file = file.canonicalize().map_err(|error| PublishError::file("read", file, error))?;
                    waiting.push(path);
                    list.extend_from_slice(file.to_string_lossy().as_bytes());
                    list.push(b'\n');
                }
            }
        }
        let said = self.git.run(&["hash-object", "-w", "--stdin-paths", "--no-filters"], list)?;
        let found: Vec<String> = String::from_utf8_lossy(&said).lines().map(str::to_owned).collect();
        if found.len() != waiting.len() {
            return Err(PublishError::Git { doing: "hash-object".to_owned(), said: "it did not answer for every file".to_owned() });
        }
        ids.extend(waiting.into_iter().cloned().zip(found));
        Ok(ids)
    }

    /// git with an author of our own, so that nobody's name and clock are in the commit.
    fn signed(&self, now: Instant) -> Git {
        // With the sign git takes it for seconds, however few; years before its own it does not know.
        let date = format!("@{} +0000", now.timestamp().max(0));
        let names = ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"];
        let git = names.into_iter().fold(self.git.clone(), |git, name| git.with(name, "milepost"));
        let git = ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].into_iter().fold(git, |git, name| git.with(name, "milepost@localhost"));
        ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].into_iter().fold(git, |git, name| git.with(name, &date))
    }
}

/// The address of a remote as people know it, whatever git puts in its place.
pub fn known_as(repository: &Path, remote: &str) -> String {
    let found = Git::within(repository).text(&["config", "--get", &format!("remote.{remote}.url")]);
    found.unwrap_or_else(|_| remote.to_owned())
}

/// Where pushes to a remote go. An address stands for itself, and keeps the tracking branches out of this.
pub fn address(repository: &Path, remote: &str) -> String {
    let found = Git::within(repository).text(&["remote", "get-url", "--push", "--", remote]);
    found.unwrap_or_else(|_| remote.to_owned())
}

fn absolute(folder: &Path, path: &str) -> PathBuf {
    let path = folder.join(path);
    path.canonicalize().unwrap_or(path)
}
