//! Tests of the expansion, outside of a compiler: there is no package, and no span has a place.

use std::fs;
use std::sync::Arc;

use proptest::prelude::*;
use spec_model::catalog::STANDARD_PLACES;
use spec_model::files::Disk;

use super::*;

const SPEC: &str = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. WHEN a card is `*/` \"refused\" THEN the shop SHALL say so\n2. WHEN x THEN the shop SHALL y\n\n### Requirement 2: Ship\n\n#### Acceptance Criteria\n\n1. It SHALL ship\n";

/// The documents of a folder with these files.
fn documents(files: &[(&str, &[u8])]) -> (tempfile::TempDir, CrateDocuments) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be made");
    }
    let documents =
        CrateDocuments::Known(Arc::new(Catalog::for_package(&Disk, folder.path())), Arc::default());
    (folder, documents)
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("it is Rust")
}

/// Expands `#[spec(arguments)] item`; the folder is shown as `[here]`.
fn expanded(files: &[(&str, &[u8])], arguments: &str, item: &str) -> String {
    let (folder, documents) = documents(files);
    let expanded = expand(tokens(arguments), tokens(item), &documents, None).to_string();
    expanded.replace(&*folder.path().to_string_lossy(), "[here]")
}

/// Returns the errors about some arguments.
fn reported(files: &[(&str, &[u8])], arguments: &str) -> String {
    let expanded = expanded(files, arguments, "fn a();");
    assert!(expanded.ends_with("fn a () ;"), "the item is there: {expanded}");
    let mistakes = expanded.split(":: core :: compile_error ! { ").skip(1);
    let mistakes = mistakes.filter_map(|mistake| mistake.split_once(" }"));
    mistakes
        .filter_map(|(mistake, _)| spec_model::grammar::literal::string_value(mistake))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_criteria_are_in_the_documentation_behind_the_items_own() {
    insta::assert_snapshot!(
        expanded(&[("requirements.md", SPEC.as_bytes())], "\"REQ-1.1\", \"R1.2\"", "/// Own.\n#[test] fn a();"),
        @r##"# [doc = " Own."] # [test] # [doc = "\n\n**REQ-1.1** · Pay\n\nWHEN a card is \\`\\*/\\` \\\"refused\\\" THEN the shop SHALL say so\n\n\n**REQ-1.2** · Pay\n\nWHEN x THEN the shop SHALL y\n"] fn a () ;"##
    );
}

#[test]
fn two_attributes_on_a_function_make_of_it_what_one_makes_with_the_ids_of_both() {
    let (_folder, documents) = documents(&[("requirements.md", SPEC.as_bytes())]);
    let runtime = Ident::new("spec_runtime", proc_macro2::Span::call_site());
    let expand =
        |arguments: &str, item: TokenStream| expand(tokens(arguments), item, &documents, Some(&runtime));
    // The first item that can carries the documents.
    expand("\"REQ-1.1\"", tokens("struct Carrier;"));
    let check = |item: &str, sites: usize| {
        let without_attributes = |item: TokenStream| {
            let text = item.to_string();
            text[text.find(" fn ").expect("a function")..].to_owned()
        };
        let both = without_attributes(expand("\"REQ-1.1\", \"REQ-1.2\"", tokens(item)));
        let first = expand("\"REQ-1.1\"", tokens(item));
        assert_eq!(without_attributes(expand("\"REQ-1.2\"", first.clone())), both, "{item}");
        assert_eq!(both.matches("requirements/REQ-1.2=").count(), sites, "{item}");
        // A third time, and the same again, which is wrong and told elsewhere.
        let all =
            without_attributes(expand("\"REQ-2.1\", \"REQ-1.2\"", expand("\"REQ-1.2\"", first.clone())));
        assert_eq!(all.matches("requirements/REQ-2.1=").count(), sites, "{item}");
        assert_eq!(all.matches("requirements/REQ-1.2=").count(), sites, "{item}");
        let again = without_attributes(expand("\"REQ-1.1\"", first.clone()));
        assert_eq!(again, without_attributes(first), "{item}");
    };
    check("pub fn a() {}", 2);
    check("pub fn a() { #![allow(unused)] use b::c; c(); }", 2);
    check("pub fn a(x: u32) -> u32 { x }", 1);
    check("pub fn a() -> u32 { { 1 } }", 2);
    check("pub fn a() -> Result<(), E> { #[cfg(b)] return Ok(()); Ok(()) }", 2);
    check("pub fn a(x: u32) -> impl Fn() { move || () }", 2);
    check("pub async fn a(x: u32) -> u32 { b(x).await }", 2);
    check("#[track_caller] pub fn a(x: u32) -> u32 { x }", 1);
    check("#[test] pub fn a() { assert!(b()); }", 1);
    check("#[test] pub fn a() -> Result<(), E> { b() }", 1);
    check("pub fn a(&mut self, x: u32) -> u32 { x }", 1);
    // Nothing of what somebody wrote is taken for a site.
    let own = r#"pub fn a() { ::b::intercept("c\t\td"); begin("c\t\td"); }"#;
    check(own, 2);
    assert!(expand("\"REQ-1.1\"", tokens(own)).to_string().contains(r#"intercept ("c\t\td")"#));
    // Functions without a body, constant ones and items that are none have no site.
    for item in [" fn a();", "const fn a() {}"] {
        let twice = expand("\"REQ-1.2\"", expand("\"REQ-1.1\"", tokens(item))).to_string();
        assert!(!twice.contains("__private"), "{twice}");
    }
}

#[test]
fn what_reads_documentation_at_compile_time_gets_none() {
    let spec = [("requirements.md", SPEC.as_bytes())];
    let item = "#[derive(clap::Parser)] fn a();";
    assert!(expanded(&spec, "\"REQ-1.1\"", item).contains("# [cfg_attr (doc , doc = \""));
    assert_eq!(expanded(&spec, "\"REQ-1.1\"", "a! {}"), "a ! { }");
}

#[test]
fn the_first_item_that_can_carry_them_carries_every_file_that_decides() {
    let spec: [(&str, &[u8]); 2] =
        [("specs/a.md", SPEC.as_bytes()), ("spec.toml", b"documents = [\"specs/*.md\"]")];
    let (folder, documents) = documents(&spec);
    let expand = |item: &str| {
        let expanded = expand(tokens("\"REQ-1.1\""), tokens(item), &documents, None).to_string();
        expanded.matches("include_bytes !").count()
    };
    assert_eq!(expand("fn a();"), 0);
    assert_eq!(expand("#[test] fn a() {}"), 2);
    assert_eq!(expand("#[test] fn b() {}"), 0);
    assert_eq!(expand("struct A;"), 2);
    assert_eq!(expand("struct B;"), 0);
    drop(folder);
}

#[test]
fn each_mistake_is_reported_and_those_of_one_attribute_together() {
    let spec: [(&str, &[u8]); 1] = [("requirements.md", SPEC.as_bytes())];
    insta::assert_snapshot!(reported(&spec, "\"REQ-1.9\", \"REQ-1.1\", \"1.1\", \"?\", 3, CONST, concat!(\"a\")"), @r#"
    this is not a string literal
    write each id as a string: `#[spec("REQ-1.2")]`
    this is not a string literal
    write each id as a string: `#[spec("REQ-1.2")]`
    this is not a string literal
    write each id as a string: `#[spec("REQ-1.2")]`
    no document defines `REQ-1.9`
    did you mean one of `REQ-1.1`, `REQ-1.2`?
    `REQ-1.1` is named twice
    remove one of the two
    `?` is not an id: `?` is not part of any id
    ids look like `REQ-1.2`, `FR-003`, `US1.2`
    "#);
    insta::assert_snapshot!(reported(&spec, ""), @r#"
    no criterion is named
    write each id as a string: `#[spec("REQ-1.2")]`
    "#);
    insta::assert_snapshot!(reported(&spec, "\"REQ-1.1\",, \"REQ-1.2\","), @r#"
    an id is missing before this comma
    write each id as a string: `#[spec("REQ-1.2")]`
    "#);
    insta::assert_snapshot!(reported(&spec, r###"r#"REQ-1.1"#, "\x52EQ-1.2", b"REQ-2.1""###), @r#"
    this is not a string literal
    write each id as a string: `#[spec("REQ-1.2")]`
    "#);
}

#[test]
fn an_id_of_several_features_must_say_which() {
    let spec: [(&str, &[u8]); 2] =
        [("specs/pay/spec.md", SPEC.as_bytes()), ("specs/ship/spec.md", SPEC.as_bytes())];
    insta::assert_snapshot!(reported(&spec, "\"REQ-1.1\", \"pay/REQ-1.1\", \"ship/1.1\", \"ship/1.9\""), @r"
    several features define `REQ-1.1`
    choose one: `pay/REQ-1.1`, `ship/REQ-1.1`
    no document defines `ship/1.9`
    did you mean one of `ship/REQ-1.1`, `ship/REQ-1.2`?
    ");
}

#[test]
fn where_there_is_nothing_to_read_it_says_where_it_looked_and_why() {
    let places = STANDARD_PLACES.map(|place| format!("`{place}`")).join(", ");
    insta::assert_snapshot!(reported(&[], "\"REQ-1.1\", \"REQ-1.2\"").replace(&places, "[the standard places]"), @r"
    there is no requirements document
    looked in `[here]` for [the standard places]; `cargo spec init` writes a first document, `documents` in `spec.toml` names other places
    ");
    insta::assert_snapshot!(reported(&[("requirements.md/folder", b"")], "\"REQ-1.1\""), @r"
    no requirements document can be read
    [here]/requirements.md: a document could not be read: it is a folder
    ");
    let wrong: [(&str, &[u8]); 2] =
        [("a.md", SPEC.as_bytes()), ("spec.toml", b"# What counts\ndocuments = [\"a.md\", \"b.md\"]")];
    insta::assert_snapshot!(reported(&wrong, "\"REQ-7.1\""), @r"
    no document defines `REQ-7.1`
    perhaps because of this:
    [here]/spec.toml:2: `b.md` names no document
    ");
    let broken: [(&str, &[u8]); 2] = [("requirements.md", SPEC.as_bytes()), ("spec.toml", b"documents = [")];
    insta::assert_snapshot!(reported(&broken, "\"REQ-1.1\""), @r"
    which documents are in force is not known
    [here]/spec.toml:1: this array is never closed: `]` is missing
    ");
}

#[test]
fn where_nobody_says_which_crate_it_is_ids_are_not_checked_but_what_is_none_is_reported() {
    let expand = |arguments| {
        expand(tokens(arguments), tokens("fn a() {}"), &CrateDocuments::Unknown, None).to_string()
    };
    assert_eq!(expand("\"REQ-99.9\""), "fn a () { }");
    assert!(expand("7").ends_with("fn a () { }") && expand("7").contains("compile_error"));
}

const WORDS: [&str; 26] = [
    "fn",
    "const",
    "static",
    "impl",
    "struct",
    "extern",
    "pub",
    "macro_rules",
    "type",
    "=",
    ";",
    "!",
    "#",
    "[test]",
    "[derive(A)]",
    "[cfg(a)]",
    "{ a }",
    "(b)",
    "<",
    ">",
    "->",
    ",",
    "::",
    "a",
    "'a",
    "\"s\"",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_item_is_its_tokens_are_passed_on_as_they_are(words in prop::collection::vec(prop::sample::select(&WORDS), 1..12)) {
        let (_folder, documents) = documents(&[("requirements.md", SPEC.as_bytes())]);
        let expand = |item: &str| expand(tokens("\"REQ-2.1\""), tokens(item), &documents, None).to_string();
        expand("struct Carrier;");
        let item = words.join(" ");
        let documentation = r#"doc = "\n\n**REQ-2.1** · Ship\n\nIt SHALL ship\n""#;
        let rest = format!("{} ", expand(&item)).replace(&format!("# [{documentation}] "), "");
        let rest = rest.replace(&format!("# [cfg_attr (doc , {documentation})] "), "");
        prop_assert_eq!(rest.trim_end(), tokens(&item).to_string());
    }
}

const DESIGN: &str =
    "# Design\n\n### Property 1: Sums\n\n*For any* card, it holds.\n\n**Validates: Requirements 1.2, 2**\n";

#[test]
fn a_property_stands_for_its_criteria_and_its_design_is_watched() {
    let files = [("requirements.md", SPEC.as_bytes()), ("design.md", DESIGN.as_bytes())];
    let expanded = expanded(&files, "\"Property 1\", \"REQ-1.2\"", "#[test] fn a() { b() }");
    assert_eq!(expanded.matches("**REQ-1.2**").count(), 1, "{expanded}");
    assert!(expanded.contains("**REQ-2.1**") && !expanded.contains("**REQ-1.1**"), "{expanded}");
    assert!(expanded.contains("include_bytes ! (\"[here]/design.md\")"), "{expanded}");
    assert_eq!(reported(&files, "\"Property 1\""), "");
    assert_eq!(reported(&files, "\"Property 3\""), "no design has `Property 3`\ndid you mean `Property 1`?");
    assert_eq!(
        reported(&files[..1], "\"Property 1\""),
        "no design has `Property 1`\nproperties are those of the `design.md` beside the requirements"
    );
}
