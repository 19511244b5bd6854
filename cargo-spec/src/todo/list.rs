//! Lists everything that is left to do, and chooses the one thing that comes first.

use std::cmp::Ordering;
use std::mem::discriminant;

use spec_engine::verdict::Rung;
use spec_model::diagnostic::Artifact;
use spec_model::{Code, Diagnostic, Severity};

use super::TodoState;
use crate::evidence::Standing;
use crate::next::{self, NextStep, TESTS};
use crate::review;

/// The actor of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Whoever works on the code, an agent too: it is about links, tests, code, task lists or designs.
    Anyone,
    /// A person: it is about documents of criteria, rules, or what is accepted.
    Person,
}

impl Actor {
    /// Returns who may remove a finding with this code: the table of rights in `docs/hooks.md`.
    pub fn of(code: Code) -> Self {
        match code.artifact() {
            _ if matches!(code, Code::TestRemoved | Code::TestWeakened | Code::TestChanged) => Self::Person,
            Artifact::Link | Artifact::Test | Artifact::Evidence | Artifact::Tasks | Artifact::Design => {
                Self::Anyone
            }
            Artifact::Document | Artifact::Configuration | Artifact::Lock => Self::Person,
        }
    }
}

/// The subject of a step.
#[derive(Clone, Copy, Debug)]
pub enum TodoSubject<'a> {
    /// A criterion on its rung.
    Criterion(&'a Standing),
    /// A criterion that differs from what was accepted.
    Change(&'a review::Item),
    /// Something that was found.
    Finding(&'a Diagnostic),
    /// The workspace as a whole.
    Workspace,
}

/// One thing that is left to do.
#[derive(Clone, Debug)]
pub struct Todo<'a> {
    /// The step to do.
    pub step: NextStep,
    /// The actor who may do it.
    pub actor: Actor,
    /// The subject of the step.
    pub subject: TodoSubject<'a>,
    /// The rank of its task among the tasks of the lists; the last, if it belongs to none.
    pub rank: usize,
}

/// The rank of what belongs to no task.
const NO_TASK: usize = usize::MAX;

impl<'a> Todo<'a> {
    /// Everything that is left. What is alike is in the order of the documents.
    pub fn all(known: &'a TodoState) -> Vec<Self> {
        let mut all = of_workspace(known);
        all.extend(known.board.report.to_do().filter_map(|finding| of_finding(finding, known)));
        for (ix, standing) in known.board.report.ladder.standings.enumerated() {
            let rank = known.tasks.get(&ix).map_or(NO_TASK, |(rank, _)| *rank);
            all.extend(of_standing(standing, known).map(|todo| Self { rank, ..todo }));
        }
        for change in &known.changes {
            let subject = TodoSubject::Change(change);
            if change.has_same_tests {
                let step = NextStep::SameTests(change.name.clone());
                all.push(Self { step, actor: Actor::Anyone, subject, rank: NO_TASK });
            }
            all.push(Self { step: NextStep::Accept, actor: Actor::Person, subject, rank: NO_TASK });
        }
        all
    }

    /// The one that comes first. What keeps the rest from being right comes before all else. Then comes what whoever works on the code
    /// may do, so that nobody waits for a person who has time. Of criteria that are alike, those of the first task come first.
    pub fn first(all: &[Self]) -> Option<&Self> {
        let first = |is_asked: fn(&Self) -> bool| {
            all.iter().filter(|todo| is_asked(todo)).min_by(|one, other| one.compare(other))
        };
        first(|todo| todo.step <= NextStep::Lock)
            .or_else(|| first(|todo| todo.actor == Actor::Anyone))
            .or_else(|| first(|_| true))
    }

    /// Counts the steps for an actor.
    pub fn number(all: &[Self], actor: Actor) -> usize {
        all.iter().filter(|todo| todo.actor == actor).count()
    }

    fn compare(&self, other: &Self) -> Ordering {
        if discriminant(&self.step) != discriminant(&other.step) {
            return self.step.cmp(&other.step);
        }
        let by_rank = other.rank;
        match (self.subject, other.subject) {
            (TodoSubject::Criterion(one), TodoSubject::Criterion(other)) => {
                one.rung.cmp(&other.rung).then(self.rank.cmp(&by_rank))
            }
            _ => Ordering::Equal,
        }
    }
}

/// Lists the steps that concern no single criterion.
fn of_workspace(known: &TodoState) -> Vec<Todo<'_>> {
    let is_its = |step: &&NextStep| {
        matches!(
            step,
            NextStep::Build
                | NextStep::Moved
                | NextStep::MovedInLock
                | NextStep::LinksOfGone(_)
                | NextStep::Evidence(_)
                | NextStep::SetUp(_)
                | NextStep::OtherTests
        )
    };
    let steps = known.situation.steps().iter().filter(is_its).cloned();
    let has_unrun = !known.board.has_run && known.board.report.ladder.number(Rung::Tested) > 0;
    let steps = steps.chain(has_unrun.then_some(NextStep::Below(TESTS)));
    let actor = |step: &NextStep| match step {
        // Once the links name the new numbers, only the lock is left.
        NextStep::MovedInLock => Actor::Person,
        _ => Actor::Anyone,
    };
    steps
        .map(|step| Todo { actor: actor(&step), step, subject: TodoSubject::Workspace, rank: NO_TASK })
        .collect()
}

/// Returns the step that an error or an open question asks for, if nothing else says it.
fn of_finding<'a>(finding: &'a Diagnostic, known: &TodoState) -> Option<Todo<'a>> {
    let is_of_gone = finding.location.as_ref().is_some_and(|place| known.links_of_gone.contains(place));
    let is_question = finding.code == Code::NeedsClarification && finding.severity == Severity::Warning;
    if finding.severity != Severity::Error && !is_question || finding.code == Code::Orphan && is_of_gone {
        return None;
    }
    // Acceptances come from the changes.
    let step = next::of_code(finding.code).filter(|step| *step != NextStep::Accept)?;
    Some(Todo { step, actor: Actor::of(finding.code), subject: TodoSubject::Finding(finding), rank: NO_TASK })
}

/// Returns the step that a criterion needs to stand as high as it has to.
fn of_standing<'a>(standing: &'a Standing, known: &TodoState) -> Option<Todo<'a>> {
    let verdict = &standing.verdict;
    let unseen = || next::linked_for_unit_tests(verdict).filter(|_| standing.rung == Rung::Passing);
    let step = match standing.rung {
        _ if standing.is_flaky() => NextStep::Flaky,
        Rung::Passing if unseen().is_some() => unseen()?,
        // Whatever `require` says, `prove` has ended with an error.
        rung @ (Rung::Passing | Rung::Exercised) if standing.is_below_in_proof => match &*standing.missed {
            [] => next::below(rung, known.board.report.ladder.has_unattributed)?,
            _ => NextStep::Missed,
        },
        _ if !standing.is_below() || known.has_passed(verdict) => return None,
        Rung::Untested => match &verdict.proposed {
            None => NextStep::Untested,
            Some(proposed) if !proposed.removes => NextStep::Proposed,
            Some(_) => return None,
        },
        Rung::Stub => NextStep::Stub,
        Rung::Failing => NextStep::Failing,
        // Of all that has not run, it is said once.
        Rung::Tested if !known.board.has_run => return None,
        rung => next::below(rung, known.board.report.ladder.has_unattributed)?,
    };
    Some(Todo { step, actor: Actor::Anyone, subject: TodoSubject::Criterion(standing), rank: NO_TASK })
}
