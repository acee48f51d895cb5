//! Google Cloud Storage.

use super::Place;
use super::servers::gcs::Server;

#[test]
fn a_bucket_holds_the_same_bytes_and_gets_only_what_changed() {
    let server = Server::start();
    super::holds_the_same_bytes_and_gets_only_what_changed(&Place::of(server.bucket("portal-one")));
    assert!(server.refused() == 0, "a portal's files are written without a condition");
}

#[test]
fn a_bucket_of_somebody_else_is_refused() {
    let server = Server::start();
    super::refuses_what_is_somebody_elses(&Place::of(server.bucket("portal-two")));
}

#[test]
fn a_publish_killed_at_fifty_instants_never_leaves_a_page_without_what_it_loads() {
    let server = Server::start();
    super::survives(50, &Place::of(server.bucket("portal-three")));
}
