//! Buckets: what holds for folders holds for S3, Google Cloud Storage and Azure.
//!
//! Google's tests run everywhere, against a server of their own. Those of S3 and Azure need a server on this machine
//! and are ignored without one; `cargo xtask test` installs both, starts them and runs all.

mod azure;
mod everywhere;
mod gcs;
mod s3;
#[path = "../servers/mod.rs"]
mod servers;

use super::fixture::{Files, files, first, is_list, second};
use super::{killed, links};
use futures::TryStreamExt;
use milepost::publish::{Built, How, Plan, PublishError, to_object_store};
use object_store::{Attribute, ObjectMeta, ObjectStore, ObjectStoreExt};
use servers::Bucket;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

/// A folder in a bucket of a test's own.
struct Place {
    url: String,
    options: BTreeMap<String, String>,
    /// What was read before, by its entity tag: looking again reads only what is new.
    read: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Place {
    fn of(bucket: Bucket) -> Self {
        Self { url: format!("{}/a/b/portal", bucket.url), options: bucket.options.into_iter().collect(), read: RefCell::default() }
    }

    fn publish(&self, site: &Path, how: How) -> Result<Plan, PublishError> {
        to_object_store(&Built::open(site).expect("it is built"), &self.url, &self.options, how)
    }

    fn run<T>(&self, work: impl AsyncFnOnce(&dyn ObjectStore, object_store::path::Path) -> T) -> T {
        let url = url::Url::parse(&self.url).expect("it is an address");
        let (store, prefix) = milepost::buckets::open(&url, self.options.clone()).expect("it opens");
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts").block_on(work(&*store, prefix))
    }

    /// What lies in the bucket, without its content.
    fn listed(&self) -> Vec<ObjectMeta> {
        let mut found: Vec<ObjectMeta> = self.run(async |store, _| store.list(None).try_collect().await.expect("it can be listed"));
        found.sort_by(|one, other| one.location.cmp(&other.location));
        found
    }

    /// Everything in the bucket, and whether a publish to it had begun and not ended.
    fn files(&self) -> (Files, bool) {
        let listed = self.listed();
        self.run(async |store, prefix| {
            let mut found = Files::new();
            for meta in listed {
                let parts: Vec<_> = meta.location.prefix_match(&prefix).expect("nothing lies beside it").collect();
                let name = parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("/");
                let tag = format!("{name} {}", meta.e_tag.expect("these servers give tags"));
                let known = self.read.borrow().get(&tag).cloned();
                let bytes = match known {
                    Some(bytes) => bytes,
                    None => store.get(&meta.location).await.expect("it is there").bytes().await.expect("it is whole").to_vec(),
                };
                self.read.borrow_mut().insert(tag, bytes.clone());
                found.insert(name, bytes);
            }
            let is_halfway =
                found.get(".milepost-published.json").is_some_and(|list| String::from_utf8_lossy(list).contains("\"hash\": null"));
            (found.into_iter().filter(|(name, _)| !is_list(name)).collect(), is_halfway)
        })
    }

    fn headers(&self, name: &str) -> (String, String) {
        self.run(async |store, prefix| {
            let path = object_store::path::Path::parse(format!("{prefix}/{name}")).expect("it is a key");
            let found = store.get(&path).await.expect("it is there").attributes;
            let value = |attribute| found.get(&attribute).map(|value| value.to_string()).unwrap_or_default();
            (value(Attribute::ContentType), value(Attribute::CacheControl))
        })
    }
}

/// A bucket holds the same bytes, with what hosts say of them, and gets only what changed.
fn holds_the_same_bytes_and_gets_only_what_changed(place: &Place) {
    let built = files(&first());
    let plan = place.publish(&first(), How { is_dry: true, ..How::default() }).expect("it can be planned");
    assert_eq!((plan.puts(), place.files().0.len()), (built.len(), 0));
    place.publish(&first(), How::default()).expect("it is published");
    let found = place.files().0;
    assert!(found == built, "the bytes differ");
    assert_eq!(links::broken(&found, false), [""; 0]);
    let again = place.publish(&first(), How::default()).expect("it is published");
    assert!(again.is_empty() && again.unchanged == built.len(), "{again:?}");

    assert_eq!(place.headers("index.html"), ("text/html; charset=utf-8".to_owned(), "no-cache".to_owned()));
    let style = built.keys().find(|name| name.starts_with("assets/style.")).expect("there is one");
    assert_eq!(place.headers(style), ("text/css; charset=utf-8".to_owned(), "max-age=31536000, immutable".to_owned()));

    let plan = place.publish(&second(), How::default()).expect("it is published");
    assert!(plan.unchanged > 0 && plan.removals() > 0, "{plan:?}");
    assert!(place.files().0 == files(&second()), "the bytes differ");
}

/// What somebody else put into the bucket is left alone.
fn refuses_what_is_somebody_elses(place: &Place) {
    place.run(async |store, prefix| {
        store.put(&prefix.join("theirs.txt"), "x".into()).await.expect("it can be written");
    });
    assert!(matches!(place.publish(&first(), How::default()), Err(PublishError::NotOurs(_))));
    place.publish(&first(), How { is_forced: true, ..How::default() }).expect("it is published");
    assert!(place.files().0.contains_key("theirs.txt"));
}

/// A publish that is killed at any instant leaves pages that have all that they load.
fn survives(kills: u64, place: &Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let environment: Vec<_> = place.options.clone().into_iter().collect();
    let halfway = killed::survives(kills, folder.path(), &place.url, &environment, &|| place.files());
    assert!(halfway > 0, "no kill met a publish at work");
}
