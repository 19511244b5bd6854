//! Compile errors of the macros, as their users read them.

#[test]
fn mistakes_are_reported_where_they_are_made() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
