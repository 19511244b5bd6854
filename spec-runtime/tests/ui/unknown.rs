use spec_runtime::spec;

#[spec("REQ-3.9")]
fn near() {}

#[spec("FR-004")]
struct Near;

#[spec("something-else.entirely")]
fn far() {}

#[spec("stock/REQ-3.1")]
fn in_another_feature() {}

#[spec("shipping/REQ-1.1")]
fn in_no_feature() {}

struct Shelf;

impl Shelf {
    #[spec("REQ-9.9")]
    fn method(&self) {}
}

fn main() {}
