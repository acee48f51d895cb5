//! The collectors' own GitHub on this machine, for tests of the whole program.

#[path = "../../collectors/tests/github/answers.rs"]
mod answers;
#[path = "../../collectors/tests/github/app.rs"]
pub mod app;
#[path = "../../collectors/tests/host/git_http.rs"]
mod git_http;
#[path = "../../collectors/tests/github/rest.rs"]
mod rest;
#[path = "../../collectors/tests/github/server.rs"]
pub mod server;
#[path = "../../collectors/tests/github/world.rs"]
pub mod world;
