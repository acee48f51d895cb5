//! Broken input of every kind that milepost reads: seeds are cut, doubled, mixed and spoilt, and nothing may panic,
//! hang or grow without bound.
//!
//! The numbers are the same in every run, so that what is found is found again. `MILEPOST_FUZZ` makes each target run
//! so many times as long. A finding names its target and its number, and its input becomes a seed.

#![allow(clippy::disallowed_methods, reason = "how long to run is told by a variable")]

use bytes::Bytes;
use milepost::actions::{Action, Asked, Earlier, discover, judge};
use milepost::catalog::{CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, build};
use milepost::docs::markdown::{Alone, PlainCode, render};
use milepost::rules::{FACTS, Rule, Tier, Vocabulary};
use milepost::store::Store;
use milepost_collectors::files::{self, Mapping, READY, Reading, Repositories, Take};
use milepost_collectors::webhooks::{self, WebhookSettings};
use milepost_model::record::{Release, Repository};
use milepost_model::{Diagnostics, Instant, Kind, Place};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Runs of each target, unless the variable asks for more.
const RUNS: u64 = 400;
/// An input longer than this teaches nothing that a shorter one does not.
const LONGEST: usize = 16 * 1024;

/// What breaks readers: limits of numbers, ends of things, what looks like a part of a language.
const PIECES: &[&str] = &[
    "",
    "\0",
    "\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "é",
    "👩‍👩‍👧",
    "\u{fffd}",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "`",
    "<",
    ">",
    "&amp;",
    "\\",
    "---\n",
    "...\n",
    "- ",
    ": ",
    "? ",
    "!!binary ",
    "&a ",
    "*a",
    "<<: *a\n",
    "|\n",
    ">-\n",
    "%YAML 1.1\n",
    "0",
    "-0",
    "1e999",
    "-9223372036854775808",
    "18446744073709551616",
    "NaN",
    ".inf",
    "null",
    "~",
    "true",
    "9999-12-31T23:59:59Z",
    "-0001-01-01T00:00:00Z",
    "```\n",
    "$$",
    "|---|\n",
    "[^1]",
    "<!--",
    "-->",
    "<script>",
    "](",
    "![",
    "{{",
    "}}",
    "{%",
    "&&",
    "||",
    "?",
    "in",
    "has(",
    ".map(x, ",
    "size(",
    "matches(\"(a+)+$\")",
    "$text: ../../x\n",
    "apiVersion: backstage.io/v1alpha1\n",
    "kind: Component\n",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).expect("it is a length")).expect("it is below a length")
    }
}

/// A seed, spoilt in a few ways.
fn spoilt(seed: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let to = at + random.below((bytes.len() - at).min(64) + 1);
        match random.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let part = bytes[at..to].to_vec();
                for _ in 0..=random.below(40) {
                    bytes.splice(at..at, part.iter().copied());
                }
            }
            3 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            4 => {
                let from = random.below(other.len() + 1);
                bytes.splice(at..to, other[from..].iter().take(200).copied());
            }
            5 => {
                let deep = PIECES[random.below(PIECES.len())].repeat(random.below(600));
                bytes.splice(at..at, deep.into_bytes());
            }
            _ => drop(bytes.splice(at..to, PIECES[random.below(PIECES.len())].bytes())),
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// Gives a target its seeds, as they are and spoilt.
fn fuzz(target: &str, read: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(target);
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("the target has seeds").map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("it can be read")).collect();
    run(target, &seeds, RUNS, read);
}

fn run(target: &str, seeds: &[Vec<u8>], runs: u64, read: impl Fn(&[u8])) {
    assert!(!seeds.is_empty(), "{target} has no seeds");
    let more: u64 = std::env::var("MILEPOST_FUZZ").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let spoilt = (0..runs * more).map(|_| {
        let (seed, other) = (random.below(seeds.len()), random.below(seeds.len()));
        spoilt(&seeds[seed], &seeds[other], &mut random)
    });
    for (number, input) in seeds.iter().cloned().chain(spoilt).enumerate() {
        let ended = catch_unwind(AssertUnwindSafe(|| read(&input)));
        assert!(ended.is_ok(), "{target} panics at {number} on {:?}", String::from_utf8_lossy(&input));
    }
}

/// One repository with one file.
fn catalogued(path: &str, content: &[u8]) {
    let repository = Repository { repo: "id:x".to_owned().into(), full_name: "org/x".to_owned(), ..Repository::default() };
    let file = CurrentFile { path: path.to_owned(), blob: Some("b".to_owned()), last_change: None, changed_by: None };
    let repositories = [RepositoryFacts { repository, files: vec![file], ..RepositoryFacts::default() }];
    let content = |_: &str| Some(Bytes::copy_from_slice(content));
    let facts = CatalogFacts { repositories: &repositories, teams: &[], content: &content };
    let mut notes = Diagnostics::default();
    build(&facts, &CatalogSettings::default(), &mut notes);
}

