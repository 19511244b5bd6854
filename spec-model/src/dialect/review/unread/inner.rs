//! Finds statements that begin inside of a line: `…; **FR-003**: System MUST b`, `…<br>FR-003: …`,
//! `1. x. 2. The system SHALL …`.

use crate::grammar::id::Form;
use crate::grammar::{counting, lead, likeness};

/// Finds the beginnings of statements in a sentence, behind its first words: at ids of familiar kinds with words of their own, and at
/// numbers before words that promise something.
pub(super) fn begins(sentence: &str) -> Vec<usize> {
    let mut begins = Vec::new();
    let mut words = Words { text: sentence, at: 0 };
    words.pass(false);
    // No statement looks at text that is far away: so a long line takes no longer than many short ones.
    let near = |at: usize, end: usize| -> (&str, &str) {
        let start =
            (at.saturating_sub(NEAR)..=at).find(|&start| sentence.is_char_boundary(start)).unwrap_or(at);
        let end = (end..).find(|&end| sentence.is_char_boundary(end)).unwrap_or(sentence.len());
        (&sentence[start..at], &sentence[at..end])
    };
    for (behind, end) in words {
        if is_plain(&sentence[behind..end]) {
            continue;
        }
        // `….**FR-003**: …`
        let word = &sentence.as_bytes()[behind..end];
        let glued = memchr::memchr_iter(b'.', word)
            .map(|dot| dot + 1)
            .find(|&mark| matches!(word.get(mark), Some(b'*' | b'[' | b'`')));
        for at in std::iter::once(behind).chain(glued.map(|glued| behind + glued)) {
            let (before, text) = near(at, (at + NEAR).min(sentence.len()));
            if begins_statement(before, text) {
                begins.push(at);
            }
        }
    }
    begins
}

/// The words of a text from a place on, as far as [`is_end`] parts them: where each begins and ends.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Words<'_> {
    /// Goes on as long as characters part words, or as long as they do not.
    fn pass(&mut self, ends: bool) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let byte = bytes[self.at];
            let (is_it, len) = if byte < 0x80 {
                (matches!(byte, b' ' | b'\t'..=b'\r' | b';' | b'>' | b'|'), 1)
            } else {
                let c = self.text[self.at..].chars().next();
                (c.is_some_and(is_end), c.map_or(1, char::len_utf8))
            };
            if is_it != ends {
                break;
            }
            self.at += len;
        }
    }
}

impl Iterator for Words<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        self.pass(true);
        let start = self.at;
        self.pass(false);
        (start < self.text.len()).then_some((start, self.at))
    }
}

/// Has a word letters alone, so that it begins neither an id nor a number? `FR 003` is meant to be an id.
fn is_plain(word: &str) -> bool {
    let mut bytes = word.as_bytes();
    // A plain loop: every word of a document passes it, in builds without optimisation too.
    while let [b'a'..=b'z' | b'A'..=b'Z', rest @ ..] = bytes {
        bytes = rest;
    }
    let may_be_prefix = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    bytes.is_empty() && !(may_be_prefix && lead::is_familiar_prefix(lead::prefix(word)))
}

/// The distance to which a statement is looked at, in bytes.
const NEAR: usize = 400;

/// May a word end here?
fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, ';' | '；' | '。' | '，' | '、' | '>' | '|')
}

fn begins_statement(before: &str, text: &str) -> bool {
    // Most words begin neither an id nor a number, which is seen at once.
    let bare = text.trim_start_matches(['*', '_', '`', '[', '(', '（', '【', '~']);
    if bare.starts_with(|c: char| c.is_ascii_uppercase()) {
        return begins_id(before, text, bare);
    }
    if bare.starts_with(|c: char| c.is_ascii_lowercase()) {
        let letters = bare.bytes().take_while(u8::is_ascii_alphabetic).count();
        if !matches!(bare.as_bytes().get(letters), Some(b'-' | b'_')) {
            return false;
        }
        let is_id = || {
            lead::in_small_letters(text).is_some_and(|(id, is_closed)| {
                is_closed && lead::is_familiar_prefix(lead::prefix(id.as_str()))
            })
        };
        return ends_sentence(before) && has_words(before) && is_id();
    }
    let is_number =
        text.starts_with(|c: char| !c.is_alphabetic() && !matches!(c, '*' | '_' | '`' | '~' | '<'));
    is_number && begins_number(before, text)
}

fn begins_id(before: &str, text: &str, bare: &str) -> bool {
    let letters = lead::prefix(bare);
    let is_familiar = lead::is_familiar_prefix(letters);
    let word = &bare[..bare.find(is_end).unwrap_or(bare.len())];
    let is_id = if is_familiar {
        bare[letters.len()..].contains(|c: char| c.is_ascii_digit())
    } else {
        word.contains(|c: char| c.is_ascii_digit()) && ends_sentence(before)
    };
    let Some(lead) = Some(text).filter(|_| is_id).and_then(lead::lead) else { return false };
    let words = &text[lead.len..];
    // Of an unknown family only what is said as loudly as a requirement begins a statement: `HTTP-2: x must do` explains.
    let is_sure = is_familiar || lead.is_closed && likeness::is_loud(words);
    if !is_sure {
        return false;
    }
    let is_own =
        matches!(lead.id.form, Form::Prefixed | Form::Requirement) && !lead.is_short && !words.is_empty();
    // `FR-1, FR-2: …` are two names of one statement, and `see FR-2` is a reference.
    let is_statement = || {
        if ends_sentence(before) {
            lead.is_closed || likeness::promises(words)
        } else {
            lead.is_closed && likeness::promises(words)
        }
    };
    is_own && !is_joined(before) && has_words(before) && is_statement()
}

