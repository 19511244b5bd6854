use spec_runtime::spec;

#[spec("REQ-1.3", unnoticed("None", reason = "nobody can be told"))]
fn as_it_should_be() {}

#[spec("REQ-1.3", unnoticed("None"))]
fn without_a_reason() {}

#[spec("REQ-1.3", unnoticed("None", reason = " "))]
fn with_an_empty_reason() {}

#[spec("REQ-1.3", unnoticed(None, reason = "b"))]
fn no_string() {}

#[spec(unnoticed("None", reason = "b"))]
fn no_criterion() {}

fn main() {}
