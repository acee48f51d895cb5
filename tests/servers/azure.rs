//! Azure's Blob Storage, as `MILEPOST_TEST_AZURE=http://127.0.0.1:10000` names a server of it that knows the
//! account below, such as `AZURITE_ACCOUNTS=milepost:bWlsZXBvc3Q= azurite-blob --blobPort 10000` of the npm
//! package `azurite`.

use super::http::send;
use super::{Bucket, fresh_name, named_server};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const ACCOUNT: &str = "milepost";
/// The account's own name in base64: nothing that is a secret anywhere.
const KEY: &str = "bWlsZXBvc3Q=";
const VERSION: &str = "2021-08-06";

/// A container of its own.
pub fn bucket(what: &str) -> Bucket {
    let server = named_server("MILEPOST_TEST_AZURE");
    let container = fresh_name(what);
    let date = chrono::Utc::now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    // Of the headers that are signed only two are sent: eleven lines stay empty.
    let signed =
        format!("PUT{}x-ms-date:{date}\nx-ms-version:{VERSION}\n/{ACCOUNT}/{ACCOUNT}/{container}\nrestype:container", "\n".repeat(12));
    let key = STANDARD.decode(KEY).expect("the key is base64");
    let signature = format!("SharedKey {ACCOUNT}:{}", STANDARD.encode(hmac(&key, signed.as_bytes())));
    let headers = [("x-ms-date", date.as_str()), ("x-ms-version", VERSION), ("Authorization", &signature)];
    let answer = send(&server, "PUT", &format!("/{ACCOUNT}/{container}?restype=container"), &headers);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let endpoint = format!("{server}/{ACCOUNT}");
    let options = [
        ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT),
        ("AZURE_STORAGE_ACCOUNT_KEY", KEY),
        ("AZURE_ENDPOINT", endpoint.as_str()),
        ("AZURE_ALLOW_HTTP", "true"),
    ];
    Bucket::new(format!("az://{container}"), &options)
}

/// HMAC with SHA-256, for keys of at most 64 bytes.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let padded = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}
