use spec_runtime::spec;

#[spec("REQ-1.3", "REQ-1.3")]
fn twice() {}

#[spec("REQ-1.3", "FR-003", "Requirement 1.3")]
fn in_another_spelling() {}

#[spec("stock/REQ-1.1", "checkout/1.1", "stock/1.1")]
fn of_a_feature() {}

fn main() {}
