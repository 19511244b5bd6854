//! The numbers, texts and names of tests, and of what these use.

use spec_model::grammar::literal::string_value;

use super::sources::TestSources;
use crate::intent::tokens::number;
use crate::links::lexer::{self, Lexed, TokenKind};

/// The values in the tests of a criterion.
#[derive(Debug, Default)]
pub(super) struct Values<'a> {
    /// The tokens of each test by itself.
    pub(super) tests: Vec<Vec<&'a str>>,
    /// Every number that is written there, or that written ones come to: `24 * 60`.
    numbers: Vec<f64>,
    /// The lengths of texts and lists, and the numbers of calls.
    counts: Vec<f64>,
    /// The numbers from one to another, both of them among these.
    ranges: Vec<(f64, f64)>,
    /// The texts, and behind them the code without spaces.
    exact: String,
    /// Its words in lower case, without what joins their parts.
    words: String,
    /// The constants that are numbers, of tests and helpers: `const LIMIT: usize = 3;`.
    named: Vec<(&'a str, f64)>,
    /// The constants, each with a number that is added to it: `LIMIT + 1`.
    sums: Vec<(&'a str, f64)>,
    /// The names of constants that neither the tests nor their helpers define.
    pub(super) constants: Vec<&'a str>,
    /// Do all texts have ASCII characters alone?
    pub(super) is_ascii: bool,
    /// Is a text among them?
    pub(super) has_text: bool,
    /// May more values be there than are written: generated ones, or those of files?
    pub(super) is_open: bool,
}

/// The names of calls that occur often in any test, and count nothing.
const ANYWHERE: [&str; 16] = [
    "Some",
    "Ok",
    "Err",
    "unwrap",
    "expect",
    "new",
    "from",
    "into",
    "clone",
    "to_owned",
    "to_string",
    "iter",
    "collect",
    "len",
    "as_str",
    "is_err",
];

/// Within so many tokens a constant says its value.
const MAX_TYPE: usize = 8;

impl<'a> Values<'a> {
    pub(super) fn of(sources: &'a TestSources<'_>) -> Self {
        let mut values = Self { is_ascii: true, is_open: sources.is_partial, ..Self::default() };
        let mut defined = Vec::new();
        let mut lexed = Lexed::default();
        for text in &sources.tests {
            let tokens = values.read(text, &mut lexed, &mut defined);
            values.count_calls(&tokens);
            values.tests.push(tokens);
        }
        for text in &sources.helpers {
            values.read(text, &mut lexed, &mut defined);
        }
        values.constants.retain(|name| !defined.contains(name));
        // A constant may stand behind what uses it.
        for &(name, more) in &values.sums {
            let known = values.named.iter().find(|(known, _)| *known == name);
            values.numbers.extend(known.map(|(_, value)| value + more));
        }
        values
    }

    /// Is a number written there, or within a range that is?
    pub(super) fn has(&self, wanted: f64) -> bool {
        self.is_open
            || self.numbers.iter().any(|value| is_same(*value, wanted))
            || self.ranges.iter().any(|(low, high)| *low <= wanted && wanted <= *high)
    }

    /// Is a number written there, or are there so many of something?
    pub(super) fn counts_to(&self, wanted: f64) -> bool {
        self.has(wanted) || self.counts.iter().any(|value| is_same(*value, wanted))
    }

    /// Is a text written there, as it is?
    pub(super) fn says(&self, text: &str) -> bool {
        self.is_open || self.exact.contains(text)
    }

    /// Is a word written there, in any letter case, whatever joins its parts?
    pub(super) fn names(&self, word: &str) -> bool {
        let mut folded = String::new();
        fold(word, &mut folded);
        self.is_open || self.words.contains(&folded)
    }

    fn read(&mut self, text: &'a str, lexed: &mut Lexed, defined: &mut Vec<&'a str>) -> Vec<&'a str> {
        // A text that is no Rust has tokens too.
        let _ = lexer::lex(text, lexed);
        let tokens: Vec<&str> = lexed.tokens().iter().map(|token| &text[token.span().range()]).collect();
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens[at];
            if token == "#" && tokens.get(at + 1) == Some(&"[") && is_left_out(tokens.get(at + 2)) {
                at = (lexed.tokens()[at + 1].mate as usize).max(at + 1) + 1;
                continue;
            }
            match lexed.tokens()[at].kind {
                TokenKind::Ident => self.name(&tokens, at, defined),
                TokenKind::Str => self.text(token),
                TokenKind::Literal if token.starts_with(|c: char| c.is_ascii_digit()) => {
                    self.number(&tokens, at);
                }
                TokenKind::Literal => {
                    self.is_ascii &= token.is_ascii() && !token.contains("\\x8") && !token.contains("\\u");
                    self.text(token.trim_start_matches(['b', 'c']));
                }
                TokenKind::Open(b'[') => self.list(lexed, &tokens, at),
                _ => {}
            }
            self.exact.push_str(token);
            at += 1;
        }
        self.exact.push('\n');
        tokens
    }

    fn name(&mut self, tokens: &[&'a str], at: usize, defined: &mut Vec<&'a str>) {
        let name = tokens[at];
        fold(name, &mut self.words);
        self.words.push(' ');
        let before = if at > 0 { tokens[at - 1] } else { "" };
        if matches!(before, "const" | "static") {
            defined.push(name);
            let is = tokens[at..].iter().take(MAX_TYPE).position(|token| *token == "=").map(|is| at + is + 1);
            let value = is.and_then(|at| number(tokens.get(at)?));
            self.named.extend(value.map(|value| (name, value)));
        }
        let added = tokens.get(at + 2).and_then(|token| number(token));
        match (tokens.get(at + 1), added) {
            (Some(&"+"), Some(more)) => self.sums.push((name, more)),
            (Some(&"-"), Some(less)) => self.sums.push((name, -less)),
            _ => {}
        }
        if matches!(
            name,
            "proptest"
                | "prop_assert"
                | "prop_assert_eq"
                | "quickcheck"
                | "arbitrary"
                | "bolero"
                | "from_u32"
        ) {
            self.is_open = true;
        }
        let is_constant = name.len() > 2
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            && name.starts_with(|c: char| c.is_ascii_uppercase());
        if is_constant
            && !matches!(name, "MAX" | "MIN" | "EPSILON" | "ZERO" | "ONE" | "UNIX_EPOCH" | "INFINITY" | "NAN")
        {
            self.constants.push(name);
        }
    }

    fn text(&mut self, token: &str) {
        let value = string_value(token);
        let value = value.as_deref().unwrap_or(token.trim_matches(['"', '\'', '#']));
        self.is_ascii &= value.is_ascii();
        self.has_text |= !value.is_empty();
        self.counts.push(value.chars().count() as f64);
        self.exact.push('\n');
        self.exact.push_str(value);
        self.exact.push('\n');
        for word in value.split_whitespace() {
            fold(word, &mut self.words);
            self.words.push(' ');
        }
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_');
        for run in value.split(|c: char| !is_part(c)).filter(|run| run.contains(|c: char| c.is_ascii_digit()))
        {
            self.numbers
                .extend(run.trim_matches(['.', ',', '_']).replace([',', '_'], "").parse::<f64>().ok());
        }
    }

    /// Takes a number, and what it comes to with those that it is joined to.
    fn number(&mut self, tokens: &[&str], at: usize) {
        let Some(mut value) = number(tokens[at]) else { return };
        self.numbers.push(value);
        if tokens.get(at + 1) == Some(&".") && tokens.get(at + 2) == Some(&".") {
            let is_closed = tokens.get(at + 3) == Some(&"=");
            let end = tokens.get(at + 3 + usize::from(is_closed)).and_then(|token| number(token));
            let Some(end) = end else { return };
            let last = if is_closed { end } else { end - 1.0 };
            // `for _ in 0..3` does something three times, and with no value.
            match at >= 2 && tokens[at - 1] == "in" && tokens[at - 2] == "_" {
                true => self.counts.push(last - value + 1.0),
                false => self.ranges.push((value, last)),
            }
            return;
        }
        let mut behind = at + 1;
        while let (Some(operator), Some(other)) = (tokens.get(behind), tokens.get(behind + 1)) {
            let Some(other) = number(other) else { break };
            value = match *operator {
                "*" => value * other,
                "+" => value + other,
                "-" => value - other,
                "/" if other != 0.0 => value / other,
                _ => break,
            };
            self.numbers.push(value);
            behind += 2;
        }
        if tokens.get(at + 1) == Some(&"<") && tokens.get(at + 2) == Some(&"<") {
            let shift = tokens.get(at + 3).and_then(|token| number(token));
            self.numbers.extend(shift.map(|shift| value * shift.exp2()));
        }
    }

    /// Counts the parts of a list: `[a, b, c]`.
    fn list(&mut self, lexed: &Lexed, tokens: &[&str], open: usize) {
        let close = lexed.tokens()[open].mate as usize;
        let before = if open > 0 { tokens[open - 1] } else { "" };
        // `#[…]`, `a[0]`
        if before == "#" || before == ")" || before.starts_with(|c: char| c.is_alphanumeric()) {
            return;
        }
        let (mut at, mut parts, mut is_empty) = (open + 1, 0_u32, true);
        while at < close.min(tokens.len()) {
            match lexed.tokens()[at].kind {
                TokenKind::Punct(b',') => (parts, is_empty) = (parts + 1, true),
                TokenKind::Punct(b';') => return,
                TokenKind::Open(_) => (at, is_empty) = ((lexed.tokens()[at].mate as usize).max(at), false),
                _ => is_empty = false,
            }
            at += 1;
        }
        self.counts.push(f64::from(parts + u32::from(!is_empty)));
    }

    /// Counts how often a test calls the same thing: the last of these calls is one more than before it.
    fn count_calls(&mut self, tokens: &[&'a str]) {
        let mut calls: Vec<(&str, u32)> = Vec::new();
        for (at, name) in tokens.iter().enumerate() {
            let is_call = tokens.get(at + 1) == Some(&"(") && name.starts_with(|c: char| c.is_alphabetic());
            if !is_call || ANYWHERE.contains(name) {
                continue;
            }
            match calls.iter_mut().find(|(known, _)| known == name) {
                Some((_, number)) => *number += 1,
                None => calls.push((name, 1)),
            }
        }
        for (_, number) in calls.into_iter().filter(|(_, number)| *number > 1) {
            self.counts.extend([f64::from(number), f64::from(number - 1)]);
        }
    }
}

fn is_same(value: f64, wanted: f64) -> bool {
    (value - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

/// Says an attribute nothing of what the item does?
fn is_left_out(name: Option<&&str>) -> bool {
    matches!(name, Some(&"spec" | &"spec_runtime" | &"doc" | &"expect" | &"allow"))
}

/// Appends the letters and digits of a word, in lower case.
pub(super) fn fold(word: &str, to: &mut String) {
    to.extend(word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}
