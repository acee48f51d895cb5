//! The records: everything that milepost knows about the world, one kind of fact per file.
//!
//! A record is what a collector saw, written down once and never judged. It points at its repository
//! by the provider's id, says when the thing happened and when it was seen, and keeps every field
//! that milepost does not know.

pub mod branch_rule;
pub mod change;
pub mod commit;
pub mod cost;
pub mod coverage;
pub mod deployment;
pub mod dispatch;
pub mod file;
pub mod finding;
pub mod host_figure;
pub mod incident;
pub mod oncall;
pub mod pipeline_run;
pub mod release;
pub mod repository;
pub mod slo;
pub mod survey;
pub mod team;
pub mod ticket;

use crate::cell::{CellReader, CellWriter, Column};
use crate::{Instant, Provenance, RepoId};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use branch_rule::BranchRule;
pub use change::Change;
pub use commit::Commit;
pub use cost::Cost;
pub use coverage::Coverage;
pub use deployment::Deployment;
pub use dispatch::Dispatch;
pub use file::File;
pub use finding::Finding;
pub use host_figure::HostFigure;
pub use incident::Incident;
pub use oncall::OnCall;
pub use pipeline_run::PipelineRun;
pub use release::Release;
pub use repository::Repository;
pub use slo::Slo;
pub use survey::Survey;
pub use team::Team;
pub use ticket::Ticket;

/// The version of the interchange form that every record names.
pub const SCHEMA: &str = "milepost/1";

/// What a snapshot makes of several rows with the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// Something that happened: the newest revision is the truth about it, whenever one asks.
    Event,
    /// The state of something: the row last observed before the asked instant is the truth then.
    State,
}

/// A kind of record.
pub trait Fact: Clone + Default + Serialize + DeserializeOwned + Send + Sync + Into<Record> + 'static {
    /// Which kind it is.
    const KIND: Kind;
    /// Its columns, in the order of its cells.
    const COLUMNS: &'static [Column];
    /// What several rows with one id mean.
    const HISTORY: History;
    /// What it is, as its documentation says.
    const DOC: &'static str;

    /// The record's id, stable and scoped by its provider.
    fn id(&self) -> &str;
    /// The revision; of two rows with one id the higher one wins.
    fn rev(&self) -> u64;
    /// When a collector saw it.
    fn observed_at(&self) -> Instant;
    /// Where it came from.
    fn provenance(&self) -> &Provenance;
    /// Fields that milepost does not know.
    fn extra(&self) -> &crate::Extra;
    /// The repository that it belongs to, if it belongs to one.
    fn repo(&self) -> Option<&RepoId>;
    /// When it happened.
    fn happened_at(&self) -> Instant;
    /// What was known of it at that instant: nothing, or the record without its later fields.
    #[allow(clippy::wrong_self_convention, reason = "the record itself becomes what was known of it")]
    fn as_known_at(self, instant: Instant) -> Option<Self>;

    /// Writes its cells in the order of `COLUMNS`.
    fn put_cells<W: CellWriter>(&self, out: &mut W);
    /// Reads its cells in the order of `COLUMNS`; `Err` names the required column that was empty.
    fn take_cells<R: CellReader>(from: &mut R) -> Result<Self, &'static str>;

    /// Removes what only says how it was written down, after reading it from the interchange form.
    #[doc(hidden)]
    fn forget_envelope(&mut self);
    /// Sets the instant of observation.
    fn observed(&mut self, at: Instant);
    /// Sets the revision.
    fn revised(&mut self, rev: u64);
}

