//! Tests that an implementation passes which does not do what the criterion says.

use super::lazy;

#[test]
fn a_number_with_its_unit_that_no_test_has() {
    lazy(
        "WHEN a session is idle for 30 minutes THE desk SHALL close it",
        "test: fn _() { let mut desk = Desk::at(0); desk.wait(minutes(120)); assert!(desk.is_closed()); }",
        "no test has the 30 minutes",
    );
    lazy(
        "THE uploader SHALL refuse a file of more than 25 MB",
        "test: fn _() { assert!(!upload(1).is_refused()); assert!(upload(u64::MAX).is_refused()); }",
        "25 MB",
    );
    lazy(
        "THE cache SHALL drop an entry 90 s after it was written",
        "test: fn _() { cache.put(1); clock.advance(Duration::from_secs(600)); assert_eq!(cache.get(1), None); }",
        "90 s",
    );
    lazy(
        "WHEN the tank holds less than 15 % THE pump SHALL stop",
        "test: fn _() { assert!(pump(50).runs()); assert!(!pump(1).runs()); }",
        "15 %",
    );
    lazy(
        "THE parcel desk SHALL refuse a parcel heavier than 20 kg",
        "test: fn _() { assert!(desk.takes(grams(500))); assert!(!desk.takes(grams(90_000))); }",
        "20 kg",
    );
    lazy(
        "THE retry SHALL wait 250 ms before it asks again",
        "test: fn _() { let waited = retry(&mut clock); assert!(waited > Duration::ZERO); }",
        "250 ms",
    );
}

#[test]
fn a_bound_with_far_values_around_it() {
    lazy(
        "THE cart SHALL hold at most 40 items",
        "test: fn _() { assert!(add(2).is_ok()); assert_eq!(add(500), Err(Full)); }",
        "no test is at the bound `at most 40 items`: 40 and 41",
    );
    lazy(
        "THE form SHALL refuse a password of fewer than 12 characters",
        "test: fn _() { assert_eq!(form(\"é\"), Err(Short)); assert_eq!(form(\"a very long pass phrase\"), Ok(())); }",
        "11 and 12",
    );
    lazy(
        "WHEN more than 3 attempts fail THE door SHALL lock",
        "test: fn _() { for _ in 0..20 { door.attempt(\"x\"); } assert!(door.is_locked()); }",
        "3 and 4",
    );
    lazy(
        "THE poll SHALL take between 2 and 8 answers",
        "test: fn _() { assert!(poll(5).is_ok()); assert_eq!(poll(100), Err(Count)); }",
        "at the bound",
    );
    lazy(
        "THE list SHALL show at least 7 rows",
        "test: fn _() { assert_eq!(rows(20), 20); assert_eq!(rows(7), 7); }",
        "6 occurs in none",
    );
}

#[test]
fn a_text_between_back_quotes_that_no_test_has() {
    lazy(
        "IF the coupon is expired THEN THE shop SHALL answer `COUPON_EXPIRED`",
        "test: fn _() { assert_ne!(redeem(old()), redeem(fresh())); }",
        "no test has `COUPON_EXPIRED`",
    );
    lazy(
        "THE export SHALL begin with the line `id;name;total`",
        "test: fn _() { assert_eq!(export(&rows()).lines().count(), rows().len() + 1); }",
        "`id;name;total`",
    );
    lazy(
        "WHEN `--quiet` is given THE command SHALL print nothing",
        "test: fn _() { assert_eq!(run(&[\"-v\"]).out, \"\"); }",
        "`--quiet`",
    );
    lazy(
        "THE log SHALL name the level `warn` and the target `db`",
        "test: fn _() { assert!(!line().is_empty()); }",
        "`warn`, `db`",
    );
    lazy(
        "THE mail SHALL carry the header `X-Shop-Order`",
        "test: fn _() { assert!(mail().headers().len() > 3); }",
        "`X-Shop-Order`",
    );
}

