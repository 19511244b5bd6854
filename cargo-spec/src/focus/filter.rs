//! Selects single tests, in the languages of nextest and `cargo test`.
//!
//! The path of a test in its file is the end of its name; which modules its file is in, only the compiler knows. What a test with cases
//! makes stands below its name.

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::ValueEnum;
use spec_engine::links::{Link, Role, TestState};

/// The purpose of a list of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Filter {
    /// An expression for `cargo nextest run -E`.
    Nextest,
    /// The names behind `cargo test --`.
    Cargo,
}

/// Is it a test that would run?
pub fn is_run(link: &Link) -> bool {
    matches!(link.item.role, Role::Verifies(TestState::Live | TestState::Elsewhere))
}

/// The paths of the tests in their files.
fn paths<'a>(tests: impl IntoIterator<Item = &'a Arc<Link>>) -> BTreeSet<&'a str> {
    tests.into_iter().map(|test| &*test.item.path).filter(|path| !path.is_empty()).collect()
}

/// The expression that selects the tests, and no others but those that bear the same name.
pub fn nextest<'a>(tests: impl IntoIterator<Item = &'a Arc<Link>>) -> String {
    let tests = paths(tests).into_iter().map(|path| {
        // The harness decides whether a name is told with its `r#`.
        let path = path.replace("r#", "(r#)?");
        format!("test(/(^|::){path}($|::)/)")
    });
    let tests = tests.collect::<Vec<_>>().join(" | ");
    if tests.is_empty() { "none()".to_owned() } else { tests }
}

/// A name that no test bears: without any, `cargo test` would run all.
const NO_TEST: &str = "no-test-is-affected";

/// The names behind `cargo test --`: they select every test that holds one of them.
pub fn cargo<'a>(tests: impl IntoIterator<Item = &'a Arc<Link>>) -> Vec<String> {
    let own = |path: &str| match path.contains("r#") {
        true => path.rsplit("r#").next().unwrap_or_default().to_owned(),
        false => path.to_owned(),
    };
    let paths: BTreeSet<String> = paths(tests).into_iter().map(own).collect();
    // A path that holds another one is selected by that.
    let is_needed =
        |path: &&String| !paths.iter().any(|other| other != *path && path.contains(other.as_str()));
    let names: Vec<_> = paths.iter().filter(is_needed).cloned().collect();
    if names.is_empty() { vec![NO_TEST.to_owned()] } else { names }
}
