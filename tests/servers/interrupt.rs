//! Runs that somebody interrupts, against any host: what was read is saved, and the next run goes on from there.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A host, and folders that hold a configuration which reads it.
pub struct Trial<'a> {
    /// The variable that holds the token, and the token.
    pub token: (&'static str, &'static str),
    /// Requests that came since the last time.
    pub take_requests: &'a dyn Fn() -> u64,
    /// A new folder.
    pub place: &'a dyn Fn() -> tempfile::TempDir,
}

/// The instant of a run; each comes a minute after the one before it.
fn minute(number: usize) -> String {
    format!("2026-11-20T06:{:02}:00Z", 40 + number)
}

/// Waits for its end; tells the exit code and what was said.
fn ended(child: Child) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    (status.code(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

impl Trial<'_> {
    /// Interrupts run after run at another place each time, by this signal, and holds the end against a run that nobody interrupted.
    pub fn interrupts(&self, signal: &str, code: i32) {
        let whole = (self.place)();
        (self.take_requests)();
        let (told, ..) = ended(self.start(whole.path(), &["collect", "--now", &minute(0)]));
        assert_eq!(told, Some(0));
        let all = (self.take_requests)();
        let place = (self.place)();
        let (mut interrupted, mut cut, mut known) = (0, 0, 0);
        // The first before anything was answered, the last when nearly all is read.
        for (number, part) in [0, 2, 7, 11].into_iter().enumerate() {
            let child = self.start(place.path(), &["collect", "--now", &minute(number)]);
            let (told, said, took) = self.interrupted(child, signal, all * part / 12);
            assert!(took < Duration::from_secs(20), "it took {took:?} to end");
            if told == Some(0) {
                continue;
            }
            interrupted += 1;
            assert_eq!(told, Some(code), "{said}");
            assert!(said.contains("what was read is being saved") && said.contains("new records are in"), "{said}");
            // Of one that was interrupted when all was read nothing is missing.
            cut += u32::from(said.contains("was not read to its end: the run was interrupted; the next run goes on."));
            let number = said.split(" new records are in").next().and_then(|before| before.rsplit(['\n', ' ']).next()?.parse::<u64>().ok());
            known += number.unwrap_or_else(|| panic!("{said}"));
        }
        assert!(cut >= 2 && known > 100, "{interrupted} runs were interrupted, {cut} of them before all was read; {known} records");
        assert_eq!(ended(self.start(place.path(), &["collect", "--now", &minute(9)])).0, Some(0));
        let ((found, missing), (expected, missing_of_all)) = (self.records(place.path()), self.records(whole.path()));
        let differing: Vec<_> = found.iter().filter(|(id, line)| expected.get(*id) != Some(line)).take(4).collect();
        assert_eq!(differing, Vec::<(&String, &String)>::new());
        assert_eq!(found.len(), expected.len(), "some are lost");
        assert_eq!(missing, missing_of_all);
    }

    /// Interrupts a run that was to build: nothing is built.
    pub fn builds_nothing(&self, signal: &str, code: i32) {
        let place = (self.place)();
        (self.take_requests)();
        let (told, said, _) = self.interrupted(self.start(place.path(), &["run", "--now", &minute(0)]), signal, 5);
        assert_eq!(told, Some(code), "{said}");
        assert!(!place.path().join("site").exists(), "{said}");
    }

    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command.args(arguments).current_dir(folder).env("CI", "true").env("NO_COLOR", "1").env(self.token.0, self.token.1);
        command.env_remove("https_proxy").env_remove("HTTPS_PROXY").stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn start(&self, folder: &Path, arguments: &[&str]) -> Child {
        self.command(folder, arguments).spawn().expect("because cargo built it")
    }

    /// Sends the signal once so many requests came; tells how it ended, what it said and how long that took.
    fn interrupted(&self, mut child: Child, signal: &str, after: u64) -> (Option<i32>, String, Duration) {
        let mut asked = 0;
        while asked < after.max(1) && child.try_wait().expect("it is ours").is_none() {
            asked += (self.take_requests)();
            std::thread::sleep(Duration::from_millis(1));
        }
        let sent = Instant::now();
        // One that has ended by itself takes no signal any more.
        let _ = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().expect("because it is there");
        let (code, said) = ended(child);
        (self.take_requests)();
        (code, said, sent.elapsed())
    }

    /// Every record but coverage by its kind and id, without what only says when it was seen; none is there twice. And what
    /// was not read, which no later reading made good.
    fn records(&self, folder: &Path) -> (BTreeMap<String, String>, BTreeSet<String>) {
        let out = folder.join("exported");
        let _ = std::fs::remove_dir_all(&out);
        let (code, said) = ended(self.start(folder, &["export", "--format", "ndjson", "--to", "exported"]));
        assert_eq!(code, Some(0), "{said}");
        let (mut found, mut rows): (BTreeMap<String, (u64, String)>, Vec<Value>) = Default::default();
        for entry in walkdir::WalkDir::new(&out).into_iter().map(|entry| entry.expect("because it is ours")) {
            let text = if entry.file_type().is_file() { std::fs::read_to_string(entry.path()).expect("it is text") } else { String::new() };
            for line in text.lines() {
                let mut record: Value = serde_json::from_str(line).expect("because it is a record");
                if record["kind"] == "coverage" {
                    rows.push(record);
                    continue;
                }
                let rev = record["rev"].as_u64().unwrap_or_default();
                // A host that does not say since when a project is archived is taken to mean since it was first seen.
                for only_when in ["observed_at", "rev", "archived_at"] {
                    record.as_object_mut().expect("it is one").remove(only_when);
                }
                let id = format!("{} {}", record["kind"], record["id"]);
                let before = found.insert(id.clone(), (rev, record.to_string()));
                // What something is like is one row for each time that it was seen otherwise; here the last one counts.
                let is_state = ["branch_rule", "repository", "team"].iter().any(|kind| record["kind"] == *kind);
                if let Some((earlier, line)) = before {
                    assert!(is_state && earlier != rev, "{id} is there twice: {line}");
                    if earlier > rev {
                        found.insert(id, (earlier, line));
                    }
                }
            }
        }
        let is_same = |a: &Value, b: &Value| ["repo", "of"].iter().all(|key| a[key] == b[key]);
        let is_within = |a: &Value, b: &Value| a["from"].as_str() >= b["from"].as_str() && a["to"].as_str() <= b["to"].as_str();
        let is_good = |row: &Value| rows.iter().any(|good| good["state"] == "complete" && is_same(row, good) && is_within(row, good));
        let missing = rows.iter().filter(|row| row["state"] != "complete" && row["is_gone"] != true && !is_good(row));
        let missing = missing.map(|row| format!("{} of {}: {}", row["of"], row["repo"], row["reason"])).collect();
        (found.into_iter().map(|(id, (_, line))| (id, line)).collect(), missing)
    }
}
