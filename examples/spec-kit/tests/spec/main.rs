//! The tests of the specs in `specs`, and the gate that compares the two.

mod recipe_scaling;

spec_runtime::gate!();
