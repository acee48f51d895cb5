use milepost_collectors::git::*;
use milepost_model::*;
use std::collections::HashMap;
use std::sync::Mutex;
#[derive(Default)]
struct Mem {
    cur: Mutex<HashMap<String, Vec<u8>>>,
    kinds: Mutex<std::collections::BTreeMap<&'static str, usize>>,
    blobs: Mutex<usize>,
    bytes: Mutex<usize>,
    diag: Mutex<Vec<Diagnostic>>,
    keep: bool,
    out: Mutex<Vec<Record>>,
}
impl Sink for Mem {
    fn accept(&self, h: Harvest) -> Result<(), SinkError> {
        for r in &h.records {
            *self.kinds.lock().unwrap().entry(r.kind().word()).or_default() += 1;
        }
        *self.blobs.lock().unwrap() += h.blobs.len();
        *self.bytes.lock().unwrap() += h.blobs.iter().map(|b| b.bytes.len()).sum::<usize>();
        self.cur.lock().unwrap().extend(h.cursors);
        self.diag.lock().unwrap().extend(h.diagnostics);
        if self.keep {
            self.out.lock().unwrap().extend(h.records);
        }
        Ok(())
    }
}
impl Memory for Mem {
    fn recall(&self, k: &str) -> Option<Vec<u8>> {
        self.cur.lock().unwrap().get(k).cloned()
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let mut s = GitSettings::of_folder(&a[1]);
    let mode = a.get(2).map(String::as_str).unwrap_or("");
    if mode.contains("all") {
        s.since = Some("1970-01-01T00:00:00Z".parse().unwrap());
    }
    if mode.contains("nofiles") {
        s.history_paths.clear();
        s.name_paths.clear();
        s.head_paths.clear();
    }
    if mode.contains("paths") {
        s.commit_paths = true;
    }
    let m = Mem { keep: mode.contains("dump"), ..Mem::default() };
    let now: Instant = "2026-11-20T06:40:00Z".parse().unwrap();
    let t = std::time::Instant::now();
    let sum = collect(&s, Session { now, sink: &m, memory: &m, progress: &milepost_model::harvest::Unwatched }).unwrap();
    eprintln!("{:?} {:?} {:?}", t.elapsed(), sum, m.kinds.lock().unwrap());
    eprintln!(
        "blobs {} bytes {} cursors {}",
        m.blobs.lock().unwrap(),
        m.bytes.lock().unwrap(),
        m.cur.lock().unwrap().values().map(Vec::len).sum::<usize>()
    );
    if mode.contains("dump") {
        let mut o = std::io::stdout().lock();
        for r in m.out.lock().unwrap().iter() {
            ndjson::write_line(r, &mut o).unwrap();
        }
    }
    if mode.contains("diag") {
        for d in m.diag.lock().unwrap().iter() {
            eprintln!("{d:?}");
        }
    }
    if mode.contains("twice") {
        for _ in 0..3 {
            m.kinds.lock().unwrap().clear();
            let t = std::time::Instant::now();
            let sum = collect(&s, Session { now, sink: &m, memory: &m, progress: &milepost_model::harvest::Unwatched }).unwrap();
            eprintln!("again {:?} {:?} {:?}", t.elapsed(), sum, m.kinds.lock().unwrap());
        }
    }
}
