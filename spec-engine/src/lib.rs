//! Decides whether code keeps its spec: links, accepted texts, verdicts and findings.
//!
//! `spec-model` says what documents say; this crate holds the code against it. The modules are in the order that the data takes:
//!
//! 1. [`links`]: where Rust source names criteria; [`items`]: two states of the sources, item by item, and what a change can reach;
//! 2. [`criterion`]: the values in a criterion; [`intent`]: what is meant, and how that differs from what was meant before; [`lock`]: what people have accepted;
//!    [`comparison`]: the two side by side;
//! 3. [`platform`]: the system that the tests run on; [`workspace`]: the packages, and what their manifests say;
//! 4. `sources`: the Rust files of the packages; `host`: the [`Host`], which reads each file once;
//! 5. [`ladder`]: how far a criterion is; [`findings`]: each finding, its words and its advice;
//! 6. [`snapshot`]: everything that one question needs; `thin`: tests that would pass without what a criterion asks for;
//!    [`verdict`]: the answer, the join of all of these.
//!
//! The gate and the command ask the [`Host`]. Nothing here starts a process, opens a socket or prints.

pub mod comparison;
pub mod criterion;
#[cfg(feature = "explanations")]
pub mod explanations;
pub mod findings;
mod host;
pub mod intent;
pub mod items;
pub mod ladder;
pub mod links;
pub mod lock;
pub mod platform;
pub mod snapshot;
mod sources;
pub mod tasks;
mod thin;
pub mod verdict;
pub mod workspace;

pub use host::Host;
