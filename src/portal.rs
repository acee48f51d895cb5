//! Everything that a page may show, assembled once and read only.
