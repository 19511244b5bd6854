//! Shows people how today's tests do with the code of a revision.

use std::fmt::Write as _;

use super::bounded::push_each;
use super::style::{BAD, DOUBTFUL, FAINT, GOOD, HEADING, ID, paint};
use crate::layout::{Layout, Verbosity};
use crate::replay::{Outcome, Replay, Replayed, ReplayedTest};
use crate::terminal::visible;
use crate::text::{fold, shorten};

/// So far the words of an entry are indented.
const INDENT: usize = 4;

/// Renders the message before the work that takes its time.
pub fn begun(base: &str) -> String {
    format!("{} the tests of now, with the code of {}\n", paint(GOOD, "   Replaying"), visible(base))
}

/// Renders the result of each test, in the order of the criteria; quietly, only of those that have proven nothing.
pub fn render(replay: &Replay, layout: &Layout) -> String {
    let mut out = String::new();
    push_each(&mut out, &replay.criteria, layout, |out, criterion| push(out, criterion, replay, layout));
    if !out.is_empty() {
        out.push('\n');
    }
    push_each(&mut out, &replay.gaps, layout, |out, gap| {
        let _ = writeln!(out, "{}: {}", paint(DOUBTFUL, "not looked at"), visible(gap));
    });
    push_each(&mut out, &replay.unversioned, layout, |out, (test, file)| {
        let (test, file) = (visible(test), visible(file));
        let _ = writeln!(
            out,
            "not replayed: `{test}` in {file}. git ignores the file: add it to replay the test."
        );
    });
    let base = visible(&replay.base);
    let unchanged = match replay.unchanged {
        0 => String::new(),
        1 => format!("not replayed: 1 test, which is as it was at {base}\n"),
        more => format!("not replayed: {more} tests, which are as they were at {base}\n"),
    };
    if replay.criteria.is_empty() {
        let _ = write!(out, "no criterion and no test is new or changed since {base}\n{unchanged}");
        return out;
    }
    let parts = [
        (replay.number(|outcome| *outcome == Outcome::NeverFailed), "never failed"),
        (replay.number(|outcome| matches!(outcome, Outcome::Unknown(_))), "could not be looked at"),
        (replay.number(|outcome| *outcome == Outcome::Failed), "failed there"),
        (replay.number(|outcome| matches!(outcome, Outcome::NotBuilt(_))), "cannot be built there"),
        (replay.number(|outcome| matches!(outcome, Outcome::NotRun(_))), "not run"),
    ];
    let tally = parts.iter().filter(|(number, _)| *number > 0);
    let mut tally = tally.map(|(number, word)| format!("{number} {word}")).collect::<Vec<_>>().join(", ");
    if tally.is_empty() {
        "no test verifies them".clone_into(&mut tally);
    }
    let number = replay.criteria.len();
    let criteria = if number == 1 { "1 criterion" } else { &*format!("{number} criteria") };
    let heading = paint(HEADING, "Tests");
    let _ = writeln!(out, "{heading} of {criteria} with something new or changed since {base}: {tally}");
    out.push_str(&unchanged);
    if parts[0].0 > 0 {
        let help = "a test that passes without the change shows nothing of it: let it fail first, or see with `cargo spec prove` \
                    whether it notices anything";
        for line in fold(help, layout.columns) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn push(out: &mut String, criterion: &Replayed, replay: &Replay, layout: &Layout) {
    let is_quiet = layout.verbosity == Verbosity::Quiet;
    let key = paint(ID, visible(criterion.key.as_str()));
    if criterion.tests.is_empty() && !is_quiet {
        let _ = writeln!(out, "{} {key}", paint(DOUBTFUL, format!("{:>14}", "untested")));
    }
    for test in &criterion.tests {
        let (style, word) = match &test.outcome {
            Outcome::NeverFailed => (BAD, "never failed"),
            Outcome::Unknown(_) => (BAD, "not looked at"),
            _ if is_quiet => continue,
            Outcome::Failed => (GOOD, "failed"),
            Outcome::NotBuilt(_) => (GOOD, "not built"),
            Outcome::NotRun(_) => (DOUBTFUL, "not run"),
        };
        let word = paint(style, format!("{word:>14}"));
        let _ = writeln!(out, "{word} {key}  {} {}", visible(&test.name), paint(FAINT, place(test)));
        let columns = layout.columns.saturating_sub(INDENT);
        let reason = match &test.outcome {
            Outcome::NeverFailed => Some(format!("it passes with the code of {} too", replay.base)),
            outcome => outcome.reason().map(str::to_owned),
        };
        for line in reason.iter().flat_map(|reason| fold(&shorten(&visible(reason), 2 * columns), columns)) {
            let _ = writeln!(out, "{:INDENT$}{}", "", paint(FAINT, line));
        }
    }
}

fn place(test: &ReplayedTest) -> String {
    let line = test.link.as_ref().map(|link| format!(":{}", link.location.start.line)).unwrap_or_default();
    format!("{}{line}", visible(&test.file))
}
