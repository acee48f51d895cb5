//! `milepost completions` and `milepost man`, written from the same words as `--help`.

use super::Ended;
use super::args::Cli;
use super::failure::Failure;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};

pub(super) fn completions(shell: Shell) -> Result<Ended, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "milepost", &mut script);
    print(&script)
}

pub(super) fn man() -> Result<Ended, Failure> {
    let mut pages = Vec::new();
    let failed = |error: io::Error| Failure::new(format!("cannot write the man page: {error}"));
    clap_mangen::Man::new(Cli::command()).manual("milepost").render(&mut pages).map_err(failed)?;
    for command in Cli::command().get_subcommands() {
        let named = command.clone().display_name(format!("milepost-{}", command.get_name()));
        clap_mangen::Man::new(named).render(&mut pages).map_err(failed)?;
    }
    print(&pages)
}

/// Writes to standard output. Whoever reads it may stop reading: `milepost man | head`.
fn print(bytes: &[u8]) -> Result<Ended, Failure> {
    match io::stdout().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(format!("cannot write to standard output: {error}"))),
        _ => Ok(Ended::Done),
    }
}
