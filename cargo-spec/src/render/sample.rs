//! A report for the tests of every form.

use std::path::Path;
use std::sync::Arc;

use spec_engine::links::{self, Link, LinkedItem, Role};
use spec_engine::tasks::Measured;
use spec_engine::verdict::{Acceptance, Rung, Verdict};
use spec_model::diagnostic::Location;
use spec_model::spec::Id;
use spec_model::{Code, Diagnostic, Source, Span, tasks};

use crate::evidence::{Implementer, Ladder, Missed, Standing, TestResult, VerifyingTest};
use crate::report::{DesignEntry, Matrix, MatrixRow, Report, TaskEntry};
use crate::test_beside::TestBeside;

/// Words that take several lines, with what a terminal would obey.
pub(super) const LONG: &str =
    "WHEN somebody\u{1b}[2J asks for the rule of the house THEN the house SHALL **tell** it at once";

/// Four criteria, of which two stand too low and one is suspect.
pub(super) fn report() -> Report {
    saying(LONG)
}

/// The same beside a task list and a design, all of whose titles are these words.
pub(super) fn planned(title: &str) -> Report {
    let mut report = report();
    let task = |(number, measured): (usize, Option<Measured>)| TaskEntry {
        feature: "a".to_owned(),
        number: Some(format!("1.{number}")),
        title: title.to_owned(),
        state: tasks::State::Done,
        measured,
        path: "/repo/tasks.md".into(),
        line: number,
    };
    let part = |property: Option<&str>| DesignEntry {
        property: property.map(str::to_owned),
        title: title.to_owned(),
        path: "/repo/design.md".into(),
        line: 7,
    };
    let states = [None, Some(Measured::Exercised), Some(Measured::Phantom), Some(Measured::Unjudged)];
    let rows = report.ladder.standings.indices().enumerate().map(|(at, criterion)| MatrixRow {
        criterion,
        tasks: (0..states.len()).filter(|task| *task > 0 && at != 3).collect(),
        parts: (0..2).filter(|part| at == *part).collect(),
    });
    report.matrix = Matrix {
        rows: rows.collect(),
        tasks: (1..).zip(states).map(task).collect(),
        parts: vec![part(Some("3")), part(None)],
    };
    report
}

/// The same with another text. Two criteria say it, their feature, the names of their tests and files, and a finding.
pub(super) fn full_of(text: &str) -> Report {
    let mut report = saying(text);
    report.matrix = planned(text).matrix;
    for standing in &mut report.ladder.standings {
        for missed in &mut standing.missed {
            text.clone_into(&mut missed.variant);
        }
        text.clone_into(&mut standing.verdict.feature);
        standing.verdict.id = Id::new(text);
        let path = Path::new("/repo").join(text);
        standing.verdict.location.path = path.as_path().into();
        for test in &mut standing.tests {
            let item = LinkedItem { path: text.into(), ..test.link.item.clone() };
            let location = Location { path: path.as_path().into(), ..test.link.location.clone() };
            test.link = Arc::new(Link { item, location, ..Link::clone(&test.link) });
        }
    }
    report.unaccepted = vec![TestBeside {
        name: text.to_owned(),
        file: text.to_owned(),
        wordings: vec![text.to_owned()],
        before: Some(vec![text.to_owned()]),
        now: vec![text.to_owned(), "}".to_owned()],
        reasons: vec![text.to_owned()],
    }];
    let finding =
        Diagnostic::new(Code::NoEvidence, text).about(format!("/repo/{text}")).help(text.to_owned());
    report.findings.push(finding);
    report
}

fn saying(long: &str) -> Report {
    let mut standings = standings(long);
    let (code, test) =
        (Arc::clone(&standings[0].implementations[0].0), Arc::clone(&standings[0].tests[0].link));
    standings[0].missed = vec![Missed {
        code: Implementer { link: code, member: None },
        variant: "Some(Default::default())".to_owned(),
        tests: vec![test],
    }];
    standings[1].verdict.acceptance = Acceptance::Suspect;
    let failing = &standings[2];
    let finding = Diagnostic::new(Code::Failing, "a test of REQ-1.10 began and never ended")
        .located(failing.verdict.location.clone())
        .concerning("REQ-1.10")
        .related(failing.tests[0].link.location.clone(), "this test")
        .help("fix the code, or the test");
    Report {
        ladder: Ladder { standings: standings.into(), ..Ladder::default() },
        root: "/repo".into(),
        processes: 1,
        findings: vec![finding],
        ..Report::default()
    }
}

/// Four criteria, two of them with these words.
pub(super) fn standings(long: &str) -> Vec<Standing> {
    vec![
        standing("REQ-1.1", long, Rung::Exercised, &[TestResult::Passed, TestResult::Passed], &[true, false]),
        standing("REQ-1.2", "The house SHALL stand", Rung::Passing, &[TestResult::Passed], &[]),
        standing("REQ-1.10", long, Rung::Failing, &[TestResult::NeverEnded], &[]),
        standing("REQ-2.1", "The house SHALL be 系统", Rung::Untested, &[], &[]),
    ]
}

/// An item with a link, of this name.
pub(super) fn item(path: &str, role: Role) -> LinkedItem {
    LinkedItem { path: path.into(), role, ..link(TEST).item.clone() }
}

fn standing(id: &str, text: &str, rung: Rung, states: &[TestResult], ran: &[bool]) -> Standing {
    let document = Source::new("/repo/requirements.md", "1. a\n");
    let test = |&state: &TestResult| VerifyingTest { link: link(TEST), state, is_flaky: false };
    Standing {
        verdict: Verdict {
            feature: "a".to_owned(),
            id: Id::new(id),
            is_id_shared: false,
            text: text.to_owned(),
            location: Location::new(&document, Span::new(0, 4)),
            rung: Rung::Tested,
            acceptance: Default::default(),
            proposed: None,
            required: Some(Rung::Exercised),
            known_rung: None,
            waiver: None,
            links: Vec::new(),
        },
        rung,
        tests: states.iter().map(test).collect(),
        implementations: ran.iter().map(|&ran| (link(CODE), ran)).collect(),
        outdated: 0,
        was_failing: false,
        candidates: Vec::new(),
        missed: Vec::new(),
        is_below_in_proof: false,
    }
}

/// The link of a test of the house, or of its code.
fn link(source: &str) -> Arc<Link> {
    let path: Arc<Path> = Path::new("/repo/tests/a.rs").into();
    let found = links::scan(&path, source).links.into_iter().next();
    found.expect("there is one")
}

const TEST: &str =
    "mod rules {\n#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn keeps_the_rule_of_the_house() {}\n}\n";
const CODE: &str = "impl House {\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn rule() {}\n}\n";