#[test]
fn records() {
    fuzz("records", |input| {
        for line in String::from_utf8_lossy(input).lines() {
            let _ = milepost_model::ndjson::read_line(line, "x.ndjson", 1);
        }
    });
}

#[test]
fn descriptors() {
    fuzz("descriptors", |input| {
        for path in [
            "milepost.yaml",
            "catalog-info.yaml",
            "score.yaml",
            "cortex.yaml",
            "opslevel.yml",
            "compass.yml",
            "port.yml",
            "service.datadog.yaml",
            "CODEOWNERS",
        ] {
            catalogued(path, input);
        }
    });
}

#[test]
fn workflow_files() {
    fuzz("workflows", |input| {
        if let Ok(workflow) = milepost::reading::workflow::read(&String::from_utf8_lossy(input)) {
            let _ = (workflow.deploys(), workflow.environments());
        }
    });
}

#[test]
fn actions() {
    let seed = |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/actions").join(name)).expect("it is a seed");
    let files = [(".github/workflows/rollback.yml", seed("workflow.yml")), ("milepost.actions/rollback.yaml", seed("rollback.yaml"))];
    let settings = milepost::config::Config::for_clones("x", Path::new(".")).actions;
    let now: Instant = "2026-11-20T06:40:00Z".parse().expect("it is an instant");
    let runs = [Earlier { at: now, title: "rollback service=a environment=production".to_owned() }];
    let whole: Vec<(&str, &[u8])> = files.iter().map(|(name, content)| (*name, &content[..])).collect();
    assert_eq!(offered(&whole, &settings, now).iter().map(|action| action.guardrails.len()).collect::<Vec<_>>(), [1]);
    fuzz("actions", |input| {
        // The input in the place of each file, and as a form of another portal beside them.
        for path in [files[0].0, files[1].0, "template.yaml", "actions.json"] {
            let mut held = whole.clone();
            held.retain(|(name, _)| *name != path);
            held.push((path, input));
            for action in &offered(&held, &settings, now) {
                let given = String::from_utf8_lossy(&input[..input.len().min(200)]).into_owned();
                let inputs = action.fields.iter().map(|field| (field.name.clone(), given.clone())).collect();
                let facts = BTreeMap::new();
                let asked = Asked { inputs, entity: None, facts: &facts, now, actor: Some("ada"), runs: Some(&runs) };
                // Whatever a guardrail says, it says it.
                assert!(judge(action, &asked).len() >= action.guardrails.len());
            }
        }
    });
}

/// What a repository with these files lets people start.
fn offered(held: &[(&str, &[u8])], settings: &milepost::config::ActionSettings, now: Instant) -> Vec<Action> {
    let repository = Repository { repo: "id:x".to_owned().into(), full_name: "lumenfreight/platform".to_owned(), ..Repository::default() };
    let file = |(at, (path, _)): (usize, &(&str, &[u8]))| CurrentFile {
        path: (*path).to_owned(),
        blob: Some(at.to_string()),
        last_change: None,
        changed_by: None,
    };
    let files = held.iter().enumerate().map(file).collect();
    let repositories = [RepositoryFacts { repository, files, ..RepositoryFacts::default() }];
    let content = |id: &str| held.get(id.parse::<usize>().ok()?).map(|(_, content)| Bytes::copy_from_slice(content));
    let facts = CatalogFacts { repositories: &repositories, teams: &[], content: &content };
    discover(&milepost::catalog::Catalog::default(), &facts, settings, now, &mut Diagnostics::default()).actions
}

#[test]
fn markdown() {
    fuzz("markdown", |input| {
        let text = String::from_utf8_lossy(input);
        let _ = milepost::reading::readme::read(&text);
        let html = render(&text, &Alone, &PlainCode, &[]).html;
        assert!(!html.contains("<script") && !html.contains("=\"javascript:"), "{html}");
    });
}

#[test]
fn rules() {
    fuzz("rules", |input| {
        let _ = Rule::compile(&String::from_utf8_lossy(input), Vocabulary::new(FACTS, Tier::Actor));
    });
}

#[test]
fn descriptions_of_apis() {
    fuzz("apis", |input| {
        let text = String::from_utf8_lossy(input);
        let descriptor = format!(
            "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {{name: x}}\nspec: {{type: openapi, lifecycle: production, owner: x, definition: {}}}\n",
            serde_json::Value::from(text.as_ref())
        );
        catalogued("catalog-info.yaml", descriptor.as_bytes());
    });
}

