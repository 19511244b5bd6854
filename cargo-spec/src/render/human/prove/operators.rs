//! The changed operators of a criterion: those that the tests missed, with the change as a diff.

use std::collections::HashSet;
use std::fmt::Write as _;

use spec_engine::verdict::Verdict;

use super::{outcome_of_end, place};
use crate::layout::{Layout, Verbosity};
use crate::prove::{DeepProof, OperatorOutcome, TriedOperator};
use crate::render::human::style::{BAD, DOUBTFUL, FAINT, GOOD, paint};
use crate::terminal::visible;
use crate::text::{count, one_line};

/// Renders those that were missed, and verbosely all.
pub(super) fn render(out: &mut String, verdict: &Verdict, deep: &DeepProof, layout: &Layout) {
    if let Some(reason) = &deep.refusal {
        let words = format!("no operator was changed: {}", one_line(reason));
        let _ = writeln!(out, "    {}", paint(DOUBTFUL, words));
    }
    for gap in deep.gaps(&verdict.text) {
        let mutant = gap.mutant;
        let (before, after) = mutant.label.split_once(" → ").unwrap_or_default();
        let at = format!("{}:{}", layout.shown(&mutant.file), mutant.line);
        let words = format!(
            "the bound \"{}\" is not tested at its boundary: no test fails when `{before}` becomes `{after}` at {at}",
            one_line(&gap.words)
        );
        let _ = writeln!(out, "    {}", paint(BAD, words));
        let _ = writeln!(out, "      {}", paint(DOUBTFUL, format!("add the case {}", one_line(&gap.case))));
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
        OperatorOutcome::Elsewhere { criterion, .. } => {
            paint(FAINT, format!("caught by the tests of {}", one_line(criterion)))
        }
        OperatorOutcome::Accepted { reason } => {
            format!("{}: {}", paint(FAINT, "may be missed"), one_line(reason))
        }
        OperatorOutcome::NotReached => paint(FAINT, "not tried: no test of this criterion evaluates it"),
        OperatorOutcome::NotTried { reason } => {
            let is_guess = mutant.withdrawn.as_ref().is_some_and(|withdrawal| withdrawal.is_guess);
            let words = if is_guess { "withdrawn with its function" } else { "it does not compile" };
            paint(FAINT, format!("not tried, {words}: {}", one_line(reason)))
        }
    };
    let _ = writeln!(out, "    {at}  {}  {outcome}", one_line(&mutant.label));
    if matches!(tried.outcome, OperatorOutcome::Missed { .. }) {
        for (sign, style, lines) in [("-", BAD, &mutant.before), ("+", GOOD, &mutant.after)] {
            for line in lines.lines() {
                let _ = writeln!(out, "      {}", paint(style, format!("{sign} {}", visible(line))));
            }
        }
    }
}

/// Renders how many changed operators there were, each once.
pub(super) fn render_tally<'a>(out: &mut String, proofs: impl Iterator<Item = &'a DeepProof>) {
    let (mut tried, mut missed) = (HashSet::new(), HashSet::new());
    for operator in proofs.flat_map(|proof| &proof.operators) {
        match operator.outcome {
            OperatorOutcome::NotReached | OperatorOutcome::NotTried { .. } => continue,
            OperatorOutcome::Missed { .. } => drop(missed.insert(operator.mutant.number)),
            _ => {}
        }
        tried.insert(operator.mutant.number);
    }
    if !tried.is_empty() {
        let number = count(tried.len(), "changed operator", "changed operators");
        let _ = write!(out, "; {number}, {} missed", missed.len());
    }
}
