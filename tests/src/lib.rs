//! Shared by the whole-program tests, the fuzz targets and the benchmarks.

pub mod fuzz;
pub mod timing;
pub mod turns;
pub mod workload;
