//! Splits Rust source into tokens, and tells comments, strings and characters from code (Rust Reference, *Lexical
//! structure*).
//!
//! It takes anything: what never ends is a [`Flaw`], and the tokens before it are good. One pass, no recursion; the
//! contents of comments and strings are skipped with `memchr`.

use memchr::{memchr, memchr2};

use spec_model::source::Span;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Of a bracket: the index of its partner. Without one: the number of tokens for an opening bracket, 0 for a closing one.
    pub(crate) mate: u32,
}

impl Token {
    pub(crate) fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// An identifier or a keyword, `r#` included.
    Ident,
    /// `"…"`, `r#"…"#`
    Str,
    /// A character, a number, a byte string or a C string.
    Literal,
    /// `'a`
    Lifetime,
    /// `(`, `[` or `{`
    Open(u8),
    /// `)`, `]` or `}`
    Close(u8),
    /// One character of punctuation.
    Punct(u8),
}

/// The reason why a file is no Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// `"…` to the end of the file.
    UnclosedString(Span),
    /// `/*…` to the end of the file.
    UnclosedComment(Span),
    /// A bracket that nothing opens or closes.
    Unbalanced(Span),
}

/// A file, split into tokens.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    /// The tokens, and room for more: what is filled in by index costs a fraction of `push` in builds without optimisation.
    room: Vec<Token>,
    /// The number of tokens.
    count: usize,
    /// The tokens at which something may begin that matters here: attributes, and the words of [`is_landmark`]. Of all
    /// others nothing is asked unless one of these leads to them.
    pub(crate) landmarks: Vec<u32>,
    /// Are there so many `<` or `>` in a row that they may be the marks of a merge conflict?
    pub(crate) may_conflict: bool,
    /// The brackets that wait for their partner.
    open: Vec<u32>,
}

impl Lexed {
    /// The tokens, in the order of the text.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.room[..self.count]
    }
}

/// Is a word one that declares an item with items inside, a file, or a name?
pub(super) fn is_landmark(word: &[u8]) -> bool {
    matches!(
        word,
        b"fn" | b"mod" | b"use" | b"impl" | b"trait" | b"extern" | b"include" | b"quickcheck" | b"dir"
    )
}

/// So long is a mark of a merge conflict, as git leaves it.
pub(crate) const MARK: usize = 7;

/// Splits a text of at most 4 GiB into tokens; tells its first flaw.
///
/// `lexed` is cleared and filled, so that one allocation serves many files.
pub(crate) fn lex(text: &str, lexed: &mut Lexed) -> Option<Flaw> {
    const FIRST: usize = 1024;
    const NONE: Token = Token { kind: TokenKind::Punct(0), start: 0, end: 0, mate: 0 };
    let Lexed { room, count, landmarks, may_conflict, open } = lexed;
    (*count, *may_conflict) = (0, false);
    landmarks.clear();
    open.clear();
    let mut lexer =
        Lexer { text, bytes: text.as_bytes(), at: 0, flaw: None, landmarks, open, may_conflict: false };
    lexer.skip_shebang();
    loop {
        *count = lexer.fill(room, *count);
        if lexer.at >= text.len() {
            break;
        }
        room.resize((2 * room.len()).max(FIRST), NONE);
    }
    *may_conflict = lexer.may_conflict;
    let (flaw, count) = (lexer.flaw, *count);
    if flaw.is_none() && open.is_empty() {
        return None;
    }
    let is_alone = |token: &&mut Token| matches!(token.kind, TokenKind::Open(_)) && token.mate == 0;
    let mut alone = None;
    for token in room[..count].iter_mut().filter(is_alone) {
        token.mate = count as u32;
        alone.get_or_insert(Flaw::Unbalanced(token.span()));
    }
    flaw.or(alone)
}

