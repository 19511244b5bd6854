//! Criteria beside tests that would pass without them, and beside tests that would not: one row for each.

mod honest;
mod lazy;

use std::borrow::Cow;

use super::{TestSources, ThinReason, reasons};

/// The reasons for a criterion with one test. Behind `---` stand helpers and code.
fn found(criterion: &str, source: &str) -> Vec<ThinReason> {
    let mut sources = TestSources::default();
    for part in source.split("\n---\n") {
        let (kind, text) = part.trim_start().split_once(' ').unwrap_or_default();
        let text = Cow::Owned(text.to_owned());
        match kind {
            "helper:" => sources.helpers.push(text),
            "code:" => sources.code.push(text),
            "test:" => sources.tests.push(text),
            other => panic!("{other} is no kind of source"),
        }
    }
    reasons(criterion, &sources)
}

/// Checks that a lazy test is found, and for what.
#[track_caller]
fn lazy(criterion: &str, source: &str, expect: &str) {
    let reasons = found(criterion, source);
    assert!(
        reasons.iter().any(|reason| reason.message.contains(expect)),
        "{criterion}\n{source}\n{reasons:#?}"
    );
}

/// Checks that nothing is said of an honest test.
#[track_caller]
fn honest(criterion: &str, source: &str) {
    assert_eq!(found(criterion, source), [], "{criterion}\n{source}");
}
