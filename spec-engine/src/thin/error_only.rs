//! Tests that assert nothing but that there is some error.

use std::borrow::Cow;

use super::reason::ThinReason;
use super::values::Values;
use super::wording::{Topic, Wording};

/// May all tests be of that kind? A look at their bytes.
pub(super) fn may_be(tests: &[Cow<'_, str>]) -> bool {
    let has_any = |test: &Cow<'_, str>| {
        test.contains("is_err")
            || test.contains("is_ok")
            || test.contains("Err(_)")
            || test.contains("Err ( _ )")
    };
    !tests.is_empty() && tests.iter().all(has_any)
}

pub(super) fn error_only(wording: &Wording<'_>, values: &Values<'_>) -> Option<ThinReason> {
    if values.tests.is_empty() || !values.tests.iter().all(|tokens| asserts_any_error(tokens)) {
        return None;
    }
    let is_told = wording.asks_for(Topic::Message);
    let what = if is_told { ", though the criterion says what it tells" } else { "" };
    Some(ThinReason::new(
        format!("the tests assert that there is some error, and not which one{what}"),
        "compare the error itself: its variant, its kind, or its words",
    ))
}

/// Is every assertion of a test one that any error meets?
fn asserts_any_error(tokens: &[&str]) -> bool {
    let mut is_one = false;
    for (at, token) in tokens.iter().enumerate() {
        let is_macro = tokens.get(at + 1) == Some(&"!");
        let is_call = tokens.get(at + 1) == Some(&"(");
        let begins = |words: &[&str]| words.iter().any(|word| token.starts_with(word));
        if is_macro && begins(&["assert", "debug_assert", "prop_assert"]) {
            if !is_of_any_error(&tokens[at..]) {
                return false;
            }
            is_one = true;
        } else if is_macro && *token == "panic"
            || is_call && begins(&["check", "assert", "expect_err", "unwrap_err", "verify"])
        {
            return false;
        }
    }
    is_one
}

/// `assert!(x.is_err())`, `assert!(!x.is_ok())`, `assert!(matches!(x, Err(_)))`
fn is_of_any_error(tokens: &[&str]) -> bool {
    let end = tokens.iter().position(|token| *token == ";").unwrap_or(tokens.len());
    let tokens = &tokens[..end];
    let has = |words: &[&str]| tokens.windows(words.len()).any(|window| window == words);
    let compares = tokens.iter().any(|token| matches!(*token, "assert_eq" | "assert_ne" | "&" | "|"))
        || has(&["=", "="])
        || has(&["&", "&"]);
    let is_any = has(&[".", "is_err", "(", ")"])
        || has(&["Err", "(", "_", ")"])
        || tokens.contains(&"!") && has(&[".", "is_ok", "(", ")"]) && tokens.get(3) == Some(&"!");
    is_any && (!compares || has(&["(", "&"])) && !has(&["assert_eq"]) && !has(&["assert_ne"])
}
