//! S3, as `MILEPOST_TEST_S3=http://127.0.0.1:5555` names a server of it that takes any credentials, such as
//! `moto_server -H 127.0.0.1 -p 5555` of the Python package `moto[server]`.

use super::http::send;
use super::{Place, fresh_name, named_server};

fn place(what: &str) -> Place {
    let server = named_server("MILEPOST_TEST_S3");
    let bucket = fresh_name(what);
    let signature = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
    let answer = send(&server, "PUT", &format!("/{bucket}"), &[("Authorization", signature)]);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let options = [
        ("aws_endpoint", server.as_str()),
        ("aws_allow_http", "true"),
        ("aws_access_key_id", "test"),
        ("aws_secret_access_key", "test"),
        ("aws_region", "us-east-1"),
    ];
    Place::new(format!("s3://{bucket}/deep/er"), &options)
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn a_bucket_keeps_records_as_a_folder_does() {
    super::keeps_records_as_a_folder_does(&place("one"));
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn writers_at_once_take_numbers_of_their_own() {
    super::gives_each_writer_numbers_of_its_own(&place("two"));
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn a_writer_that_is_killed_breaks_nothing() {
    super::survives_writers_that_are_killed(&place("three"));
}
