//! The command line: every command and every option, with the words that explain them.
//!
//! `--help`, the man page, the completions and `docs/reference/cli.md` all come from here.

mod action;
mod figures;
mod golden_paths;
mod init;

use clap::{Args, Parser, Subcommand, ValueEnum};
use milepost_model::Instant;
use std::path::PathBuf;

pub use super::store_args::{Readers, StoreBranch, StoreCommand, StorePush};
pub use action::{ActionCheck, ActionCommand, ActionFormat, ActionWhere};
pub use figures::{Metrics, MetricsFormat, Rubric, Scorecard};
pub use golden_paths::{Adoption, AdoptionFormat, Report, ReportFormat};
pub use init::{Hosting, Init};

/// A static internal developer portal from the repositories that you already have.
#[derive(Debug, Parser)]
#[command(
    name = "milepost",
    version,
    propagate_version = true,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(after_help = "To see an example: milepost demo\nTo see your own:   milepost build --clones DIR")]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options for every command")]
pub struct Global {
    /// The configuration
    #[arg(long, global = true, value_name = "FILE", env = "MILEPOST_CONFIG")]
    pub config: Option<PathBuf>,
    /// Where records are kept: a folder, or s3://, gs://, az:// with a bucket
    #[arg(long, global = true, value_name = "URL", env = "MILEPOST_STORE")]
    pub store: Option<String>,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show every finding, not only the first twenty
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// How to write what is wrong with people's files
    #[arg(long, global = true, value_name = "HOW", default_value = "text")]
    pub messages: Messages,
}

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Messages {
    /// For people, with the line that it is about
    Text,
    /// As annotations of a GitHub workflow run
    Github,
    /// As one JSON document
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the portal of an example organisation
    ///
    /// Makes a year of git repositories and records of Lumen Freight, an invented freight company, and a portal of them. The same
    /// options give the same bytes.
    Demo(Demo),
    /// Write a metrics-config.toml that fits
    ///
    /// Looks at a folder of clones, or takes an organisation's name, and writes a configuration. For an organisation it writes the
    /// workflow, too, that builds the portal each morning. Never overwrites a file unless told to.
    Init(Init),
    /// Collect, then build, then publish where the configuration says so
    ///
    /// A source that cannot be read leaves what is known of it as it was; a build that fails publishes nothing.
    Run(Build),
    /// Read the sources and keep what they say in the store
    ///
    /// A second run reads only what changed.
    Collect(Collect),
    /// Build the portal from the store
    ///
    /// With --clones, reads a folder of git repositories first and needs no configuration.
    Build(Build),
    /// Hold the descriptors of a repository, or of many, against their rules
    ///
    /// Reads the files as they lie there, committed or not, and nothing else: no network, no store. Works as a pre-commit hook and as
    /// one step of CI.
    Check(Check),
    /// Print how services are delivered: DORA's five metrics and what stands beside them
    ///
    /// Reads the store and no source. docs/metrics.md has the definitions. A figure that is not known has a reason, never a number.
    Metrics(Metrics),
    /// What a repository lets people start, and whether a run may go on
    ///
    /// Reads workflows with workflow_dispatch and the files of milepost.actions/ as they lie there.
    #[command(subcommand)]
    Action(ActionCommand),
    /// Print what every rule says of each service, and its levels
    Scorecard(Scorecard),
    /// Turn scorecards of Port, Cortex or OpsLevel into rules
    ///
    /// Prints tables for metrics-config.toml, and as comments what asks for something that is not known here.
    Rubric(Rubric),
    /// Print who is on which golden path, on which version
    ///
    /// Reads the store and no source. docs/reference/golden-paths.md has the definitions. What cannot be told is unknown, and counts neither
    /// way.
    Adoption(Adoption),
    /// Print what changed in a week
    ///
    /// The same figures as the portal's weekly report: golden paths, delivery, whom to help, and what is not known.
    Report(Report),
    /// Look after the store
    #[command(subcommand)]
    Store(StoreCommand),
    /// Put records (NDJSON, one a line) into the store
    Import(Import),
    /// Write every record of the store to a folder
    Export(Export),
    /// Put a built portal where people read it
    ///
    /// Sends only what changed, what pages load before the pages themselves, and removes only what it once put there. A portal whose build
    /// did not end is refused.
    Publish(Publish),
    /// Show a built portal on this machine
    ///
    /// Answers on localhost only. With --watch, builds again and reloads open pages when the configuration, the templates or the
    /// repositories change.
    Serve(Serve),
    /// Answer agents over the Model Context Protocol, from a portal that was built
    ///
    /// Reads the portal's folder and nothing else; writes nothing, starts nothing, asks no network. Talks on standard input and output.
    Mcp(Mcp),
    /// Print the completions of a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// `milepost demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// Where the portal goes
    #[arg(long, value_name = "DIR", default_value = "site")]
    pub out: PathBuf,
    /// How many services
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub services: u32,
    /// How many weeks of history
    #[arg(long, value_name = "N", default_value_t = 53, value_parser = clap::value_parser!(u32).range(1..=520))]
    pub weeks: u32,
    /// Another number, another year
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub seed: u64,
    /// The instant that the example ends at, such as 2026-11-20 or 2026-11-20T06:40:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub today: Option<Instant>,
    /// End links in index.html, for reading from a folder without a server
    #[arg(long)]
    pub file_urls: bool,
    /// Show it on this machine afterwards
    #[arg(long)]
    pub serve: bool,
}

