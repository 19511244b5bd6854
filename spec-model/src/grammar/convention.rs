//! Finds sentences about the words for requirements, which ask for nothing. Examples: *The key words "MUST" and "SHALL"
//! in this document are to be interpreted as described in RFC 2119*, `**SHALL**: an absolute requirement`.

use std::ops::Range;

use super::{modality, words};

/// The sentence of a text that is one, if the text has one, however it is wrapped.
pub(crate) fn convention(text: &str) -> Option<Range<usize>> {
    if let Some(at) = standard(text) {
        let start = ends(&text[..at]).last().unwrap_or(0);
        let end = ends(&text[at..]).next().map_or(text.len(), |end| at + end);
        let start = start + (text[start..].len() - text[start..].trim_start().len());
        if names_key_words(&text[start..end]) {
            return Some(start..end);
        }
    }
    if !begins_with_meaning(text) {
        return None;
    }
    let end = ends(text).next().unwrap_or(text.len());
    let end = text[..end].trim_end().find('\n').unwrap_or(end);
    is_meaning(&text[..end]).then_some(0..end)
}

/// Is all of a text such a sentence?
pub(crate) fn is_convention(text: &str) -> bool {
    convention(text).is_some_and(|range| {
        let is_empty = |rest: &str| !rest.contains(char::is_alphanumeric);
        is_empty(&text[..range.start]) && is_empty(&text[range.end..])
    })
}

/// Finds the place where a text names the standard that defines the words: RFC 2119, RFC 8174 or BCP 14.
fn standard(text: &str) -> Option<usize> {
    const STANDARDS: [(&str, &str); 3] = [("2119", "rfc"), ("8174", "rfc"), ("14", "bcp")];
    let number = memchr::memchr3_iter(b'2', b'8', b'1', text.as_bytes()).filter_map(|at| {
        let (_, series) = STANDARDS.iter().find(|(number, _)| text[at..].starts_with(number))?;
        Some((at, *series))
    });
    let named = number.filter(|&(at, series): &(usize, &str)| {
        let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_'));
        before
            .len()
            .checked_sub(series.len())
            .and_then(|start| before.get(start..))
            .is_some_and(|name| name.eq_ignore_ascii_case(series))
    });
    named.map(|(at, _)| at).next()
}

/// Behind each end of a sentence.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(|(at, c)| {
        let behind = at + c.len_utf8();
        let is_end = match c {
            '。' => true,
            '.' | '!' | '?' => text[behind..].starts_with(char::is_whitespace),
            _ => false,
        };
        is_end.then_some(behind)
    })
}

/// The words of a text, and where each begins.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr().addr();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(move |word| (word.as_ptr().addr() - start, word))
}

fn is_modal(word: &str) -> bool {
    modality::modal(word).is_some_and(|modal| modal.is_key_word)
        || words::ADJECTIVES.contains(&word.to_lowercase().as_str())
}

/// Does a sentence speak of key words before it uses one, or begin with several of them?
fn names_key_words(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let mut modals = tokens(sentence).skip_while(|(_, word)| !is_modal(word));
    let first = modals.next().map_or(sentence.len(), |(at, _)| at);
    let is_next = |(_, word): &(usize, &str)| {
        !matches!(word.to_lowercase().as_str(), "not" | "and" | "or" | "und" | "et" | "y")
    };
    let is_list = modals.find(is_next).is_some_and(|(_, word)| is_modal(word));
    // Lower case may be longer than what it is of: that moves a place by little, and only in other scripts.
    let named = words::KEY_WORDS.iter().filter_map(|word| lower.find(word)).min();
    is_list || named.is_some_and(|at| at < first)
}

/// Is the first word of a text a modal in capitals?
fn begins_with_meaning(text: &str) -> bool {
    let is_capital = |word: &str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    tokens(text).next().is_some_and(|(_, word)| is_capital(word) && is_modal(word))
}

/// `**MUST**: an absolute requirement`, `SHALL means …`. `MUST: lock the door` asks for something.
fn is_meaning(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut rest = tokens(bare);
    let Some((_, first)) = rest.next() else { return false };
    let behind = rest.find(|(_, word)| !is_modal(word) && !matches!(*word, "NOT" | "or" | "and"));
    let Some((at, next)) = behind else { return false };
    let between = &bare[first.len()..at];
    let lower = bare[at..].to_lowercase();
    let defines = words::MEANS.contains(&next.to_lowercase().as_str());
    let is_label = between.contains([':', '=', '|', '–', '—']) || between.contains(" - ");
    defines || is_label && words::OBLIGATION.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_what_the_words_mean_is_reported_from_what_uses_them() {
        for text in [
            "The key words \"MUST\", \"SHALL NOT\" and \"MAY\" in this document are to be interpreted as described in RFC 2119.",
            "The key words \"MUST\",\n\"SHALL NOT\" and \"MAY\"\nare to be interpreted as described in\n[RFC 2119](https://www.rfc-editor.org/rfc/rfc2119).",
            "The keywords **MUST** and **SHALL** are to be interpreted as in RFC-2119",
            "The words \"MUST\" and \"SHOULD\" shall be interpreted as described in BCP 14 [RFC2119] [RFC8174] when, and only when, they appear in all capitals, as shown here.",
            "MUST, SHALL and MAY are used as defined in RFC 2119.",
            "In this document, MUST and SHALL are normative (see RFC 2119).",
            "Requirements use the key words of RFC 2119: SHALL means a duty, SHOULD a wish.",
            "This document uses SHALL and MUST as RFC 2119 does.",
            "Key words: MUST, SHALL, SHOULD per [RFC 2119](a.md)",
            "Die Schlüsselwörter MUST und SHALL sind gemäß RFC 2119 zu verstehen.",
            "本文件中的关键字 MUST、SHALL 按 RFC 2119 解释。",
            "**MUST**: an absolute requirement",
            "**MUST** / **REQUIRED**: this is mandatory",
            "SHALL NOT — it is prohibited",
            "MUST | see RFC 2119",
            "| SHALL | the same as MUST in RFC 2119 |",
            "MUST means that it is needed",
        ] {
            assert!(is_convention(text), "{text}");
        }
        for text in [
            "THE mill SHALL implement RFC 2119.",
            "The parser MUST follow the key words as defined in RFC 2119 and SHALL stop",
            "The system SHALL interpret the key words as described in RFC 2119.",
            "The key words MUST and SHALL are to be interpreted as described in RFC 2119. THE mill SHALL stop.",
            "MUST: lock the door",
            "MUST have: a requirement for each door",
            "THE mill SHALL show 2119 sacks and MUST stop",
            "Key words MUST be highlighted",
            "",
        ] {
            assert!(!is_convention(text), "{text}");
        }
    }

    #[test]
    fn what_stands_beside_the_sentence_is_none_of_it() {
        let text = "Read this. The key words MUST and SHALL follow RFC 2119. THE mill SHALL stop.";
        let range = convention(text).expect("it has one");
        assert_eq!(&text[range], "The key words MUST and SHALL follow RFC 2119.");
    }
}
