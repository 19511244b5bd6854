//! Knocks out linked functions, and reports which knock-outs the tests miss.
//!
//! 1. `program`: the test programs, and how cargo starts each;
//! 2. `launch`: one test, in a process of its own, which is among the [children](crate::children);
//! 3. `baseline`: what it executes, and what that returns, when nothing is knocked out;
//! 4. `plan`: what is to be knocked out for a criterion, and which tests should notice;
//! 5. `choice`: what is tried of a function; `trial`: the knock-outs, `parallel` to each other, and what of it the `cache` knows, by its `seal`; `progress` shows how far that is;
//! 6. `proof`: what they have shown;
//! 7. `operators`: the trials of `--deep`, in programs whose operators can be changed; `deep_proof`: what they have shown; `boundary`: the bounds that no test is at.
//!
//! `since` tells what is worth proving again.

mod baseline;
mod boundary;
mod cache;
mod choice;
mod deep_proof;
mod launch;
mod operators;
mod parallel;
mod plan;
pub mod program;
mod progress;
mod proof;
mod seal;
mod since;
mod trial;

pub use boundary::BoundaryGap;
pub use cache::{Cache, Earlier};
pub use deep_proof::{DeepProof, OperatorOutcome, TriedOperator};
pub use launch::ProcessEnd;
pub use plan::Twins;
pub use progress::Progress;
pub use proof::{ExecutedItem, KnockoutOutcome, Proof, Refusal, TriedVariant};
pub use since::Changes;
pub use trial::{Shown, Trials};
