//! The folder or bucket that a store is in: whole files by name, read, written and made if absent.

use super::StoreError;
use crate::buckets;
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use milepost_model::Instant;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// How many files are fetched at once; object stores answer in tens of milliseconds.
const AT_ONCE: usize = 16;

/// A file that a listing found.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub name: String,
    pub changed: Instant,
}

/// A folder or bucket.
#[derive(Debug)]
pub(super) struct Objects {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    url: String,
    folder: Option<PathBuf>,
    // Work is handed to a runtime of its own, so that callers may themselves run inside another one.
    runtime: Option<Runtime>,
}

impl Objects {
    /// Opens a place; options are the keys and values that object stores know, such as `aws_region`.
    pub fn open(url: &str, options: impl IntoIterator<Item = (String, String)>) -> Result<Self, StoreError> {
        let wrong = |reason: String| StoreError::Place { url: url.to_owned(), reason };
        // A scheme of one letter is a drive on Windows.
        let remote = Url::parse(url).ok().filter(|parsed| parsed.scheme().len() > 1 && parsed.scheme() != "file");
        let (store, prefix, folder): (Arc<dyn ObjectStore>, _, _) = if let Some(remote) = remote {
            let (store, prefix) = buckets::open(&remote, options).map_err(|error| wrong(error.to_string()))?;
            (store, prefix, None)
        } else {
            let folder = PathBuf::from(url.strip_prefix("file://").unwrap_or(url));
            std::fs::create_dir_all(&folder).map_err(|error| wrong(error.to_string()))?;
            let store = LocalFileSystem::new_with_prefix(&folder).map_err(|error| wrong(error.to_string()))?;
            (Arc::new(store), Path::default(), Some(folder))
        };
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("milepost-store")
            .enable_all()
            .build()
            .map_err(|error| wrong(error.to_string()))?;
        Ok(Self { store, prefix, url: url.to_owned(), folder, runtime: Some(runtime) })
    }

    /// The place, for messages.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The content of a file.
    pub fn get(&self, name: &str) -> Result<Bytes, StoreError> {
        if let Some(folder) = &self.folder {
            return read_here(folder, name).map_err(|error| self.failed("read", name, error));
        }
        let (store, path) = (Arc::clone(&self.store), self.path(name));
        self.run(async move { store.get(&path).await?.bytes().await }).map_err(|error| self.failed("read", name, error))
    }

    /// The contents of several files, in the order of their names.
    pub fn get_all(&self, names: &[String]) -> Result<Vec<Bytes>, StoreError> {
        if self.folder.is_some() || names.len() < 2 {
            return names.iter().map(|name| self.get(name)).collect();
        }
        let store = Arc::clone(&self.store);
        let paths: Vec<_> = names.iter().map(|name| (name.clone(), self.path(name))).collect();
        let fetched = self.run(async move {
            futures::stream::iter(paths)
                .map(|(name, path)| {
                    let store = Arc::clone(&store);
                    async move {
                        let content = async { store.get(&path).await?.bytes().await };
                        content.await.map_err(|error| (name, error))
                    }
                })
                .buffered(AT_ONCE)
                .try_collect::<Vec<_>>()
                .await
        });
        fetched.map_err(|(name, error)| self.failed("read", &name, error))
    }

    /// Writes a file, replacing what is there.
    pub fn put(&self, name: &str, content: Bytes) -> Result<(), StoreError> {
        let (store, path) = (Arc::clone(&self.store), self.path(name));
        self.run(async move { store.put(&path, PutPayload::from_bytes(content)).await })
            .map(|_| ())
            .map_err(|error| self.failed("write", name, error))
    }

    /// Writes several files, replacing what is there.
    pub fn put_all(&self, files: Vec<(String, Bytes)>) -> Result<(), StoreError> {
        let store = Arc::clone(&self.store);
        let files: Vec<_> = files.into_iter().map(|(name, content)| (self.path(&name), name, content)).collect();
        let written = self.run(async move {
            futures::stream::iter(files)
                .map(|(path, name, content)| {
                    let store = Arc::clone(&store);
                    async move { store.put(&path, PutPayload::from_bytes(content)).await.map_err(|error| (name, error)) }
                })
                .buffer_unordered(AT_ONCE)
                .try_for_each(|_| async { Ok(()) })
                .await
        });
        written.map_err(|(name, error)| self.failed("write", &name, error))
    }

