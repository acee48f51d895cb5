//! The charts: drawn by plotters, then made themable, accessible and small.

pub mod frame;
pub mod neighbours;
pub mod rate;
pub mod recovery;
pub mod sparkline;
pub mod spread;
pub mod stages;
pub mod strip;
mod themed;
pub mod unit;
pub mod weekly;
