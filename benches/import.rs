//! How much it costs to import a million mixed records, and what they take on disk.
//!
//! `cargo bench --bench import -- [RECORDS] [FOLDER]` writes the records as NDJSON into the folder (a
//! temporary one by default), imports them into an empty store, then again, and reads them back.
//! CPU and memory are read from `/proc`, so they are shown on Linux only.

use milepost::store::{Compaction, Store};
use milepost_model::record::{Change, Commit, Deployment, File as FileFact, PipelineRun, Release};
use milepost_model::{Diagnostics, Instant, Outcome, Provenance, Record, RepoId, ndjson};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const REPOSITORIES: u64 = 500;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let records: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = arguments.next().map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let lines = folder.join("records.ndjson");
    if !lines.exists() {
        write_records(&lines, records);
    }
    println!("{records} records, {} MB of NDJSON", size(&lines) / 1_000_000);
    let store_folder = temporary.path().join("store");
    let store = Store::open(store_folder.to_str().expect("the folder's name is UTF-8")).expect("the store opens");
    for what in ["import", "import again"] {
        measure(what, || {
            let mut diagnostics = Diagnostics::default();
            let file = File::open(&lines).expect("the records were written");
            let done = store.import(file, "records.ndjson", &mut diagnostics).expect("the records are imported");
            assert!(diagnostics.is_empty());
            println!("{done:?}");
        });
    }
    println!("{} MB in the store", size(&store_folder) / 1_000_000);
    let snapshot = store.snapshot(at(i64::MAX / 2_000_000)).expect("there is a manifest");
    measure("read all commits", || println!("{}", snapshot.read_all::<Commit>().expect("they are read").len()));
    measure("read two columns of all commits", || {
        let read = |bucket| snapshot.read_columns::<Commit>(bucket, &["repo", "committed_at"]).expect("they are read").len();
        println!("{}", snapshot.buckets().into_iter().map(read).sum::<usize>());
    });
    measure("compact", || {
        let how = Compaction { now: at(4_000_000_000), grace: Duration::ZERO, at_most: 1 };
        println!("{:?}", store.compact(how).expect("it is compacted"));
    });
}

fn measure(what: &str, work: impl FnOnce()) {
    let (clock, before) = (std::time::Instant::now(), cpu());
    work();
    let cpu = cpu().zip(before).map(|(after, before)| after - before);
    println!("{what}: {:.2} s, CPU {cpu:.2?} s, peak memory {:?} MB", clock.elapsed().as_secs_f64(), peak());
}

/// User and system seconds of this process; the kernel counts in hundredths.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<_> = stat.rsplit_once(") ")?.1.split(' ').collect();
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0)
}

fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1000)
}

fn size(path: &Path) -> u64 {
    let files = walkdir::WalkDir::new(path).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}

fn at(seconds: i64) -> Instant {
    Instant::from_timestamp(seconds, 0).expect("it is in the calendar")
}

fn write_records(path: &Path, records: u64) {
    let mut out = BufWriter::new(File::create(path).expect("the file can be made"));
    for n in 0..records {
        ndjson::write_line(&record(n), &mut out).expect("the disk has room");
    }
    out.flush().expect("the disk has room");
}

/// What every record has.
struct Envelope {
    n: u64,
    number: u64,
    repo: RepoId,
    time: Instant,
    observed_at: Instant,
    rev: u64,
    sha: String,
    provenance: Provenance,
}

impl Envelope {
    fn id(&self, what: &str) -> String {
        format!("{}:{what}:{}", self.repo, self.n)
    }

    fn page(&self, what: &str) -> String {
        format!("https://github.com/lumen-freight/service-{}/{what}/{}", self.number, self.n)
    }
}

/// A record as a busy organisation has them: mostly commits and runs.
fn record(n: u64) -> Record {
    let number = 1_000_000 + scramble(n) % REPOSITORIES;
    let time = at(1_700_000_000 + i64::try_from(n * 31).expect("it is small"));
    let envelope = Envelope {
        n,
        number,
        repo: RepoId::from(format!("gh:github.com:{number}")),
        time,
        observed_at: at(1_795_000_000 + i64::try_from(n / 5000).expect("it is small")),
        rev: time.timestamp_millis().unsigned_abs(),
        sha: sha(n),
        provenance: Provenance::of("github"),
    };
    match scramble(n + 7) % 100 {
        0..70 => code(envelope),
        _ => delivery(&envelope),
    }
}

