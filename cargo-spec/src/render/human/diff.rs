//! Shows people what differs in intent.

use std::fmt::Write as _;

use clap::ValueEnum as _;
use spec_engine::intent::words;

use super::bounded::push_each;
use super::style::{BAD, DOUBTFUL, FAINT, GOOD, HEADING, ID, paint};
use crate::diff::{Deny, Diff, DiffEntry, What};
use crate::layout::{Layout, Verbosity};
use crate::terminal::visible;
use crate::text::{fold, shorten};

/// So many criteria that have only moved are told one by one.
const MAX_MOVED: usize = 4;

/// So far the words of an entry are indented.
const INDENT: usize = 4;

/// Renders the differences, the worst first; quietly, the tally alone.
pub fn render(diff: &Diff, layout: &Layout) -> String {
    let mut out = String::new();
    if layout.verbosity != Verbosity::Quiet {
        let is_verbose = layout.verbosity == Verbosity::Verbose;
        let is_move = |entry: &&DiffEntry| entry.what == What::CriterionMoved;
        let moved = diff.entries.iter().filter(is_move).count();
        let limit = if is_verbose || moved <= MAX_MOVED { usize::MAX } else { MAX_MOVED - 1 };
        let mut number = 0;
        push_each(&mut out, &diff.entries, layout, |out, entry| {
            number += usize::from(entry.what == What::CriterionMoved);
            if entry.what != What::CriterionMoved || number <= limit {
                push(out, entry, layout);
            } else if number == moved {
                let _ =
                    writeln!(out, "{} {} more", paint(DOUBTFUL, format!("{:>19}", "moved")), moved - limit);
            }
        });
        if !out.is_empty() {
            out.push('\n');
        }
    }
    push_each(&mut out, &diff.gaps, layout, |out, gap| {
        let _ = writeln!(out, "{}: {}", paint(DOUBTFUL, "not looked at"), visible(gap));
    });
    let tally = diff.tally().into_iter().map(|(deny, number)| format!("{number} {}", word(deny)));
    let tally = tally.collect::<Vec<_>>().join(", ");
    let (before, now) = (visible(&diff.before), visible(&diff.now));
    if tally.is_empty() {
        let _ = writeln!(out, "no change of intent from {before} to {now}");
    } else {
        let _ = writeln!(out, "{} from {before} to {now}: {tally}", paint(HEADING, "Changes of intent"));
    }
    out.push_str(&super::next::line(next(diff), layout));
    out
}

/// Returns the next step if something asks for less, checks less, or decides otherwise what is green.
fn next(diff: &Diff) -> Option<&'static str> {
    let has = |policy: &[Deny]| diff.entries.iter().any(|entry| policy.contains(&entry.what.policy()));
    match () {
        () if has(&[Deny::Softened, Deny::Weakened]) => {
            Some("revert what is weaker; if it is intended, a person accepts it with `cargo spec review`")
        }
        () if has(&[Deny::Rules, Deny::Lock]) => {
            Some("have a second person look at what decides whether a run is green, or revert it")
        }
        () => None,
    }
}

/// The word of a policy, as it is written behind `--deny`.
pub(in crate::render) fn word(deny: Deny) -> String {
    deny.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn push(out: &mut String, entry: &DiffEntry, layout: &Layout) {
    let style = match entry.what.policy() {
        Deny::Softened | Deny::Weakened | Deny::Waived | Deny::Removed | Deny::Lock | Deny::Rules => BAD,
        Deny::Changed | Deny::Moved => DOUBTFUL,
        Deny::Added => GOOD,
    };
    let (word, subject) = (what(entry.what), entry.subject.to_string());
    let key = visible(&subject);
    let mut line = format!("{} {}", paint(style, format!("{word:>19}")), paint(ID, &key));
    if let Some(was) = &entry.was {
        let _ = write!(line, "  {}", paint(FAINT, format!("was {}", visible(was.as_str()))));
    }
    if let Some((name, file)) = &entry.item {
        let place = entry.place.as_ref().map(|place| format!(":{}", place.start.line)).unwrap_or_default();
        let _ = write!(line, "  {} {}", visible(name), paint(FAINT, format!("{}{place}", visible(file))));
    }
    let _ = writeln!(out, "{line}");
    let columns = layout.columns.saturating_sub(INDENT);
    let mut push = |text: &str, style| {
        for line in fold(text, columns) {
            let _ = writeln!(out, "{:INDENT$}{}", "", paint(style, line));
        }
    };
    for reason in &entry.reasons {
        push(&visible(reason), style);
    }
    match (&entry.before, &entry.after) {
        // The reasons why a test is weaker say enough of it.
        (Some(_), Some(_)) if entry.item.is_some() && !entry.reasons.is_empty() => {}
        (Some(before), Some(after)) => push(&visible(&words::marked(before, after)), FAINT),
        (Some(text), None) | (None, Some(text)) => {
            push(&shorten(&visible(&text.replace('\n', " ")), 2 * columns), FAINT);
        }
        (None, None) => {}
    }
}

/// The words for what differs.
pub(in crate::render) fn what(what: What) -> &'static str {
    match what {
        What::CriterionSoftened => "softened",
        What::CriterionLimited => "limited",
        What::CriterionChanged => "changed",
        What::ContextChanged => "changed around",
        What::CriterionRemoved => "removed",
        What::CriterionAdded => "added",
        What::CriterionMoved => "moved",
        What::TestWeakened => "weaker test",
        What::TestChanged => "changed test",
        What::TestRemoved => "removed test",
        What::TestAdded => "added test",
        What::LinkRemoved => "removed link",
        What::LinkAdded => "added link",
        What::WaiverAdded => "waived",
        What::WaiverChanged => "waiver changed",
        What::WaiverRemoved => "waived no more",
        What::LockEdited => "lock edited by hand",
        What::BaselineGrown => "known findings",
        What::RuleChanged => "changed rule",
    }
}
