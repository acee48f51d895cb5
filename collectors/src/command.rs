//! Programs that print records: any collector that somebody writes in any language.
//!
//! The program is told in its environment which form of records milepost reads and what it wants. It prints one
//! record a line on standard output and ends with 0; what it says on standard error is shown to people. A program
//! that fails, hangs or prints without end gives nothing: half of what it had to say is no records at all.

use crate::program::{self, Ended, Printing};
use milepost_model::record::SCHEMA;
use milepost_model::{Diagnostic, Instant, Place, Progress};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A program that prints more than this prints without end.
const MOST_BYTES: u64 = 1 << 30;
/// Of what it says on standard error so much is looked at, from the end: who fails says why last.
const MOST_WORDS: usize = 8_192;
/// So many lines of it are shown.
const MOST_LINES: usize = 20;

/// A program, and how long it may take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommandSettings {
    /// The source's name.
    pub id: String,
    /// The program and its arguments. No shell reads them.
    pub command: Vec<String>,
    /// The folder that it runs in.
    pub folder: PathBuf,
    /// Seconds that it may take.
    pub timeout_seconds: u64,
    /// The first instant that is wanted.
    pub since: Option<Instant>,
}

/// What a program had to say.
#[derive(Debug, Default)]
pub struct Printed {
    /// Its records, as lines.
    pub records: Vec<u8>,
    /// What it said on standard error, and what went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the records count.
    pub is_good: bool,
}

/// Runs the program, and stops it where somebody interrupts the run.
pub fn run(settings: &CommandSettings, now: Instant, progress: &dyn Progress) -> Printed {
    let fails = |why: &str, help: &str| Printed {
        diagnostics: vec![Diagnostic::error("source/command", format!("the command of “{}” {why}", settings.id)).help(help)],
        ..Printed::default()
    };
    let Some((program, arguments)) = settings.command.split_first() else { return fails("is empty", "name a program") };
    let mut command = Command::new(program);
    command.args(arguments).envs(environment(settings, now)).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if !settings.folder.as_os_str().is_empty() {
        command.current_dir(&settings.folder);
    }
    let mut child = match program::start(&mut command) {
        Ok(child) => child,
        Err(error) => return fails(&format!("cannot be started: {error}"), "check its path, and that it may be run"),
    };
    let records = Printing::read(child.stdout.take().expect("because it is piped"), MOST_BYTES);
    let words = Printing::read_last(child.stderr.take().expect("because it is piped"), MOST_WORDS);
    let limit = Duration::from_secs(settings.timeout_seconds);
    let ended = program::wait(&mut child, &[&records, &words], limit, &|| progress.is_interrupted());
    let (records, is_endless) = records.printed();
    let words = lines(&String::from_utf8_lossy(&words.printed().0));
    let mut diagnostics = said(&settings.id, &words);
    let told = words.last().map_or_else(|| "it said nothing on standard error".to_owned(), |line| format!("it said last: {line}"));
    let told = told.as_str();
    let why = match ended {
        Ok(Ended::Late) => {
            let why =
                format!("did not end within {} s and was stopped, so that nothing of what it printed was taken", settings.timeout_seconds);
            Some((why, "make it faster, read less of it, or raise timeout_seconds"))
        }
        Ok(Ended::Interrupted) => Some(("was stopped, as the run was interrupted".to_owned(), "the next run starts it anew")),
        Ok(Ended::Itself(status)) if !status.success() => {
            let code = status.code().map_or_else(|| "a signal".to_owned(), |code| code.to_string());
            Some((format!("ended with {code}, so that nothing of what it printed was taken"), told))
        }
        Ok(Ended::Itself(_)) if is_endless => {
            Some((format!("printed more than {MOST_BYTES} bytes, so that nothing of it was taken"), "let it print less"))
        }
        Ok(Ended::Itself(_)) => None,
        Err(error) => Some((format!("cannot be waited for: {error}"), told)),
    };
    let is_good = why.is_none();
    diagnostics.extend(why.map(|(why, help)| fails(&why, help).diagnostics.remove(0)));
    Printed { records: if is_good { records } else { Vec::new() }, diagnostics, is_good }
}

