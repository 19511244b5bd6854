//! The hash of a criterion's normalised text.

use std::fmt;
use std::str::FromStr;

use crate::markdown;

/// A hash of what a text says: white space, line breaks, emphasis and code marks do not count; every word, number, unit and
/// punctuation mark does, and so does the case of letters.
///
/// It is FNV-1a with 64 bits, over the words of the text with one space between them. The hash is a promise: the lock keeps it
/// from one version to the next. It finds what changed by mistake, not what was made to look the same: 64 bits are enough for
/// that (two of 2,000 criteria agree by chance once in 9,000,000,000,000 specs).
///
/// Chinese and Japanese are written without spaces, so white space beside their characters is layout and does not count.
///
/// ```
/// use spec_model::spec::Fingerprint;
///
/// let fingerprint = Fingerprint::of("the system SHALL answer within 200 ms");
/// assert_eq!(fingerprint, Fingerprint::of("the system **SHALL**\n  answer within `200 ms`"));
/// assert_ne!(fingerprint, Fingerprint::of("the system SHALL answer within 200 s"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of a text of one block, marks and all.
    pub fn of(text: &str) -> Self {
        Self::as_written(&words(text))
    }

    /// The fingerprint of a text as it is written, marks and layout included: for records that are soon forgotten, where reading
    /// the marks would cost more than it is worth.
    pub fn as_written(text: &str) -> Self {
        let mut hash = Fnv::default();
        hash.write(text.as_bytes());
        Self(hash.0)
    }
}

impl Fingerprint {
    /// The fingerprint of the tokens of an item: eight bytes at a time, since there are many. It is a promise too: the lock keeps it.
    pub fn of_tokens(tokens: &str) -> Self {
        let (words, rest) = tokens.as_bytes().as_chunks::<8>();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
        let length = u64::try_from(tokens.len()).unwrap_or(u64::MAX);
        let hash = words.chain([length]).fold(Fnv::default().0, |hash, word| {
            // The high bits of a product know most of what went into it.
            (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        });
        Self(hash)
    }
}

impl fmt::Display for Fingerprint {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The error of a text that should be a fingerprint and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFingerprint;

impl fmt::Display for NoFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fingerprint has sixteen hexadecimal digits")
    }
}

impl std::error::Error for NoFingerprint {}

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    /// Reads what [`fmt::Display`] writes.
    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 16 || !text.bytes().all(is_digit) {
            return Err(NoFingerprint);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| NoFingerprint)
    }
}

/// FNV-1a: <http://www.isthe.com/chongo/tech/comp/fnv/>.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The words of a text of one block with one space between them: what its fingerprint is the hash of.
pub(super) fn words(text: &str) -> String {
    let mut plain = simple(text).unwrap_or_else(|| markdown::plain(text));
    if !plain.is_ascii() && plain.contains(is_unspaced) {
        let mut before = ' ';
        let all: Vec<_> = plain.chars().collect();
        let mut next = all.iter().skip(1).copied().chain([' ']);
        plain = String::with_capacity(plain.len());
        for c in all.iter().copied() {
            let next = next.next().unwrap_or(' ');
            if c != ' ' || !is_unspaced(before) && !is_unspaced(next) {
                plain.push(c);
            }
            before = c;
        }
    }
    plain
}

/// The words of a text, with one space between them. It holds nothing but letters, digits and harmless punctuation, code like `` `409` ``
/// and words like `**WHEN**`. Most texts do, and need not be read as Markdown; `None`: this one must.
fn simple(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut words = String::with_capacity(text.len());
    // The text from there on is taken over in one piece.
    let (mut from, mut at, mut before) = (0, 0, b' ');
    while let Some(&byte) = bytes.get(at) {
        let mark = match byte {
            b'`' => 1,
            b'*' => 2,
            b' ' if before == b' ' => return None,
            b' ' | b',' | b'.' | b':' | b';' | b'?' | b'"' | b'\'' | b'(' | b')' | b'%' | b'-' | b'/' => 0,
            _ if byte.is_ascii_alphanumeric() => 0,
            _ => return None,
        };
        if mark == 0 {
            (before, at) = (byte, at + 1);
            continue;
        }
        words.push_str(&text[from..at]);
        let inner = if mark == 1 { code(bytes, at)? } else { strong(bytes, at, before)? };
        from = at + mark + inner;
        words.push_str(&text[at + mark..from]);
        before = bytes[from - 1];
        (at, from) = (from + mark, from + mark);
    }
    words.push_str(&text[from..]);
    (before != b' ').then_some(words)
}

