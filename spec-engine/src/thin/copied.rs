//! A test that works out what it expects as the linked code does.

use std::borrow::Cow;

use crate::links::lexer::{self, Lexed};

use super::reason::ThinReason;
use super::sources::TestSources;
use super::values::Values;

/// So many tokens in a row are a copy.
const COPIED: usize = 12;

/// May a test work something out? A look at its bytes.
pub(crate) fn may_be(tests: &[Cow<'_, str>]) -> bool {
    tests.iter().any(|test| WORK.iter().any(|sign| test.contains(sign)))
}

/// The signs of work.
const WORK: [&str; 8] = [" * ", " / ", " % ", " - ", " + ", "if ", "match ", ".fold"];

pub(super) fn copied(values: &Values<'_>, sources: &TestSources<'_>) -> Option<ThinReason> {
    let mut lexed = Lexed::default();
    for code in &sources.code {
        let _ = lexer::lex(code, &mut lexed);
        let code: Vec<&str> = lexed.tokens().iter().map(|token| &code[token.span().range()]).collect();
        let body = code.iter().position(|token| *token == "{").map_or(0, |open| open + 1);
        let copied = values.tests.iter().find_map(|test| common(&code[body..], test));
        if let Some(copied) = copied {
            return Some(ThinReason::new(
                format!("the test works out what it expects as the code does: `{}`", copied.join(" ")),
                "write the expected value itself, worked out by hand",
            ));
        }
    }
    None
}

/// The first tokens in a row that both have, if work is among them.
fn common<'a>(code: &[&str], test: &[&'a str]) -> Option<Vec<&'a str>> {
    let is_work = |token: &&str| matches!(*token, "*" | "/" | "%" | "+" | "-" | "if" | "match" | "fold");
    let starts: std::collections::HashSet<&[&str]> = code.windows(COPIED).collect();
    let found = test.windows(COPIED).find(|window| starts.contains(*window) && window.iter().any(is_work));
    found.map(<[&str]>::to_vec)
}
