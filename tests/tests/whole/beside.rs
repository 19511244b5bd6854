//! New tests beside their criteria, until somebody accepts them.

use spec_runtime::spec;

use crate::test_crate::TestCrate;

const DOCUMENT: &str = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL take at most 5 coins\n2. THE shop SHALL close\n";
const CODE: &str =
    "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn take(coins: u32) -> u32 {\n    coins.min(5)\n}\n";
const TESTS: &str = "use spec_runtime::spec;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn takes() {\n    assert_eq!(shop::take(4), 4);\n    assert_eq!(shop::take(6), 5);\n}\n\n#[test]\n#[spec(\"REQ-1.2\")]\nfn closes() {}\n";
const NEW: &str = "\nconst LIMIT: u32 = 5;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn takes_many() {\n    // TODO: the real number\n    assert_eq!(include_str!(\"coins.txt\").len(), 4);\n    assert_eq!(shop::take(7), LIMIT);\n}\n";

#[test]
#[spec("REQ-12.2")]
fn a_new_test_is_shown_beside_its_criterion_and_marks_a_proof_until_it_is_accepted() {
    let files = [("requirements.md", DOCUMENT), ("src/lib.rs", CODE), ("tests/rules.rs", TESTS)];
    let place = TestCrate::package("beside", &files);
    place.write("tests/coins.txt", "1234");
    place.spec("accept --all").succeeds();
    place.spec("prove REQ-1.1").succeeds().says("proven").says_nothing_of("not accepted");
    place.write("tests/rules.rs", TESTS.to_owned() + NEW);
    // The parts that a reader of the test does not see.
    let review = place.spec("review").exits(1);
    review
        .says("its tests use")
        .says("const LIMIT: u32 = 5;")
        .says("tests/coins.txt")
        .says("comments in its tests")
        .says("// TODO: the real number");
    place.spec("review --format json").exits(1).says("const LIMIT: u32 = 5;").says("TODO: the real number");
    let proven = place.spec("prove REQ-1.1").succeeds();
    proven.says("proven, but not accepted").says("nobody has accepted it or one of its tests yet");
    place
        .spec("test")
        .succeeds()
        .says("proven     not accepted  REQ-1.1")
        .says("passing                  REQ-1.2");
    let markdown = place.spec("report --format markdown").succeeds();
    markdown
        .says("proven, not accepted |")
        .says("1 test that nobody has accepted")
        .says("<summary>new takes_many in tests/rules.rs</summary>")
        .says("<pre>THE shop SHALL take at most 5 coins</pre><pre>#&#91;test]");
    let html = place.spec("report --format html").succeeds();
    html.says("Tests that nobody has accepted")
        .says("<p dir=\"auto\">THE shop SHALL take at most 5 coins</p>");
    place.spec("report --format json").succeeds().says("\"acceptance\":\"new\"");
    // A changed test shows what it was.
    place.spec("accept --all").succeeds();
    place.spec("report --format html").succeeds().says_nothing_of("Tests that nobody has accepted");
    place.edit("tests/rules.rs", "shop::take(7)", "shop::take(8)");
    let markdown = place.spec("report --format markdown").succeeds();
    markdown.says("-     assert_eq!(shop::take(7), LIMIT);").says("+     assert_eq!(shop::take(8), LIMIT);");
}
