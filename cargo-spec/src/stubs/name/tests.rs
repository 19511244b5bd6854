use spec_model::grammar;

use super::super::scene;
use super::*;

fn name(text: &str) -> String {
    test_name(None, &scene::scene(text, &grammar::clause::parse(text)), "REQ-3.2")
}

#[test]
fn try_some() {
    for text in [
        "WHEN a visitor registers with an address that is already taken THEN the system SHALL answer `409 Conflict` within 200 ms",
        "System MUST validate email addresses",
        "the user sees an error",
    ] {
        eprintln!("{}", name(text));
    }
}
