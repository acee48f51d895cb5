//! A blob becomes typed facts, once per content.
