//! Finds the macros that a file calls and defines. A link in a macro's body counts only where somebody calls the macro.

use std::borrow::Borrow;
use std::collections::HashSet;

use super::attributes::Tokens;
use super::lexer::{self, Lexed, TokenKind};
use super::standing::{Enclosing, macro_of};

/// The macros of one file, for the other files of its workspace.
#[derive(Debug, Default)]
pub(crate) struct MacroUses {
    /// The names of those that it defines.
    pub(crate) defined: Vec<String>,
    /// The text of all its definitions.
    pub(crate) definitions: String,
    /// The places where it calls some of them.
    pub(crate) calls: Vec<MacroCall>,
}

/// A call of a macro, or its name in the input of another one, which may call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MacroCall {
    pub(crate) name: String,
    /// The `macro_rules!` in whose body the call stands.
    pub(crate) within: Option<String>,
}

/// Finds the macros that a file defines, and the calls of some.
pub(crate) fn macro_uses(text: &str, is_wanted: impl Fn(&str) -> bool) -> MacroUses {
    let mut lexed = Lexed::default();
    if lexer::lex(text, &mut lexed).is_some() {
        return MacroUses::default();
    }
    let tokens = Tokens::new(text, &lexed);
    let mut found = MacroUses { calls: calls(&tokens, is_wanted), ..MacroUses::default() };
    for at in 0..tokens.all.len() {
        let is_definition = tokens.ident(at) == "macro_rules"
            && tokens.is(at + 1, TokenKind::Punct(b'!'))
            && matches!(tokens.kind(at + 3), Some(TokenKind::Open(_)));
        let Some(close) = is_definition.then(|| tokens.all.get(tokens.close(at + 3))).flatten() else {
            continue;
        };
        found.defined.push(tokens.ident(at + 2).to_owned());
        found.definitions.push_str(&text[tokens.all[at].start as usize..close.end as usize]);
        found.definitions.push_str(";\n");
    }
    found
}

/// The calls of some macros.
pub(super) fn calls(tokens: &Tokens<'_>, is_wanted: impl Fn(&str) -> bool) -> Vec<MacroCall> {
    let (mut enclosing, mut found) = (Enclosing::default(), Vec::new());
    for at in 0..tokens.all.len() {
        let name = tokens.ident(at);
        if name.is_empty() || !is_wanted(name) {
            continue;
        }
        let around = enclosing.around(tokens, at);
        let is_input =
            || around.iter().any(|&open| macro_of(tokens, open).is_some_and(|of| of != "macro_rules"));
        // A name that is handed on, to a macro or by `use … as`, may be called where it is not seen.
        let is_call = tokens.is(at + 1, TokenKind::Punct(b'!')) || tokens.ident(at + 1) == "as" || is_input();
        if is_call {
            let body = around.iter().find(|&&open| macro_of(tokens, open) == Some("macro_rules"));
            let within = body.map(|&open| tokens.ident(open - 1).to_owned());
            found.push(MacroCall { name: name.to_owned(), within });
        }
    }
    found
}

/// Is a macro called anywhere but in the bodies of macros that nobody calls?
pub(crate) fn is_called(name: &str, calls: &[impl Borrow<MacroCall>]) -> bool {
    let (mut known, mut waiting) = (HashSet::from([name]), vec![name]);
    while let Some(name) = waiting.pop() {
        for call in calls.iter().map(Borrow::borrow).filter(|call| call.name == name) {
            match &call.within {
                None => return true,
                Some(within) if known.insert(within) => waiting.push(within),
                Some(_) => {}
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: bool) {
        let uses = macro_uses(text, |_| true);
        assert_eq!(is_called("m", &uses.calls), expect, "{text}");
    }

    #[test]
    fn a_macro_is_called_where_its_call_is_there() {
        check("m! {}", true);
        check("m!();", true);
        check("mod a { crate::m![1]; }", true);
        check("fn f() { self::m!(); }", true);
        check("use crate::m as other; other!();", true);
        check("each! { m }", true);
        check("each!(a, (m, b));", true);
        check("macro_rules! n { () => { m!(); } } n!();", true);
        check("macro_rules! n { () => { m!(); } } macro_rules! o { () => { n!(); } } o!();", true);
        check("macro_rules! m { () => {} }", false);
        check("macro_rules! m { () => { m!(); } }", false);
        check("macro_rules! n { () => { m!(); } }", false);
        check("macro_rules! n { () => { m!(); } } macro_rules! m { () => { n!(); } }", false);
        check("use m; pub(crate) use m as _m2; // m!()", true);
        check("pub(crate) use m; // m!()", false);
        check("fn m() {} fn f() { m(); a.m; \"m!()\"; /* m!() */ }", false);
        check("other!();", false);
    }

    #[test]
    fn the_definitions_of_a_file_stand_for_themselves() {
        let uses =
            macro_uses("mod a { macro_rules! m { () => {} } } fn f() {} macro_rules! n (() => {};);", |_| {
                false
            });
        assert_eq!(uses.defined, ["m", "n"]);
        assert_eq!(uses.definitions, "macro_rules! m { () => {} };\nmacro_rules! n (() => {};);\n");
        assert!(macro_uses("macro_rules! m { () => {} } fn f() {", |_| true).defined.is_empty());
    }
}
