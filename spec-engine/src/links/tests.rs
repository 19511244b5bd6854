//! Tests of what is a link, what is none, and which item bears it.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;

use super::*;

/// The links of a file, one a line: the id, the role, the path; then the findings.
fn links(text: &str) -> String {
    let found = scan(&Path::new("a.rs").into(), text);
    let mut out = String::new();
    for link in &found.links {
        assert!(text[link.location.span.range()].contains('"'), "the span is that of the literal");
        assert!(text[link.item.span.range()].starts_with("#["), "the item begins with its first attribute");
        let (id, role, path) = (&link.id, link.item.role.as_str(), &link.item.path);
        write!(out, "{id} {role} {path}").expect("a string takes all");
        for Unnoticed { variant, reason } in link.item.unnoticed.iter().flat_map(|all| all.iter()) {
            write!(out, ", unnoticed {variant}: {reason}").expect("a string takes all");
        }
        writeln!(out).expect("a string takes all");
    }
    for finding in &found.diagnostics {
        writeln!(out, "{}: {}", finding.code, finding.message).expect("a string takes all");
    }
    out.trim_end().to_owned()
}

#[track_caller]
fn check(text: &str, expect: &str) {
    assert_eq!(links(text), expect, "{text}");
}

#[test]
fn a_body_begins_behind_a_where_clause_and_is_reported_from_an_argument() {
    check(
        "#[spec(\"A-1\")] fn a<T>() -> B<{ 1 }, { 2 }> where T: Fn() -> B<{ 3 }>, { c } #[spec(\"A-2\")] fn d() {}",
        "A-1 code a\nA-2 code d",
    );
    check(
        "impl<T> A<T> where T: B, { #[spec(\"A-1\")] fn c() {} } #[spec(\"A-2\")] fn d() {}",
        "A-1 code A::c\nA-2 code d",
    );
}