#[test]
fn configurations() {
    fuzz("configurations", |input| {
        let text = String::from_utf8_lossy(input);
        let _ = milepost::config::Config::load(&text, Path::new("metrics-config.toml"));
        let _ = milepost::config::theme::Theme::load(&text, Path::new("theme.toml"));
    });
}

#[test]
fn settings_of_documentation() {
    fuzz("mkdocs", |input| {
        let _ = milepost::reading::mkdocs::read(input, &Place::file("mkdocs.yml"));
    });
}

#[test]
fn parts_of_a_store() {
    let place = tempfile::tempdir().expect("a folder");
    let url = place.path().to_str().expect("its name is plain");
    let store = Store::open(url).expect("it opens");
    let line = br#"{"schema":"milepost/1","kind":"release","id":"x:v1","rev":1,"observed_at":"2026-11-20T06:40:00Z","provenance":{"collector":"ours"},"repo":"git:x","tag":"v1","sha":"aa","published_at":"2026-11-01T00:00:00Z"}"#;
    let appender = store.appender().expect("it opens");
    let mut problems = Diagnostics::default();
    appender.import(Box::new(&line[..]), "x.ndjson", &mut problems).expect("it is read");
    assert!(appender.commit().expect("it is kept").records == 1, "{problems:?}");
    let files: Vec<_> =
        walkdir::WalkDir::new(place.path()).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).collect();
    assert!(files.len() >= 2);
    for file in &files {
        let good = fs::read(file.path()).expect("it is ours");
        run("a store", std::slice::from_ref(&good), RUNS / 4, |input| {
            fs::write(file.path(), input).expect("it is ours");
            if let Ok(snapshot) = Store::open(url).and_then(|store| store.snapshot(Instant::MAX_UTC)) {
                let _ = snapshot.read_all::<Release>();
            }
        });
        fs::write(file.path(), good).expect("it is ours");
    }
    assert_eq!(store.snapshot(Instant::MAX_UTC).and_then(|snapshot| snapshot.read_all::<Release>()).expect("it is whole again").len(), 1);
}

/// What rows may mean: what is ready by one word, every kind of record plainly, and columns by paths, texts and words.
fn mappings() -> Vec<Option<Mapping>> {
    let kinds = [Kind::Incident, Kind::Survey, Kind::Ticket, Kind::Cost, Kind::Deployment];
    let mut mappings: Vec<Option<Mapping>> = READY.iter().map(|ready| Some(ready.mapping())).collect();
    mappings.extend(kinds.map(|kind| Some(Mapping::plain(kind))));
    let takes = [("id", "Number"), ("opened_at", "opened.at[role=lead].time"), ("title", "{Summary} of {Services} when Urgency is P1, P2")];
    let fields = takes.iter().map(|(field, take)| ((*field).to_owned(), vec![Take::parse(take)])).collect();
    mappings.push(Some(Mapping { fields, time_formats: vec!["%d.%m.%Y %H:%M".to_owned()], ..Mapping::plain(Kind::Incident) }));
    mappings.push(None);
    mappings
}

#[test]
fn exports() {
    let mappings = mappings();
    let (known, now) = (BTreeMap::new(), "2026-11-20T06:40:00Z".parse().expect("it is an instant"));
    fuzz("exports", |input| {
        for mapping in &mappings {
            for file in ["x.csv", "x.tsv", "x.json", "x.ndjson"] {
                let repositories = Repositories { known: &known, host: Some("git.example.com") };
                let reading = Reading { source: "desk", file, mapping: mapping.as_ref(), repositories, now };
                let mut rows = 0;
                let told = files::read(input, &reading, &mut |harvest| {
                    rows += harvest.records.len();
                    Ok(())
                });
                let told = told.expect("because nothing refuses");
                // Every row is at most one record, and what is wrong is told briefly.
                assert!(rows <= input.len() && told.len() <= 300, "{rows} records, {} findings", told.len());
                assert!(told.iter().all(|one| one.message.len() < 2_000), "a finding is as long as the file");
            }
        }
    });
}

#[test]
fn payloads_of_webhooks() {
    let place = tempfile::tempdir().expect("a folder");
    let settings = WebhookSettings {
        id: "hooks".to_owned(),
        incident_labels: vec!["incident".to_owned()],
        ticket_repositories: vec!["*/*".to_owned()],
        ..WebhookSettings::default()
    };
    let now = "2026-11-20T06:40:00Z".parse().expect("it is an instant");
    fuzz("webhooks", |input| {
        for name in ["x.json", "x.headers.json"] {
            let path = place.path().join(name);
            fs::write(&path, input).expect("it is ours");
            let (found, _) = files::find(&[place.path().to_owned()], false);
            let told = webhooks::read(&settings, &found, now, &mut |_| Ok(()));
            assert!(told.expect("because nothing refuses").len() <= 300);
        }
    });
}
