//! `task-done-unproven`: the box of a task is ticked, and a criterion that it names is missing.

use spec_model::diagnostic::{Code, Diagnostic, Location};
use spec_model::tasks::{State, TaskIx};

use super::rule::{Linked, Rule, TaskListUse};
use crate::ladder::{Rung, Verdict};
use crate::tasks::{Measured, measure};

/// Reports it for each task; where nothing is linked to the criteria of its feature, once.
pub(crate) const RULE: Rule = Rule::TaskList(task_done_unproven);

/// So many criteria are named.
const SHOWN: usize = 4;

fn task_done_unproven(list: &TaskListUse<'_>) -> Vec<Diagnostic> {
    let mut unproven = list.list.tasks.enumerated().map(|(ix, _)| ix).filter(|&ix| is_unproven(list, ix));
    if list.linked == Linked::Here {
        return unproven.filter_map(|task| of_task(list, task)).collect();
    }
    let (Some(first), false) = (unproven.next(), list.linked == Linked::NowhereTold) else {
        return Vec::new();
    };
    let count = 1 + unproven.count();
    let tasks = if count == 1 { "1 task is".to_owned() } else { format!("{count} tasks are") };
    let finding = Diagnostic::new(
        Code::TaskDoneUnproven,
        format!("{tasks} ticked, and no item is linked to any criterion beside them"),
    )
    .located(place(list, first))
    .label("the first of them")
    .help(
        "link the tests that there are by `#[spec(\"…\")]`, or have `cargo spec gen` write the missing ones",
    );
    vec![finding]
}

/// Is a task ticked while one of its criteria is missing that no open task names? Who may leave a task out may also tick it.
fn is_unproven(list: &TaskListUse<'_>, ix: TaskIx) -> bool {
    let mut with_parents = list.list.with_parents(ix);
    list.measured[ix] == Some(Measured::Phantom)
        && !with_parents.any(|ix| list.list.tasks[ix].is_optional || list.list.tasks[ix].is_checkpoint)
        && missing(list, ix).next().is_some()
}

/// The criteria of a task that are missing and that only ticked tasks name. Nobody owes a test to what an open change proposes.
fn missing<'a>(list: &'a TaskListUse<'_>, task: TaskIx) -> impl Iterator<Item = &'a Verdict> {
    let named = list.criteria[task].iter().filter(|criterion| !list.open.contains(criterion));
    named
        .map(|&criterion| &list.verdicts[criterion])
        .filter(|verdict| verdict.proposed.is_none() && measure::is_missing(verdict.rung))
}

fn of_task(list: &TaskListUse<'_>, ix: TaskIx) -> Option<Diagnostic> {
    let missing: Vec<_> = missing(list, ix).collect();
    let worst = missing.iter().map(|verdict| verdict.rung).min()?;
    let ids: Vec<_> = missing.iter().take(SHOWN).map(|verdict| verdict.id.as_str()).collect();
    let more = if missing.len() > SHOWN { ", …" } else { "" };
    let what = match worst {
        Rung::Stub => "only a stub verifies",
        Rung::Ignored => "only an ignored test verifies",
        _ => "no test verifies",
    };
    let name = list.list.number(&list.list.tasks[ix]).map(|number| format!(" {}", number.escape_debug()));
    let message =
        format!("task{} is ticked, and {what} {}{more}", name.as_deref().unwrap_or_default(), ids.join(", "));
    let finding = Diagnostic::new(Code::TaskDoneUnproven, message)
        .located(place(list, ix))
        .concerning(ids.first().copied().unwrap_or_default())
        .label("claims to be done")
        .help("write the tests, or untick it; `[require]` in `spec.toml` says how far a criterion has to be");
    Some(missing.first().into_iter().fold(finding, |finding, verdict| {
        finding.related(verdict.location.clone(), format!("{}: {}", verdict.id, verdict.rung.as_str()))
    }))
}

/// The box of a task, or its title where it has none.
fn place(list: &TaskListUse<'_>, ix: TaskIx) -> Location {
    let task = &list.list.tasks[ix];
    let span = task.mark.filter(|_| task.state() == State::Done).map_or(task.title, |mark| mark.span);
    Location::new(&list.list.source, span)
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{check, check_accepted};

    /// `told` are the lines of tasks that are reported. The criterion 1.1 has a test, 1.2 has `test` as one.
    #[track_caller]
    fn told(tasks: &str, test: &str, lines: &[usize]) {
        let tests = format!("#[test] #[spec(\"REQ-1.1\")] fn one() {{ run(1); }}\n{test}");
        let missing = match test {
            "" => Some("untested requirements.md:6"),
            _ if test.contains("pending!") => Some("stub requirements.md:6"),
            _ if test.contains("ignore") => Some("ignored requirements.md:6"),
            _ => None,
        };
        let told = lines.iter().map(|line| format!("task-done-unproven tasks.md:{line}"));
        let expect: Vec<_> = missing.map(str::to_owned).into_iter().chain(told).collect();
        check(&[("tasks.md", tasks.as_bytes()), ("tests/a.rs", tests.as_bytes())], &expect.join(", "));
    }

    const REAL: &str = "#[test] #[spec(\"REQ-1.2\")] fn two() { run(2); }";
    const STUB: &str = "#[test] #[spec(\"REQ-1.2\")] fn two() { pending!(\"REQ-1.2\") }";
    const IGNORED: &str = "#[test] #[ignore] #[spec(\"REQ-1.2\")] fn two() { run(2); }";

    #[test]
    fn a_ticked_task_needs_a_test_of_each_of_its_criteria() {
        let tasks = "- [x] 1. a\n  - _Requirements: 1.1_\n- [x] 2. b\n  - _Requirements: 1.1, 1.2_\n";
        told(tasks, REAL, &[]);
        for test in ["", STUB, IGNORED] {
            told(tasks, test, &[3]);
        }
        told(&tasks.replace("[x]", "[ ]"), "", &[]);
        told(&tasks.replace("[x]", "[-]"), STUB, &[]);
    }

    #[test]
    fn an_open_task_that_names_the_criterion_may_still_bring_the_test() {
        let tasks = "- [x] 1. a\n  - _Requirements: 1_\n- [ ] 2. b\n  - _Requirements: 1.2_\n";
        told(tasks, "", &[]);
        told(&tasks.replace("[ ]", "[x]"), "", &[1, 3]);
    }

    #[test]
    fn tasks_that_may_be_left_out_and_pauses_claim_nothing() {
        let named = "  - _Requirements: 1_\n";
        told(&format!("- [x]* 1. a\n{named}"), "", &[]);
        told(&format!("- [x] 1. Checkpoint - all tests pass\n{named}"), "", &[]);
        told(
            "- [ ] 1. a\n  - [x] 1.1 b\n    - _Requirements: 1_\n  - [x]* 1.2 c\n    - _Requirements: 1_\n",
            "",
            &[2],
        );
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
        let told = "task-done-unproven tasks.md:1";
        check("1.1", &format!("{without_task}:6, untested requirements.md:5, {told}, {rest}"));
    }
}
