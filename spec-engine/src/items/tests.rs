//! Tests of small sources before and after a change: the items that differ, and those that these reach.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use spec_model::index::Index as _;

use super::{ChangeIx, FileParts, ItemChange, Items, Reach, changed};
use crate::links::{ItemPartKind, NameTable, parts};

type Files<'a> = &'a [(&'a str, &'a str)];

fn read(files: Files<'_>, table: &mut NameTable) -> Vec<FileParts> {
    let read = |(file, text): &(&str, &str)| FileParts { file: Arc::from(*file), parts: parts(text, table) };
    files.iter().map(read).collect()
}

/// The changes, and what they reach but the heads of impls, by their paths.
fn reported(before: Files<'_>, now: Files<'_>, data: &[&str]) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut table = NameTable::default();
    let before = read(before, &mut table);
    let items = Items::new(read(now, &mut table));
    let changes = changed(before, &items, |_| true);
    let data: HashMap<_, _> = data
        .iter()
        .enumerate()
        .map(|(at, name)| (table.name(name), ChangeIx::new(changes.len() + at)))
        .collect();
    let reach = Reach::of(&items, &changes, &data);
    let word = |change: &ItemChange| match change {
        ItemChange::Now { item, is_new: true } => format!("+{}", items.part(*item).path),
        ItemChange::Now { item, .. } => items.part(*item).path.clone(),
        ItemChange::Gone { part, .. } => format!("-{}", part.path),
    };
    let files: HashSet<_> = now.iter().map(|(file, _)| *file).collect();
    let all = files.iter().flat_map(|file| items.of_file(file));
    let reached = all.filter(|(item, part)| part.kind != ItemPartKind::Header && reach.way(*item).is_some());
    let reached = reached.map(|(_, part)| part.path.clone()).filter(|path| !path.is_empty());
    (changes.iter().map(word).collect(), reached.collect())
}

fn check(before: &str, now: &str, changes: &[&str], reached: &[&str]) {
    let (is, reaches) = reported(&[("src/lib.rs", before)], &[("src/lib.rs", now)], &[]);
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(is, set(changes), "what changes from {before:?} to {now:?}");
    assert_eq!(reaches, set(reached), "what that reaches: {now:?}");
}

#[test]
fn what_is_moved_or_laid_out_otherwise_is_no_change() {
    let before = "fn a() { b(1, 2) }\nimpl Shop { fn c(&self) { x } }\nmod m { const N: u8 = 1; }\n";
    for now in [
        "// New.\nfn a() {\n    b(\n        1,\n        2,\n    ) // why\n}\nimpl Shop { fn c(&self) { x } }\nmod m { const N: u8 = 1; }\n",
        "mod m { const N: u8 = 1; }\nimpl Shop { fn c(&self) { x } }\nfn a() { b(1, 2) }\n",
        "/// Pays.\n#[spec(\"REQ-1\")] fn a() { b(1, 2) }\nimpl Shop {\n/* x */ fn c(&self) { x } }\nmod m { fn a() { b(1, 2) } const N: u8 = 1; }\n",
    ] {
        let now = now.replace("mod m { fn a() { b(1, 2) } const", "mod m { const");
        check(before, &now, &[], &[]);
    }
    // To another file, too.
    let (one, other) = ("fn a() { b(1) } fn b() {}", "impl Shop { fn c(&self) { x } }");
    let moved = "fn b() {} impl Shop { fn c(&self) { x } }";
    let before = [("src/lib.rs", one), ("src/shop.rs", other)];
    let reported = reported(&before, &[("src/lib.rs", moved), ("src/new.rs", "fn a() { b(1) }")], &[]);
    assert_eq!(reported, Default::default());
}

#[test]
fn an_item_that_says_something_else_has_changed_and_no_other_one() {
    check("fn a() { 1 } fn b() {}", "fn b() {} fn a() { 2 }", &["a"], &["a"]);
    check("impl S { fn a() { 1 } fn b() {} }", "impl S { fn a() { 2 } fn b() {} }", &["S::a"], &["S::a"]);
    check("fn a() {}", "fn a() {} fn b() {}", &["+b"], &["b"]);
    check("fn a() {} fn b() {}", "fn a() {}", &["-b"], &[]);
    check("mod m { fn a() { 1 } }", "mod m { fn a() { 2 } }", &["m::a"], &["m::a"]);
    check("fn a(x: u8) {}", "fn a(x: u16) {}", &["a"], &["a"]);
    check("#[inline] fn a() {}", "fn a() {}", &["a"], &["a"]);
    check("const N: u8 = 1;", "const N: u8 = 2;", &["N"], &["N"]);
    // Of several with one name, only one.
    check(
        "#[cfg(unix)] fn a() { 1 } #[cfg(windows)] fn a() { 2 }",
        "#[cfg(unix)] fn a() { 1 } #[cfg(windows)] fn a() { 3 }",
        &["a"],
        &["a"],
    );
    check(
        "impl A for S { fn f() { 1 } } impl B for S { fn f() { 1 } }",
        "impl A for S { fn f() { 1 } } impl B for S { fn f() { 2 } }",
        &["S::f"],
        &["S::f"],
    );
    // A copy is new, though the original says the same.
    check("fn a() { x }", "fn a() { x } fn b() { x }", &["+b"], &["b"]);
    check(
        "proptest! { #[test] fn a(x in 0..9) { 1 } fn b() {} }",
        "proptest! { #[test] fn a(x in 0..9) { 2 } fn b() {} }",
        &["a"],
        &["a"],
    );
}

