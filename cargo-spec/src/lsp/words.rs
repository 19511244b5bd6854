//! Short texts: of documents in places that have little room, and of links.

use spec_engine::links::{Link, Role};
use spec_model::visible::visible;

use crate::text::{one_line, shorten};

/// So many columns an editor shows of a text.
const COLUMNS: usize = 100;

/// The beginning of a text, on one line.
pub fn first_words(text: &str) -> String {
    shorten(&visible(&one_line(text)), COLUMNS)
}

/// Is the item of a link a test, in whatever state?
pub fn is_test(link: &Link) -> bool {
    matches!(link.item.role, Role::Verifies(_))
}
