//! The example organisation, generated.
