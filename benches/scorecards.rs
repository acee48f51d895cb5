//! How much it costs to ask every rule of every service, at the end of each week of a year and now.
//!
//! `cargo bench --bench scorecards -- [SERVICES] [RULES]` describes so many services, each in a repository
//! with workflows, lock files, containers, alerts, branch rules and deployments that change through the
//! year, and asks them the starter scorecard of the manual and as many rules of its kind as make up the
//! rest. CPU and memory are read from `/proc`, so they are shown on Linux only.

use bytes::Bytes;
use chrono::Duration;
use milepost::adoption::Adoption;
use milepost::catalog::{Catalog, CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, build};
use milepost::config::Config;
use milepost::metrics::{self, Clock, ReadError, RecordSource, RepositoryRecords};
use milepost::scorecards::{Ground, PastSource, RepositoryPast, Rubric, Verdict, score};
use milepost_model::record::deployment::Tier;
use milepost_model::record::{BranchRule, Change, Coverage, Deployment, File, Finding, PipelineRun, Repository, Slo, Team};
use milepost_model::{CoverageState, Diagnostics, Instant, Outcome, RepoId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const STARTER: &str = include_str!("../docs/scorecards/production-ready.toml");
/// The rules that are asked besides those of the starter, again and again with other words.
const MORE: &[&str] = &[
    "has_file(\"Dockerfile.WORD\") || has_file(\"**/*.lock\")",
    "file_matches(\".github/workflows/*.yml\", \"job-WORD\")",
    "files.base_images.all(image, image.startsWith(\"registry.example.com/WORD\"))",
    "ci.uses.exists(used, used.startsWith(\"lumen/WORD\"))",
    "entity.depends_on.size() < NUMBER",
    "entity.tags.exists(tag, tag == \"WORD\") || entity.tier == \"3\"",
    "delivery.lead_time < hours(NUMBER) || delivery.deployments > NUMBER",
    "findings.open < NUMBER && repository.default_branch == \"main\"",
    "now - repository.pushed_at < days(NUMBER)",
    "repository.required_reviews >= 1 && entity.description.size() > NUMBER",
];
const WORDS: &[&str] = &["base", "build", "java", "deploy", "test", "node", "scan", "rust"];
const BUCKETS: usize = 64;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let mut number = |otherwise: usize| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (services, rules) = (number(5_000), number(60));
    let config = Config::load(&rubric(rules), Path::new("metrics-config.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let world = World::of(services);
    let catalog = world.catalog();
    let coverage = ["change", "commit", "deployment", "finding", "branch_rule", "release", "pipeline_run", "slo"].map(covered);
    let clock = Clock {
        as_of: now(),
        settings: &config.delivery,
        asked: None,
        coverage: &coverage,
        incidents: &[],
        keeps_records: true,
        counts_collectors: false,
    };
    let measurements = metrics::measure(&catalog, &world, &clock).expect("because memory can be read");
    let (adoption, settings, notes) = (Adoption::default(), CatalogSettings::default(), Diagnostics::default());
    let ground = Ground {
        as_of: now(),
        catalog: &catalog,
        measurements: &measurements,
        adoption: &adoption,
        settings: &settings,
        coverage: &coverage,
        duties: &[],
        slos: &world.slos(),
        notes: &notes,
    };
    println!("{} services, {} rules", catalog.services.len(), config.rules.len());
    for round in 1..=3 {
        let (time, before) = (std::time::Instant::now(), cpu());
        let scores = score(&Rubric::of(&config), &ground, &world).expect("because memory can be read");
        let used = cpu().zip(before).map(|(after, before)| after - before);
        let verdicts = scores.services.values().flat_map(|score| &score.results).flat_map(|result| &result.history);
        let (mut all, mut passed) = (0_u64, 0_u64);
        for verdict in verdicts {
            all += 1;
            passed += u64::from(*verdict == Verdict::Pass);
        }
        println!(
            "score {round}: {:.2} s, CPU {used:.2?} s, peak memory {:?} MB: {all} verdicts at {} instants, {passed} pass",
            time.elapsed().as_secs_f64(),
            peak(),
            scores.instants.len()
        );
    }
}

/// The starter's rules and more of their kind, all asked by one scorecard.
fn rubric(rules: usize) -> String {
    let (starter, _) = STARTER.split_once("[[scorecard]]").expect("because the starter ends with its scorecard");
    let mut text = format!("[organisation]\nname = \"x\"\n{starter}");
    let mut ids: Vec<String> =
        starter.lines().filter_map(|line| Some(line.strip_prefix("id = \"")?.trim_end_matches('"').to_owned())).collect();
    ids.truncate(rules);
    for n in 0..rules.saturating_sub(ids.len()) {
        let word = WORDS[n % WORDS.len()];
        let pass = MORE[n % MORE.len()].replace("WORD", word).replace("NUMBER", &(n + 5).to_string());
        let _ = write!(text, "[[rule]]\nid = \"more-{n}\"\ntitle = \"More {n}\"\nwhy = \"because\"\npass = '{pass}'\n");
        ids.push(format!("more-{n}"));
    }
    let third = ids.len().div_ceil(3).max(1);
    text.push_str("[[scorecard]]\nid = \"all\"\ntitle = \"All\"\nscope = '!repository.is_archived && entity.type == \"service\"'\n");
    for (place, some) in ids.chunks(third).enumerate() {
        let _ = write!(text, "[[scorecard.level]]\nname = \"Level {place}\"\nrules = {some:?}\n");
    }
    text
}

/// So many services, and everything that is known of them.
struct World {
    services: usize,
    contents: BTreeMap<String, Vec<u8>>,
    /// The past of repositories, by bucket: made before anything is measured.
    past: Vec<Vec<RepositoryPast>>,
}

impl World {
    fn of(services: usize) -> Self {
        let mut contents = BTreeMap::new();
        for (place, word) in WORDS.iter().enumerate() {
            let workflow = format!(
                "name: CI\non: [push, pull_request]\npermissions: {{contents: read}}\njobs:\n  job-{word}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v{place}\n      - uses: lumen/{word}/action@v1\n      - run: cargo test\n"
            );
            contents.insert(format!("ci-{place}"), workflow.into_bytes());
            contents.insert(format!("image-{place}"), format!("FROM registry.example.com/{word}:1\nRUN true\n").into_bytes());
        }
        for n in 0..services {
            for was in 0..2 {
                contents.insert(format!("descriptor-{n}-{was}"), descriptor(n, was).into_bytes());
            }
        }
        let past = |n: usize| RepositoryPast { repo: repo(n), files: files(n), branch_rules: branch_rules(n), findings: findings(n) };
        let past = (0..BUCKETS).map(|bucket| of_bucket(services, bucket).map(past).collect()).collect();
        Self { services, contents, past }
    }

    fn catalog(&self) -> Catalog {
        let content = |id: &str| self.contents.get(id).map(|bytes| Bytes::from(bytes.clone()));
        let repository = |n: usize| {
            let files = files(n).into_iter().filter(|file| file.valid_to.is_none());
            let current = |file: File| CurrentFile { path: file.path, blob: file.blob, last_change: None, changed_by: None };
            RepositoryFacts { repository: described(n), files: files.map(current).collect(), former: Vec::new() }
        };
        let repositories: Vec<RepositoryFacts> = (0..self.services).map(repository).collect();
        let team = |n: usize| Team { id: format!("team:{n}"), slug: format!("team-{n}"), members_count: Some(4), ..Team::default() };
        let teams: Vec<Team> = (0..self.services.div_ceil(12)).map(team).collect();
        let facts = CatalogFacts { repositories: &repositories, teams: &teams, content: &content };
        build(&facts, &CatalogSettings::default(), &mut Diagnostics::default())
    }

    fn slos(&self) -> Vec<Slo> {
        let weekly = |n: usize| {
            (0..53).map(move |week| Slo {
                id: format!("slo:{n}:{week}"),
                service: format!("service-{n}"),
                name: "availability".to_owned(),
                target: 0.999,
                actual: Some(0.9985 + (n + week) as f64 % 7.0 / 5_000.0),
                measured_at: weeks_ago(week),
                ..Slo::default()
            })
        };
        (0..self.services).step_by(10).flat_map(weekly).collect()
    }
}

/// The services of a bucket.
fn of_bucket(services: usize, bucket: usize) -> impl Iterator<Item = usize> {
    (bucket..services).step_by(BUCKETS)
}

impl PastSource for World {
    fn buckets(&self) -> usize {
        BUCKETS
    }

    fn read(&self, bucket: usize) -> Result<Vec<RepositoryPast>, ReadError> {
        Ok(self.past[bucket].clone())
    }

    fn contents(&self, blobs: BTreeSet<&str>) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
        Ok(blobs.into_iter().filter_map(|blob| Some((blob.to_owned(), self.contents.get(blob)?.clone()))).collect())
    }
}

impl RecordSource for World {
    fn buckets(&self) -> usize {
        BUCKETS
    }

    fn read(&self, bucket: usize) -> Result<Vec<RepositoryRecords>, ReadError> {
        let records = |n: usize| RepositoryRecords {
            repo: repo(n),
            changes: changes(n),
            deployments: deployments(n),
            ..RepositoryRecords::default()
        };
        Ok(of_bucket(self.services, bucket).map(records).collect())
    }

    fn runs(&self, _bucket: usize, _repos: &BTreeSet<RepoId>) -> Result<Vec<PipelineRun>, ReadError> {
        Ok(Vec::new())
    }
}

fn descriptor(n: usize, was: usize) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: service-{n}\n  description: Does number {n}, as it did {was}\n  tags: [{}, data]\nspec:\n  type: service\n  lifecycle: production\n  owner: team-{}\n  system: system-{}\n  dependsOn: ['component:service-{}']\n",
        WORDS[n % WORDS.len()],
        n / 12,
        n / 20,
        n * 7 / 3
    )
}

