//! Compares the items of two states of the sources, and finds what a change can reach.
//!
//! 1. `compare`: which items differ, whatever was moved or laid out otherwise;
//! 2. `reach`: which items use one of these, directly or through others.
//!
//! Nothing is compiled, so that uses are found by names. Where several items bear one name, each of them may be meant.

mod compare;
mod reach;

pub use compare::{ChangeIx, FileParts, ItemChange, ItemIx, Items, changed};
pub use reach::{Origin, Reach};

#[cfg(test)]
mod tests;