/// What the program is told.
fn environment(settings: &CommandSettings, now: Instant) -> BTreeMap<&'static str, String> {
    let text = |at: Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let mut told =
        BTreeMap::from([("MILEPOST_SCHEMA", SCHEMA.to_owned()), ("MILEPOST_SOURCE", settings.id.clone()), ("MILEPOST_NOW", text(now))]);
    if let Some(since) = settings.since {
        told.insert("MILEPOST_SINCE", text(since));
    }
    told
}

/// The last lines of standard error.
fn lines(words: &str) -> Vec<String> {
    let readable = words.lines().map(|line| line.chars().filter(|c| !c.is_control() || *c == '\t').take(300).collect::<String>());
    let mut lines: Vec<String> = readable.filter(|line| !line.trim().is_empty()).collect();
    lines.drain(..lines.len().saturating_sub(MOST_LINES));
    lines
}

/// What it said, for people, in the order in which it did.
fn said(id: &str, lines: &[String]) -> Vec<Diagnostic> {
    let told = lines.iter().zip(1..).map(|(line, number)| {
        let found = Diagnostic::note("source/said", format!("the command of “{id}” says: {line}"));
        found.at(Place::file(format!("standard error of {id}")).at(number, 1))
    });
    told.collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use milepost_model::Unwatched;

    fn shell(script: &str) -> Printed {
        let command = ["sh", "-c", script].map(str::to_owned).to_vec();
        let settings = CommandSettings { id: "pager".into(), command, timeout_seconds: 1, ..CommandSettings::default() };
        run(&settings, "2026-11-20T06:40:00Z".parse().expect("because it is an instant"), &Unwatched)
    }

    #[test]
    fn a_program_prints_records_and_is_told_what_is_read() {
        let printed = shell("echo \"$MILEPOST_SCHEMA $MILEPOST_SOURCE $MILEPOST_NOW\"; echo careful >&2");
        assert_eq!(printed.records, b"milepost/1 pager 2026-11-20T06:40:00Z\n");
        assert!(printed.is_good && printed.diagnostics[0].message.contains("careful"), "{printed:?}");
    }

    #[test]
    fn a_program_that_fails_or_hangs_gives_nothing() {
        for (script, why) in [("echo half; exit 3", "ended with 3"), ("echo half; exec sleep 60", "did not end within 1 s")] {
            let printed = shell(script);
            assert!(!printed.is_good && printed.records.is_empty(), "{script}");
            assert!(printed.diagnostics.iter().any(|one| one.message.contains(why)), "{printed:?}");
        }
        // Its last words are told, in their order, with a program that was stopped too.
        let script = "for n in $(seq 30); do echo step $n >&2; done; echo the token has ended >&2; ";
        for end in ["exit 3", "sleep 60"] {
            let printed = shell(&format!("{script}{end}"));
            let said: Vec<&str> =
                printed.diagnostics.iter().filter_map(|one| one.message.split_once(" says: ")).map(|(_, line)| line).collect();
            assert_eq!((said.len(), said.first(), said.last()), (20, Some(&"step 12"), Some(&"the token has ended")), "{end}");
            let mut sorted = printed.diagnostics.clone();
            sorted.sort();
            assert_eq!(sorted[1..], printed.diagnostics[..20], "{end}");
            let help = printed.diagnostics.last().and_then(|one| one.help.clone()).expect("because it says what to do");
            assert!(end != "exit 3" || help == "it said last: the token has ended", "{help}");
        }
        // What it leaves behind holds nothing up, and ends with it.
        let left = tempfile::NamedTempFile::new().expect("because the machine has a temporary folder");
        let script = format!("(sleep 1.5; echo late > {}) & echo done", left.path().display());
        assert!(!shell(&script).is_good);
        std::thread::sleep(Duration::from_secs(1));
        assert_eq!(std::fs::read_to_string(left.path()).expect("because it is ours"), "");
        let missing = CommandSettings { command: vec!["/no/such/program".into()], ..CommandSettings::default() };
        assert!(run(&missing, Instant::UNIX_EPOCH, &Unwatched).diagnostics[0].message.contains("cannot be started"));
    }
}
