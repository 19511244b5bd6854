//! The attribute on every kind of item and among the attributes of test harnesses. It is enough that this compiles
//! without a warning; assertions check that no token is lost. The gate checks the links against the documents in
//! `spec-runtime/tests/specs`.
#![cfg(test)]
#![deny(warnings, missing_docs, clippy::pedantic)]

mod allocator;
mod containers;
mod foreign;
mod functions;
mod harnesses;
mod meaning;
mod types;
mod unsafe_items;

spec_runtime::gate!(the_documents_are_met);
