//! What stood in a repository at a revision, read through git, which runs nothing of it.
//!
//! 1. `git`: one command of git;
//! 2. `name`: what people write for revisions;
//! 3. `unchanged`: the folders that are in the working tree as they were;
//! 4. `tree`: the files that matter, written to a folder of their own.

mod git;
mod name;
mod tree;
mod unchanged;

pub use git::git;
pub use name::{Range, commit};
pub use tree::{Tree, materialise};
