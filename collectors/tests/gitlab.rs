//! The collector of GitLab against a GitLab of our own: a server with groups, pages of two kinds, limits and faults.

#[path = "gitlab/answers.rs"]
mod answers;
#[path = "gitlab/behaviour.rs"]
mod behaviour;
#[path = "gitlab/faults.rs"]
mod faults;
#[path = "host/git_http.rs"]
mod git_http;
#[path = "gitlab/gone.rs"]
mod gone;
#[path = "gitlab/mirrors.rs"]
mod mirrors;
#[path = "gitlab/runner.rs"]
mod runner;
#[path = "gitlab/server.rs"]
mod server;
#[path = "host/store.rs"]
mod store;
#[path = "gitlab/whole.rs"]
mod whole;
#[path = "gitlab/world.rs"]
mod world;
