//! `[store]`: where the records are kept.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::reader::Section;
use std::path::{Path, PathBuf};

/// Where the records are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreAddress {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket: `s3://…`, `gs://…` or `az://…`.
    Bucket(String),
}

pub(in crate::config) const TABLE: Table = Table {
    name: "store",
    is_list: false,
    doc: "Where the records are kept, which are everything that milepost has ever seen. They are worth keeping: much of it cannot be asked for again.",
    keys: &[Key {
        name: "url",
        values: Values::StoreAddress,
        absent: Absent::Is("\".milepost\""),
        doc: "A folder, or a bucket: `s3://bucket/path`, `gs://bucket/path`, `az://container/path`. Credentials come from the environment. `--store` goes before it.",
        example: "\"s3://lumen-freight-portal/store\"",
        only_for: None,
    }],
};

impl StoreAddress {
    pub(in crate::config) fn of(section: &Section, folder: &Path) -> Self {
        let url = section.text("url").unwrap_or_default();
        if url.contains("://") { Self::Bucket(url) } else { Self::Folder(folder.join(url)) }
    }
}
