//! Finds in the words of a criterion what the rules ask for.

use std::borrow::Cow;
use std::ops::Range;

/// The words of a criterion, and what is in them.
#[derive(Debug)]
pub(super) struct Wording<'a> {
    pub(super) text: &'a str,
    /// The numbers in digits that stand outside of code.
    pub(super) numbers: Vec<Range<usize>>,
    /// The text between back-quotes.
    pub(super) literals: Vec<&'a str>,
    /// The words that rules look for.
    pub(super) topics: Vec<Topic>,
}

/// A thing that a criterion may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Things in an order: `sorted`, `oldest first`.
    Order,
    /// Nothing is changed: `unchanged`, `verbatim`.
    Unchanged,
    /// Text of people: `any text`, `characters`.
    AnyText,
    /// The characters that are left in a text: `digits`, `ASCII`.
    PlainText,
    /// The text of an error: `an error that names the line`.
    Message,
}

impl<'a> Wording<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut found = Self { text, numbers: Vec::new(), literals: Vec::new(), topics: Vec::new() };
        let bytes = text.as_bytes();
        let (mut at, mut last) = (0, "");
        while at < bytes.len() {
            let start = at;
            match bytes[at] {
                b'`' => {
                    let mark = at + bytes[at..].iter().take_while(|byte| **byte == b'`').count();
                    let fence = &text[at..mark];
                    let end = text[mark..].find(fence).map(|end| mark + end);
                    if let Some(end) = end {
                        found.literals.push(text[mark..end].trim());
                    }
                    at = end.map_or(mark, |end| end + fence.len());
                    last = "";
                }
                byte if byte.is_ascii_digit() => {
                    at = number_end(bytes, at);
                    if is_number(bytes, start..at) {
                        found.numbers.push(start..at);
                    }
                }
                byte if byte.is_ascii_alphabetic() || byte >= 0x80 => {
                    at += 1;
                    while bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80) {
                        at += 1;
                    }
                    let word = &text[start..at];
                    found.topics.extend(topic(last, word).filter(|topic| !found.topics.contains(topic)));
                    last = word;
                }
                _ => at += 1,
            }
        }
        found
    }

    /// Is anything in it that a rule asks for?
    pub(super) fn is_about(&self) -> bool {
        !self.numbers.is_empty()
            || !self.literals.is_empty()
            || self.topics.iter().any(|topic| !matches!(topic, Topic::Message | Topic::PlainText))
    }

    pub(super) fn asks_for(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }

    /// The words without what stands between back-quotes.
    pub(super) fn prose(&self) -> Cow<'a, str> {
        if self.literals.is_empty() {
            return Cow::Borrowed(self.text);
        }
        Cow::Owned(self.text.split('`').step_by(2).collect::<Vec<_>>().join("it"))
    }
}

/// Finds the end of the number that begins at a byte: `1,000.5`.
fn number_end(bytes: &[u8], start: usize) -> usize {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = start;
    while is_digit(at) || matches!(bytes.get(at), Some(b'.' | b',' | b'_')) && is_digit(at + 1) {
        at += 1;
    }
    at
}

/// Is it a number by itself, and no part of a name, a version or a time of the day?
fn is_number(bytes: &[u8], range: Range<usize>) -> bool {
    let before = range.start.checked_sub(1).map_or(b' ', |before| bytes[before]);
    let behind = bytes.get(range.end).copied().unwrap_or(b' ');
    let is_version = bytes[range.clone()].iter().filter(|byte| **byte == b'.').count() > 1;
    let follows = bytes.get(range.end + 1).is_some_and(u8::is_ascii_alphanumeric);
    let is_joined = matches!(before, b'-' | b'_' | b'.' | b':' | b'#' | b'/' | b'\'') && {
        let further = range.start.checked_sub(2).map_or(b' ', |further| bytes[further]);
        further.is_ascii_alphanumeric()
    };
    let goes_on = matches!(behind, b':' | b'-' | b'_') && follows && bytes[range.end + 1].is_ascii_digit();
    !(is_version || is_joined || goes_on || before.is_ascii_alphabetic())
}

/// Returns the topic of a word, given the one before it.
fn topic(last: &str, word: &str) -> Option<Topic> {
    let mut buffer = [0; 16];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let is_last = |words: &[&str]| words.iter().any(|word| last.eq_ignore_ascii_case(word));
    Some(match &*lower {
        b"sorted" | b"ascending" | b"descending" | b"alphabetical" | b"alphabetically" | b"chronological"
        | b"chronologically" | b"ordered" => Topic::Order,
        b"order" if is_last(&["in", "same", "insertion", "original", "stable", "arrival"]) => Topic::Order,
        b"first"
            if is_last(&[
                "oldest", "newest", "largest", "smallest", "highest", "lowest", "latest", "earliest",
                "longest", "shortest",
            ]) =>
        {
            Topic::Order
        }
        b"unchanged" | b"unmodified" | b"verbatim" | b"untouched" | b"unaltered" => Topic::Unchanged,
        b"byte" | b"character" if is_last(&["for", "every"]) => Topic::Unchanged,
        b"as" if is_last(&["exactly"]) => Topic::Unchanged,
        b"text" | b"string" | b"name" | b"title" | b"input" | b"character" | b"language" | b"script"
            if is_last(&["any", "arbitrary"]) =>
        {
            Topic::AnyText
        }
        b"unicode" | b"utf" | b"emoji" | b"characters" | b"grapheme" | b"graphemes" => Topic::AnyText,
        b"ascii" | b"digits" | b"hexadecimal" | b"hex" | b"alphanumeric" | b"base64" | b"latin" => {
            Topic::PlainText
        }
        b"message" | b"naming" | b"names" | b"saying" | b"says" | b"stating" | b"states" | b"tells"
        | b"telling" | b"explains" | b"explaining" | b"reason" | b"code" | b"identifying" => Topic::Message,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, numbers: &[&str], literals: &[&str], topics: &[Topic]) {
        let wording = Wording::of(text);
        let found: Vec<_> = wording.numbers.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!((&*found, &*wording.literals, &*wording.topics), (numbers, literals, topics), "{text}");
    }

    #[test]
    fn numbers_literals_and_topics_are_found() {
        check("hold 1,000.5 MB and -3 of `4 x`", &["1,000.5", "3"], &["4 x"], &[]);
        check("REQ-3 and v2, 1.2.3, 12:30, x86, UTF-8 in 7.", &["7"], &[], &[Topic::AnyText]);
        check(
            "the entries in order, any name verbatim",
            &[],
            &[],
            &[Topic::Order, Topic::AnyText, Topic::Unchanged],
        );
        check("close the order first", &[], &[], &[]);
        check("``a ` b`` and `c", &[], &["a ` b"], &[]);
    }
}
