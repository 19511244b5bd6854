//! Finds problems of a run: with its evidence, and with single criteria.

use std::collections::HashMap;
use std::path::Path;

use spec_engine::verdict::{ClaimedCriterion, Rung, TaskClaim};
use spec_model::diagnostic::{Advice, Location};
use spec_model::files::{FileKind, Files};
use spec_model::{Code, Diagnostic, Source};

use super::Report;
use crate::evidence::{Evidence, EvidenceProblem, LinkPlace, ProblemKind, Standing, TestResult};

/// The problem with the evidence, then those of criteria that are not told already without a run.
/// The second list is of what the baseline knows.
/// `claims` are those of ticked tasks.
pub(super) fn findings(
    files: &dyn Files,
    report: &Report,
    evidence: &Evidence,
    claims: &[TaskClaim],
) -> [Vec<Diagnostic>; 2] {
    let (mut findings, mut known): (Vec<_>, Vec<_>) =
        (evidence.problems.iter().map(problem).collect(), Vec::new());
    findings.extend(moved(files, &report.ladder.moved));
    findings.extend(report.has_outdated_tests.then(outdated_tests));
    findings.extend(report.has_outdated_proofs.then(outdated_proofs));
    for standing in &report.ladder.standings {
        findings.extend(outdated(standing));
        findings.extend(flaky(standing));
        let unmet = unmet(report, standing);
        if standing.is_known() { known.extend(unmet) } else { findings.extend(unmet) }
    }
    findings.extend(claims.iter().filter_map(|claim| unproven(report, claim)));
    [findings, known]
}

/// That there is no evidence at all, and how to get some.
pub fn no_run() -> Diagnostic {
    Diagnostic::new(Code::NoEvidence, "no test results yet")
        .help(Advice::run("cargo spec test", "").after("run"))
        .help("`--evidence DIR` names the results of other machines")
}

fn problem(problem: &EvidenceProblem) -> Diagnostic {
    let name = problem.path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.escape_debug();
    let finding = match &problem.kind {
        ProblemKind::Nothing => {
            Diagnostic::new(Code::NoEvidence, format!("no test has left evidence in `{name}`")).help(
                "look whether the tests ran there, without `--release`, and whether the folder was handed over whole",
            )
        }
        ProblemKind::Unreadable(lines) => {
            let lines = if *lines == 1 { "a line".to_owned() } else { format!("{lines} lines") };
            Diagnostic::new(Code::UnreadableEvidence, format!("{lines} of `{name}` cannot be read"))
                .help("what they say is not known: run these tests again")
        }
        ProblemKind::HalfWritten => {
            Diagnostic::new(Code::HalfWrittenEvidence, format!("`{name}` ends in the middle of a line"))
                .help("its process was killed, its disk was full, or it was copied too early: only its whole lines count")
        }
        ProblemKind::Version(version) => Diagnostic::new(
            Code::EvidenceVersion,
            format!("`{name}` has the form of version {}", version.escape_debug()),
        )
        .help(format!("this command reads version {}: use the `spec-runtime` that belongs to it", spec_runtime::evidence::VERSION)),
        ProblemKind::Foreign => {
            Diagnostic::new(Code::ForeignEvidence, format!("the results in `{name}` are of other sources: none of them counts"))
                .help(Advice::run("cargo spec test --evidence DIR", "").after("run the tests again on these sources:"))
        }
        ProblemKind::Duplicate(known) => {
            Diagnostic::new(Code::DuplicateEvidence, format!("`{name}` is there twice, and counts once"))
                .help(format!("the other one is `{}`", known.display().to_string().escape_debug()))
        }
    };
    finding.about(&problem.path)
}

/// Tests that ran where no link stands now. A place that no criterion has a link at may yet have one: it may name a whole
/// requirement, which verifies nothing. The source tells.
fn moved(files: &dyn Files, places: &[LinkPlace]) -> Vec<Diagnostic> {
    let mut sources: HashMap<&Path, Option<Source>> = HashMap::new();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for place in places {
        let source = sources.entry(&place.file).or_insert_with(|| {
            let bytes = files.read(&place.file, FileKind::Source).ok()?;
            Some(Source::from_bytes(&place.file, bytes).0)
        });
        if source.as_ref().is_some_and(|source| has_string(source, place)) {
            continue;
        }
        let message =
            format!("a linked test ran at {}:{}, where there is no link now", place.line, place.column);
        findings.push(
            Diagnostic::new(Code::MovedEvidence, message)
                .about(&place.file)
                .help("it shows nothing of the sources as they are: run the tests again"),
        );
    }
    findings
}

