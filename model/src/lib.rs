//! The vocabulary of milepost: the words that every other part speaks.
//!
//! This crate never looks at a clock, a file, an environment variable or a vendor. It says what an
//! entity, a record and a measurement are, how they are written down, and nothing about where they
//! come from or what becomes of them.

pub mod cell;
// First of those that use them: its macros dispatch over the kinds of records.
#[macro_use]
pub mod record;

pub mod coverage;
pub mod diagnostic;
pub mod entity;
pub mod entity_ref;
pub mod extra;
pub mod harvest;
pub mod instant;
pub mod measurement;
pub mod ndjson;
pub mod outcome;
pub mod provenance;
pub mod repo_id;
pub mod rule;
pub mod run_report;
mod shared;
pub mod window;

pub use coverage::{Coverage, CoverageState};
pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity};
pub use entity::{Entity, EntityKind, FieldSource, Link, Overruled, Relation, RelationKind};
pub use entity_ref::EntityRef;
pub use extra::Extra;
pub use harvest::{Blob, Harvest, Memory, Progress, Session, Sink, SinkError, Unwatched};
pub use instant::{Instant, Seconds};
pub use measurement::{Measurement, Unknown};
pub use outcome::Outcome;
pub use provenance::Provenance;
pub use record::{Fact, Kind, Record};
pub use repo_id::RepoId;
pub use rule::Rule;
pub use run_report::RunReport;
pub use window::Window;
