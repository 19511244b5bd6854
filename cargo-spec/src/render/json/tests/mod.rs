//! The text of JSON, and its schemas.

mod schemas;

use proptest::prelude::*;

use super::*;

#[test]
fn what_a_terminal_would_obey_is_escaped() {
    assert_eq!(
        to_text(&"a\u{202e}\u{9b}\u{1b}\n\u{e0001}注"),
        "\"a\\u202e\\u009b\\u001b\\n\\udb40\\udc01注\"\n"
    );
}

proptest! {
    #[test]
    fn every_text_is_valid_json_and_read_back_as_it_was(text in ".{0,40}") {
        let read: String = serde_json::from_str(&to_text(&text)).expect("it is JSON");
        prop_assert_eq!(read, text);
    }
}
