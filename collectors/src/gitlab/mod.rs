//! GitLab: gitlab.com and servers of one's own, over its REST API.
//!
//! [`collect()`] first sweeps over the projects of groups, people and lists. Every list of a project that is ordered
//! by its last change is read in windows of time, newest first ([`listing`]), and from then on only what is new.
//! Lists that a project's own activity tells of are not asked for while that stands still ([`activity`]). Files and
//! history come from bare mirrors, which cost none of the API's budget.
//!
//! Where to look: [`sweep`] finds the projects; [`one_project`] reads one; each kind of record has a file that holds
//! both GitLab's form and ours ([`merge_requests`], [`deployments`], [`pipelines`] …).

pub mod activity;
pub mod address;
pub mod by_hand;
pub mod choice;
pub mod client;
pub mod commits;
pub mod deployments;
pub mod details;
pub mod dora;
pub mod environments;
pub mod help;
pub mod issues;
pub mod jobs;
pub mod languages;
pub mod listing;
pub mod merge_requests;
pub mod mirrored;
pub mod one_project;
pub mod pipelines;
pub mod plan;
pub mod project_lists;
pub mod projects;
pub mod protection;
pub mod releases;
pub mod run;
pub mod settings;
pub mod stamp;
pub mod sweep;
pub mod tags;
pub mod teams;
pub mod wire;

pub use plan::plan;
pub use run::collect;
pub use settings::{Credential, GitLabSettings};
