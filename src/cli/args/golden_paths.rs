//! The options of what tells of golden paths: `milepost adoption` and `milepost report`.

use super::instant;
use clap::{Args, ValueEnum};
use milepost_model::Instant;

/// `milepost adoption`
#[derive(Debug, Args)]
pub struct Adoption {
    /// Only this golden path
    #[arg(long, value_name = "ID")]
    pub path: Option<String>,
    /// See the world as it was then, such as 2026-06-30 or 2026-06-30T12:00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub as_of: Option<Instant>,
    /// In which form
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: AdoptionFormat,
}

/// The forms of adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AdoptionFormat {
    /// For people
    Table,
    /// Everything, keys in order; see data/schema/adoption.json
    Json,
    /// A line for each service and each path that is for it
    Csv,
}

/// `milepost report`
#[derive(Debug, Args)]
pub struct Report {
    /// The ISO week, such as 2026-W47; the last complete one otherwise
    #[arg(long, value_name = "WEEK", value_parser = week)]
    pub week: Option<(i32, u32)>,
    /// See the world as it was then, such as 2026-06-30 or 2026-06-30T12:00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub as_of: Option<Instant>,
    /// In which form
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    pub format: ReportFormat,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Markdown of at most 3,500 characters
    Md,
    /// Every figure, keys in order
    Json,
    /// For Slack
    Slack,
}

/// Reads `2026-W47`.
fn week(text: &str) -> Result<(i32, u32), String> {
    let parts = text.to_lowercase();
    let parts = parts.split_once("-w").and_then(|(year, week)| Some((year.parse().ok()?, week.parse().ok()?)));
    parts.filter(|(_, week)| (1..=53).contains(week)).ok_or_else(|| "expected an ISO week such as 2026-W47".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_a_year_and_its_number() {
        assert_eq!(week("2026-W47"), Ok((2026, 47)));
        assert_eq!(week("2026-w01"), Ok((2026, 1)));
        for bad in ["2026-47", "2026-W0", "2026-W54", "W47", ""] {
            assert!(week(bad).is_err(), "{bad}");
        }
    }
}