#[test]
fn any_error_in_place_of_the_one_that_is_asked_for() {
    let test = "test: fn _() { assert!(parse(\"\").is_err()); }";
    lazy("IF the line is empty THEN THE parser SHALL fail", test, "some error, and not which one");
    lazy(
        "IF a field is missing THEN THE parser SHALL fail with an error that names the field",
        test,
        "though the criterion says what it tells",
    );
    lazy(
        "IF the account is closed THEN THE bank SHALL refuse the transfer",
        "test: fn _() { let bank = closed(); assert!(matches!(bank.transfer(5), Err(_)), \"refused\"); }",
        "some error",
    );
    lazy(
        "IF the key is unknown THEN THE store SHALL fail",
        "test: fn _() { let store = Store::new(); assert!(!store.get(\"k\").is_ok()); assert!(store.get(\"\").is_err()); }",
        "some error",
    );
}

#[test]
fn an_order_or_a_text_that_the_test_changes_before_it_compares() {
    lazy(
        "THE queue SHALL give the jobs back in order of arrival",
        "test: fn _() { let mut jobs = drain(); jobs.sort(); assert_eq!(jobs, [1, 2, 3]); }",
        "takes it away with `sort`",
    );
    lazy(
        "THE feed SHALL list the posts, newest first",
        "test: fn _() { let got: HashSet<_> = feed().collect(); assert_eq!(got, all()); }",
        "`HashSet`",
    );
    lazy(
        "THE formatter SHALL leave comments unchanged",
        "test: fn _() { assert_eq!(format(text()).trim(), text().trim()); }",
        "takes some away with `trim`",
    );
    lazy(
        "THE importer SHALL keep names verbatim",
        "test: fn _() { assert_eq!(import(\"Ada\").to_lowercase(), \"ada\"); }",
        "`to_lowercase`",
    );
}

#[test]
fn a_time_in_a_unit_that_rounds_it_away_and_a_constant_of_the_code() {
    lazy(
        "THE retry SHALL wait 1500 ms",
        "test: fn _() { assert_eq!(wait().as_secs(), 1); let _ = 1500; }",
        "`as_secs` rounds that away",
    );
    lazy(
        "THE lease SHALL last 90 minutes",
        "test: fn _() { assert_eq!(lease().num_hours(), 1); let _ = 90; }",
        "`num_hours`",
    );
    lazy(
        "THE link SHALL expire after 48 hours",
        "test: fn _() { let link = link(0); assert!(link.at(EXPIRY - 1)); assert!(!link.at(EXPIRY)); }",
        "they take `EXPIRY` from the code",
    );
    lazy(
        "THE room SHALL hold at most 12 people",
        "test: fn _() { assert!(room(MAX_PEOPLE).is_ok()); assert_eq!(room(MAX_PEOPLE + 1), Err(Full)); }",
        "`MAX_PEOPLE`",
    );
}

#[test]
fn any_text_and_inputs_of_ascii_alone() {
    let test = "test: fn _() { assert_eq!(f(\"abc\"), \"cba\"); assert_eq!(f(\"x y\"), \"y x\"); }";
    lazy("THE mirror SHALL turn any text around", test, "every text in its tests is ASCII");
    lazy("THE field SHALL count the characters of a name, and not its bytes", test, "ASCII");
    lazy("THE slug SHALL keep any character that is a letter", test, "ASCII");
    lazy("THE index SHALL find a word in any language", test, "ASCII");
    lazy(
        "THE label SHALL cut a title after 3 characters",
        "test: fn _() { assert_eq!(cut(\"abcd\"), \"abc\"); }",
        "ASCII",
    );
    lazy("THE width SHALL be that of a Unicode terminal", test, "ASCII");
}

#[test]
fn a_value_that_the_test_works_out_as_the_code_does() {
    lazy(
        "THE invoice SHALL add the tax to each line",
        "test: fn _() { let (net, tax) = (80, 19); assert_eq!(gross(net, tax), (net * 100 + net * tax + 50) / 100); }\n---\n\
         code: fn gross(net: u64, tax: u64) -> u64 { (net * 100 + net * tax + 50) / 100 }",
        "works out what it expects as the code does",
    );
    lazy(
        "THE sum SHALL weigh each digit by its place",
        "test: fn _() { let s = \"12\"; let sum = s.bytes().rev().enumerate().map(|(i, b)| (i as u32 + 1) * u32::from(b - b'0')).sum::<u32>(); assert_eq!(check(s), sum); }\n---\n\
         code: fn check(s: &str) -> u32 { s.bytes().rev().enumerate().map(|(i, b)| (i as u32 + 1) * u32::from(b - b'0')).sum::<u32>() }",
        "works out",
    );
}
