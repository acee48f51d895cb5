//! Parses the command line, reads the clock and the environment, and ends with the right code.

use clap::Parser;
use milepost::cli::{self, Surroundings, args::Cli};
use std::io::IsTerminal;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Cli::parse();
    let surroundings = Surroundings {
        now: chrono::Utc::now(),
        environment: std::env::vars().collect(),
        is_terminal: std::io::stderr().is_terminal() && std::env::var_os("CI").is_none(),
    };
    cli::run(arguments, &surroundings).into()
}
