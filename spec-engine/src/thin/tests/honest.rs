//! Tests that have what the criterion asks for, in whatever way: nothing is said of them.

use super::honest;

#[test]
fn a_number_in_another_unit_or_another_form() {
    let idle = "WHEN a session is idle for 30 minutes THE desk SHALL close it";
    for minutes in [
        "minutes(30)",
        "from_secs(1_800)",
        "from_secs(30 * 60)",
        "from_millis(1_800_000)",
        "parse(\"30m\")",
        "half_hours(1, 0.5)",
    ] {
        honest(idle, &format!("test: fn _() {{ desk.wait({minutes}); assert!(desk.is_closed()); }}"));
    }
    honest(
        idle,
        "test: fn _() { desk.wait(IDLE); assert!(desk.is_closed()); }\n---\nhelper: const IDLE: Duration = minutes(30);",
    );
    honest(
        "THE uploader SHALL refuse a file of more than 25 MB",
        "test: fn _() { assert!(!upload(25_000_000).is_refused()); assert!(upload(25_000_001).is_refused()); }",
    );
    honest(
        "THE shop SHALL take 10 % off",
        "test: fn _() { assert_eq!(price(1_000), 900); assert_eq!(factor(), 0.9); }",
    );
    honest("THE block SHALL have 4 KiB", "test: fn _() { assert_eq!(block().len(), 1 << 12); }");
}

#[test]
fn a_bound_that_values_or_repetitions_reach() {
    let cart = "THE cart SHALL hold at most 3 items";
    honest(cart, "test: fn _() { assert_eq!(add(3), Ok(())); assert_eq!(add(4), Err(Full)); }");
    honest(
        cart,
        "test: fn _() { for n in 0..=3 { assert_eq!(add(n), Ok(())); } assert_eq!(add(4), Err(Full)); }",
    );
    honest(
        cart,
        "test: fn _() { cart.add(\"é\"); cart.add(\"b\"); cart.add(\"c\"); assert_eq!(cart.add(\"d\"), Err(Full)); }",
    );
    honest(
        cart,
        "test: fn _() { assert_eq!(all(&[1, 1, 1]), Ok(())); assert_eq!(all(&[1, 1, 1, 1]), Err(Full)); }",
    );
    honest(
        cart,
        "test: fn _() { assert_eq!(add(LIMIT), Ok(())); assert_eq!(add(LIMIT + 1), Err(Full)); }\n---\nhelper: const LIMIT: usize = 3;",
    );
    honest(
        "THE name SHALL have at most 8 characters",
        "test: fn _() { assert_eq!(name(\"größeres\"), Ok(())); assert_eq!(name(\"größeres!\"), Err(Long)); }",
    );
    honest(
        "THE pool SHALL hold up to 16 connections",
        "test: fn _() { for _ in 0..16 { pool.take(); } assert_eq!(pool.left(), 0); }",
    );
    honest(
        "THE page SHALL answer within 200 ms",
        "test: fn _() { assert!(answer() < Duration::from_millis(200)); }",
    );
}

#[test]
fn a_text_between_back_quotes_in_another_form() {
    let code = "IF the coupon is expired THEN THE shop SHALL answer `COUPON_EXPIRED`";
    honest(code, "test: fn _() { assert_eq!(redeem(old()), Err(Error::CouponExpired)); }");
    honest(code, "test: fn _() { assert_eq!(redeem(old()), \"COUPON_EXPIRED: 3\"); }");
    honest(
        "THE command `shop sell --quiet` SHALL print nothing",
        "test: fn _() { assert_eq!(run(&[\"shop\", \"sell\", \"--quiet\"]), \"\"); }",
    );
    honest(
        "THE line SHALL be `total: {amount} EUR`",
        "test: fn _() { assert_eq!(line(5), \"total: 5 EUR\"); }",
    );
    honest(
        "`Cart::total()` SHALL be `0` for an empty cart",
        "test: fn _() { assert_eq!(Cart::new().total(), 0); }",
    );
    honest("`is_open` SHALL be `true`", "test: fn _() { assert!(shop.is_open()); }");
}

#[test]
fn an_error_that_is_looked_at_or_beside_other_claims() {
    let fails = "IF the line is empty THEN THE parser SHALL fail";
    honest(fails, "test: fn _() { assert_eq!(parse(\"\").unwrap_err(), Error::Empty); }");
    honest(
        fails,
        "test: fn _() { assert!(matches!(parse(\"\"), Err(Error::Empty))); assert!(parse(\"a\").is_err()); }",
    );
    honest(fails, "test: fn _() { assert!(store.put(1).is_err()); assert_eq!(store.len(), 0); }");
    honest(
        fails,
        "test: fn _() { for line in [\"\", \" \"] { check_refused(line); assert!(parse(line).is_err()); } }",
    );
}

#[test]
fn an_order_that_stays_and_one_that_the_test_works_out() {
    let order = "THE queue SHALL give the jobs back in order of arrival";
    honest(order, "test: fn _() { assert_eq!(drain(), [3, 1, 2]); }");
    honest(
        "THE list SHALL be sorted by name",
        "test: fn _() { let mut expected = names(); expected.sort(); assert_eq!(list(), expected); }",
    );
    honest(
        "WHEN the order is paid THE shop SHALL send it",
        "test: fn _() { let mut sent = sent(); sent.sort(); assert_eq!(sent, [1]); }",
    );
}

#[test]
fn times_text_and_calculations_that_are_what_they_should_be() {
    honest("THE lease SHALL last 90 minutes", "test: fn _() { assert_eq!(lease().as_secs(), 5_400); }");
    honest("THE retry SHALL wait 2000 ms", "test: fn _() { assert_eq!(wait().as_secs(), 2); }");
    honest(
        "THE mirror SHALL turn any text around",
        "test: fn _() { assert_eq!(f(\"añb\"), \"bña\"); assert_eq!(f(\"ab\"), \"ba\"); }",
    );
    honest(
        "THE mirror SHALL turn any text around",
        "test: fn _() { assert_eq!(f(\"a\\u{301}b\"), \"ba\\u{301}\"); }",
    );
    honest(
        "THE code SHALL have ASCII characters alone",
        "test: fn _() { assert!(code().is_ascii()); assert_eq!(code(), \"ab\"); }",
    );
    honest(
        "THE invoice SHALL add the tax to each line",
        "test: fn _() { assert_eq!(gross(80, 19), 80 + 15); }\n---\ncode: fn gross(net: u64, tax: u64) -> u64 { (net * 100 + net * tax + 50) / 100 }",
    );
    honest(
        "THE mirror SHALL turn any text around",
        "test: fn _(text: String) { prop_assert_eq!(f(&f(&text)), text); }",
    );
}
