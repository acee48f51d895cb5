//! A built portal is put in folders, branches and buckets: the same bytes in each, and never a broken page on the way.

mod branch;
mod buckets;
mod directory;
mod fixture;
mod killed;
mod links;
mod random;
mod server;