fn begins_number(before: &str, text: &str) -> bool {
    let Some(mark) = counting::mark(text) else { return false };
    let is_plain =
        text[..mark.len].trim_end().ends_with(['.', ')']) && text.starts_with(|c: char| c.is_ascii_digit());
    // `by 5. The …` ends a sentence; behind a full stop the number begins one. `(code 0）` begins none.
    let is_digit = text.starts_with(char::is_numeric) && !mark.is_sign();
    mark.number.is_some()
        && (mark.is_certain || is_plain)
        && (!is_digit || ends_sentence(before))
        && !is_in_brackets(before)
        && has_words(before)
        && likeness::promises(&text[mark.len..])
}

/// Is a bracket open?
fn is_in_brackets(before: &str) -> bool {
    let (open, close) = (before.rfind(['(', '（', '[']), before.rfind([')', '）', ']']));
    open.is_some() && open > close
}

fn ends_sentence(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches(['*', '_', '`', '"', '”', '~']);
    before.ends_with(" -")
        || before.ends_with(">-")
        || before.ends_with(['.', ';', '!', '?', '。', '；', '！', '？', '>', '—', '–', '|', '→'])
}

/// Does another id stand before, with nothing between but what joins two?
fn is_joined(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '/' | '&' | '+' | '、' | '，' | ';')
    });
    let before =
        ["and", "or", "to"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before).trim_end();
    let start = before
        .rfind(|c: char| c.is_whitespace() || is_end(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let last = before[start..].trim_matches(['*', '_', '`', '(', '[', ')', ']', ',']);
    !last.is_empty() && lead::whole(last).is_some_and(|id| id.form != Form::Number)
}

/// Has the statement before words of its own, behind its id?
fn has_words(before: &str) -> bool {
    let words = lead::lead(before).map_or(before, |lead| &before[lead.len..]);
    words.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statements, with `|` between them.
    fn check(sentence: &str, expect: &str) {
        let mut split = String::new();
        let mut start = 0;
        for at in begins(sentence) {
            split.extend([&sentence[start..at], "¦"]);
            start = at;
        }
        split.push_str(&sentence[start..]);
        assert_eq!(split, expect);
    }

    #[test]
    fn a_second_statement_begins_at_its_id_or_number() {
        for text in [
            "**FR-002**: System MUST a; ¦**FR-003**: System MUST b",
            "**FR-002**: System MUST a<br>¦**FR-003**: System MUST b",
            "**FR-002**: System MUST a<br/>¦FR-003: b",
            "FR-002: System MUST a. ¦FR-003: System MUST b. ¦FR-004: System MUST c",
            "FR-002: System MUST a ¦FR-003: System MUST b",
            "**FR-002**: System MUST a.¦**FR-003**: System MUST b",
            "FR-002: System MUST a - ¦FR-003: b",
            "**FR-002**: System MUST a; ¦fr-003: System MUST b",
            "REQ-1.1: THE b SHALL c. ¦REQ-1.2 THE b SHALL d",
            "THE b SHALL c — ¦NFR-2: fast",
            "系统必须响应；¦FR-003：系统必须记录",
            "1. x. ¦2. The system SHALL y",
            "rests. ¦3. The system SHALL y. ¦4) The system MUST z",
            "THE b SHALL c ¦(2) THE b SHALL d",
            "系统必须响应；¦②系统必须记录",
            "FR-1 | System MUST a | ¦FR-2: System MUST b",
            "FR-1: System MUST a; ¦SEC-2: the system SHALL b",
            "FR-1: System MUST a. ¦**UI-2**: the page MUST b",
            "FR-1: System MUST a<br>- ¦PERF_2: the system SHALL b",
            "FR-1: System MUST a; ¦A11Y-2 — the page SHALL b",
        ] {
            check(&text.replace('¦', ""), text);
        }
    }

    #[test]
    fn a_long_line_has_all_of_its_statements() {
        let line: String = (1..2_000).map(|id| format!("FR-{id}: System MUST do 系统. ")).collect();
        assert_eq!(begins(&line).len(), 1_998);
    }

    #[test]
    fn ids_that_are_named_and_amounts_begin_nothing() {
        for text in [
            "**FR-001**, **FR-002**: System MUST a",
            "FR-001/FR-002: System MUST a",
            "FR-001 and FR-002: System MUST a",
            "System MUST do as in FR-002",
            "System MUST do as FR-002 says; see FR-003.",
            "System MUST do a (FR-002), or else b",
            "System MUST wait for 5. The rest is quiet",
            "System MUST take less than 2. Nobody minds",
            "System MUST do a (see 2. above) and b",
            "WHEN it ends (code 0）THE b SHALL c",
            "THE b SHALL take 90、THE c SHALL not",
            "Covers: FR-001; FR-002; FR-003",
            "The API. HTTP-2: x must do",
            "System MUST a as in SEC-2: the system SHALL b",
            "System MUST a; ISO-8601 MUST be used",
        ] {
            check(text, text);
        }
    }
}
