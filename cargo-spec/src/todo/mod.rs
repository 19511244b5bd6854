//! The steps that are left to do, one at a time, and who may do them.
//!
//! 1. `known`: the workspace beside what the last run has shown;
//! 2. `list`: everything that is left, and the one thing that comes first;
//! 3. `item`: the facts that whoever does it needs;
//! 4. `fit`: the same within a limit of bytes.

pub mod fit;
pub mod item;
mod known;
mod list;

pub use known::TodoState;
pub use list::{Actor, Todo, TodoSubject};