/// `milepost check`
#[derive(Debug, Args)]
pub struct Check {
    /// Files and folders to look at: of a repository, or of many below a folder; this folder otherwise
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write what is found
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: CheckFormat,
    /// What to fail on besides errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// How a check writes what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people, with the line that it is about
    Text,
    /// As one JSON document
    Json,
    /// As annotations of a GitHub workflow run
    Github,
    /// As SARIF 2.1.0
    Sarif,
}

/// What a check fails on besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Fail on warnings too
    Warnings,
}

/// `milepost collect`
#[derive(Debug, Args)]
pub struct Collect {
    /// Only this source; may be given several times
    #[arg(long, value_name = "ID")]
    pub source: Vec<String>,
    /// Read from this day on, in place of what the sources' settings say
    #[arg(long, value_name = "DATE", value_parser = instant)]
    pub since: Option<Instant>,
    /// Read one part of the repositories, such as 2/8, for jobs side by side; milepost store merge joins them
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<(u32, u32)>,
    /// Say what would be asked and what it costs, and ask nothing
    #[arg(long)]
    pub explain: bool,
    /// Read the raw answers that an earlier run kept, without a network
    #[arg(long, conflicts_with = "explain")]
    pub replay: bool,
    /// The instant that it is, where this machine's clock does not know
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<Instant>,
}

/// `milepost build` and `milepost run`
#[derive(Debug, Args)]
pub struct Build {
    /// Where the portal goes; the configuration's `site.out` otherwise
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show the world as it was then, such as 2026-06-30 or 2026-06-30T12:00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub as_of: Option<Instant>,
    /// The instant that it is, where this machine's clock does not know
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<Instant>,
    /// Read the git repositories below this folder; no configuration is needed
    #[arg(long, value_name = "DIR")]
    pub clones: Option<PathBuf>,
    /// End links in index.html, for reading from a folder without a server
    #[arg(long)]
    pub file_urls: bool,
}

/// `milepost import`
#[derive(Debug, Args)]
pub struct Import {
    /// Files of records; - reads from standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// `milepost export`
#[derive(Debug, Args)]
pub struct Export {
    /// In which form
    #[arg(long, value_name = "FORMAT", default_value = "ndjson")]
    pub format: ExportFormat,
    /// Where to
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

/// The forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One record a line, as `milepost import` reads them
    Ndjson,
    /// One Parquet file per kind
    Parquet,
    /// One table per kind
    Csv,
}

/// `milepost publish`
#[derive(Debug, Args)]
pub struct Publish {
    /// Where to: dir:PATH, branch:NAME, s3://…, gs://… or az://…; the configuration's `publish.to` otherwise
    #[arg(long, value_name = "PLACE")]
    pub to: Option<String>,
    /// The folder of the portal; the configuration's `site.out` otherwise
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Say what would be put and removed, in order, and do none of it
    #[arg(long)]
    pub dry_run: bool,
    /// Publish where somebody else has put files, too
    #[arg(long)]
    pub force: bool,
}

/// `milepost serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// The folder of the portal; the configuration's `site.out` otherwise
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The port; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    pub port: u16,
    /// Build again and reload open pages when an input changes
    #[arg(long)]
    pub watch: bool,
    /// With --watch: read the git repositories below this folder
    #[arg(long, value_name = "DIR", requires = "watch")]
    pub clones: Option<PathBuf>,
}

/// `milepost mcp`
#[derive(Debug, Args)]
pub struct Mcp {
    /// The folder of the portal; the configuration's `site.out` otherwise
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
}

/// Reads `2/8`: the second of eight parts.
fn shard(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once('/').and_then(|(shard, of)| Some((shard.parse().ok()?, of.parse().ok()?)));
    parts
        .filter(|(shard, of)| (1..=*of).contains(shard))
        .ok_or_else(|| "expected a part of so many, counted from 1, such as 2/8".to_owned())
}

/// Reads `2026-11-20` (its first instant) or a whole RFC 3339 instant.
fn instant(text: &str) -> Result<Instant, String> {
    if let Ok(instant) = text.parse::<Instant>() {
        return Ok(instant);
    }
    let day = text
        .parse::<chrono::NaiveDate>()
        .map_err(|_| "expected a day such as 2026-11-20, or an instant such as 2026-11-20T06:40:00Z".to_owned())?;
    Ok(day.and_time(chrono::NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_shard_is_one_of_so_many() {
        assert_eq!(shard("2/8"), Ok((2, 8)));
        for bad in ["0/8", "9/8", "8", "a/b", "1/0", ""] {
            assert!(shard(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn instants_read_as_days_and_as_instants() {
        assert_eq!(instant("2026-11-20").as_ref().map(ToString::to_string), Ok("2026-11-20 00:00:00 UTC".to_owned()));
        assert!(instant("2026-11-20T06:40:00Z").is_ok());
        assert!(instant("yesterday").is_err_and(|error| error.contains("2026-11-20")));
    }
}
