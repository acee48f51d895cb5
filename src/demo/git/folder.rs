//! A folder of files that can be changed, kept and written again cheaply.

use super::object::Oid;
use super::pack::{Pack, Stored};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A folder. Clones share what they have in common, so each commit can keep one.
#[derive(Debug, Clone, Default)]
pub(in crate::demo) struct Folder {
    entries: BTreeMap<String, Node>,
    /// The list as it was written last, which the next one is told against.
    written: Option<Arc<Stored>>,
    is_changed: bool,
}

#[derive(Debug, Clone)]
enum Node {
    File(Arc<Stored>),
    Folder(Arc<Folder>),
}

impl Folder {
    /// The file at the path.
    pub(in crate::demo) fn file(&self, path: &str) -> Option<&Arc<Stored>> {
        match path.split_once('/') {
            Some((folder, rest)) => match self.entries.get(folder)? {
                Node::Folder(folder) => folder.file(rest),
                Node::File(_) => None,
            },
            None => match self.entries.get(path)? {
                Node::File(file) => Some(file),
                Node::Folder(_) => None,
            },
        }
    }

    /// Puts the file at the path, making the folders that it needs.
    pub(in crate::demo) fn put(&mut self, path: &str, file: Arc<Stored>) {
        self.is_changed = true;
        let Some((name, rest)) = path.split_once('/') else {
            self.entries.insert(path.to_owned(), Node::File(file));
            return;
        };
        let node = self.entries.entry(name.to_owned()).or_insert_with(|| Node::Folder(Arc::default()));
        if let Node::File(_) = node {
            *node = Node::Folder(Arc::default());
        }
        if let Node::Folder(folder) = node {
            Arc::make_mut(folder).put(rest, file);
        }
    }

    /// Removes the file at the path, and folders that it leaves empty.
    pub(in crate::demo) fn remove(&mut self, path: &str) {
        self.is_changed = true;
        let Some((name, rest)) = path.split_once('/') else {
            self.entries.remove(path);
            return;
        };
        if let Some(Node::Folder(folder)) = self.entries.get_mut(name) {
            let folder = Arc::make_mut(folder);
            folder.remove(rest);
            if folder.entries.is_empty() {
                self.entries.remove(name);
            }
        }
    }

    /// Writes what changed and gives the folder's id.
    pub(in crate::demo) fn write(&mut self, pack: &mut Pack) -> Oid {
        if let Some(written) = self.written.as_ref().filter(|_| !self.is_changed) {
            return written.oid;
        }
        let mut lines: Vec<(String, Vec<u8>)> = Vec::with_capacity(self.entries.len());
        for (name, node) in &mut self.entries {
            let (mode, sort_as, oid) = match node {
                Node::File(file) if is_executable(name) => ("100755", name.clone(), file.oid),
                Node::File(file) => ("100644", name.clone(), file.oid),
                // Git orders a folder as if its name ended with a slash.
                Node::Folder(folder) => ("40000", format!("{name}/"), Arc::make_mut(folder).write(pack)),
            };
            let mut line = format!("{mode} {name}\0").into_bytes();
            line.extend_from_slice(&oid.0);
            lines.push((sort_as, line));
        }
        lines.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let content = lines.into_iter().flat_map(|(_, line)| line).collect();
        let written = pack.tree(content, self.written.as_deref());
        let oid = written.oid;
        self.written = Some(Arc::new(written));
        self.is_changed = false;
        oid
    }
}

fn is_executable(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension == "sh")
}
