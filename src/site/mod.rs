//! The portal becomes pages.
