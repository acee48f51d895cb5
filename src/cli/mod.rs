//! What people type: each command is a file, and this one decides how a run ends.

mod action;
mod adoption;
pub mod args;
mod build;
mod check;
mod clock;
mod demo;
mod failure;
mod init;
mod interrupt;
mod manual;
mod mcp;
mod messages;
mod metrics;
mod own_files;
mod preview;
mod progress;
mod publish;
pub mod reference;
mod report;
mod rubric;
mod scorecard;
mod settings;
mod store;
pub mod store_args;
mod store_branch;

use args::{Cli, Command, Global};
use failure::Failure;
use milepost_model::Instant;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

/// What a run is told of the world around it, so that nothing below reads it itself.
#[derive(Debug)]
pub struct Surroundings {
    /// The instant that the run observes.
    pub now: Instant,
    /// The environment: credentials of object stores come from there.
    pub environment: BTreeMap<String, String>,
    /// Whether a person watches.
    pub is_terminal: bool,
}

/// How a run ended. The only place that knows exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Done.
    Done,
    /// Done, with findings at or above the threshold that was asked for.
    Findings,
    /// Done, without what a source would have told that could not be read at all.
    Unread,
    /// Could not run.
    CouldNotRun,
    /// Ended by this signal, having saved what it could: 2 is Ctrl-C, 15 what machines send.
    Interrupted(u8),
}

impl Ended {
    /// The exit code.
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings | Self::Unread => 1,
            Self::CouldNotRun => 2,
            // As shells say it, so that whatever was to follow does not.
            Self::Interrupted(signal) => 128 + signal,
        }
    }
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        Self::from(ended.code())
    }
}

/// Runs what was typed.
pub fn run(cli: Cli, surroundings: &Surroundings) -> Ended {
    let Cli { global, command } = cli;
    let context = Context { global: &global, surroundings };
    match execute(&command, &context) {
        Ok(ended) => ended,
        Err(failure) => {
            failure.print(global.messages);
            Ended::CouldNotRun
        }
    }
}

/// What every command is given besides its own options.
pub(crate) struct Context<'a> {
    pub global: &'a Global,
    pub surroundings: &'a Surroundings,
}

impl Context<'_> {
    /// Prints a line that people asked for, unless they asked for silence.
    fn say(&self, line: &str) {
        if !self.global.quiet {
            // Whoever reads it may stop reading, and that is no failure of ours.
            let _ = writeln!(anstream::stdout(), "{line}");
        }
    }
}

fn execute(command: &Command, context: &Context<'_>) -> Result<Ended, Failure> {
    match command {
        Command::Demo(options) => demo::run(options, context),
        Command::Init(options) => init::run(options, context),
        Command::Run(options) => build::run(options, context, build::Reads::Sources),
        Command::Collect(options) => build::collect(options, context),
        Command::Build(options) => build::run(options, context, build::Reads::ClonesOnly),
        Command::Check(options) => check::run(options, context),
        Command::Metrics(options) => metrics::run(options, context),
        Command::Action(command) => action::run(command, context),
        Command::Scorecard(options) => scorecard::run(options, context),
        Command::Rubric(options) => rubric::run(options, context),
        Command::Adoption(options) => adoption::run(options, context),
        Command::Report(options) => report::run(options, context),
        Command::Store(command) => store::run(command, context),
        Command::Import(options) => store::import(options, context),
        Command::Export(options) => store::export(options, context),
        Command::Publish(options) => publish::run(options, context),
        Command::Serve(options) => preview::run(options, context),
        Command::Mcp(options) => mcp::run(options, context),
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man => manual::man(),
    }
}
