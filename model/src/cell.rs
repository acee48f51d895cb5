//! Records as rows of typed cells, so that a column store can keep them without knowing them.
//!
//! Each field of a record is one cell. The store asks a record's `COLUMNS` for names and types and
//! walks its cells in that order; it never learns what a deployment is.

use crate::{Instant, RepoId};
use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserializer, Serialize};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    /// UTF-8 text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// True or false.
    Boolean,
    /// A point in time, kept in microseconds since 1970.
    Instant,
    /// A list of texts.
    TextList,
    /// A nested value, kept as JSON text.
    Json,
}

/// One column of a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The field's name.
    pub name: &'static str,
    /// The field's type.
    pub cell: CellType,
    /// Whether every record has it.
    pub required: bool,
    /// Its name in the interchange form.
    pub written: &'static str,
    /// What it says, as its documentation has it.
    pub doc: &'static str,
    /// The words that it is known to hold, where it holds words. Others may come.
    pub words: &'static [&'static str],
}

/// Takes the cells of one row, in the order of its columns.
pub trait CellWriter {
    /// Text, or nothing.
    fn text(&mut self, value: Option<&str>);
    /// A whole number, or nothing.
    fn integer(&mut self, value: Option<i64>);
    /// A decimal number, or nothing.
    fn number(&mut self, value: Option<f64>);
    /// True, false or nothing.
    fn boolean(&mut self, value: Option<bool>);
    /// Microseconds since 1970, or nothing.
    fn instant(&mut self, value: Option<i64>);
    /// Texts, or nothing.
    fn text_list(&mut self, value: Option<&[String]>);
    /// JSON text, or nothing.
    fn json(&mut self, value: Option<String>);
}

/// Gives the cells of one row, in the order of its columns. A column that was not read gives nothing.
pub trait CellReader {
    /// Text, or nothing.
    fn text(&mut self) -> Option<String>;
    /// Text that many rows say, or nothing.
    fn shared_text(&mut self) -> Option<Arc<str>>;
    /// What a text is read as, or nothing; the text itself is not kept.
    fn read_text<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T>;
    /// A whole number, or nothing.
    fn integer(&mut self) -> Option<i64>;
    /// A decimal number, or nothing.
    fn number(&mut self) -> Option<f64>;
    /// True, false or nothing.
    fn boolean(&mut self) -> Option<bool>;
    /// Microseconds since 1970, or nothing.
    fn instant(&mut self) -> Option<i64>;
    /// Texts, or nothing.
    fn text_list(&mut self) -> Option<Vec<String>>;
    /// What JSON text is read as, or nothing; the text itself is not kept.
    fn read_json<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T>;
}

/// A field's type that knows how to be a cell.
pub trait Cell: Sized + DeserializeOwned {
    /// The column's type.
    const TYPE: CellType;
    /// Whether the column always holds a value.
    const REQUIRED: bool = true;
    /// The words that it is known to hold, where it holds words.
    const WORDS: &'static [&'static str] = &[];
    /// Writes the value, or nothing.
    fn put<W: CellWriter>(value: Option<&Self>, out: &mut W);
    /// Reads the value, or nothing.
    fn take<R: CellReader>(from: &mut R) -> Option<Self>;
    /// Reads the value from the interchange form.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
    /// What an empty cell means; `None` where the column must hold a value.
    fn empty() -> Option<Self> {
        None
    }
}

impl<T: Cell> Cell for Option<T> {
    const TYPE: CellType = T::TYPE;
    const REQUIRED: bool = false;
    const WORDS: &'static [&'static str] = T::WORDS;
    fn put<W: CellWriter>(value: Option<&Self>, out: &mut W) {
        T::put(value.and_then(Option::as_ref), out);
    }
    fn take<R: CellReader>(from: &mut R) -> Option<Self> {
        Some(T::take(from))
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct MayBeNull<T>(PhantomData<T>);
        impl<'de, T: Cell> Visitor<'de> for MayBeNull<T> {
            type Value = Option<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }
            fn visit_none<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }
            fn visit_unit<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }
            fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
                T::read(from).map(Some)
            }
        }
        from.deserialize_option(MayBeNull(PhantomData))
    }
    fn empty() -> Option<Self> {
        Some(None)
    }
}

macro_rules! plain_cell {
    ($type:ty, $cell:ident, $put:ident, |$v:ident| $to:expr, |$c:ident| $from:expr) => {
        impl Cell for $type {
            const TYPE: CellType = CellType::$cell;
            fn put<W: CellWriter>(value: Option<&Self>, out: &mut W) {
                out.$put(value.map(|$v| $to));
            }
            fn take<R: CellReader>(from: &mut R) -> Option<Self> {
                from.$put().and_then(|$c| $from)
            }
        }
    };
}

