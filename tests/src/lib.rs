//! What the whole-program tests, the fuzz targets and the benchmarks share.

pub mod fuzz;
pub mod workload;
