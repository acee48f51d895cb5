//! How delivery is shown: the same words, tiles, charts and lists on every page that tells of it.

pub mod anchors;
pub mod bands;
pub mod beside;
pub mod cross_check;
pub mod evidence;
pub mod finding;
pub mod five;
pub mod meter;
pub mod multiples;
pub mod quality;
pub mod reading;
pub mod recent;
pub mod rule;
pub mod section;
pub mod strips;
pub mod tile;
pub mod trends;

pub use five::{FIVE, Five};
