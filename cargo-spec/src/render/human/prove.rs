//! Shows people the criteria below the required rung, each with its missed knock-outs. The tally and the next step
//! follow.

mod operators;

use std::collections::HashMap;
use std::fmt::Write as _;

use spec_engine::links::{Doubt, Link};
use spec_engine::verdict::Rung;
use spec_runtime::evidence::MutantChange;

use super::bounded::push_each;
use super::next;
use super::style::{self, BAD, DOUBTFUL, FAINT, GOOD, HEADING, ID, paint};
use crate::layout::{Layout, Verbosity};
use crate::next::{NextStep, linked_for_unit_tests};
use crate::outcome::ProveOutcome;
use crate::prove::{ExecutedItem, KnockoutOutcome, ProcessEnd, Proof, Refusal, TriedVariant};
use crate::report::SAME_TESTS;
use crate::terminal::visible;
use crate::text::{count, one_line, padding, shorten, width, without_strong};

/// Renders the unproven criteria, worst first, and verbosely all; quietly, the tally alone.
pub fn render(report: &ProveOutcome, layout: &Layout) -> String {
    let mut out = String::new();
    if layout.verbosity != Verbosity::Quiet {
        let mut proofs: Vec<_> = report.listed().collect();
        proofs.sort_by_key(|proof| proof.rung);
        let ids = proofs.iter().map(|proof| width(&one_line(&proof.verdict.name())));
        let ids = ids.max().unwrap_or_default();
        push_each(&mut out, &proofs, layout, |out, proof| render_proof(out, proof, ids, layout));
        if !proofs.is_empty() {
            out.push('\n');
        }
    }
    render_tally(&mut out, report);
    out.push_str(&next::line(next_step(report).as_deref(), layout));
    out
}

fn render_proof(out: &mut String, proof: &Proof, ids: usize, layout: &Layout) {
    let id = one_line(&proof.verdict.name());
    let mut words = words(proof);
    if let Some(deep) = proof.deep.as_ref().filter(|deep| deep.tried() > 0) {
        let _ = write!(words, ", deep {} of {}", deep.settled(), deep.tried());
    }
    if proof.is_known() {
        words.push_str(", known");
    }
    let mark = proof.verdict.acceptance.mark(proof.rung);
    if let Some(mark) = mark {
        words.extend([", but ", mark]);
    }
    if proof.was_flaky && !matches!(proof.refusal, Some(Refusal::Flaky(_))) {
        words.push_str(", flaky in the last run of `cargo spec test`");
    }
    let room = layout.columns.saturating_sub(ids + width(&words) + 4);
    let statement = shorten(&without_strong(&one_line(&proof.verdict.text)), layout.room(room));
    let _ = writeln!(
        out,
        "{}{}  {statement}{}  {}",
        paint(ID, &id),
        padding(&id, ids),
        padding(&statement, room),
        paint(style::of(proof.rung), &words),
    );
    if mark.is_some() {
        let words = match proof.verdict.is_suspect() {
            true => "its words or tests are not what people accepted: `cargo spec review`",
            false => "nobody has accepted it or one of its tests yet: `cargo spec review`",
        };
        let _ = writeln!(out, "    {}", paint(DOUBTFUL, words));
    }
    if let Some(reason) = &proof.tests_unchanged {
        let words = format!("{SAME_TESTS}: {}", one_line(reason));
        let _ = writeln!(out, "    {}", paint(FAINT, words));
    }
    if let Some(refusal) = &proof.refusal {
        if let Some(link) = culprit(refusal) {
            let _ = writeln!(out, "    {}  {}", place(link, layout), one_line(&link.item.path));
        }
        if let Refusal::SameAs(others) = refusal {
            let others = one_line(&others.join(", "));
            let words =
                format!("the same tests and the same code belong to {others}: no run can tell them apart");
            let _ = writeln!(out, "    {}", paint(DOUBTFUL, &words));
        }
        if let Refusal::InDoubt(link) = refusal
            && let Some(doubt) = link.item.doubt
        {
            let _ = writeln!(out, "      {}", paint(DOUBTFUL, words_of(doubt)));
        }
        for line in proof.output.iter().flat_map(|output| output.lines()) {
            let _ = writeln!(out, "      {}", paint(FAINT, visible(line)));
        }
        return;
    }
    for (link, idle) in proof.idle() {
        let label = one_line(&idle.variant);
        let _ = writeln!(
            out,
            "    {}  `unnoticed(\"{label}\", …)` {}",
            place(link, layout),
            paint(DOUBTFUL, "is not needed: it is caught, or is nothing that the item could return")
        );
    }
    let is_verbose = layout.verbosity == Verbosity::Verbose;
    let items = proof.items.iter().filter(|_| is_verbose || proof.rung != Rung::Proven);
    for item in items {
        render_item(out, item, proof.threshold, layout);
    }
    if let Some(deep) = &proof.deep {
        operators::render(out, &proof.verdict, deep, layout);
    }
    for link in &proof.not_run {
        let name = one_line(link.item.path.rsplit("::").next().unwrap_or_default());
        let words = paint(DOUBTFUL, "no test of this criterion runs it");
        let _ = writeln!(out, "    {}  {name}  {words}", place(link, layout));
    }
}

