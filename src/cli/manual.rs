//! `milepost completions` and `milepost man`, written from the same words as `--help`.

use super::Ended;
use super::args::Cli;
use super::failure::Failure;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io;

pub(super) fn completions(shell: Shell) -> Ended {
    clap_complete::generate(shell, &mut Cli::command(), "milepost", &mut io::stdout());
    Ended::Done
}

pub(super) fn man() -> Result<Ended, Failure> {
    let page = clap_mangen::Man::new(Cli::command()).manual("milepost");
    page.render(&mut io::stdout()).map_err(|error| Failure::new(format!("cannot write the man page: {error}")))?;
    for command in Cli::command().get_subcommands() {
        let named = command.clone().display_name(format!("milepost-{}", command.get_name()));
        clap_mangen::Man::new(named)
            .render(&mut io::stdout())
            .map_err(|error| Failure::new(format!("cannot write the man page: {error}")))?;
    }
    Ok(Ended::Done)
}
