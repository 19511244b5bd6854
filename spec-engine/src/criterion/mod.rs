//! The meaning of a criterion as values that can be compared: one file for each kind of value, with its reader.
//!
//! 1. `lexicon`, `foreign`, `unit`: the words that the others know, and nothing but words;
//! 2. `tokenizer`: the words of a text; `phrase`: the same of a part of a criterion, whatever case they have;
//! 3. `modality`: how much is asked for; `quantity`: numbers with their units, and what bounds them;
//! 4. `statement`: a whole wording, taken apart by the grammar of `spec-model`; `written`: the bounds of a text with their places.
//!
//! Two states of a criterion are compared in `intent::softened`; the boundary values of a stub stand around [`written_bounds`].

pub(crate) mod foreign;
pub mod lexicon;
pub(crate) mod modality;
pub(crate) mod phrase;
pub(crate) mod quantity;
pub(crate) mod statement;
pub mod tokenizer;
pub(crate) mod unit;
mod written;

pub use quantity::Relation;
pub use written::{WrittenBound, written_bounds};
