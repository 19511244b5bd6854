//! The main job, end to end: from a document that somebody else wrote to stubs that fail until they are written.

use spec_runtime::spec;

use crate::REPOSITORY;
use crate::test_crate::TestCrate;

const STUBS: &str = "tests/spec/checkout.rs";

fn unfinished(name: &str) -> TestCrate {
    TestCrate::copy("unfinished", name)
}

#[test]
#[spec("REQ-1.5")]
fn a_stub_reads_as_a_person_would_have_begun_the_test() {
    let place = unfinished("gen-reads");
    place.spec("gen REQ-3.2").succeeds();
    let stubs = place.read(STUBS);
    for words in [
        "/// REQ-3.2 · Register\n///\n/// WHEN a visitor registers with an address that is already taken\n",
        "/// THEN the system SHALL answer `409 Conflict` within 200 ms\n#[test]\n#[spec(\"REQ-3.2\")]\nfn answers_409_conflict_",
        "    // When: a visitor registers with an address that is already taken\n",
        "    pending!(\"REQ-3.2\");\n",
    ] {
        assert!(stubs.contains(words), "{words:?} is not in\n{stubs}");
    }
    assert_eq!(stubs.matches("#[spec(").count(), 1, "only what was asked for:\n{stubs}");
}

#[test]
#[spec("REQ-1.2")]
fn a_second_run_changes_nothing() {
    let place = unfinished("gen-twice");
    place.spec("gen").succeeds();
    let first = place.files();
    place.spec("gen").succeeds();
    assert_eq!(place.files(), first);
}

#[test]
#[spec("REQ-1.6", "REQ-1.7")]
fn looking_first_writes_nothing() {
    let place = unfinished("gen-look");
    let before = place.files();
    place.spec("gen --diff").says("+fn answers_409_conflict_");
    place.spec("gen --dry-run").says(STUBS);
    place.spec("gen --check").exits(1);
    assert_eq!(place.files(), before);
}

#[test]
#[spec("REQ-1.8")]
fn a_stub_that_was_written_is_off_the_list_and_keeps_its_bytes() {
    let place = unfinished("gen-filled");
    place.spec("gen").succeeds();
    place.spec("check").exits(1).says("REQ-3.1").says("REQ-3.2");
    place.edit(STUBS, "    pending!(\"REQ-3.1\");\n", "    assert_eq!(1 +  1, 2); // mine\n");
    place.spec("check").exits(1).says_nothing_of("REQ-3.1").says("REQ-3.2");
    place.cargo("test --test spec").exits(101).says("1 passed");

    let filled = place.files();
    place.spec("gen").succeeds();
    assert_eq!(place.files(), filled);
}

#[test]
#[spec("REQ-1.3")]
fn a_criterion_verified_in_the_library_gets_no_stub() {
    let place = unfinished("gen-elsewhere");
    place.write("src/lib.rs", "#[cfg(test)]\nmod tests {\n    #[test]\n    #[spec_runtime::spec(\"REQ-2.3\")]\n    fn once() {}\n}\n");
    place.spec("gen").succeeds();
    let stubs = place.read(STUBS);
    assert!(!stubs.contains("REQ-2.3") && stubs.contains("REQ-2.4"), "{stubs}");
}

#[test]
#[spec("REQ-1.1", "REQ-1.4", "REQ-5.3", "REQ-6.3")]
fn stubs_compile_and_fail_with_the_text_of_each_criterion() {
    let place = unfinished("gen-stubs");
    place.spec("gen --check").exits(1).says("REQ-1.1");
    place.spec("gen").succeeds().says(STUBS);
    place.spec("gen --check").succeeds();
    place.cargo("fmt --check").succeeds();

    let answer = place.cargo("test --test spec").exits(101).says_nothing_of("warning").says("0 passed");
    let answer = answer.says("WHEN a basket has not been changed for 72 h THEN the system SHALL empty it");
    answer.says("`409 Conflict` within 200 ms").says("tests/spec/checkout.rs");
}

