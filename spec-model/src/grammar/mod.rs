//! nom parsers over the text of one block: each file is one concern, each combinator small enough to read aloud.

pub mod clause;
pub mod id;
pub mod reference;
