//! Buckets: S3 as `MILEPOST_TEST_S3` names a server of it. `cargo xtask test` starts one and runs these.

use super::fixture::{Files, files, first, is_list, second};
use super::{killed, links};
use futures::TryStreamExt;
use milepost::publish::{Built, How, Plan, PublishError, to_object_store};
use object_store::{Attribute, ObjectStore, ObjectStoreExt};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

/// A bucket of this test alone.
struct Bucket {
    url: String,
    options: BTreeMap<String, String>,
    /// What was read before, by its entity tag: looking again reads only what is new.
    read: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Bucket {
    fn new(what: &str) -> Self {
        let server = std::env::var("MILEPOST_TEST_S3").expect("MILEPOST_TEST_S3 names a server; `cargo xtask test` starts one");
        let name = format!("milepost-publish-{what}-{}", std::process::id());
        let host = server.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("the server answers");
        let signature = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
        write!(
            stream,
            "PUT /{name} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\nAuthorization: {signature}\r\n\r\n"
        )
        .expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server answers");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let options = [
            ("AWS_ENDPOINT", server.as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "us-east-1"),
        ];
        let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        Self { url: format!("s3://{name}/a/b/portal"), options, read: RefCell::default() }
    }

    fn publish(&self, site: &std::path::Path, how: How) -> Result<Plan, PublishError> {
        to_object_store(&Built::open(site).expect("it is built"), &self.url, &self.options, how)
    }

    fn run<T>(&self, work: impl AsyncFnOnce(&dyn ObjectStore, object_store::path::Path) -> T) -> T {
        let url = url::Url::parse(&self.url).expect("it is an address");
        let (store, prefix) = object_store::parse_url_opts(&url, self.options.clone()).expect("it opens");
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts").block_on(work(&*store, prefix))
    }

    /// Everything in the bucket, and whether a publish to it had begun and not ended.
    fn files(&self) -> (Files, bool) {
        self.run(async |store, prefix| {
            let mut found = Files::new();
            let listed: Vec<_> = store.list(None).try_collect().await.expect("it can be listed");
            for meta in listed {
                let parts: Vec<_> = meta.location.prefix_match(&prefix).expect("nothing lies beside it").collect();
                let name = parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("/");
                let tag = format!("{name} {}", meta.e_tag.expect("this server gives tags"));
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

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn a_bucket_holds_the_same_bytes_and_gets_only_what_changed() {
    let bucket = Bucket::new("one");
    let built = files(&first());
    let plan = bucket.publish(&first(), How { is_dry: true, ..How::default() }).expect("it can be planned");
    assert_eq!((plan.puts(), bucket.files().0.len()), (built.len(), 0));
    bucket.publish(&first(), How::default()).expect("it is published");
    let found = bucket.files().0;
    assert!(found == built, "the bytes differ");
    assert_eq!(links::broken(&found, false), [""; 0]);
    let again = bucket.publish(&first(), How::default()).expect("it is published");
    assert!(again.is_empty() && again.unchanged == built.len(), "{again:?}");

    assert_eq!(bucket.headers("index.html"), ("text/html; charset=utf-8".to_owned(), "no-cache".to_owned()));
    let style = built.keys().find(|name| name.starts_with("assets/style.")).expect("there is one");
    assert_eq!(bucket.headers(style), ("text/css; charset=utf-8".to_owned(), "max-age=31536000, immutable".to_owned()));

    let plan = bucket.publish(&second(), How::default()).expect("it is published");
    assert!(plan.unchanged > 0 && plan.removals() > 0, "{plan:?}");
    assert!(bucket.files().0 == files(&second()), "the bytes differ");
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn a_bucket_of_somebody_else_is_refused() {
    let bucket = Bucket::new("two");
    bucket.run(async |store, prefix| {
        store.put(&prefix.join("theirs.txt"), "x".into()).await.expect("it can be written");
    });
    assert!(matches!(bucket.publish(&first(), How::default()), Err(PublishError::NotOurs(_))));
    bucket.publish(&first(), How { is_forced: true, ..How::default() }).expect("it is published");
    assert!(bucket.files().0.contains_key("theirs.txt"));
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn a_publish_to_a_bucket_that_is_killed_never_leaves_a_page_without_what_it_loads() {
    let bucket = Bucket::new("three");
    let place = tempfile::tempdir().expect("a folder");
    let environment: Vec<_> = bucket.options.clone().into_iter().collect();
    let halfway = killed::survives(12, place.path(), &bucket.url, &environment, &|| bucket.files());
    assert!(halfway > 0, "no kill met a publish at work");
}
