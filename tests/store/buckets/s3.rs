//! What a folder promises, in S3.

use super::Place;
use super::servers::s3;

fn place(what: &str) -> Place {
    Place::of(s3::bucket(what))
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn a_bucket_keeps_records_as_a_folder_does() {
    super::keeps_records_as_a_folder_does(&place("one"));
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn writers_at_once_take_numbers_of_their_own() {
    super::gives_each_writer_numbers_of_its_own(&place("two"));
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_S3 names; cargo xtask test starts one"]
fn a_writer_that_is_killed_breaks_nothing() {
    super::survives_writers_that_are_killed(&place("three"));
}