fn described(n: usize) -> Repository {
    Repository {
        id: format!("{}:repository", repo(n)),
        repo: repo(n),
        full_name: format!("lumen/service-{n}"),
        default_branch: Some("main".into()),
        languages: [(["Rust", "Go", "Java"][n % 3].to_owned(), 1000)].into(),
        created_at: Some(weeks_ago(20 + n % 300)),
        pushed_at: Some(weeks_ago(n % 9)),
        ..Repository::default()
    }
}

/// Two workflows and an image that change every few weeks, a lock file that changes every second week, a
/// descriptor that changed once, and what is kept at the head only.
fn files(n: usize) -> Vec<File> {
    let mut found = Vec::new();
    let mut through = |path: &str, every: usize, blob: &dyn Fn(usize) -> String| {
        let turns: Vec<usize> = (0..=60).rev().filter(|week| (week + n).is_multiple_of(every)).collect();
        for (place, week) in turns.iter().enumerate() {
            let to = turns.get(place + 1).map(|next| weeks_ago(*next));
            found.push(file(n, path, Some(blob(*week)), weeks_ago(*week), to));
        }
    };
    through(".github/workflows/ci.yml", 6, &|week| format!("ci-{}", (n + week) % WORDS.len()));
    through(".github/workflows/deploy.yml", 13, &|week| format!("ci-{}", (n * 3 + week) % WORDS.len()));
    through("Dockerfile", 9, &|week| format!("image-{}", (n + week) % WORDS.len()));
    through("Cargo.lock", 2, &|week| format!("lock-{n}-{week}"));
    let changed = weeks_ago(n % 50);
    found.push(file(n, "catalog-info.yaml", Some(format!("descriptor-{n}-0")), weeks_ago(60), Some(changed)));
    found.push(file(n, "catalog-info.yaml", Some(format!("descriptor-{n}-1")), changed, None));
    for path in ["README.md", "docs/index.md", "docs/runbook.md", "renovate.json", ".github/CODEOWNERS"] {
        found.push(file(n, path, None, weeks_ago(n % 40), None));
    }
    found
}

