//! Parses the heading of a correctness property: `Property 3: Title`, `属性 3：…`, `**Property 1.2 - Title**`.

use std::ops::Range;

use super::words;

/// The number and the title of a correctness property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced<'a> {
    /// Its number as it is written: `3`, `1.2`, `P4`.
    pub number: &'a str,
    /// The bytes of the number in the text.
    pub range: Range<usize>,
    /// The text behind the number, up to the end of the emphasis or of the line.
    pub title: &'a str,
    /// A colon, a dash, the end of emphasis or nothing parts the number from the title.
    pub is_set_off: bool,
}

/// Can a text begin with a word for a property, by its first letter?
pub(crate) fn may_begin(text: &str) -> bool {
    let first = text.chars().next().filter(|first| first.is_alphabetic());
    first.is_some_and(|first| {
        !first.is_ascii() || {
            // Every link passes here, in builds without optimisation too: bytes are compared, not characters.
            let first = first.to_ascii_lowercase() as u8;
            words::PROPERTY.iter().any(|word| word.as_bytes()[0] == first)
        }
    })
}

/// Reads what a heading or a line begins with. `text` may go on behind the line.
pub fn announced(text: &str) -> Option<Announced<'_>> {
    let line = text.lines().next()?;
    let bare = line.trim_start_matches(is_mark);
    let is_bold =
        line[..line.len() - bare.len()].contains("**") || line[..line.len() - bare.len()].contains("__");
    let bare = without_section_number(bare);
    let behind = words::behind(bare, words::PROPERTY, words::ends_here)?;
    let behind = behind.trim_start_matches([' ', '\u{a0}', '#', '-', '_', '*', '[']);
    let length = number(behind)?;
    let (number, rest) = behind.split_at(length);
    let start = line.len() - behind.len();
    let inner = if is_bold { rest.split_once("**").or_else(|| rest.split_once("__")) } else { None };
    let (inner, is_closed) = match inner {
        // `**Property 1**: Title`, `**Property 1:** Title`
        Some((inner, behind)) if inner.trim_matches(is_separator).is_empty() => (behind, true),
        Some((inner, _)) => (inner, false),
        None => (rest, false),
    };
    let after = inner.trim_start_matches([' ', '\u{a0}', ']', '*']);
    let title = after.trim_start_matches(is_separator);
    let is_parted = after.starts_with([':', '：', '.', ')', '(', '（', '–', '—', '|'])
        || after.starts_with("- ") && inner.starts_with(' ');
    let is_set_off = is_closed || is_parted || after.is_empty();
    let is_apart = is_set_off || inner.starts_with(|c: char| !c.is_ascii_alphanumeric());
    let title = title.trim().trim_end_matches('#').trim_matches(is_mark);
    // `Property 1 (Title)`
    let within = title.strip_prefix('(').and_then(|title| title.strip_suffix(')'));
    let title = within.filter(|within| !within.contains(['(', ')'])).unwrap_or(title);
    is_apart.then_some(Announced { number, range: start..start + length, title, is_set_off })
}

/// Returns whether a character may surround a property: marks of headings, lists and emphasis.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '#' | '`' | '>' | '-' | '+' | '•' | '[' | ']' | '\\')
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '—' | '.' | '、' | '|')
}

/// Without the number of a section or an item: `4.1 Property 1`, `1. Property 1`.
fn without_section_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    if rest.len() < text.len() && rest.starts_with([' ', '\t']) {
        rest.trim_start_matches(is_mark)
    } else {
        text
    }
}

/// The length of a number at the beginning: `3`, `1.2`, `2a`, `P4`; or of one capital letter.
fn number(text: &str) -> Option<usize> {
    let digits = text.strip_prefix(['P', 'p']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let digits = digits.unwrap_or(text);
    if let Ok((rest, _)) = super::id::number(digits) {
        let number = &text[..text.len() - rest.len()];
        let is_word = number.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_lowercase));
        let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        return (ends && !is_word).then_some(number.len());
    }
    let mut letters = text.chars();
    let is_letter = letters.next().is_some_and(|c| c.is_ascii_uppercase());
    (is_letter && letters.next().is_some_and(|c| matches!(c, ':' | '：'))).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(&str, &str, bool)>) {
        let found = announced(text);
        let found = found.as_ref().map(|found| (found.number, found.title, found.is_set_off));
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn a_property_is_announced_in_many_forms() {
        for text in [
            "Property 3: The bell rings",
            "Property 3 - The bell rings",
            "Property 3 – The bell rings",
            "Property 3 — The bell rings",
            "Property 3. The bell rings",
            "PROPERTY 3: The bell rings",
            "Property #3: The bell rings",
            "Property-3: The bell rings",
            "Correctness Property 3: The bell rings",
            "**Property 3: The bell rings**",
            "**Property 3**: The bell rings",
            "**Property 3:** The bell rings",
            "**Property 3: The bell rings** *For any* key, it rings",
            "**Property 3: The bell rings**\n*For any* key, it rings",
            "- **Property 3: The bell rings**",
            "1. **Property 3: The bell rings**",
            "4.1 Property 3: The bell rings",
            "### Property 3: The bell rings ###",
            "属性 3: The bell rings",
            "属性3：The bell rings",
            "正确性属性 3：The bell rings",
            "プロパティ 3: The bell rings",
            "속성 3: The bell rings",
            "Propiedad 3: The bell rings",
            "Propriedade 3: The bell rings",
            "Propriété 3 : The bell rings",
            "Свойство 3: The bell rings",
        ] {
            check(text, Some(("3", "The bell rings", true)));
        }
        check("Property 1.2: Order", Some(("1.2", "Order", true)));
        check("Property 2a: Order", Some(("2a", "Order", true)));
        check("Property P4: Order", Some(("P4", "Order", true)));
        check("Property A: Order", Some(("A", "Order", true)));
        check("Property 7", Some(("7", "", true)));
        check("**Property 3 (The bell rings)**: *for any* key", Some(("3", "The bell rings", true)));
        check("Property 3 (The bell rings)", Some(("3", "The bell rings", true)));
        check("Property 7 Order of keys", Some(("7", "Order of keys", false)));
        check("Property 1 and 2 are alike", Some(("1", "and 2 are alike", false)));
    }

    #[test]
    fn other_lines_announce_none() {
        for text in [
            "",
            "Properties 2.2 and 2.3",
            "Property-Based Tests",
            "Property tests: 3",
            "The Property 3: x",
            "Property 3rd",
            "Property: x",
        ] {
            check(text, None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\*\\*|Property|属性|[0-9]{1,2}|[:.#_ -]|P|\n|\\PC){0,12}") {
            if let Some(found) = announced(&text) {
                assert_eq!(&text[found.range], found.number);
            }
        }
    }
}
