//! `cargo spec list`.

use spec_model::catalog::STANDARD_PLACES;

use crate::{ACCOUNTS, TestCrate};

#[test]
fn the_documents_of_the_package_are_listed_for_people() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    let answer = place.run("list");
    assert_eq!(answer.code, Some(0));
    insta::assert_snapshot!(answer.out, @r"
    requirements  kiro · requirements.md

    REQ-1  Register
      REQ-1.1  WHEN a visitor registers THEN the system SHALL answer `201 Created`
      REQ-1.2  IF the address is taken THEN the system SHALL answer `409 Conflict`

    2 criteria in 1 requirement of 1 document
    ");
    let more = place.run("list -v").out;
    assert!(more.contains("As a visitor, I want an account") && more.contains("· line 10"), "{more}");
    insta::assert_snapshot!(place.run("list -q").out, @r"
    REQ-1.1
    REQ-1.2
    ");
}

#[test]
fn a_file_that_is_named_is_read_on_its_own_and_its_errors_are_diagnostics() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS), ("empty.md", "")]);
    let answer = place.run("list requirements.md empty.md --format json");
    assert_eq!(answer.code, Some(0), "what is wrong in a document does not keep it from being listed");
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let [accounts, empty] = [&json["documents"][0], &json["documents"][1]];
    assert_eq!((json["version"].as_u64(), accounts["dialect"].as_str()), (Some(1), Some("kiro")));
    let requirement = &accounts["requirements"][0];
    assert_eq!((requirement["id"].as_str(), requirement["line"].as_u64()), (Some("REQ-1"), Some(3)));
    let criterion = &requirement["criteria"][1];
    assert_eq!(criterion["id"], "REQ-1.2");
    assert_eq!((criterion["line"].as_u64(), criterion["end_line"].as_u64()), (Some(10), Some(10)));
    assert_eq!(criterion["text"], "IF the address is taken THEN the system SHALL answer `409 Conflict`");
    assert_eq!(
        (empty["path"].as_str(), empty["requirements"].as_array().map(Vec::len)),
        (Some("empty.md"), Some(0))
    );
}

#[test]
fn the_packages_that_are_meant_are_chosen_as_with_cargo() {
    let place = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("a/requirements.md", &ACCOUNTS.replace("Requirement 1", "Requirement 7")),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", ""),
        ("b/requirements.md", ACCOUNTS),
    ]);
    let check = |arguments: &str, expected: &str| {
        let answer = place.run(arguments);
        assert_eq!(
            answer.out.split_whitespace().collect::<Vec<_>>().join(" "),
            expected,
            "{arguments}: {answer:?}"
        );
    };
    check("list -q", "REQ-7.1 REQ-7.2 REQ-1.1 REQ-1.2");
    check("list -q --workspace", "REQ-7.1 REQ-7.2 REQ-1.1 REQ-1.2");
    check("list -q -p b", "REQ-1.1 REQ-1.2");
    check("list -q -p a -p b", "REQ-7.1 REQ-7.2 REQ-1.1 REQ-1.2");
    check("list -q --manifest-path a/Cargo.toml", "REQ-7.1 REQ-7.2");
    check("list -q --manifest-path a/Cargo.toml --workspace", "REQ-7.1 REQ-7.2 REQ-1.1 REQ-1.2");
}

#[test]
fn ids_that_several_features_have_are_qualified() {
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/orders/requirements.md", &ACCOUNTS.replace("2. IF", "3. IF")),
    ]);
    let ids = place.run("list -q").out;
    assert_eq!(ids, "accounts/REQ-1.1\nREQ-1.2\norders/REQ-1.1\nREQ-1.3\n");
}

