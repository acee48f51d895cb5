//! A clock in the past or in the future. The store is brought to another time, which for the program is the same.

use super::fixture::{Place, files, told};

#[test]
fn a_clock_far_from_what_the_store_knows_builds_and_reads_nothing() {
    // What was kept by a clock that ran ahead, and by one that had lost its battery.
    for (kept_at, said) in
        [("2126-11-20T06:40:00Z", "was seen on 20 November 2126"), ("1990-01-01", "no record that was seen after 1 January 1990")]
    {
        let place = Place::new();
        let kept = place.milepost(&["collect", "--store", "other", "--now", kept_at]);
        assert!(kept.status.success(), "{}", told(&kept));
        let before = files(&place.path("other"));
        for command in ["build", "run", "collect"] {
            place.fails(
                &[command, "--store", "other"],
                &["the clock of this machine says", "the store other", said, "set the clock", "--now"],
            );
        }
        assert!(files(&place.path("other")) == before, "{kept_at}: the store changed");
        // Whoever says what time it is, is believed.
        let done = place.milepost(&["build", "--store", "other", "--now", kept_at, "--out", "elsewhere"]);
        assert!(done.status.success(), "{kept_at}: {}", told(&done));
    }
}

#[test]
fn the_world_of_any_instant_can_be_asked_for() {
    let place = Place::new();
    place.fails(&["build", "--clones", "empty-handed"], &["empty-handed"]);
    // State without history is taken as first observed, so even then there is a portal; nothing panics on the way.
    for instant in ["0001-01-01", "1970-01-01", "2262-04-12", "9999-12-31T23:59:59Z"] {
        let done = place.milepost(&["build", "--as-of", instant, "--out", "elsewhere"]);
        assert_eq!(done.status.code(), Some(0), "{instant}: {}", told(&done));
        assert!(!told(&done).contains("panicked"), "{instant}: {}", told(&done));
    }
}
