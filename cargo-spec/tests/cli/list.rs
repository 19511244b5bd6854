//! `cargo spec list`.

use crate::{ACCOUNTS, Place};

#[test]
fn what_cannot_be_read_could_not_run() {
    let place = Place::package(&[("docs/requirements.md", ACCOUNTS)]);
    let check = |file: &str, said: &str| {
        let answer = place.run(&format!("list {file}"));
        assert_eq!(answer.code, Some(2), "{answer:?}");
        assert!(answer.err.contains(said), "{answer:?}");
        assert_eq!(answer.out, "");
    };
    check("docs", "cannot read `docs`");
    check("gone.md", "cannot read `gone.md`");
}

#[test]
fn a_binary_file_is_read_as_far_as_it_goes() {
    let place = Place::package(&[]);
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
    let place = Place::package(&[("requirements.md", &hostile)]);
    let answer = place.run("list -v --color always");
    let bare = anstream::adapter::strip_str(&answer.out).to_string();
    assert!(!bare.contains(['\u{202e}', '\u{9b}', '\0', '\u{7}']), "{bare:?}");
    assert!(bare.contains("\\u{1b}]0;x\\u{7}\\u{202e}tsil"), "{bare:?}");
}
