//! The one place that knows the YAML library.