/// Returns the length of the code that begins at a backtick: without another backtick, and with no white space but single spaces inside.
fn code(bytes: &[u8], at: usize) -> Option<usize> {
    let inner = memchr::memchr(b'`', bytes.get(at + 1..)?)?;
    let text = &bytes[at + 1..at + 1 + inner];
    (is_trimmed(text, u8::is_ascii_graphic) && bytes.get(at + inner + 2) != Some(&b'`')).then_some(inner)
}

/// Returns the length of the words between `**`, which spaces or punctuation marks surround.
fn strong(bytes: &[u8], at: usize, before: u8) -> Option<usize> {
    let rest = bytes.get(at + 1..)?.strip_prefix(b"*")?;
    let inner = memchr::memchr(b'*', rest)?;
    let behind = rest[inner + 1..].strip_prefix(b"*")?.first();
    let is_apart = before == b' ' && behind.is_none_or(|byte| matches!(byte, b' ' | b',' | b'.' | b':'));
    (is_apart && is_trimmed(&rest[..inner], u8::is_ascii_alphanumeric)).then_some(inner)
}

/// Has a text no other characters, but single spaces between them?
fn is_trimmed(text: &[u8], is_known: impl Fn(&u8) -> bool) -> bool {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b' ');
    !is_edge(text.first())
        && !is_edge(text.last())
        && text.iter().all(|byte| *byte == b' ' || is_known(byte))
        && memchr::memmem::find(text, b"  ").is_none()
}

