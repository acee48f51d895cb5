//! What publishing comes to: which files are put, in which order, and which are removed after them.

use super::Built;
use super::published::Published;
use crate::site::order;
use std::collections::BTreeMap;
use std::fmt;

/// What is, or would be, done to a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The place, as people name it.
    pub place: String,
    /// Files to put, in groups: those of one group in any order, the groups one after the other.
    pub put: Vec<Vec<String>>,
    /// Files to remove after that, in groups of the same kind.
    pub remove: Vec<Vec<String>>,
    /// How many files are there already as they should be.
    pub unchanged: usize,
    /// How many bytes are put.
    pub bytes: u64,
}

impl Plan {
    /// Compares what was built with what was published, and with the files that are really there.
    pub fn new(place: String, built: &Built, published: &Published, there: &BTreeMap<String, u64>) -> Self {
        let mut plan = Self { place, ..Self::default() };
        let mut put: BTreeMap<u8, Vec<String>> = BTreeMap::new();
        for (path, file) in built.files() {
            let is_there = there.get(path) == Some(&file.bytes);
            if is_there && published.files.get(path) == Some(file) {
                plan.unchanged += 1;
            } else {
                plan.bytes += file.bytes;
                put.entry(order::to_put(path, there.contains_key(path))).or_default().push(path.clone());
            }
        }
        let mut remove: BTreeMap<u8, Vec<String>> = BTreeMap::new();
        for path in published.files.keys().filter(|path| !built.files().contains_key(*path)) {
            remove.entry(order::to_remove(path)).or_default().push(path.clone());
        }
        plan.put = put.into_values().collect();
        plan.remove = remove.into_values().collect();
        plan
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.put.is_empty() && self.remove.is_empty()
    }

    /// How many files are put.
    pub fn puts(&self) -> usize {
        self.put.iter().map(Vec::len).sum()
    }

    /// How many files are removed.
    pub fn removals(&self) -> usize {
        self.remove.iter().map(Vec::len).sum()
    }
}

impl fmt::Display for Plan {
    /// A line for each file, in the order in which they are done.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in self.put.iter().flatten() {
            writeln!(to, "put     {path}")?;
        }
        for path in self.remove.iter().flatten() {
            writeln!(to, "remove  {path}")?;
        }
        Ok(())
    }
}
