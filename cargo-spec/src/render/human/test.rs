//! Shows people which rung each criterion stands on, worst first. The tally and the next step follow.

use std::fmt::Write as _;

use spec_engine::links::Link;
use spec_engine::verdict::Rung;
use spec_model::Severity;

use super::bounded::push_each;
use super::style::{self, BAD, DOUBTFUL, FAINT, HEADING, ID, paint};
use super::{explain, faults, next, watch};
use crate::evidence::{Standing, TestResult};
use crate::layout::{Layout, Verbosity};
use crate::render::{size, tally};
use crate::report::{Report, SAME_TESTS};
use crate::text::{count, fold, one_line, padding, shorten, width, without_strong};

/// The columns of the longest rung.
const RUNG: usize = "exercised".len();
/// The text beside the rung of a criterion: it, or its test, is not what was accepted; a test of it passed only when it was tried again.
fn flags(standing: &Standing) -> String {
    let mark = standing.verdict.acceptance.mark(standing.rung);
    let flags: Vec<_> = mark.into_iter().chain(standing.is_flaky().then_some("flaky")).collect();
    flags.join(", ")
}

/// The result of a run: in a pipe, only the faults.
pub fn result(report: &Report, layout: &Layout) -> String {
    match layout.is_piped && layout.verbosity == Verbosity::Normal {
        true => faults::render(report, layout),
        false => render(report, layout),
    }
}

/// One line for each criterion; quietly, the tally, and what fails.
pub fn render(report: &Report, layout: &Layout) -> String {
    let mut out = String::new();
    if layout.verbosity != Verbosity::Quiet {
        let mut standings: Vec<_> = report.listed().collect();
        standings.sort_by_key(|standing| standing.rung);
        let columns = Columns::of(&standings, layout);
        push_each(&mut out, &standings, layout, |out, standing| {
            render_standing(out, standing, &columns, layout);
            if let Some(reason) = report.tests_unchanged(standing) {
                let words = format!("{SAME_TESTS}: {}", one_line(reason));
                let _ = writeln!(out, "{:RUNG$}  {}", "", paint(FAINT, words));
            }
        });
        if !standings.is_empty() {
            out.push('\n');
        }
        render_errors(&mut out, report, layout);
        render_unseen(&mut out, report);
        for (at, line) in size::notes(report).iter().flat_map(|note| folded(note, layout)) {
            let word = if at == 0 { paint(FAINT, "note:") } else { "     ".to_owned() };
            let _ = writeln!(out, "{word} {line}");
        }
    } else {
        render_below(&mut out, report);
        render_failures(&mut out, report);
    }
    render_tally(&mut out, report);
    for line in tally::tasks(&report.matrix).iter().flat_map(|tasks| fold(tasks, layout.columns)) {
        let _ = writeln!(out, "{line}");
    }
    out.push_str(&explain::hint(&report.findings, layout));
    out.push_str(&next::line(report.next().as_deref(), layout));
    out
}

/// The criteria in so many lines at most: those that stand too low come first, each with the panic of its test.
pub fn rows(report: &Report, lines: usize, layout: &Layout) -> String {
    let mut standings: Vec<_> = report.listed().collect();
    standings.sort_by_key(|standing| watch::order(standing));
    let columns = Columns::of(&standings, layout);
    let blocks = standings.iter().map(|standing| {
        let mut block = String::new();
        render_standing(&mut block, standing, &columns, layout);
        for panic in standing.tests.iter().filter_map(|test| report.panic_of(test)) {
            let words = one_line(&format!("{}: {}", panic.place, panic.message));
            let words = shorten(&words, layout.columns.saturating_sub(RUNG + 2));
            let _ = writeln!(block, "{:RUNG$}  {}", "", paint(FAINT, words));
        }
        block
    });
    let blocks: Vec<_> = blocks.collect();
    let length = |block: &String| block.lines().count();
    let total: usize = blocks.iter().map(length).sum();
    // One line is left for the number of the others.
    let room = if total > lines { lines.saturating_sub(1) } else { lines };
    let mut out = String::new();
    let mut used = 0;
    let shown = blocks.iter().take_while(|block| {
        used += length(block);
        used <= room
    });
    let number = shown.map(|block| out += block).count();
    if number < blocks.len() {
        let _ = writeln!(out, "{}", paint(FAINT, format!("… and {} more", blocks.len() - number)));
    }
    out
}

/// A note, line by line, each with its number.
fn folded(note: &str, layout: &Layout) -> impl Iterator<Item = (usize, String)> + use<> {
    fold(&one_line(note), layout.columns.saturating_sub("note: ".len())).into_iter().enumerate()
}

/// So many criteria are named quietly.
const MAX_BELOW: usize = 10;

