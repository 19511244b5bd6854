use crate::findings::testing::{check_accepted, now};

/// A test of both criteria, with a body, and what stands before it in its file.
fn test(before: &str, body: &str) -> String {
    format!("{before} #[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t() {{ {body} }}")
}

/// Checks the helpers that the lock keeps of the test in the first file: `file name`.
#[track_caller]
fn uses(files: &[(&str, &str)], expect: &[&str]) {
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let now = now(&files);
    let helpers = now.intents().next().map(|intent| intent.helpers.clone()).unwrap_or_default();
    let mut found: Vec<_> = helpers.iter().map(|helper| format!("{} {}", helper.file, helper.name)).collect();
    found.sort();
    assert_eq!(found.iter().map(|helper| helper.trim()).collect::<Vec<_>>(), expect);
}

const MAIN: &str = "mod support; mod till;";
const CHECK: &str =
    "pub fn check(n: u32) { assert_eq!(n, LIMIT); } pub const LIMIT: u32 = 1; pub fn other() {}";

#[test]
fn what_a_path_leads_to_is_kept_with_what_that_uses() {
    let expect = ["tests/spec/support.rs LIMIT", "tests/spec/support.rs check"];
    for (before, body) in [
        ("use crate::support::check;", "check(1);"),
        ("use crate::support::{self};", "support::check(1);"),
        ("use crate::support;", "support::check(1);"),
        ("use super::support::check as verify;", "verify(1);"),
        ("use crate::support::*;", "check(1);"),
        ("use super::*;", "support::check(1);"),
        ("", "crate::support::check(1);"),
        ("", "super::support::check(1);"),
    ] {
        let test = test(before, body);
        uses(
            &[("tests/spec/till.rs", &test), ("tests/spec/main.rs", MAIN), ("tests/spec/support.rs", CHECK)],
            &expect,
        );
    }
    let through = test("fn own() { crate::support::check(1); }", "own();");
    uses(
        &[("tests/spec/till.rs", &through), ("tests/spec/main.rs", MAIN), ("tests/spec/support.rs", CHECK)],
        &[&expect[..], &["tests/spec/till.rs own"]].concat(),
    );
}

#[test]
fn modules_that_take_all_of_each_other_are_asked_in_any_order() {
    let calls =
        ["crate::support::check(1);", "crate::more::own();", "crate::support::own(); crate::more::check(1);"];
    for turned in 0..calls.len() {
        let mut calls = calls;
        calls.rotate_left(turned);
        let test = test("", &calls.concat());
        let more = format!("pub use crate::support::*; {CHECK}");
        uses(
            &[
                ("tests/spec/till.rs", &test),
                ("tests/spec/main.rs", "mod support; mod more; mod till;"),
                ("tests/spec/support.rs", "pub use crate::more::*; pub fn own() {}"),
                ("tests/spec/more.rs", &more),
            ],
            &["tests/spec/more.rs LIMIT", "tests/spec/more.rs check", "tests/spec/support.rs own"],
        );
    }
}

/// Each name of a test may come from each of them, and so may each name of their paths.
#[test]
fn many_globs_of_other_crates_cost_little() {
    let globs: String = (0..12).map(|number| format!("use dependency_{number}::prelude::*;\n")).collect();
    let words: String = (0..40).map(|number| format!("word_{number}(); ")).collect();
    let test = test(&format!("{globs}use crate::support::*;"), &format!("{words} check(1);"));
    uses(
        &[("tests/spec/till.rs", &test), ("tests/spec/main.rs", MAIN), ("tests/spec/support.rs", CHECK)],
        &["tests/spec/support.rs LIMIT", "tests/spec/support.rs check"],
    );
}

#[test]
fn modules_are_found_where_rust_finds_them() {
    let test = |body| test("mod common;", body);
    let folder = ("tests/common/mod.rs", CHECK);
    uses(
        &[("tests/a.rs", &test("common::check(1);")), folder],
        &["tests/common/mod.rs LIMIT", "tests/common/mod.rs check"],
    );
    uses(&[("tests/a.rs", &test("common::LIMIT;")), ("tests/common.rs", CHECK)], &["tests/common.rs LIMIT"]);
    uses(
        &[
            ("tests/a.rs", &test("common::deep::run();")),
            ("tests/common/mod.rs", "pub mod deep;"),
            ("tests/common/deep.rs", "pub fn run() {}"),
        ],
        &["tests/common/deep.rs run"],
    );
    uses(
        &[
            ("tests/a.rs", &test("common::run();")),
            ("tests/common/mod.rs", "mod deep; pub use deep::run;"),
            ("tests/common/deep.rs", "pub fn run() {}"),
        ],
        &["tests/common/deep.rs run"],
    );
    uses(
        &[
            ("tests/a.rs", &self::test("#[path = \"../shared/x.rs\"] mod x;", "x::run();")),
            ("shared/x.rs", "pub fn run() {}"),
        ],
        &["shared/x.rs run"],
    );
    // The same name in the folder of another target is another one.
    uses(
        &[
            ("tests/a/main.rs", &test("common::check(1);")),
            ("tests/a/common.rs", "pub fn check(n: u32) {}"),
            ("tests/b/main.rs", "mod common;"),
            ("tests/b/common.rs", CHECK),
        ],
        &["tests/a/common.rs check"],
    );
}

