//! From files to a catalog: what each format gives, what is said of broken files, and that order never matters.

mod backstage;
mod backstage_rules;
mod compass;
mod cortex;
mod datadog;
mod formats;
mod humanitec;
mod joining;
mod kratix;
mod milepost_yaml;
mod moving;
mod opslevel;
mod order;
mod port;
mod qovery;
mod repositories;
mod score;
mod world;