/// The criteria that fail a run, the worst first.
fn render_below(out: &mut String, report: &Report) {
    let mut below: Vec<_> = report.ladder.standings.iter().filter(|standing| standing.is_below()).collect();
    below.sort_by_key(|standing| standing.rung);
    for standing in below.iter().take(MAX_BELOW) {
        let rung = standing.rung.as_str();
        let id = one_line(&standing.verdict.name());
        let _ = writeln!(
            out,
            "{}{}  {}",
            paint(style::of(standing.rung), rung),
            padding(rung, RUNG),
            paint(ID, &id)
        );
    }
    if below.len() > MAX_BELOW {
        let _ = writeln!(out, "… and {} more", below.len() - MAX_BELOW);
    }
}

/// The columns of what is in a line.
struct Columns {
    /// With the gap behind it; none where no criterion has any.
    flags: usize,
    id: usize,
    statement: usize,
    tests: usize,
}

impl Columns {
    fn of(standings: &[&Standing], layout: &Layout) -> Self {
        let widest =
            |texts: &mut dyn Iterator<Item = String>| texts.map(|text| width(&text)).max().unwrap_or(0);
        let id = widest(&mut standings.iter().map(|standing| one_line(&standing.verdict.name())));
        let flags = standings.iter().map(|standing| flags(standing).len()).max().unwrap_or_default();
        let flags = if flags == 0 { 0 } else { flags + 2 };
        let room = layout.room(layout.columns.saturating_sub(RUNG + flags + id + 6));
        // The statement gets at least half of the room, and what the tests leave.
        let tests = widest(&mut standings.iter().map(|standing| tests(standing))).min(room / 2);
        let statements = &mut standings.iter().map(|standing| one_line(&standing.verdict.text));
        Self { flags, id, statement: (room - tests).min(widest(statements)), tests }
    }
}

fn render_standing(out: &mut String, standing: &Standing, columns: &Columns, layout: &Layout) {
    let id = one_line(&standing.verdict.name());
    let rung = standing.rung.as_str();
    let statement = shorten(&without_strong(&one_line(&standing.verdict.text)), columns.statement);
    let tests = shorten(&tests(standing), columns.tests);
    let flags = flags(standing);
    let _ = write!(
        out,
        "{}{}  {}{}{}{}  {statement}",
        paint(style::of(standing.rung), rung),
        padding(rung, RUNG),
        if flags.is_empty() { String::new() } else { paint(DOUBTFUL, &flags) },
        padding(&flags, columns.flags),
        paint(ID, &id),
        padding(&id, columns.id),
    );
    if !tests.is_empty() {
        let _ = write!(out, "{}  {}", padding(&statement, columns.statement), paint(FAINT, &tests));
    }
    out.push('\n');
    for candidate in &standing.candidates {
        let place = format!("{}:{}", layout.shown(&candidate.location.path), candidate.location.start.line);
        let (item, id) = (one_line(&candidate.item.path), one_line(&candidate.id));
        let words =
            format!("its tests ran {item} ({place}), which implements {id}: does it implement this too?");
        let _ = writeln!(out, "{:RUNG$}  {}", "", paint(FAINT, words));
    }
    if layout.verbosity == Verbosity::Verbose {
        let line = |out: &mut String, word: &str, link: &Link| {
            let place = format!("{}:{}", layout.shown(&link.location.path), link.location.start.line);
            let _ = writeln!(out, "{:RUNG$}  {word:11}  {place}  {}", "", one_line(&link.item.path));
        };
        for test in &standing.tests {
            line(out, if test.is_flaky { "flaky" } else { test.state.as_str() }, &test.link);
        }
        for (link, ran) in &standing.implementations {
            line(out, implementation(link, *ran), link);
        }
    }
}

/// The known facts about an item that implements a criterion.
fn implementation(link: &Link, has_run: bool) -> &'static str {
    match has_run {
        true => "ran",
        false if link.item.unseen.is_some() => "not seen",
        false => "did not run",
    }
}

/// The tests in short: the first of the worst, and how many more there are.
fn tests(standing: &Standing) -> String {
    let Some(worst) = standing.tests.first() else {
        return standing
            .verdict
            .waiver
            .as_ref()
            .map(|waiver| one_line(&waiver.to_string()))
            .unwrap_or_default();
    };
    let name = one_line(worst.link.item.path.rsplit("::").next().unwrap_or_default());
    let state =
        if worst.state == TestResult::Passed { String::new() } else { format!("{}: ", worst.state.as_str()) };
    match standing.tests.len() {
        1 => format!("{state}{name}"),
        more => format!("{state}{name} +{}", more - 1),
    }
}

/// That a test failed which verifies nothing, or that none ran.
fn render_failures(out: &mut String, report: &Report) {
    let nothing = report.ran_nothing().then(|| "no test ran".to_owned());
    for failure in report.other_failures().into_iter().chain(nothing) {
        let _ = writeln!(out, "{}: {}", paint(BAD, "error"), one_line(&failure));
    }
}