/// The kind of token that a byte begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    /// A word; letters beyond ASCII are taken whole.
    Letter,
    Digit,
    Quote,
    Tick,
    Slash,
    Open,
    Close,
    Hash,
    Other,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => Class::Blank,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'"' => Class::Quote,
            b'\'' => Class::Tick,
            b'/' => Class::Slash,
            b'(' | b'[' | b'{' => Class::Open,
            b')' | b']' | b'}' => Class::Close,
            b'#' => Class::Hash,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// The bytes that can be part of a word.
static WORDS: [bool; 256] = {
    let mut words = [false; 256];
    let mut byte = 0;
    while byte < words.len() {
        words[byte] = matches!(CLASSES[byte], Class::Letter | Class::Digit);
        byte += 1;
    }
    words
};

fn opening(close: u8) -> u8 {
    match close {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    flaw: Option<Flaw>,
    landmarks: &'a mut Vec<u32>,
    open: &'a mut Vec<u32>,
    may_conflict: bool,
}

impl Lexer<'_> {
    /// Fills a slice with tokens from a place on, to its end or to the end of the text. Returns the number of tokens.
    fn fill(&mut self, tokens: &mut [Token], mut count: usize) -> usize {
        let bytes = self.bytes;
        while self.at < bytes.len() && count < tokens.len() {
            let (start, byte) = (self.at, bytes[self.at]);
            let mut mate = 0;
            let kind = match CLASSES[byte as usize] {
                // One blank for the most part, or the end of a line.
                Class::Blank => {
                    self.at += 1;
                    if byte == b'\n' {
                        self.skip_indentation();
                    }
                    continue;
                }
                Class::Slash if self.peek(1) == b'/' => {
                    self.skip_line();
                    continue;
                }
                Class::Slash if self.peek(1) == b'*' => {
                    self.skip_block_comment();
                    continue;
                }
                Class::Letter => {
                    self.skip(&WORDS);
                    let kind = if matches!(bytes.get(self.at), Some(b'"' | b'\'' | b'#')) {
                        self.prefixed(start)
                    } else {
                        TokenKind::Ident
                    };
                    if is_landmark(&bytes[start..self.at]) {
                        self.landmarks.push(count as u32);
                    }
                    kind
                }
                Class::Digit => self.number(),
                Class::Quote => self.string(start, 1),
                Class::Tick => self.quote(),
                Class::Open => {
                    self.at += 1;
                    self.open.push(count as u32);
                    TokenKind::Open(byte)
                }
                Class::Close => {
                    self.at += 1;
                    match self.open.pop() {
                        Some(partner) if tokens[partner as usize].kind == TokenKind::Open(opening(byte)) => {
                            tokens[partner as usize].mate = count as u32;
                            mate = partner;
                        }
                        _ => {
                            self.flaw.get_or_insert(Flaw::Unbalanced(Span::new(start, self.at)));
                        }
                    }
                    TokenKind::Close(byte)
                }
                Class::Hash => {
                    self.at += 1;
                    self.landmarks.push(count as u32);
                    TokenKind::Punct(byte)
                }
                Class::Slash | Class::Other => {
                    self.at += 1;
                    // Two in a row are rare enough.
                    if matches!(byte, b'<' | b'>') && self.peek(0) == byte {
                        self.may_conflict |= bytes[start..].starts_with(&[byte; MARK]);
                    }
                    TokenKind::Punct(byte)
                }
            };
            tokens[count] = Token { kind, start: start as u32, end: self.at as u32, mate };
            count += 1;
        }
        count
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Goes on as long as the bytes are of a kind. A plain loop: most bytes of a source pass it, in builds without optimisation too.
    #[inline]
    fn skip(&mut self, kind: &[bool; 256]) {
        let (bytes, mut at) = (self.bytes, self.at);
        while at < bytes.len() && kind[bytes[at] as usize] {
            at += 1;
        }
        self.at = at;
    }

    /// Passes the blanks that begin a line, several at a time.
    #[inline]
    fn skip_indentation(&mut self) {
        const INDENTATION: &[u8] = b"    ";
        while self.bytes[self.at..].starts_with(INDENTATION) {
            self.at += INDENTATION.len();
        }
    }

    /// `#!/usr/bin/…`, but not `#![attribute]`.
    fn skip_shebang(&mut self) {
        if self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.at = 3;
        }
        if self.peek(0) == b'#' && self.peek(1) == b'!' {
            let rest = self.bytes[self.at + 2..].trim_ascii_start();
            if rest.first() != Some(&b'[') {
                self.skip_line();
            }
        }
    }

    fn skip_line(&mut self) {
        // The search of the standard library is compiled already, and comments are short.
        self.at = self.text[self.at..].find('\n').map_or(self.bytes.len(), |end| self.at + end);
    }

    /// `/* /* nested */ */`
    fn skip_block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(found) = memchr2(b'/', b'*', &self.bytes[self.at..]) {
            self.at += found;
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
        self.at = self.bytes.len();
        self.flaw.get_or_insert(Flaw::UnclosedComment(Span::new(start, start + 2)));
    }

    /// The rest of a string whose opening quote is `prefix` bytes behind `start`.
    fn string(&mut self, start: usize, prefix: usize) -> TokenKind {
        self.at = start + prefix;
        while let Some(found) = memchr2(b'"', b'\\', &self.bytes[self.at..]) {
            self.at += found + 1;
            if self.bytes[self.at - 1] == b'"' {
                return TokenKind::Str;
            }
            self.at = (self.at + 1).min(self.bytes.len());
        }
        self.unclosed_string(start)
    }

    /// The rest of a raw string: `hashes` marks and a quote end it.
    fn raw_string(&mut self, start: usize, hashes: usize) -> TokenKind {
        while let Some(found) = memchr(b'"', &self.bytes[self.at..]) {
            self.at += found + 1;
            let behind = &self.bytes[self.at..];
            if behind.len() >= hashes && behind[..hashes].iter().all(|&byte| byte == b'#') {
                self.at += hashes;
                return TokenKind::Str;
            }
        }
        self.unclosed_string(start)
    }

    fn unclosed_string(&mut self, start: usize) -> TokenKind {
        self.at = self.bytes.len();
        self.flaw.get_or_insert(Flaw::UnclosedString(Span::new(start, start + 1)));
        TokenKind::Str
    }

    /// A character or a lifetime: `'a'`, `'\''`, `'a`.
    fn quote(&mut self) -> TokenKind {
        self.at += 1;
        if self.peek(0) == b'\\' {
            self.at = (self.at + 1 + width(self.peek(1))).min(self.bytes.len());
            // `'\u{1f600}'` is the longest: what does not end soon does not end.
            let limit = (self.at + 12).min(self.bytes.len());
            if let Some(end) = memchr(b'\'', &self.bytes[self.at..limit]) {
                self.at += end + 1;
            }
            return TokenKind::Literal;
        }
        let width = width(self.peek(0));
        if self.peek(width) == b'\'' {
            self.at += width + 1;
            return TokenKind::Literal;
        }
        self.skip(&WORDS);
        TokenKind::Lifetime
    }

    fn number(&mut self) -> TokenKind {
        let start = self.at;
        self.skip(&WORDS);
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            self.at += 1;
            self.skip(&WORDS);
        }
        // `1e-9`
        let is_exponent =
            matches!(self.bytes[self.at - 1], b'e' | b'E') && !self.bytes[start..].starts_with(b"0x");
        if is_exponent && matches!(self.peek(0), b'+' | b'-') && self.peek(1).is_ascii_digit() {
            self.at += 1;
            self.skip(&WORDS);
        }
        TokenKind::Literal
    }

    /// Behind a word from `start` on stands a quote or `#`: an identifier, or a literal with a prefix: `r"…"`, `br#"…"#`,
    /// `b'x'`, `c"…"`.
    fn prefixed(&mut self, start: usize) -> TokenKind {
        let word = &self.bytes[start..self.at];
        match (word, self.peek(0)) {
            (b"r" | b"br" | b"cr", b'"') => {
                self.at += 1;
                self.raw_string(start, 0);
            }
            (b"r" | b"br" | b"cr", b'#') => {
                let hashes = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'#').count();
                if self.peek(hashes) != b'"' {
                    // `r#type`
                    if word == b"r" && hashes == 1 && WORDS[self.peek(1) as usize] {
                        self.at += 1;
                        self.skip(&WORDS);
                    }
                    return TokenKind::Ident;
                }
                self.at += hashes + 1;
                self.raw_string(start, hashes);
            }
            (b"b" | b"c", b'"') => {
                self.string(start, 2);
            }
            (b"b", b'\'') => {
                self.quote();
            }
            _ => return TokenKind::Ident,
        }
        if word == b"r" { TokenKind::Str } else { TokenKind::Literal }
    }
}

