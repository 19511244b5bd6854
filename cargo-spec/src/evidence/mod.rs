//! Reads the records that `spec-runtime` leaves, and lifts criteria to the rungs that they show.
//!
//! 1. `folder`: the files, each once; `outcome`: what a run tells beside them; `proofs`: what `prove` does;
//! 2. `read`: their records, each file those of a process;
//! 3. `ladder`: criteria, links and records joined; `items`: where linked items are, `implementer`: a function of one;
//! 4. `panics`: where tests panicked.
//!
//! `last` keeps the evidence of a run until the next one.

mod folder;
mod implementer;
mod items;
mod ladder;
pub mod last;
pub mod outcome;
mod panics;
pub mod proofs;
mod read;

pub use folder::{EvidenceProblem, ProblemKind};
pub use implementer::{Implementer, Member};
pub use items::ItemPlaces;
pub use ladder::{Ladder, Missed, Standing, TestResult, VerifyingTest, state};
pub use panics::TestPanic;
pub use proofs::{ItemRecord, MissedRecord, ProofRecord};
pub use read::{Evidence, LinkPlace, LinkedFunction, Run, SeenReturn};
