//! What stood in a repository at a revision, read through git, which runs nothing of it.
//!
//! 1. `git`: one command of git;
//! 2. `name`: what people write for revisions;
//! 3. `place`: where the workspace is;
//! 4. `unchanged`: the folders that are in the working tree as they were;
//! 5. `tree`: the files that matter, written to a folder of their own; `checkout`: all of them.

mod checkout;
mod git;
mod name;
mod place;
mod tree;
mod unchanged;

pub use checkout::check_out;
pub use git::{git, known_files};
pub use name::{Range, commit, merge_base};
pub use place::Place;
pub use tree::{Beside, Tree, materialise};
