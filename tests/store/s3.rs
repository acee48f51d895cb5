//! The same on an object store that speaks S3, where somebody says where one is.
//!
//! `MILEPOST_TEST_S3=http://127.0.0.1:5555` names a server that takes any credentials, such as
//! `moto_server -H 127.0.0.1 -p 5555` (Python package `moto[server]`). Without it these tests pass
//! without doing anything, and say so.

use super::{all, append, blob, deployment, end, harvest};
use milepost::store::{Compaction, Store};
use milepost_model::record::Deployment;
use milepost_model::{Harvest, Memory};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

fn server() -> Option<String> {
    let server = std::env::var("MILEPOST_TEST_S3").ok();
    if server.is_none() {
        eprintln!("MILEPOST_TEST_S3 names no server: nothing was tested against S3");
    }
    server
}

/// Makes a bucket of that name; every run of the tests needs new ones.
fn bucket(server: &str, name: &str) -> String {
    let bucket = format!("milepost-{name}-{}-{:x}", std::process::id(), chrono::Utc::now().timestamp_micros());
    let host = server.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the server answers");
    write!(stream, "PUT /{bucket} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n\r\n")
        .expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    bucket
}

fn connect(server: &str, bucket: &str) -> Store {
    let options = [
        ("aws_endpoint", server),
        ("aws_allow_http", "true"),
        ("aws_access_key_id", "test"),
        ("aws_secret_access_key", "test"),
        ("aws_region", "us-east-1"),
    ];
    let options = options.map(|(key, value)| (key.to_owned(), value.to_owned()));
    Store::open_with(&format!("s3://{bucket}/deep/er"), options).expect("the store opens")
}

#[test]
fn a_bucket_keeps_records_as_a_folder_does() {
    let Some(server) = server() else { return };
    let bucket = bucket(&server, "one");
    let store = connect(&server, &bucket);
    assert_eq!(all::<Deployment>(&store), []);
    for run in 0..10 {
        let facts = (0..30).map(|n| deployment(&format!("d{n}"), &format!("r{}", n % 5), run, 1));
        let cursors = vec![("k".into(), run.to_string().into_bytes())];
        append(&store, Harvest { cursors, blobs: vec![blob(&run.to_string())], ..harvest(facts) });
    }
    let before: Vec<Deployment> = all(&store);
    assert_eq!(before.len(), 30);
    assert!(before.iter().all(|fact| fact.rev == 9));
    let again = append(&store, harvest(before.clone()));
    assert_eq!((again.records, again.manifest), (0, 10));

    let done = store.compact(Compaction { now: end(), grace: Duration::ZERO, at_most: 1 }).expect("it is compacted");
    assert!(done.removed > done.written, "{done:?}");
    let other = connect(&server, &bucket);
    assert!(all::<Deployment>(&other) == before);
    assert_eq!(other.memory().expect("it can be read").recall("k").as_deref(), Some(&b"9"[..]));
    let id = blob("3").id;
    assert_eq!(other.snapshot(end()).expect("it can be read").blob(&id).expect("it can be read").as_deref(), Some(&b"3"[..]));
}

#[test]
fn writers_at_once_take_numbers_of_their_own() {
    let Some(server) = server() else { return };
    let bucket = bucket(&server, "two");
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let (server, bucket) = (&server, &bucket);
            scope.spawn(move || {
                let store = connect(server, bucket);
                for n in 0..6 {
                    append(&store, harvest([deployment(&format!("{writer}:{n}"), "r", 1, n)]));
                }
            });
        }
    });
    let store = connect(&server, &bucket);
    assert_eq!(all::<Deployment>(&store).len(), 18);
    assert_eq!(store.statistics().expect("it can be read").manifest, 18);
}