fn file(n: usize, path: &str, blob: Option<String>, valid_from: Instant, valid_to: Option<Instant>) -> File {
    File {
        id: format!("{}:{path}:{valid_from}", repo(n)),
        repo: repo(n),
        path: path.to_owned(),
        blob,
        valid_from,
        valid_to,
        ..File::default()
    }
}

fn branch_rules(n: usize) -> Vec<BranchRule> {
    let rule = |week: usize| BranchRule {
        id: format!("{}:rule", repo(n)),
        repo: repo(n),
        branch: "main".into(),
        required_reviews: Some(week as u64 % 2),
        is_enforced: Some(true),
        observed_at: weeks_ago(week),
        ..BranchRule::default()
    };
    [40, 25, 3].into_iter().map(rule).collect()
}

fn findings(n: usize) -> Vec<Finding> {
    let finding = |nth: usize| Finding {
        id: format!("{}:finding:{nth}", repo(n)),
        repo: repo(n),
        tool: ["code-scanning", "secret-scanning", "dependabot"][(n + nth) % 3].into(),
        severity: ["critical", "high", "medium"][nth % 3].into(),
        opened_at: weeks_ago(5 + nth * 7),
        closed_at: nth.is_multiple_of(2).then(|| weeks_ago(2 + nth * 3)),
        ..Finding::default()
    };
    (0..6).map(finding).collect()
}

