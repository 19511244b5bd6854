use spec_runtime::pending;

fn unknown() {
    pending!("REQ-3.9")
}

fn ambiguous() -> u8 {
    pending!("REQ-1.1");
}

fn nothing() {
    pending!()
}

fn no_string() {
    pending!(REQ - 3.2)
}

fn two() {
    pending!("REQ-3.1", "REQ-3.2")
}

fn main() {}
