//! `task-done-unproven`: the box of a task is ticked, and a criterion that it names stands too low.
//!
//! Without a run that is a criterion that no test verifies; after a run, one that stands below what `[require]` asks for.

use std::collections::HashMap;

use spec_model::diagnostic::{Advice, Code, Diagnostic, Location};
use spec_model::order::Order as _;
use spec_model::tasks::{State, TaskIx};

use super::rule::{Linked, Rule, TaskListUse};
use crate::ladder::{Rung, Verdict, VerdictIx};
use crate::tasks::measure;

/// Reports what no test verifies of each [`TaskClaim`]; where nothing is linked to the criteria of its feature, once.
pub(crate) const RULE: Rule = Rule::TaskList(task_done_unproven);

/// So many criteria and tasks a message names.
const SHOWN: usize = 4;

/// The claim of ticked tasks: the criteria that all of them name, and no other task.
#[derive(Clone, Debug)]
pub struct TaskClaim {
    /// The tasks, by their numbers where they have one, with the places of their boxes.
    tasks: Vec<(Option<String>, Location)>,
    /// The criteria, each once.
    pub(crate) criteria: Vec<VerdictIx>,
}

/// A criterion that a task claims, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct ClaimedCriterion<'a> {
    /// The criterion.
    pub verdict: &'a Verdict,
    /// The rung that it stands on.
    pub rung: Rung,
}

impl TaskClaim {
    /// The criteria.
    pub fn criteria(&self) -> impl Iterator<Item = VerdictIx> {
        self.criteria.iter().copied()
    }

    /// Reports that criteria of the claim stand too low: the tasks are ticked, and these are not done. `None`, if there are none.
    pub fn unproven(&self, too_low: &[ClaimedCriterion<'_>]) -> Option<Diagnostic> {
        let worst = too_low.iter().min_by_key(|criterion| criterion.rung)?;
        let ids = listed(too_low.iter().map(|criterion| criterion.verdict.id.as_str()));
        let what = match worst.rung {
            Rung::Untested => format!("no test verifies {ids}"),
            Rung::Stub => format!("only a stub verifies {ids}"),
            Rung::Ignored => format!("only an ignored test verifies {ids}"),
            Rung::Tested => format!("no test of {ids} has run"),
            Rung::Failing => format!("a test of {ids} fails"),
            rung => format!("{ids} must be {}, not {rung}", worst.verdict.required.unwrap_or(Rung::Passing)),
        };
        let ((_, place), others) = self.tasks.split_first()?;
        let names: Option<Vec<_>> = self.tasks.iter().map(|(name, _)| name.as_deref()).collect();
        let names = names.map(|names| format!(" {}", listed(names.into_iter()))).unwrap_or_default();
        let (tasks, it) = match (others.len() + 1, &*names) {
            (1, names) => (format!("task{names} is"), "it"),
            (count, "") => (format!("{count} tasks are"), "them"),
            (_, names) => (format!("the tasks{names} are"), "them"),
        };
        let first = worst.verdict;
        let finding = Diagnostic::new(Code::TaskDoneUnproven, format!("{tasks} ticked, and {what}"))
            .located(place.clone())
            .concerning(first.id.as_str())
            .label("claims to be done")
            .related(first.location.clone(), format!("{}: {}", first.id, worst.rung))
            .help(format!(
                "write the tests, or untick {it}; `[require]` in `spec.toml` says how far a criterion has to be"
            ));
        let others = others.iter().map(|(_, place)| place.clone());
        Some(others.fold(finding, |finding, place| finding.related(place, "claims the same")))
    }
}

/// Names, as far as they are shown.
fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = if names.len() > SHOWN { ", …" } else { "" };
    let shown = names.take(SHOWN).map(|name| name.escape_debug().to_string());
    format!("{}{more}", shown.collect::<Vec<_>>().join(", "))
}

/// Returns the claims of the ticked tasks of a list. Criteria that the same tasks name are one claim.
///
/// If an open task names a criterion as well, its test may still come. Who may leave a task out may also tick it. What an
/// open change proposes needs no test.
pub(crate) fn claims(list: &TaskListUse<'_>) -> Vec<TaskClaim> {
    let mut of_criterion: HashMap<VerdictIx, Vec<TaskIx>> = HashMap::new();
    let mut in_order: Vec<VerdictIx> = Vec::new();
    for (ix, task) in list.list.tasks.enumerated() {
        let mut with_parents = list.list.with_parents(ix).map(|ix| &list.list.tasks[ix]);
        let is_leaf = list.measured[ix].is_some();
        if !is_leaf
            || task.state() != State::Done
            || with_parents.any(|task| task.is_optional || task.is_checkpoint)
        {
            continue;
        }
        let is_claimed = |criterion: &&VerdictIx| {
            !list.open.contains(criterion) && list.verdicts[**criterion].proposed.is_none()
        };
        for &criterion in list.criteria[ix].iter().filter(is_claimed) {
            let tasks = of_criterion.entry(criterion).or_insert_with(|| {
                in_order.push(criterion);
                Vec::new()
            });
            if tasks.last() != Some(&ix) {
                tasks.push(ix);
            }
        }
    }
    let mut claims: Vec<TaskClaim> = Vec::new();
    let mut of_tasks: HashMap<&[TaskIx], usize> = HashMap::new();
    for criterion in in_order {
        let tasks = &*of_criterion[&criterion];
        let at = *of_tasks.entry(tasks).or_insert_with(|| {
            let tasks = tasks.iter().map(|&ix| {
                let number = list.list.number(&list.list.tasks[ix]);
                (number.map(str::to_owned), place(list, ix))
            });
            claims.push(TaskClaim { tasks: tasks.collect(), criteria: Vec::new() });
            claims.len() - 1
        });
        claims[at].criteria.push(criterion);
    }
    claims
}

