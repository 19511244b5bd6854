//! Knock-outs: when `cargo spec prove` asks for it, a linked function returns something else instead of doing its work.
//!
//! 1. `variants`: the wrong values of the types that everybody uses;
//! 2. `probe`: what of that there is for a type, chosen by the compiler;
//! 3. `intercept`: the body of a function, or a variant in its place; and whether a variant differs from what the body returns.
//!
//! What a variant that nobody notices says: the function could be broken in this way, and the tests would pass.

mod intercept;
mod probe;
mod variants;

pub use intercept::{after, before, is_knocked_out, knocked_out, knocked_out_unseen, run, watched};
pub use probe::Probe;
