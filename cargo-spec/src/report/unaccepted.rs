//! Finds the tests that nobody has accepted: new ones, and those that say something else than was accepted.

use spec_engine::intent::{ChangeKind, ItemState, Stated};
use spec_engine::verdict::{Acceptance, Findings};

use crate::test_beside::TestBeside;

/// Each such test once, beside all its criteria. Where nobody accepts anything there are none.
pub(super) fn unaccepted(findings: &Findings) -> Vec<TestBeside> {
    let Some(comparison) = &findings.comparison else { return Vec::new() };
    let mut tests: Vec<TestBeside> = Vec::new();
    for change in &comparison.changes {
        let Some(stated) = change.now.map(|at| &comparison.now.criteria[at]) else { continue };
        let accepted = stated.verdict.and_then(|at| findings.verdicts.get(at)).map(|known| known.acceptance);
        if accepted.is_none_or(|known| known == Acceptance::Accepted) {
            continue;
        }
        let mut push = |before, now, reasons| push(&mut tests, stated, before, now, reasons);
        match &change.kind {
            ChangeKind::New => stated.intent.tests.iter().for_each(|test| push(None, test, Vec::new())),
            ChangeKind::TestNew(test) => push(None, test, Vec::new()),
            ChangeKind::TestChanged { before, now, weakenings } => {
                let reasons = weakenings.iter().map(|weakening| weakening.message.clone()).collect();
                push(Some(before), now, reasons);
            }
            _ => {}
        }
    }
    tests
}

fn push(
    tests: &mut Vec<TestBeside>,
    stated: &Stated,
    before: Option<&ItemState>,
    now: &ItemState,
    reasons: Vec<String>,
) {
    let is_same = |known: &&mut TestBeside| *known.name == *now.name && *known.file == *now.file;
    match tests.iter_mut().find(is_same) {
        Some(known) => known.wordings.push(stated.intent.wording.clone()),
        None => tests.push(TestBeside { reasons, ..TestBeside::new(&stated.intent.wording, before, now) }),
    }
}
