//! A table of changes, each in both directions.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::links::scan;

/// Before, now, and the kinds of what is weaker. What only one direction may have is tried in the other one too, where nothing may be
/// found. A body stands for a whole test.
const WEAKER: &[(&str, &str, &[Kind])] = &[
    ("assert_eq!(v.len(), 2);", "assert!(!v.is_empty());", &[Kind::AssertionLoosened]),
    ("assert!(a() && b()); assert!(c());", "assert!(a()); assert!(c());", &[Kind::AssertionLoosened]),
    // Removed.
    ("a(); assert!(b());", "a();", &[Kind::AssertionRemoved]),
    ("assert_eq!(a(), 1); assert_eq!(b(), 2);", "assert_eq!(b(), 2);", &[Kind::AssertionRemoved]),
    ("assert_eq!(a(), 1); assert_eq!(a(), 1);", "assert_eq!(a(), 1);", &[Kind::AssertionRemoved]),
    (
        "let x = a(); assert_eq!(x.len(), 3); assert_eq!(x.name(), \"a\");",
        "let x = a(); assert_eq!(x.len(), 3);",
        &[Kind::AssertionRemoved],
    ),
    (
        "for x in all() { assert!(x.is_good()); }",
        "for x in all() { x.is_good(); }",
        &[Kind::AssertionRemoved],
    ),
    ("check(1, 2); check(2, 3);", "check(1, 2);", &[Kind::AssertionRemoved]),
    ("insta::assert_snapshot!(a());", "a();", &[Kind::AssertionRemoved]),
    ("command().assert().success();", "command().assert();", &[Kind::AssertionRemoved]),
    (
        "command().assert().success().stdout(\"a\");",
        "command().assert().success();",
        &[Kind::AssertionRemoved],
    ),
    (
        "match a() { Ok(x) => x, Err(e) => panic!(\"{e}\") };",
        "match a() { Ok(x) => x, Err(e) => default() };",
        &[Kind::AssertionRemoved],
    ),
    ("pay(); assert!(a());", "todo!()", &[Kind::AssertionRemoved]),
    ("prop_assert_eq!(a(x), b(x));", "a(x);", &[Kind::AssertionRemoved]),
    ("verify_total(&cart, 12);", "let _total = cart.total();", &[Kind::AssertionRemoved]),
    // Loosened.
    ("assert_eq!(a(), 3);", "assert!(a() > 0);", &[Kind::AssertionLoosened]),
    ("assert_eq!(a(), Some(3));", "assert!(a().is_some());", &[Kind::AssertionLoosened]),
    ("assert_eq!(a(), Ok(3));", "assert!(a().is_ok());", &[Kind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert!(a() >= 3);", &[Kind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert_ne!(a(), 0);", &[Kind::AssertionLoosened]),
    ("assert!(a() == 3);", "assert!(a() <= 3);", &[Kind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert!(true);", &[Kind::AssertionLoosened]),
    ("assert!(a());", "assert!(true);", &[Kind::AssertionLoosened]),
    ("assert!(a());", "assert!(a() || true);", &[Kind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert_eq!(a(), a());", &[Kind::AssertionLoosened]),
    ("assert!(a() && b());", "assert!(a());", &[Kind::AssertionLoosened]),
    ("assert!(a() && b());", "assert!(a() || b());", &[Kind::AssertionLoosened]),
    ("assert!(a());", "assert!(a() || b());", &[Kind::AssertionLoosened]),
    ("assert!(a() < 3);", "assert!(a() <= 3);", &[Kind::AssertionLoosened]),
    (
        "assert!(matches!(a(), Err(Error::Full)));",
        "assert!(matches!(a(), Err(_)));",
        &[Kind::AssertionLoosened],
    ),
    ("assert!(matches!(a(), Err(Error::Full)));", "assert!(a().is_err());", &[Kind::AssertionLoosened]),
    (
        "assert_matches!(a(), Err(Error::Full { at: 3 }));",
        "assert_matches!(a(), Err(Error::Full { .. }));",
        &[Kind::AssertionLoosened],
    ),
    (
        "assert!(matches!(a(), Some(x) if x > 3));",
        "assert!(matches!(a(), Some(x)));",
        &[Kind::AssertionLoosened],
    ),
    ("assert_eq!(a(), \"the whole text\");", "assert!(a().contains(\"text\"));", &[Kind::AssertionLoosened]),
    ("assert!(a().starts_with(\"x\"));", "assert!(a().contains(\"x\"));", &[Kind::AssertionLoosened]),
    (
        "assert!(all().iter().all(|x| x.is_good()));",
        "assert!(all().iter().any(|x| x.is_good()));",
        &[Kind::AssertionLoosened],
    ),
    ("assert_eq!(a(), 3);", "debug_assert_eq!(a(), 3);", &[Kind::AssertionLoosened]),
    (
        "assert!(elapsed < Duration::from_millis(50));",
        "assert!(elapsed < Duration::from_millis(500));",
        &[Kind::AssertionLoosened],
    ),
    ("assert!(size() <= 100);", "assert!(size() <= 1000);", &[Kind::AssertionLoosened]),
    ("assert!(size() >= 100);", "assert!(size() >= 10);", &[Kind::AssertionLoosened]),
    ("assert!(size() > 100);", "assert!(size() > 10);", &[Kind::AssertionLoosened]),
    // Tolerances.
    ("assert!((a() - 1.5).abs() < 1e-9);", "assert!((a() - 1.5).abs() < 0.5);", &[Kind::Tolerance]),
    (
        "assert_relative_eq!(a(), 1.5, epsilon = 1e-9);",
        "assert_relative_eq!(a(), 1.5, epsilon = 1e-2);",
        &[Kind::Tolerance],
    ),
    (
        "assert_abs_diff_eq!(a(), 1.5, epsilon = 0.001);",
        "assert_abs_diff_eq!(a(), 1.5, epsilon = 0.1);",
        &[Kind::Tolerance],
    ),
    // Attributes.
    ("#[test] fn t() { a(); }", "#[test] #[ignore] fn t() { a(); }", &[Kind::Ignored]),
    ("#[test] fn t() { a(); }", "#[test] #[ignore = \"slow\"] fn t() { a(); }", &[Kind::Ignored]),
    ("#[test] fn t() { a(); }", "#[test] #[cfg_attr(windows, ignore)] fn t() { a(); }", &[Kind::Ignored]),
    ("#[test] fn t() { a(); }", "#[test] #[cfg(unix)] fn t() { a(); }", &[Kind::Cfg]),
    (
        "#[test] fn t() { a(); assert!(b()); }",
        "#[test] fn t() { a(); #[cfg(feature = \"slow\")] assert!(b()); }",
        &[Kind::Cfg],
    ),
    ("#[test] fn t() { a(); }", "#[test] #[should_panic] fn t() { a(); }", &[Kind::ShouldPanic]),
    (
        "#[test] #[should_panic(expected = \"the cart is empty\")] fn t() { a(); }",
        "#[test] #[should_panic] fn t() { a(); }",
        &[Kind::ShouldPanic],
    ),
    (
        "#[test] #[should_panic(expected = \"the cart is empty\")] fn t() { a(); }",
        "#[test] #[should_panic(expected = \"cart\")] fn t() { a(); }",
        &[Kind::ShouldPanic],
    ),
    (
        "#[rstest] #[case(1)] #[case(2)] fn t(#[case] x: u8) { a(x); }",
        "#[rstest] #[case(1)] fn t(#[case] x: u8) { a(x); }",
        &[Kind::Cases],
    ),
    (
        "#[test_case(1)] #[test_case(2)] fn t(x: u8) { a(x); }",
        "#[test_case(2)] fn t(x: u8) { a(x); }",
        &[Kind::Cases],
    ),
    // Ways out.
    ("a(); assert!(b());", "a(); return; assert!(b());", &[Kind::EarlyReturn]),
    ("assert!(b());", "if cfg!(windows) { return; } assert!(b());", &[Kind::EarlyReturn]),
    ("assert!(b());", "if env::var(\"CI\").is_ok() { return; } assert!(b());", &[Kind::EarlyReturn]),
    ("assert!(b());", "if a() { assert!(b()); }", &[Kind::EarlyReturn]),
    (
        "let x = a().unwrap(); assert_eq!(x, 1);",
        "let Ok(x) = a() else { return }; assert_eq!(x, 1);",
        &[Kind::EarlyReturn],
    ),
    ("assert!(b());", "process::exit(0); assert!(b());", &[Kind::EarlyReturn]),
    ("a();", "let _ = std::panic::catch_unwind(|| a());", &[Kind::CatchUnwind]),
    (
        "let r = a(); assert!(r);",
        "let r = std::panic::catch_unwind(a).unwrap_or(true); assert!(r);",
        &[Kind::CatchUnwind],
    ),
    // Cases.
    ("for n in 0..1000 { check(n); }", "for n in 0..10 { check(n); }", &[Kind::Cases]),
    ("for n in 1..=100 { check(n); }", "for n in 1..=3 { check(n); }", &[Kind::Cases]),
    ("for x in [1, 2, 3] { check(x); }", "for x in [1, 2] { check(x); }", &[Kind::Cases]),
    ("for x in &[\"a\", \"b\"] { check(x); }", "for x in &[\"a\"] { check(x); }", &[Kind::Cases]),
    (
        "let all = vec![(1, 2), (3, 4)]; for (a, b) in all { check(a, b); }",
        "let all = vec![(1, 2)]; for (a, b) in all { check(a, b); }",
        &[Kind::Cases],
    ),
    ("run(ProptestConfig::with_cases(256));", "run(ProptestConfig::with_cases(10));", &[Kind::Cases]),
    ("prop_assert!(a(x));", "prop_assume!(x > 3); prop_assert!(a(x));", &[Kind::Cases]),
    // Errors.
    ("a().unwrap();", "let _ = a();", &[Kind::SwallowedError]),
    ("a().unwrap();", "a().ok();", &[Kind::SwallowedError]),
    ("a()?;", "let _ = a();", &[Kind::SwallowedError]),
    ("a().expect(\"it works\");", "a();", &[Kind::SwallowedError]),
    ("let x = a().unwrap(); b(x);", "let x = a().unwrap_or_default(); b(x);", &[Kind::SwallowedError]),
    ("let x = a().unwrap(); b(x);", "if let Ok(x) = a() { b(x); }", &[Kind::SwallowedError]),
];

/// Another value is expected: in both directions.
const OTHER_VALUES: &[(&str, &str)] = &[
    ("assert_eq!(a(), 12);", "assert_eq!(a(), 13);"),
    ("assert_eq!(a(), \"x\");", "assert_eq!(a(), \"y\");"),
    ("assert_eq!(a(), Some(1));", "assert_eq!(a(), None);"),
    ("assert_eq!(a(), Err(Error::Full));", "assert_eq!(a(), Err(Error::Empty));"),
    ("assert!(a().is_ok());", "assert!(a().is_err());"),
    ("assert_eq!(a(), [1, 2, 3]);", "assert_eq!(a(), [1, 2]);"),
    ("assert_eq!(a(), true);", "assert_eq!(a(), false);"),
    ("insta::assert_snapshot!(a(), @\"x\");", "insta::assert_snapshot!(a(), @\"y\");"),
    ("check(1, 2);", "check(1, 3);"),
];

/// Neither is weaker.
const NEUTRAL: &[(&str, &str)] = &[
    ("assert_eq!(a(), true);", "assert!(a());"),
    ("assert_eq!(a(), false);", "assert!(!a());"),
    ("assert_ne!(a(), false);", "assert!(a());"),
    ("assert_eq!(v.len(), 0);", "assert!(v.is_empty());"),
    ("assert!(v.len() > 0);", "assert!(!v.is_empty());"),
    ("assert_eq!(a(), None);", "assert!(a().is_none());"),
    ("assert!(a() && b());", "assert!(a()); assert!(b());"),
    ("assert!(a() == 1 && b());", "assert!(b()); assert_eq!(a(), 1);"),
    ("let x = a(); assert_eq!(x, 1);", "let y = a(); assert_eq!(y, 1);"),
    ("let x = a(); b(); assert_eq!(x, 1);", "let answer = a(); assert_eq!(answer, 1); b();"),
    ("assert_eq!(cart.total(), 12);", "let total = cart.total(); assert_eq!(total, 12);"),
    ("assert_eq!(a(), 1); assert_eq!(b(), 2);", "assert_eq!(b(), 2); assert_eq!(a(), 1);"),
    ("assert_eq!(a(), 1);", "assert_eq!(1, a());"),
    ("assert_eq!(a(), 1);", "assert!(a() == 1);"),
    ("assert_eq!(a(), 1);", "assert_eq!(a(), 1, \"it is {}\", 1);"),
    ("assert!(a(), \"one\");", "assert!(a(), \"other {x}\");"),
    ("a().unwrap();", "a().expect(\"it works\");"),
    ("#[test] fn t() { a().unwrap(); }", "#[test] fn t() -> Result<(), E> { a()?; Ok(()) }"),
    ("assert_eq!(a(), 1_000);", "assert_eq!(a(), 1000);"),
    ("assert_eq!(a(), 10u32);", "assert_eq!(a(), 10);"),
    ("assert!(a() > 3);", "assert!(3 < a());"),
    ("#[test] fn t() { a(); }", "#[tokio::test] async fn t() { a().await; }"),
    ("use b::c; c();", "b::c();"),
    ("let a = \"x\".to_string(); b(a);", "let a = String::from(\"x\"); b(a);"),
    (
        "let cart = Cart::new(); assert!(cart.is_empty());",
        "let cart = Cart::default(); assert!(cart.is_empty());",
    ),
    ("assert_eq!(cart.size(), 3);", "assert_eq!(cart.len(), 3);"),
    ("assert_eq!(a(1), 2); assert_eq!(a(2), 3);", "check_sum(1, 2); check_sum(2, 3);"),
    ("assert!(a()); b();", "assert!(a()); b(); c();"),
    ("let x = 3; assert_eq!(a(x), 9);", "assert_eq!(a(3), 9);"),
    (
        "thread::sleep(Duration::from_millis(10)); assert!(a());",
        "thread::sleep(Duration::from_millis(20)); assert!(a());",
    ),
];

/// Of which only the second one is stronger in its own way: neither direction is weaker than what `WEAKER` says of it.
const STRONGER: &[(&str, &str)] = &[
    ("assert!(a().contains(\"order\"));", "assert!(a().contains(\"order 12 was paid\"));"),
    ("assert!(a().starts_with(\"or\"));", "assert!(a().starts_with(\"order\"));"),
    ("a();", "a(); assert!(b());"),
    ("assert!(a());", "assert!(a()); assert_eq!(b(), 2);"),
    ("if a() { assert!(b()); }", "assert!(a()); assert!(b());"),
    ("#[test] #[ignore] fn t() { a(); }", "#[test] fn t() { a(); }"),
    ("#[test] #[should_panic] fn t() { a(); }", "#[test] fn t() { assert!(a().is_err()); }"),
    (
        "#[test] #[should_panic] fn t() { a(); }",
        "#[test] #[should_panic(expected = \"full\")] fn t() { a(); }",
    ),
    ("assert!(a().is_some());", "assert_eq!(a().unwrap(), 3);"),
    ("for x in [1, 2] { check(x); }", "for x in [1, 2, 3] { check(x); }"),
    ("assert!((a() - 1.5).abs() < 0.1);", "assert!((a() - 1.5).abs() < 0.01);"),
    ("assert!(a() <= 100);", "assert!(a() < 50);"),
];

fn tokens(test: &str) -> String {
    let test = if test.starts_with('#') { test.to_owned() } else { format!("#[test] fn t() {{ {test} }}") };
    let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
    let text = format!("use spec_runtime::spec;\n#[spec(\"REQ-1\", test)] {test}");
    let tokens = scan(&path, &text).links.first().map(|link| link.item.tokens.to_string());
    tokens.filter(|tokens| !tokens.is_empty()).unwrap_or_else(|| panic!("no test: {text}"))
}

fn kinds(before: &str, now: &str) -> Vec<Kind> {
    let mut kinds: Vec<_> =
        weakened(&tokens(before), &tokens(now)).iter().map(|weakening| weakening.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Every case that is judged otherwise.
fn wrong<'a>(cases: impl Iterator<Item = (&'a str, &'a str, Vec<Kind>)>) -> String {
    let told = cases.filter_map(|(before, now, expect)| {
        let found = kinds(before, now);
        (found != expect).then(|| {
            format!(
                "{before}\n→ {now}\n  {found:?}, not {expect:?}: {:?}\n",
                weakened(&tokens(before), &tokens(now))
            )
        })
    });
    told.collect()
}

#[test]
fn what_checks_less_is_told_and_how() {
    assert_eq!(wrong(WEAKER.iter().map(|(before, now, kinds)| (*before, *now, kinds.to_vec()))), "");
}

#[test]
fn what_checks_more_is_never_told() {
    let back = WEAKER.iter().map(|(before, now, _)| (*now, *before, vec![]));
    assert_eq!(wrong(back.chain(STRONGER.iter().map(|(before, now)| (*before, *now, vec![])))), "");
}

#[test]
fn another_value_that_is_expected_is_told_in_both_directions() {
    let there = OTHER_VALUES.iter().map(|(before, now)| (*before, *now, vec![Kind::ExpectedValue]));
    let back = OTHER_VALUES.iter().map(|(before, now)| (*now, *before, vec![Kind::ExpectedValue]));
    assert_eq!(wrong(there.chain(back)), "");
}

#[test]
fn what_checks_the_same_in_another_way_is_not_told() {
    let there = NEUTRAL.iter().map(|(before, now)| (*before, *now, vec![]));
    let back = NEUTRAL.iter().map(|(before, now)| (*now, *before, vec![]));
    assert_eq!(wrong(there.chain(back)), "");
}

mod promises {
    use proptest::prelude::*;

    use super::*;

    fn assertion() -> impl Strategy<Value = String> {
        prop_oneof![
            ("[a-d]", 0_u32..50).prop_map(|(name, value)| format!("assert_eq!({name}(), {value});")),
            "[a-d]".prop_map(|name| format!("assert!(is_{name}());")),
            ("[a-d]", 1_u32..50).prop_map(|(name, value)| format!("assert!({name}() < {value});")),
        ]
    }

    proptest! {
        #[test]
        fn an_assertion_less_is_told_and_one_more_or_another_order_is_not(
            all in prop::collection::vec(assertion(), 1..6), at in any::<prop::sample::Index>()
        ) {
            let mut less = all.clone();
            less.remove(at.index(all.len()));
            prop_assert_eq!(kinds(&all.concat(), &less.concat()), vec![Kind::AssertionRemoved]);
            prop_assert_eq!(kinds(&less.concat(), &all.concat()), vec![]);
            let back: Vec<_> = all.iter().rev().cloned().collect();
            prop_assert_eq!(kinds(&all.concat(), &back.concat()), vec![]);
        }

        #[test]
        fn any_tokens_are_compared(
            one in "((assert|let|x|=|!|\\(|\\)|\\{|\\}|;|,|1|\"a|#|\\[|\\]|return|if) ?){0,30}",
            two in "((assert_eq|let|x|=|!|\\(|\\)|\\{|\\}|;|,|2|'a|#|\\[|\\]|for|<) ?){0,30}"
        ) {
            let _ = (weakened(&one, &two), readable::lines(&one));
            prop_assert_eq!(weakened(&one, &one), vec![]);
        }
    }
}
