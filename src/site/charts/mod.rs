//! The charts: drawn by plotters, then made themable, accessible and small.

pub mod neighbours;
pub mod sparkline;
mod themed;
pub mod weekly;
