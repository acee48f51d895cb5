//! What becomes of a project between two runs: moved, deleted, emptied, forbidden, no longer meant, and back again.

use super::runner::{Store, now, settings};
use super::server::Server;
use super::world::{DAY, NOW, Project, World, deployment, merge_request};
use milepost_collectors::gitlab::GitLabSettings;
use milepost_model::record::Repository;
use milepost_model::record::repository::Visibility;
use milepost_model::{CoverageState, Instant, Record};

/// The project that something happens to.
const ID: &str = "gl:gitlab.test:4000";
const NAME: &str = "lumen/backend/service-0000";

/// A source that was read once.
struct Twice {
    server: Server,
    store: Store,
    settings: GitLabSettings,
    _cache: tempfile::TempDir,
}

impl Twice {
    fn begin(change: impl FnOnce(&mut GitLabSettings)) -> Self {
        let mut world = World::small();
        // One of the small world refuses from the beginning, which is not what is looked at here.
        world.projects[4].refuses.clear();
        world.projects[7].path = "freight/other".into();
        world.groups.push((9, "freight"));
        let (server, cache) = (Server::start(world), tempfile::tempdir().unwrap());
        let mut settings = settings(&server, cache.path());
        change(&mut settings);
        let twice = Self { server, store: Store::default(), settings, _cache: cache };
        twice.run(0);
        assert_eq!((twice.codes(), twice.events()), (Vec::<String>::new(), EVENTS));
        twice
    }

    fn run(&self, day: i64) {
        self.store.run(&self.settings, at(day)).unwrap();
    }

    /// Something happens to the project, and the source is read again.
    fn then(&self, day: i64, change: impl FnOnce(&mut Project)) {
        self.server.change(|world| {
            change(&mut world.projects[0]);
            world.projects[0].active = NOW + day * DAY - 7_200;
        });
        self.run(day);
    }

