//! The commands that print figures and verdicts of services.

use super::instant;
use clap::{Args, ValueEnum};
use milepost_model::Instant;
use std::path::PathBuf;

/// `milepost metrics`
#[derive(Debug, Args)]
pub struct Metrics {
    /// Only this service, such as payments or component:default/payments; may be given several times. JSON then holds its weeks and
    /// its records, too
    #[arg(long, value_name = "REF")]
    pub service: Vec<String>,
    /// The first day that is counted; the last 90 days otherwise
    #[arg(long, value_name = "DAY", value_parser = instant, requires = "to")]
    pub from: Option<Instant>,
    /// The first day that is not counted any more
    #[arg(long, value_name = "DAY", value_parser = instant, requires = "from")]
    pub to: Option<Instant>,
    /// See the world as it was then, such as 2026-06-30 or 2026-06-30T12:00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub as_of: Option<Instant>,
    /// In which form
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: MetricsFormat,
}

/// `milepost scorecard`
#[derive(Debug, Args)]
pub struct Scorecard {
    /// Only this service, such as payments or component:default/payments; may be given several times
    #[arg(long, value_name = "REF")]
    pub service: Vec<String>,
    /// See the world as it was then, such as 2026-06-30 or 2026-06-30T12:00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub as_of: Option<Instant>,
    /// In which form
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: MetricsFormat,
}

/// `milepost rubric`
#[derive(Debug, Args)]
pub struct Rubric {
    /// Scorecards as YAML or JSON, or an export to Terraform
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// The forms of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MetricsFormat {
    /// For people
    Table,
    /// Everything, keys in order; data/schema/ describes it
    Json,
    /// A line for each figure of each service
    Csv,
}
