//! A step summary, or a comment on a pull request. Problems come first; the rest is folded away.

mod beside;
pub mod diff;
mod escape;
mod matrix;

use std::fmt::Write as _;

use spec_engine::verdict::Rung;
use spec_model::diagnostic::Location;
use spec_model::{Diagnostic, Severity};

use super::{size, tally};
use crate::diff::Diff;
use crate::evidence::{Standing, TestResult};
use crate::report::{Report, SAME_TESTS};
use crate::text::{count, one_line, shorten, without_strong};

use escape::{code, in_html, text};

/// A comment on a pull request has fewer bytes: it may hold 65,536 characters.
const LIMIT: usize = 65_000;
/// Beyond these bytes, rows are counted instead of shown.
const ROOM: usize = 60_000;
/// Beyond these bytes, findings of no criterion are counted instead of shown.
const GENERAL_ROOM: usize = 12_000;
/// A table that is not folded away has no more rows.
const ROWS: usize = 30;
/// No statement is longer.
const STATEMENT: usize = 160;

/// The first line of a comment on a pull request, by which CI finds the comment to edit.
pub const MARKER: &str = "<!-- cargo-spec report -->";

/// The summary.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    push_verdict(&mut out, report);
    push_criteria(&mut out, report);
    out
}

/// The comment on a pull request: the verdict, then what the change means, then each criterion.
pub fn comment(report: &Report, diff: &Diff) -> String {
    let mut out = format!("{MARKER}\n");
    push_verdict(&mut out, report);
    out.push_str(&diff::render(diff));
    out.push('\n');
    push_criteria(&mut out, report);
    within(out, LIMIT)
}

/// The text up to the last line that ends before a limit of bytes. Whatever is folded away there is closed.
fn within(mut text: String, limit: usize) -> String {
    const REST: &str = "\n… the rest is left out: `cargo spec report` has it\n";
    if text.len() <= limit {
        return text;
    }
    let room = &text.as_bytes()[..limit.saturating_sub(1_000)];
    text.truncate(room.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1));
    let open = text.matches("<details>").count().saturating_sub(text.matches("</details>").count());
    (0..open).for_each(|_| text.push_str("\n</details>\n"));
    text.push_str(REST);
    text
}

/// The verdict: the headline, the number of criteria on each rung, and what is wrong beside them.
fn push_verdict(out: &mut String, report: &Report) {
    let mark = if report.fails() { BAD } else { GOOD };
    let _ = writeln!(out, "## {mark} {}\n", tally::headline(report));
    let mut tally = tally::rungs(report);
    if report.number_suspect() > 0 {
        tally.push(format!("{} suspect", report.number_suspect()));
    }
    if report.number_flaky() > 0 {
        tally.push(format!("{} flaky", report.number_flaky()));
    }
    let _ = writeln!(out, "{}\n", tally.join(" · "));
    let mut left_out = 0;
    for finding in report.general() {
        let line = general(report, finding);
        if out.len() + line.len() > GENERAL_ROOM {
            left_out += 1;
            continue;
        }
        let _ = writeln!(out, "- {line}");
    }
    if left_out > 0 {
        let _ = writeln!(out, "- … and {left_out} more: `cargo spec check` lists all");
    }
    if let Some(others) = report.other_failures() {
        let _ = writeln!(out, "- **error:** {}", text(&one_line(&others)));
    }
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// The criteria that are too low, and folded away: all criteria, tasks and designs, and sizes.
fn push_criteria(out: &mut String, report: &Report) {
    let total = report.ladder.standings.len();
    let mut worst: Vec<_> = report.ladder.standings.iter().filter(|standing| standing.is_below()).collect();
    worst.sort_by_key(|standing| standing.rung);
    if !worst.is_empty() {
        table(out, report, worst.into_iter(), ROWS);
        out.push('\n');
    }
    if total > 0 {
        let _ = writeln!(out, "<details>\n<summary>{}</summary>\n", count(total, "criterion", "criteria"));
        let mut left_out = 0;
        for feature in report.headings.features(&report.ladder) {
            if out.len() > ROOM {
                left_out += 1;
                continue;
            }
            let title = feature.title.map(one_line).unwrap_or_default();
            let _ = writeln!(
                out,
                "**{}** {} {}\n",
                text(&one_line(feature.name)),
                text(&title),
                code(&report.shown(feature.path))
            );
            table(out, report, feature.standings(), usize::MAX);
            out.push('\n');
        }
        if left_out > 0 {
            let _ = writeln!(out, "… and {} more\n", count(left_out, "feature", "features"));
        }
        out.push_str("</details>\n");
    }
    push_unaccepted(out, report);
    matrix::push(out, report);
    let notes = size::notes(report);
    if !notes.is_empty() {
        out.push_str("\n<details>\n<summary>Size</summary>\n\n");
        for note in &notes {
            let _ = writeln!(out, "- {}", text(&one_line(note)));
        }
        out.push_str("\n</details>\n");
    }
}

/// The tests that nobody has accepted, beside their criteria, as far as there is room.
fn push_unaccepted(out: &mut String, report: &Report) {
    if report.unaccepted.is_empty() {
        return;
    }
    let number = count(report.unaccepted.len(), "test", "tests");
    let _ = writeln!(out, "\n<details>\n<summary>{number} that nobody has accepted</summary>\n");
    let mut left_out = 0;
    for test in &report.unaccepted {
        let state = if test.before.is_some() { "changed" } else { "new" };
        let summary = format!("{state} {}", in_html(&format!("{} in {}", test.name, test.file)));
        let folded = beside::folded(&summary, test);
        if out.len() + folded.len() > ROOM {
            left_out += 1;
            continue;
        }
        let _ = writeln!(out, "{folded}\n");
    }
    if left_out > 0 {
        let _ = writeln!(out, "… and {left_out} more\n");
    }
    out.push_str("</details>\n");
}

const GOOD: &str = "✅";
const BAD: &str = "❌";
/// Too low, which the baseline knows; or waived.
const KNOWN: &str = "➖";

fn general(report: &Report, finding: &Diagnostic) -> String {
    let word = finding.severity.as_str();
    let word = if finding.severity == Severity::Error { format!("**{word}:**") } else { format!("{word}:") };
    let place = match (&finding.location, &finding.path) {
        (Some(location), _) => format!(" ({})", code(&place(report, location))),
        (None, Some(path)) => format!(" ({})", code(&report.shown(path))),
        (None, None) => String::new(),
    };
    format!("{word} {}{place}", text(&one_line(&finding.message)))
}

fn table<'a>(out: &mut String, report: &Report, standings: impl Iterator<Item = &'a Standing>, rows: usize) {
    out.push_str("| | criterion | | tests |\n|---|---|---|---|\n");
    let (mut shown, mut left_out) = (0, 0);
    for standing in standings {
        let row = row(report, standing);
        if shown == rows || out.len() + row.len() > ROOM {
            left_out += 1;
            continue;
        }
        out.push_str(&row);
        shown += 1;
    }
    if left_out > 0 {
        let _ = writeln!(out, "\n… and {left_out} more");
    }
}

