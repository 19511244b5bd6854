use spec_runtime::spec;

const ID: &str = "REQ-1.3";

#[spec]
fn no_arguments() {}

#[spec()]
fn empty() {}

#[spec(ID)]
fn a_constant() {}

#[spec(concat!("REQ-", "1.3"))]
fn a_macro() {}

#[spec(1.3)]
fn a_number() {}

#[spec(b"REQ-1.3")]
fn bytes() {}

#[spec(id = "REQ-1.3")]
fn a_name() {}

#[spec("REQ-1.3" "REQ-2.1")]
fn no_comma() {}

#[spec("REQ-1.3",, "REQ-2.1")]
fn a_comma_too_many() {}

fn main() {
    let _: u8 = ID;
}
