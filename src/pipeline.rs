//! The order of the stages: the function to read first.
