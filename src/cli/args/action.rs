//! The options of `milepost action`.

use super::instant;
use clap::{Args, Subcommand, ValueEnum};
use milepost_model::Instant;
use std::path::PathBuf;

/// `milepost action …`
#[derive(Debug, Subcommand)]
pub enum ActionCommand {
    /// Name the actions of a repository
    List {
        /// Which repository.
        #[command(flatten)]
        place: ActionWhere,
    },
    /// Tell what an action asks, and what must hold
    Show {
        /// The action
        #[arg(value_name = "ID")]
        id: String,
        /// Which repository.
        #[command(flatten)]
        place: ActionWhere,
    },
    /// Ask every guardrail of an action, and fail where one refuses the run
    ///
    /// Meant for the first step of the workflow itself. What cannot be told refuses the run. In a workflow of GitHub it writes the
    /// step's summary, and the outputs approval and approvers.
    Check(ActionCheck),
}

/// Which repository's actions are meant.
#[derive(Debug, Args)]
pub struct ActionWhere {
    /// The repository, as it lies there
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub repository: PathBuf,
}

/// `milepost action check`
#[derive(Debug, Args)]
pub struct ActionCheck {
    /// The action
    #[arg(value_name = "ID")]
    pub id: String,
    /// The value of an input, such as service=carrier-sync; once for each. In a workflow of GitHub that was started by hand, the
    /// event's own inputs where none is given
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub input: Vec<(String, String)>,
    /// The folder data/ of a built portal, for what guardrails ask of the service
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Earlier runs, for quotas: an answer of GitHub's list of the workflow's runs
    #[arg(long, value_name = "FILE")]
    pub runs: Option<PathBuf>,
    /// Who asks; GITHUB_ACTOR otherwise
    #[arg(long, value_name = "LOGIN")]
    pub actor: Option<String>,
    /// The instant that is judged; now otherwise
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<Instant>,
    /// How to write what is found
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ActionFormat,
    /// Which repository.
    #[command(flatten)]
    pub place: ActionWhere,
}

/// How a check of an action writes what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ActionFormat {
    /// For people
    Text,
    /// As annotations of a GitHub workflow run
    Github,
}

/// Reads `name=value`; the value may hold anything.
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "expected an input and its value, such as service=carrier-sync".to_owned())?;
    if name.is_empty() { Err("the input has no name".to_owned()) } else { Ok((name.to_owned(), value.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_hold_anything() {
        for (text, expected) in
            [("a=b", Some(("a", "b"))), ("a=", Some(("a", ""))), ("a=b=c d", Some(("a", "b=c d"))), ("a", None), ("=b", None)]
        {
            let found = pair(text).ok();
            assert_eq!(found.as_ref().map(|(name, value)| (name.as_str(), value.as_str())), expected, "{text}");
        }
    }
}
