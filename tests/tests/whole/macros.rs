//! The macros in a user's crate: what is compiled when, and what is left in a release build.

use std::fs;

use spec_runtime::spec;

use crate::test_crate::TestCrate;

const SPEC: &str = "# Requirements Document\n\n### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n\
    1. WHEN a card is refused THEN the shop SHALL say why\n2. The shop SHALL confirm each order\n";

const COMPILED: &str = "Checking shop";

#[test]
#[spec("REQ-5.2")]
fn a_document_that_moves_is_followed_and_one_that_goes_is_missed() {
    let place = TestCrate::package("macros-moved", &[("requirements.md", SPEC)]);
    // Whatever the only attribute of a crate stands on.
    for item in [
        "fn pay() {}",
        "const PRICE: u8 = 1;",
        "impl Shop { #[spec(\"REQ-1.2\")] fn pay() {} }",
        "mod pay {}",
    ] {
        place.write(
            "src/lib.rs",
            format!(
                "#![allow(dead_code)]\nuse spec_runtime::spec;\nstruct Shop;\n#[spec(\"REQ-1.1\")]\n{item}\n"
            ),
        );
        place.cargo("check").succeeds().says(COMPILED);
        place.cargo("check").succeeds().says_nothing_of(COMPILED);
        fs::create_dir(place.path("docs")).expect("the folder is made");
        fs::rename(place.path("requirements.md"), place.path("docs/requirements.md")).expect("it moves");
        place.cargo("check").succeeds().says(COMPILED);
        place.edit("docs/requirements.md", "1. WHEN", "7. WHEN");
        place.cargo("check").exits(101).says("no document defines `REQ-1.1`").says("did you mean");
        fs::remove_dir_all(place.path("docs")).expect("it is removed");
        place.cargo("check").exits(101).says("there is no requirements document").says("looked in `[here]`");
        place.write("requirements.md", SPEC);
    }
}

#[test]
fn a_document_that_comes_is_seen_by_check_at_once_and_by_the_next_build_that_has_another_reason() {
    let place = TestCrate::package("macros-nearer", &[("requirements.md", SPEC)]);
    place.write("src/lib.rs", "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn pay() {}\n");
    place.cargo("check").succeeds().says(COMPILED);
    place.write("spec.toml", "documents = [\"other.md\"]\n");
    place.write("other.md", SPEC.replace("Requirement 1", "Requirement 2"));
    place.cargo("check").succeeds().says_nothing_of(COMPILED);
    place.spec("check").exits(1).says("orphan");
    place.write("src/lib.rs", "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn pay_all() {}\n");
    place.cargo("check").exits(101).says("no document defines `REQ-1.1`").says("`REQ-2.1`");
}

#[test]
#[spec("REQ-5.3")]
fn a_stub_fails_with_the_words_and_says_where_to_write() {
    let place = TestCrate::package("macros-pending", &[("requirements.md", SPEC)]);
    place.write(
        "src/lib.rs",
        "//! A shop without the standard library.\n#![no_std]\n#![deny(warnings, missing_docs)]\n\
         use spec_runtime::{pending, spec};\n\
         #[spec(\"REQ-1.1\")]\npub fn pay() -> Result<u8, ()> { pending!(\"1.1\") }\n\
         #[spec(\"REQ-1.2\")]\npub async fn confirm(order: &str) -> u8 {\n    if order.is_empty() {\n        pending!(\"REQ-1.2\");\n    }\n    1\n}\n",
    );
    place.write(
        "tests/pay.rs",
        "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn pays() {\n    spec_runtime::pending!(\"REQ-1.1\");\n}\n",
    );
    let answer = place.cargo("test").exits(101);
    let answer = answer
        .says("tests/pay.rs:4")
        .says("REQ-1.1")
        .says("    WHEN a card is refused THEN the shop SHALL say why\n");
    answer.says("requirements.md:7");
}

