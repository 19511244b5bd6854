use spec_runtime::spec;

#[spec("REQ-1.1")]
fn several_features_define_it() {}

#[spec("1.2", "stock/1.2")]
fn a_number_is_no_clearer() {}

fn main() {}
