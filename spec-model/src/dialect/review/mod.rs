//! What is wrong with a document in any dialect: found in one pass behind the dialect's own reading.

mod gherkin;
mod marks;
mod numbers;
mod presence;
mod shapes;
mod unread;

use super::Reading;
use crate::diagnostic::Diagnostic;
use crate::markdown::Blocks;
use crate::spec::Dialect;

/// Adds the findings that no dialect makes by itself, and puts all of them into document order.
pub(super) fn review(outline: &Blocks<'_>, dialect: Dialect, reading: &mut Reading) {
    let mut found = std::mem::take(&mut reading.diagnostics);
    presence::review(outline, dialect, reading, &mut found);
    numbers::review(outline, reading, &mut found);
    shapes::review(outline, &mut found);
    gherkin::review(outline, &mut found);
    marks::review(outline, &mut found);
    unread::review(outline, reading, &mut found);
    found.sort_by_key(start);
    reading.diagnostics = found;
}

fn start(diagnostic: &Diagnostic) -> usize {
    diagnostic.location.as_ref().map_or(0, |location| location.span.start)
}

#[cfg(test)]
mod tests;