#[test]
#[spec("REQ-1.4")]
fn stubs_of_every_kind_are_as_rustfmt_and_clippy_want_them() {
    const SPEC: &str = "\
### Requirement 1: Kinds

#### Acceptance Criteria

1. For any basket, the total SHALL equal the sum of its lines
2. Every parcel SHALL weigh between 1 and 30 kilograms
3. WHEN a session has been idle for 72 hours THEN the shop SHALL end it within 3 to 5 seconds

## G-1: Steps

```gherkin
Scenario Outline: One row
  When <n> is sent
  Then <reply> comes back
  Examples:
    | n | reply |
    | 1 | one   |

Scenario Outline: One column
  When <n> is sent
  Then it comes back
  Examples:
    | n |
    | 1 |
    | 2 |

Scenario Outline: Wide columns
  When it is sent
  Then it comes back
  Examples:
    | the name of the sender | the name of the recipient | the weight in kilograms | what is said |
    | Ada | Grace | 3 | a reply that is so long that it takes more than the whole of a line, whatever else is on it |
    | Ada | Grace | 4 | nothing |

Scenario Outline: A wide value
  When <what is sent> is sent
  Then it comes back
  Examples:
    | what is sent |
    | a letter that is just long enough to be put on a line of its own by rustfmt, not longer |

Scenario Outline: No rows
  When <what is sent> is sent
  Then it comes back
  Examples:
    | what is sent |
```
";
    let place =
        TestCrate::package("gen-kinds", &[("src/lib.rs", "//! A shop.\n"), ("requirements.md", SPEC)]);
    place.spec(&format!("init --path {}", REPOSITORY.display())).succeeds();
    place.spec("gen").succeeds();
    let stubs = place.read("tests/spec/requirements.rs");
    for words in [
        "let (n, reply) = (\"1\", \"one\");",
        "for n in [",
        "// For any basket",
        "// Every parcel",
        "72 hours",
    ] {
        assert!(stubs.contains(words), "{words:?} is not in\n{stubs}");
    }
    place.cargo("fmt --check").succeeds();
    place.cargo("clippy --tests -- -D warnings").succeeds();
}

#[test]
#[spec("REQ-7.1")]
fn a_crate_elsewhere_is_set_up_by_init() {
    let outside = tempfile::tempdir().expect("a folder");
    let place = TestCrate::at(outside.path().join("shop"));
    place.write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    place.write("src/lib.rs", "//! A shop.\n");
    place.write("Cargo.lock", std::fs::read(REPOSITORY.join("Cargo.lock")).expect("the lock"));
    place.spec(&format!("init --path {}", REPOSITORY.display())).succeeds().says("requirements.md");
    place.cargo("test").exits(101).says("REQ-1.1");
    place.spec("gen").succeeds();
    place.cargo("test").exits(101).says("REQ-1.1").says_nothing_of("warning");
    place.spec(&format!("init --path {}", REPOSITORY.display())).succeeds();
}

const DESIGN: &str = ".kiro/specs/checkout/design.md";

const PROPERTIES: &str = "# Design\n\n## Correctness Properties\n\n### Property 1: A basket keeps its total\n\n\
    *For any* list of amounts and any optional discount, the total SHALL be the sum.\n\n**Validates: Requirements 3.1, 3.2**\n";

#[test]
fn a_property_of_the_design_becomes_a_skeleton_that_compiles_and_fails_with_its_words() {
    let place = unfinished("gen-properties");
    place.write(DESIGN, PROPERTIES);
    place.spec("check").exits(1).says("property-without-test");
    place.spec("gen").succeeds().says("dev-dependency `proptest`");
    place.spec("check").exits(1).says_nothing_of("property-without-test");
    place.cargo("fmt --check").succeeds();
    let written = place.files();
    place.spec("gen").succeeds();
    assert_eq!(place.files(), written, "a second time changes nothing");

    let answer = place.cargo("test --test spec basket_keeps_its_total").exits(101).says_nothing_of("warning");
    let answer = answer.says("the test for Property 1 is not written yet");
    answer.says("of amounts and any optional discount, the total").says(".kiro/specs/checkout/design.md:5");

    // Written, it counts for what it validates.
    let skeleton = place.read(STUBS);
    assert!(
        skeleton.contains("amounts in proptest::collection::vec(")
            && skeleton.contains("#[spec(\"Property 1\")]")
    );
    // Who only removes the call has written nothing.
    place.edit(STUBS, "pending!(\"Property 1\");", "");
    place.cargo("test --test spec basket_keeps_its_total").exits(101).says("mismatched types");
    place.write(
        STUBS,
        skeleton.replace("pending!(\"Property 1\");", "amounts.iter().count() == amounts.len()"),
    );
    place.spec("check").exits(1).says_nothing_of("only a stub verifies REQ-3.1");
    place.cargo("test --test spec basket_keeps_its_total").succeeds();
    // rustc watches the design.
    place.edit(DESIGN, "Property 1:", "Property 4:");
    place.cargo("test --test spec basket_keeps_its_total").exits(101).says("no design has `Property 1`");
}

#[test]
fn skeletons_of_properties_can_be_turned_off() {
    let place = unfinished("gen-without-properties");
    place.write(DESIGN, PROPERTIES);
    place.write("spec.toml", "[gen]\nproperties = false\n");
    place.spec("gen").succeeds().says_nothing_of("Property 1").says_nothing_of("proptest");
    assert!(!place.read("Cargo.toml").contains("proptest"));
}
