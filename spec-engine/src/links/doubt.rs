//! The reasons why a linked item can prove nothing, as far as its own tokens tell.

use std::ops::Range;

use super::attributes::{Attribute, Tokens};
use super::lexer::TokenKind;

/// The reason why an item can prove nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The test passes on any panic: `#[should_panic]` without `expected`.
    AnyPanic,
    /// The test reads environment variables of this command.
    ReadsControl,
    /// The code is not written: `todo!()`.
    Unwritten,
    /// The code asks whether tests run it: `cfg!(test)`, `cfg!(debug_assertions)`, variables of cargo.
    KnowsTests,
}

/// The beginnings of variables that only cargo sets (The Cargo Book, *Environment variables*).
const OF_CARGO: [&str; 6] = [
    "CARGO_MANIFEST",
    "CARGO_PKG_",
    "CARGO_BIN_",
    "CARGO_CRATE_NAME",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_TARGET_TMPDIR",
];

/// Words that read the environment.
const READERS: [&str; 4] = ["var", "var_os", "vars", "vars_os"];

/// Returns the reason why a test can prove nothing, if there is one. `tokens` are those of the item.
pub(super) fn of_test(all: &Tokens<'_>, tokens: Range<usize>, attributes: &[Attribute<'_>]) -> Option<Doubt> {
    let reads = |at| READERS.contains(&all.ident(at));
    if tokens.clone().any(|at| all.raw(at).starts_with("\"CARGO_SPEC_")) && tokens.clone().any(reads) {
        return Some(Doubt::ReadsControl);
    }
    let should_panic = attributes.iter().find(|attribute| attribute.name == "should_panic")?;
    let (start, end) = should_panic.arguments;
    // `#[should_panic = "…"]` has no parentheses.
    let has_words = (start..end).any(|at| all.is(at, TokenKind::Str))
        || tokens.clone().any(|at| {
            all.ident(at) == "should_panic"
                && all.is(at + 1, TokenKind::Punct(b'='))
                && all.is(at + 2, TokenKind::Str)
        });
    (!has_words).then_some(Doubt::AnyPanic)
}

/// Returns the reason why code can prove nothing, if there is one. `keyword`: what the item begins with. `tokens` are those of the item.
pub(super) fn of_code(all: &Tokens<'_>, tokens: Range<usize>, keyword: &str) -> Option<Doubt> {
    let is_function = keyword == "fn";
    if !is_function && keyword != "impl" {
        return None;
    }
    let calls = |at: usize, word: &str| all.ident(at) == word && all.is(at + 1, TokenKind::Punct(b'!'));
    // Behind `cfg!` or, in a function, `#[cfg`.
    let condition = |at: usize| match () {
        () if calls(at, "cfg") => Some(at + 2),
        () if is_function && all.is(at.wrapping_sub(1), TokenKind::Open(b'[')) => Some(at + 1),
        () => None,
    };
    let asks = |at| {
        let open = condition(at).filter(|&open| all.is(open, TokenKind::Open(b'(')))?;
        (open..all.close(open)).find(|&at| matches!(all.ident(at), "test" | "debug_assertions"))
    };
    let reads_cargo = |at: usize| {
        all.is(at + 1, TokenKind::Open(b'('))
            && OF_CARGO.iter().any(|name| all.raw(at + 2).trim_start_matches('"').starts_with(name))
    };
    let (mut is_body, mut knows) = (false, false);
    // A plain loop: each token of the code passes it, in builds without optimisation too.
    for at in tokens {
        match all.all[at].kind {
            TokenKind::Ident => {}
            // The attributes in front of the item say when it is there, not what it does.
            TokenKind::Open(b'{') => {
                is_body = true;
                continue;
            }
            _ => continue,
        }
        if !matches!(all.text.as_bytes()[all.all[at].start as usize], b't' | b'u' | b'c' | b'v' | b'r') {
            continue;
        }
        match all.ident(at) {
            "todo" if calls(at, "todo") => return Some(Doubt::Unwritten),
            "unimplemented" if is_function && calls(at, "unimplemented") => return Some(Doubt::Unwritten),
            "cfg" => knows |= is_body && asks(at).is_some(),
            "var" | "var_os" => knows |= is_body && reads_cargo(at),
            _ => {}
        }
    }
    knows.then_some(Doubt::KnowsTests)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Doubt;
    use crate::links::scan;

    fn check(item: &str, expect: Option<Doubt>) {
        let text = format!("use spec_runtime::spec;\n#[spec(\"REQ-1.1\")]\n{item}\n");
        let links = scan(&Path::new("src/lib.rs").into(), &text).links;
        assert_eq!(links[0].item.doubt, expect, "{item}");
    }

    #[test]
    fn a_test_that_takes_any_panic_or_reads_orders_is_in_doubt() {
        check("#[test] fn a() { b(); }", None);
        check("#[test] #[should_panic] fn a() { b(); }", Some(Doubt::AnyPanic));
        check("#[test] #[should_panic(expected = \"x\")] fn a() { b(); }", None);
        check("#[test] #[should_panic = \"x\"] fn a() { b(); }", None);
        check("#[test] fn a() { b(env::var(\"CARGO_SPEC_EVIDENCE\")); }", Some(Doubt::ReadsControl));
        check("#[test] fn a() { command.env(\"CARGO_SPEC_EVIDENCE\", b); }", None);
    }

    #[test]
    fn code_that_is_not_written_or_asks_whether_tests_run_it_is_in_doubt() {
        check("fn a() -> u8 { 1 }", None);
        check("fn a() -> u8 { todo!() }", Some(Doubt::Unwritten));
        check("impl A { fn a() -> u8 { todo!(\"later\") } }", Some(Doubt::Unwritten));
        check("fn a() -> u8 { if cfg!(test) { 1 } else { 2 } }", Some(Doubt::KnowsTests));
        check("fn a() -> u8 { #[cfg(debug_assertions)] return 1; 2 }", Some(Doubt::KnowsTests));
        check("fn a() -> bool { env::var(\"CARGO_MANIFEST_DIR\").is_ok() }", Some(Doubt::KnowsTests));
        check("#[cfg(feature = \"x\")] fn a() -> &'static str { env!(\"CARGO_PKG_VERSION\") }", None);
        check("fn a() { debug_assert!(b); }", None);
        check("fn a() -> bool { env::var(\"CARGO_TARGET_DIR\").is_ok() }", None);
        check("mod a { #[cfg(test)] mod tests {} }", None);
    }
}