    /// What is said of projects, sorted, each once.
    fn codes(&self) -> Vec<String> {
        let told = self.store.diagnostics.lock().unwrap();
        let of_projects = told.iter().filter(|one| one.place.is_some());
        of_projects.map(|one| one.code.clone()).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    fn events(&self) -> usize {
        let records = self.store.records.lock().unwrap();
        let is_own = |record: &&Record| {
            let repo = milepost_model::with_fact!(*record, fact => { use milepost_model::Fact; fact.repo().cloned() });
            repo.is_some_and(|repo| repo.as_str() == ID)
        };
        let is_event = |record: &&Record| {
            matches!(record, Record::Change(_) | Record::Deployment(_) | Record::PipelineRun(_) | Record::Release(_) | Record::Incident(_))
        };
        records.values().filter(is_own).filter(is_event).count()
    }

    fn repository(&self) -> Repository {
        let records = self.store.records.lock().unwrap();
        let found = records.values().find_map(|record| match record {
            Record::Repository(one) if one.repo.as_str() == ID => Some(one.clone()),
            _ => None,
        });
        found.expect("because it was read")
    }

    /// Why records of the project are missing now: what no complete reading covers.
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
    twice.then(1, |project| project.path = "freight/moved".into());
    assert_eq!((twice.events(), twice.codes(), twice.repository().full_name), (EVENTS, vec!["gitlab/gone".to_owned()], NAME.to_owned()));
    let missing = twice.missing();
    assert_eq!(missing.len(), 4, "{missing:?}");
    assert!(missing.iter().all(|why| why.ends_with("it was moved to freight/moved, which this source does not read")), "{missing:?}");
    twice.run(2);
    assert_eq!((twice.codes(), twice.missing()), (Vec::new(), missing));
    // And back under another name: what happened meanwhile is read, and nothing twice.
    twice.then(3, |project| {
        project.path = "lumen/back".into();
        project.merge_requests.push(merge_request(700, NOW + 2 * DAY, ""));
    });
    assert_eq!((twice.events(), twice.codes(), twice.missing()), (EVENTS + 1, vec![], vec![]));
    assert_eq!((twice.repository().full_name, twice.repository().renamed_from), ("lumen/back".to_owned(), vec![NAME.to_owned()]));
}

#[test]
fn one_that_is_transferred_to_another_group_that_is_read_is_only_renamed() {
    let twice = Twice::begin(|settings| settings.groups.push("freight".into()));
    twice.then(1, |project| project.path = "freight/service".into());
    assert_eq!((twice.events(), twice.codes(), twice.missing()), (EVENTS, vec![], vec![]));
    assert_eq!((twice.repository().full_name, twice.repository().renamed_from), ("freight/service".to_owned(), vec![NAME.to_owned()]));
}

#[test]
fn one_that_is_named_alone_is_followed_to_its_new_path() {
    let twice = Twice::begin(|settings| {
        settings.groups.clear();
        settings.projects = vec![NAME.into()];
    });
    twice.then(1, |project| project.former = Some(std::mem::replace(&mut project.path, "elsewhere/new".into())));
    assert_eq!((twice.events(), twice.codes(), twice.missing()), (EVENTS, vec![], vec![]));
    assert_eq!((twice.repository().full_name, twice.repository().renamed_from), ("elsewhere/new".to_owned(), vec![NAME.to_owned()]));
}

#[test]
fn one_that_is_deleted_or_about_to_be_is_said_and_what_was_read_stays() {
    for is_deleted in [true, false] {
        let twice = Twice::begin(|_| {});
        twice.server.change(|world| {
            if is_deleted {
                world.projects.remove(0);
            } else {
                world.projects[0].is_leaving = true;
            }
        });
        twice.run(1);
        assert_eq!(
            (twice.events(), twice.repository().full_name, twice.codes()),
            (EVENTS, NAME.to_owned(), vec!["gitlab/gone".to_owned()])
        );
        let missing = twice.missing();
        assert!(missing.len() == 4 && missing.iter().all(|why| why.contains("404: it was deleted")), "{missing:?}");
        if !is_deleted {
            twice.then(2, |project| project.is_leaving = false);
            assert_eq!((twice.events(), twice.codes(), twice.missing()), (EVENTS, vec![], vec![]));
        }
    }
}

#[test]
fn one_that_is_emptied_is_said_for_as_long_as_it_is_and_read_again_after() {
    let twice = Twice::begin(|_| {});
    let mut before = None;
    twice.then(1, |project| {
        let emptied = Project { id: project.id, path: project.path.clone(), active: project.active, ..Project::default() };
        before = Some(std::mem::replace(project, emptied));
    });
    assert_eq!((twice.events(), twice.codes(), twice.repository().default_branch), (EVENTS, vec!["gitlab/emptied".to_owned()], None));
    twice.run(2);
    assert_eq!(twice.codes(), ["gitlab/emptied"]);
    twice.then(4, |project| {
        *project = before.take().expect("because it was taken");
        project.merge_requests.push(merge_request(700, NOW + 3 * DAY, ""));
    });
    assert_eq!((twice.events(), twice.codes(), twice.missing()), (EVENTS + 1, vec![], vec![]));
    assert_eq!(twice.repository().default_branch.as_deref(), Some("main"));
}

#[test]
fn one_list_that_is_forbidden_is_said_and_read_on_when_it_is_allowed() {
    let twice = Twice::begin(|_| {});
    twice.then(1, |project| {
        project.refuses = vec!["deployments"];
        project.deployments.push(deployment(950, NOW + DAY / 2, "success"));
    });
    assert_eq!((twice.events(), twice.codes()), (EVENTS, vec!["gitlab/not-read".to_owned()]));
    let missing = twice.missing();
    assert!(missing.len() == 1 && missing[0].starts_with("deployment: 403"), "{missing:?}");
    twice.then(2, |project| project.refuses.clear());
    assert_eq!((twice.events(), twice.codes(), twice.missing()), (EVENTS + 1, vec![], vec![]));
}

#[test]
fn one_that_is_no_longer_meant_is_told_of_as_it_is_now() {
    let twice = Twice::begin(|settings| settings.visibilities = vec!["internal".into()]);
    twice.then(1, |project| {
        project.visibility = Some("private");
        project.merge_requests.push(merge_request(700, NOW + DAY / 2, ""));
    });
    // Whoever builds a portal for all must know that it is theirs no more.
    assert_eq!((twice.events(), twice.codes()), (EVENTS, vec!["gitlab/left-out".to_owned()]));
    assert_eq!(twice.repository().visibility, Some(Visibility::Private));
    twice.run(2);
    assert_eq!(twice.codes(), Vec::<String>::new());
    twice.then(3, |project| project.visibility = None);
    assert_eq!((twice.events(), twice.codes(), twice.repository().visibility), (EVENTS + 1, vec![], Some(Visibility::Internal)));
}
