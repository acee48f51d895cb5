//! Fields of a record that milepost does not know.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

/// Fields that milepost does not know, kept as they were.
///
/// Nearly no record has any, and millions of records are in memory: none take no more room than a pointer.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Map<String, Value>>>);

static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Extra {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|fields| fields.is_empty())
    }

    /// Takes one away.
    pub fn forget(&mut self, name: &str) {
        let Some(fields) = &mut self.0 else { return };
        fields.shift_remove(name);
        if fields.is_empty() {
            self.0 = None;
        }
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(fields: Map<String, Value>) -> Self {
        Self(if fields.is_empty() { None } else { Some(Box::new(fields)) })
    }
}

impl Deref for Extra {
    type Target = Map<String, Value>;
    fn deref(&self) -> &Self::Target {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.get_or_insert_default()
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;
    fn into_iter(self) -> Self::IntoIter {
        self.0.map_or_else(Map::new, |fields| *fields).into_iter()
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_take_no_more_than_a_pointer_and_equal_those_that_were_taken_away() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
        let mut extra = Extra::default();
        assert!(extra.is_empty() && extra.get("a").is_none());
        extra.insert("a".to_owned(), 1.into());
        assert_eq!((extra.len(), serde_json::to_string(&extra).ok().as_deref()), (1, Some(r#"{"a":1}"#)));
        assert_ne!(extra, Extra::default());
        extra.forget("a");
        assert_eq!((extra.0.is_none(), &extra), (true, &Extra::default()));
        extra.forget("a");
        assert!(extra.is_empty());
    }
}