#[test]
fn where_there_is_nothing_to_read_it_says_where_it_looked() {
    let place = TestCrate::package(&[]);
    let answer = place.run("list");
    assert_eq!(answer.code, Some(2));
    let places = STANDARD_PLACES.map(|place| format!("        {place}\n")).concat();
    insta::assert_snapshot!(answer.err.replace(&places, "        [each place]\n"), @r"
    error: there is nothing to read: no requirements document was found
    help: looked for
            [each place]
          in
            [here]
          `cargo spec init` writes a first requirements.md; `spec.toml` can name
          other places
    ");
}

#[test]
fn what_cannot_be_read_could_not_run() {
    let place = TestCrate::package(&[("docs/requirements.md", ACCOUNTS)]);
    let check = |file: &str, printed: &str| {
        let answer = place.run(&format!("list {file}"));
        assert_eq!(answer.code, Some(2), "{answer:?}");
        assert!(answer.err.contains(printed), "{answer:?}");
        assert_eq!(answer.out, "");
    };
    check("docs", "cannot read `docs`");
    check("gone.md", "cannot read `gone.md`");
}

#[test]
fn a_binary_file_is_read_as_far_as_it_goes() {
    let place = TestCrate::package(&[]);
    std::fs::write(place.path("binary.md"), [0, 159, 146, 150, 27, b'[', b'2', b'J']).expect("it is written");
    let answer = place.run("list binary.md");
    assert_eq!(answer.code, Some(0));
    assert!(answer.err.contains("error[not-utf8]"), "{answer:?}");
    assert!(!answer.err.contains('\u{1b}') && !answer.err.contains('\0'), "{answer:?}");
    let json = place.run("list binary.md --format json");
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).is_ok(), "{json:?}");
}

#[test]
fn what_a_terminal_would_obey_is_shown_instead() {
    let hostile = ACCOUNTS
        .replace("Register", "Register \u{1b}]0;x\u{7}\u{202e}tsil")
        .replace("registers", "\u{9b}2J\0");
    let place = TestCrate::package(&[("requirements.md", &hostile)]);
    let answer = place.run("list -v --color always");
    let bare = anstream::adapter::strip_str(&answer.out).to_string();
    assert!(!bare.contains(['\u{202e}', '\u{9b}', '\0', '\u{7}']), "{bare:?}");
    assert!(bare.contains("\\u{1b}]0;x\\u{7}\\u{202e}tsil"), "{bare:?}");
}

#[test]
fn a_document_that_cannot_be_read_is_no_empty_one() {
    let place = TestCrate::package(&[(".kiro/specs/accounts/requirements.md", ACCOUNTS)]);
    std::fs::create_dir_all(place.path(".kiro/specs/orders/requirements.md")).expect("it is made");
    let answer = place.run("list");
    assert_eq!(answer.code, Some(2), "{answer:?}");
    assert!(
        answer.out.contains("REQ-1.2") && answer.err.contains("error[unreadable-document]"),
        "{answer:?}"
    );
}

#[test]
fn severities_are_those_of_the_configuration() {
    let gap = ACCOUNTS.replace("2. IF", "4. IF");
    let check = |config: &str, code: i32, printed: &str| {
        let place = TestCrate::package(&[("requirements.md", &gap), ("spec.toml", config)]);
        let answer = place.run("list");
        let words = answer.err.split(':').next().unwrap_or_default();
        assert_eq!((answer.code, words), (Some(code), printed), "{answer:?}");
    };
    check("", 0, "warning[numbering-gap]");
    check("[severity]\nnumbering-gap = \"error\"\n", 0, "error[numbering-gap]");
    check("[severity]\nnumbering-gap = \"allow\"\n", 0, "");
}

#[test]
fn quiet_hides_warnings_but_no_errors() {
    let gap = ACCOUNTS.replace("2. IF", "4. IF");
    let check = |config: &str, code: i32, printed: &str| {
        let place = TestCrate::package(&[("requirements.md", &gap), ("spec.toml", config)]);
        let answer = place.run("list -q");
        assert_eq!(answer.out, "REQ-1.1\nREQ-1.4\n");
        let words = answer.err.split(':').next().unwrap_or_default();
        assert_eq!((answer.code, words), (Some(code), printed), "{answer:?}");
    };
    check("", 0, "");
    check("documents = [\".kiro/", 1, "error[config-syntax]");
}
