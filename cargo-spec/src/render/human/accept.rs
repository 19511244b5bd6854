//! Shows people what `accept` wrote, or would write.

use std::fmt::Write as _;

use spec_model::Code;

use super::bounded::push_each;
use super::style::{BAD, DOUBTFUL, FAINT, GOOD, ID, paint};
use crate::acceptance::{Accepted, Addition, WrittenLock};
use crate::layout::{Layout, Verbosity};
use crate::terminal::visible;
use crate::text::{count, padding, width};

/// So many criteria are told one by one; of more, only how many they are.
const MAX_TOLD: usize = 40;

/// Renders the acceptance that was made, or would be.
pub fn render(written: &WrittenLock, layout: &Layout) -> String {
    let mut out = String::new();
    let plan = &written.plan;
    push_moved(&mut out, written, layout);
    let is_verbose = layout.verbosity == Verbosity::Verbose;
    if layout.verbosity != Verbosity::Quiet && (is_verbose || plan.accepted.len() <= MAX_TOLD) {
        let names = names(&plan.accepted);
        let columns = names.iter().map(|name| width(name)).max().unwrap_or(0);
        let word = if written.is_written { "accepted" } else { "  accept" };
        push_each(&mut out, plan.accepted.iter().zip(&names), layout, |out, (accepted, name)| {
            let why = paint(FAINT, what(accepted));
            let _ =
                writeln!(out, "{}  {}{}  {why}", paint(GOOD, word), paint(ID, name), padding(name, columns));
        });
    }
    push_each(&mut out, &plan.refused, layout, |out, refused| {
        let name = visible(refused.key.qualified());
        let _ =
            writeln!(out, "{}  {}  {}", paint(BAD, " refused"), paint(ID, &name), visible(&refused.reason));
        let _ = writeln!(out, "          {}", paint(FAINT, &refused.help));
    });
    if !out.is_empty() && layout.verbosity != Verbosity::Quiet {
        out.push('\n');
    }
    if written.is_written {
        out.push_str(&super::baseline::fixed(&plan.fixed, layout));
    }
    out.push_str(&summary(written, layout));
    out
}

/// The names of the criteria. Where they are of several packages, each with the folder of its package.
fn names(accepted: &[Accepted]) -> Vec<String> {
    let mut roots = accepted.iter().map(|accepted| accepted.key.root());
    let first = roots.next();
    let is_of_several = roots.any(|root| Some(root) != first);
    let name = |Accepted { key, .. }: &Accepted| match key.root() {
        root if is_of_several && !root.is_empty() => {
            format!("{} in {}", visible(key.qualified()), visible(root))
        }
        _ => visible(key.qualified()).into_owned(),
    };
    accepted.iter().map(name).collect()
}

fn push_moved(out: &mut String, written: &WrittenLock, layout: &Layout) {
    let word =
        |done: &str, to_do: &str| if written.is_written { done.to_owned() } else { format!("{to_do:>8}") };
    push_each(out, &written.plan.edits, layout, |out, edit| {
        let place = format!("{}:{}", layout.shown(&edit.path), edit.line);
        let (before, after) = (visible(&edit.before), visible(&edit.after));
        let _ = writeln!(out, "{}  {place}  {before} → {after}", paint(DOUBTFUL, word("relinked", "relink")));
    });
    push_each(out, &written.plan.citations, layout, |out, citation| {
        let at = &citation.edit.location;
        let place = format!("{}:{}", layout.shown(&at.path), at.start.line);
        let (before, after) = (visible(&citation.before), visible(&citation.edit.replacement));
        let _ = writeln!(out, "{}  {place}  {before} → {after}", paint(DOUBTFUL, word("relinked", "relink")));
    });
    push_each(out, &written.plan.moved, layout, |out, (before, after)| {
        let (before, after) = (visible(before.qualified()), visible(after.qualified()));
        let _ = writeln!(out, "{}  {before} → {after}", paint(DOUBTFUL, word("   moved", "move")));
    });
    super::fix::push_waiting(out, &written.plan.waiting, layout);
}

/// Describes the accepted part of a criterion.
fn what(accepted: &Accepted) -> String {
    let mut words: Vec<&str> = accepted
        .codes
        .iter()
        .map(|code| match code {
            Code::CriterionNew => "new",
            Code::CriterionRemoved => "is gone",
            Code::CriterionSoftened => "softened",
            Code::CriterionChanged => "other words",
            Code::CriterionLimited => "limited",
            Code::ContextChanged => "other words around it",
            Code::TestWeakened => "a weaker test",
            Code::TestRemoved => "a test less",
            Code::TestChanged => "another test",
            Code::CodeChanged => "other code",
            other => other.as_str(),
        })
        .collect();
    words.dedup();
    words.extend(accepted.addition.map(|addition| match addition {
        Addition::Test => "a test more",
        Addition::Helper => "more of what its tests use",
        Addition::Context => "the text around it",
    }));
    words.join(", ")
}

fn summary(written: &WrittenLock, layout: &Layout) -> String {
    let plan = &written.plan;
    let lock = layout.shown(&written.path);
    let accepted = count(plan.accepted.len(), "criterion", "criteria");
    match (plan.is_empty(), written.is_written) {
        (true, _) if plan.refused.is_empty() => {
            format!("nothing to accept: {} as in {lock}\n", is_unchanged(plan.unchanged))
        }
        (true, _) => format!("{lock} is as it was\n"),
        (false, true) => format!("{accepted} accepted in {lock}\n"),
        (false, false) => {
            format!("{accepted} would be accepted; without `--dry-run` it is written to {lock}\n")
        }
    }
}

/// Names the new files that belong into the repository, if there are any.
pub fn to_commit(written: &WrittenLock, layout: &Layout) -> Option<String> {
    let lock = layout.shown(&written.path);
    let is_new = written.is_written && written.is_new && !written.plan.is_empty();
    match (is_new, written.has_attributes) {
        (true, true) => Some(format!("commit {lock} and .gitattributes, which says how git merges it")),
        (true, false) => Some(format!("commit {lock}")),
        (false, true) => Some(merges_again(&lock)),
        (false, false) => None,
    }
}

/// Returns the advice if git had not learned how to merge an existing lock.
pub(super) fn merges_again(lock: &str) -> String {
    format!("commit .gitattributes, which says again how git merges {lock}")
}

fn is_unchanged(number: usize) -> String {
    match number {
        0 => "everything is".to_owned(),
        1 => "1 criterion is".to_owned(),
        several => format!("{several} criteria are"),
    }
}
