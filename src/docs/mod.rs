//! What repositories document, read and made safe to show.

pub mod markdown;