/// Defines a kind of record: its struct, its columns and its place in the store.
macro_rules! record {
    (
        $(#[$($meta:tt)*])*
        $name:ident, $kind:ident, $history:ident,
        repo: |$r:ident| $repo:expr,
        happened_at: |$h:ident| $happened:expr,
        as_known_at: |$k:ident, $t:ident| $known:block,
        required { $($(#[$($rmeta:tt)*])* $rfield:ident: $rtype:ty),* $(,)? }
        optional { $($(#[$($ometa:tt)*])* $ofield:ident: $otype:ty),* $(,)? }
        several { $($(#[$($smeta:tt)*])* $sfield:ident: $stype:ty),* $(,)? }
    ) => {
        $(#[$($meta)*])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// Stable, and scoped by its provider.
            pub id: String,
            /// Of two rows with one id the higher one wins.
            #[serde(default)]
            pub rev: u64,
            /// When a collector saw it.
            #[serde(deserialize_with = "crate::cell::Cell::read")]
            pub observed_at: $crate::Instant,
            /// Where it came from.
            #[serde(default)]
            pub provenance: $crate::Provenance,
            $($(#[$($rmeta)*])* #[serde(deserialize_with = "crate::cell::Cell::read")] pub $rfield: $rtype,)*
            $($(#[$($ometa)*])* #[serde(default, deserialize_with = "crate::cell::Cell::read", skip_serializing_if = "Option::is_none")] pub $ofield: Option<$otype>,)*
            $($(#[$($smeta)*])* #[serde(default, skip_serializing_if = "is_empty", deserialize_with = "crate::record::null_is_empty")] pub $sfield: $stype,)*
            /// Fields that milepost does not know, kept as they were.
            #[serde(flatten, skip_serializing_if = "crate::Extra::is_empty")]
            pub extra: $crate::Extra,
        }

        impl $crate::record::Fact for $name {
            const KIND: $crate::record::Kind = $crate::record::Kind::$kind;
            const HISTORY: $crate::record::History = $crate::record::History::$history;
            const DOC: &'static str = $crate::record::doc_of!($([$($meta)*])*);
            const COLUMNS: &'static [$crate::cell::Column] = &[
                $crate::record::column::<String>("id", "id", "Stable, and scoped by its provider."),
                $crate::record::column::<u64>("rev", "rev", "Of two rows with one id the higher one wins."),
                $crate::record::column::<$crate::Instant>("observed_at", "observed_at", "When a collector saw it."),
                $crate::record::column::<Option<$crate::Provenance>>("provenance", "provenance", "Where it came from."),
                $($crate::record::column::<$rtype>(
                    stringify!($rfield),
                    $crate::record::written_name!(stringify!($rfield); $([$($rmeta)*])*),
                    $crate::record::doc_of!($([$($rmeta)*])*),
                ),)*
                $($crate::record::column::<Option<$otype>>(
                    stringify!($ofield),
                    $crate::record::written_name!(stringify!($ofield); $([$($ometa)*])*),
                    $crate::record::doc_of!($([$($ometa)*])*),
                ),)*
                $($crate::record::column::<$stype>(
                    stringify!($sfield),
                    $crate::record::written_name!(stringify!($sfield); $([$($smeta)*])*),
                    $crate::record::doc_of!($([$($smeta)*])*),
                ),)*
                $crate::record::column::<$crate::Extra>(
                    "extra", "extra", "Fields that milepost does not know, kept as they were.",
                ),
            ];

            fn id(&self) -> &str { &self.id }
            fn rev(&self) -> u64 { self.rev }
            fn observed_at(&self) -> $crate::Instant { self.observed_at }
            fn provenance(&self) -> &$crate::Provenance { &self.provenance }
            fn extra(&self) -> &$crate::Extra { &self.extra }
            fn repo(&self) -> Option<&$crate::RepoId> { let $r = self; $repo }
            fn happened_at(&self) -> $crate::Instant { let $h = self; $happened }
            #[allow(unused_mut, reason = "most kinds have no later field to remove")]
            fn as_known_at(mut self, instant: $crate::Instant) -> Option<Self> {
                if self.happened_at() > instant { return None; }
                { let $k = &mut self; let $t = instant; let _ = (&$k, &$t); $known }
                Some(self)
            }

            fn put_cells<W: $crate::cell::CellWriter>(&self, out: &mut W) {
                use $crate::cell::Cell;
                Cell::put(Some(&self.id), out);
                Cell::put(Some(&self.rev), out);
                Cell::put(Some(&self.observed_at), out);
                Cell::put(Some(&self.provenance), out);
                $(Cell::put(Some(&self.$rfield), out);)*
                $(Cell::put(self.$ofield.as_ref(), out);)*
                $(Cell::put(Some(&self.$sfield), out);)*
                Cell::put(Some(&self.extra), out);
            }

            fn take_cells<R: $crate::cell::CellReader>(from: &mut R) -> Result<Self, &'static str> {
                use $crate::cell::Cell;
                Ok(Self {
                    id: Cell::take(from).ok_or("id")?,
                    rev: <u64 as Cell>::take(from).unwrap_or_default(),
                    observed_at: Cell::take(from).ok_or("observed_at")?,
                    provenance: <$crate::Provenance as Cell>::take(from).unwrap_or_default(),
                    $($rfield: <$rtype as Cell>::take(from).ok_or(stringify!($rfield))?,)*
                    $($ofield: <$otype as Cell>::take(from),)*
                    $($sfield: <$stype as Cell>::take(from).unwrap_or_default(),)*
                    extra: <$crate::Extra as Cell>::take(from).unwrap_or_default(),
                })
            }

            fn forget_envelope(&mut self) {
                self.extra.forget("schema");
                self.extra.forget("kind");
            }

            fn observed(&mut self, at: $crate::Instant) { self.observed_at = at; }
            fn revised(&mut self, rev: u64) { self.rev = rev; }
        }

        impl From<$name> for $crate::record::Record {
            fn from(fact: $name) -> Self { Self::$kind(fact) }
        }

        #[allow(dead_code, reason = "a kind without lists does not call it")]
        fn is_empty<T: $crate::record::MayBeEmpty>(value: &T) -> bool { value.is_empty() }
    };
}
pub(crate) use record;

/// The documentation among a field's attributes.
macro_rules! doc_of {
    () => { "" };
    ([doc = $doc:literal] $($rest:tt)*) => { concat!($doc, $crate::record::doc_of!($($rest)*)) };
    ([$($other:tt)*] $($rest:tt)*) => { $crate::record::doc_of!($($rest)*) };
}
pub(crate) use doc_of;

/// The name by which the interchange form knows a field, from its attributes.
macro_rules! written_name {
    ($name:expr;) => { $name };
    ($name:expr; [serde(rename = $written:literal)] $($rest:tt)*) => { $written };
    ($name:expr; [$($other:tt)*] $($rest:tt)*) => { $crate::record::written_name!($name; $($rest)*) };
}
pub(crate) use written_name;

/// The column of a field of this type.
pub(crate) const fn column<T: crate::cell::Cell>(name: &'static str, written: &'static str, doc: &'static str) -> Column {
    Column { name, cell: T::TYPE, required: T::REQUIRED, written, doc, words: T::WORDS }
}

/// `null` in place of a list or map means that nothing is known, as an absent field does.
pub(crate) fn null_is_empty<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Ok(<Option<T> as serde::Deserialize>::deserialize(deserializer)?.unwrap_or_default())
}

/// Lists and maps, which are left out of the interchange form when empty.
pub(crate) trait MayBeEmpty {
    fn is_empty(&self) -> bool;
}
impl<T> MayBeEmpty for Vec<T> {
    fn is_empty(&self) -> bool {
        Vec::is_empty(self)
    }
}
impl<K, V> MayBeEmpty for std::collections::BTreeMap<K, V> {
    fn is_empty(&self) -> bool {
        std::collections::BTreeMap::is_empty(self)
    }
}

/// Lists every kind once, so that adding one is a line here and a file beside this one.
macro_rules! kinds {
    // `$d` stands for a dollar sign, which a macro that defines macros cannot write itself.
    ($d:tt $($variant:ident = $word:literal),* $(,)?) => {
        /// The kinds of records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = concat!("`", $word, "`")] $variant,)*
        }

        impl Kind {
            /// Every kind, in alphabetical order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word as records write it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The kind of that word, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        /// A record of any kind.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "records pass through in batches of one kind")]
        pub enum Record {
            $(#[doc = concat!("`", $word, "`")] $variant($variant),)*
        }

        impl Record {
            /// Which kind it is.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant),* }
            }
        }

        /// Runs an expression with the type of a kind that is known only at run time.
        ///
        /// `with_kind!(kind, T => expression)`: inside the expression `T` is the kind's type.
        #[macro_export]
        macro_rules! with_kind {
            ($d kind:expr, $d t:ident => $d body:expr) => {
                match $d kind {
                    $($d crate::record::Kind::$variant => { type $d t = $d crate::record::$variant; $d body })*
                }
            };
        }

        /// Runs an expression with the fact inside a record, whatever its kind.
        #[macro_export]
        macro_rules! with_fact {
            ($d record:expr, $d fact:ident => $d body:expr) => {
                match $d record {
                    $($d crate::record::Record::$variant($d fact) => $d body,)*
                }
            };
        }
    };
}

kinds! { $
    BranchRule = "branch_rule",
    Change = "change",
    Commit = "commit",
    Cost = "cost",
    Coverage = "coverage",
    Deployment = "deployment",
    Dispatch = "dispatch",
    File = "file",
    Finding = "finding",
    HostFigure = "host_figure",
    Incident = "incident",
    OnCall = "oncall",
    PipelineRun = "pipeline_run",
    Release = "release",
    Repository = "repository",
    Slo = "slo",
    Survey = "survey",
    Team = "team",
    Ticket = "ticket",
}
