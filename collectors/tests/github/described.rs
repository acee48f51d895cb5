//! Every REST request against GitHub's published description, which prism serves; `cargo xtask test` starts it.
#![allow(clippy::disallowed_methods, reason = "where prism answers is told by the environment")]

use super::runner::{Store, now, settings};
use super::server::Server;
use super::world::World;
use milepost_collectors::github::GitHubSettings;

#[test]
#[ignore = "needs prism, which cargo xtask test --only descriptions starts"]
fn the_published_description_takes_every_request() {
    let prism = std::env::var("MILEPOST_PRISM").expect("because xtask says where prism answers");
    let mut world = World::small();
    world.repos.truncate(1);
    let server = Server::start(world);
    server.answer_rest_from(prism);
    for workflows in [Vec::new(), vec!["deploy*".to_owned()]] {
        let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
        let settings = GitHubSettings { workflows, jobs_of: vec!["*".into()], ..settings(&server, cache.path()) };
        store.run(&settings, now()).unwrap();
        let log = server.take_rest_log();
        assert!(log.len() >= 4, "{log:?}");
        for (request, status, body) in &log {
            assert!(*status < 400, "{request}: {status} {body}");
        }
        let unread: Vec<String> = store
            .diagnostics
            .lock()
            .unwrap()
            .iter()
            .map(|one| one.message.clone())
            .filter(|text| text.contains("cannot be read"))
            .collect();
        assert_eq!(unread, Vec::<String>::new());
    }
}
