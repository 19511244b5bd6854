//! The changed operators of a criterion, for programs.

use serde::Serialize;
use spec_engine::verdict::Verdict;

use super::linked::LinkJson;
use super::shown_path;
use crate::prove::{DeepProof, OperatorOutcome, ProcessEnd, TriedOperator};

/// The results of `--deep`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct DeepJson<'a> {
    tried: usize,
    caught: usize,
    not_tried: Option<&'a str>,
    operators: Vec<OperatorJson<'a>>,
    left_alone: Vec<LeftAloneJson<'a>>,
    gaps: Vec<GapJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OperatorJson<'a> {
    path: String,
    line: usize,
    column: usize,
    function: &'a str,
    operator: &'a str,
    before: &'a str,
    after: &'a str,
    outcome: &'static str,
    reason: Option<&'a str>,
    criterion: Option<&'a str>,
    tests: Vec<LinkJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LeftAloneJson<'a> {
    path: String,
    line: usize,
    function: &'a str,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GapJson {
    words: String,
    case: String,
    path: String,
    line: usize,
}

impl<'a> DeepJson<'a> {
    /// Lists the operators in the order of the sources.
    pub(super) fn new(deep: &'a DeepProof, verdict: &Verdict) -> Self {
        let left_alone = deep.left_alone.iter().map(|left| LeftAloneJson {
            path: shown_path(&left.file),
            line: left.line,
            function: &left.function,
            reason: &left.reason,
        });
        let gaps = deep.gaps(&verdict.text).into_iter().map(|gap| GapJson {
            words: gap.words,
            case: gap.case,
            path: shown_path(&gap.mutant.file),
            line: gap.mutant.line,
        });
        Self {
            tried: deep.tried(),
            caught: deep.settled(),
            not_tried: deep.refusal.as_deref(),
            operators: deep.operators.iter().map(OperatorJson::new).collect(),
            left_alone: left_alone.collect(),
            gaps: gaps.collect(),
        }
    }
}

impl<'a> OperatorJson<'a> {
    fn new(tried: &'a TriedOperator) -> Self {
        let mutant = &tried.mutant;
        let (outcome, tests) = match &tried.outcome {
            OperatorOutcome::Caught { ended: ProcessEnd::TimedOut, by } => {
                ("timed-out", std::slice::from_ref(by))
            }
            OperatorOutcome::Caught { ended: ProcessEnd::Aborted, by } => {
                ("aborted", std::slice::from_ref(by))
            }
            OperatorOutcome::Caught { by, .. } => ("caught", std::slice::from_ref(by)),
            OperatorOutcome::Elsewhere { by, .. } => ("caught elsewhere", std::slice::from_ref(by)),
            OperatorOutcome::Missed { by } => ("missed", by.as_slice()),
            OperatorOutcome::Accepted { .. } => ("accepted", [].as_slice()),
            OperatorOutcome::NotReached => ("not reached", [].as_slice()),
            OperatorOutcome::NotTried { .. } => ("not tried", [].as_slice()),
        };
        let (reason, criterion) = match &tried.outcome {
            OperatorOutcome::Accepted { reason } | OperatorOutcome::NotTried { reason } => {
                (Some(&**reason), None)
            }
            OperatorOutcome::Elsewhere { criterion, .. } => (None, Some(&**criterion)),
            _ => (None, None),
        };
        Self {
            path: shown_path(&mutant.file),
            line: mutant.line,
            column: mutant.column,
            function: &mutant.function,
            operator: &mutant.label,
            before: &mutant.before,
            after: &mutant.after,
            outcome,
            reason,
            criterion,
            tests: tests.iter().map(|link| LinkJson::new(link)).collect(),
        }
    }
}
