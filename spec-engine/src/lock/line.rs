//! The fields of a line: any text, with tabs and line breaks escaped.

use std::borrow::Cow;
use std::fmt::Write as _;

use spec_model::visible::is_hidden;

/// A text as a field: tabs, line breaks, backslashes and whatever is hidden from the eye are written out.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    // Most fields are plain ASCII, which is seen without looking at characters.
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
    if text.as_bytes().iter().all(is_plain) || !text.contains(|c| c == '\\' || is_hidden(c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            c if is_hidden(c) => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// The name of an item that has none, such as `extern "C" { … }`: an empty field at the end of a line is soon lost.
const NO_NAME: &str = "-";

/// The name of an item as a field.
pub(super) fn named(name: &str) -> Cow<'_, str> {
    if name.is_empty() { Cow::Borrowed(NO_NAME) } else { escaped(name) }
}

/// The name in a field.
pub(super) fn name(field: &str) -> Option<Cow<'_, str>> {
    if field == NO_NAME { Some(Cow::Borrowed("")) } else { unescaped(field) }
}

/// The text of a field; `None` if it is none that [`escaped`] writes.
pub(super) fn unescaped(field: &str) -> Option<Cow<'_, str>> {
    if memchr::memchr(b'\\', field.as_bytes()).is_none() {
        return Some(Cow::Borrowed(field));
    }
    let mut text = String::with_capacity(field.len());
    let mut rest = field;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let code = &rest[at + 1..];
        let (c, length) = match code.chars().next()? {
            '\\' => ('\\', 1),
            'n' => ('\n', 1),
            't' => ('\t', 1),
            'u' => {
                let digits = code.strip_prefix("u{")?.split_once('}')?.0;
                (char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, digits.len() + 3)
            }
            _ => return None,
        };
        text.push(c);
        rest = &code[length..];
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_hold_any_text_on_one_line() {
        let check = |text: &str, field: &str| {
            assert_eq!(escaped(text), field);
            assert_eq!(unescaped(field).as_deref(), Some(text));
        };
        check("a b", "a b");
        check("a\tb\nc\\d\u{1b}", "a\\tb\\nc\\\\d\\u{1b}");
    }

    #[test]
    fn other_escapes_are_none() {
        ["\\", "\\x", "\\u", "\\u{", "\\u{zz}", "\\u{d800}"]
            .iter()
            .for_each(|field| assert_eq!(unescaped(field), None));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_is_read(text in "[\\PC\n\t\r\\\\\u{1b}\u{202e}]{0,24}") {
            let field = escaped(&text);
            assert!(!field.contains(['\n', '\t', '\r']));
            assert_eq!(unescaped(&field).as_deref(), Some(&*text));
        }
    }
}
