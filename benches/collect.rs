//! What collecting clones costs, as ratios of what git's own commands cost over the same clones.
//!
//! `cargo bench --bench collect` makes a synthetic organisation; `cargo bench --bench collect -- DIR`
//! measures the clones below a folder. CPU is user and system time of a process, the mean of ten, since
//! the kernel tells hundredths of a second and git is done with many a clone in less.
//! The targets: a first collection without files at most 2 × `git log` and `git ls-tree`; with the
//! history of files at most 1.5 × `git log --raw`; a second run of ten repositories under 50 ms.
#![allow(clippy::disallowed_methods, reason = "a bench is all edge: it asks the clock what things cost")]

use milepost_collectors::git::{GitSettings, collect};
use milepost_model::harvest::Unwatched;
use milepost_model::{Harvest, Memory, Session, Sink, SinkError};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

const REPOSITORIES: usize = 10;
const COMMITS: usize = 4_000;

/// Keeps cursors and drops the rest, so that only collecting is measured.
#[derive(Default)]
struct Cursors(Mutex<HashMap<String, Vec<u8>>>);

impl Sink for Cursors {
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError> {
        self.0.lock().expect("because no holder panics").extend(harvest.cursors);
        Ok(())
    }
}

impl Memory for Cursors {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.0.lock().expect("because no holder panics").get(key).cloned()
    }
}

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let [mode, folder] = arguments.as_slice()
        && let Some(settings) = settings(mode, folder)
    {
        return once(&settings, mode == "again");
    }
    let made = tempfile::tempdir().expect("because there is a temporary folder");
    let folder = arguments.first().map_or_else(|| made.path().to_owned(), PathBuf::from);
    if arguments.is_empty() {
        (0..REPOSITORIES).for_each(|number| organisation(&made.path().join(format!("service-{number}"))));
    }
    let clones = clones(&folder);
    let git =
        |arguments: &[&str]| cpu(|| clones.iter().for_each(|clone| quietly(Command::new("git").arg("-C").arg(clone).args(arguments))));
    let log = git(&["log", "--format=%H %ct %at %an"]) + git(&["ls-tree", "-r", "HEAD"]);
    let raw = git(&["log", "--raw", "--no-renames"]);
    let this = std::env::current_exe().expect("because it runs");
    let own = |mode: &str| cpu(|| quietly(Command::new(&this).arg(mode).arg(&folder)));
    let (bare, files, window) = (own("bare"), own("files"), own("window"));
    println!("{} clones; git log and ls-tree {log:.3} s, git log --raw {raw:.3} s", clones.len());
    println!("whole history without files   {bare:.3} s   {:.2} x log and ls-tree (target 2)", bare / log);
    println!("whole history with files      {files:.3} s   {:.2} x log --raw (target 1.5)", files / raw);
    println!("the default window with files {window:.3} s   {:.2} x log and ls-tree", window / log);
    let _ = Command::new(&this).arg("again").arg(&folder).status();
}

fn settings(mode: &str, folder: &str) -> Option<GitSettings> {
    let mut settings = GitSettings::of_folder(folder);
    settings.since = Some(chrono::DateTime::UNIX_EPOCH);
    match mode {
        "bare" => {
            settings.history_paths.clear();
            settings.name_paths.clear();
            settings.head_paths.clear();
        }
        "files" => {}
        "window" | "again" => settings.since = None,
        _ => return None,
    }
    Some(settings)
}

/// Collects in this process, so that whoever started it can ask what it cost.
fn once(settings: &GitSettings, again: bool) {
    let cursors = Cursors::default();
    let session = Session { now: chrono::Utc::now(), sink: &cursors, memory: &cursors, progress: &Unwatched };
    collect(settings, session).expect("because the folder can be read");
    if again {
        let start = Instant::now();
        let summary = collect(settings, session).expect("because the folder can be read");
        println!("again, nothing new            {:?} for {} repositories", start.elapsed(), summary.unchanged);
    }
}

/// User and system time of what commands do, the mean of ten rounds.
fn cpu(work: impl Fn()) -> f64 {
    const ROUNDS: u32 = 10;
    let before = children_cpu();
    (0..ROUNDS).for_each(|_| work());
    (children_cpu() - before) / f64::from(ROUNDS)
}

fn quietly(command: &mut Command) {
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

/// User and system seconds of all children that ended: fields 16 and 17 of Linux's `/proc/self/stat`,
/// in hundredths of a second.
fn children_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("because this measures on Linux only");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn clones(folder: &Path) -> Vec<PathBuf> {
    let mut clones: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.join("HEAD").is_file() && path.join("objects").is_dir())
        .collect();
    clones.sort();
    clones
}

/// A repository with a few thousand commits over a few hundred files, made and packed by git.
fn organisation(path: &Path) {
    let run = |arguments: &[&str], input: &[u8]| {
        let mut child = Command::new("git").args(arguments).stdin(Stdio::piped()).spawn().expect("because git is on the PATH");
        child.stdin.take().expect("because it is piped").write_all(input).expect("because git reads it");
        assert!(child.wait().expect("because it was started").success());
    };
    let place = path.to_string_lossy().into_owned();
    run(&["init", "-q", "--bare", &place], b"");
    let now = chrono::Utc::now().timestamp();
    let mut stream = String::new();
    for number in 0..COMMITS {
        let at = now - i64::try_from(COMMITS - number).expect("because it is small") * 14_400;
        let message = format!("Change part {number} (#{number})\n\nBecause it is better so.\n");
        let _ = write!(stream, "commit refs/heads/main\ncommitter Ada <ada@example.com> {at} +0000\ndata {}\n{message}\n", message.len());
        for path in paths(number) {
            let content = format!("{path} at {number}\n").repeat(20);
            let _ = write!(stream, "M 100644 inline {path}\ndata {}\n{content}\n", content.len());
        }
    }
    run(&["-C", &place, "symbolic-ref", "HEAD", "refs/heads/main"], b"");
    run(&["-C", &place, "fast-import", "--quiet"], stream.as_bytes());
    run(&["-C", &place, "repack", "-q", "-a", "-d", "-f"], b"");
}

/// The files that a commit writes: mostly code, at times a descriptor, a document or a workflow.
fn paths(number: usize) -> Vec<String> {
    let mut paths = vec![format!("src/part{}/module{}.rs", number % 23, number % 17), format!("src/part{}/lib.rs", number % 23)];
    match number % 40 {
        0 => paths.push("catalog-info.yaml".to_owned()),
        10 => paths.push(format!("docs/guide/page{}.md", number % 7)),
        20 => paths.push(".github/workflows/ci.yml".to_owned()),
        30 => paths.push("CODEOWNERS".to_owned()),
        _ => {}
    }
    paths
}