#[test]
fn a_link_on_a_test_verifies_and_on_anything_else_implements() {
    check(r#"#[test] #[spec("REQ-1.1")] fn a() {}"#, "REQ-1.1 test a");
    check(r#"#[spec("REQ-1.1")] #[test] fn a() {}"#, "REQ-1.1 test a");
    check(r#"#[spec("1.1")] pub(crate) async unsafe fn a<T>() where T: X {}"#, "1.1 code a");
    for item in [
        "struct A;",
        "pub struct A { b: u8 }",
        "enum A {}",
        "trait A { fn b(); }",
        "mod A {}",
        "const A: [u8; 2] = { [1, 2] };",
        "static mut A: u8 = 1;",
        "type A = u8;",
        "union A { b: u8 }",
        "extern \"C\" fn A() {}",
        "const unsafe extern \"C\" fn A() {}",
    ] {
        check(&format!("#[spec(\"REQ-1\")] {item} fn other() {{}}"), "REQ-1 code A");
    }
}

#[test]
fn what_may_go_unnoticed_is_said_with_a_reason() {
    check(
        r#"#[spec("A-1", unnoticed("None", reason = "none was there"), "A-2", unnoticed("Ok(())", reason = r"b",))] fn a() {}"#,
        "A-1 code a, unnoticed None: none was there, unnoticed Ok(()): b\nA-2 code a, unnoticed None: none was there, unnoticed Ok(()): b",
    );
    for wrong in [
        "unnoticed()",
        "unnoticed(\"None\")",
        "unnoticed(\"None\", reason = \" \")",
        "unnoticed(\"None\", because = \"b\")",
        "unnoticed(\"None\", reason = \"b\" \"c\")",
        "unnoticed(\"None\", reason = REASON)",
        "unnoticed(None, reason = \"b\")",
    ] {
        check(
            &format!("#[spec(\"A-1\", {wrong})] fn a() {{}}"),
            "A-1 code a\nmalformed-link: this does not say what may go unnoticed, and why",
        );
    }
}

#[test]
fn every_well_known_harness_makes_a_test() {
    for attribute in [
        "tokio::test",
        "rstest",
        "rstest::rstest",
        "test_case(1)",
        "test_log::test",
        "quickcheck",
        "wasm_bindgen_test",
    ] {
        check(&format!("#[{attribute}] #[spec(\"REQ-1\")] async fn a() {{}}"), "REQ-1 test a");
    }
    check(r#"#[cfg_attr(not(miri), test)] #[spec("REQ-1")] fn a() {}"#, "REQ-1 test a");
    check(r#"proptest! { #[test] #[spec("REQ-1")] fn a(x in 0..9) { assert!(x < 9); } }"#, "REQ-1 test a");
    check(r#"quickcheck! { #[spec("REQ-1")] fn a(x: u8) -> bool { true } }"#, "REQ-1 test a");
}

#[test]
fn a_test_is_worth_what_it_does() {
    check(r#"#[test] #[spec("REQ-1")] fn a() { pending!("REQ-1"); }"#, "REQ-1 stub a");
    check(r#"#[test] #[spec("REQ-1")] fn a() { if x { spec_runtime::pending!("REQ-1") } }"#, "REQ-1 stub a");
    check(
        r#"use spec_runtime::{pending as todo_spec}; #[test] #[spec("1")] fn a() { todo_spec!("1") }"#,
        "1 stub a",
    );
    check(r#"#[test] #[spec("REQ-1")] fn a() { let pending = "pending!(1)"; // pending!("x")"#.to_owned().as_str(), "REQ-1 test a\nunlexable-source: a bracket has no partner");
    check(r#"#[test] #[ignore] #[spec("REQ-1")] fn a() {}"#, "REQ-1 ignored a");
    check(r#"#[spec("REQ-1")] #[test] #[ignore = "slow"] fn a() {}"#, "REQ-1 ignored a");
    check(r#"#[spec("REQ-1")] #[test] #[cfg_attr(miri, ignore)] fn a() {}"#, "REQ-1 test a");
    check(r#"#[spec("REQ-1")] #[test] #[cfg_attr(test, ignore)] fn a() {}"#, "REQ-1 ignored a");
    check(r#"#[spec("REQ-1")] #[test] #[cfg(any())] fn a() {}"#, "REQ-1 ignored a");
    check(r#"#[cfg(false)] mod m { #[spec("REQ-1")] #[test] fn a() {} }"#, "REQ-1 ignored m::a");
}

#[test]
fn what_is_no_code_is_no_link() {
    check("// #[spec(\"REQ-1\")]\nfn a() {}", "");
    check("/* #[spec(\"REQ-1\")] /* x */ #[spec(\"REQ-2\")] */ fn a() {}", "");
    check("/// #[spec(\"REQ-1\")]\nfn a() {}", "");
    check("const A: &str = \"#[spec(\\\"REQ-1\\\")]\";", "");
    check("const A: &str = r#\"#[spec(\"REQ-1\")]\"#;", "");
    check("const A: char = '\"'; #[spec(\"REQ-1\")] fn a() {} // \"", "REQ-1 code a");
}

#[test]
fn several_ids_and_raw_strings_are_read() {
    check(
        r##"#[spec("REQ-1.1", r#"REQ-1.2"#, "\x52EQ-1.3",)] fn a() {}"##,
        "REQ-1.1 code a\nREQ-1.2 code a\nREQ-1.3 code a",
    );
}

#[test]
fn each_link_of_an_item_knows_where_all_ids_of_the_item_are() {
    let places = |text: &str| -> Vec<Vec<usize>> {
        let found = scan(&Path::new("a.rs").into(), text);
        let columns = |link: &std::sync::Arc<Link>| -> Vec<usize> {
            let ids = link.item.ids_at.as_deref().unwrap_or_default();
            ids.iter().map(|at| at.column).collect()
        };
        found.links.iter().map(columns).collect()
    };
    assert_eq!(places("#[spec(\"A-1\", \"A-2\")] fn a() {}"), [[8, 15], [8, 15]]);
    assert_eq!(places("#[spec(\"A-1\")] #[spec(\"A-2\")] fn a() {}"), [[8, 23], [8, 23]]);
    // One id is the place of its link.
    let none: [usize; 0] = [];
    assert_eq!(places("#[spec(\"A-1\")] fn a() {} #[spec(\"A-2\")] fn b() {}"), [none, none]);
}

#[test]
fn an_argument_that_is_no_string_is_reported() {
    check("#[spec(REQ_1)] fn a() {}", "malformed-link: `#[spec]` takes ids as string literals");
    check(
        "#[spec(concat!(\"REQ\", \"-1\"))] fn a() {}",
        "malformed-link: `#[spec]` takes ids as string literals",
    );
    check("#[spec()] fn a() {}", "malformed-link: `#[spec]` names no criterion");
    check("#[spec] fn a() {}", "malformed-link: `#[spec]` names no criterion");
    check("#[spec(, \"1\")] fn a() {}", "1 code a\nmalformed-link: an id is missing before the comma");
}

#[test]
fn paths_lead_through_modules_impls_and_functions() {
    check(
        r#"mod m { impl<T: X> fmt::Display for store::Store<T> { #[spec("1")] fn a(&self) -> impl X { fn b() {} } } }
           trait T { #[spec("2")] fn c(); } #[spec("3")] impl Foo {} fn f() { #[spec("4")] fn g() {} }"#,
        "1 code m::Store::a\n2 code T::c\n3 code Foo\n4 code f::g",
    );
}

#[test]
fn the_attribute_is_known_by_every_name_that_a_file_gives_it() {
    check(r#"use spec_runtime::spec as requirement; #[requirement("1")] fn a() {}"#, "1 code a");
    check(r#"use spec_runtime::{gate, spec as req}; #[req("1")] fn a() {}"#, "1 code a");
    check(r#"use spec_runtime as sr; #[sr::spec("1")] fn a() {}"#, "1 code a");
    check(r#"use sr::spec as s; use spec_runtime::{self as sr}; #[s("1")] fn a() {}"#, "1 code a");
    check(r#"extern crate spec_runtime as sr; #[sr::spec("1")] fn a() {}"#, "1 code a");
    check(r#"#[::spec_runtime::spec("1")] fn a() {}"#, "1 code a");
    check(r#"use crate::prelude::spec; #[spec("1")] fn a() {}"#, "1 code a");
}

#[test]
fn an_attribute_of_another_crate_is_none_of_ours() {
    check(r#"#[other::spec("1")] fn a() {}"#, "");
    check(r#"use speculate::spec; fn a() {}"#, "");
    check(
        r#"use other::spec; #[spec("1")] fn a() {}"#,
        "unfollowed-import: this `spec` is imported from `other`",
    );
    check(
        r#"pub use spec_runtime::spec as requirement;"#,
        "unfollowed-import: `spec` is passed on as `requirement`",
    );
}

#[test]
fn a_condition_is_evaluated_or_reported() {
    check(r#"#[cfg_attr(test, spec("1"))] fn a() {}"#, "1 code a");
    check(r#"#[cfg_attr(all(test), allow(x), spec("1"))] #[test] fn a() {}"#, "1 test a");
    check(
        r#"#[cfg_attr(feature = "x", spec("1"))] #[test] fn a() {}"#,
        "conditional-link: whether this link counts depends on a `cfg_attr`",
    );
    check(
        "macro_rules! m { ($id:literal) => { #[spec($id)] fn a() {} } }",
        "conditional-link: what this link names is only known where the macro around it is used",
    );
    check(r#"#[cfg_attr(any(), spec("1"))] #[test] fn a() {}"#, "1 ignored a");
}

#[test]
fn the_modules_that_a_file_includes_are_reported() {
    use ModuleDeclaration::{Folder, Generated, Named, OfPackage, Path as File, Unknown};
    let text = r#"mod a; pub mod b { #[path = "x.rs"] mod c; mod d; } // mod e;
                  include!("f.rs"); include!(concat!(env!("OUT_DIR"), "/g", ".rs")); include!(concat!(env!("X"), "/y.rs"));
                  include!(concat!(env!("CARGO_MANIFEST_DIR"), "/z.rs")); automod::dir!(pub(crate) "tests/all"); let dir = 1;"#;
    let under = Under::default;
    let named = |within: &[&str], name: &str| Named {
        within: within.iter().map(|&s| s.to_owned()).collect(),
        name: name.to_owned(),
        under: Under::default(),
    };
    assert_eq!(
        scan(&Path::new("a.rs").into(), text).modules,
        [
            named(&[], "a"),
            File {
                within: vec!["b".to_owned()],
                name: "c".to_owned(),
                path: "x.rs".to_owned(),
                under: Under::default()
            },
            named(&["b"], "d"),
            File {
                within: Vec::new(),
                name: String::new(),
                path: "f.rs".to_owned(),
                under: Under::default()
            },
            Generated { path: "g.rs".to_owned(), under: under() },
            Unknown,
            OfPackage { path: "z.rs".to_owned(), under: under() },
            Folder { path: "tests/all".to_owned(), under: under() },
        ]
    );
}

#[test]
fn when_a_file_is_included_is_reported_with_it() {
    let check = |text: &str, expect: &str| {
        let modules = scan(&Path::new("a.rs").into(), text).modules;
        let [ModuleDeclaration::Named { under, .. }] = &*modules else { panic!("{modules:?}") };
        let words = [(under.is_for_tests, "tests "), (under.is_never, "never ")];
        let words = words.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word).collect::<String>();
        assert_eq!(words + under.conditions.trim_end(), expect, "{text}");
    };
    check("mod x;", "");
    check("#[cfg(test)] pub(crate) mod x;", "tests ");
    check("#[cfg(any())] mod x;", "never ");
    check("#[cfg(unix)] #[cfg(feature = \"a\")] mod x;", "# [ cfg ( unix ) ] # [ cfg ( feature = \"a\" ) ]");
    check("#![allow(dead_code)]\n#![cfg(unix)]\nmod x;", "# [ cfg ( unix ) ]");
    check("#![cfg(any())] mod a { mod x; }", "never ");
    check("#[cfg(test)] mod a { #![cfg(unix)] mod x; }", "tests # [ cfg ( unix ) ]");
    check("#[cfg(unix)] mod a {} mod x;", "");
}

/// Text that holds a link, in a form that is none.
fn hidden() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("// #[spec(\"H\")]\n".to_owned()),
        Just("/* #[spec(\"H\")] */".to_owned()),
        Just("const A: &str = \"#[spec(\\\"H\\\")] fn a() {}\";".to_owned()),
        Just("const A: &str = r##\"#[spec(\"H\")]\"#\"##;".to_owned()),
        Just("/// #[spec(\"H\")]\nstruct A;".to_owned()),
        Just("const A: char = '\"'; fn b<'a>(c: &'a str) {}".to_owned()),
    ]
}

proptest! {
    #[test]
    fn any_text_is_scanned_without_a_panic(text in "(#\\[spec\\(|\"a\"|[#\\[\\](){}!;:,'\"/*a-c ]|mod |fn |impl |use |cfg_attr|spec|\n){0,30}") {
        scan(&Path::new("a.rs").into(), &format!("spec {text}"));
    }

    #[test]
    fn only_real_links_among_hidden_ones_are_found(parts in prop::collection::vec((hidden(), 0..2_usize), 0..8)) {
        let text: String = parts
            .iter()
            .map(|(hidden, real)| format!("{hidden}\n{}", "#[spec(\"R\")] fn r() {}\n".repeat(*real)))
            .collect();
        let found = scan(&Path::new("a.rs").into(), &format!("use spec_runtime::spec;\n{text}"));
        prop_assert!(found.links.iter().all(|link| link.id == "R"));
        prop_assert_eq!(found.links.len(), parts.iter().map(|(_, real)| real).sum::<usize>());
    }
}

#[test]
fn where_no_harness_makes_a_test_the_link_may_say_that_it_is_one() {
    check("#[spec(\"A-1\", test)] fn a() {}", "A-1 test a");
    check("#[spec(\"A-1\", test, \"A-2\",)] fn a() { pending!(\"A-1\") }", "A-1 stub a\nA-2 stub a");
    check("#[spec(\"A-1\", test)] struct B;", "A-1 code B");
    check(
        "#[spec(\"A-1\", test test)] fn a() {}",
        "A-1 code a\nmalformed-link: `#[spec]` takes ids as string literals",
    );
}

#[test]
fn what_never_tells_that_it_runs_is_known() {
    let unseen = |text: &str| {
        let found = scan(&Path::new("a.rs").into(), text);
        found.links[0].item.unseen
    };
    for seen in ["fn a() {}", "pub async unsafe fn a() {}", "impl A {}", "trait A {}", "mod a {}"] {
        assert_eq!(unseen(&format!("#[spec(\"A-1\")] {seen}")), None, "{seen}");
    }
    for (item, what) in [
        ("pub const fn a() {}", "a `const fn`"),
        ("const unsafe extern \"C\" fn a() {}", "a `const fn`"),
        ("fn a();", "a function without a body"),
        ("struct A;", "a type"),
        ("enum A {}", "a type"),
        ("type A = B;", "a type"),
        ("const A: u8 = { 1 };", "a constant"),
        ("static mut A: u8 = 1;", "a constant"),
        ("use a::b;", "an import"),
        ("macro_rules! a { () => {} }", "a macro"),
        ("a! {}", "a macro"),
    ] {
        assert_eq!(unseen(&format!("#[spec(\"A-1\")] {item}")), Some(what), "{item}");
    }
}

#[test]
fn a_line_end_in_a_string_is_the_same_on_every_system() {
    let text = "#[test]\n#[spec_runtime::spec(\"REQ-1\")]\nfn a() {\n    b(\"one\ntwo\");\n}\n";
    let tokens = |text: &str| scan(&Path::new("a.rs").into(), text).links[0].item.tokens.to_string();
    assert!(tokens(text).contains("one\ntwo"));
    assert_eq!(tokens(&text.replace('\n', "\r\n")), tokens(text));
}

#[test]
fn marks_of_a_merge_conflict_are_reported_where_they_are_code() {
    check(
        "#[test]\n#[spec(\"A-1\")]\nfn a() {\n<<<<<<< HEAD\n    b();\n=======\n    c();\n>>>>>>> topic\n}\n",
        "A-1 test a\nconflict-marks: the source has the marks of a merge conflict",
    );
    check(
        "#[test]\n#[spec(\"A-1\")]\nfn a() {\n    b(\"\n<<<<<<< HEAD\n\");\n/*\n<<<<<<< HEAD\n*/\n}\n",
        "A-1 test a",
    );
}

/// A macro that takes attributes and makes a test.
const MAKES: &str = "macro_rules! make { ($(#[$a:meta])* $name:ident, $n:expr) => { #[test] $(#[$a])* fn $name() { assert!($n > 0); } }; }\n";

#[test]
fn a_link_in_the_input_of_a_macro_stands_on_what_the_macro_makes() {
    let made = |call: &str, expect: &str| check(&format!("{MAKES}{call}"), expect);
    made("make!(#[spec(\"A-1\")] small, 1);", "A-1 test small");
    made("make! { #[spec(\"A-1\", \"A-2\")] #[ignore] small, 1 }", "A-1 ignored small\nA-2 ignored small");
    made("mod m { make!(#[cfg_attr(test, spec(\"A-1\"))] small, 1); }", "A-1 test m::small");
    made(
        "make!(#[doc = \"x\"] #[spec_runtime::spec(\"A-1\")] small, { pending!(\"A-1\"); 1 });",
        "A-1 stub small",
    );
    made("make!(#[spec(A)] small, 1);", "malformed-link: `#[spec]` takes ids as string literals");
    check(
        "macro_rules! each { ($($(#[$about:meta])* $name:ident: $n:expr;)*) => { $( #[test] $(#[$about])* fn $name() { f($n) } )* } }
         each! { #[spec(\"A-1\")] small: 1; large: 2; #[spec(\"A-2\")] #[spec(\"A-3\")] third: 3; }",
        "A-1 test small\nA-2 test third\nA-3 test third",
    );
    check(
        "macro_rules! pass { ($test:item) => { $test } } pass! { #[test] #[spec(\"A-1\")] fn a() {} }",
        "A-1 test a",
    );
    check(
        "macro_rules! all { ($($t:tt)*) => { mod inner { $($t)* } } } all! { #[test] #[spec(\"A-1\")] fn a() {} #[spec(\"A-2\")] fn b() {} }",
        "A-1 test inner::a\nA-2 code inner::b",
    );
    check(
        "macro_rules! code { ($(#[$a:meta])* $name:ident) => { $(#[$a])* pub fn $name() {} } } code!(#[spec(\"A-1\")] f);",
        "A-1 code f",
    );
    check(
        "macro_rules! outer { ($($t:tt)*) => { make! { $($t)* } } }
         macro_rules! make { ($(#[$a:meta])* $n:ident) => { #[test] $(#[$a])* fn $n() {} } }
         outer!(#[spec(\"A-1\")] x);",
        "A-1 test x",
    );
    // A macro that is not defined in the file is believed where it holds a whole test.
    check("other! { #[test] #[spec(\"A-1\")] fn a() {} }", "A-1 test a");
}

#[test]
fn what_a_macro_leaves_out_is_no_test_and_no_code() {
    let never = |text: &str, why: &str| {
        let found = scan(&Path::new("a.rs").into(), text);
        let runs = found.links[0].item.runs.as_ref().expect("it is a test");
        assert_eq!(runs.never.as_deref(), Some(why), "{text}");
    };
    let test = "#[test] #[spec(\"A-1\")] fn a() {}";
    never(
        &format!("macro_rules! later {{ ($($t:tt)*) => {{}} }} later! {{ {test} }}"),
        "`later!` leaves it out",
    );
    never(
        &format!("macro_rules! no {{ ($t:item) => {{ struct X; }} }} no! {{ {test} }}"),
        "`no!` leaves it out",
    );
    never(
        &format!(
            "macro_rules! m {{ (@ $($t:tt)*) => {{}}; ($($t:tt)*) => {{ m!(@ $($t)*); }} }} m! {{ {test} }}"
        ),
        "`m!` leaves it out",
    );
    never(
        &format!(
            "macro_rules! text {{ ($($t:tt)*) => {{ const T: &str = stringify!($($t)*); }} }} text! {{ {test} }}"
        ),
        "it is only text for `stringify!`",
    );
    never(
        &format!("macro_rules! body {{ ($($t:tt)*) => {{ fn outer() {{ $($t)* }} }} }} body! {{ {test} }}"),
        "it is in the body of the function `outer`",
    );
    never(
        &format!("macro_rules! pass {{ ($t:item) => {{ $t }} }} fn outer() {{ pass! {{ {test} }} }}"),
        "it is in the body of the function `outer`",
    );
    check(
        "macro_rules! bare { ($(#[$a:meta])* $name:ident) => { fn $name() {} } } bare!(#[spec(\"A-1\")] f);",
        "conditional-link: `bare!` leaves out this link",
    );
}

#[test]
fn the_conditions_around_a_macro_are_those_of_what_it_makes() {
    let found = scan(
        &Path::new("a.rs").into(),
        &format!("{MAKES}#[cfg(unix)] mod m {{ make!(#[spec(\"A-1\")] small, 1); }}"),
    );
    let item = &found.links[0].item;
    assert_eq!(item.runs.as_ref().map(|runs| runs.under.len()), Some(1));
    assert_eq!(&*item.tokens, "# [ cfg ( unix ) ] # [ test ] fn _ ( ) { assert ! ( 1 > 0 ) ; }");
    let text = format!("{MAKES}make!(# [ spec(\"A-1\") ] small, 1);");
    let span = scan(&Path::new("a.rs").into(), &text).links[0].item.span;
    assert_eq!(&text[span.range()], "# [ spec(\"A-1\") ] small, 1");
}
