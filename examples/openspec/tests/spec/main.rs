//! The tests of the specs in `openspec/specs`, and the gate that compares the two.

mod retry_budget;
mod retry_policy;

spec_runtime::gate!();