/// Every third day of the last year and a quarter, each repository on its own.
fn days(n: usize) -> impl Iterator<Item = i64> {
    let day = move |ago: usize| i64::try_from(ago).expect("because it is a year and a quarter");
    (1..=460).rev().filter(move |ago: &usize| (ago + n).is_multiple_of(3)).map(day)
}

/// A change and its deployment on each of these days.
fn changes(n: usize) -> Vec<Change> {
    let change = |day: i64| Change {
        id: format!("{}:change:{day}", repo(n)),
        repo: repo(n),
        number: Some(day.unsigned_abs()),
        merged_at: now() - Duration::days(day) - Duration::hours(5),
        created_at: Some(now() - Duration::days(day) - Duration::hours(40)),
        first_commit_at: Some(now() - Duration::days(day) - Duration::hours(60)),
        merge_sha: sha(n, day),
        ..Change::default()
    };
    days(n).map(change).collect()
}

fn deployments(n: usize) -> Vec<Deployment> {
    let deployment = |day: i64| Deployment {
        id: format!("{}:deployment:{day}", repo(n)),
        repo: repo(n),
        environment: "production".into(),
        tier: Some(Tier::Production),
        sha: sha(n, day),
        created_at: now() - Duration::days(day),
        finished_at: Some(now() - Duration::days(day) + Duration::minutes(4)),
        outcome: Outcome::Success,
        ..Deployment::default()
    };
    days(n).map(deployment).collect()
}

fn covered(of: &str) -> Coverage {
    Coverage {
        of: of.into(),
        source: "github".into(),
        from: weeks_ago(200),
        to: now(),
        state: CoverageState::Complete,
        ..Coverage::default()
    }
}

fn repo(n: usize) -> RepoId {
    RepoId::from(format!("gh:github.com:{}", 1_000_000 + n))
}

fn sha(n: usize, day: i64) -> String {
    blake3::hash(format!("{n}/{day}").as_bytes()).to_hex()[..40].to_owned()
}

/// 2026-11-20T06:40:00Z.
fn now() -> Instant {
    Instant::from_timestamp(1_795_156_800, 0).expect("it is in the calendar")
}

fn weeks_ago(weeks: usize) -> Instant {
    now() - Duration::weeks(i64::try_from(weeks).unwrap_or(0))
}

/// User and system seconds of this process; the kernel counts in hundredths.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1000)
}
