//! A snapshot becomes figures.
