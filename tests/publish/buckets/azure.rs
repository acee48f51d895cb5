//! Azure's Blob Storage.

use super::Place;
use super::servers::azure;

fn place(what: &str) -> Place {
    Place::of(azure::bucket(what))
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_AZURE names; cargo xtask test starts one"]
fn a_container_holds_the_same_bytes_and_gets_only_what_changed() {
    super::holds_the_same_bytes_and_gets_only_what_changed(&place("portal-one"));
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_AZURE names; cargo xtask test starts one"]
fn a_container_of_somebody_else_is_refused() {
    super::refuses_what_is_somebody_elses(&place("portal-two"));
}

#[test]
#[ignore = "needs the server that MILEPOST_TEST_AZURE names; cargo xtask test starts one"]
fn a_publish_killed_at_fifty_instants_never_leaves_a_page_without_what_it_loads() {
    super::survives(50, &place("portal-three"));
}
