//! Whether code keeps its spec: links, what was accepted, verdicts and findings.
//!
//! `spec-model` says what documents say; this crate holds the code against it. The modules are in the order that the data takes:
//!
//! 1. [`links`]: where Rust source names criteria;
//! 2. [`intent`]: what is meant, and how that differs from what was meant before; [`lock`]: what people have accepted;
//! 3. [`platform`]: the system that the tests run on;
//! 4. [`verdict`]: the join of all of these, and every static finding.
//!
//! The gate and the command ask the [`Host`], which reads each file once. Nothing here starts a process, opens a socket or prints.

mod host;
pub mod intent;
pub mod links;
pub mod lock;
pub mod platform;
pub mod verdict;

pub use host::Host;
