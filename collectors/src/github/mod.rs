//! GitHub: github.com, enterprise cloud and servers, over octocrab's transport.
//!
//! [`collect()`] first sweeps over the organisation's repositories with one query for every fifty, which tells what
//! each one is and whether its lists changed. Only lists that did are read: a query for each repository brings
//! changes, deployments, releases and incidents, a list for each brings the runs of its workflows. Files and
//! history come from bare mirrors, which cost none of the API's budget.
//!
//! Where to look: [`sweep`] finds the repositories; [`one_repository`] reads one; each kind of record has a file that
//! holds both GitHub's form and ours ([`changes`], [`deployments`], [`workflow_runs`] …). [`client`] asks, within
//! [`allowance`] and budget; [`crate::remote::stretch`] says how far a list was read; [`mirrored`]
//! says which mirrors are fetched.

pub mod address;
pub mod alerts;
pub mod allowance;
pub mod approvals;
pub mod changes;
pub mod choice;
pub mod client;
pub mod deployments;
pub mod described;
pub mod gone;
mod graphql;
pub mod help;
pub mod history;
pub mod issues;
pub mod mirrored;
pub mod one_repository;
pub mod plan;
pub mod properties;
pub mod pruned;
pub mod releases;
pub mod reverted;
pub mod run;
pub mod run_history;
pub mod settings;
pub mod stamp;
pub mod sweep;
pub mod teams;
pub mod webhooks;
pub mod wire;
pub mod workflow_runs;

pub use plan::plan;
pub use run::{Summary, collect};
pub use settings::{Credential, GitHubSettings};
