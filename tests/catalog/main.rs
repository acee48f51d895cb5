//! From files to a catalog: what each format gives, what is said of broken files, and that order never matters.

mod backstage;
mod backstage_rules;
mod joining;
mod milepost_yaml;
mod order;
mod removed;
mod repositories;
mod world;