fn render_errors(out: &mut String, report: &Report, layout: &Layout) {
    push_each(out, report.general(), layout, |out, finding| {
        let style = if finding.severity == Severity::Error { BAD } else { FAINT };
        let _ = writeln!(out, "{}: {}", paint(style, finding.severity), one_line(&finding.message));
    });
    render_failures(out, report);
    let outdated: usize = report.ladder.standings.iter().map(|standing| standing.outdated).sum();
    if outdated > 0 {
        let runs = count(outdated, "run", "runs");
        let _ =
            writeln!(out, "{}: {runs} of tests that were compiled with other words", paint(FAINT, "note"));
    }
}

/// So many items are named.
const MAX_NAMES: usize = 20;

/// The items of which nothing tells whether they run.
fn render_unseen(out: &mut String, report: &Report) {
    let links = report.ladder.standings.iter().flat_map(|standing| &standing.implementations);
    let mut names: Vec<_> = links
        .filter_map(|(link, _)| Some((one_line(&link.item.path), link.item.unseen?, &link.location)))
        .collect();
    names.sort_unstable_by(|a, b| (&a.0, &a.2.path, a.2.span).cmp(&(&b.0, &b.2.path, b.2.span)));
    names.dedup_by(|a, b| a.2 == b.2);
    if names.is_empty() {
        return;
    }
    let number = count(names.len(), "linked item is", "linked items are");
    let mut listed: Vec<_> =
        names.iter().take(MAX_NAMES).map(|(name, what, _)| format!("{name} ({what})")).collect();
    if names.len() > MAX_NAMES {
        listed.push(format!("and {} more", names.len() - MAX_NAMES));
    }
    let _ = writeln!(out, "{}: {number} not seen to run: {}", paint(FAINT, "note"), listed.join(", "));
}

pub(super) fn render_tally(out: &mut String, report: &Report) {
    let on = |rung: Rung| (report.ladder.number(rung), rung);
    let rungs = Rung::best_first().map(on).filter(|(number, _)| *number > 0);
    let rungs: Vec<_> =
        rungs.map(|(number, rung)| paint(style::of(rung), format!("{number} {rung}"))).collect();
    let total = count(report.ladder.standings.len(), "criterion", "criteria");
    let _ = write!(out, "{}", paint(HEADING, total));
    if !rungs.is_empty() {
        let _ = write!(out, ": {}", rungs.join(", "));
    }
    out.push_str(&super::check::suspect(report.number_suspect()));
    if report.number_flaky() > 0 {
        let _ = write!(out, "; {}", paint(DOUBTFUL, format!("{} flaky", report.number_flaky())));
    }
    let below = report.number_below();
    if below > 0 {
        let _ = write!(out, "; {}", paint(BAD, format!("{below} below {}", report.demand())));
    }
    out.push_str(&super::check::known(report.known.len()));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Ladder;
    use spec_engine::verdict::VerdictIx;
    use spec_model::index::Index as _;

    use crate::render::sample;

    fn report() -> Report {
        Report {
            ladder: Ladder { standings: sample::standings(sample::LONG).into(), ..Ladder::default() },
            ..Report::default()
        }
    }

    fn check(columns: usize, verbosity: Verbosity) -> String {
        let layout = Layout { columns, here: "/repo".into(), verbosity, ..Layout::default() };
        anstream::adapter::strip_str(&render(&report(), &layout)).to_string()
    }

    #[test]
    fn the_worst_comes_first_and_the_next_step_last() {
        insta::assert_snapshot!(check(100, Verbosity::Normal));
    }

    #[test]
    fn a_narrow_terminal_cuts_statements_and_tests_alike() {
        let text = check(50, Verbosity::Normal);
        assert!(text.lines().take(4).all(|line| width(line) <= 50), "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn suspect_criteria_bear_a_word_beside_their_rung() {
        let mut report = report();
        for at in [0, 3] {
            report.ladder.standings[VerdictIx::new(at)].verdict.acceptance =
                spec_engine::verdict::Acceptance::Suspect;
        }
        for columns in [100, 50] {
            let layout = Layout { columns, here: "/repo".into(), ..Layout::default() };
            let text = anstream::adapter::strip_str(&render(&report, &layout)).to_string();
            assert!(text.lines().take(4).all(|line| width(line) <= columns), "{text}");
            insta::assert_snapshot!(text);
        }
    }

    #[test]
    fn quietly_there_is_the_tally_and_verbosely_every_item() {
        insta::assert_snapshot!(check(100, Verbosity::Quiet));
        insta::assert_snapshot!(check(100, Verbosity::Verbose));
    }
}
