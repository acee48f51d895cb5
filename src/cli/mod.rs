//! What people type.

pub mod args;
