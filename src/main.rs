//! Parses the command line, reads the clock and the environment, and ends with the right code.
#![allow(clippy::disallowed_methods, reason = "this is the one place that reads the clock and the environment")]

use clap::Parser;
use milepost::cli::{self, Surroundings, args::Cli};
use mimalloc::MiMalloc;
use std::io::IsTerminal;
use std::process::ExitCode;

/// A build is many small texts made on all threads: the system's allocator took a third of it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Cli::parse();
    // What is not UTF-8 is no setting of ours.
    let environment = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let surroundings = Surroundings {
        now: chrono::Utc::now(),
        environment: environment.collect(),
        is_terminal: std::io::stderr().is_terminal() && std::env::var_os("CI").is_none(),
    };
    cli::run(arguments, &surroundings).into()
}
