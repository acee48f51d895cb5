//! Files that somebody exported: records as they are, and tables and lists that a mapping makes into records.
//!
//! `read` takes one file: `text` makes characters of its bytes, `table` and `list` make rows of them, and
//! a `Mapping` says which column of a row gives which field of a record. `convert` makes a field of a cell,
//! `identity` gives an id to a row that has none. A row that cannot be read is told with its place, and the
//! rows around it are read.

mod convert;
mod find;
mod header;
mod identity;
mod list;
mod make;
mod mapping;
mod place;
mod read;
pub mod ready;
mod repositories;
mod table;
mod take;
mod text;
mod times;

pub(crate) use list::rows as objects;
pub(crate) use place::Trouble;
pub(crate) use text::of as text_of;

pub use find::{RecordFile, find, open};
pub use mapping::{FieldFault, Mapping, field_fault};
pub use read::{Reading, read};
pub use ready::READY;
pub use repositories::Repositories;
pub use take::Take;
pub use times::{is_time_format, is_zone};

use milepost_model::record::Coverage;
use milepost_model::{CoverageState, Instant, Kind, Provenance};
use std::path::PathBuf;

/// Which files are read, and what their rows mean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilesSettings {
    /// The source's name; records bear it.
    pub id: String,
    /// Files, folders and patterns of paths.
    pub paths: Vec<PathBuf>,
    /// What rows mean; without it files hold records.
    pub mapping: Option<Mapping>,
    /// The host of repositories that rows name without one.
    pub host: Option<String>,
    /// Since when the files hold every record of their kind.
    pub complete_since: Option<Instant>,
}

/// What the files hold whole: everything since that day, until the newest of them was written.
pub fn coverage(settings: &FilesSettings, files: &[RecordFile], now: Instant) -> Option<Coverage> {
    let (kind, from) = (settings.mapping.as_ref()?.record, settings.complete_since?);
    let to = files.iter().filter_map(|file| file.written_at).max()?.min(now);
    (from < to).then(|| Coverage {
        id: format!("{}::{}:{}", settings.id, kind.word(), from.format("%Y-%m-%d")),
        rev: u64::try_from(now.timestamp_millis()).unwrap_or(0),
        observed_at: now,
        provenance: Provenance::of(&settings.id),
        of: Kind::word(kind).to_owned(),
        source: settings.id.clone(),
        from,
        to,
        state: CoverageState::Complete,
        ..Coverage::default()
    })
}
