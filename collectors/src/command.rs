//! Programs that print records: any collector that somebody writes in any language.
//!
//! The program is told in its environment which form of records milepost reads and what it wants. It prints one
//! record a line on standard output and ends with 0; what it says on standard error is shown to people. A program
//! that fails, hangs or prints without end gives nothing: half of what it had to say is no records at all.

use milepost_model::record::SCHEMA;
use milepost_model::{Diagnostic, Instant, Progress};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A program that prints more than this prints without end.
const MOST_BYTES: u64 = 1 << 30;
/// Of what it says on standard error so much is shown.
const MOST_WORDS: u64 = 8_192;
/// How often it is looked whether it has ended.
const GLANCE: Duration = Duration::from_millis(20);

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
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return fails(&format!("cannot be started: {error}"), "check its path, and that it may be run"),
    };
    let (records, words) = (
        read_up_to(child.stdout.take().expect("because it is piped"), MOST_BYTES),
        read_up_to(child.stderr.take().expect("because it is piped"), MOST_WORDS),
    );
    let (mut waited, limit) = (Duration::ZERO, Duration::from_secs(settings.timeout_seconds));
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if waited >= limit || progress.is_interrupted() => {
                let _ = child.kill();
                let _ = child.wait();
                let is_late = waited >= limit;
                let late = || format!("did not end within {} s and was stopped", settings.timeout_seconds);
                break Err(if is_late { late() } else { "was stopped, as the run was interrupted".to_owned() });
            }
            Ok(None) => {
                std::thread::sleep(GLANCE);
                waited += GLANCE;
            }
            Err(error) => break Err(format!("cannot be waited for: {error}")),
        }
    };
    let status = match status {
        Ok(status) => status,
        // What still holds the pipes open is the program's own child; it is not waited for.
        Err(why) => return fails(&why, "make it faster, read less of it, or raise timeout_seconds"),
    };
    let (records, is_endless) = records.join().unwrap_or_default();
    let words = String::from_utf8_lossy(&words.join().unwrap_or_default().0).into_owned();
    let mut diagnostics = said(&settings.id, &words);
    let why = if !status.success() {
        let code = status.code().map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        Some(format!("ended with {code}, so that nothing of what it printed was taken"))
    } else if is_endless {
        Some(format!("printed more than {MOST_BYTES} bytes, so that nothing of it was taken"))
    } else {
        None
    };
    let is_good = why.is_none();
    diagnostics.extend(why.map(|why| fails(&why, "what it said on standard error may tell why").diagnostics.remove(0)));
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

/// Reads a pipe on a thread of its own; what lies beyond the limit is read and thrown away.
fn read_up_to(mut pipe: impl Read + Send + 'static, most: u64) -> std::thread::JoinHandle<(Vec<u8>, bool)> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.by_ref().take(most).read_to_end(&mut bytes);
        let more = std::io::copy(&mut pipe, &mut std::io::sink()).unwrap_or(0);
        (bytes, more > 0)
    })
}

/// The lines of standard error, for people.
fn said(id: &str, words: &str) -> Vec<Diagnostic> {
    let lines: Vec<String> = words
        .lines()
        .map(|line| line.chars().filter(|c| !c.is_control()).take(300).collect::<String>())
        .filter(|line| !line.trim().is_empty())
        .take(20)
        .collect();
    lines.into_iter().map(|line| Diagnostic::note("source/said", format!("the command of “{id}” says: {line}"))).collect()
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
        let missing = CommandSettings { command: vec!["/no/such/program".into()], ..CommandSettings::default() };
        assert!(run(&missing, Instant::UNIX_EPOCH, &Unwatched).diagnostics[0].message.contains("cannot be started"));
    }
}
