//! Opens a bucket by its address: S3, Google Cloud Storage or Azure, over TLS by ring.

use object_store::path::Path;
use object_store::{Error, ObjectStore};
use std::sync::Arc;
use url::Url;

/// What went wrong, with its causes: the first one says where, and only the last one why.
pub fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(why) = cause {
        let more = why.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = why.source();
    }
    text
}

/// The bucket and the folder in it; options are the keys and values that object stores know, such as `aws_region`.
pub fn open(url: &Url, options: impl IntoIterator<Item = (String, String)>) -> Result<(Arc<dyn ObjectStore>, Path), Error> {
    // The client is built without cryptography of its own and takes that of the process. Whoever was first has chosen.
    drop(rustls::crypto::ring::default_provider().install_default());
    let (store, prefix) = object_store::parse_url_opts(url, options)?;
    Ok((Arc::from(store), prefix))
}
