//! Keeps what is shown of an item within a limit of bytes, whatever documents say.

use spec_model::visible::is_hidden;

/// An item takes at most so many bytes.
pub const LIMIT: usize = 1000;

/// The amount of an item that is shown.
#[derive(Clone, Copy, Debug)]
pub struct ItemLimits {
    /// The bytes of each text of a document.
    pub words: usize,
    /// The number of tests, and of places in code.
    pub places: usize,
    /// The number of entries of the glossary.
    pub terms: usize,
}

/// A name of a criterion takes at most so many bytes; a longer one stands in no command.
pub const NAME: usize = 60;

/// The most bytes that the words of a step may take.
pub const STEP: usize = 240;

const fn measure(words: usize, places: usize, terms: usize) -> ItemLimits {
    ItemLimits { words, places, terms }
}

/// The most that is shown of an item.
pub const MEASURE: ItemLimits = measure(LIMIT, 8, 4);

/// From everything to what fits always: the words of a criterion are worth most.
const MEASURES: [ItemLimits; 10] = [
    MEASURE,
    measure(LIMIT, 4, 2),
    measure(LIMIT, 2, 1),
    measure(500, 2, 1),
    measure(350, 2, 1),
    measure(250, 2, 1),
    measure(180, 1, 1),
    measure(120, 1, 0),
    measure(60, 1, 0),
    measure(24, 0, 0),
];

/// Renders an item with the first measure that is small enough. `length`: the bytes that a text takes as it is written.
pub fn fit(render: impl Fn(ItemLimits) -> String, length: impl Fn(&str) -> usize) -> String {
    let mut text = String::new();
    for measure in MEASURES {
        text = render(measure);
        if length(&text) <= LIMIT {
            break;
        }
    }
    text
}

/// The bytes that a character takes at most, in text and in JSON.
fn cost(c: char) -> usize {
    match c {
        '"' | '\\' => 2,
        '[' | ':' => 6,
        c if is_hidden(c) => 12,
        c => c.len_utf8(),
    }
}

/// The bytes that a text takes at most.
pub fn length(text: &str) -> usize {
    text.chars().map(cost).sum()
}

/// As much of the beginning of a text as fits; `…` stands for the rest.
pub fn head(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let mut left = limit.saturating_sub('…'.len_utf8());
    let mut short = String::new();
    for c in text.chars() {
        match left.checked_sub(cost(c)) {
            Some(rest) => left = rest,
            None => break,
        }
        short.push(c);
    }
    short + "…"
}

/// As much of the end of a path as fits.
pub fn tail(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let mut left = limit.saturating_sub('…'.len_utf8());
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        match left.checked_sub(cost(c)) {
            Some(rest) => left = rest,
            None => break,
        }
        start = at;
    }
    format!("…{}", &text[start..])
}

/// As much of a text as fits, from a little before where it differs from another one.
pub fn around_change(text: &str, other: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let same = text.char_indices().zip(other.chars()).take_while(|((_, one), other)| one == other);
    let same = same.map(|((at, c), _)| at + c.len_utf8()).last().unwrap_or(0);
    let mut start = same;
    let mut before = limit / 3;
    for (at, c) in text[..same].char_indices().rev() {
        match before.checked_sub(cost(c)) {
            Some(rest) => before = rest,
            None => break,
        }
        start = at;
    }
    match start {
        _ if limit < 12 => head(text, limit),
        0 => head(text, limit),
        start => format!("…{}", head(&text[start..], limit.saturating_sub('…'.len_utf8()))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_a_long_text_the_part_that_differs_is_shown() {
        let (before, now) = ("a ".repeat(100) + "within 5 s", "a ".repeat(100) + "within 9 s");
        let shown = around_change(&now, &before, 40);
        assert!(shown.contains("9 s") && shown.starts_with('…'), "{shown}");
        assert_eq!(around_change("short", "other", 40), "short");
        assert_eq!(head("größer", 6), "gr…");
        assert_eq!(tail("a/b/c.rs", 7), "…c.rs");
    }

    proptest! {
        #[test]
        fn what_is_cut_is_never_longer_than_the_limit(text in any::<String>(), other in any::<String>(), limit in 3_usize..80) {
            for cut in [head(&text, limit), tail(&text, limit), around_change(&text, &other, limit)] {
                prop_assert!(length(&cut) <= limit, "{} {:?}", limit, cut);
            }
        }
    }
}
