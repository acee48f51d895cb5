//! Keeps records and answers what was known at an instant.
