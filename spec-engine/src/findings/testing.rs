//! A small package in memory, and its findings, for the tests of findings.

use std::path::Path;

use spec_model::files::Memory;

use crate::Host;
use crate::intent::Intent;
use crate::lock::Lock;
use crate::verdict::{Compare, Findings, Question};

const MANIFEST: &str = "[package]\nname = \"a\"\n";
const SPEC: &str = "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL y\n2. WHEN x THEN the system SHALL z\n";

/// A test of both criteria of the package.
pub(crate) const TEST: (&str, &[u8]) =
    ("tests/both.rs", b"#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn both() { run(1); }");

/// A host of the package with some files, which stand for those of the same name. One without text is not there.
fn host<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Host {
    let mut memory = Memory::from_iter([("/w/Cargo.toml", MANIFEST), ("/w/requirements.md", SPEC)]);
    for (path, text) in files {
        match text {
            [] => memory.remove(Path::new(&format!("/w/{path}"))),
            text => memory.insert(format!("/w/{path}"), text),
        }
    }
    Host::new(memory)
}

/// The findings, with their places. Each of them says what to do.
fn listed(findings: &Findings) -> String {
    let listed = findings.diagnostics.iter().map(|finding| {
        assert!(!finding.advice.is_empty(), "{finding:?}");
        let path = finding.path.as_deref().map(|path| path.strip_prefix("/w").unwrap_or(path).display());
        let line = finding.location.as_ref().map(|location| format!(":{}", location.start.line));
        let place = path.map(|path| format!(" {path}{}", line.unwrap_or_default()));
        format!("{}{}", finding.code, place.unwrap_or_default())
    });
    listed.collect::<Vec<_>>().join(", ")
}

/// Returns the findings in a package with some files.
pub(crate) fn findings(files: &[(&str, &[u8])]) -> Findings {
    host(files.iter().copied()).check(Path::new("/w"))
}

/// Checks what is found in the package with some files.
#[track_caller]
pub(crate) fn check(files: &[(&str, &[u8])], expect: &str) {
    assert_eq!(listed(&findings(files)), expect);
}

/// Returns the intent of the package's criteria and tests.
pub(crate) fn now(files: &[(&str, &[u8])]) -> Intent {
    let always = Question { compare: Compare::Always, ..Question::default() };
    let findings = host(files.iter().copied()).ask(Path::new("/w"), &always);
    findings.comparison.map(|comparison| comparison.now).unwrap_or_default()
}

/// Checks what is found after some files were changed, of which everything was accepted before.
#[track_caller]
pub(crate) fn check_accepted(before: &[(&str, &[u8])], after: &[(&str, &[u8])], expect: &str) {
    let lock = Lock::of(now(before).intents().cloned()).to_string();
    let files = before.iter().filter(|(path, _)| !after.iter().any(|(other, _)| other == path));
    let files = files.chain(after).copied().chain([("spec.lock", lock.as_bytes())]);
    assert_eq!(listed(&host(files).check(Path::new("/w"))), expect);
}
