//! How much it costs to turn ten million records into figures: from the store to `metrics.json`.
//!
//! `cargo bench --bench metrics -- [RECORDS] [FOLDER]` makes a store of 1,000 services and two years in
//! the folder (a temporary one by default, a store that is there is used again) and measures it.
//! CPU and memory are read from `/proc`, so they are shown on Linux only.

use milepost::config::Config;
use milepost::metrics::delivery::json;
use milepost::pipeline::{self, Asked};
use milepost::store::Store;
use milepost_model::record::change::Via;
use milepost_model::record::deployment::{Origin, Tier};
use milepost_model::record::repository::Visibility;
use milepost_model::record::{Change, Commit, Coverage, Deployment, PipelineRun, Release, Repository};
use milepost_model::{CoverageState, Harvest, Instant, Outcome, Provenance, Record, RepoId};
use std::path::{Path, PathBuf};

const REPOSITORIES: u64 = 1000;
/// 2025-01-01, and two years later.
const START: i64 = 1_735_689_600;
const END: i64 = START + 730 * 86_400;
/// Of a hundred records of a repository so many are commits.
const COMMITS: u64 = 45;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let records: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10_000_000);
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = arguments.next().map_or_else(|| temporary.path().join("store"), PathBuf::from);
    let store = Store::open(folder.to_str().expect("the folder's name is UTF-8")).expect("the store opens");
    if !Path::new(&folder).join("manifests").exists() {
        measure("make the store", || make(&store, records));
    }
    let config = Config::load("[organisation]\nname = \"x\"\n[site]\nvisibility = \"internal\"\n", Path::new("x.toml"));
    let config = config.expect("because it is good");
    measure("from the store to metrics.json", || {
        let delivery = pipeline::measure(&config, &store, at(END), Asked::default()).expect("it is measured");
        let text = json::text_of_all(&delivery, json::Breadth::Whole, Vec::new());
        println!("{} services, {} MB of JSON", delivery.services.len(), text.len() / 1_000_000);
    });
}

fn make(store: &Store, records: u64) {
    let each = records / REPOSITORIES;
    let appender = store.appender().expect("the store can be written");
    for repository in 0..REPOSITORIES {
        let repo = RepoId::from(format!("gh:github.com:{}", 1_000_000 + repository));
        let mut harvest = Harvest { records: vec![described(&repo, repository)], ..Harvest::default() };
        harvest.records.extend(["deployment", "change", "commit", "release", "pipeline_run"].map(|kind| covered(&repo, kind)));
        harvest.records.extend((0..each).map(|n| record(&repo, n, each)));
        appender.add(harvest).expect("the disk has room");
    }
    println!("{:?}", appender.commit().expect("it is kept"));
}

fn described(repo: &RepoId, number: u64) -> Record {
    Record::Repository(Repository {
        id: format!("{repo}:repository"),
        repo: repo.clone(),
        full_name: format!("lumen-freight/service-{number}"),
        default_branch: Some("main".into()),
        visibility: Some(Visibility::Internal),
        created_at: Some(at(START)),
        provenance: Provenance::of("github"),
        ..Repository::default()
    })
}

fn covered(repo: &RepoId, kind: &str) -> Record {
    Record::Coverage(Coverage {
        id: format!("github:{repo}:{kind}"),
        of: kind.into(),
        source: "github".into(),
        repo: Some(repo.clone()),
        from: at(START),
        to: at(END),
        state: CoverageState::Complete,
        provenance: Provenance::of("github"),
        ..Coverage::default()
    })
}

/// The record of that number of a repository: mostly commits and runs, as busy organisations have them.
fn record(repo: &RepoId, n: u64, each: u64) -> Record {
    let (round, place) = (n / 100, n % 100);
    let time = START + i64::try_from(n).unwrap_or(0) * (END - START) / i64::try_from(each).unwrap_or(1);
    let commit = |place: u64| sha(repo, round * COMMITS + place);
    let (id, provenance) = (|what: &str| format!("{repo}:{what}:{n}"), Provenance::of("github"));
    match place {
        0..COMMITS => Record::Commit(Commit {
            id: format!("{repo}:commit:{}", commit(place)),
            repo: repo.clone(),
            provenance: Provenance::of("git"),
            parents: if n == 0 { Vec::new() } else { vec![sha(repo, (round * COMMITS + place).saturating_sub(1))] },
            sha: commit(place),
            authored_at: at(time - 9000),
            committed_at: at(time),
            subject: Some(format!("Make the list of booking {n} faster")),
            ..Commit::default()
        }),
        COMMITS..70 => Record::PipelineRun(PipelineRun {
            id: id("run"),
            repo: repo.clone(),
            provenance,
            workflow: ".github/workflows/ci.yml".into(),
            run_id: 9_000_000_000 + n,
            attempt: 1,
            sha: commit(place - COMMITS),
            created_at: at(time),
            finished_at: Some(at(time + 400)),
            outcome: Outcome::Success,
            branch: Some("main".into()),
            ..PipelineRun::default()
        }),
        70..82 => Record::Change(Change {
            id: id("change"),
            repo: repo.clone(),
            provenance,
            via: Via::PullRequest,
            number: Some(n),
            title: Some(format!("Let shippers change the address of order {n}")),
            base: Some("main".into()),
            head: Some(format!("address-{n}")),
            created_at: Some(at(time - 80_000)),
            first_commit_at: Some(at(time - 90_000)),
            merged_at: at(time),
            merge_sha: commit((place - 70) * 3),
            labels: if n.is_multiple_of(97) { vec!["hotfix".into()] } else { Vec::new() },
            ..Change::default()
        }),
        82..94 => Record::Deployment(Deployment {
            id: id("deployment"),
            repo: repo.clone(),
            provenance,
            environment: "production".into(),
            tier: Some(Tier::Production),
            origin: Origin::DeploymentApi,
            sha: commit(if n.is_multiple_of(31) { 0 } else { (place - 82) * 3 + 8 }),
            created_at: at(time),
            started_at: Some(at(time + 20)),
            finished_at: Some(at(time + 200)),
            outcome: if n.is_multiple_of(23) { Outcome::Failure } else { Outcome::Success },
            run_id: Some(9_000_000_000 + n),
            ..Deployment::default()
        }),
        _ => Record::Release(Release {
            id: id("release"),
            repo: repo.clone(),
            provenance,
            tag: format!("v1.{round}.{place}"),
            sha: commit(place - 60),
            published_at: at(time),
            ..Release::default()
        }),
    }
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

fn at(seconds: i64) -> Instant {
    Instant::from_timestamp(seconds, 0).expect("it is in the calendar")
}

fn sha(repo: &RepoId, n: u64) -> String {
    blake3::hash(format!("{repo}/{n}").as_bytes()).to_hex()[..40].to_owned()
}
