//! Attributes of test harnesses.

/// Does an attribute, of which this is the last name of the path, make a function a test? Those of the well-known harnesses do,
/// and whatever is called `test`, as the harnesses of runtimes are: `tokio::test`, `sqlx::test`, `test_log::test`.
pub fn makes_a_test(name: &str) -> bool {
    matches!(name, "test" | "rstest" | "test_case" | "quickcheck" | "proptest" | "gtest" | "property_test")
        || name.ends_with("_test")
}