#[test]
fn whoever_uses_what_has_changed_is_reached_directly_or_through_others() {
    check(
        "fn a() { 1 }",
        "fn a() { 2 } fn b() { a() } fn c() { x.map(b) } fn d() {}",
        &["a", "+b", "+c", "+d"],
        &["a", "b", "c", "d"],
    );
    let check = |text: &str, reached: &[&str]| {
        check(&text.replace("NEW", "1"), &text.replace("NEW", "2"), &[reached[0]], &{
            let mut sorted = reached.to_vec();
            sorted.sort_unstable();
            sorted
        });
    };
    check("fn a() { NEW } fn b() { a() } fn c() { x.map(b) } fn d() {}", &["a", "b", "c"]);
    check("const N: u8 = NEW; fn a() { N } fn b() { format!(\"{N:>3}\") } fn c() { n }", &["N", "a", "b"]);
    check("struct S { x: [u8; NEW] } fn a() -> S {} fn b() { a().x } fn c() {}", &["S", "a", "b"]);
    check("struct S { x: [u8; NEW] } impl S { fn f(&self) { self.x } } fn a() {}", &["S", "S::f"]);
    check("macro_rules! m { () => { NEW } } fn a() { m!() } fn b() {}", &["m", "a"]);
    check("type T = [u8; NEW]; fn a(t: T) {}", &["T", "a"]);
    // A method by its name, and by its type.
    check(
        "impl S { fn f() { NEW } } impl R { fn f() {} } fn a() { S::f() } fn b() { R::f() } fn c() { x.f() }",
        &["S::f", "a", "c"],
    );
    check(
        "impl S { fn f() { NEW } fn g() { Self::f() } } impl R { fn h() { Self::f() } } fn a() { String::f() }",
        &["S::f", "S::g"],
    );
    check("impl S { fn f() { NEW } } type T = S; fn a() { T::f() }", &["S::f", "a"]);
    // A trait by whatever implements it.
    check(
        "trait T { fn f() { NEW } } impl T for S {} fn a() { S::f() } fn b<X: T>() { X::f() } fn c() { x.f() }",
        &["T::f", "a", "b", "c"],
    );
    check(
        "trait T { fn f(); } impl T for S { fn f() { NEW } } impl T for R { fn f() {} } fn a() { T::f() } fn b<X: T>() { X::f() } fn c() { R::f() }",
        &["S::f", "a", "b"],
    );
    // A method that a foreign trait demands is called without its name.
    check(
        "impl fmt::Display for S { fn fmt(&self) { NEW } } fn a(s: S) { format!(\"{s}\") } fn b() {}",
        &["S::fmt", "a"],
    );
    check(
        "impl Drop for S { fn drop(&mut self) { NEW } } fn make() -> S {} fn a() { make(); }",
        &["S::drop", "make", "a"],
    );
    // A name that is only called so is none.
    check(
        "fn total() { NEW } fn a(total: u8) { total + 1 } fn b() { let total = 1; total } fn c() { x.total }",
        &["total"],
    );
    check("fn total() { NEW } fn b() { let total = total(); total }", &["total", "b"]);
    check("fn f() { NEW } fn a() { X { f: 1 } }", &["f"]);
    check("impl S { fn f() { NEW } } fn a() { f() }", &["S::f"]);
}

#[test]
fn what_is_gone_or_imported_otherwise_reaches_whoever_used_it() {
    check(
        "impl T for S { fn f() {} } fn a() { x.f() }",
        "impl T for S { } fn a() { x.f() }",
        &["-S::f"],
        &["a"],
    );
    check("use a::f; fn a() { f() } fn b() {}", "use b::f; fn a() { f() } fn b() {}", &[""], &["a"]);
    check("use a::*; mod m { fn b() {} }", "use b::*; mod m { fn b() {} }", &[""], &["m", "m::b"]);
    check(
        "mod m { #![allow(x)] fn b() {} } fn c() {}",
        "mod m { #![allow(y)] fn b() {} } fn c() {}",
        &["m"],
        &["m", "m::b"],
    );
    check(
        "mod m { fn b() {} } fn c() {}",
        "#[cfg(unix)] mod m { fn b() {} } fn c() {}",
        &["m"],
        &["m", "m::b"],
    );
}

#[test]
fn an_item_that_names_a_file_which_has_changed_has_changed_with_it() {
    let text = "fn a() { include_str!(\"../data/rates.json\") } fn b() { a() } fn c() { \"rates\" }";
    let files = [("src/lib.rs", text)];
    let reached = reported(&files, &files, &["rates.json"]).1;
    assert_eq!(reached.into_iter().collect::<Vec<_>>(), ["a", "b"]);
}

proptest::proptest! {
    #[test]
    fn any_tokens_have_items_within_them(text in "(fn |const |mod |impl |trait |use |for |macro_rules! |x! |#\\[test\\] |#!\\[a\\] |[a-c] |\"\\{a\\}\" |[(){}\\[\\];:!,<>*=.] ){0,40}") {
        let mut table = NameTable::default();
        for part in parts(&text, &mut table) {
            proptest::prop_assert!(part.span.start <= part.span.end && part.span.end <= text.len());
        }
        let (changes, reached) = reported(&[("a.rs", &text)], &[("a.rs", &text)], &[]);
        proptest::prop_assert!(changes.is_empty() && reached.is_empty());
    }
}
