//! A built portal is put in folders, branches and buckets: the same bytes in each, and never a broken page on the way.

#![allow(clippy::disallowed_methods, reason = "a server for the tests is named by a variable")]

mod branch;
mod buckets;
mod directory;
mod fixture;
mod killed;
mod links;
mod random;
mod server;
