//! `duplicate-link`: an item names one criterion twice.

use spec_model::diagnostic::{Code, Diagnostic};

use crate::links::Link;

/// Reports the second link.
pub(crate) fn duplicate_link(link: &Link) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLink, format!("`{}` is named twice on one item", link.id.escape_debug()))
        .located(link.location.clone())
        .help("take one of the two away")
}
