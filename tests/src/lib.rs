//! Whole-program tests of `cargo spec`: they run the built binary and cargo itself on copies of small crates.
