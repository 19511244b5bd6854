//! Finds the modules around a test. The harness finds only tests that are in modules (rustc's `unnameable_test_items`).

use super::attributes::Tokens;
use super::items::Surroundings;
use super::lexer::TokenKind;

/// Macros whose input becomes text or tokens, and no item of the file.
const TEXT: [&str; 12] = [
    "stringify",
    "concat",
    "quote",
    "quote_spanned",
    "parse_quote",
    "parse_quote_spanned",
    "format_ident",
    "concat_bytes",
    "include_str",
    "env",
    "option_env",
    "compile_error",
];

/// Macros whose input is an expression: an item in it stands in a block.
const EXPRESSIONS: [&str; 24] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "matches",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
    "try",
    "const_format",
    "addr_of",
];

/// The brackets that are open at a token: it goes forward only, so that all look-ups of a file take one pass together.
#[derive(Debug, Default)]
pub(super) struct Enclosing {
    open: Vec<usize>,
    at: usize,
}

impl Enclosing {
    /// The brackets around a token, the outermost first.
    pub(super) fn around(&mut self, tokens: &Tokens<'_>, at: usize) -> &[usize] {
        while self.open.last().is_some_and(|&open| tokens.close(open) <= at) {
            self.open.pop();
        }
        while self.at < at {
            match tokens.kind(self.at) {
                Some(TokenKind::Open(_)) if tokens.close(self.at) > at => self.open.push(self.at),
                Some(TokenKind::Open(_)) => self.at = tokens.close(self.at),
                _ => {}
            }
            self.at += 1;
        }
        &self.open
    }
}

/// The macro that a bracket holds the input of: `proptest` of `proptest! {`.
pub(super) fn macro_of<'a>(tokens: &Tokens<'a>, open: usize) -> Option<&'a str> {
    let behind = |back: usize| open.checked_sub(back);
    let is_mark = |at: Option<usize>| at.is_some_and(|at| tokens.is(at, TokenKind::Punct(b'!')));
    let name = |at: Option<usize>| at.map(|at| tokens.ident(at)).filter(|name| !name.is_empty());
    if is_mark(behind(1)) {
        name(behind(2))
    } else if is_mark(behind(2)) && name(behind(1)).is_some() {
        // `macro_rules! name {`
        name(behind(3))
    } else {
        None
    }
}

/// Returns the reason why the harness never finds a test between these brackets, if there is one.
pub(super) fn unreachable(
    tokens: &Tokens<'_>,
    around: &[usize],
    surroundings: &Surroundings<'_>,
) -> Option<String> {
    let mut is_in_macro = false;
    for &open in around {
        if let Some(name) = macro_of(tokens, open) {
            if TEXT.contains(&name) {
                return Some(format!("it is only text for `{name}!`"));
            }
            if EXPRESSIONS.contains(&name) {
                return Some(format!("it is in an expression, the input of `{name}!`"));
            }
            is_in_macro = true;
            continue;
        }
        if let Some(name) = surroundings.function_of(tokens.close(open)) {
            return Some(format!("it is in the body of the function `{name}`"));
        }
        let is_module = open >= 2 && tokens.ident(open - 2) == "mod" && !tokens.ident(open - 1).is_empty();
        if !is_module && !is_in_macro && !surroundings.is_body(tokens.close(open)) {
            return Some("it is in a block, and not in a module".to_owned());
        }
    }
    None
}