/// Counts the bytes of the character that begins with this one.
fn width(first: u8) -> usize {
    match first {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a text, joined by spaces.
    fn check(text: &str, expect: &str) {
        let mut lexed = Lexed::default();
        lex(text, &mut lexed);
        let tokens: Vec<_> = lexed.tokens().iter().map(|token| &text[token.span().range()]).collect();
        assert_eq!(tokens.join(" "), expect);
    }

    #[test]
    fn comments_are_no_tokens_and_nest() {
        check("a // b\nc /* d /* e */ f */ g /// h\n//! i\nj", "a c g j");
        check("a /**/ b /***/ c", "a b c");
    }

    #[test]
    fn strings_are_one_token_in_every_form() {
        check(r#"a "b \" // c" d"#, r#"a "b \" // c" d"#);
        check(
            "r\"\\\" r#\"a\"b\"# br##\"x\"#\"## c\"z\" b\"y\\\"\"",
            "r\"\\\" r#\"a\"b\"# br##\"x\"#\"## c\"z\" b\"y\\\"\"",
        );
    }

    #[test]
    fn characters_and_lifetimes_are_distinguished() {
        check(
            "'a' 'b '\\'' '\\u{41}' b'\"' '\"' 'ü' &'static str",
            "'a' 'b '\\'' '\\u{41}' b'\"' '\"' 'ü' & 'static str",
        );
    }

    #[test]
    fn raw_identifiers_and_numbers_are_one_token() {
        check("r#type r#\"s\"# 1.5 1..2 0xff_u8 1e5", "r#type r#\"s\"# 1.5 1 . . 2 0xff_u8 1e5");
        check("1e-9 1.5E+3 0xe-1 1-2", "1e-9 1.5E+3 0xe - 1 1 - 2");
    }

    #[test]
    fn a_shebang_is_no_token_but_an_attribute_is() {
        check("#!/bin/env x\na", "a");
        check("#![a]", "# ! [ a ]");
    }

    #[test]
    fn what_never_ends_is_a_flaw() {
        let flaw = |text: &str| lex(text, &mut Lexed::default());
        assert_eq!(flaw("fn a() {}"), None);
        assert_eq!(flaw("a \"b"), Some(Flaw::UnclosedString(Span::new(2, 3))));
        assert_eq!(flaw("r#\"b\""), Some(Flaw::UnclosedString(Span::new(0, 1))));
        assert_eq!(flaw("/* /* */"), Some(Flaw::UnclosedComment(Span::new(0, 2))));
        assert_eq!(flaw("(]"), Some(Flaw::Unbalanced(Span::new(1, 2))));
        assert_eq!(flaw("{"), Some(Flaw::Unbalanced(Span::new(0, 1))));
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_ordered_tokens_on_character_boundaries(text in "[a-c\"'#r/*\\\\(){}\\[\\]ü\n ]{0,60}") {
            let mut lexed = Lexed::default();
            lex(&text, &mut lexed);
            let mut end = 0;
            for token in lexed.tokens() {
                assert!(end <= token.start && token.start < token.end);
                end = token.end;
                assert!(text.get(token.span().range()).is_some(), "{text:?}");
            }
        }
    }
}
