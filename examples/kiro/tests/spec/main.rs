//! The tests of the specs in `.kiro/specs`, and the gate that compares the two.

mod session_store;

spec_runtime::gate!();
