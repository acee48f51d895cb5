//! The example organisation, generated.
#![allow(dead_code)]

mod git;
mod random;
