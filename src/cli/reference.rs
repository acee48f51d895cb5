//! The manual page of the command line, written from the same words as `--help`.

use super::args::Cli;
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write as _;

/// `docs/reference/cli.md`.
pub fn markdown() -> String {
    let mut root = Cli::command();
    root.build();
    let mut page = String::from(
        "# The command line\n\n<!-- Written by `cargo xtask docs` from src/cli/args.rs; a test compares. -->\n\n\
         Exit codes: 0 done; 1 findings at or above the threshold that was asked for, or, of `collect` and `run`, a source that could not be read at all: \
         all else was read, saved, built and published; 2 could not run; 130 ended by Ctrl-C and 143 by SIGTERM: \
         `collect` and `run` then keep what they have read, and the next run goes on.\n",
    );
    for command in root.get_subcommands().filter(|c| c.get_name() != "help" && !c.is_hide_set()) {
        section(command, "milepost", &mut page);
    }
    page.push_str("\n## Options for every command\n\n");
    options(root.get_arguments().filter(|a| a.is_global_set()), &mut page);
    page
}

fn section(command: &Command, path: &str, page: &mut String) {
    let path = format!("{path} {}", command.get_name());
    let inner: Vec<_> = command.get_subcommands().filter(|c| c.get_name() != "help").collect();
    let about = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default();
    let _ = write!(page, "\n## `{path}`\n\n{}\n", unwrapped(&about));
    if inner.is_empty() {
        let usage = command.clone().render_usage().to_string();
        let _ = write!(page, "\n```\n{}\n```\n", usage.trim_start_matches("Usage: ").trim());
        let own: Vec<_> =
            command.get_arguments().filter(|a| !a.is_global_set() && !matches!(a.get_id().as_str(), "help" | "version")).collect();
        if !own.is_empty() {
            page.push('\n');
            options(own.into_iter(), page);
        }
    }
    for command in inner {
        section(command, &path, page);
    }
}

fn options<'a>(arguments: impl Iterator<Item = &'a Arg>, page: &mut String) {
    page.push_str("| option | what it does |\n|---|---|\n");
    for argument in arguments {
        let mut what = unwrapped(&argument.get_help().map(ToString::to_string).unwrap_or_default());
        let defaults: Vec<_> = argument.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
        if !defaults.is_empty() && argument.get_action().takes_values() {
            let _ = write!(what, ". Default: `{}`", defaults.join(" "));
        }
        let values: Vec<_> = argument.get_possible_values().iter().map(|v| format!("`{}`", v.get_name())).collect();
        if !values.is_empty() && argument.get_action().takes_values() {
            let _ = write!(what, ". One of {}", values.join(", "));
        }
        if let Some(variable) = argument.get_env() {
            let _ = write!(what, ". Or the environment's `{}`", variable.to_string_lossy());
        }
        let _ = writeln!(page, "| {} | {} |", name(argument), what.replace('|', "\\|"));
    }
}

fn name(argument: &Arg) -> String {
    let value = argument
        .get_value_names()
        .filter(|_| argument.get_action().takes_values())
        .map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    match (argument.get_short(), argument.get_long(), value) {
        (Some(short), Some(long), None) => format!("`-{short}`, `--{long}`"),
        (_, Some(long), Some(value)) => format!("`--{long} {value}`"),
        (_, Some(long), None) => format!("`--{long}`"),
        (_, None, value) => format!("`{}`", value.unwrap_or_else(|| argument.get_id().to_string())),
    }
}

/// Doc comments are wrapped for the source; a page wraps by itself.
fn unwrapped(text: &str) -> String {
    text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_on_the_page() {
        let page = markdown();
        for part in
            ["## `milepost demo`", "## `milepost store merge`", "`--services N`", "`--as-of INSTANT`", "Default: `40`", "`MILEPOST_STORE`"]
        {
            assert!(page.contains(part), "{part} is missing:\n{page}");
        }
    }
}
