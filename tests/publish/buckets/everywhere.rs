//! One portal in every kind of place, by the program: a folder, a branch, and buckets of three hosts. The same bytes in
//! each, whole below a path of a plain server, and nothing to send a second time.

use super::servers::{azure, gcs, s3};
use super::{Files, Place};
use crate::branch::{Remote, portal};
use crate::fixture::{command, files, first};
use crate::{links, server};
use milepost::site::order;
use std::fs;

/// A place, and how to look at it from outside.
struct Target<'a> {
    to: String,
    environment: Vec<(String, String)>,
    /// The portal that is there.
    files: Box<dyn Fn() -> Files + 'a>,
    /// What is different after anything was written there.
    mark: Box<dyn Fn() -> String + 'a>,
}

fn folder(remote: &Remote) -> Target<'_> {
    let public = remote.work().join("public");
    let mark = {
        let public = public.clone();
        move || {
            let found = walkdir::WalkDir::new(&public).sort_by_file_name().into_iter().map(|entry| entry.expect("it can be read"));
            let written = found.map(|entry| {
                let written = entry.metadata().expect("it can be read").modified().expect("this machine tells it");
                format!("{} {written:?}", entry.path().display())
            });
            written.collect::<Vec<_>>().join("\n")
        }
    };
    Target { to: "dir:public".to_owned(), environment: Vec::new(), files: Box::new(move || files(&public)), mark: Box::new(mark) }
}

fn branch(remote: &Remote) -> Target<'_> {
    let look = move || portal(&remote.checked_out("looked-at"));
    Target { to: "branch:pages".to_owned(), environment: Vec::new(), files: Box::new(look), mark: Box::new(move || remote.tip()) }
}

fn bucket(place: &Place) -> Target<'_> {
    let mark = move || {
        let written = |meta: object_store::ObjectMeta| format!("{} {:?} {}", meta.location, meta.e_tag, meta.last_modified);
        place.listed().into_iter().map(written).collect::<Vec<_>>().join("\n")
    };
    let environment = place.options.clone().into_iter().collect();
    Target { to: place.url.clone(), environment, files: Box::new(move || place.files().0), mark: Box::new(mark) }
}

/// Publishes by the program and gives what it said.
fn publish(remote: &Remote, target: &Target<'_>) -> String {
    let site = first();
    let site = site.to_str().expect("because temporary folders have plain names");
    let mut command = command(&remote.work(), &["publish", "--site", site, "--to", &target.to]);
    let done = command.envs(target.environment.iter().cloned()).output().expect("because cargo built it");
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{}: {said}", target.to);
    said
}

/// What readers reach who follow every link of it from Home, below a path of a plain server.
fn reached(portal: &Files) -> Files {
    let served = tempfile::tempdir().expect("a folder");
    for (name, content) in portal {
        let path = served.path().join(name);
        fs::create_dir_all(path.parent().expect("it lies below")).and_then(|()| fs::write(path, content)).expect("the folder is ours");
    }
    let (reached, missing) = server::crawl(server::serve(served.path().to_owned()));
    assert_eq!(missing, [""; 0]);
    reached
}

#[test]
#[ignore = "needs the servers that MILEPOST_TEST_S3 and MILEPOST_TEST_AZURE name; cargo xtask test starts them"]
fn one_portal_is_the_same_everywhere_and_a_second_publish_sends_nothing() {
    let (remote, google) = (Remote::new(), gcs::Server::start());
    let buckets = [s3::bucket("portal"), google.bucket("portal"), azure::bucket("portal")].map(Place::of);
    let built = files(&first());
    let pages = |files: &Files| files.keys().filter(|name| order::is_page(name)).count();
    for target in [folder(&remote), branch(&remote)].into_iter().chain(buckets.iter().map(bucket)) {
        publish(&remote, &target);
        let found = (target.files)();
        assert!(found == built, "{}: the bytes differ", target.to);
        assert_eq!(links::broken(&found, false), [""; 0], "{}", target.to);
        // The page for unknown addresses is the one that nothing leads to.
        assert!(pages(&reached(&found)) + 1 >= pages(&built), "{}", target.to);
        let mark = (target.mark)();
        let said = publish(&remote, &target);
        assert!(said.starts_with("Nothing to publish"), "{}: {said}", target.to);
        assert!((target.mark)() == mark, "{}: something was written", target.to);
    }
}
