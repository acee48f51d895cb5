//! What a contributor runs, and CI runs the same: `cargo xtask --help`.
#![allow(clippy::disallowed_methods, reason = "a task runner is all edge: it reads the environment and the clock by trade")]

mod bench;
mod browser;
mod budget;
mod ci;
mod debian;
mod dependencies;
mod docs;
mod linters;
mod object_store;
mod packages;
mod program;
mod report;
mod screenshots;
mod spdx;
mod step;
mod test;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// milepost's own tasks.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    /// Use only what is on this machine: no download, no installation
    #[arg(long, global = true)]
    offline: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Everything that has to be green before a change lands: fmt, clippy, dependencies, docs, every test
    Ci,
    /// Every test; installs what the browser tests need where it may, and says what to install where it may not
    Test {
        /// Only some of them; may be repeated
        #[arg(long, value_enum)]
        only: Vec<test::Part>,
        /// Test this site in the browser instead of the demo built for the purpose
        #[arg(long, value_name = "DIR")]
        site: Option<PathBuf>,
    },
    /// Write the generated pages of docs/ anew
    Docs,
    /// Check every dependency's licence and that no banned one came in, by deny.toml
    Dependencies,
    /// Build the demo and take pictures of every type of page, and those of docs/images/
    Screenshots {
        /// Take them of this site instead
        #[arg(long, value_name = "DIR")]
        site: Option<PathBuf>,
    },
    /// Weigh a built site and open it slowly in Chromium, against the budgets
    Budget {
        /// The site
        #[arg(default_value = "site")]
        site: PathBuf,
        /// Only what needs no browser
        #[arg(long)]
        weight: bool,
    },
    /// Run the benchmarks
    Bench {
        /// Only those whose name contains this
        filter: Option<String>,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let context = step::Context::new(cli.offline);
    let outcomes = match cli.task {
        Task::Ci => ci::run(&context),
        Task::Test { only, site } => test::run(&context, &only, site.as_deref()),
        Task::Docs => docs::refresh(&context),
        Task::Dependencies => vec![step::check("dependencies", || dependencies::check(&context))],
        Task::Screenshots { site } => screenshots::run(&context, site.as_deref()),
        Task::Budget { site, weight } => budget::run(&context, &site, weight),
        Task::Bench { filter } => bench::run(&context, filter.as_deref()),
    };
    report::print(&outcomes)
}
