//! A local preview of a built portal.
