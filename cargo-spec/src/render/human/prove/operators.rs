//! The changed operators of a criterion: those that the tests missed, with the change as a diff.

use std::fmt::Write as _;

use super::{outcome_of_end, place};
use crate::layout::{Layout, Verbosity};
use crate::prove::{DeepProof, OperatorOutcome, TriedOperator};
use crate::render::human::style::{BAD, DOUBTFUL, FAINT, GOOD, paint};
use crate::text::one_line;

/// Renders those that were missed, and verbosely all.
pub(super) fn render(out: &mut String, deep: &DeepProof, layout: &Layout) {
    if let Some(reason) = &deep.refusal {
        let words = format!("no operator was changed: {}", one_line(reason));
        let _ = writeln!(out, "    {}", paint(DOUBTFUL, words));
    }
    let is_verbose = layout.verbosity == Verbosity::Verbose;
    for tried in &deep.operators {
        let is_missed = matches!(tried.outcome, OperatorOutcome::Missed { .. });
        if is_missed || is_verbose {
            render_operator(out, tried, layout);
        }
    }
    for left in deep.left_alone.iter().filter(|_| is_verbose) {
        let place = format!("{}:{}", layout.shown(&left.file), left.line);
        let words = format!("not tried: {}", left.reason);
        let _ = writeln!(out, "    {place}  fn {}  {}", one_line(&left.function), paint(FAINT, words));
    }
}

fn render_operator(out: &mut String, tried: &TriedOperator, layout: &Layout) {
    let mutant = &tried.mutant;
    let at = format!("{}:{}:{}", layout.shown(&mutant.file), mutant.line, mutant.column);
    let outcome = match &tried.outcome {
        OperatorOutcome::Caught { ended, .. } => paint(GOOD, outcome_of_end(*ended)),
        OperatorOutcome::Missed { by } => {
            let first = by.first().map(|link| format!(" by {}", place(link, layout))).unwrap_or_default();
            let more = if by.len() > 1 { format!(" and {} more", by.len() - 1) } else { String::new() };
            format!("{}{first}{more}", paint(BAD, "missed"))
        }
        OperatorOutcome::Accepted { reason } => {
            format!("{}: {}", paint(FAINT, "may be missed"), one_line(reason))
        }
        OperatorOutcome::NotReached => paint(FAINT, "not tried: no test of this criterion evaluates it"),
        OperatorOutcome::NotTried { reason } => {
            paint(FAINT, format!("not tried, it does not compile: {}", one_line(reason)))
        }
    };
    let _ = writeln!(out, "    {at}  {}  {outcome}", one_line(&mutant.label));
    if matches!(tried.outcome, OperatorOutcome::Missed { .. }) {
        let _ = writeln!(out, "      {}", paint(BAD, format!("- {}", one_line(&mutant.before))));
        let _ = writeln!(out, "      {}", paint(GOOD, format!("+ {}", one_line(&mutant.after))));
    }
}
