//! Measures what a task has come to, by what is known of its criteria, whatever its box says.

use std::collections::HashMap;
use std::hash::Hash;

use spec_model::index::IndexVec;
use spec_model::tasks::{State, TaskIx, TaskList};

use crate::ladder::Rung;

/// The state that a task has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measured {
    /// Nothing of it is there.
    Open,
    /// Something of it is there, or its box says so.
    Started,
    /// Its box is ticked, and no test has run.
    Claimed,
    /// Its box is ticked, and a criterion is missing that an open task names too.
    Partly,
    /// Its box is ticked, and a criterion is missing that no open task names.
    Phantom,
    /// The tests of its criteria pass; whether they run its code is not known.
    Passing,
    /// Passing tests ran the code of all its criteria.
    Exercised,
    /// All its criteria are proven.
    Proven,
    /// All its criteria are verified without tests.
    Waived,
    /// It names no criterion.
    Unjudged,
}

impl Measured {
    /// All states, in the order in which a task goes through them.
    pub const ALL: [Self; 10] = [
        Self::Open,
        Self::Started,
        Self::Claimed,
        Self::Partly,
        Self::Phantom,
        Self::Passing,
        Self::Exercised,
        Self::Proven,
        Self::Waived,
        Self::Unjudged,
    ];

    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Started => "started",
            Self::Claimed => "claimed",
            Self::Partly => "partly",
            Self::Phantom => "phantom",
            Self::Passing => "passing",
            Self::Exercised => "exercised",
            Self::Proven => "proven",
            Self::Waived => "waived",
            Self::Unjudged => "unjudged",
        }
    }
}

/// The measured state of each task without parts; a task with parts has none. `criteria` are those that each task names, `rung`
/// is where each of them stands. A criterion that a task names and no document defines is missing, like one without a test.
pub fn measure<C: Copy + Eq + Hash>(
    list: &TaskList,
    criteria: &IndexVec<TaskIx, Vec<C>>,
    names_undefined: impl Fn(TaskIx) -> bool,
    rung: impl Fn(C) -> Rung,
) -> IndexVec<TaskIx, Option<Measured>> {
    let has_parts = list.has_parts();
    let leaves = || list.tasks.enumerated().filter(|&(ix, _)| !has_parts[ix]);
    // Of each criterion: does every leaf that names it claim to be done?
    let mut is_claimed: HashMap<C, bool> = HashMap::new();
    for (ix, task) in leaves() {
        for &criterion in &criteria[ix] {
            *is_claimed.entry(criterion).or_insert(true) &= task.state() == State::Done;
        }
    }
    let mut measured: IndexVec<TaskIx, Option<Measured>> = list.tasks.map(|_| None);
    for (ix, task) in leaves() {
        let rungs = criteria[ix].iter().map(|&criterion| (rung(criterion), is_claimed[&criterion]));
        let undefined = names_undefined(ix).then_some((Rung::Untested, true));
        let rungs: Vec<_> = rungs.chain(undefined).collect();
        measured[ix] = Some(match task.is_checkpoint {
            true => Measured::Unjudged,
            false => state(task.state(), &rungs),
        });
    }
    measured
}

/// Is a criterion missing, so that a tick is no more than a claim?
pub fn is_missing(rung: Rung) -> bool {
    matches!(rung, Rung::Untested | Rung::Stub | Rung::Ignored | Rung::Failing)
}

fn state(box_says: State, rungs: &[(Rung, bool)]) -> Measured {
    let Some((worst, _)) = rungs.iter().min() else { return Measured::Unjudged };
    let is_ticked = box_says == State::Done;
    if rungs.iter().any(|(rung, _)| is_missing(*rung)) {
        if is_ticked {
            let is_phantom = rungs.iter().any(|(rung, is_claimed)| is_missing(*rung) && *is_claimed);
            return if is_phantom { Measured::Phantom } else { Measured::Partly };
        }
        let is_begun = box_says == State::Started || rungs.iter().any(|(rung, _)| *rung > Rung::Stub);
        return if is_begun { Measured::Started } else { Measured::Open };
    }
    match worst {
        Rung::Tested if is_ticked => Measured::Claimed,
        Rung::Passing => Measured::Passing,
        Rung::Exercised => Measured::Exercised,
        Rung::Proven => Measured::Proven,
        Rung::Waived => Measured::Waived,
        _ => Measured::Started,
    }
}

#[cfg(test)]
mod tests {
    use spec_model::source::Source;

    use super::*;

    /// Boxes with the criteria that each names, what is known of these, and what the tasks have come to.
    #[track_caller]
    fn check(tasks: &[(&str, &[usize])], rungs: &[Rung], expect: &[Measured]) {
        check_with(tasks, rungs, false, expect);
    }

    /// The same of tasks that also name what nothing defines.
    #[track_caller]
    fn check_with(tasks: &[(&str, &[usize])], rungs: &[Rung], names_undefined: bool, expect: &[Measured]) {
        let text: String = (1..).zip(tasks).map(|(n, (sign, _))| format!("- [{sign}] {n}. Bake\n")).collect();
        let list = spec_model::tasks::read(Source::new("tasks.md", text));
        let criteria = tasks.iter().map(|(_, criteria)| criteria.to_vec()).collect();
        let found = measure(&list, &criteria, |_| names_undefined, |criterion| rungs[criterion]);
        let found: Vec<_> = found.iter().flatten().copied().collect();
        assert_eq!(found, expect, "{tasks:?} {rungs:?}");
    }

    #[test]
    fn a_ticked_task_without_a_test_is_phantom() {
        for rung in [Rung::Untested, Rung::Stub, Rung::Ignored, Rung::Failing] {
            check(&[("x", &[0])], &[rung], &[Measured::Phantom]);
        }
    }

    #[test]
    fn a_criterion_that_an_open_task_names_too_makes_no_phantom() {
        check(&[("x", &[0]), (" ", &[0])], &[Rung::Untested], &[Measured::Partly, Measured::Open]);
        check(
            &[("x", &[0, 1]), (" ", &[0])],
            &[Rung::Untested, Rung::Stub],
            &[Measured::Phantom, Measured::Open],
        );
    }

    #[test]
    fn the_worst_criterion_decides() {
        check(&[("x", &[0, 1])], &[Rung::Proven, Rung::Exercised], &[Measured::Exercised]);
        check(&[("x", &[0, 1])], &[Rung::Proven, Rung::Waived], &[Measured::Proven]);
        check(&[("x", &[0, 1])], &[Rung::Proven, Rung::Passing], &[Measured::Passing]);
        check(&[("x", &[0])], &[Rung::Tested], &[Measured::Claimed]);
        check(&[("x", &[0])], &[Rung::Waived], &[Measured::Waived]);
    }

    #[test]
    fn a_criterion_that_nothing_defines_is_missing() {
        for (sign, criteria, expect) in [
            ("x", &[0][..], Measured::Phantom),
            (" ", &[0], Measured::Started),
            ("-", &[], Measured::Started),
            (" ", &[], Measured::Open),
            ("x", &[], Measured::Phantom),
        ] {
            check_with(&[(sign, criteria)], &[Rung::Proven], true, &[expect]);
        }
    }

    #[test]
    fn the_state_comes_from_evidence_whatever_the_box_says() {
        check(&[(" ", &[0])], &[Rung::Proven], &[Measured::Proven]);
        check(&[("-", &[0])], &[Rung::Untested], &[Measured::Started]);
        check(&[(" ", &[0, 1])], &[Rung::Untested, Rung::Passing], &[Measured::Started]);
        check(&[("x", &[])], &[], &[Measured::Unjudged]);
    }
}
