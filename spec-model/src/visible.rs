//! Text as it may be shown to people: what a terminal would obey, and what hides from the eye, is written out.

use std::borrow::Cow;
use std::fmt::Write;

/// Text of a document, a path or a source as it may be shown: control characters (terminal escapes among them) and what
/// changes the direction or the width of text unseen are written as `\u{1b}`. Line breaks and tabs are control characters
/// too: text of several lines is shown line by line.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut visible, c);
    }
    Cow::Owned(visible)
}

/// Appends a character as [`visible`] shows it.
pub fn push_visible(text: &mut String, c: char) {
    match c {
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        c if is_hidden(c) => {
            // Writing to a string cannot fail.
            let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
        }
        c => text.push(c),
    }
}

/// Must a character not reach a terminal as it is?
///
/// Control characters (C0, DEL, C1), the bidirectional controls of UAX #9, line and paragraph separators, characters
/// without width that are not needed to write any language (the joiners are), and tag characters.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected);
        check("a\u{1b}[31mred", "a\\u{1b}[31mred");
        check("nul\0 del\u{7f} csi\u{9b}2J", "nul\\u{0} del\\u{7f} csi\\u{9b}2J");
        check("a\r\nb\tc", "a\\r\\nb\\tc");
        check("\u{202e}desrever\u{2066}", "\\u{202e}desrever\\u{2066}");
        check("zero\u{200b}width", "zero\\u{200b}width");
        check("注册 – ünï 👩\u{200d}🚀", "注册 – ünï 👩\u{200d}🚀");
    }
}
