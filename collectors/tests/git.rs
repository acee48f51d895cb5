//! The git collector against real repositories, made by `git` in folders of the tests' own.
#![allow(clippy::disallowed_methods, reason = "git is looked for on the PATH, which only the environment knows")]

#[path = "git/fixture.rs"]
mod fixture;
#[path = "git/sink.rs"]
mod sink;

#[path = "git/broken.rs"]
mod broken;
#[path = "git/copies.rs"]
mod copies;
#[path = "git/fetching.rs"]
mod fetching;
#[path = "git/files.rs"]
mod files;
#[path = "git/finding.rs"]
mod finding;
#[path = "git/history.rs"]
mod history;
#[path = "git/hostile.rs"]
mod hostile;
#[path = "git/incremental.rs"]
mod incremental;
#[path = "git/random_histories.rs"]
mod random_histories;
#[path = "git/repository.rs"]
mod repository;
