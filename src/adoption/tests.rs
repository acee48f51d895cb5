//! Services judged from histories that tests make up.

use super::*;
use crate::catalog::{Catalog, PathScope, Service, ServiceFiles};
use crate::config::Config;
use crate::metrics::{Delivery, ReadError};
use milepost_model::record::pipeline_run::Referenced;
use milepost_model::record::{Commit, Coverage, File, PipelineRun, Repository};
use milepost_model::{CoverageState, Entity, RepoId, Unknown};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const PATHS: &str = "
[organisation]
name = \"x\"
[[golden_path]]
id = \"java\"
needs = 2
supported = [\"2\"]
scope = 'entity.type == \"service\"'
[[golden_path.signal]]
id = \"template\"
kind = \"copier\"
template = \"gh:o/platform\"
[[golden_path.signal]]
id = \"build\"
kind = \"workflow\"
uses = \"o/platform/.github/workflows/java.yml\"
";

const EXECUTED: &str = "
[organisation]
name = \"x\"
[[golden_path]]
id = \"java\"
[[golden_path.signal]]
id = \"executed\"
kind = \"executed_workflow\"
uses = \"o/platform/.github/workflows/*.yml\"
days = 30
";

const CEL: &str = "
[organisation]
name = \"x\"
[[golden_path]]
id = \"java\"
[[golden_path.signal]]
id = \"image\"
kind = \"cel\"
when = 'has_file(\"Dockerfile\")'
[[golden_path.signal]]
id = \"origin\"
kind = \"template_repository\"
template = \"o/template\"
";

const ANSWERS: &str = ".copier-answers.yml";
const BUILD: &str = ".github/workflows/ci.yml";

fn as_of() -> Instant {
    "2026-11-20T06:40:00Z".parse().expect("because it is an instant")
}

fn days_ago(days: i64) -> Instant {
    as_of() - chrono::Duration::days(days)
}

/// A file with what it holds: from so many days ago until so many days ago; until 0 means that it is there.
#[derive(Debug, Clone)]
struct Held(&'static str, i64, i64, String);

fn stamp(version: &str) -> String {
    format!("_commit: {version}\n_src_path: https://github.com/o/platform.git\n")
}

fn calls(version: &str) -> String {
    format!("on: push\njobs:\n  build:\n    uses: o/platform/.github/workflows/java.yml@{version}\n")
}

fn both(version: &str, from: i64, until: i64) -> Vec<Held> {
    vec![Held(ANSWERS, from, until, stamp(version)), Held(BUILD, from, until, calls(version))]
}

/// One organisation: a service for each repository, and the platform's releases.
#[derive(Clone, Default)]
struct World {
    catalog: Catalog,
    histories: Vec<RepositoryHistory>,
    contents: BTreeMap<String, Vec<u8>>,
    coverage: Vec<Coverage>,
}

impl World {
    /// A repository with one service that is changed every month.
    fn with(mut self, name: &str, held: &[Held]) -> Self {
        let repo = RepoId::from(format!("gh:{name}"));
        let reference = EntityRef::new("component", name);
        let mut entity = Entity::new(reference.clone(), name);
        entity.entity_type = Some("service".to_owned());
        entity.owners = vec![EntityRef::new("group", "team")];
        self.catalog.entities.insert(reference.clone(), entity);
        self.catalog.services.push(Service {
            reference,
            slug: name.to_owned(),
            repo: Some(repo.clone()),
            folder: String::new(),
            scope: PathScope::default(),
            is_inferred: false,
            how_to_run: Vec::new(),
            files: ServiceFiles::default(),
            pipelines: Vec::new(),
        });
        self.catalog.services.sort_by(|a, b| a.reference.cmp(&b.reference));
        let repository =
            Repository { repo: repo.clone(), full_name: format!("o/{name}"), created_at: Some(days_ago(900)), ..Repository::default() };
        self.catalog.repositories.insert(repo.clone(), repository);
        let mut history = RepositoryHistory { repo: repo.clone(), ..RepositoryHistory::default() };
        for Held(path, from, until, text) in held {
            let blob = blake3::hash(text.as_bytes()).to_hex().to_string();
            self.contents.insert(blob.clone(), text.clone().into_bytes());
            history.files.push(File {
                repo: repo.clone(),
                path: (*path).to_owned(),
                valid_from: days_ago(*from),
                valid_to: (*until > 0).then(|| days_ago(*until)),
                blob: Some(blob),
                ..File::default()
            });
        }
        history.commits = (0..30)
            .map(|month| Commit { repo: repo.clone(), sha: format!("{month}"), committed_at: days_ago(month * 30), ..Commit::default() })
            .collect();
        self.histories.push(history);
        self
    }

    fn repository(&mut self, name: &str) -> &mut Repository {
        self.catalog.repositories.get_mut(&RepoId::from(format!("gh:{name}"))).expect("because it was made")
    }

    fn adoption(&self, config: &str) -> Adoption {
        let mut world = self.clone();
        let platform = RepoId::from("gh:platform");
        let repository = Repository { repo: platform.clone(), full_name: "o/platform".to_owned(), ..Repository::default() };
        world.catalog.repositories.insert(platform, repository);
        let config = Config::load(config, Path::new("x.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let (paths, platform, coverage) = (&config.golden_paths[..], &config.platform, &world.coverage[..]);
        let clock = Clock { as_of: as_of(), paths, platform, coverage, delivery: &Delivery::default() };
        assess(&world.catalog, &world, &clock).expect("because memory can be read")
    }

    fn now(&self, config: &str, name: &str) -> Moment {
        self.at(config, name, None)
    }

    /// Where it stood at the first instant after so many days ago.
    fn at(&self, config: &str, name: &str, days: Option<i64>) -> Moment {
        let adoption = self.adoption(config);
        let place = days.map_or(adoption.now(), |days| adoption.instants.partition_point(|instant| *instant < days_ago(days)));
        let service = adoption.service(&EntityRef::new("component", name)).expect("because it was made");
        service.on(0).expect("because the path is for it").moments[place].clone()
    }
}

impl HistorySource for World {
    fn buckets(&self) -> usize {
        1
    }

    fn read(&self, _: usize, wanted: Wanted<'_>) -> Result<Vec<RepositoryHistory>, ReadError> {
        let mut found = self.histories.clone();
        for history in &mut found {
            history.files.retain(|file| (wanted.file)(&file.path));
        }
        Ok(found)
    }

    fn contents(&self, blobs: BTreeSet<&str>) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
        Ok(blobs.into_iter().filter_map(|blob| Some((blob.to_owned(), self.contents.get(blob)?.clone()))).collect())
    }

    fn releases(&self, repos: &BTreeSet<RepoId>) -> Result<Vec<milepost_model::record::Release>, ReadError> {
        let platform = RepoId::from("gh:platform");
        let release = |(tag, days): &(&str, i64)| milepost_model::record::Release {
            repo: platform.clone(),
            tag: (*tag).to_owned(),
            published_at: days_ago(*days),
            ..Default::default()
        };
        let all = [("v1.0", 800), ("v2.0", 300), ("v2.1", 100), ("java-is-nice", 90), ("v2.2", 20), ("v3.0-rc1", 5)];
        Ok(if repos.contains(&platform) { all.iter().map(release).collect() } else { Vec::new() })
    }

    fn requests(&self) -> Result<Requested, ReadError> {
        Ok(Requested::default())
    }
}

#[test]
fn every_state_follows_from_what_lay_in_the_repository() {
    let drifted = vec![Held(ANSWERS, 700, 0, stamp("v2.1")), Held(BUILD, 700, 50, calls("v2.1"))];
    let mixed = vec![Held(ANSWERS, 700, 0, stamp("v2.2")), Held(BUILD, 700, 0, calls("v2.0"))];
    let exempt = |until: &str| {
        let text = format!("name: s\nexempt:\n  - path: java\n    why: w\n    by: b\n    until: {until}\n");
        vec![Held("milepost.yaml", 40, 0, text)]
    };
    for (what, held, state, version, behind, days) in [
        ("current", both("v2.2", 19, 0), State::Current, Some("2.2"), Some(0), Some(0)),
        ("a tag that moves along", both("v2", 200, 0), State::Current, Some("2.2"), Some(0), Some(0)),
        ("one behind", both("v2.1", 99, 0), State::Behind, Some("2.1"), Some(1), Some(20)),
        ("two behind", both("v2.0", 200, 0), State::Behind, Some("2.0"), Some(2), Some(100)),
        ("past support", both("v1.0", 700, 0), State::Unsupported, Some("1.0"), Some(3), Some(300)),
        ("a branch", both("main", 700, 0), State::On, Some("main"), None, None),
        ("its oldest part counts", mixed, State::Behind, Some("2.0"), Some(2), Some(100)),
        ("only the stamp is left", drifted, State::Drifted, Some("2.1"), None, None),
        ("left a month ago", both("v2.1", 300, 30), State::Left, None, None, None),
        ("left more than half a year ago", both("v1.0", 500, 200), State::Off, None, None, None),
        ("never on it", Vec::new(), State::Off, None, None, None),
        ("exempt until next year", exempt("2027-01-31"), State::Exempt, None, None, None),
        ("exempt until today", exempt("2026-11-20"), State::Exempt, None, None, None),
        ("exempt until yesterday", exempt("2026-11-19"), State::Off, None, None, None),
        ("a broken stamp", vec![Held(ANSWERS, 9, 0, "a: [".into())], State::Off, None, None, None),
    ] {
        let moment = World::default().with("s", &held).now(PATHS, "s");
        let found = (moment.state, moment.version.as_deref(), moment.behind, moment.days_behind);
        assert_eq!(found, (state, version, behind, days), "{what}");
    }
}

#[test]
fn the_past_is_told_as_it_was() {
    let mut held = both("v2.0", 290, 90);
    held.extend(both("v2.1", 90, 0));
    let world = World::default().with("s", &held);
    for (days, state, version) in [
        (320, State::Off, None),
        (280, State::Current, Some("2.0")),
        (97, State::Behind, Some("2.0")),
        (80, State::Current, Some("2.1")),
        (10, State::Behind, Some("2.1")),
    ] {
        let moment = world.at(PATHS, "s", Some(days));
        assert_eq!((moment.state, moment.version.as_deref()), (state, version), "{days} days ago");
    }
    // Before 2.0 was out, nobody could be told to leave 1.0.
    assert_eq!(World::default().with("s", &both("v1.0", 700, 0)).at(PATHS, "s", Some(320)).state, State::Current);
}

#[test]
fn who_does_not_count_is_not_counted_and_what_is_not_known_is_unknown() {
    let world = |change: &dyn Fn(&mut Repository)| {
        let mut world = World::default().with("s", &both("v2.2", 10, 0));
        change(world.repository("s"));
        world
    };
    for (what, change, state) in [
        (
            "archived",
            (&|r: &mut Repository| r.archived_at = Some(days_ago(3))) as &dyn Fn(&mut Repository),
            State::Outside(Outside::Archived),
        ),
        ("a fork", &|r| r.is_fork = Some(true), State::Outside(Outside::NotAService)),
        ("a template", &|r| r.is_template = Some(true), State::Outside(Outside::NotAService)),
        ("archived tomorrow", &|r| r.archived_at = Some(days_ago(-1)), State::Current),
        ("a shallow clone", &|r| r.is_shallow = Some(true), State::Current),
    ] {
        assert_eq!(world(change).now(PATHS, "s").state, state, "{what}");
    }
    let mut shallow = world(&|r| r.is_shallow = Some(true));
    shallow.histories[0].commits.truncate(4);
    assert_eq!(shallow.at(PATHS, "s", Some(200)).state, State::Unknown(Unknown::ShallowHistory));
    let mut quiet = world(&|_| {});
    quiet.histories[0].commits.retain(|commit| commit.committed_at < days_ago(100));
    assert_eq!(quiet.now(PATHS, "s").state, State::Outside(Outside::Inactive));
    let mut unread = World::default().with("s", &[]);
    (unread.histories[0].commits, unread.repository("s").pushed_at) = (Vec::new(), Some(days_ago(1)));
    assert_eq!(unread.now(PATHS, "s").state, State::Unknown(Unknown::NotCollected));
    let mut library = World::default().with("s", &both("v2.2", 10, 0));
    library.catalog.entities.values_mut().for_each(|entity| entity.entity_type = Some("library".into()));
    let adoption = library.adoption(PATHS);
    assert!(adoption.services[0].paths.is_empty() && adoption.overall[adoption.now()] == Count::default());
}

#[test]
fn no_run_means_off_only_where_runs_were_read() {
    let run = |days: i64| PipelineRun {
        repo: RepoId::from("gh:s"),
        created_at: days_ago(days),
        referenced: vec![Referenced { path: "o/platform/.github/workflows/java.yml@v2.1".into(), reference: None, sha: None }],
        ..PipelineRun::default()
    };
    let read = |from: i64, to: i64| Coverage {
        repo: Some(RepoId::from("gh:s")),
        of: "pipeline_run".into(),
        source: "x".into(),
        from: days_ago(from),
        to: days_ago(to),
        state: CoverageState::Complete,
        ..Coverage::default()
    };
    for (what, runs, coverage, state) in [
        ("a run", vec![run(3)], vec![], State::Behind),
        ("an old run, and all was read", vec![run(40)], vec![read(400, 0)], State::Left),
        ("an old run, and not all was read", vec![run(40)], vec![read(10, 0)], State::Unknown(Unknown::NotCollected)),
        ("no run, and nothing was read lately", vec![], vec![read(400, 60)], State::Unknown(Unknown::NotCollected)),
        ("no run, and nobody looked", vec![], vec![], State::Unknown(Unknown::NotCollected)),
    ] {
        let mut world = World::default().with("s", &[]);
        (world.histories[0].runs, world.coverage) = (runs, coverage);
        assert_eq!(world.now(EXECUTED, "s").state, state, "{what}");
    }
}

#[test]
fn an_expression_sees_the_files_of_its_instant_and_an_origin_alone_proves_nothing() {
    let world = World::default().with("s", &[Held("Dockerfile", 300, 100, "FROM scratch".into())]);
    assert_eq!((world.at(CEL, "s", Some(200)).state, world.now(CEL, "s").state), (State::On, State::Left));
    let mut made = World::default().with("s", &[]);
    made.repository("s").template = Some("o/template".into());
    assert_eq!(made.now(CEL, "s").state, State::Drifted);
}

#[test]
fn movers_helpers_and_counts_tell_of_the_same_services() {
    let mut held = both("v2.1", 200, 3);
    held.extend(both("v2.2", 3, 0));
    let world = World::default()
        .with("upgrades", &held)
        .with("joins", &both("v2.2", 2, 0))
        .with("leaves", &both("v2.1", 200, 1))
        .with("stays", &both("v2.0", 200, 0));
    let adoption = world.adoption(PATHS);
    let now = adoption.now();
    let moved: Vec<(Move, &str)> = movers(&adoption, now - 1, now)
        .iter()
        .map(|mover| (mover.what, adoption.services[mover.service].reference.name.as_str()))
        .collect();
    assert_eq!(moved, [(Move::Joined, "joins"), (Move::Left, "leaves"), (Move::Upgraded, "upgrades")]);
    let count = adoption.overall[now];
    assert_eq!((count.current, count.behind, count.left, count.covered(), count.eligible()), (2, 1, 1, 3, 4));
    assert_eq!(adoption.teams[0].1[now], count);
    let helped: Vec<&str> = help(&adoption, now).iter().map(|help| adoption.services[help.service].reference.name.as_str()).collect();
    assert_eq!(helped, ["stays", "leaves"], "an hour for a version, eight for two signals");
    let steps = funnel(&adoption, Some(0)).steps;
    assert_eq!(steps.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [4, 4, 3, 3, 3]);
    assert_eq!(drift(&adoption, 0, now).versions, Some(Quartiles { p50: 0, p90: 2, n: 3 }));
    let found = origins(&adoption, None, now);
    assert_eq!((found.creation, found.re_entry), (Ratio::default(), Ratio { num: 1, den: 1 }));
    let json = json::of_all(&adoption, None);
    assert_eq!(json["overall"][now]["share"]["percent"], "75.0");
    assert_eq!(table::lines(&adoption, Some(0)).len(), 4);
}

#[derive(Debug, Clone)]
struct Life {
    version: &'static str,
    from: i64,
    length: i64,
    is_stamped: bool,
}

fn life() -> impl Strategy<Value = Life> {
    (prop::sample::select(vec!["v1.0", "v2.0", "v2.1", "v2.2", "main"]), 1_i64..500, 0_i64..400, any::<bool>())
        .prop_map(|(version, from, length, is_stamped)| Life { version, from, length, is_stamped })
}

fn told(life: &Life) -> Vec<Held> {
    let mut held = both(life.version, life.from, (life.from - life.length).max(0));
    if !life.is_stamped {
        held.remove(0);
    }
    held
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_the_order_of_records_nor_another_service_changes_where_one_stands(lives in prop::collection::vec(life(), 1..5), turn in 0_usize..7) {
        let world = lives.iter().enumerate().fold(World::default(), |world, (place, life)| world.with(&format!("s{place}"), &told(life)));
        let whole = json::of_all(&world.adoption(PATHS), None);
        let mut turned = world.clone();
        let places = turned.histories.len();
        turned.histories.rotate_left(turn % places);
        for history in &mut turned.histories {
            history.files.reverse();
            history.commits.reverse();
        }
        prop_assert_eq!(&json::of_all(&turned.adoption(PATHS), None), &whole);
        let alone = json::of_all(&World::default().with("s0", &told(&lives[0])).adoption(PATHS), None);
        prop_assert_eq!(&alone["services"]["component:default/s0"], &whole["services"]["component:default/s0"]);
        let now = whole["instants"].as_array().map_or(0, |all| all.len() - 1);
        let on = table::lines(&world.adoption(PATHS), None).iter().filter(|line| matches!(line[3].as_str(), "current" | "on" | "behind")).count();
        prop_assert_eq!(whole["overall"][now]["share"]["num"].as_u64(), Some(on as u64));
    }
}
