//! `cargo spec check`.

use crate::{ACCOUNTS, Place};

#[test]
fn a_package_without_documents_has_nothing_to_read_whatever_the_others_have() {
    let place = Place::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("a/requirements.md", ACCOUNTS),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", ""),
    ]);
    let check = |arguments: &str, code: i32| {
        let answer = place.run(arguments);
        let says_so = answer.err.contains("there is nothing to read");
        assert_eq!((answer.code, says_so), (Some(code), code == 2), "{arguments}: {answer:?}");
    };
    check("check", 1);
    check("check -p a", 1);
    check("check -p b", 2);
    check("check -p a -p b", 1);
    check("list -p b", 2);
}
