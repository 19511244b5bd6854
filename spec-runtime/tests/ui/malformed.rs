use spec_runtime::spec;

#[spec("")]
fn empty() {}

#[spec("?")]
fn no_id() {}

#[spec("when a card is refused")]
fn words() {}

#[spec("REQ-1.3, REQ-2.1")]
fn two_in_one_string() {}

#[spec("REQ-1.3\u{1b}[31m\u{202e}")]
fn what_a_terminal_would_obey() {}

fn main() {}
