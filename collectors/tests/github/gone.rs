//! What becomes of a repository between two runs: moved, deleted, emptied, forbidden, hidden, no longer meant, and back again.

use super::runner::{Store, now, settings};
use super::server::Server;
use super::world::{DAY, NOW, Pull, Repo, World};
use milepost_collectors::github::GitHubSettings;
use milepost_model::record::Repository;
use milepost_model::record::repository::Visibility;
use milepost_model::{CoverageState, Instant, Record};

/// The repository that something happens to.
const ID: &str = "gh:github.test:4000";

/// A source that was read once.
struct Twice {
    server: Server,
    store: Store,
    settings: GitHubSettings,
    _cache: tempfile::TempDir,
}

/// Records of the repository, and what is said of it.
type Seen = (usize, Vec<String>, Repository);

impl Twice {
    fn begin(change: impl FnOnce(&mut GitHubSettings)) -> Self {
        let (server, cache) = (Server::start(World::small()), tempfile::tempdir().unwrap());
        // One of the small world is forbidden from the beginning, which is not what is looked at here.
        server.change(|world| {
            world.repos[4].is_forbidden = false;
            world.repos[7].name = "freight/other".into();
        });
        let mut settings = settings(&server, cache.path());
        change(&mut settings);
        let twice = Self { server, store: Store::default(), settings, _cache: cache };
        twice.run(0);
        assert_eq!(twice.codes(), Vec::<String>::new());
        twice
    }

    fn run(&self, day: i64) {
        self.store.run(&self.settings, at(day)).unwrap();
    }

    /// Something happens to the repository, and the source is read again.
    fn then(&self, day: i64, change: impl FnOnce(&mut Repo)) {
        self.server.change(|world| change(&mut world.repos[0]));
        self.run(day);
    }