fn code(envelope: Envelope) -> Record {
    let (run, page) = (envelope.id("run"), envelope.page("actions/runs"));
    let Envelope { n, number, repo, time, observed_at, rev, sha, provenance } = envelope;
    match scramble(n + 7) % 100 {
        0..45 => Record::Commit(Commit {
            id: format!("gh:github.com:{number}:commit:{sha}"),
            rev,
            observed_at,
            provenance: Provenance::of("git"),
            repo,
            parents: vec![self::sha(n + 1)],
            authored_at: time,
            committed_at: time + Duration::from_secs(scramble(n) % 9000),
            subject: Some(format!("Make the {} of booking {} faster", ["search", "list", "export", "upload"][n as usize % 4], n % 9973)),
            sha,
            ..Commit::default()
        }),
        _ => Record::PipelineRun(PipelineRun {
            id: run,
            rev,
            observed_at,
            provenance,
            repo,
            workflow: ".github/workflows/ci.yml".into(),
            name: Some("CI".into()),
            run_id: 9_000_000_000 + n,
            attempt: 1,
            event: Some("push".into()),
            branch: Some("main".into()),
            sha,
            created_at: time,
            started_at: Some(time + Duration::from_secs(4)),
            finished_at: Some(time + Duration::from_secs(60 + scramble(n) % 900)),
            outcome: if n.is_multiple_of(9) { Outcome::Failure } else { Outcome::Success },
            url: Some(page),
            ..PipelineRun::default()
        }),
    }
}

fn delivery(envelope: &Envelope) -> Record {
    let id = |what: &str| envelope.id(what);
    let page = |what: &str| envelope.page(what);
    let &Envelope { n, time, observed_at, rev, .. } = envelope;
    let (repo, sha, provenance) = (envelope.repo.clone(), envelope.sha.clone(), envelope.provenance.clone());
    match scramble(n + 7) % 100 {
        70..80 => Record::Change(Change {
            id: id("change"),
            rev,
            observed_at,
            provenance,
            repo,
            number: Some(n),
            title: Some(format!("Let shippers change the address of order {n}")),
            base: Some("main".into()),
            head: Some(format!("address-{}", n % 977)),
            created_at: Some(time - Duration::from_secs(scramble(n) % 400_000)),
            merged_at: time,
            merge_sha: sha,
            commit_shas: vec![self::sha(n + 2), self::sha(n + 3)],
            labels: vec!["enhancement".into()],
            url: Some(page("pull")),
            ..Change::default()
        }),
        80..90 => Record::Deployment(Deployment {
            id: id("deployment"),
            rev,
            observed_at,
            provenance,
            repo,
            environment: "production".into(),
            sha,
            created_at: time,
            finished_at: Some(time + Duration::from_secs(200)),
            outcome: Outcome::Success,
            run_id: Some(9_000_000_000 + n),
            url: Some(page("deployments")),
            ..Deployment::default()
        }),
        90..97 => Record::File(FileFact {
            id: id("file"),
            rev,
            observed_at,
            provenance: Provenance::of("git"),
            repo,
            path: format!("services/{}/catalog-info.yaml", n % 31),
            valid_from: time,
            size: Some(400 + n % 900),
            blob: Some(blake3::hash(&n.to_le_bytes()).to_hex().to_string()),
            git_sha: Some(sha),
            mode: Some("100644".into()),
            ..FileFact::default()
        }),
        _ => Record::Release(Release {
            id: id("release"),
            rev,
            observed_at,
            provenance,
            repo,
            tag: format!("v1.{}.{}", n % 40, n % 7),
            sha,
            published_at: time,
            url: Some(page("releases")),
            ..Release::default()
        }),
    }
}

fn sha(n: u64) -> String {
    blake3::hash(&n.to_be_bytes()).to_hex()[..40].to_owned()
}

/// Spreads numbers evenly, the same way every time (splitmix64).
fn scramble(n: u64) -> u64 {
    let mut z = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
