//! The sources that the rules read.

use std::borrow::Cow;

/// The source of what verifies and implements a criterion.
#[derive(Debug, Default)]
pub(crate) struct TestSources<'a> {
    /// Each test by itself.
    pub(crate) tests: Vec<Cow<'a, str>>,
    /// The helpers that the tests use.
    pub(crate) helpers: Vec<Cow<'a, str>>,
    /// The items that implement the criterion.
    pub(crate) code: Vec<Cow<'a, str>>,
    /// Do the tests use something whose content is not known?
    pub(crate) is_partial: bool,
}
