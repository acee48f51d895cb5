//! Publishes to a bucket: S3, Google Cloud Storage or Azure.

use super::published::FILE;
use super::update::{Place, update};
use super::{Built, How, Plan, PublishError};
use crate::buckets;
use crate::site::{content_type, order};
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{Attribute, Attributes, Error, ObjectStore, ObjectStoreExt, PutOptions, PutPayload};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// How many requests are under way at once.
const AT_ONCE: usize = 16;
/// What never changes may be kept for ever, everything else is asked for again each time it is shown.
const FOR_EVER: &str = "max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Publishes to a bucket; options are the keys and values that object stores know, such as `aws_region`.
pub fn to_object_store(built: &Built, url: &str, options: &BTreeMap<String, String>, how: How) -> Result<Plan, PublishError> {
    let wrong = |reason: String| PublishError::Bucket { doing: "publish".to_owned(), place: url.to_owned(), reason };
    let parsed = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
    let (store, prefix) = buckets::open(&parsed, options.clone()).map_err(|error| wrong(error.to_string()))?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| wrong(error.to_string()))?;
    update(&Bucket { store, prefix, name: url.to_owned(), runtime }, built, how)
}

struct Bucket {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    name: String,
    runtime: Runtime,
}

impl Bucket {
    /// The key of a file: its path as it stands, since that is what a browser will ask for.
    fn path(&self, name: &str) -> Result<Path, Error> {
        let key = if self.prefix.as_ref().is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) };
        Ok(Path::parse(key)?)
    }

    fn failed(&self, doing: &str, error: &Error) -> PublishError {
        PublishError::Bucket { doing: doing.to_owned(), place: self.name.clone(), reason: buckets::told(error) }
    }

    async fn send(&self, name: &str, content: Vec<u8>) -> Result<(), Error> {
        let lasting = if order::is_named_by_content(name) { FOR_EVER } else { ASK_AGAIN };
        let attributes = [(Attribute::ContentType, content_type::of(name)), (Attribute::CacheControl, lasting)];
        let options = PutOptions::from(attributes.into_iter().collect::<Attributes>());
        self.store.put_opts(&self.path(name)?, PutPayload::from(content), options).await.map(drop)
    }
}

impl Place for Bucket {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn list(&self) -> Result<Option<Vec<u8>>, PublishError> {
        let read = async { self.store.get(&self.path(FILE)?).await?.bytes().await };
        match self.runtime.block_on(read) {
            Ok(content) => Ok(Some(content.to_vec())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed("read the list of what was published", &error)),
        }
    }

    fn there(&self) -> Result<BTreeMap<String, u64>, PublishError> {
        let prefix = Some(&self.prefix).filter(|prefix| !prefix.as_ref().is_empty());
        let found: Vec<_> =
            self.runtime.block_on(self.store.list(prefix).try_collect()).map_err(|error| self.failed("list what is", &error))?;
        let named = found.into_iter().filter_map(|meta| {
            let parts: Vec<_> = meta.location.prefix_match(&self.prefix)?.collect();
            Some((parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("/"), meta.size))
        });
        Ok(named.filter(|(name, _)| name != FILE).collect())
    }

    fn prepare(&self, _built: &Built, _files: &[Vec<String>]) -> Result<(), PublishError> {
        Ok(())
    }

    fn put(&self, built: &Built, files: &[String]) -> Result<(), PublishError> {
        self.runtime.block_on(
            futures::stream::iter(files)
                .map(|name| async move {
                    let content = built.content(name)?;
                    self.send(name, content).await.map_err(|error| self.failed(&format!("write {name}"), &error))
                })
                .buffer_unordered(AT_ONCE)
                .try_for_each(|()| async { Ok(()) }),
        )
    }

    fn put_list(&self, content: Vec<u8>) -> Result<(), PublishError> {
        self.runtime.block_on(self.send(FILE, content)).map_err(|error| self.failed("write the list of what is published", &error))
    }

    fn remove(&self, files: &[String]) -> Result<(), PublishError> {
        self.runtime.block_on(
            futures::stream::iter(files)
                .map(|name| async move {
                    let removed = async { self.store.delete(&self.path(name)?).await };
                    match removed.await {
                        Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                        Err(error) => Err(self.failed(&format!("remove {name}"), &error)),
                    }
                })
                .buffer_unordered(AT_ONCE)
                .try_for_each(|()| async { Ok(()) }),
        )
    }
}