    /// What is said of repositories, sorted, each once.
    fn codes(&self) -> Vec<String> {
        let told = self.store.diagnostics.lock().unwrap();
        let of_repositories = told.iter().filter(|one| one.place.is_some() || one.code == "github/hidden");
        of_repositories.map(|one| one.code.clone()).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    fn seen(&self) -> Seen {
        let records = self.store.records.lock().unwrap();
        let own = records.values().filter(|record| {
            let repo = milepost_model::with_fact!(*record, fact => { use milepost_model::Fact; fact.repo().cloned() });
            repo.is_some_and(|repo| repo.as_str() == ID)
        });
        let (mut events, mut repository) = (0, Repository::default());
        for record in own {
            match record {
                Record::Repository(one) => repository = one.clone(),
                Record::Change(_) | Record::Deployment(_) | Record::PipelineRun(_) | Record::Release(_) | Record::Incident(_) => {
                    events += 1;
                }
                _ => {}
            }
        }
        (events, self.codes(), repository)
    }

    /// Why records of the repository are missing now: what no complete reading covers.
    fn missing(&self) -> Vec<String> {
        let rows = self.store.coverage();
        let own = || rows.iter().filter(|row| row.repo.as_ref().is_some_and(|repo| repo.as_str() == ID));
        let is_good = |row: &milepost_model::Coverage| {
            own().any(|good| good.state == CoverageState::Complete && good.of == row.of && good.from <= row.from && row.to <= good.to)
        };
        let open = own().filter(|row| row.state != CoverageState::Complete && row.is_gone != Some(true)).filter(|row| !is_good(row));
        open.map(|row| format!("{}: {}", row.of, row.reason.as_deref().unwrap_or("?"))).collect()
    }
}

fn at(day: i64) -> Instant {
    now() + chrono::Duration::seconds(day * DAY)
}

const EVENTS: usize = 60 + 30 + 150 + 4 + 1;

#[test]
fn one_that_is_transferred_keeps_its_id_and_its_records() {
    let twice = Twice::begin(|_| {});
    assert_eq!(twice.seen().0, EVENTS);
    // To an owner that is not read: told once, and Platform health goes on telling what is not read since.
    twice.then(1, |repo| repo.name = "elsewhere/moved".into());
    let (events, codes, repository) = twice.seen();
    assert_eq!(
        (events, codes.as_slice(), repository.full_name.as_str()),
        (EVENTS, ["github/gone".to_owned()].as_slice(), "lumen/service-0000")
    );
    let missing = twice.missing();
    assert_eq!(missing.len(), 4, "{missing:?}");
    assert!(missing.iter().all(|why| why.ends_with("it was moved to elsewhere/moved, which this source does not read")), "{missing:?}");
    twice.run(2);
    assert_eq!((twice.seen().1, twice.missing()), (Vec::new(), missing));
    // And back under another name: what happened meanwhile is read, and nothing twice.
    twice.then(3, |repo| {
        repo.name = "lumen/back".into();
        repo.pulls.push(Pull { number: 700, merged: NOW + 2 * DAY, updated: NOW + 2 * DAY, head: "away".into() });
    });
    let (events, codes, repository) = twice.seen();
    assert_eq!((events, codes, twice.missing()), (EVENTS + 1, vec![], vec![]));
    assert_eq!((repository.full_name.as_str(), repository.renamed_from), ("lumen/back", vec!["lumen/service-0000".to_owned()]));
}

#[test]
fn one_that_is_transferred_to_another_owner_that_is_read_is_only_renamed() {
    let twice = Twice::begin(|settings| settings.owners.push("freight".into()));
    twice.then(1, |repo| repo.name = "freight/service".into());
    let (events, codes, repository) = twice.seen();
    assert_eq!((events, codes, twice.missing()), (EVENTS, vec![], vec![]));
    assert_eq!((repository.full_name.as_str(), repository.renamed_from), ("freight/service", vec!["lumen/service-0000".to_owned()]));
}

#[test]
fn one_that_is_named_alone_is_followed_to_its_new_name() {
    let twice = Twice::begin(|settings| {
        settings.owners.clear();
        settings.repositories = vec!["lumen/service-0000".into()];
    });
    twice.then(1, |repo| {
        repo.former = Some(std::mem::replace(&mut repo.name, "elsewhere/new".into()));
    });
    let (events, codes, repository) = twice.seen();
    assert_eq!((events, codes, twice.missing()), (EVENTS, vec![], vec![]));
    assert_eq!((repository.full_name.as_str(), repository.renamed_from), ("elsewhere/new", vec!["lumen/service-0000".to_owned()]));
}

#[test]
fn one_that_is_deleted_or_hidden_is_said_and_what_was_read_stays() {
    for is_deleted in [true, false] {
        let twice = Twice::begin(|_| {});
        twice.server.change(|world| {
            if is_deleted {
                world.repos.remove(0);
            } else {
                world.repos[0].is_hidden = true;
            }
        });
        twice.run(1);
        let (events, codes, repository) = twice.seen();
        assert_eq!((events, repository.full_name.as_str()), (EVENTS, "lumen/service-0000"));
        assert_eq!(codes, if is_deleted { vec!["github/gone"] } else { vec!["github/gone", "github/hidden"] });
        assert!(twice.missing().iter().all(|why| why.ends_with("404: it was deleted, or the token may not see it any more")));
        if !is_deleted {
            twice.then(2, |repo| repo.is_hidden = false);
            assert_eq!((twice.seen().0, twice.seen().1, twice.missing()), (EVENTS, vec![], vec![]));
        }
    }
}

#[test]
fn one_that_is_emptied_is_said_for_as_long_as_it_is_and_read_again_after() {
    let twice = Twice::begin(|_| {});
    let before = twice.server.world(|world| world.repos[0].clone());
    for day in [1, 2] {
        twice.then(day, |repo| {
            *repo = Repo { id: repo.id, name: repo.name.clone(), topics: repo.topics.clone(), ..Repo::default() };
        });
        let (events, codes, repository) = twice.seen();
        assert_eq!((events, codes.as_slice(), repository.default_branch), (EVENTS, ["github/emptied".to_owned()].as_slice(), None));
    }
    twice.then(4, |repo| {
        *repo = before;
        repo.pulls.push(Pull { number: 700, merged: NOW + 3 * DAY, updated: NOW + 3 * DAY, head: "again".into() });
    });
    let (events, codes, repository) = twice.seen();
    assert_eq!((events, codes, repository.default_branch.as_deref(), twice.missing()), (EVENTS + 1, vec![], Some("main"), vec![]));
}

#[test]
fn one_list_that_is_forbidden_is_said_and_read_on_when_it_is_allowed() {
    let twice = Twice::begin(|_| {});
    twice.then(1, |repo| {
        repo.is_forbidden = true;
        repo.deployments.push(super::world::Deployed { id: 950, created: NOW + DAY / 2, statuses: vec![("SUCCESS", NOW + DAY / 2 + 60)] });
    });
    assert_eq!((twice.seen().0, twice.seen().1), (EVENTS, vec!["github/not-read".to_owned()]));
    let missing = twice.missing();
    assert!(missing.len() == 1 && missing[0].starts_with("deployment: 403: not allowed"), "{missing:?}");
    twice.then(2, |repo| repo.is_forbidden = false);
    assert_eq!((twice.seen().0, twice.seen().1, twice.missing()), (EVENTS + 1, vec![], vec![]));
}

#[test]
fn one_that_is_no_longer_meant_is_told_of_as_it_is_now() {
    let twice = Twice::begin(|settings| settings.visibilities = vec!["internal".into()]);
    twice.then(1, |repo| {
        repo.says.insert("visibility".into(), "PRIVATE".into());
        repo.pulls.push(Pull { number: 700, merged: NOW + DAY / 2, updated: NOW + DAY / 2, head: "hidden".into() });
    });
    let (events, codes, repository) = twice.seen();
    // Whoever builds a portal for all must know that it is theirs no more.
    assert_eq!(
        (events, codes.as_slice(), repository.visibility),
        (EVENTS, ["github/left-out".to_owned()].as_slice(), Some(Visibility::Private))
    );
    twice.run(2);
    assert_eq!(twice.seen().1, Vec::<String>::new());
    twice.then(3, |repo| {
        repo.says.clear();
    });
    assert_eq!((twice.seen().0, twice.seen().1, twice.seen().2.visibility), (EVENTS + 1, vec![], Some(Visibility::Internal)));
}
