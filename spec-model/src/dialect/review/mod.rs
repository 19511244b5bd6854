//! Finds problems of a document in any dialect, in one pass after the dialect's own reading.

mod gherkin;
mod marks;
mod numbers;
mod presence;
mod shapes;
mod unread;

use super::Reading;
use crate::diagnostic::Diagnostic;
use crate::markdown::Blocks;
use crate::order::Order as _;
use crate::spec::Dialect;

/// A document, as a rule looks at it.
struct Reviewed<'a> {
    blocks: &'a Blocks<'a>,
    dialect: Dialect,
    /// The form of its criteria.
    form: &'a str,
    reading: &'a Reading,
}

/// Adds what is wrong with a document in one respect.
type Rule = fn(&Reviewed<'_>, &mut Vec<Diagnostic>);

/// The rule of a row, if a file of this folder makes its finding.
macro_rules! rule {
    (model "dialect/review" $file:ident) => {
        &[$file::RULE]
    };
    ($crate_name:ident $folder:tt $($file:ident)?) => {
        &[]
    };
}

crate::table_of_codes!(crate::rules_of_codes);

/// Adds the findings that no dialect makes by itself, and puts all of them into document order.
pub(super) fn review(blocks: &Blocks<'_>, dialect: Dialect, form: &str, reading: &mut Reading) {
    let mut found = std::mem::take(&mut reading.diagnostics);
    let document = Reviewed { blocks, dialect, form, reading };
    RULES.iter().copied().flatten().for_each(|rule| rule(&document, &mut found));
    // Last, for it passes over what another finding points at.
    unread::review(blocks, reading, &mut found);
    found.order_by_key(start);
    reading.diagnostics = found;
}

fn start(diagnostic: &Diagnostic) -> usize {
    diagnostic.location.as_ref().map_or(0, |location| location.span.start)
}

#[cfg(test)]
mod tests;
