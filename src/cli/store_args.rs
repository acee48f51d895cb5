//! The options of `milepost store`.

use clap::{Args, Subcommand, ValueEnum};

/// `milepost store …`
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// Take in the parts that other machines collected
    Merge {
        /// Stores that were written elsewhere; without any, the shards that were collected into the store itself
        #[arg(value_name = "DIR")]
        dirs: Vec<String>,
    },
    /// Rewrite small parts as large ones and remove what no manifest names
    Compact,
    /// Bring the store from its branch into an empty folder
    Pull(StoreBranch),
    /// Keep the store on its branch, as one commit without a history
    ///
    /// Refuses where the branch's repository is more widely readable than the most private repository in the store.
    Push(StorePush),
}

/// The branch that a store is kept on.
#[derive(Debug, Clone, Args)]
pub struct StoreBranch {
    /// The branch
    #[arg(long, value_name = "NAME", default_value = "milepost-store")]
    pub branch: String,
    /// The remote that it is on: a name that this repository knows, or an address
    #[arg(long, value_name = "REMOTE", default_value = "origin")]
    pub remote: String,
}

/// `milepost store push`
#[derive(Debug, Args)]
pub struct StorePush {
    /// Where to.
    #[command(flatten)]
    pub branch: StoreBranch,
    /// Who may read the branch's repository, where the store itself does not know
    #[arg(long, value_name = "WHO")]
    pub readers: Option<Readers>,
}

/// Who may read a repository, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Readers {
    /// Everybody
    Public,
    /// Everybody in the organisation
    Internal,
    /// Those who were let in
    Private,
}
