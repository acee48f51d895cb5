//! What a folder promises, in Google Cloud Storage.

use super::Place;
use super::servers::gcs::Server;

#[test]
fn a_bucket_keeps_records_as_a_folder_does() {
    let server = Server::start();
    super::keeps_records_as_a_folder_does(&Place::of(server.bucket("one")));
    assert!(server.refused() == 0, "nobody else wrote");
}

#[test]
fn writers_at_once_take_numbers_of_their_own() {
    let server = Server::start();
    super::gives_each_writer_numbers_of_its_own(&Place::of(server.bucket("two")));
    assert!(server.refused() > 0, "two writers met at least once, and one of them was told to take the next number");
}

#[test]
fn a_writer_that_is_killed_breaks_nothing() {
    let server = Server::start();
    super::survives_writers_that_are_killed(&Place::of(server.bucket("three")));
}
