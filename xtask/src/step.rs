//! A step: something with a name that goes well or does not, and what to print of it at the end.

use crate::program::Program;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Where and how tasks run.
#[derive(Debug)]
pub struct Context {
    /// The workspace's root.
    pub root: PathBuf,
    /// Whether nothing may be downloaded or installed.
    pub offline: bool,
}

impl Context {
    /// The workspace that this program belongs to.
    pub fn new(offline: bool) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask/ stands in the workspace's root").to_owned();
        Self { root, offline }
    }

    /// Cargo, in the root, with the lock file as it is.
    pub fn cargo(&self, args: &[&str]) -> Program {
        let (task, rest) = args.split_first().expect("cargo needs a task");
        let program = Program::new(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())).within(&self.root).arg(task);
        let locked = if *task == "fmt" { program } else { program.arg("--locked") };
        let offline = if self.offline && *task != "fmt" { locked.arg("--offline") } else { locked };
        offline.args(rest)
    }

    /// A folder below `target/` for what tasks make.
    pub fn workshop(&self) -> PathBuf {
        self.root.join("target/xtask")
    }
}

/// How a step ended.
#[derive(Debug)]
pub enum End {
    /// As it should.
    Well,
    /// Badly: the last of what it said.
    Badly(Vec<String>),
    /// It was not tried: why.
    NotRun(String),
}

/// A step that is over.
#[derive(Debug)]
pub struct Outcome {
    /// Its name.
    pub name: &'static str,
    /// How it ended.
    pub end: End,
    /// A test runner's own closing lines, as it wrote them.
    pub closing: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

impl Outcome {
    /// Whether it ended as it should.
    pub fn is_well(&self) -> bool {
        matches!(self.end, End::Well)
    }

    /// A step that was not tried.
    pub fn not_run(name: &'static str, why: &str) -> Self {
        Self { name, end: End::NotRun(why.to_owned()), closing: Vec::new(), took: Duration::ZERO }
    }
}

/// Runs a program as a step.
pub fn program(name: &'static str, program: &Program) -> Outcome {
    announce(name);
    let started = Instant::now();
    let ended = program.run();
    let end = if ended.is_success { End::Well } else { End::Badly(ended.tail) };
    Outcome { name, end, closing: ended.closing, took: started.elapsed() }
}

/// Runs a function as a step; what it complains of is its tail.
pub fn check(name: &'static str, check: impl FnOnce() -> Result<(), Vec<String>>) -> Outcome {
    announce(name);
    let started = Instant::now();
    let end = match check() {
        Ok(()) => End::Well,
        Err(complaints) => {
            for complaint in &complaints {
                println!("{complaint}");
            }
            End::Badly(complaints)
        }
    };
    Outcome { name, end, closing: Vec::new(), took: started.elapsed() }
}

fn announce(name: &str) {
    println!("\n── {name}");
}
