//! S3, as `MILEPOST_TEST_S3=http://127.0.0.1:5555` names a server of it that takes any credentials, such as
//! `moto_server -H 127.0.0.1 -p 5555` of the Python package `moto[server]`.

use super::http::send;
use super::{Bucket, fresh_name, named_server};

/// A bucket of its own.
pub fn bucket(what: &str) -> Bucket {
    let server = named_server("MILEPOST_TEST_S3");
    let name = fresh_name(what);
    let signature = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
    let answer = send(&server, "PUT", &format!("/{name}"), &[("Authorization", signature)]);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let options = [
        ("AWS_ENDPOINT", server.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_REGION", "us-east-1"),
    ];
    Bucket::new(format!("s3://{name}"), &options)
}
