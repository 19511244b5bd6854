//! `test` for programs and models that read text: what is wrong alone, in at most 2 kB.

use std::fmt::Write as _;

use spec_engine::verdict::Rung;
use spec_model::Severity;

use super::style::{self, BAD, ID, paint};
use super::{next, test};
use crate::evidence::{Standing, TestResult, VerifyingTest};
use crate::layout::Layout;
use crate::report::Report;
use crate::terminal::length;
use crate::text::{count, one_line, without_strong};
use crate::todo::fit::head;

/// The output takes at most so many bytes.
pub const LIMIT: usize = 2000;
/// A line that is about no criterion takes at most so many.
const LINE: usize = 300;
/// Room for how many more there are.
const MORE: usize = 60;

/// The criteria that are wrong, those with a test that fails first, each with the place of the panic. Then the tally and the next step.
pub fn render(report: &Report, layout: &Layout) -> String {
    let mut end = String::new();
    test::render_tally(&mut end, report);
    end += &next::line(report.next().map(|next| head(&next, LINE)).as_deref(), layout);
    let is_wrong = |standing: &&Standing| report.below.is_some() || standing.is_below();
    let mut standings: Vec<_> = report.listed().filter(is_wrong).collect();
    standings.sort_by_key(|standing| (standing.rung != Rung::Failing, standing.rung));
    let errors = report.general().filter(|finding| finding.severity == Severity::Error);
    let errors = errors.map(|finding| finding.message.clone()).chain(report.other_failures());
    let errors = errors.map(|error| format!("{}: {}\n", paint(BAD, "error"), head(&one_line(&error), LINE)));
    let mut blocks: Vec<Vec<String>> =
        standings.iter().map(|standing| vec![whole(standing, report, layout), short(standing)]).collect();
    blocks.extend(errors.map(|error| vec![error]));
    let (mut out, mut left_out) = (String::new(), 0);
    for block in &blocks {
        let room = LIMIT.saturating_sub(length(&out) + length(&end) + MORE);
        match block.iter().find(|text| left_out == 0 && length(text) <= room) {
            Some(text) => out += text,
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        let _ = writeln!(out, "… and {}: `-v` shows all", count(left_out, "more", "more"));
    }
    out + &end
}

fn short(standing: &Standing) -> String {
    let rung = paint(style::of(standing.rung), standing.rung.as_str());
    format!("{rung}  {}\n", paint(ID, one_line(&standing.verdict.name())))
}

/// The words of a criterion in full, then its tests that are wrong.
fn whole(standing: &Standing, report: &Report, layout: &Layout) -> String {
    let mut out = short(standing);
    out.pop();
    let _ = writeln!(out, "  {}", without_strong(&one_line(&standing.verdict.text)));
    let is_bad = |test: &&VerifyingTest| matches!(test.state, TestResult::Failed | TestResult::NeverEnded);
    let bad: Vec<_> = standing.tests.iter().filter(is_bad).collect();
    let shown = if bad.is_empty() { standing.tests.iter().take(1).collect() } else { bad };
    for test in shown {
        let name = one_line(&test.link.item.path);
        let place = format!("{}:{}", layout.shown(&test.link.location.path), test.link.location.start.line);
        let _ = match report.panic_of(test) {
            Some(panic) => writeln!(
                out,
                "  {}  {name}: {}",
                one_line(&panic.place),
                head(&one_line(&panic.message), LINE)
            ),
            None => writeln!(out, "  {place}  {name}: {}", test.state.as_str()),
        };
    }
    out
}
