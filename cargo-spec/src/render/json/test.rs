//! `test` for programs.

use serde::Serialize;
use spec_engine::links::Link;
use spec_engine::verdict::Rung;
use spec_model::diagnostic::Location;

use super::linked::{FunctionJson, LinkJson, VerdictJson};
use super::matrix::MatrixJson;
use super::shown_path;
use super::{DiagnosticJson, LocationJson, VERSION, to_text};
use crate::evidence::{Missed, Standing, TestResult, VerifyingTest};
use crate::report::{Report, Size};

/// The object.
pub fn render(report: &Report) -> String {
    to_text(&TestJson::new(report))
}

/// The output of `test` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TestJson<'a> {
    version: u32,
    required: Option<&'static str>,
    criteria: Vec<StandingJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
    known: Vec<DiagnosticJson<'a>>,
    processes: usize,
    all_tests_passed: Option<bool>,
    other_failures: &'a [String],
    next: Option<String>,
    size: Option<SizeJson<'a>>,
    matrix: Option<MatrixJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SizeJson<'a> {
    documents: Vec<DocumentJson<'a>>,
    untouched: Option<Vec<UntouchedJson<'a>>>,
    silent_sections: Vec<SectionJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DocumentJson<'a> {
    feature: &'a str,
    path: String,
    lines: usize,
    files: usize,
    criteria: usize,
    code_lines: usize,
    changed_lines: Option<usize>,
    quartiles: [f64; 3],
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UntouchedJson<'a> {
    id: &'a str,
    path: String,
    location: LocationJson,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SectionJson<'a> {
    title: &'a str,
    path: String,
    line: usize,
    lines: usize,
}

impl<'a> SizeJson<'a> {
    fn new(size: &'a Size) -> Self {
        let documents = size.documents.iter().map(|document| DocumentJson {
            feature: &document.feature,
            path: shown_path(&document.path),
            lines: document.lines,
            files: document.files,
            criteria: document.criteria,
            code_lines: document.code,
            changed_lines: document.changed,
            quartiles: document.quartiles().map(|tenths| tenths as f64 / 10.0),
        });
        let untouched = |(id, location): &'a (String, Location)| UntouchedJson {
            id,
            path: shown_path(&location.path),
            location: LocationJson::new(location),
        };
        let silent = size.silent.iter().map(|section| SectionJson {
            title: &section.title,
            path: shown_path(&section.path),
            line: section.line,
            lines: section.lines,
        });
        Self {
            documents: documents.collect(),
            untouched: size.untouched.as_ref().map(|all| all.iter().map(untouched).collect()),
            silent_sections: silent.collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StandingJson<'a> {
    #[serde(flatten)]
    verdict: VerdictJson<'a>,
    rung: &'static str,
    required: &'static str,
    is_below: bool,
    is_known: bool,
    is_flaky: bool,
    tests_unchanged: Option<&'a str>,
    tests: Vec<TestItemJson<'a>>,
    implementations: Vec<ItemJson<'a>>,
    candidates: Vec<ItemJson<'a>>,
    missed: Vec<MissedJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MissedJson<'a> {
    #[serde(flatten)]
    function: FunctionJson<'a>,
    returns: &'a str,
    tests: Vec<ItemJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TestItemJson<'a> {
    #[serde(flatten)]
    item: ItemJson<'a>,
    is_flaky: bool,
    panic: Option<String>,
}

impl<'a> TestItemJson<'a> {
    fn new(test: &'a VerifyingTest, report: &'a Report) -> Self {
        let panic = report.panic_of(test);
        Self {
            item: ItemJson::new(&test.link, test.state.as_str()),
            is_flaky: test.is_flaky,
            panic: panic.map(|panic| format!("{}: {}", panic.place, panic.message)),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ItemJson<'a> {
    #[serde(flatten)]
    link: LinkJson<'a>,
    state: &'static str,
}

impl<'a> TestJson<'a> {
    /// Lists the standing of each criterion, in the order of the documents.
    pub fn new(report: &'a Report) -> Self {
        Self {
            version: VERSION,
            required: report.required().map(Rung::as_str),
            criteria: report.listed().map(|standing| StandingJson::new(standing, report)).collect(),
            diagnostics: report.findings.iter().map(DiagnosticJson::new).collect(),
            known: report.known.iter().map(DiagnosticJson::new).collect(),
            processes: report.processes,
            all_tests_passed: report.all_passed,
            other_failures: &report.other_failures,
            next: report.next(),
            size: report.size.as_ref().map(SizeJson::new),
            matrix: MatrixJson::new(report),
        }
    }
}

impl<'a> StandingJson<'a> {
    fn new(standing: &'a Standing, report: &'a Report) -> Self {
        let ran = |link: &Link, has_run: bool| match (has_run, link.item.unseen) {
            (true, _) => "ran",
            (false, None) => "did not run",
            (false, Some(_)) => "not seen",
        };
        Self {
            verdict: VerdictJson::new(&standing.verdict),
            rung: standing.rung.as_str(),
            required: standing.required().as_str(),
            is_below: standing.is_below(),
            is_known: standing.is_known(),
            is_flaky: standing.is_flaky(),
            tests_unchanged: report.tests_unchanged(standing),
            tests: standing.tests.iter().map(|test| TestItemJson::new(test, report)).collect(),
            implementations: standing
                .implementations
                .iter()
                .map(|(link, has_run)| ItemJson::new(link, ran(link, *has_run)))
                .collect(),
            candidates: standing.candidates.iter().map(|link| ItemJson::new(link, "ran")).collect(),
            missed: standing.missed.iter().map(MissedJson::new).collect(),
        }
    }
}

impl<'a> MissedJson<'a> {
    fn new(missed: &'a Missed) -> Self {
        let Missed { code, variant, tests } = missed;
        Self {
            function: FunctionJson::new(code),
            returns: variant,
            tests: tests.iter().map(|test| ItemJson::new(test, TestResult::Passed.as_str())).collect(),
        }
    }
}

impl<'a> ItemJson<'a> {
    fn new(link: &'a Link, state: &'static str) -> Self {
        Self { link: LinkJson::new(link), state }
    }
}
