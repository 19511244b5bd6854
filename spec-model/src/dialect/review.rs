//! What is wrong with a document in any dialect.

use super::Reading;
use crate::markdown::Outline;

/// Adds the findings that no dialect makes by itself.
pub(super) fn review(_outline: &Outline<'_>, _reading: &mut Reading) {}