fn row(report: &Report, standing: &Standing) -> String {
    let verdict = &standing.verdict;
    let mark = match (standing.is_below(), standing.is_known()) {
        (true, _) => BAD,
        _ if report.has_error_of(standing) => BAD,
        (false, true) => KNOWN,
        (false, false) if standing.rung == Rung::Waived => KNOWN,
        (false, false) => GOOD,
    };
    let statement = shorten(&without_strong(&one_line(&verdict.text)), STATEMENT);
    let mut tests: Vec<_> = standing
        .tests
        .iter()
        .take(2)
        .map(|test| {
            let name = code(test.link.item.path.rsplit("::").next().unwrap_or_default());
            let place = code(&place(report, &test.link.location));
            match test.state {
                TestResult::Passed if test.is_flaky => format!("{name} flaky: {place}"),
                TestResult::Passed => format!("{name} {place}"),
                state => format!("{name} {}: {place}", state.as_str()),
            }
        })
        .collect();
    if standing.tests.len() > 2 {
        tests.push(format!("and {} more", standing.tests.len() - 2));
    }
    let waiver = verdict.waiver.as_ref().filter(|_| standing.rung == Rung::Waived);
    tests.extend(waiver.map(|waiver| text(&one_line(&format!("verified by {waiver}")))));
    let reason = report.tests_unchanged(standing);
    tests.extend(reason.map(|reason| text(&one_line(&format!("{SAME_TESTS}: {reason}")))));
    let ways = standing.missed.iter().take(2);
    tests.extend(ways.map(|missed| {
        let place = code(&tally::place(report, &missed.code));
        format!("missed: {} {place}", code(&tally::missed(missed)))
    }));
    if standing.missed.len() > 2 {
        tests.push(format!("and {} more missed", standing.missed.len() - 2));
    }
    let flag = verdict.acceptance.mark(standing.rung);
    let suspect = flag.map(|flag| format!(", {flag}")).unwrap_or_default();
    let flaky = if standing.is_flaky() { ", flaky" } else { "" };
    format!(
        "| {mark}&nbsp;{}{suspect}{flaky} | {} | {} | {} |\n",
        standing.rung,
        code(verdict.id.as_str()),
        text(&statement),
        tests.join("<br>")
    )
}

fn place(report: &Report, location: &Location) -> String {
    format!("{}:{}", report.shown(&location.path), location.start.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn a_text_that_is_too_long_ends_with_a_line_and_closes_what_is_folded() {
        assert_eq!(within("short\n".to_owned(), 2_000), "short\n");
        let long = format!("<details>\n<summary>é</summary>\n{}</details>\n", "an é in a line\n".repeat(500));
        for limit in 1_100..1_140 {
            let cut = within(long.clone(), limit);
            assert!(cut.len() <= limit && cut.ends_with("has it\n"), "{cut}");
            assert_eq!(cut.matches("<details>").count(), cut.matches("</details>").count());
            assert!(
                cut.contains("line\n\n</details>\n\n… the rest")
                    || cut.starts_with("\n…")
                    || cut.contains("</summary>\n\n</details>"),
                "{cut}"
            );
        }
    }

    #[test]
    fn what_stands_too_low_comes_first_and_the_rest_is_folded_away() {
        insta::assert_snapshot!(render(&sample::report()));
    }
}