/// Explains why an item proves nothing, and names the next step.
const fn words_of(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::AnyPanic => "it passes on any panic: write `#[should_panic(expected = \"…\")]`",
        Doubt::ReadsControl => "it reads variables of `cargo spec`: remove that",
        Doubt::Unwritten => "it is not written yet: `todo!()`",
        Doubt::KnowsTests => {
            "it asks whether tests run it: move what depends on `test`, `debug_assertions` or `CARGO_…` elsewhere"
        }
    }
}

/// Describes the standing of the criterion, and the obstacles to a higher one.
fn words(proof: &Proof) -> String {
    match &proof.refusal {
        None if proof.rung == Rung::Proven => proof.rung.to_string(),
        None => format!("{}, not proven", proof.rung),
        Some(Refusal::NoTest) => proof.rung.to_string(),
        Some(Refusal::NotRun) => "its tests did not run".to_owned(),
        Some(Refusal::Failing(_)) => "failing".to_owned(),
        Some(Refusal::Flaky(_)) => "flaky: it passes and fails".to_owned(),
        Some(Refusal::NoImplementation) => "passing, no code is linked".to_owned(),
        Some(Refusal::NotExecuted) if linked_for_unit_tests(&proof.verdict).is_some() => {
            "passing, its code is linked for unit tests only".to_owned()
        }
        Some(Refusal::NotExecuted) => "passing, runs no linked code".to_owned(),
        Some(Refusal::InDoubt(_)) => "passing, proves nothing".to_owned(),
        Some(Refusal::SameAs(_)) => "exercised, not told apart".to_owned(),
    }
}

fn culprit(refusal: &Refusal) -> Option<&Link> {
    match refusal {
        Refusal::Failing(link) | Refusal::Flaky(link) | Refusal::InDoubt(link) => Some(link),
        _ => None,
    }
}

fn render_item(out: &mut String, item: &ExecutedItem, threshold: u8, layout: &Layout) {
    let is_verbose = layout.verbosity == Verbosity::Verbose;
    let place = format!("{}:{}", layout.shown(&item.code.link.location.path), item.code.line());
    let is_proven = item.is_proven(threshold);
    if is_proven && !is_verbose {
        return;
    }
    let name = one_line(item.code.name());
    if item.is_not_tried() {
        let why = match item.returns.as_deref() {
            None => "not tried: its body does nothing".to_owned(),
            Some("") => {
                "not tried: what it returns has no name, and no argument makes a difference".to_owned()
            }
            Some(name) => format!(
                "not tried: there is no other value of `{}`; derive `spec_runtime::Mutants` for it",
                one_line(name)
            ),
        };
        let _ = writeln!(out, "    {place}  fn {name}  {}", paint(DOUBTFUL, &why));
        return;
    }
    let lines = item.variants.iter().map(|variant| {
        let label = one_line(&variant.label);
        let line = match variant.change {
            MutantChange::Argument => format!("{place}  fn {name}({label})"),
            MutantChange::InsteadError => format!("{place}  fn {name} → {label} instead of its work"),
            MutantChange::OtherError => format!("{place}  fn {name} → {label} instead of its error"),
            _ => format!("{place}  fn {name} → {label}"),
        };
        (line, variant)
    });
    let lines: Vec<_> = lines.collect();
    let columns = lines.iter().map(|(line, _)| width(line)).max().unwrap_or_default();
    for (line, variant) in &lines {
        let is_reported =
            is_verbose || !item.is_caught() || !matches!(variant.outcome, KnockoutOutcome::Equivalent);
        if is_reported {
            let _ = writeln!(out, "    {line}{}  {}", padding(line, columns), outcome(variant, layout));
        }
    }
    if item.is_opaque && !is_proven {
        let _ = writeln!(
            out,
            "    {}",
            paint(
                FAINT,
                "it is unknown which of these it returns anyway: the value has no `==`, or cannot be seen"
            )
        );
    }
}

fn outcome(variant: &TriedVariant, layout: &Layout) -> String {
    match &variant.outcome {
        KnockoutOutcome::Caught { ended, .. } => paint(GOOD, outcome_of_end(*ended)),
        KnockoutOutcome::Missed { by } => {
            let first = by.first().map(|link| format!(" by {}", place(link, layout))).unwrap_or_default();
            let more = if by.len() > 1 { format!(" and {} more", by.len() - 1) } else { String::new() };
            format!("{}{first}{more}", paint(BAD, "missed"))
        }
        KnockoutOutcome::Accepted { reason } => {
            format!("{}: {}", paint(FAINT, "may be missed"), one_line(reason))
        }
        // It returned errors only: not always this one.
        KnockoutOutcome::Equivalent if variant.change == MutantChange::InsteadError => {
            paint(FAINT, "equivalent: it returns an error anyway")
        }
        KnockoutOutcome::Equivalent => paint(FAINT, "equivalent: it returns this anyway"),
    }
}

