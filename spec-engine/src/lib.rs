//! Whether code keeps its spec: links, what was accepted, verdicts and findings.
//!
//! `spec-model` says what documents say; this crate holds the code against it. The modules are in the order that the data takes:
//!
//! 1. [`links`]: where Rust source names criteria;
//! 2. [`intent`]: what is meant, and how that differs from what was meant before; [`lock`]: what people have accepted;
//! 3. [`platform`]: the system that the tests run on;
//! 4. [`ladder`]: how far a criterion is; [`findings`]: each finding, its words and its advice;
//! 5. [`verdict`]: the join of all of these.
//!
//! The gate and the command ask the [`Host`], which reads each file once. Nothing here starts a process, opens a socket or prints.

pub mod findings;
mod host;
pub mod intent;
pub mod ladder;
pub mod links;
pub mod lock;
pub mod platform;
pub mod verdict;

pub use host::Host;
