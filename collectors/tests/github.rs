//! The collector of GitHub against a GitHub of our own: a server with repositories, pages, ETags, limits and faults.

#[path = "github/answers.rs"]
mod answers;
#[allow(dead_code, reason = "the program's own test of apps uses the rest")]
#[path = "github/app.rs"]
mod app;
#[path = "github/approvals.rs"]
mod approvals;
#[path = "github/behaviour.rs"]
mod behaviour;
#[path = "github/described.rs"]
mod described;
#[path = "github/faults.rs"]
mod faults;
#[path = "host/git_http.rs"]
mod git_http;
#[path = "github/gone.rs"]
mod gone;
#[path = "github/mirrors.rs"]
mod mirrors;
#[path = "github/rest.rs"]
mod rest;
#[path = "github/runner.rs"]
mod runner;
#[path = "github/scale.rs"]
mod scale;
#[allow(dead_code, reason = "the program's own tests use the rest")]
#[path = "github/server.rs"]
mod server;
#[path = "host/store.rs"]
mod store;
#[path = "github/whole.rs"]
mod whole;
#[path = "github/world.rs"]
mod world;
