//! Several writers at once lose nothing.

use super::killed::{assert_whole, start};
use super::{all, append, deployment, files, harvest, open};
use milepost_model::record::Deployment;
use milepost_model::{Harvest, Memory, Sink};

#[test]
fn threads_with_appenders_of_their_own_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                // A store of its own, as another process would have.
                let store = open(folder);
                for n in 0..8 {
                    let cursors = vec![(format!("{writer}"), n.to_string().into_bytes())];
                    append(&store, Harvest { cursors, ..harvest([deployment(&format!("{writer}:{n}"), "r", 1, n)]) });
                }
            });
        }
    });
    let store = open(folder.path());
    assert_eq!(all::<Deployment>(&store).len(), 32);
    let memory = store.memory().expect("the store can be read");
    assert!((0..4).all(|writer| memory.recall(&writer.to_string()).as_deref() == Some(b"7")));
    assert_eq!(store.statistics().expect("the store can be read").manifest, 32);
    let kept = files(folder.path()).into_iter().filter(|(name, _)| name.starts_with("manifests/")).count();
    assert!(kept <= 9, "old manifests are removed, and {kept} are there");
}

#[test]
fn threads_that_share_an_appender_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let appender = store.appender().expect("the store can be read").with_memory(4000);
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let appender = &appender;
            scope.spawn(move || {
                for n in 0..50 {
                    appender.accept(harvest([deployment(&format!("{writer}:{n}"), &format!("r{n}"), 1, n)])).expect("it is taken");
                    if n % 20 == 0 {
                        appender.commit().expect("it is committed");
                    }
                }
            });
        }
    });
    appender.commit().expect("it is committed");
    assert_eq!(all::<Deployment>(&store).len(), 200);
}

#[test]
fn processes_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let children: Vec<_> = ["a", "b", "c"].into_iter().map(|name| (name, start(folder.path(), name, 12))).collect();
    for (name, child) in children {
        let done = child.wait_with_output().expect("it ends");
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stdout));
    }
    let store = open(folder.path());
    for name in ["a", "b", "c"] {
        assert_eq!(assert_whole(&store, name), 12);
    }
}

#[test]
fn a_store_can_be_used_from_inside_another_runtime() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made");
    runtime.block_on(async {
        let store = open(folder.path());
        append(&store, harvest([deployment("d", "r", 1, 1)]));
        assert_eq!(all::<Deployment>(&store).len(), 1);
    });
}
