//! The Rust files of a workspace's packages, each read once and scanned.
//!
//! 1. `walk`: the files, found and scanned by several threads;
//! 2. `macros`: what one file calls and another one defines;
//! 3. `known`: what was found, kept until a file is forgotten;
//! 4. `elsewhere`: what another host has scanned, and need not be scanned again;
//! 5. `findings`: files of which it is not known what is linked in them.

mod elsewhere;
mod findings;
mod known;
mod macros;
pub(crate) mod walk;

pub(crate) use elsewhere::Elsewhere;
pub(crate) use known::{Beyond, Sources};
pub(crate) use walk::{Kept, Scanned, Scanning};
