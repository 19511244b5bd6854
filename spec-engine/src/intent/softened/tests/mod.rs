//! A table of changes, each in both directions.

use super::*;

mod adverbs;
mod bounds;
mod finer;
mod neutral;
mod weaker;

use adverbs::ADVERBS;
use bounds::BOUNDS;
use finer::FINER;
use neutral::NEUTRAL;
use weaker::WEAKER;

/// Before, now, and the kinds of what is weaker. They are tried in the other direction too, where nothing may be found.
type Case = (&'static str, &'static str, &'static [SofteningKind]);

/// One thing is weaker and another one stronger, in either direction.
const BOTH: &[(&str, &str, &[SofteningKind], &[SofteningKind])] = &[
    (
        "THE shop SHALL answer within 500 ms",
        "THE shop SHOULD answer within 50 ms",
        &[SofteningKind::Modal],
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL keep at least 3 copies for 90 days",
        "THE shop SHALL keep at least 5 copies for 30 days",
        &[SofteningKind::Bound],
        &[SofteningKind::Bound],
    ),
];

fn kinds(before: &str, now: &str) -> Vec<SofteningKind> {
    let mut kinds: Vec<_> = softened(before, now).iter().map(|softening| softening.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Every case that is judged otherwise.
fn wrong(cases: impl Iterator<Item = (String, String, Vec<SofteningKind>)>) -> String {
    let excerpt = cases.filter_map(|(before, now, expect)| {
        let found = kinds(&before, &now);
        (found != expect).then(|| {
            format!("{before}\n→ {now}\n  {found:?}, not {expect:?}: {:?}\n", softened(&before, &now))
        })
    });
    excerpt.collect()
}

#[test]
fn what_asks_for_less_is_reported_and_how() {
    let cases = WEAKER
        .iter()
        .chain(BOUNDS)
        .chain(FINER)
        .chain(ADVERBS)
        .map(|(before, now, kinds)| ((*before).to_owned(), (*now).to_owned(), kinds.to_vec()));
    assert_eq!(wrong(cases), "");
}

#[test]
fn what_asks_for_more_is_never_reported() {
    let cases = WEAKER
        .iter()
        .chain(BOUNDS)
        .chain(FINER)
        .chain(ADVERBS)
        .map(|(before, now, _)| ((*now).to_owned(), (*before).to_owned(), vec![]));
    assert_eq!(wrong(cases), "");
}

#[test]
fn what_asks_for_less_in_one_way_and_more_in_another_is_reported() {
    let there =
        BOTH.iter().map(|(before, now, kinds, _)| ((*before).to_owned(), (*now).to_owned(), kinds.to_vec()));
    let back =
        BOTH.iter().map(|(before, now, _, kinds)| ((*now).to_owned(), (*before).to_owned(), kinds.to_vec()));
    assert_eq!(wrong(there.chain(back)), "");
}

#[test]
fn what_says_the_same_with_other_words_is_not_reported() {
    let there = NEUTRAL.iter().map(|(before, now)| ((*before).to_owned(), (*now).to_owned(), vec![]));
    let back = NEUTRAL.iter().map(|(before, now)| ((*now).to_owned(), (*before).to_owned(), vec![]));
    assert_eq!(wrong(there.chain(back)), "");
}

mod promises {
    use proptest::prelude::*;

    use super::*;

    fn action() -> impl Strategy<Value = String> {
        ("(log|send|store|check|show)", "(orders|receipts|carts|prices|names)")
            .prop_map(|(verb, noun)| format!("{verb} {noun}"))
    }

    proptest! {
        #[test]
        fn a_wider_bound_is_reported_and_a_narrower_one_is_not(less in 1_u32..500, more in 1_u32..500, upper in any::<bool>()) {
            prop_assume!(less < more);
            let (word, small, large) = if upper { ("within", less, more) } else { ("at least", more, less) };
            let text = |number: u32| format!("WHEN asked THE shop SHALL answer {word} {number} seconds");
            prop_assert_eq!(kinds(&text(small), &text(large)), vec![SofteningKind::Bound]);
            prop_assert_eq!(kinds(&text(large), &text(small)), vec![]);
        }

        #[test]
        fn a_response_less_is_reported_and_one_more_is_not(all in prop::collection::btree_set(action(), 2..5), at in any::<prop::sample::Index>()) {
            let all: Vec<_> = all.into_iter().collect();
            let mut less = all.clone();
            less.remove(at.index(all.len()));
            let text = |actions: &[String]| format!("WHEN asked THE shop SHALL {}", actions.join(" and "));
            prop_assert_eq!(kinds(&text(&all), &text(&less)), vec![SofteningKind::Response]);
            prop_assert_eq!(kinds(&text(&less), &text(&all)), vec![]);
        }

        #[test]
        fn any_two_texts_are_compared(one in text(), two in text()) {
            let _ = softened(&one, &two);
            prop_assert_eq!(softened(&one, &one), vec![]);
        }

        #[test]
        fn whatever_the_letters_are_nothing_breaks(one in "\\PC{0,60}", two in "\\PC{0,60}") {
            let _ = softened(&one, &two);
            let _ = softened(&format!("THE shop SHALL {one} within 5 s or {two}"), &format!("{two} SHALL {one}"));
        }
    }

    /// Words that a rule knows, numbers and marks, in any order.
    fn text() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "WHEN",
            "IF",
            "SHALL",
            "SHALL NOT",
            "SHOULD",
            "THEN",
            "unless",
            "except",
            "only",
            "after",
            "once",
            "every",
            "each",
            "all",
            "any",
            "no",
            "and",
            "or",
            "either",
            "between",
            "from",
            "to",
            "within",
            "at least",
            "at most",
            "more than",
            "up to",
            "a",
            "the",
            "half",
            "dozen",
            "hundred",
            "once a day",
            "5",
            "3.5",
            "-20",
            "8-64",
            "±",
            "<=",
            "≥",
            "%",
            "°",
            "C",
            "ms",
            "24/7",
            "18:00",
            "2025-06-30",
            "1 May 2025",
            "q3",
            "p99",
            "th",
            "percentile",
            "per",
            "such as",
            "e.g.",
            "(",
            ")",
            "\"",
            ",",
            ".",
            "\n",
            "\n- ",
            "\n| ",
            "> ",
            "ß",
            "\u{130}",
            "é",
            "中",
            "İs",
            "users",
            "user",
        ]);
        prop::collection::vec(word, 0..16).prop_map(|words| words.join(" "))
    }
}
