//! Watches the inputs of a build and builds again when they change.

use super::reload::Reload;
use notify::{RecursiveMode, Watcher};
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// An editor writes a file in several steps; a build waits until it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(250);

/// What to watch, and what to do then.
pub struct Rebuild {
    /// Files, and folders with everything below them.
    pub paths: Vec<PathBuf>,
    /// Folders of which only the files in them count, and not what lies deeper.
    pub folders: Vec<PathBuf>,
    /// Builds again; says whether the portal changed.
    pub build: Box<dyn FnMut() -> bool + Send>,
}

impl std::fmt::Debug for Rebuild {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rebuild").field("paths", &self.paths).finish_non_exhaustive()
    }
}

/// Starts watching; stops when the returned watcher is dropped.
pub(super) fn start(rebuild: Rebuild, reload: Reload) -> Result<notify::RecommendedWatcher, notify::Error> {
    let (changed, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading a file is an event too; only what changes content counts.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = changed.send(());
        }
    })?;
    for path in &rebuild.paths {
        watcher.watch(path, RecursiveMode::Recursive)?;
    }
    for folder in &rebuild.folders {
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
    }
    let mut build = rebuild.build;
    thread::spawn(move || {
        while changes.recv().is_ok() {
            loop {
                match changes.recv_timeout(QUIET) {
                    Ok(()) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            if build() {
                reload.tell();
            }
        }
    });
    Ok(watcher)
}
