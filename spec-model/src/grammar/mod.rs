//! nom parsers over the text of one block: each file is one concern, each combinator small enough to read aloud.

#[cfg(feature = "tasks")]
pub(crate) mod check_box;
pub mod claim;
pub mod clause;
pub(crate) mod convention;
pub(crate) mod counting;
pub(crate) mod gherkin;
pub mod harness;
pub(crate) mod heading;
pub mod id;
pub(crate) mod lead;
pub(crate) mod likeness;
pub mod listed;
pub mod literal;
pub(crate) mod marker;
pub mod mention;
pub mod modality;
pub(crate) mod odd;
pub mod property;
pub(crate) mod range;
pub mod reference;
pub(crate) mod retired;
#[cfg(feature = "tasks")]
pub(crate) mod task;
pub(crate) mod words;
