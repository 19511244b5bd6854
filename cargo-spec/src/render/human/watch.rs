//! `watch` for people: one screen on a terminal, one line for each change elsewhere.

use std::fmt::Write as _;

use spec_engine::verdict::{Rung, shown_id};
use spec_model::Severity;

use super::style::{BAD, FAINT, HEADING, paint};
use super::{next, test};
use crate::evidence::Standing;
use crate::layout::Layout;
use crate::outcome::{MovedCriterion, RoundEnd, WatchRound};
use crate::render::tally;
use crate::report::Report;
use crate::terminal::plain;
use crate::text::{count, fold, one_line, shorten};

/// So many problems are shown on a screen, …
const MAX_PROBLEMS: usize = 8;
/// … and so many criteria and files in a line.
const NAMED: usize = 5;

/// The whole screen, which has so many rows: what happened, the criteria, the tally and the next step.
pub fn screen(round: &WatchRound, rows: usize, layout: &Layout) -> String {
    let columns = layout.columns;
    let mut head = format!("{}\n", paint(HEADING, shorten(&headline(round), columns)));
    let problems = round.end.problems();
    for problem in problems.iter().take(MAX_PROBLEMS) {
        let _ = writeln!(head, "{}", paint(BAD, shorten(&one_line(problem), columns)));
    }
    if problems.len() > MAX_PROBLEMS {
        let _ = writeln!(head, "{}", paint(FAINT, format!("… and {} more", problems.len() - MAX_PROBLEMS)));
    }
    head.push('\n');
    let mut foot = String::new();
    if !errors(&round.report).is_empty() {
        let _ = writeln!(foot, "{}", shorten(&errors(&round.report), columns));
    }
    test::render_tally(&mut foot, &round.report);
    // While tests run, whatever did not run is none of the reader's business.
    let step = round.report.next().filter(|_| round.end != RoundEnd::Running);
    let step = step.map(|next| shorten(&next, columns.saturating_sub("Next: ".len())));
    foot += &next::line(step.as_deref(), layout);
    foot += &format!("{}\n", paint(FAINT, shorten("Enter runs all tests, Ctrl-C ends", columns)));
    let room = rows.saturating_sub(lines_on_screen(&head, columns) + lines_on_screen(&foot, columns) + 2);
    let ladder = test::rows(&round.report, room, layout);
    format!("{head}{ladder}\n{foot}")
}

/// The rows that a text takes, some of whose lines may be longer than a row.
fn lines_on_screen(text: &str, columns: usize) -> usize {
    plain(text).lines().map(|line| fold(line, columns).len().max(1)).sum()
}

/// A round in one line.
pub fn line(round: &WatchRound) -> String {
    let mut line = headline(round);
    let problems = round.end.problems();
    if let Some(first) = problems.first() {
        line += &format!(": {}", one_line(first));
        if problems.len() > 1 {
            line += &format!(" (and {} more)", problems.len() - 1);
        }
    } else {
        let moved: Vec<_> = round.moved.iter().take(NAMED).map(moved).collect();
        if !moved.is_empty() {
            line += &format!(": {}", moved.join(", "));
            line += &more(round.moved.len());
        }
        line += &format!("; {}", tally::line(&round.report));
        if !errors(&round.report).is_empty() {
            line += &format!("; {}", errors(&round.report));
        }
    }
    line.push('\n');
    line
}

/// The files that changed, and the end of the round.
fn headline(round: &WatchRound) -> String {
    let affected = || count(round.number_affected, "criterion affected", "criteria affected");
    let tests = || count(round.number_tests, "test", "tests");
    let end = match &round.end {
        RoundEnd::Running => format!("{}, {} to run …", affected(), tests()),
        RoundEnd::Ran => format!("{}, {} ran in {:.1} s", affected(), tests(), round.time.as_secs_f64()),
        RoundEnd::NothingToRun if round.number_affected > 0 => format!("{}, no test to run", affected()),
        RoundEnd::NothingToRun => "no criterion affected".to_owned(),
        RoundEnd::Known => "the last run was of these sources".to_owned(),
        RoundEnd::DoesNotBuild(_) => "does not build".to_owned(),
        RoundEnd::CouldNotRun(_) => "nothing was run".to_owned(),
    };
    let files: Vec<_> = round.files.iter().take(NAMED).map(|file| one_line(file)).collect();
    match &*files {
        [] => format!("all tests: {end}"),
        _ => format!("{}{}: {end}", files.join(", "), more(round.files.len())),
    }
}

fn more(number: usize) -> String {
    if number > NAMED { format!(" and {} more", number - NAMED) } else { String::new() }
}

/// `REQ-1.2 exercised → failing`
fn moved(moved: &MovedCriterion) -> String {
    let id = one_line(&shown_id(&moved.feature, &moved.id, moved.is_id_shared));
    match (moved.before, moved.now) {
        (Some(before), Some(now)) => format!("{id} {} → {}", before.as_str(), now.as_str()),
        (None, Some(now)) => format!("{id} new: {}", now.as_str()),
        (_, None) => format!("{id} is gone"),
    }
}

/// The errors that are about no rung.
fn errors(report: &Report) -> String {
    let errors = report.general().filter(|finding| finding.severity == Severity::Error);
    match errors.count() {
        0 => String::new(),
        number => format!("{} (`cargo spec check`)", count(number, "other error", "other errors")),
    }
}

/// Is it worth a row before the others: what is wrong, the worst first?
pub(super) fn order(standing: &Standing) -> (bool, Rung) {
    (!standing.is_below(), standing.rung)
}
