//! What a run has shown: the records that `spec-runtime` leaves, and the rungs that they lift criteria to.
//!
//! 1. `read`: the files of a folder, each the records of a process;
//! 2. `ladder`: criteria, links and records joined.

mod ladder;
mod read;

pub use ladder::{Ladder, Standing, State, Test};
pub use read::{Evidence, LinkedFunction, Place, Returned, Run};
