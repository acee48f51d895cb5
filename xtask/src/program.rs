//! Another program, run with its output shown as it comes and the part kept that a report needs.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// How many of the last lines a failure shows again.
const TAIL: usize = 60;
/// How many lines that name a failure are kept besides, however far up they stand.
const NAMED: usize = 40;

/// A program and its arguments.
#[derive(Debug)]
pub struct Program {
    words: Vec<String>,
    settings: Vec<(String, String)>,
    folder: Option<std::path::PathBuf>,
}

/// What is known of a program that has ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// Whether it said so itself.
    pub is_success: bool,
    /// The lines that name failures, then the last lines.
    pub tail: Vec<String>,
    /// The closing lines of test runners, as they are.
    pub closing: Vec<String>,
}

impl Program {
    /// A program by name or path.
    pub fn new(program: &str) -> Self {
        Self { words: vec![program.to_owned()], settings: Vec::new(), folder: None }
    }

    /// With one more argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.words.push(arg.as_ref().to_string_lossy().into_owned());
        self
    }

    /// With more arguments.
    pub fn args(self, args: &[&str]) -> Self {
        args.iter().fold(self, Self::arg)
    }

    /// With an environment variable.
    pub fn with(mut self, name: &str, value: impl AsRef<Path>) -> Self {
        self.settings.push((name.to_owned(), value.as_ref().to_string_lossy().into_owned()));
        self
    }

    /// In a folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.env("CI", "true").stdin(Stdio::null());
        // What `cargo run` tells xtask of itself is not true of others, and build scripts that watch these
        // variables would build anew each time.
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_about_xtask(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }

    /// Runs it to its end, showing what it says.
    pub fn run(&self) -> Ended {
        println!("$ {}", self.words.join(" "));
        let mut child = match self.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) => {
                let line = format!("{}: {error}", self.words[0]);
                println!("{line}");
                return Ended { tail: vec![line], ..Ended::default() };
            }
        };
        let heard = Mutex::new(Heard::default());
        let pipes: [Option<Box<dyn Read + Send>>; 2] =
            [child.stdout.take().map(|pipe| Box::new(pipe) as _), child.stderr.take().map(|pipe| Box::new(pipe) as _)];
        std::thread::scope(|scope| {
            for pipe in pipes.into_iter().flatten() {
                scope.spawn(|| listen(pipe, &heard));
            }
        });
        let is_success = child.wait().is_ok_and(|status| status.success());
        heard.into_inner().expect("a listener that panics stops the task").ended(is_success)
    }

    /// Runs it quietly and gives what it wrote to standard output.
    pub fn read(&self) -> Result<String, String> {
        let output = self.command().output().map_err(|error| format!("{}: {error}", self.words[0]))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(format!("{}: {}", self.words.join(" "), String::from_utf8_lossy(&output.stderr).trim()))
    }
}

fn is_about_xtask(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"].iter().any(|start| variable.starts_with(start))
}

fn listen(pipe: impl Read, heard: &Mutex<Heard>) {
    let mut reader = BufReader::new(pipe);
    let mut bytes = Vec::new();
    // Bytes, not `lines()`: one character that is not UTF-8 would end the listening and block the program.
    while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
        let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
        println!("{line}");
        heard.lock().expect("a listener that panics stops the task").hear(line);
        bytes.clear();
    }
}

/// What has been kept so far.
#[derive(Debug, Default)]
struct Heard {
    named: Vec<String>,
    last: VecDeque<String>,
    closing: Vec<String>,
}

impl Heard {
    fn hear(&mut self, line: String) {
        if is_closing(&line) {
            self.closing.push(line.clone());
        }
        self.last.push_back(line);
        if self.last.len() > TAIL {
            let gone = self.last.pop_front().expect("it has just been seen to hold lines");
            if names_a_failure(&gone) && self.named.len() < NAMED {
                self.named.push(gone);
            }
        }
    }

    fn ended(self, is_success: bool) -> Ended {
        let gap = if self.named.is_empty() { None } else { Some("…".to_owned()) };
        Ended { is_success, tail: self.named.into_iter().chain(gap).chain(self.last).collect(), closing: self.closing }
    }
}

/// The last word of cargo's and of node's test runner.
fn is_closing(line: &str) -> bool {
    let node = ["# tests ", "# suites ", "# pass ", "# fail ", "# cancelled ", "# skipped ", "# todo ", "# duration_ms "];
    line.starts_with("test result: ") || node.iter().any(|start| line.starts_with(start))
}

fn names_a_failure(line: &str) -> bool {
    let start = line.trim_start();
    start.starts_with("error") || start.starts_with("not ok") || start.contains("panicked at") || line.ends_with("... FAILED")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_kept_as_they_are_written() {
        let kept = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert!(is_closing(kept) && is_closing("# tests 12") && is_closing("# pass 12"));
        assert!(!is_closing("# Subtest: a page") && !is_closing("  test result: quoted in a message"));
    }

    #[test]
    fn a_failure_far_up_is_shown_with_the_last_lines() {
        let mut heard = Heard::default();
        heard.hear("test a ... FAILED".to_owned());
        heard.hear("test b ... ok".to_owned());
        for number in 0..TAIL {
            heard.hear(format!("line {number}"));
        }
        let tail = heard.ended(false).tail;
        assert_eq!(tail.first().map(String::as_str), Some("test a ... FAILED"));
        assert_eq!(tail.get(1).map(String::as_str), Some("…"));
        assert_eq!(tail.len(), TAIL + 2);
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure_with_its_name() {
        let ended = Program::new("milepost-no-such-program").run();
        assert!(!ended.is_success && ended.tail[0].starts_with("milepost-no-such-program"), "{ended:?}");
    }

    #[test]
    fn output_that_is_no_text_does_not_stop_the_listening() {
        let heard = Mutex::new(Heard::default());
        listen(&b"one\n\xff\xfe\nthree\n"[..], &heard);
        assert_eq!(heard.into_inner().expect("nobody panicked").last.len(), 3);
    }
}