/// Is it a character of a script that puts no spaces between words: ideographs, kana and their punctuation?
pub fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{312f}' | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(one: &str, other: &str) {
        assert_eq!(Fingerprint::of(one), Fingerprint::of(other), "{one:?} {other:?}");
    }

    fn different(one: &str, other: &str) {
        assert_ne!(Fingerprint::of(one), Fingerprint::of(other), "{one:?} {other:?}");
    }

    #[test]
    fn the_hash_of_a_text_never_changes() {
        assert_eq!(Fingerprint::of("a").to_string(), "af63dc4c8601ec8c");
        assert_eq!(Fingerprint::of("").to_string(), "cbf29ce484222325");
        assert_eq!(Fingerprint::of("the system SHALL answer").to_string(), "6250a834fc7720ef");
    }

    #[test]
    fn the_hash_of_tokens_never_changes_and_every_byte_of_them_counts() {
        assert_eq!(Fingerprint::of_tokens("").to_string(), "77a12fa9bf7f7927");
        assert_eq!(Fingerprint::of_tokens("# [ test ] fn _ ( ) { }").to_string(), "0885ab45c2cbdbd8");
        let text = "abcdefghijklmnopq";
        for length in 0..text.len() {
            let changed = format!("{}X{}", &text[..length], &text[length + 1..]);
            assert_ne!(Fingerprint::of_tokens(text), Fingerprint::of_tokens(&changed));
            assert_ne!(Fingerprint::of_tokens(text), Fingerprint::of_tokens(&text[..length]));
        }
        assert_ne!(Fingerprint::of_tokens("a"), Fingerprint::of_tokens("a\0"));
    }

    #[test]
    fn as_written_everything_counts() {
        assert_eq!(Fingerprint::as_written("a").to_string(), "af63dc4c8601ec8c");
        assert_ne!(Fingerprint::as_written("answer 409"), Fingerprint::as_written("answer `409`"));
    }

    #[test]
    fn layout_and_emphasis_do_not_count() {
        same("WHEN a user logs in", "**WHEN** a\n   user _logs_ in\r\n");
        same("answer 409", "answer `409`");
        same("当用户登录，系统应返回 200", "当用户登录，\n系统应返回200");
    }

    #[test]
    fn what_is_simple_need_not_be_read_as_markdown() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(simple(text).as_deref(), expect, "{text}");
        check("**WHEN** a user asks for `GET /a?b=<c>` THEN", Some("WHEN a user asks for GET /a?b=<c> THEN"));
        check("**THE SHOP**, `a b`", Some("THE SHOP, a b"));
        for text in [
            "a  b", " a", "a ", "a_b", "``a``", "` a`", "`a  b`", "**a**b", "a**b**", "** a**", "***a***",
            "**a", "`a", "`a``",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn words_numbers_and_units_count() {
        different("within 200 ms", "within 200 s");
        different("within 200 ms", "within 20 ms");
        different("SHALL answer", "SHALL NOT answer");
        different("a b", "ab");
        different("**a**b", "a b");
        different("- 5 ms", "5 ms");
        different("~~gone~~", "gone");
        different("2*3", "23");
        different("`a_b`", "`ab`");
        different("하나 둘", "하나둘");
        different("[a](x)", "[a](y)");
        different("SHALL", "shall");
    }

    /// A word as it occurs in requirements.
    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zA-Z]{1,6}",
            "[0-9]{1,4}(ms|s|%|kB)?",
            "[a-z]{1,3}_[a-z]{1,3}",
            "[0-9]\\.[0-9]",
            "é[a-z]ß"
        ]
    }

    proptest! {
        #[test]
        fn an_edit_that_keeps_the_meaning_keeps_the_fingerprint(
            words in prop::collection::vec((word(), 0usize..6, 0usize..5), 1..12)
        ) {
            let plain: Vec<_> = words.iter().map(|(word, _, _)| word.as_str()).collect();
            let written: String = words.iter().map(|(word, mark, space)| {
                let mark = ["", "*", "**", "_", "__", "`"][*mark];
                format!("{}{mark}{word}{mark}", [" ", "\n", "  \n", "\\\n", "\t \r\n"][*space])
            }).collect();
            let written = written.trim_start_matches('\\');
            prop_assert_eq!(Fingerprint::of(&plain.join(" ")), Fingerprint::of(written), "{}", written);
        }

        #[test]
        fn an_edit_of_one_word_changes_the_fingerprint(
            words in prop::collection::vec(word(), 1..12), at in any::<prop::sample::Index>(), other in word()
        ) {
            let at = at.index(words.len());
            prop_assume!(words[at] != other);
            let mut changed = words.clone();
            changed[at] = other;
            prop_assert_ne!(Fingerprint::of(&words.join(" ")), Fingerprint::of(&changed.join(" ")));
            changed.remove(at);
            prop_assert_ne!(Fingerprint::of(&words.join(" ")), Fingerprint::of(&changed.join(" ")));
        }

        #[test]
        fn a_text_that_looks_simple_is_read_as_it_is(text in "[a-z .,:;?\"'()%/0-9*`-]{0,24}") {
            prop_assert_eq!(words(&text), markdown::plain(&text));
        }

        #[test]
        fn simple_marks_are_read_as_markdown_reads_them(
            pieces in prop::collection::vec(prop_oneof![
                "[ .,:]", "[a-z]{1,3} ?", "`[!-~ ]{1,4}`{1,2}", "\\*{1,3}[a-z ]{1,4}\\*{1,3}", " \\*\\*[A-Z]{1,3}( [A-Z]{1,2})?\\*\\*[ ,x]"
            ], 0..8)
        ) {
            let text = pieces.concat();
            prop_assert_eq!(words(&text), markdown::plain(&text));
        }

        #[test]
        fn every_text_has_a_fingerprint(text in "\\PC{0,64}") {
            let _ = Fingerprint::of(&text);
        }
    }
}
