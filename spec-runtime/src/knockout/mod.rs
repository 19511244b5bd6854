//! Knock-outs: when `cargo spec prove` asks for it, a linked function returns something else instead of doing its work.
//!
//! 1. `variants`: wrong values of the types that everybody uses, and how to spoil a right one a little;
//! 2. `probe`: what of that there is for a type, chosen by the compiler;
//!    `derived` puts the parts of a type of the user together;
//! 3. `mutants`: how a function can be broken, by what there is for the type that it returns;
//! 4. `intercept`: the body of a function, or a mutant of it; and whether a mutant makes a difference to what the body returns.
//!
//! A missed mutant means that the function could be broken in this way, and the tests would pass.

mod derived;
mod intercept;
mod mutants;
mod probe;
mod variants;

pub use derived::{
    MutantLabel, Parts, Spoil, Variant, Variants, all, near_of_enum, number_in_fields, spoil_enum,
};
pub use intercept::{
    after, before, function, is_knocked_out, is_other, iterate, knocked_out, knocked_out_unseen, ran_on, run,
    watched,
};
pub use probe::Probe;