/// Does a string begin at a place?
fn has_string(source: &Source, place: &LinkPlace) -> bool {
    let line = source.text().lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
    let rest: String = line.chars().skip(place.column.saturating_sub(1)).take(2).collect();
    rest.starts_with('"') || rest == "r\"" || rest == "r#"
}

fn outdated_tests() -> Diagnostic {
    Diagnostic::new(Code::OutdatedEvidence, "test results are out of date")
        .help(Advice::run("cargo spec test", "").after("sources have changed since: run"))
}

fn outdated_proofs() -> Diagnostic {
    Diagnostic::new(Code::OutdatedEvidence, "`prove` results are out of date")
        .help(Advice::run("cargo spec prove", "again").after("sources or criteria have changed since: run"))
}

fn outdated(standing: &Standing) -> Option<Diagnostic> {
    let id = standing.verdict.name();
    (standing.outdated > 0).then(|| {
        let tests = match standing.outdated {
            1 => "a test".to_owned(),
            several => format!("{several} tests"),
        };
        let message = format!("{tests} of {id} ran with other words of it");
        Diagnostic::new(Code::OutdatedEvidence, message)
            .located(standing.verdict.location.clone())
            .concerning(&*id)
            .help("it was edited after they were compiled: run them again")
    })
}

/// That a test of a criterion passed only when it was tried again.
fn flaky(standing: &Standing) -> Option<Diagnostic> {
    let test = standing.tests.iter().find(|test| test.is_flaky)?;
    let id = standing.verdict.name();
    let message = format!("a test of {id} failed, and passed when it was tried again");
    let finding = Diagnostic::new(Code::Flaky, message)
        .located(standing.verdict.location.clone())
        .concerning(&*id)
        .related(test.link.location.clone(), "this test")
        .help("find out what it depends on; `flaky = \"error\"` under `[severity]` in `spec.toml` fails the run");
    Some(finding)
}

/// That ticked tasks name criteria of which a run shows less than is required. What no test verifies is found without a run.
fn unproven(report: &Report, claim: &TaskClaim) -> Option<Diagnostic> {
    let standings = claim.criteria().filter_map(|at| report.ladder.standings.get(at));
    let too_low = standings.filter(|standing| standing.is_below() && standing.verdict.rung >= Rung::Tested);
    let shown = too_low.filter(|standing| standing.rung > Rung::Tested || report.processes > 0);
    let criteria = shown.map(|standing| ClaimedCriterion { verdict: &standing.verdict, rung: standing.rung });
    claim.unproven(&criteria.collect::<Vec<_>>())
}

/// Reports the missing parts of a criterion, beside those that are found without running a test.
fn unmet(report: &Report, standing: &Standing) -> Option<Diagnostic> {
    let id = standing.verdict.name();
    let first = |state: &dyn Fn(TestResult) -> bool| {
        standing.tests.iter().find(|test| state(test.state)).map(|test| test.link.location.clone())
    };
    let (code, message, advice, related): (_, _, Advice, Option<Location>) = match standing.rung {
        Rung::Failing => {
            let state = standing.tests.first().map_or(TestResult::Failed, |test| test.state);
            let message = match state {
                TestResult::NeverEnded => format!("a test of {id} began and never ended"),
                _ => format!("a test of {id} fails"),
            };
            (Code::Failing, message, "fix the code, or the test".into(), first(&|other| other == state))
        }
        _ if !standing.is_short() => return None,
        Rung::Tested if report.processes == 0 => return None,
        Rung::Tested => (
            Code::BelowRequired,
            format!("no test of {id} has run"),
            "remove filters, and look at the `cfg` of its tests".into(),
            first(&|_| true),
        ),
        Rung::Untested | Rung::Stub | Rung::Ignored => return None,
        Rung::Exercised => {
            let message = match standing.missed.len() {
                0 => format!("{id} is exercised, but must be proven"),
                1 => format!("code of {id} can be broken in a way that no test notices"),
                ways => format!("code of {id} can be broken in {ways} ways that no test notices"),
            };
            let first = standing.missed.first();
            (
                Code::BelowRequired,
                message,
                Advice::run("cargo spec prove", "shows which knock-outs the tests miss"),
                first.map(|missed| missed.code.link.location.clone()),
            )
        }
        rung => (
            Code::BelowRequired,
            format!("{id} is {rung}, but must be {}", standing.required()),
            "link the code that implements it with `#[spec(\"…\")]`, and test that code".into(),
            first(&|_| true),
        ),
    };
    let mut finding = Diagnostic::new(code, message)
        .located(standing.verdict.location.clone())
        .concerning(&*id)
        .help(advice);
    if let Some(test) = related {
        finding =
            finding.related(test, if standing.rung == Rung::Exercised { "this code" } else { "this test" });
    }
    Some(finding)
}
