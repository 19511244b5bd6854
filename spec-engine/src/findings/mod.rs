//! The findings about links, tests and the lock: one file for each, or for a few that belong together.
//!
//! A file says when its finding is reported, in which words, what to do, and what fixes it. What a code means for people is in `CODE.md`
//! beside it; what is true of a code is in the table of [`spec_model::diagnostic`]. Findings about a document are made where it is read, in
//! `spec_model::dialect::review`, and those about one source file in [`crate::links`].

pub(crate) mod baseline_stale;
pub(crate) mod configuration;
pub(crate) mod criterion_moved;
pub(crate) mod documents;
pub(crate) mod duplicate_link;
pub(crate) mod generated_tests;
pub(crate) mod lock_missing;
pub(crate) mod not_running;
pub(crate) mod requirement_named;
pub(crate) mod sink;
pub(crate) mod stand_in;
pub(crate) mod undeclared_module;
pub(crate) mod unmet;
pub(crate) mod unresolved;
pub(crate) mod waiver_not_needed;
