//! The options of `milepost init`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `milepost init`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("from").required(true))]
pub struct Init {
    /// A folder of git repositories
    #[arg(long, value_name = "DIR", group = "from")]
    pub clones: Option<PathBuf>,
    /// An organisation at GitHub, such as lumenfreight, or a group at GitLab with its path, such as lumenfreight/backend
    #[arg(long, value_name = "NAME", group = "from")]
    pub org: Option<String>,
    /// Where the organisation is: a host, or an address such as https://example.com/gitlab; github.com otherwise
    #[allow(rustdoc::bare_urls, reason = "help is shown as it stands, at a terminal")]
    #[arg(long, value_name = "HOST", requires = "org")]
    pub host: Option<String>,
    /// What runs there, where neither its name nor the organisation's tells
    #[arg(long, value_name = "KIND", requires = "org")]
    pub kind: Option<Hosting>,
    /// Overwrite files that are there
    #[arg(long)]
    pub force: bool,
}

/// What an organisation is hosted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Hosting {
    /// GitHub, its enterprise cloud or a server of one's own
    Github,
    /// GitLab, gitlab.com or a server of one's own
    Gitlab,
}
