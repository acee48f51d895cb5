//! The list of what was published, which lies beside it: `.milepost-published.json`.

use super::PublishError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The list's name.
pub const FILE: &str = ".milepost-published.json";
const SCHEMA: &str = "milepost-published/1";

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its content's hash; none while it is being replaced, when it may be the old one or the new one.
    pub hash: Option<String>,
    /// Its length.
    pub bytes: u64,
}

/// Everything that was published to a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    schema: String,
    /// The files by their paths.
    pub files: BTreeMap<String, File>,
}

impl Published {
    /// The list of these files.
    pub fn of(files: BTreeMap<String, File>) -> Self {
        Self { schema: SCHEMA.to_owned(), files }
    }

    /// Reads a list; one that is not whole, or of a later form, is an error: nothing is removed on a guess.
    pub fn read(content: &[u8], place: &str) -> Result<Self, PublishError> {
        serde_json::from_slice::<Self>(content)
            .ok()
            .filter(|list| list.schema == SCHEMA && list.files.keys().all(|path| is_plain(path)))
            .ok_or_else(|| PublishError::UnreadableList(format!("{place}/{FILE}")))
    }

    /// The list as a file.
    pub fn text(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).expect("because a list of texts is JSON");
        text.push(b'\n');
        text
    }
}

/// Whether a path stays below the place that it is in.
fn is_plain(path: &str) -> bool {
    !path.contains(['\\', '\0', '\n']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_broken_or_leads_elsewhere_is_no_list() {
        let good = Published::of([("a/b".to_owned(), File { hash: None, bytes: 1 })].into());
        assert_eq!(Published::read(&good.text(), "x").expect("it is whole"), good);
        for bad in ["", "{", r#"{"schema":"milepost-published/2","files":{}}"#] {
            assert!(Published::read(bad.as_bytes(), "x").is_err(), "{bad}");
        }
        for path in ["../x", "/x", "a//b", "a\\..\\b", "./a", ""] {
            let list = Published::of([(path.to_owned(), File { hash: None, bytes: 1 })].into());
            assert!(Published::read(&list.text(), "x").is_err(), "{path}");
        }
    }
}