#[test]
fn macros_and_methods_are_followed() {
    uses(
        &[
            ("tests/spec/till.rs", &test("", "each!(1);")),
            ("tests/spec/main.rs", "#[macro_use] mod macros; mod till;"),
            ("tests/spec/macros.rs", "macro_rules! each { ($n:expr) => { assert!($n > 0) } }"),
        ],
        &["tests/spec/macros.rs each"],
    );
    uses(
        &[
            ("tests/a.rs", &test("mod common; use common::Shop;", "Shop::new().pays();")),
            (
                "tests/common.rs",
                "pub struct Shop; impl Shop { pub fn new() -> Self { Shop } pub fn pays(&self) {} pub fn closes(&self) {} }",
            ),
        ],
        &["tests/common.rs Shop::new", "tests/common.rs Shop::pays"],
    );
}

#[test]
fn the_code_under_test_is_no_part_of_a_test() {
    let inner = test("use crate::shop::run;", "run(); crate::testing::check();");
    uses(
        &[
            ("src/lib.rs", &format!("mod shop; #[cfg(test)] mod testing; {inner}")),
            ("src/shop.rs", "pub fn run() {}"),
            ("src/testing.rs", "pub fn check() {}"),
        ],
        &["src/testing.rs check"],
    );
}

#[test]
fn files_that_a_test_names_are_kept_and_others_are_not() {
    let data = ("tests/data/x.txt", "180");
    for body in [
        "let e = include_str!(\"data/x.txt\");",
        "let e = include_bytes!(\"data/x.txt\");",
        "std::fs::read(\"tests/data/x.txt\");",
        "read(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/tests/data/x.txt\"));",
    ] {
        uses(&[("tests/a.rs", &test("", body)), data], &["tests/data/x.txt"]);
    }
    for body in [
        "read(\"tests/data/y.txt\");",
        "f(\"words.\");",
        "read(\"Cargo.toml\");",
        "let x = 1 / 2; // data/x.txt",
    ] {
        uses(&[("tests/a.rs", &test("", body)), data], &[]);
    }
}

#[test]
fn snapshots_of_a_test_are_kept() {
    let snap = |name: &'static str| (name, "x");
    let body = "insta::assert_snapshot!(run()); insta::assert_debug_snapshot!(\"named\", run());";
    uses(
        &[
            ("tests/spec/till.rs", &test("", body)),
            ("tests/spec/main.rs", "mod till; mod other;"),
            snap("tests/spec/snapshots/spec__till__t.snap"),
            snap("tests/spec/snapshots/spec__till__t-2.snap"),
            snap("tests/spec/snapshots/spec__till__named.snap"),
            snap("tests/spec/snapshots/spec__other__t.snap"),
        ],
        &[
            "tests/spec/snapshots/spec__till__named.snap",
            "tests/spec/snapshots/spec__till__t-2.snap",
            "tests/spec/snapshots/spec__till__t.snap",
        ],
    );
}

#[test]
fn a_change_in_another_file_is_told_and_its_layout_is_not() {
    let till = test("use crate::support::check;", "check(1);").leak() as &str;
    let before: [(&str, &[u8]); 3] = [
        ("tests/spec/till.rs", till.as_bytes()),
        ("tests/spec/main.rs", MAIN.as_bytes()),
        ("tests/spec/support.rs", CHECK.as_bytes()),
    ];
    let check = |now: &str, expect: &str| {
        check_accepted(&before, &[("tests/spec/support.rs", now.as_bytes())], expect);
    };
    check(
        "pub fn check(n: u32) { assert!(n <= LIMIT); } pub const LIMIT: u32 = 1;",
        "test-weakened tests/spec/support.rs:1",
    );
    check(
        "pub fn check(n: u32) { assert_eq!(n, LIMIT); } pub const LIMIT: u32 = 2;",
        "test-changed tests/spec/support.rs:1",
    );
    check(
        "/// New.\npub fn check(n: u32) {\n    assert_eq!(n, LIMIT);\n}\npub const LIMIT: u32 = 1;\npub fn another() {}\n",
        "",
    );
}

#[test]
fn a_changed_fixture_is_told_and_its_line_ends_are_not() {
    let a = test("", "let e = include_str!(\"x.txt\");").leak() as &str;
    let before: [(&str, &[u8]); 2] = [("tests/a.rs", a.as_bytes()), ("tests/x.txt", b"180\n")];
    check_accepted(&before, &[("tests/x.txt", b"200\n")], "test-changed tests/x.txt:1");
    check_accepted(&before, &[("tests/x.txt", b"180\r\n")], "");
}

#[test]
fn a_lock_without_what_stands_in_other_files_objects_to_nothing() {
    use crate::intent::CriterionIntent;
    use crate::lock::Lock;

    let till = test("use crate::support::check;", "check(1);");
    let files = [
        ("tests/spec/till.rs", till.as_bytes()),
        ("tests/spec/main.rs", MAIN.as_bytes()),
        ("tests/spec/support.rs", CHECK.as_bytes()),
    ];
    let now = now(&files);
    assert!(now.intents().all(|intent| intent.helpers.len() == 2));
    let old = now.intents().map(|intent| CriterionIntent { helpers: Vec::new(), ..intent.clone() });
    let lock = Lock::of(old).to_string();
    let found =
        crate::findings::testing::findings(&[files.as_slice(), &[("spec.lock", lock.as_bytes())]].concat());
    assert!(found.diagnostics.is_empty(), "{:?}", found.diagnostics);
}
