//! Reads a repository at a revision through git, which runs nothing of it.
//!
//! 1. `git`: one command of git;
//! 2. `name`: what people write for revisions;
//! 3. `place`: where the workspace is;
//! 4. `objects`: the files of a commit, through which the engine is asked about it;
//!    `unchanged` finds those that are the same now;
//! 5. `sparse`: what is not in the working tree, though git knows it;
//! 6. `changed`: which files differ from a commit; `merge`: which files git cannot merge;
//! 7. `history`: how a file was when another was committed;
//! 8. `checkout`: all of them in a folder of their own, to be built.

mod changed;
mod checkout;
mod git;
mod history;
mod merge;
mod name;
mod objects;
mod place;
mod sparse;
mod unchanged;

pub use changed::{changed_between, changed_files, untracked};
pub use checkout::check_out;
pub use git::{git, known_files};
pub use history::WorkingTree;
pub use merge::conflicts;
pub use name::{Range, commit, merge_base};
pub use objects::Objects;
pub use place::WorkspacePlace;
pub use sparse::whole;
