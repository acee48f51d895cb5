//! Local git repositories: clones, bare mirrors and worktrees below a folder.
//!
//! [`collect()`] finds them, looks at each one's refs, passes over those of which nothing changed, and reads
//! the others in parallel. Each repository gives one [`Harvest`]: what it is, the commits and changes of its
//! default branch, what [`sides`] reach beside it, its tags, and the files that matter with their history.
//!
//! Everything in a clone is somebody else's text. Nothing in it is run, included or followed out of its
//! folder; what is broken becomes coverage and a diagnostic, and the other repositories go on.
//!
//! Where to look: [`find`] the repositories; [`look`] whether one changed; [`read`] one. A reading takes a
//! stretch of history ([`past`]), from the whole [`graph`] or from what is [`newer`] than the last run's
//! [`cursor`], and tells its [`commits`], [`changes`], [`releases`] and files ([`read_files`]).

pub mod bots;
pub mod changed_paths;
pub mod changes;
pub mod commit_object;
pub mod commits;
pub mod contents;
pub mod copies;
pub mod coverage;
pub mod cursor;
pub mod default_paths;
pub mod error;
pub mod faults;
pub mod fetched;
pub mod file_records;
pub mod find;
pub mod follow;
pub mod graph;
pub mod head_tree;
pub mod languages;
pub mod licence;
pub mod look;
pub mod message;
pub mod newer;
pub mod origin;
pub mod past;
pub mod patch_id;
pub mod proposal;
pub mod read;
pub mod read_files;
pub mod reader;
pub mod refs;
pub mod releases;
pub mod rows;
pub mod run;
pub mod selection;
pub mod settings;
pub mod sides;
pub mod stamp;
pub mod text;
pub mod tree;
pub mod tree_history;
pub mod worktree;

pub use error::CollectError;
pub use follow::{Follow, FoundFile};
pub use origin::Origin;
pub use run::{Summary, Supply, collect, collect_following, collect_supplied};
pub use settings::{CommitPaths, GitSettings, Limits};
pub use worktree::Worktree;

#[allow(unused_imports, reason = "the module's documentation speaks of it")]
use milepost_model::Harvest;
