//! Other programs: each is started in a group of its own, so that whatever it starts in turn ends with it.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often it is looked whether a program has ended.
const GLANCE: Duration = Duration::from_millis(20);
/// A program that is asked to end has so long to put its things away.
const GRACE: Duration = Duration::from_secs(1);

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By itself.
    Itself(ExitStatus),
    /// It took too long and was ended.
    Late,
    /// Somebody interrupted the run, and it was ended.
    Interrupted,
}

/// What a program prints, read as it comes.
#[derive(Debug)]
pub struct Printing(JoinHandle<(Vec<u8>, bool)>);

impl Printing {
    /// Reads a pipe on a thread of its own; of what lies beyond the limit the beginning is kept.
    pub fn read(mut pipe: impl Read + Send + 'static, most: u64) -> Self {
        Self(std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.by_ref().take(most).read_to_end(&mut bytes);
            let more = io::copy(&mut pipe, &mut io::sink()).unwrap_or(0);
            (bytes, more > 0)
        }))
    }

    /// The same, of which the end is kept: who fails says why last.
    pub fn read_last(mut pipe: impl Read + Send + 'static, most: usize) -> Self {
        Self(std::thread::spawn(move || {
            let (mut bytes, mut chunk, mut is_cut) = (Vec::new(), vec![0; most.max(1)], false);
            while let Ok(count @ 1..) = pipe.read(&mut chunk) {
                bytes.extend_from_slice(&chunk[..count]);
                let beyond = bytes.len().saturating_sub(most);
                is_cut |= beyond > 0;
                bytes.drain(..beyond);
            }
            (bytes, is_cut)
        }))
    }

    /// What was printed, and whether there was more. Nothing where something that left the program's group still prints.
    pub fn printed(self) -> (Vec<u8>, bool) {
        if self.0.is_finished() { self.0.join().unwrap_or_default() } else { Default::default() }
    }
}

/// Starts a program.
pub fn start(command: &mut Command) -> io::Result<Child> {
    // A Ctrl-C at a terminal goes to the whole group there, and milepost itself says what becomes of what it started.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.spawn()
}

/// Waits until a program has ended and what it prints was read to the end.
///
/// Where that takes too long, or somebody interrupts the run, it is ended with everything that it started.
pub fn wait(child: &mut Child, printing: &[&Printing], longest: Duration, is_interrupted: &dyn Fn() -> bool) -> io::Result<Ended> {
    let mut waited = Duration::ZERO;
    loop {
        let status = child.try_wait()?;
        if let Some(status) = status.filter(|_| are_read(printing)) {
            return Ok(Ended::Itself(status));
        }
        let is_late = waited >= longest;
        if is_late || is_interrupted() {
            end(child);
            let mut grace = Duration::ZERO;
            while grace < GRACE && !are_read(printing) {
                std::thread::sleep(GLANCE);
                grace += GLANCE;
            }
            return Ok(if is_late { Ended::Late } else { Ended::Interrupted });
        }
        std::thread::sleep(GLANCE);
        waited += GLANCE;
    }
}

fn are_read(printing: &[&Printing]) -> bool {
    printing.iter().all(|one| one.0.is_finished())
}

/// Ends a program and what it started: asked first, so that it removes its locks, then without asking.
fn end(child: &mut Child) {
    signal(child, false);
    let mut grace = Duration::ZERO;
    while cfg!(unix) && grace < GRACE && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(GLANCE);
        grace += GLANCE;
    }
    signal(child, true);
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
fn signal(child: &Child, is_final: bool) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let signal = if is_final { Signal::KILL } else { Signal::TERM };
    // A group of which nobody is left takes no signal.
    let _ = i32::try_from(child.id()).ok().and_then(Pid::from_raw).map(|group| kill_process_group(group, signal));
}

#[cfg(not(unix))]
fn signal(_: &Child, _: bool) {}
