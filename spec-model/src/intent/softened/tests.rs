//! A table of changes, each in both directions.

use super::*;

/// Before, now, and the kinds of what is weaker. Those that only one direction may have are tried in the other one too, where nothing
/// may be found.
const WEAKER: &[(&str, &str, &[Kind])] = &[
    // SHALL, SHOULD, MAY.
    ("THE shop SHALL answer", "THE shop SHOULD answer", &[Kind::Modal]),
    ("THE shop SHALL answer", "THE shop MAY answer", &[Kind::Modal]),
    ("THE shop SHOULD answer", "THE shop MAY answer", &[Kind::Modal]),
    (
        "WHEN a user pays THE shop SHALL NOT store the card",
        "WHEN a user pays THE shop SHOULD NOT store the card",
        &[Kind::Modal],
    ),
    ("The system MUST encrypt backups", "The system can encrypt backups", &[Kind::Modal]),
    (
        "Users MUST be able to reset their password",
        "Users SHOULD be able to reset their password",
        &[Kind::Modal],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN a receipt MUST be sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN a receipt MAY be sent",
        &[Kind::Modal],
    ),
    // Bounds.
    ("THE shop SHALL answer within 50 ms", "THE shop SHALL answer within 500 ms", &[Kind::Bound]),
    ("THE shop SHALL answer within 50ms", "THE shop SHALL answer within 5 s", &[Kind::Bound]),
    ("THE shop SHALL answer within 90 seconds", "THE shop SHALL answer within 90 minutes", &[Kind::Bound]),
    (
        "THE shop SHALL answer in less than 1 second",
        "THE shop SHALL answer in less than 3 seconds",
        &[Kind::Bound],
    ),
    ("THE shop SHALL keep at least 3 copies", "THE shop SHALL keep at least 1 copy", &[Kind::Bound]),
    ("THE shop SHALL keep at least three copies", "THE shop SHALL keep at least two copies", &[Kind::Bound]),
    ("THE shop SHALL allow at most 3 attempts", "THE shop SHALL allow at most 10 attempts", &[Kind::Bound]),
    (
        "THE shop SHALL allow no more than 3 attempts",
        "THE shop SHALL allow no more than 5 attempts",
        &[Kind::Bound],
    ),
    ("THE shop SHALL allow up to 5 MB", "THE shop SHALL allow up to 5 GB", &[Kind::Bound]),
    ("THE latency SHALL be ≤ 50 ms", "THE latency SHALL be ≤ 500 ms", &[Kind::Bound]),
    ("THE latency SHALL be <= 50 ms", "THE latency SHALL be <= 60 ms", &[Kind::Bound]),
    ("THE latency SHALL NOT exceed 50 ms", "THE latency SHALL NOT exceed 500 ms", &[Kind::Bound]),
    ("THE shop SHALL NOT take longer than 2 s", "THE shop SHALL NOT take longer than 20 s", &[Kind::Bound]),
    ("THE shop SHALL NOT take more than 50 ms", "THE shop SHALL NOT take more than 90 ms", &[Kind::Bound]),
    (
        "THE shop SHALL be there for 99.9 % of requests",
        "THE shop SHALL be there for 99 % of requests",
        &[Kind::Bound],
    ),
    ("THE shop SHALL have 99.9% availability", "THE shop SHALL have 99.5% availability", &[Kind::Bound]),
    (
        "Passwords MUST have a minimum of 12 characters",
        "Passwords MUST have a minimum of 8 characters",
        &[Kind::Bound],
    ),
    ("Passwords MUST have 12 or more characters", "Passwords MUST have 6 or more characters", &[Kind::Bound]),
    ("THE shop SHALL keep logs for 90 days", "THE shop SHALL keep logs for 30 days", &[Kind::Bound]),
    (
        "THE shop SHALL save the cart every 5 minutes",
        "THE shop SHALL save the cart every 2 hours",
        &[Kind::Bound],
    ),
    ("THE shop SHALL try exactly 3 times", "THE shop SHALL try at least 1 times", &[Kind::Bound]),
    ("THE shop SHALL answer within 200 ms", "THE shop SHALL answer promptly", &[Kind::Bound]),
    ("THE shop SHALL answer within 200 ms", "THE shop SHALL answer", &[Kind::Bound]),
    (
        "WHEN more than 5 attempts fail THE shop SHALL lock the account",
        "WHEN more than 10 attempts fail THE shop SHALL lock the account",
        &[Kind::Bound],
    ),
    // Conditions.
    (
        "THE shop SHALL send a receipt",
        "WHEN the member wants it THE shop SHALL send a receipt",
        &[Kind::Condition],
    ),
    (
        "WHEN a user pays THE shop SHALL send a receipt",
        "WHILE the shop is open WHEN a user pays THE shop SHALL send a receipt",
        &[Kind::Condition],
    ),
    (
        "WHEN a user logs in THE shop SHALL ask for a code",
        "WHEN a user logs in and is an administrator THE shop SHALL ask for a code",
        &[Kind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups unless the disk is full",
        &[Kind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups, except in test systems",
        &[Kind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups if a key is there",
        &[Kind::Condition],
    ),
    ("The shop MUST encrypt backups.", "The shop MUST encrypt backups only when asked.", &[Kind::Condition]),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty",
        "GIVEN a cart\nAND a member with an account\nWHEN it is paid\nTHEN it is empty",
        &[Kind::Condition],
    ),
    // Alternatives.
    (
        "WHEN the card is stolen THE shop SHALL reject the order",
        "WHEN the card is stolen THE shop SHALL reject the order or log it",
        &[Kind::Alternative],
    ),
    ("THE shop SHALL send a letter", "THE shop SHALL send a letter or an e-mail", &[Kind::Alternative]),
    (
        "THE shop SHALL log and reject the order",
        "THE shop SHALL log or reject the order",
        &[Kind::Alternative],
    ),
    (
        "THE shop SHALL log and reject the order",
        "THE shop SHALL log and/or reject the order",
        &[Kind::Alternative],
    ),
    (
        "THE shop SHALL NOT log or store the card",
        "THE shop SHALL NOT log and store the card",
        &[Kind::Alternative],
    ),
    (
        "THE shop SHALL take one of\n- a card",
        "THE shop SHALL take one of\n- a card\n- cash",
        &[Kind::Alternative],
    ),
    // Responses.
    ("THE shop SHALL log the order and send a receipt", "THE shop SHALL log the order", &[Kind::Response]),
    (
        "THE shop SHALL log the order, send a receipt and empty the cart",
        "THE shop SHALL log the order and empty the cart",
        &[Kind::Response],
    ),
    ("THE shop SHALL show\n- the price\n- the tax", "THE shop SHALL show\n- the price", &[Kind::Response]),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty\nAND a receipt is sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty",
        &[Kind::Response],
    ),
    ("The shop MUST log orders. It MUST keep the log.", "The shop MUST log orders.", &[Kind::Response]),
    ("THE shop SHALL NOT log or store the card", "THE shop SHALL NOT log the card", &[Kind::Response]),
    (
        "THE shop SHALL round\n| in | out |\n| 1.5 | 2 |\n| 2.5 | 2 |",
        "THE shop SHALL round\n| in | out |\n| 1.5 | 2 |",
        &[Kind::Response],
    ),
    // Quantifiers.
    ("THE shop SHALL encrypt all backups", "THE shop SHALL encrypt some backups", &[Kind::Quantifier]),
    ("THE shop SHALL check every order", "THE shop SHALL check most orders", &[Kind::Quantifier]),
    ("ALL servers SHALL answer", "MOST servers SHALL answer", &[Kind::Quantifier]),
    ("THE shop SHALL always log orders", "THE shop SHALL usually log orders", &[Kind::Quantifier]),
    (
        "THE shop SHALL immediately end the session",
        "THE shop SHALL eventually end the session",
        &[Kind::Quantifier],
    ),
    ("THE shop SHALL tell both owners", "THE shop SHALL tell either owner", &[Kind::Quantifier]),
    (
        "THE shop SHALL meet all of the following\n- a\n- b",
        "THE shop SHALL meet any of the following\n- a\n- b",
        &[Kind::Quantifier],
    ),
    (
        "IF any field is missing THEN THE shop SHALL reject it",
        "IF all fields are missing THEN THE shop SHALL reject it",
        &[Kind::Quantifier],
    ),
    // Hedges.
    ("THE shop SHALL send a receipt", "THE shop SHALL try to send a receipt", &[Kind::Hedge]),
    ("THE shop SHALL send a receipt", "THE shop SHALL send a receipt where possible", &[Kind::Hedge]),
    ("THE shop SHALL send a receipt", "THE shop SHALL, if possible, send a receipt", &[Kind::Hedge]),
    (
        "IF the card is stolen THEN THE shop SHALL reject the order",
        "IF the card is stolen THEN THE shop SHALL warn about the order",
        &[Kind::Hedge],
    ),
    ("THE shop SHALL delete the account", "THE shop SHALL hide the account", &[Kind::Hedge]),
    ("THE shop SHALL require a password", "THE shop SHALL recommend a password", &[Kind::Hedge]),
    // As people write.
    ("THE shop SHALL accept files up to 100 MB", "THE shop SHALL accept files up to 10 MB", &[Kind::Bound]),
    ("THE shop SHALL hold up to 1000 orders", "THE shop SHALL hold up to 100 orders", &[Kind::Bound]),
    (
        "THE shop SHALL NOT lose any message",
        "THE shop SHALL NOT lose more than 1% of messages",
        &[Kind::Bound],
    ),
    (
        "THE shop SHALL delete the data within 30 days",
        "THE shop SHALL delete the data within 30 business days",
        &[Kind::Bound],
    ),
    (
        "THE shop SHALL sort the results by date",
        "THE shop SHALL sort the results by date unless there are more than 1000",
        &[Kind::Condition],
    ),
    (
        "WHEN a payment fails THE shop SHALL retry 3 times",
        "WHEN a payment fails THE shop SHALL retry up to 3 times",
        &[Kind::Bound],
    ),
    ("THE shop SHALL answer in 2 s", "THE shop SHALL answer in 20 s", &[Kind::Bound]),
    (
        "THE shop SHALL support 1000 concurrent users",
        "THE shop SHALL support 100 concurrent users",
        &[Kind::Bound],
    ),
    (
        "THE shop SHALL lock the account after 3 failed attempts",
        "THE shop SHALL lock the account after 10 failed attempts",
        &[Kind::Bound],
    ),
    (
        "WHEN 3 attempts fail THE shop SHALL lock the account",
        "WHEN 10 attempts fail THE shop SHALL lock the account",
        &[Kind::Bound],
    ),
    (
        "THE shop SHALL answer within 50 ms at the 99th percentile",
        "THE shop SHALL answer within 50 ms at the 50th percentile",
        &[Kind::Bound],
    ),
    (
        "THE shop SHALL answer with a p99 of 50 ms",
        "THE shop SHALL answer with a p90 of 50 ms",
        &[Kind::Bound],
    ),
    (
        "WHILE the battery is below 20 % THE device SHALL dim",
        "WHILE the battery is below 5 % THE device SHALL dim",
        &[Kind::Bound],
    ),
    ("THE shop SHALL validate all fields", "THE shop SHALL validate required fields", &[Kind::Quantifier]),
    ("THE shop SHALL tell the owner immediately", "THE shop SHALL tell the owner", &[Kind::Quantifier]),
    ("THE shop SHALL only show active items", "THE shop SHALL show active items", &[Kind::Quantifier]),
    (
        "THE shop SHALL encrypt data at rest and in transit",
        "THE shop SHALL encrypt data at rest",
        &[Kind::Response],
    ),
    ("THE shop SHALL validate the input, then store it", "THE shop SHALL store it", &[Kind::Response]),
    (
        "The API must return results sorted by date, newest first.",
        "The API must return results sorted by date.",
        &[Kind::Response],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is emptied\nAND a receipt is sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN it is emptied\nAND a receipt may be sent",
        &[Kind::Modal],
    ),
    (
        "IF the token is expired THEN THE shop SHALL return 401",
        "IF the token is expired THEN THE shop SHALL return 401 or 403",
        &[Kind::Alternative],
    ),
    // Two at once.
    (
        "THE shop SHALL answer within 50 ms",
        "THE shop SHOULD answer within 500 ms",
        &[Kind::Modal, Kind::Bound],
    ),
];

/// One thing is weaker and another one stronger, in either direction.
const BOTH: &[(&str, &str, &[Kind], &[Kind])] = &[
    (
        "THE shop SHALL answer within 500 ms",
        "THE shop SHOULD answer within 50 ms",
        &[Kind::Modal],
        &[Kind::Bound],
    ),
    (
        "THE shop SHALL keep at least 3 copies for 90 days",
        "THE shop SHALL keep at least 5 copies for 30 days",
        &[Kind::Bound],
        &[Kind::Bound],
    ),
];

/// Neither is weaker.
const NEUTRAL: &[(&str, &str)] = &[
    ("THE shop SHALL hold at most one hundred entries", "THE shop SHALL hold at most 100 entries"),
    ("THE shop SHALL log the request, e.g. its path and status", "THE shop SHALL log the request"),
    ("THE shop SHALL answer", "THE shop MUST answer"),
    ("THE shop SHALL answer within 1 s", "THE shop SHALL answer within 1000 ms"),
    ("THE shop SHALL answer within 50 ms", "THE shop SHALL answer within 50ms"),
    ("THE shop SHALL allow at most 3 attempts", "THE shop SHALL allow no more than 3 attempts"),
    ("THE shop SHALL keep at least 3 copies", "THE shop SHALL keep no fewer than 3 copies"),
    ("THE shop SHALL check every order", "THE shop SHALL check all orders"),
    ("THE shop SHALL log the order and send a receipt", "THE shop SHALL send a receipt and log the order"),
    ("WHEN a user pays THE shop SHALL send a receipt", "THE shop SHALL send a receipt when a user pays"),
    ("THE shop SHALL send a receipt", "THE store SHALL send a receipt"),
    ("THE shop SHALL answer with 404", "THE shop SHALL answer with 410"),
    ("THE shop SHALL NOT log the card", "THE shop SHALL log the card"),
    ("WHEN a user signs in THE shop SHALL greet them", "WHEN a member logs in THE shop SHALL greet them"),
    ("THE shop SHALL show the price", "THE shop SHALL display the price"),
    ("THE shop SHALL send an e-mail", "THE shop SHALL send a letter"),
    ("THE shop SHALL answer in at most 2 s", "THE shop SHALL answer in 2 s"),
    (
        "THE shop SHALL be taken to take less than 2 seconds",
        "THE shop SHALL be taken to take 2 seconds or less",
    ),
    ("THE shop SHALL log every order", "THE shop SHALL log each order"),
    ("THE shop SHALL keep 3 or more copies", "THE shop SHALL keep at least 3 copies"),
    ("WHEN a user pays, THE shop SHALL send a receipt.", "WHEN a user pays THE shop SHALL send a receipt"),
];

fn kinds(before: &str, now: &str) -> Vec<Kind> {
    let mut kinds: Vec<_> = softened(before, now).iter().map(|softening| softening.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Every case that is judged otherwise.
fn wrong(cases: impl Iterator<Item = (String, String, Vec<Kind>)>) -> String {
    let told = cases.filter_map(|(before, now, expect)| {
        let found = kinds(&before, &now);
        (found != expect).then(|| {
            format!("{before}\n→ {now}\n  {found:?}, not {expect:?}: {:?}\n", softened(&before, &now))
        })
    });
    told.collect()
}

#[test]
fn what_asks_for_less_is_told_and_how() {
    let cases =
        WEAKER.iter().map(|(before, now, kinds)| ((*before).to_owned(), (*now).to_owned(), kinds.to_vec()));
    assert_eq!(wrong(cases), "");
}

#[test]
fn what_asks_for_more_is_never_told() {
    let cases = WEAKER.iter().map(|(before, now, _)| ((*now).to_owned(), (*before).to_owned(), vec![]));
    assert_eq!(wrong(cases), "");
}

#[test]
fn what_asks_for_less_in_one_way_and_more_in_another_is_told() {
    let there =
        BOTH.iter().map(|(before, now, kinds, _)| ((*before).to_owned(), (*now).to_owned(), kinds.to_vec()));
    let back =
        BOTH.iter().map(|(before, now, _, kinds)| ((*now).to_owned(), (*before).to_owned(), kinds.to_vec()));
    assert_eq!(wrong(there.chain(back)), "");
}

#[test]
fn what_says_the_same_with_other_words_is_not_told() {
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
        fn a_wider_bound_is_told_and_a_narrower_one_is_not(less in 1_u32..500, more in 1_u32..500, upper in any::<bool>()) {
            prop_assume!(less < more);
            let (word, small, large) = if upper { ("within", less, more) } else { ("at least", more, less) };
            let text = |number: u32| format!("WHEN asked THE shop SHALL answer {word} {number} seconds");
            prop_assert_eq!(kinds(&text(small), &text(large)), vec![Kind::Bound]);
            prop_assert_eq!(kinds(&text(large), &text(small)), vec![]);
        }

        #[test]
        fn a_response_less_is_told_and_one_more_is_not(all in prop::collection::btree_set(action(), 2..5), at in any::<prop::sample::Index>()) {
            let all: Vec<_> = all.into_iter().collect();
            let mut less = all.clone();
            less.remove(at.index(all.len()));
            let text = |actions: &[String]| format!("WHEN asked THE shop SHALL {}", actions.join(" and "));
            prop_assert_eq!(kinds(&text(&all), &text(&less)), vec![Kind::Response]);
            prop_assert_eq!(kinds(&text(&less), &text(&all)), vec![]);
        }

        #[test]
        fn any_two_texts_are_compared(one in "(WHEN|SHALL|NOT|and|or|within|at least|5|ms|%|all|some|,|\\.|\n|- x|\\| y| |ß|\u{130}){0,12}", two in "(IF|THEN|SHOULD|unless|3|or|every|\n|- z| |é){0,12}") {
            let _ = softened(&one, &two);
            prop_assert_eq!(softened(&one, &one), vec![]);
        }
    }
}