#[test]
fn a_release_build_is_the_same_with_and_without_the_attribute() {
    let place = TestCrate::package("macros-release", &[("requirements.md", SPEC)]);
    let with = "#[derive(Debug, Clone)] pub struct Order(pub u32);\n\
        #[spec(\"REQ-1.1\")]\nimpl Order {\n\
        #[spec(\"REQ-1.1\")]\npub const LIMIT: u32 = 7;\n\
        #[spec(\"REQ-1.2\")]\n#[inline(never)] pub fn confirm(&self, items: &[u32]) -> u32 { items[self.0 as usize] + Self::LIMIT }\n}\n\
        #[spec(\"REQ-1.2\")]\npub static NAMES: [&str; 2] = [\"a\", \"b\"];\n\
        #[spec(\"REQ-1.1\", \"REQ-1.2\")]\n#[unsafe(no_mangle)] pub extern \"C\" fn pay(order: u32) -> usize { format!(\"{:?}{}\", Order(order), NAMES[1]).len() }\n\
        #[spec(\"REQ-1.1\")]\npub trait Pay { #[spec(\"REQ-1.1\")]\nfn pay(&self) -> u32 { panic!(\"refused\") } }\n\
        #[spec(\"REQ-1.1\")]\nimpl Pay for Order {}\n\
        #[inline(never)] pub fn all(orders: &[Order]) -> u32 { orders.iter().map(Pay::pay).sum() }\n";
    // Lines and columns are in the messages of panics, so that they must stay the same.
    let lines = with.lines().map(|line| if line.starts_with("#[spec") { "" } else { line });
    let without = lines.collect::<Vec<_>>().join("\n").replace("#[spec(\"REQ-1.1\")]", "");
    let machine_code = |source: &str| {
        place.write("src/lib.rs", format!("#[allow(unused_imports)] use spec_runtime::spec;\n{source}\n"));
        let code = place.path("shop.s");
        place.cargo(&format!("rustc --release --lib -- --emit=asm={}", code.display())).succeeds();
        fs::read_to_string(code).expect("rustc wrote it")
    };
    let (with, without) = (machine_code(with), machine_code(&without));
    assert!(with.contains("pay:") && with.contains("confirm"), "{with}");
    assert_eq!(without_hashes(&with), without_hashes(&without));
}

/// Assembly without what rustc puts into names: hashes of where in a crate an item was made, which any macro changes.
fn without_hashes(assembly: &str) -> String {
    let mut text = String::new();
    for (at, piece) in assembly.split_inclusive(['h', '.']).enumerate() {
        let digits = piece.find(|c| !matches!(c, '0'..='9' | 'a'..='f')).unwrap_or(piece.len());
        text.push_str(if at > 0 && matches!(digits, 16 | 32) { &piece[digits..] } else { piece });
    }
    text
}

#[test]
fn without_its_feature_the_gate_says_how_to_get_it() {
    let place = TestCrate::package("macros-no-gate", &[("requirements.md", SPEC)]);
    place.edit("Cargo.toml", ", features = [\"gate\"]", "");
    place.write("tests/spec/main.rs", "spec_runtime::gate!();\n");
    place
        .cargo("check --tests")
        .exits(101)
        .says("`gate!` needs the feature `gate`")
        .says("features = [\"gate\"]");
}

#[test]
fn documentation_shows_a_criterion_as_text_whatever_it_says() {
    let hostile = "3. The shop SHALL </div><script>alert(1)</script> [pay] http://a.b <http://c.d> `fn` */ \"# {} \\u{202e}\n   \
        ```\n   compile_error!()\n   ```\n4. The shop SHALL\n\n       not::compile(this)\n\n   [pay]: http://e.f\n";
    let place = TestCrate::package("macros-docs", &[("requirements.md", &format!("{SPEC}{hostile}"))]);
    place.write(
        "src/lib.rs",
        "//! A shop.\n#![deny(warnings, missing_docs, rustdoc::all)]\n\n/// Pays.\n\
         #[spec_runtime::spec(\"REQ-1.1\", \"REQ-1.2\", \"REQ-1.3\", \"REQ-1.4\")]\npub fn pay() {}\n",
    );
    place.cargo("doc --no-deps").succeeds();
    place.cargo("test --doc").succeeds().says("running 0 tests");
    let target = place.path("../target/doc/shop/fn.pay.html");
    let page = fs::read_to_string(target).expect("rustdoc wrote it");
    assert!(page.contains("<strong>REQ-1.1</strong> · Pay"), "{page}");
    assert!(page.contains("WHEN a card is refused THEN the shop SHALL say why"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
}
