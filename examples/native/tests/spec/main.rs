//! The tests of `requirements.md`, and the gate that compares the two.

mod requirements;

spec_runtime::gate!();