const fn outcome_of_end(ended: ProcessEnd) -> &'static str {
    match ended {
        ProcessEnd::TimedOut => "caught: the test never ended",
        ProcessEnd::Aborted => "caught: the test aborted",
        ProcessEnd::Passed | ProcessEnd::Failed => "caught",
    }
}

fn place(link: &Link, layout: &Layout) -> String {
    format!("{}:{}", layout.shown(&link.location.path), link.location.start.line)
}

fn render_tally(out: &mut String, report: &ProveOutcome) {
    let mut numbers: HashMap<Rung, usize> = HashMap::new();
    for proof in &report.proofs {
        *numbers.entry(proof.rung).or_default() += 1;
    }
    let rungs = Rung::best_first().filter_map(|rung| Some((*numbers.get(&rung)?, rung)));
    let rungs: Vec<_> =
        rungs.map(|(number, rung)| paint(style::of(rung), format!("{number} {rung}"))).collect();
    let total = count(report.proofs.len(), "criterion", "criteria");
    let _ = write!(out, "{}", paint(HEADING, total));
    if !rungs.is_empty() {
        let _ = write!(out, ": {}", rungs.join(", "));
    }
    let variants = report.proofs.iter().flat_map(|proof| &proof.items).flat_map(|item| &item.variants);
    let number = variants.clone().count();
    if number > 0 {
        let missed =
            variants.filter(|variant| matches!(variant.outcome, KnockoutOutcome::Missed { .. })).count();
        let _ = write!(out, "; {}, {missed} missed", count(number, "knock-out", "knock-outs"));
        if report.runs == 0 {
            let _ = write!(out, " {}", paint(FAINT, "(as before: no program has changed)"));
        }
        operators::render_tally(out, report.proofs.iter().filter_map(|proof| proof.deep.as_ref()));
    }
    out.push('\n');
}

/// The next step where tests missed changed operators.
const MISSED_OPERATORS: &str = "write the tests that notice what was missed, or say why it may be: `unnoticed(\"<= → <\", reason = \"…\")`; then `cargo spec prove --deep`";

fn has_missed_operators(report: &ProveOutcome) -> bool {
    report.proofs.iter().filter_map(|proof| proof.deep.as_ref()).any(|deep| deep.missed().next().is_some())
}

/// Returns the next step, if there is one.
fn next_step(report: &ProveOutcome) -> Option<String> {
    let mut situation = report.situation.clone();
    let refused =
        |is: fn(&Refusal) -> bool| report.proofs.iter().any(|proof| proof.refusal.as_ref().is_some_and(is));
    if refused(|refusal| matches!(refusal, Refusal::Failing(_))) {
        situation.push(NextStep::Failing);
    }
    if refused(|refusal| matches!(refusal, Refusal::Flaky(_))) {
        situation.push(NextStep::Flaky);
    }
    let unproven = || report.proofs.iter().filter(|proof| proof.is_below()).flat_map(Proof::unproven);
    let below = match () {
        () if unproven().any(|item| item.missed().next().is_some())
            || report.proofs.iter().any(|proof| proof.is_below() && proof.is_kept_by_operators()) =>
        {
            Some("have the tests check what they missed, then `cargo spec prove`")
        }
        () if refused(|refusal| *refusal == Refusal::NotRun) => Some(
            "run the tests that did not run: look at their `cfg`, and at `cargo spec prove -- --features …`",
        ),
        () if refused(|refusal| matches!(refusal, Refusal::NoImplementation | Refusal::NotExecuted)) => Some(
            "put `#[spec(\"…\")]` on the code that implements what is only `passing`, and test that code",
        ),
        () if unproven().next().is_some() => Some(
            "put `#[derive(spec_runtime::Mutants)]` on the types of what was not tried, or link what calls it",
        ),
        () if refused(|refusal| matches!(refusal, Refusal::InDoubt(_))) => {
            Some("change what proves nothing, as the lines above say, then `cargo spec prove`")
        }
        () if refused(|refusal| matches!(refusal, Refusal::SameAs(_))) => {
            Some("give each criterion that is not told apart a test of its own, or merge the criteria")
        }
        // It fails nothing where `spec.toml` does not require it; it is a gap in the tests all the same.
        () if has_missed_operators(report) => Some(MISSED_OPERATORS),
        () => None,
    };
    let unseen = report.proofs.iter().filter(|proof| proof.refusal == Some(Refusal::NotExecuted));
    let unseen = unseen.filter_map(|proof| linked_for_unit_tests(&proof.verdict)).next();
    unseen.into_iter().for_each(|step| situation.push(step));
    below.into_iter().for_each(|words| situation.push(NextStep::Below(words)));
    situation.step().map(NextStep::words)
}
