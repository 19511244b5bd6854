//! Escapes text for HTML and XML 1.0. XML has no form for most control characters, so these are written out.

use spec_model::visible::push_visible;

/// Returns the text by which HTML and XML write a character that would be markup there, between tags or quotes.
pub(super) fn entity(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    })
}

/// Text between tags, or between quotes.
pub(super) fn escaped(text: &str) -> String {
    written(text, |_| false)
}

/// Text between tags; lines stay lines.
pub(super) fn escaped_lines(text: &str) -> String {
    written(text, |c| c == '\n')
}

fn written(text: &str, is_plain: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (entity(c), c) {
            (Some(entity), _) => out.push_str(entity),
            (None, c) if is_plain(c) => out.push(c),
            (None, '\u{fffe}') => out.push_str("\\u{fffe}"),
            (None, '\u{ffff}') => out.push_str("\\u{ffff}"),
            (None, c) => push_visible(&mut out, c),
        }
    }
    out
}
