use spec_runtime::spec;

#[spec("REQ-99.1", "REQ-1.3", "REQ-1.1", "R1.3", 7)]
fn all_of_them_are_reported() -> u8 {
    "and what else is wrong with the item too"
}

fn main() {
    // The item is there.
    all_of_them_are_reported();
}
