//! Attributes of test harnesses: the one list of them.

/// Attributes that make a test of a function, by the last name of their path, whatever crate they come from.
const TESTS: [&str; 15] = [
    // Rust's own: `cargo test` runs a bench once.
    "test",
    "bench",
    // googletest
    "gtest",
    // test-case
    "test_case",
    "test_matrix",
    // test-casing
    "test_casing",
    // parameterized, yare
    "parameterized",
    // proptest, test-strategy
    "property_test",
    "proptest",
    // quickcheck_macros
    "quickcheck",
    // rstest, rstest_reuse, rstest-bdd
    "rstest",
    "apply",
    "scenario",
    // monoio, embassy
    "test_all",
    // kani
    "proof_for_contract",
];

/// Names that say so only behind their crate.
const OF_CRATES: [(&str, &str); 6] = [
    ("kani", "proof"),
    ("test_case", "case"),
    ("test_case", "matrix"),
    ("testing", "fixture"),
    ("datatest", "files"),
    ("datatest", "data"),
];

/// The path of an attribute, as far as it tells a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributePath<'a> {
    /// Its first name: `tokio` of `tokio::test`.
    pub root: &'a str,
    /// Its last name.
    pub name: &'a str,
}

impl AttributePath<'_> {
    /// Does it make a function a test? Those of the well-known harnesses do, and what ends in `_test`. So does whatever is called `test`,
    /// as the attributes of runtimes are (`tokio::test`, `sqlx::test`, `test_log::test`).
    pub fn makes_a_test(self) -> bool {
        TESTS.contains(&self.name)
            || self.name.ends_with("_test")
            || OF_CRATES.contains(&(self.root, self.name))
    }

    /// Is it what the settings name: `my_test`, `crate::my_test`? The last names count.
    pub fn is_one_of(self, configured: &[String]) -> bool {
        configured.iter().any(|path| path.rsplit("::").next() == Some(self.name))
    }

    /// May its arguments say that it is no test? `macro_rules_attribute` has an `apply` of its own, which names a macro.
    pub fn may_name_a_macro(self) -> bool {
        self.name == "apply"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], expect: bool) {
        for path in paths {
            let root = path.split("::").next().unwrap_or_default();
            let name = path.rsplit("::").next().unwrap_or_default();
            assert_eq!(AttributePath { root, name }.makes_a_test(), expect, "{path}");
        }
    }

    #[test]
    fn what_makes_a_test_is_reported_from_what_stands_beside_one() {
        check(&["test", "bench", "tokio::test", "async_std::test", "actix_rt::test", "sqlx::test"], true);
        check(
            &["rstest", "rstest::rstest", "apply", "rstest_reuse::apply", "rstest_bdd_macros::scenario"],
            true,
        );
        check(
            &["test_case", "test_case::test_matrix", "test_casing::test_casing", "yare::parameterized"],
            true,
        );
        check(&["googletest::gtest", "googletest::test", "wasm_bindgen_test", "ntest::test_case"], true);
        check(&["kani::proof", "kani::proof_for_contract", "quickcheck_macros::quickcheck", "pg_test"], true);
        check(&["serial", "serial_test::serial", "should_panic", "ignore", "timeout", "fixture"], false);
        check(&["proof", "case", "inline", "instrument", "tokio::main", "template", "given"], false);
    }

    #[test]
    fn what_the_settings_name_is_known_by_its_last_name() {
        let configured = ["crate::my_check".to_owned(), "probe".to_owned()];
        for (name, expect) in [("my_check", true), ("probe", true), ("crate", false), ("my", false)] {
            assert_eq!(AttributePath { root: name, name }.is_one_of(&configured), expect, "{name}");
        }
    }
}