fn task_done_unproven(list: &TaskListUse<'_>) -> Vec<Diagnostic> {
    let missing = |claim: &TaskClaim| -> Vec<_> {
        let criteria = claim.criteria.iter().map(|&criterion| &list.verdicts[criterion]);
        let missing = criteria.filter(|verdict| measure::is_missing(verdict.rung));
        missing.map(|verdict| ClaimedCriterion { verdict, rung: verdict.rung }).collect()
    };
    if list.linked == Linked::Here {
        return list.claims.iter().filter_map(|claim| claim.unproven(&missing(claim))).collect();
    }
    if list.linked == Linked::NowhereTold {
        return Vec::new();
    }
    let claims = list.claims.iter().filter(|claim| !missing(claim).is_empty());
    let mut places: Vec<_> = claims.flat_map(|claim| &claim.tasks).map(|(_, place)| place.clone()).collect();
    places.order();
    places.dedup();
    let count = places.len();
    let (message, label) = match count {
        1 => (
            "1 task is ticked, but no test or code names any criterion of this feature".to_owned(),
            "this task",
        ),
        _ => {
            let message = "tasks are ticked, but no test or code names any criterion of this feature";
            (format!("{count} {message}"), "the first of them")
        }
    };
    let finding = places.into_iter().next().map(|first| {
        Diagnostic::new(Code::TaskDoneUnproven, message)
            .located(first)
            .label(label)
            .help("link the tests that there are by `#[spec(\"…\")]`")
            .help(Advice::run("cargo spec gen", "writes the missing ones"))
    });
    finding.into_iter().collect()
}

/// The box of a task, or its title where it has none.
fn place(list: &TaskListUse<'_>, ix: TaskIx) -> Location {
    let task = &list.list.tasks[ix];
    let span = task.mark.filter(|_| task.state() == State::Done).map_or(task.title, |mark| mark.span);
    Location::new(&list.list.source, span)
}

#[cfg(test)]
mod tests {
    use spec_model::diagnostic::Code;

    use crate::findings::testing::{check, check_accepted, findings};

    /// `told` are the lines of tasks that are reported. The criterion 1.1 has a test, 1.2 has `test` as one.
    #[track_caller]
    fn reported(tasks: &str, test: &str, lines: &[usize]) {
        let tests = format!("#[test] #[spec(\"REQ-1.1\")] fn one() {{ run(1); }}\n{test}");
        let missing = match test {
            "" => Some("untested requirements.md:6"),
            _ if test.contains("pending!") => Some("stub requirements.md:6"),
            _ if test.contains("ignore") => Some("ignored requirements.md:6"),
            _ => None,
        };
        let reported = lines.iter().map(|line| format!("task-done-unproven tasks.md:{line}"));
        let expect: Vec<_> = missing.map(str::to_owned).into_iter().chain(reported).collect();
        check(&[("tasks.md", tasks.as_bytes()), ("tests/a.rs", tests.as_bytes())], &expect.join(", "));
    }

    const REAL: &str = "#[test] #[spec(\"REQ-1.2\")] fn two() { run(2); }";
    const STUB: &str = "#[test] #[spec(\"REQ-1.2\")] fn two() { pending!(\"REQ-1.2\") }";
    const IGNORED: &str = "#[test] #[ignore] #[spec(\"REQ-1.2\")] fn two() { run(2); }";

    #[test]
    fn a_ticked_task_needs_a_test_of_each_of_its_criteria() {
        let tasks = "- [x] 1. a\n  - _Requirements: 1.1_\n- [x] 2. b\n  - _Requirements: 1.1, 1.2_\n";
        reported(tasks, REAL, &[]);
        for test in ["", STUB, IGNORED] {
            reported(tasks, test, &[3]);
        }
        reported(&tasks.replace("[x]", "[ ]"), "", &[]);
        reported(&tasks.replace("[x]", "[-]"), STUB, &[]);
    }

