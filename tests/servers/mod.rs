//! Servers of buckets on this machine, for the tests of stores and of portals in them: those of S3 and Azure, which
//! `cargo xtask test` installs and starts, and one for Google's, which is part of the tests.

pub mod azure;
pub mod gcs;
mod http;
pub mod s3;

/// A bucket that was just made.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its address, without a path in it.
    pub url: String,
    /// What is needed to open it, as variables of the environment.
    pub options: Vec<(String, String)>,
}

impl Bucket {
    fn new(url: String, options: &[(&str, &str)]) -> Self {
        Self { url, options: options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect() }
    }
}

/// A name for a bucket that no other run of the tests has.
fn fresh_name(what: &str) -> String {
    format!("milepost-{what}-{}-{:x}", std::process::id(), chrono::Utc::now().timestamp_micros())
}

/// The server that a variable names.
fn named_server(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names no server; `cargo xtask test` starts one"))
}
