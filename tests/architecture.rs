//! The shape of the house, checked: who may know whom, how long things are, what may stand where.
//!
//! Each rule is a table in a file of its own below `architecture/`, next to the reason for it. A rule
//! that stands in the way is changed there, in the open, and in ARCHITECTURE.md.
#![allow(clippy::disallowed_methods, reason = "cargo tells a test where its package is by the environment")]

#[path = "architecture/families.rs"]
mod families;
#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/outside_world.rs"]
mod outside_world;
#[path = "architecture/scanner.rs"]
mod scanner;
#[path = "architecture/sizes.rs"]
mod sizes;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/telltales.rs"]
mod telltales;
#[path = "architecture/vendors.rs"]
mod vendors;

use source::Source;

/// Fails with every violation at once, one a line.
fn demand_none(rule: &str, mut violations: Vec<String>) {
    violations.sort();
    violations.dedup();
    assert!(violations.is_empty(), "{rule}\n  {}\n", violations.join("\n  "));
}

fn sources() -> Vec<Source> {
    let sources = source::all();
    assert!(sources.iter().any(|source| source.path == "src/lib.rs"), "the scan does not see src/lib.rs, so it would see no mistake");
    sources
}

#[test]
fn modules_know_only_the_modules_below_them() {
    demand_none("A module imports one that the layer table keeps from it (tests/architecture/layers.rs):", layers::violations(&sources()));
}

#[test]
fn each_library_is_used_in_its_own_room() {
    demand_none(
        "A library is used outside the module that hides it (tests/architecture/layers.rs):",
        layers::library_violations(&sources()),
    );
}

#[test]
fn every_file_says_first_what_it_is() {
    demand_none("A file does not open with a `//!` line:", sizes::unopened(&sources()));
}

#[test]
fn no_file_and_no_function_is_too_long() {
    demand_none(
        "Too long: split it by what it is about, one thing per file (limits in tests/architecture/sizes.rs):",
        sizes::violations(&sources()),
    );
}

#[test]
fn every_member_of_a_family_stands_in_its_list() {
    demand_none("A family's list and its folder disagree (tests/architecture/families.rs):", families::violations(&sources()));
}

#[test]
fn only_the_edges_touch_clock_environment_disk_and_network() {
    demand_none(
        "The outside world is touched from the middle of the house; pass it in (tests/architecture/outside_world.rs):",
        outside_world::violations(&sources()),
    );
}

#[test]
fn vendors_are_named_only_where_they_are_spoken_to() {
    demand_none(
        "A vendor's name is an identifier outside the modules that speak to vendors (tests/architecture/vendors.rs):",
        vendors::violations(&sources()),
    );
}

#[test]
fn nothing_committed_tells_of_the_machine_it_was_made_on() {
    demand_none("A file names a path or a host that means nothing elsewhere (tests/architecture/telltales.rs):", telltales::violations());
}
