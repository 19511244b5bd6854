//! Phrases that several forms of a report share.

use std::borrow::Cow;

use spec_engine::links::Link;
use spec_engine::tasks::Measured;
use spec_engine::verdict::Rung;

use crate::evidence::{Implementer, Missed};
use crate::report::{Matrix, Report};
use crate::text::{count, one_line};

/// `11 criteria: 9 exercised, 2 failing; 1 suspect; 2 below passing`.
pub fn line(report: &Report) -> String {
    let mut line = count(report.ladder.standings.len(), "criterion", "criteria");
    let rungs = rungs(report);
    if !rungs.is_empty() {
        line += &format!(": {}", rungs.join(", "));
    }
    match report.number_suspect() {
        0 => {}
        suspect => line += &format!("; {suspect} suspect"),
    }
    match report.number_flaky() {
        0 => {}
        flaky => line += &format!("; {flaky} flaky"),
    }
    match report.number_below() {
        0 => {}
        below => line += &format!("; {below} below {}", report.demand()),
    }
    match report.known.len() {
        0 => {}
        known => line += &format!("; {} (baseline)", count(known, "known finding", "known findings")),
    }
    line
}

/// `8 tasks: 1 phantom, 7 proven`; nothing where there are no tasks.
pub fn tasks(matrix: &Matrix) -> Option<String> {
    let states: Vec<_> = matrix.by_state().map(|(state, tasks)| (state.as_str(), tasks.len())).collect();
    let total = states.iter().map(|(_, number)| number).sum();
    let states: Vec<_> = states.iter().map(|(state, number)| format!("{number} {state}")).collect();
    (total > 0).then(|| format!("{}: {}", count(total, "task", "tasks"), states.join(", ")))
}

/// The meaning of the state of a task.
pub const fn meaning_of_task(state: Measured) -> &'static str {
    match state {
        Measured::Open => "none of its criteria has a test or code",
        Measured::Started => "some of its criteria have tests or code, or its box says so",
        Measured::Claimed => "its box is ticked, and no test has run",
        Measured::Partly => "its box is ticked, and a criterion is missing that an open task names too",
        Measured::Phantom => "its box is ticked, and a criterion is missing that no open task names",
        Measured::Passing => "the tests of its criteria pass; whether they run its code is not known",
        Measured::Exercised => "passing tests ran the code of all its criteria",
        Measured::Proven => "all its criteria are proven",
        Measured::Waived => "all its criteria are verified without tests",
        Measured::Unjudged => "it names no criterion",
    }
}

/// `9 exercised`, `2 failing`: the best first.
pub fn rungs(report: &Report) -> Vec<String> {
    let on = |rung: Rung| (report.ladder.number(rung), rung);
    let rungs = Rung::best_first().map(on).filter(|(number, _)| *number > 0);
    rungs.map(|(number, rung)| format!("{number} {rung}")).collect()
}

/// The summary for a person who reads one line: `2 of 11 criteria are below passing`.
pub fn headline(report: &Report) -> String {
    let (total, below) = (report.ladder.standings.len(), report.number_below());
    let required = report.demand();
    let at_least =
        report.required().map_or_else(|| "as far as required".to_owned(), |rung| format!("at least {rung}"));
    match (total, below) {
        (0, _) => "There is no criterion".to_owned(),
        (1, 0) => format!("The criterion is {at_least}{}", but(report)),
        (_, 0) => format!("All {total} criteria are {at_least}{}", but(report)),
        (1, _) => format!("The criterion is below {required}"),
        (_, 1) => format!("1 of {total} criteria is below {required}"),
        _ => format!("{below} of {total} criteria are below {required}"),
    }
}

fn but(report: &Report) -> String {
    if report.fails() {
        return ", but there are errors".to_owned();
    }
    let waived = match report.ladder.number(Rung::Waived) {
        0 => None,
        1 => Some("1 that is waived".to_owned()),
        waived => Some(format!("{waived} that are waived")),
    };
    let known = match report.number_known() {
        0 => None,
        known => Some(format!("{known} that the baseline knows")),
    };
    match waived.into_iter().chain(known).collect::<Vec<_>>() {
        but if but.is_empty() => String::new(),
        but => format!(", but for {}", but.join(" and ")),
    }
}

/// The meaning of a rung.
pub fn meaning(rung: Rung) -> &'static str {
    match rung {
        Rung::Untested => "No test names the criterion.",
        Rung::Stub => "Only stubs name it, which are not written yet.",
        Rung::Ignored => "Only tests name it that are left out of every run.",
        Rung::Tested => "A test names it, but has not run.",
        Rung::Failing => "A test that names it failed, or never ended.",
        Rung::Passing => "Every test that names it passed. Whether they ran the code is not known.",
        Rung::Exercised => "Every test that names it passed, and one of them ran code that implements it.",
        Rung::Proven => "When the code that implements it is broken, one of its tests fails.",
        Rung::Waived => "It is verified without a test, as `spec.toml` says.",
    }
}

/// The meaning of `suspect`.
pub const SUSPECT: &str = "The criterion, or one of its tests, differs from what was accepted.";

/// The code that could be broken without a test noticing, as a line of Rust would say it.
pub fn missed(missed: &Missed) -> String {
    one_line(&format!("fn {} → {}", missed.code.name(), missed.variant))
}

/// Returns the place of a function: `src/lib.rs:41`.
pub fn place(report: &Report, code: &Implementer) -> String {
    format!("{}:{}", report.shown(&code.link.location.path), code.line())
}

/// Says in words whether an item that implements a criterion was run: a test that fails shows nothing of it.
pub fn ran(link: &Link, has_run: bool) -> Cow<'static, str> {
    match (has_run, link.item.unseen) {
        (true, _) => "ran".into(),
        (false, None) => "no passing test ran it".into(),
        (false, Some(what)) => format!("{what}: not seen to run").into(),
    }
}
