//! Text in XML 1.0, which has no form at all for most control characters: they are shown as they are on a terminal.

use spec_model::visible::push_visible;

use crate::render::entity;

/// Text between quotes.
pub(super) fn attribute(text: &str) -> String {
    escaped(text, |_| false)
}

/// Text between tags: lines stay lines.
pub(super) fn text(text: &str) -> String {
    escaped(text, |c| c == '\n')
}

fn escaped(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (entity(c), c) {
            (Some(entity), _) => out.push_str(entity),
            (None, c) if is_kept(c) => out.push(c),
            (None, '\u{fffe}') => out.push_str("\\u{fffe}"),
            (None, '\u{ffff}') => out.push_str("\\u{ffff}"),
            (None, c) => push_visible(&mut out, c),
        }
    }
    out
}
