//! `cargo spec show`.

use crate::{ACCOUNTS, MANIFEST, TestCrate};

#[test]
fn every_way_of_writing_an_id_shows_the_same() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    let expected = place.run("show REQ-1.2");
    assert_eq!(expected.code, Some(0), "{expected:?}");
    assert!(expected.out.contains("IF the address is taken THEN the system SHALL answer `409 Conflict`"));
    for id in ["1.2", "R1.2", "req-1.2", "Requirement 1.2", "requirements/1.2"] {
        assert_eq!(place.run(&format!("show {id}")).out, expected.out, "{id}");
    }
}

#[test]
fn a_requirement_is_shown_with_its_criteria() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    let answer = place.run("show REQ-1");
    assert_eq!(answer.code, Some(0));
    for words in ["Register", "REQ-1.1", "REQ-1.2", "As a visitor, I want an account"] {
        assert!(answer.out.contains(words), "{answer:?}");
    }
}

#[test]
fn an_id_that_names_nothing_comes_with_the_nearest() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    let check = |id: &str, printed: &str| {
        let answer = place.run(&format!("show {id}"));
        assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{answer:?}");
        assert!(answer.err.contains(printed), "{answer:?}");
    };
    check("REQ-1.3", "did you mean `REQ-1.1` or `REQ-1.2`?");
    check("\u{1b}[2J", "\\u{1b}[2J");
    check("", "required");
}

#[test]
fn an_id_of_several_features_comes_with_the_candidates() {
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/orders/requirements.md", ACCOUNTS),
    ]);
    let answer = place.run("show 1.2");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @r"
    error: `1.2` is defined several times
    help: did you mean `accounts/REQ-1.2` or `orders/REQ-1.2`?
    ");
    assert_eq!(place.run("show orders/1.2").code, Some(0));
}

#[test]
fn an_id_of_a_member_comes_before_that_of_the_workspace() {
    let manifest =
        |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let place = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"one\", \"other\"]\nresolver = \"3\"\n"),
        ("requirements.md", "- REQ-1: THE root SHALL open\n- REQ-2: THE root SHALL close\n"),
        ("one/Cargo.toml", &manifest("one")),
        ("one/src/lib.rs", ""),
        ("one/requirements.md", "- REQ-1: THE member SHALL open\n"),
        ("other/Cargo.toml", &manifest("other")),
        ("other/src/lib.rs", ""),
        ("other/requirements.md", "- REQ-1: THE other one SHALL open\n"),
    ]);
    let says = |arguments: &str, words: &str| {
        let answer = place.run(&format!("show {arguments}"));
        assert!(answer.code == Some(0) && answer.out.contains(words), "{arguments}: {answer:?}");
    };
    says("REQ-1 -p one", "THE member SHALL open");
    says("workspace/REQ-1 -p one", "THE root SHALL open");
    says("REQ-2 -p one", "THE root SHALL close");
    says("REQ-1 -p other", "THE other one SHALL open");
    assert_eq!(place.run("show REQ-1").code, Some(2), "both members define it");
}

#[test]
fn a_property_is_no_criterion_and_leads_to_its_criteria() {
    let design = "# Design\n\n### Property 1: Once\n\n*For any* address, it is taken once.\n\n**Validates: Requirements 1.2**\n";
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/design.md", design),
    ]);
    let answer = place.run("show Property 1");
    assert_eq!(answer.code, Some(2), "{answer:?}");
    insta::assert_snapshot!(answer.err, @r"
    error: .kiro/specs/accounts/design.md:3:1: `Property 1` is a property of a design, not a criterion
    help: its tests are beside the criteria that it validates: `cargo spec show
          REQ-1.2`
    ");
}

#[test]
fn where_there_is_nothing_to_read_it_says_where_it_looked_as_list_does() {
    let place = TestCrate::package(&[]);
    let answer = place.run("show 1.2");
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.starts_with("error: there is nothing to read"), "{answer:?}");
    assert_eq!(answer.err, place.run("list").err);
}

#[test]
fn an_error_that_may_hide_something_is_reported() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS), ("spec.toml", "documents = [\".kiro/")]);
    for quiet in ["", " -q"] {
        let answer = place.run(&format!("show 1.2{quiet}"));
        assert_eq!(answer.code, Some(1));
        assert!(answer.out.contains("409") && answer.err.contains("error[config-syntax]"), "{answer:?}");
    }
}

#[test]
fn links_of_a_criterion_that_is_gone_are_shown_with_the_one_that_has_its_number() {
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn registers() {}\n";
    let place = TestCrate::package(&[
        ("Cargo.toml", MANIFEST),
        ("requirements.md", ACCOUNTS),
        ("tests/registers.rs", test),
    ]);
    assert_eq!(place.run("accept REQ-1 --force").code, Some(0));
    let first = "1. WHEN a visitor registers THEN the system SHALL answer `201 Created`\n2.";
    std::fs::write(place.path("requirements.md"), ACCOUNTS.replace(first, "1.")).expect("it is written");
    let answer = place.run("show REQ-1.1 --format json");
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let links = json["links_of_removed"].as_array().expect("an array");
    assert_eq!(links.len(), 1, "{}", answer.out);
    assert_eq!(links[0]["code"], "orphan");
    assert!(links[0]["path"].as_str().is_some_and(|path| path.ends_with("tests/registers.rs")));
}

#[test]
fn the_tasks_and_the_design_of_a_criterion_stand_behind_its_tests() {
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (
            ".kiro/specs/accounts/tasks.md",
            "- [x] 1. Keep **accounts**\u{1b}[2J\n  - _Requirements: 1.2_\n- [ ] 2. Rest\n",
        ),
        (
            ".kiro/specs/accounts/design.md",
            "# Design\n\n## Store\n\nIt keeps accounts (Requirement 1.1).\n\n## Correctness Properties\n\n\
             ### Property 4: Once\n\n*For any* address, one account.\n\n**Validates: Requirements 1.2**\n",
        ),
    ]);
    let answer = place.run("show 1.2");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let task = "    task       .kiro/specs/accounts/tasks.md:1  1 Keep accounts\\u{1b}[2J (box ticked, measured phantom)\n";
    let property = "    property   .kiro/specs/accounts/design.md:9  4 Once\n";
    assert!(answer.out.contains(&format!("{task}{property}")), "{}", answer.out);
    assert!(!answer.out.contains("Rest") && !answer.out.contains("Store"), "{}", answer.out);
    let other = place.run("show 1.1").out;
    assert!(other.contains("    design     .kiro/specs/accounts/design.md:3  Store\n"), "{other}");
    assert!(!other.contains("task "), "{other}");
}