    /// Writes a file unless it exists. Tells whether it did not exist.
    pub fn create(&self, name: &str, content: Bytes) -> Result<bool, StoreError> {
        let (store, path) = (Arc::clone(&self.store), self.path(name));
        let options = PutOptions::from(PutMode::Create);
        match self.run(async move { store.put_opts(&path, PutPayload::from_bytes(content), options).await }) {
            Ok(_) => Ok(true),
            // Some object stores answer a lost race with one word and some with the other.
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(false),
            Err(error) => Err(self.failed("create", name, error)),
        }
    }

    /// The files whose names begin with that folder, sorted by name.
    pub fn list(&self, folder: &str) -> Result<Vec<Listed>, StoreError> {
        let (store, path) = (Arc::clone(&self.store), self.path(folder));
        let found: Vec<_> =
            self.run(async move { store.list(Some(&path)).try_collect().await }).map_err(|error| self.failed("list", folder, error))?;
        let mut listed: Vec<_> = found
            .into_iter()
            .filter_map(|meta| {
                let parts: Vec<_> = meta.location.prefix_match(&self.prefix)?.collect();
                let name = parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("/");
                Some(Listed { name, changed: meta.last_modified })
            })
            .collect();
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(listed)
    }

    /// The names of the files that lie in the place itself, not in a folder of it; sorted.
    pub fn list_here(&self) -> Result<Vec<String>, StoreError> {
        let (store, path) = (Arc::clone(&self.store), self.prefix.clone());
        let found =
            self.run(async move { store.list_with_delimiter(Some(&path)).await }).map_err(|error| self.failed("list", "", error))?;
        let mut names: Vec<_> = found.objects.iter().filter_map(|meta| meta.location.filename().map(ToOwned::to_owned)).collect();
        names.sort();
        Ok(names)
    }

    /// Removes what killed writers left of files that they had not finished, where it is older than
    /// that. Only folders have such: an object store shows nothing before it is whole.
    pub fn remove_unfinished(&self, before: Instant) -> usize {
        let Some(folder) = &self.folder else { return 0 };
        let found = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| {
            let name = entry.file_name().to_string_lossy();
            let is_ours = name.rsplit_once('#').is_some_and(|(file, number)| {
                let extension = file.rsplit('.').next();
                matches!(extension, Some("parquet" | "json")) && number.bytes().all(|byte| byte.is_ascii_digit())
            });
            let changed = || entry.metadata().ok().and_then(|meta| meta.modified().ok());
            is_ours && entry.file_type().is_file() && changed().is_some_and(|changed| Instant::from(changed) < before)
        });
        found.filter(|entry| std::fs::remove_file(entry.path()).is_ok()).count()
    }

    /// Removes files; one that is gone already is no error.
    pub fn delete(&self, names: &[String]) -> Result<(), StoreError> {
        for name in names {
            let (store, path) = (Arc::clone(&self.store), self.path(name));
            match self.run(async move { store.delete(&path).await }) {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(self.failed("remove", name, error)),
            }
        }
        Ok(())
    }

    fn path(&self, name: &str) -> Path {
        name.split('/').filter(|part| !part.is_empty()).fold(self.prefix.clone(), Path::join)
    }

    fn failed(&self, doing: &str, name: &str, error: Error) -> StoreError {
        let url = self.url.clone();
        match error {
            Error::NotFound { .. } => StoreError::Missing { url, file: name.to_owned() },
            source => StoreError::Storage { doing: format!("{doing} {name}"), url, source },
        }
    }

    fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let runtime = self.runtime.as_ref().expect("because only dropping takes it");
        let (done, result) = mpsc::sync_channel(1);
        runtime.spawn(async move {
            let _ = done.send(work.await);
        });
        result.recv().expect("because the runtime lives as long as the store and its work does not panic")
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // A runtime that is dropped inside another one would panic while it waits for its threads.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
/// A file of a folder, read by whoever asks: threads of their own would hold memory of their own.
fn read_here(folder: &std::path::Path, name: &str) -> Result<Bytes, Error> {
    std::fs::read(folder.join(name)).map(Bytes::from).map_err(|source| {
        let (path, is_missing) = (name.to_owned(), source.kind() == std::io::ErrorKind::NotFound);
        let source = Box::new(source);
        if is_missing { Error::NotFound { path, source } } else { Error::Generic { store: "LocalFileSystem", source } }
    })
}