    #[test]
    fn an_open_task_that_names_the_criterion_may_still_bring_the_test() {
        let tasks = "- [x] 1. a\n  - _Requirements: 1_\n- [ ] 2. b\n  - _Requirements: 1.2_\n";
        reported(tasks, "", &[]);
        // Two tasks that claim the same are one finding.
        reported(&tasks.replace("[ ]", "[x]"), "", &[1]);
    }

    #[test]
    fn tasks_that_may_be_left_out_and_pauses_claim_nothing() {
        let named = "  - _Requirements: 1_\n";
        reported(&format!("- [x]* 1. a\n{named}"), "", &[]);
        reported(&format!("- [x] 1. Checkpoint - all tests pass\n{named}"), "", &[]);
        reported(
            "- [ ] 1. a\n  - [x] 1.1 b\n    - _Requirements: 1_\n  - [x]* 1.2 c\n    - _Requirements: 1_\n",
            "",
            &[2],
        );
    }

    #[test]
    fn a_missing_criterion_is_reported_once_with_all_tasks_that_claim_it() {
        let tasks: String =
            (1..=6).map(|n| format!("- [x] {n}. Part {n}\n  - _Requirements: 1.1, 1.2_\n")).collect();
        reported(&tasks, "", &[1]);
        let more = format!("{tasks}- [x] 7. Rest\n  - _Requirements: 1.2_\n");
        reported(&more, "", &[1]);
        let files: [(&str, &[u8]); 2] = [
            ("tasks.md", more.as_bytes()),
            ("tests/a.rs", b"#[test] #[spec(\"REQ-1.1\")] fn one() { run(1); }"),
        ];
        let found = findings(&files).diagnostics;
        let claim = found.iter().find(|finding| finding.code == Code::TaskDoneUnproven).expect("a claim");
        assert_eq!(claim.message, "the tasks 1, 2, 3, 4, … are ticked, and no test verifies REQ-1.2");
        let lines: Vec<_> = claim.labels.iter().map(|label| label.location.start.line).collect();
        assert_eq!(lines, [6, 3, 5, 7, 9, 11, 13], "the criterion, then the other tasks");
    }

    #[test]
    fn without_any_link_nothing_is_measured_and_that_is_said_once() {
        let tasks: (&str, &[u8]) =
            ("tasks.md", b"- [x] 1. a\n  - _Requirements: 1.1_\n- [x] 2. b\n  - _Requirements: 1.2_\n");
        let untested = "untested requirements.md:5, untested requirements.md:6";
        check(&[tasks], &format!("{untested}, task-done-unproven tasks.md:1"));
        check(
            &[tasks, ("tests/a.rs", b"#[test] fn a() {}")],
            &format!("{untested}, task-done-unproven tasks.md:1"),
        );
    }

    #[test]
    fn a_waived_criterion_needs_no_test() {
        let tasks: (&str, &[u8]) = ("tasks.md", b"- [x] 1. a\n  - _Requirements: 1_\n");
        let waiver: (&str, &[u8]) = (
            "spec.toml",
            b"[waive]\n\"REQ-1.2\" = { by = \"inspection\", reason = \"the whole crew has seen it\" }\n",
        );
        let test: (&str, &[u8]) = ("tests/a.rs", b"#[test] #[spec(\"REQ-1.1\")] fn one() { run(1); }");
        check(&[tasks, waiver, test], "");
    }

    #[test]
    fn a_criterion_that_was_renumbered_has_the_tests_that_were_accepted_for_it() {
        let spec = |first: &str| {
            let shall = |what: &str| format!("WHEN x THEN the system SHALL {what}\n");
            let all = [first, "y", "z"].into_iter().filter(|what| !what.is_empty());
            let items = (1..).zip(all).map(|(n, what)| format!("{n}. {}", shall(what)));
            format!("### Requirement 1: A\n\n#### Acceptance Criteria\n\n{}", items.collect::<String>())
        };
        let tests: (&str, &[u8]) = (
            "tests/a.rs",
            b"#[test] #[spec(\"REQ-1.1\")] fn one() { run(1); }\n#[test] #[spec(\"REQ-1.2\")] fn two() { run(2); }",
        );
        let (before, after) = (spec(""), spec("come first"));
        let check = |named: &str, expect: &str| {
            let tasks = format!("- [x] 1. a\n  - _Requirements: {named}_\n");
            let before: &[(&str, &[u8])] = &[("requirements.md", before.as_bytes()), tests];
            let after: &[(&str, &[u8])] =
                &[("requirements.md", after.as_bytes()), ("tasks.md", tasks.as_bytes())];
            check_accepted(before, after, expect);
        };
        let rest = "criterion-new requirements.md:5, criterion-moved requirements.md:6";
        let without_task = "criterion-without-task requirements.md";
        check("1.3", &format!("{without_task}:5, untested requirements.md:5, {rest}"));
        let reported = "task-done-unproven tasks.md:1";
        check("1.1", &format!("{without_task}:6, untested requirements.md:5, {reported}, {rest}"));
    }
}
