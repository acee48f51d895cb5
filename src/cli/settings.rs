//! The configuration and the store that a command works with.

use super::Context;
use super::failure::Failure;
use crate::config::{Config, FILE_NAME, StoreAddress};
use crate::store::Store;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The configuration of `--config`, else of the file in this folder.
pub(super) fn config(context: &Context<'_>) -> Result<Config, Failure> {
    found(context)?.ok_or_else(|| {
        Failure::with_help(
            format!("there is no {FILE_NAME} in this folder"),
            "write one with milepost init --clones DIR, name one with --config, or look at a folder of git repositories at once with milepost build --clones DIR",
        )
    })
}

/// The same, or nothing where no file is there and none was named.
pub(super) fn found(context: &Context<'_>) -> Result<Option<Config>, Failure> {
    let path = context.global.config.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let config = Config::load(&text, &path).map_err(Failure::Configuration)?;
            super::own_files::read(config.with_environment(&context.surroundings.environment)).map(Some)
        }
        Err(error) if error.kind() == ErrorKind::NotFound && context.global.config.is_none() => Ok(None),
        Err(error) => Err(Failure::file("read the configuration", &path, &error)),
    }
}

/// The store of `--store`, else of the configuration.
pub(super) fn store(context: &Context<'_>, config: Option<&Config>) -> Result<Store, Failure> {
    let address = match (&context.global.store, config.map(|config| &config.store)) {
        (Some(url), _) | (None, Some(StoreAddress::Bucket(url))) => url.clone(),
        (None, Some(StoreAddress::Folder(path))) => path.display().to_string(),
        (None, None) => ".milepost".to_owned(),
    };
    Ok(Store::open_with(&address, bucket_options(&context.surroundings.environment))?)
}

/// What the environment says of buckets. Those who open buckets know each setting by a short name, too: `TOKEN`, `REGION`
/// and `TIMEOUT` are variables of something else.
pub(super) fn bucket_options(environment: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    const THEIRS: [&str; 3] = ["AWS_", "AZURE_", "GOOGLE_"];
    // Where a machine of Azure asks who it is.
    const IDENTITY: &str = "IDENTITY_ENDPOINT";
    let is_theirs = |name: &str| name == IDENTITY || THEIRS.iter().any(|prefix| name.starts_with(prefix));
    let of_buckets = environment.iter().filter(|(name, _)| is_theirs(&name.to_ascii_uppercase()));
    of_buckets.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The folder of the same store; none where it is in a bucket.
pub(super) fn store_folder(context: &Context<'_>, config: Option<&Config>) -> Option<PathBuf> {
    match (&context.global.store, config.map(|config| &config.store)) {
        (Some(url), _) => (!url.contains("://")).then(|| PathBuf::from(url)),
        (None, Some(StoreAddress::Folder(path))) => Some(path.clone()),
        (None, Some(StoreAddress::Bucket(_))) => None,
        (None, None) => Some(PathBuf::from(".milepost")),
    }
}

/// The store of `--store`, else one of its own beside the output, for what needs no configuration.
pub(super) fn store_beside(context: &Context<'_>, out: &Path) -> Result<Store, Failure> {
    let address = context.global.store.clone().unwrap_or_else(|| beside(out).join("store").display().to_string());
    Ok(Store::open_with(&address, bucket_options(&context.surroundings.environment))?)
}

/// The folder beside the output that holds what a build without a configuration keeps: `site` → `site.milepost`.
pub(super) fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().map_or_else(|| "site".into(), std::ffi::OsStr::to_os_string);
    name.push(".milepost");
    out.with_file_name(name)
}

/// A file name as people would type it after `milepost serve`.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_of_buckets_are_taken_for_their_settings() {
        let environment = ["AWS_REGION", "aws_endpoint", "AZURE_ENDPOINT", "GOOGLE_BASE_URL", "IDENTITY_ENDPOINT"];
        let others = ["TOKEN", "REGION", "TIMEOUT", "USER_AGENT", "ALLOW_INVALID_CERTIFICATES", "ENDPOINT", "GITHUB_TOKEN", "HOME"];
        let all = environment.iter().chain(&others).map(|name| ((*name).to_owned(), "x".to_owned())).collect();
        let mut expected = environment.map(str::to_owned).to_vec();
        expected.sort();
        assert_eq!(bucket_options(&all).into_keys().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_a_build_keeps_lies_beside_its_output() {
        assert_eq!(beside(Path::new("site")), Path::new("site.milepost"));
        assert_eq!(beside(Path::new("/tmp/a/site/")), Path::new("/tmp/a/site.milepost"));
    }
}
