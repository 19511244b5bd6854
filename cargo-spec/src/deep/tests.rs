//! Tests of the operators by a table, and of the rewritten text by its promises.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::prelude::*;

use super::OperatorMutant;
use super::functions::{Function, functions, modules_for_tests};
use super::mutation::Mutation;
use super::rewrite::{Rewritten, Switched, rewrite};
use crate::rust_file::is_rust;

/// The functions of a text.
fn read(text: &str) -> Vec<Function> {
    functions(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

/// The text with every switch.
fn switched(text: &str) -> Rewritten {
    let functions = read(text);
    let all: Vec<&Mutation> = functions.iter().flat_map(|function| &function.mutations).collect();
    let all = (1..).zip(all).map(|(number, mutation)| Switched { number, mutation });
    rewrite(text, "spec_runtime", &all.collect::<Vec<_>>())
}

/// The changes of a body: the name of each, and its line as it would be. Then the parts that are left alone.
fn changes(body: &str) -> String {
    let text = format!("fn f(a: u32, b: u32) -> bool {{\n{body}\n}}\n");
    let mut out = String::new();
    for function in read(&text) {
        for mutation in &function.mutations {
            let line = text.split_at(mutation.place.start).0.matches('\n').count();
            let place = &mutation.place;
            let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at);
            let after = [&text[start..place.start], &mutation.inserted, &text[place.end..end]].concat();
            let after = Some(after.trim()).filter(|after| !after.is_empty()).unwrap_or("nothing");
            let _ = writeln!(out, "{line}  {}  |  {after}", mutation.label);
        }
        for left in &function.left_alone {
            let line = text.split_at(left.at).0.matches('\n').count();
            let _ = writeln!(out, "{line}  left alone: {}", left.reason);
        }
    }
    assert!(is_rust(&switched(&text).text), "{}", switched(&text).text);
    out
}

/// The names of the changes of a body.
fn check(body: &str, expect: &[&str]) {
    let text = format!("fn f(a: u32, b: u32) -> bool {{ {body} }}");
    let functions = read(&text);
    let all = functions.iter().flat_map(|function| &function.mutations);
    assert_eq!(all.map(|mutation| &*mutation.label).collect::<Vec<_>>(), expect, "{body}");
    assert!(is_rust(&switched(&text).text), "{}", switched(&text).text);
}

#[test]
fn each_family_changes_its_operators() {
    check("a < b", &["< → <=", "< → >"]);
    check("a <= b", &["<= → <", "<= → >="]);
    check("a > b", &["> → >=", "> → <"]);
    check("a >= b", &[">= → >", ">= → <="]);
    check("a == b", &["== → !="]);
    check("a != b", &["!= → =="]);
    check("p && q", &["&& → ||"]);
    check("p || q", &["|| → &&"]);
    check("!p", &["remove !"]);
    check("let _ = a + b; p", &["+ → -", "+ → *"]);
    check("let _ = a % b; p", &["% → /", "% → *", "% → +"]);
    check("let _ = a << b; p", &["<< → >>"]);
    check("let _ = -x; p", &["remove -"]);
    check("let _ = 7; p", &["7 → 8", "7 → 6"]);
    check("let _ = 0xff_u8; p", &["0xff_u8 → 256u8", "0xff_u8 → 254u8"]);
    check("let _ = -128_i8; p", &["-128_i8 → -127i8", "-128_i8 → -129i8"]);
    check("true", &["true → false"]);
    check("x += 2; p", &["delete x += 2;", "+= → -=", "+= → *=", "2 → 3", "2 → 1"]);
    check("if p { q } else { r }", &["if p → if !(p)", "q → Default::default()", "r → Default::default()"]);
    check("if a == b { f() }; p", &["== → !="]);
    check("match x { y if p => 1.5, _ => 2.5 }; p", &["if p → if !(p)"]);
    check("for x in y { f(x); } p", &["skip for x in y", "delete f(x);"]);
    check("while a < b { f(); } p", &["< → <=", "< → >", "skip while a < b", "delete f();"]);
    check("if p { return Some(x); } None", &["if p → if !(p)", "Some(…) → None"]);
    check("if p { return Ok(x); } Err(y)", &["if p → if !(p)", "Ok(…) → Ok(Default::default())"]);
}

#[test]
fn a_statement_is_left_out_if_its_value_is_not_used() {
    check("f(); p", &["delete f();"]);
    check("x.f()?; p", &["delete x.f()?;"]);
    check("x = y; p", &["delete x = y;"]);
    check("write!(x, \"{y}\"); m!(x)?; p", &["delete write!(x, \"{y}\");", "delete m!(x)?;"]);
    check("f().await; p", &["delete f().await;"]);
    // The compiler asks for the first value of a variable.
    check("let x; x = y; p", &[]);
    check("warn!(\"{x}\"); assert!(p); panic!(\"no\");", &[]);
    check("loop { break; } p", &[]);
    // What a macro declares is there for the statements behind it.
    check("defer!(x); p", &[]);
    // On this system there may be no such statement.
    check("#[cfg(windows)] f(); p", &[]);
}

#[test]
fn a_number_keeps_the_type_that_a_cast_gives_it() {
    check("let _ = 0xffff_ffff as u64; p", &[]);
    check("let _ = (!-(1)) as u64; p", &[]);
    check("let _ = (a + 1) as u64; p", &["+ → -", "+ → *", "1 → 2", "1 → 0"]);
}

#[test]
fn a_default_is_not_replaced_by_itself() {
    let returned = |value: &str, expect: &[&str]| {
        check(
            &format!("if p {{ {value} }} else {{ x }}"),
            &[&["if p → if !(p)"], expect, &["x → Default::default()"]].concat(),
        );
    };
    for value in [
        "None",
        "Option::None",
        "String::new()",
        "Vec::new()",
        "vec![]",
        "Default::default()",
        "HashMap::default()",
        "Ok(())",
        "Ok(None)",
        "Ok(Vec::new())",
        "\"\".to_owned()",
        "unreachable!()",
        "panic!(\"no\")",
        "[]",
    ] {
        returned(value, &[]);
    }
    returned("vec![y]", &["vec![y] → Default::default()"]);
    returned("S::new(y)", &["S::new(y) → Default::default()"]);
    returned("Ok(y)", &["Ok(…) → Ok(Default::default())"]);
    returned("\"y\".to_owned()", &["\"y\".to_owned() → Default::default()"]);
}

#[test]
fn modules_of_tests_in_files_of_their_own_are_found() {
    let text = "#[cfg(test)] mod a; #[cfg(all(test, unix))] mod b; #[cfg(any(test, unix))] mod c; mod d; #[cfg(test)] #[path = \"x/e.rs\"] mod e; #[cfg(test)] mod f {}";
    let check = |path: &str, expect: &[&str]| {
        let found = modules_for_tests(text, Path::new(path));
        assert_eq!(found, expect.iter().map(PathBuf::from).collect::<Vec<_>>(), "{path}");
    };
    check("src/lib.rs", &["src/a.rs", "src/a", "src/b.rs", "src/b", "src/x/e.rs"]);
    check("src/tea.rs", &["src/tea/a.rs", "src/tea/a", "src/tea/b.rs", "src/tea/b", "src/x/e.rs"]);
}

#[test]
fn a_change_of_several_lines_is_shown_as_all_of_them() {
    let text = "fn f() {\n    if a == 1\n        && b < 2\n    {\n        g(\n            1,\n        );\n    }\n}\n";
    let mutants = OperatorMutant::of_text(text);
    let check = |label: &str, before: &str, after: &str| {
        let mutant = mutants.iter().find(|mutant| mutant.label.starts_with(label)).expect(label);
        assert_eq!((&*mutant.before, &*mutant.after), (before, after), "{label}");
    };
    check("if a", "if a == 1\n    && b < 2", "if !(a == 1\n    && b < 2)");
    check("delete g", "g(\n    1,\n);", "");
    check("< → <=", "&& b < 2", "&& b <= 2");
}

#[test]
fn what_the_compiler_evaluates_or_nobody_sees_is_left_alone() {
    check("let _ = [x; 3]; p", &[]);
    check("let _ = const { 1 + 2 }; p", &[]);
    check("const N: u32 = 1 + 2; p", &[]);
    check("let _: [u8; 2 + 3] = x; p", &[]);
    check("f::<{ 1 + 2 }>(); p", &["delete f::<{ 1 + 2 }>();"]);
    check("match x { 1 | 2..=3 => {} _ => {} } p", &[]);
    check("unsafe { a < b }", &[]);
    check("matches!(a, 1) && vec![a < b].len() == x", &["&& → ||", "== → !="]);
    check("if let Some(x) = y && a < b { f(); } p", &["< → <=", "< → >", "delete f();"]);
    assert!(read("const fn f() -> bool { 1 < 2 }")[0].mutations.is_empty());
    assert!(read("unsafe fn f() -> bool { 1 < 2 }")[0].mutations.is_empty());
    assert!(
        read("#[test] fn f() { assert(1 < 2) }\n#[cfg(test)] mod tests { fn g() { 1 < 2; } }").is_empty()
    );
}

#[test]
fn the_changes_of_a_function_are_shown_as_lines_of_its_source() {
    insta::assert_snapshot!(changes(
        "    if a < b && !is_shut(a) {\n        count += 1;\n    }\n    for x in 0..b {\n        write!(x);\n    }\n    unsafe { a == b }"
    ), @r"
    1  if a < b && !is_shut(a) → if !(a < b && !is_shut(a))  |  if !(a < b && !is_shut(a)) {
    1  < → <=  |  if a <= b && !is_shut(a) {
    1  < → >  |  if a > b && !is_shut(a) {
    1  && → ||  |  if a < b || !is_shut(a) {
    1  remove !  |  if a < b && is_shut(a) {
    2  delete count += 1;  |  nothing
    2  += → -=  |  count -= 1;
    2  += → *=  |  count *= 1;
    2  1 → 2  |  count += 2;
    2  1 → 0  |  count += 0;
    4  0 → 1  |  for x in 1..b {
    4  0 → -1  |  for x in -1..b {
    4  skip for x in 0..b  |  for x in 0..b { break;
    5  delete write!(x);  |  nothing
    5  left alone: it is in the input of a macro
    7  left alone: it is in an `unsafe` block
    ");
}

#[test]
fn switches_are_nested_and_the_outer_one_has_the_text_without_those_within() {
    insta::assert_snapshot!(switched("fn f() -> bool { a + b < c }").text, @"fn f() -> bool { (if ::spec_runtime::__private::on(0x3) { (a + b) <= (c) } else if ::spec_runtime::__private::on(0x4) { (a + b) > (c) } else { (if ::spec_runtime::__private::on(0x1) { (a) - (b) } else if ::spec_runtime::__private::on(0x2) { (a) * (b) } else { a + b }) < c }) }");
    insta::assert_snapshot!(switched("fn f() { for x in y { f(x); } }").text, @"fn f() { for x in y { if ::spec_runtime::__private::on(0x1) { break; } if !::spec_runtime::__private::on(0x2) { f(x); } } }");
}

/// The tokens of a text, in a row.
fn tokens(text: &str) -> Vec<String> {
    fn flat(stream: TokenStream, out: &mut Vec<String>) {
        for token in stream {
            match token {
                TokenTree::Group(group) => {
                    out.push(format!("{:?}", group.delimiter()));
                    flat(without_switches(group.stream()), out);
                    out.push("end".to_owned());
                }
                token => out.push(token.to_string()),
            }
        }
    }
    let stream: TokenStream = text.parse().expect("it is tokens");
    let mut out = Vec::new();
    flat(without_switches(stream), &mut out);
    out
}

/// The tokens that are evaluated while nothing is switched on.
fn without_switches(stream: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let (mut kept, mut at) = (Vec::new(), 0);
    let group = |at: usize, delimiter: Delimiter| match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group.stream()),
        _ => None,
    };
    while at < tokens.len() {
        let is_not = tokens.get(at + 1).is_some_and(|token| token.to_string() == "!");
        let path = at + 1 + usize::from(is_not);
        // `if ::spec_runtime::__private::on(N) {`
        let words: Vec<String> =
            tokens[path.min(tokens.len())..].iter().take(9).map(ToString::to_string).collect();
        let is_switch = tokens[at].to_string() == "if" && words.join("") == "::spec_runtime::__private::on";
        let arm = path + 10;
        match group(arm, Delimiter::Brace).filter(|_| is_switch) {
            // A statement that may be left out.
            Some(body) if is_not => {
                kept.extend(without_switches(body));
                at = arm + 1;
            }
            // `else`, and what is evaluated.
            Some(_) if tokens.get(arm + 1).is_some_and(|token| token.to_string() == "else") => {
                at = arm + 2;
                if let Some(body) = group(at, Delimiter::Brace) {
                    kept.extend(without_switches(body));
                    at += 1;
                }
            }
            // A loop that may be left.
            Some(_) => at = arm + 1,
            None => {
                match group(at, Delimiter::Parenthesis).filter(begins_with_switch) {
                    Some(inner) => kept.extend(without_switches(inner)),
                    None => kept.push(tokens[at].clone()),
                }
                at += 1;
            }
        }
    }
    kept.into_iter().collect()
}

fn begins_with_switch(stream: &TokenStream) -> bool {
    stream.to_string().replace(' ', "").starts_with("if::spec_runtime::__private::on(")
}

/// A body that is Rust as far as `syn` sees.
fn body() -> impl Strategy<Value = String> {
    let leaf =
        prop::sample::select(vec!["a", "b", "7", "true", "x.y", "f()", "-1", "m!(a < b)", "\"t\"", "'c'"]);
    let expr = leaf.prop_map(str::to_owned).prop_recursive(5, 40, 3, |inner| {
        let operator = prop::sample::select(vec![
            "<", "<=", ">", ">=", "==", "!=", "&&", "||", "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>",
        ]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(a, o, b)| format!("({a}) {o}\n ({b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("f({a}, /* c */ {b})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("if {a} {{ {b} }} else {{ // {{\n {c} }}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("match {a} {{ 1 if {b} => {c}, _ => return {b} }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ g({a});\n x += {b}; {a} }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ for i in {a} {{ h({b}); }} {b} }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ while {a} {{\n {b}; }} {b} }}")),
            inner.clone().prop_map(|a| format!("{{ #[cfg(unix)] g({a}); m!({a}); h(&7) }}")),
            inner.clone().prop_map(|a| format!("(({a}) as u64 + 7 as u64)")),
            inner.prop_map(|a| format!("(|z| {a})(Some({{ {a} }}))")),
        ]
    });
    expr.prop_map(|expr| format!("fn f() -> bool {{\n let r = {expr};\n {expr} }}\n"))
}

proptest! {
    #[test]
    fn a_text_with_switches_has_the_same_lines_and_without_them_the_same_tokens(text in body()) {
        prop_assume!(is_rust(&text));
        let rewritten = switched(&text);
        prop_assert!(is_rust(&rewritten.text), "{}", rewritten.text);
        prop_assert_eq!(rewritten.text.lines().count(), text.lines().count());
        prop_assert_eq!(tokens(&rewritten.text), tokens(&text), "{}", rewritten.text);
        for placed in &rewritten.placed {
            prop_assert!(rewritten.text.get(placed.whole.clone()).is_some_and(|text| text.contains("__private::on")));
        }
    }

    #[test]
    fn any_text_is_refused_or_rewritten(text in "\\PC{0,60}|(fn f\\(\\) \\{[a-z0-9<>=!&|+\\-*/(){};. \\n]{0,60}\\})") {
        if is_rust(&text) {
            prop_assert!(is_rust(&switched(&text).text));
        }
    }
}
