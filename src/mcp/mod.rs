//! Answers agents over the Model Context Protocol, from a portal that was built: it reads that folder and nothing else,
//! writes nothing and asks no network.

mod answer;
mod asked;
mod built;
mod deployments;
mod figures;
mod filling;
mod forms;
pub mod manual;
mod names;
mod page_text;
mod rules;
mod search;
mod sentence;
mod server;
mod tools;
mod trouble;

pub use built::Built;
pub use server::serve;
pub use trouble::Trouble;
