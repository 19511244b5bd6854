//! The files that tell agents of `cargo spec`, as `init --agents` writes them.
//!
//! 1. `section`: a part of a Markdown file, between markers;
//! 2. `json`: edits a JSON file, and keeps comments, order and unknown keys;
//! 3. `files`: which files there are for whom.

mod files;
mod json;
mod section;

pub use files::{AgentFiles, Purpose, plan};
