//! `cargo spec accept`.

use crate::{ACCOUNTS, TestCrate};

#[test]
fn no_advice_is_to_accept_what_is_refused_because_links_still_name_it() {
    let third = "3. WHEN a visitor leaves THEN the system SHALL answer `204 No Content`\n";
    let second = "2. IF the address is taken THEN the system SHALL answer `409 Conflict`\n";
    let tests: String = (1..=3)
        .map(|at| format!("#[test]\n#[spec_runtime::spec(\"REQ-1.{at}\")]\nfn test_{at}() {{ assert_eq!(answer({at}), {at}); }}\n"))
        .collect();
    let document = format!("{ACCOUNTS}{third}");
    let place = TestCrate::package(&[("requirements.md", &document), ("tests/accounts.rs", &tests)]);
    assert_eq!(place.run("accept --all").code, Some(0));
    // The second is gone, and the third has its number now.
    let shorter = document.replace(second, "").replace("3. WHEN", "2. WHEN");
    std::fs::write(place.path("requirements.md"), shorter).expect("it is written");
    for arguments in ["accept REQ-1.2", "accept --all", "accept --all --dry-run", "check --fix"] {
        let answer = place.run(arguments);
        let printed = format!("{}{}", answer.out, answer.err);
        assert_eq!(answer.code, Some(1), "{arguments}: {printed}");
        assert!(printed.contains("waiting"), "{arguments}: {printed}");
        assert!(printed.contains("delete the tests and links of REQ-1.2"), "{arguments}: {printed}");
        let reported = printed.lines().filter(|line| line.contains("waiting") || line.contains("Next:"));
        reported.for_each(|line| assert!(!line.contains("`cargo spec accept"), "{arguments}: {line}"));
    }
}

#[test]
fn of_a_named_package_alone_is_accepted() {
    let place = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("a/.kiro/specs/alpha/requirements.md", ACCOUNTS),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", ""),
        ("b/.kiro/specs/beta/requirements.md", ACCOUNTS),
    ]);
    let accepted = |arguments: &str| {
        let answer = place.run(arguments);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        let lock = std::fs::read_to_string(place.path("spec.lock")).expect("it is there");
        ["alpha/REQ-1.1", "alpha/REQ-1.2", "beta/REQ-1.1", "beta/REQ-1.2"]
            .map(|id| lock.contains(&format!("{id}\ttext")))
    };
    assert_eq!(accepted("accept --all --force -p a"), [true, true, false, false]);
    // Without the package, two features would be meant.
    assert_eq!(accepted("accept REQ-1.2 --force -p b"), [true, true, false, true]);
    assert_eq!(accepted("accept --all --force --workspace --exclude a"), [true; 4]);
    // As the lock writes it.
    assert_eq!(accepted("accept a#alpha/REQ-1.1 --dry-run"), [true; 4]);
    // A criterion that is gone stood in the package of its feature.
    for package in ["a/.kiro/specs/alpha", "b/.kiro/specs/beta"] {
        let shorter = &ACCOUNTS[..ACCOUNTS.find("\n2. ").expect("a second criterion") + 1];
        std::fs::write(place.path(&format!("{package}/requirements.md")), shorter).expect("it is written");
    }
    assert_eq!(accepted("accept --all --force -p a"), [true, false, true, true]);
    let baseline = place.run("baseline -p a");
    assert!(baseline.code == Some(2) && baseline.err.contains("--strict FEATURE"), "{baseline:?}");
}
