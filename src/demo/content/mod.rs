//! What stands in the files of Lumen Freight's repositories.

mod actions;
mod api;
mod build;
mod descriptor;
mod docs;
mod guides;
mod lock;
mod manual;
mod platform;
mod portals;
mod scaffold;
mod source;
mod stamp;
mod titles;
mod words;
mod workflows;

pub(super) use actions::ACTION_IDS;
pub(super) use descriptor::{area_of, descriptors, organisation};
pub(super) use docs::kept_of;
pub(super) use lock::lock_file;
pub(super) use manual::portal_base;
pub(super) use platform::{platform_at, platform_base};
pub(super) use scaffold::{Group, scaffold};
pub(super) use source::{module_path, module_text};
pub(super) use stamp::{stamp_paths, stamps};
pub(super) use titles::{bump, doc_title, feature_title, incident_title};
pub(super) use words::Words;
pub(super) use workflows::pipelines;

/// A path and the text that stands there.
pub(super) type Text = (String, String);
