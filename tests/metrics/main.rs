//! How services are delivered, from records to figures: cases worked out by hand, and what holds for every history.

mod cases;
mod newcomers;
mod program;
mod properties;
mod world;
