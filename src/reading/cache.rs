//! What contents say, kept by their hashes, so that a file copied to a thousand repositories is read once.

use super::codeowners::Codeowners;
use super::manifest::Manifest;
use super::readme::Readme;
use super::workflow::Workflow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The readings of one run.
#[derive(Debug, Default)]
pub struct Readings {
    /// CODEOWNERS files.
    pub codeowners: Cache<Codeowners>,
    /// READMEs.
    pub readmes: Cache<Readme>,
    /// Manifests and task files.
    pub manifests: Cache<Manifest>,
    /// Workflows; a broken one is its error.
    pub workflows: Cache<Result<Workflow, Vec<milepost_model::Diagnostic>>>,
}

/// The readings of one kind of file.
#[derive(Debug)]
pub struct Cache<T>(Mutex<HashMap<String, Arc<T>>>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Cache<T> {
    /// What the content with this hash says; `read` is called if nobody asked before.
    ///
    /// Two threads that ask at once may both read: the reading is the same, so nothing waits.
    pub fn get(&self, hash: &str, read: impl FnOnce() -> T) -> Arc<T> {
        let known = self.lock().get(hash).cloned();
        known.unwrap_or_else(|| {
            let fresh = Arc::new(read());
            self.lock().entry(hash.to_owned()).or_insert(fresh).clone()
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<T>>> {
        // A reader that panicked left the map whole: entries are inserted in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_is_read_once() {
        let cache = Cache::default();
        assert_eq!(*cache.get("a", || 1), 1);
        assert_eq!(*cache.get("a", || panic!("because it was read before")), 1);
        assert_eq!(*cache.get("b", || 2), 2);
    }
}