plain_cell!(String, Text, text, |v| v.as_str(), |c| Some(c));
plain_cell!(bool, Boolean, boolean, |v| *v, |c| Some(c));
plain_cell!(i64, Integer, integer, |v| *v, |c| Some(c));
plain_cell!(u64, Integer, integer, |v| i64::try_from(*v).unwrap_or(i64::MAX), |c| u64::try_from(c).ok());
plain_cell!(u32, Integer, integer, |v| i64::from(*v), |c| u32::try_from(c).ok());
plain_cell!(f64, Number, number, |v| *v, |c| Some(c));

impl Cell for RepoId {
    const TYPE: CellType = CellType::Text;
    fn put<W: CellWriter>(value: Option<&Self>, out: &mut W) {
        out.text(value.map(Self::as_str));
    }
    fn take<R: CellReader>(from: &mut R) -> Option<Self> {
        from.shared_text().map(Self::from)
    }
}

impl Cell for Instant {
    const TYPE: CellType = CellType::Instant;
    fn put<W: CellWriter>(value: Option<&Self>, out: &mut W) {
        out.instant(value.map(Self::timestamp_micros));
    }
    fn take<R: CellReader>(from: &mut R) -> Option<Self> {
        from.instant().and_then(Self::from_timestamp_micros)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // A record holds several, and chrono's reading of every form costs as much as all else of a record.
        struct Rfc3339;
        impl Visitor<'_> for Rfc3339 {
            type Value = Instant;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an RFC 3339 formatted date and time string")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Instant, E> {
                crate::instant::from_whole_seconds(text).map_or_else(|| text.parse().map_err(E::custom), Ok)
            }
        }
        from.deserialize_str(Rfc3339)
    }
}

impl Cell for Vec<String> {
    const TYPE: CellType = CellType::TextList;
    const REQUIRED: bool = false;
    fn put<W: CellWriter>(value: Option<&Self>, out: &mut W) {
        out.text_list(value.map(Vec::as_slice).filter(|list| !list.is_empty()));
    }
    fn take<R: CellReader>(from: &mut R) -> Option<Self> {
        Some(from.text_list().unwrap_or_default())
    }
    fn empty() -> Option<Self> {
        Some(Self::new())
    }
}

/// Writes a nested value as JSON text.
pub fn put_json<T: Serialize, W: CellWriter>(value: Option<&T>, out: &mut W) {
    out.json(value.map(|v| serde_json::to_string(v).expect("because records hold only what JSON can say")));
}

/// Reads a nested value from JSON text.
pub fn take_json<T: DeserializeOwned, R: CellReader>(from: &mut R) -> Option<T> {
    from.read_json(|text| serde_json::from_str(text).ok())
}

/// Makes types cells that are kept as JSON text.
macro_rules! json_cell {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::cell::Cell for $type {
            const TYPE: $crate::cell::CellType = $crate::cell::CellType::Json;
            fn put<W: $crate::cell::CellWriter>(value: Option<&Self>, out: &mut W) {
                $crate::cell::put_json(value, out);
            }
            fn take<R: $crate::cell::CellReader>(from: &mut R) -> Option<Self> {
                $crate::cell::take_json(from)
            }
        }
    )*};
}
pub(crate) use json_cell;

/// Makes a list or map a cell that is kept as JSON text, empty when absent.
macro_rules! json_collection_cell {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::cell::Cell for $type {
            const TYPE: $crate::cell::CellType = $crate::cell::CellType::Json;
            const REQUIRED: bool = false;
            fn put<W: $crate::cell::CellWriter>(value: Option<&Self>, out: &mut W) {
                $crate::cell::put_json(value.filter(|v| !v.is_empty()), out);
            }
            fn take<R: $crate::cell::CellReader>(from: &mut R) -> Option<Self> {
                Some($crate::cell::take_json(from).unwrap_or_default())
            }
            fn empty() -> Option<Self> {
                Some(Self::default())
            }
        }
    )*};
}
pub(crate) use json_collection_cell;

json_collection_cell!(
    std::collections::BTreeMap<String, String>,
    std::collections::BTreeMap<String, u64>,
    crate::Extra,
);
json_cell!(crate::Provenance);

/// Makes an enum of words a text cell.
macro_rules! word_cell {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::cell::Cell for $type {
            const TYPE: $crate::cell::CellType = $crate::cell::CellType::Text;
            const WORDS: &'static [&'static str] = Self::WORDS;
            fn put<W: $crate::cell::CellWriter>(value: Option<&Self>, out: &mut W) {
                out.text(value.map(|v| v.word()));
            }
            fn take<R: $crate::cell::CellReader>(from: &mut R) -> Option<Self> {
                use serde::de::IntoDeserializer;
                from.read_text(|text| {
                    let word: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
                    <Self as serde::Deserialize>::deserialize(word).ok()
                })
            }
        }
    )*};
}
word_cell!(crate::Outcome, crate::CoverageState);

/// Defines an enum of known words that keeps a word it does not know.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vmeta])* $variant,)*
            /// A word that milepost does not know, kept as it was.
            Other(String),
        }

        impl $name {
            /// The words that are known.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word as records write it.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(text.as_ref()))
            }
        }

        $crate::cell::word_cell!($name);
    };
}
pub(crate) use word_cell;
pub(crate) use words;
