//! A table of changes, each in both directions.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::links::scan;

mod other;
mod unsure;
mod weaker;

use other::{NEUTRAL, OTHER_VALUES, STRONGER};
use unsure::{UNSURE, UNSURE_NOW};
use weaker::WEAKER;

fn tokens(test: &str) -> String {
    let test = if test.starts_with('#') { test.to_owned() } else { format!("#[test] fn t() {{ {test} }}") };
    let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
    let text = format!("use spec_runtime::spec;\n#[spec(\"REQ-1\", test)] {test}");
    let tokens = scan(&path, &text).links.first().map(|link| link.item.tokens.to_string());
    tokens.filter(|tokens| !tokens.is_empty()).unwrap_or_else(|| panic!("no test: {text}"))
}

fn kinds(before: &str, now: &str) -> Vec<WeakeningKind> {
    let mut kinds: Vec<_> =
        weakened(&tokens(before), &tokens(now)).iter().map(|weakening| weakening.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Every case that is judged otherwise.
fn wrong<'a>(cases: impl Iterator<Item = (&'a str, &'a str, Vec<WeakeningKind>)>) -> String {
    let excerpt = cases.filter_map(|(before, now, expect)| {
        let found = kinds(before, now);
        (found != expect).then(|| {
            format!(
                "{before}\n→ {now}\n  {found:?}, not {expect:?}: {:?}\n",
                weakened(&tokens(before), &tokens(now))
            )
        })
    });
    excerpt.collect()
}

#[test]
fn what_checks_less_is_reported_and_how() {
    assert_eq!(wrong(WEAKER.iter().map(|(before, now, kinds)| (*before, *now, kinds.to_vec()))), "");
}

#[test]
fn what_checks_more_is_never_reported() {
    let back = WEAKER.iter().map(|(before, now, _)| (*now, *before, vec![]));
    assert_eq!(wrong(back.chain(STRONGER.iter().map(|(before, now)| (*before, *now, vec![])))), "");
}

#[test]
fn another_value_that_is_expected_is_reported_in_both_directions() {
    let there = OTHER_VALUES.iter().map(|(before, now)| (*before, *now, vec![WeakeningKind::ExpectedValue]));
    let back = OTHER_VALUES.iter().map(|(before, now)| (*now, *before, vec![WeakeningKind::ExpectedValue]));
    assert_eq!(wrong(there.chain(back)), "");
}

#[test]
fn what_checks_the_same_in_another_way_is_not_reported() {
    let there = NEUTRAL.iter().map(|(before, now)| (*before, *now, vec![]));
    let back = NEUTRAL.iter().map(|(before, now)| (*now, *before, vec![]));
    assert_eq!(wrong(there.chain(back)), "");
}

#[test]
fn what_may_check_as_much_is_not_reported() {
    let there = UNSURE.iter().chain(UNSURE_NOW).map(|(before, now)| (*before, *now, vec![]));
    let back = UNSURE.iter().map(|(before, now)| (*now, *before, vec![]));
    assert_eq!(wrong(there.chain(back)), "");
}

mod promises {
    use proptest::prelude::*;

    use super::*;

    /// Words that the rules know, brackets that may not close, and a few others.
    const WORDS: &[&str] = &[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        ",",
        ";",
        ".",
        "::",
        "=",
        "==",
        "!",
        "!=",
        "<",
        ">=",
        "&&",
        "||",
        "|",
        "&",
        "-",
        "?",
        "@",
        "#",
        "=>",
        "->",
        "..",
        "..=",
        ":",
        "a",
        "b",
        "x",
        "Some",
        "Err",
        "None",
        "Duration",
        "0",
        "1",
        "2.5",
        "\"s\"",
        "r#\"s\"#",
        "true",
        "_",
        "let",
        "const",
        "mut",
        "for",
        "in",
        "if",
        "else",
        "match",
        "while",
        "fn",
        "move",
        "async",
        "return",
        "continue",
        "assert",
        "assert_eq",
        "assert_ne",
        "matches",
        "assert_matches",
        "assert_snapshot",
        "panic",
        "check",
        "vec",
        "format",
        "unwrap",
        "expect",
        "is_some",
        "is_some_and",
        "is_err",
        "eq",
        "contains",
        "collect",
        "case",
        "test_case",
        "values",
        "cfg",
        "all",
        "any",
        "ignore",
        "should_panic",
        "timeout",
        "from_secs",
        "times",
        "expect_send",
        "sort",
        "spawn",
        "join",
        "await",
        "take",
        "filter",
        "cases",
        "enumerate",
        "len",
        "is_empty",
        "abs",
        "epsilon",
        "f64",
        "EPSILON",
        "next",
    ];

    fn assertion() -> impl Strategy<Value = String> {
        prop_oneof![
            ("[a-d]", 0_u32..50).prop_map(|(name, value)| format!("assert_eq!({name}(), {value});")),
            "[a-d]".prop_map(|name| format!("assert!(is_{name}());")),
            ("[a-d]", 1_u32..50).prop_map(|(name, value)| format!("assert!({name}() < {value});")),
        ]
    }

    proptest! {
        #[test]
        fn an_assertion_less_is_reported_and_one_more_or_another_order_is_not(
            all in prop::collection::vec(assertion(), 1..6), at in any::<prop::sample::Index>()
        ) {
            let mut less = all.clone();
            less.remove(at.index(all.len()));
            prop_assert_eq!(kinds(&all.concat(), &less.concat()), vec![WeakeningKind::AssertionRemoved]);
            prop_assert_eq!(kinds(&less.concat(), &all.concat()), vec![]);
            let back: Vec<_> = all.iter().rev().cloned().collect();
            prop_assert_eq!(kinds(&all.concat(), &back.concat()), vec![]);
        }

        #[test]
        fn any_tokens_are_compared(
            one in "((assert|let|x|=|!|\\(|\\)|\\{|\\}|;|,|1|\"a|#|\\[|\\]|return|if) ?){0,30}",
            two in "((assert_eq|let|x|=|!|\\(|\\)|\\{|\\}|;|,|2|'a|#|\\[|\\]|for|<) ?){0,30}"
        ) {
            let _ = (weakened(&one, &two), crate::intent::readable::lines(&one));
            prop_assert_eq!(weakened(&one, &one), vec![]);
        }

        #[test]
        fn whatever_a_rule_looks_for_may_stand_anywhere(
            one in prop::collection::vec(prop::sample::select(WORDS), 0..40),
            two in prop::collection::vec(prop::sample::select(WORDS), 0..40)
        ) {
            let (one, two) = (one.join(" "), two.join(" "));
            let _ = weakened(&one, &two);
            prop_assert_eq!(weakened(&one, &one), vec![]);
        }
    }
}
