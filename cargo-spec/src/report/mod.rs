//! Joins verdicts, evidence and findings into a report, for every form of output.
//!
//! 1. `findings`: what is wrong, beside what is found without running a test;
//! 2. `proofs`: what knock-outs have shown;
//! 3. `size`: how large the documents are beside what they ask for;
//! 4. `headings`: under which requirement of which document each criterion stands;
//! 5. `unaccepted`: the tests that nobody has accepted;
//! 6. `matrix`: the tasks and the parts of designs that name each criterion;
//! 7. `last_run`: the evidence that is there before anything runs.

mod change;
mod findings;
mod headings;
mod last_run;
mod matrix;
pub mod proofs;
mod selected;
mod size;
mod unaccepted;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::links::Role;
use spec_engine::verdict::{Findings, Rung, Severities, Verdict};
use spec_model::catalog::Catalog;
use spec_model::visible::visible;
use spec_model::{Code, Diagnostic, Severity};

pub use findings::no_run;
pub use headings::{Feature, Headings, RequirementSection};
pub use last_run::LastRun;
pub use matrix::{DesignEntry, Matrix, MatrixRow, TaskEntry};
pub use selected::of_selected;
pub use size::{DocumentSize, SilentSection, Size};

use crate::evidence::{Evidence, Ladder, Standing, TestPanic, TestResult, VerifyingTest};
use crate::layout::path_text;
use crate::next::{self, NextStep, Situation};
use crate::on_disk;
use crate::test_beside::TestBeside;

/// The knowledge about the criteria.
#[derive(Debug, Default)]
pub struct Report {
    /// The facts on which the next step depends, as far as they are known without a run.
    pub situation: Situation,
    /// The standings of the criteria, in the order of the documents.
    pub ladder: Ladder,
    /// Under which requirements they stand.
    pub headings: Headings,
    /// Everything that is wrong: what is found without running a test, then what is wrong with the evidence, then with criteria.
    pub findings: Vec<Diagnostic>,
    /// The findings that the baseline knows: they fail nothing, and are not among the findings.
    pub known: Vec<Diagnostic>,
    /// Did every test pass, also those that verify nothing? `None`: nobody told.
    pub all_passed: Option<bool>,
    /// The names of tests that failed and verify no criterion, as far as their runners print them.
    pub other_failures: Vec<String>,
    /// The places where tests panicked in a run that has just ended.
    pub panics: Vec<TestPanic>,
    /// The rung that the criteria of lists stand below; `None`: all are listed.
    pub below: Option<Rung>,
    /// Did a runner name a test that failed, whatever it verifies?
    pub has_named_failures: bool,
    /// The number of tests that have run just now, if it is known.
    pub number_run: Option<usize>,
    /// By feature and id: why the tests of criteria stayed as they were when their words changed, as `spec.lock` keeps it.
    pub tests_unchanged: HashMap<String, String>,
    /// The tests that nobody has accepted, each beside its criteria.
    pub unaccepted: Vec<TestBeside>,
    /// There are proofs of other sources, or other words, which show nothing.
    pub has_outdated_proofs: bool,
    /// Tests were built of other sources than those that are there now.
    pub has_outdated_tests: bool,
    /// The size of the documents, if it was measured.
    pub size: Option<Size>,
    /// The tasks and designs of the criteria, if somebody looked.
    pub matrix: Matrix,
    /// The findings that may hide criteria or links, of documents and sources.
    pub hiding: Vec<Diagnostic>,
    /// The number of processes that left evidence.
    pub processes: usize,
    /// The folder that paths are shown from.
    pub root: PathBuf,
}

impl Report {
    /// Joins what is found without a run and what a run, or several, have left. `root` is the workspace's folder.
    pub fn new(
        host: &Host,
        mut findings: Findings,
        evidence: &Evidence,
        catalogs: &[Catalog],
        root: &Path,
    ) -> Self {
        let situation = Situation::of(&findings).in_workspace(host, root);
        let tests_unchanged = tests_unchanged(&findings);
        let unaccepted = unaccepted::unaccepted(&findings);
        let mut ladder = Ladder::new(std::mem::take(&mut findings.verdicts), evidence);
        let is_asked = !evidence.proofs.is_empty() || !evidence.sources.is_empty();
        let sources = if is_asked { proofs::sources_now(root) } else { String::new() };
        let has_outdated_proofs = proofs::lift(&mut ladder, evidence, root, &sources);
        // If a source cannot be read, it is another finding.
        let has_outdated_tests =
            !sources.is_empty() && evidence.sources.iter().any(|built| *built != sources);
        let other_failures = other_failures(&ladder, evidence);
        let report = Self {
            situation,
            tests_unchanged,
            unaccepted,
            ladder,
            has_outdated_proofs,
            has_outdated_tests,
            other_failures,
            has_named_failures: !evidence.failed.is_empty(),
            number_run: evidence.number_run,
            panics: evidence.panics.clone(),
            below: None,
            headings: Headings::new(catalogs),
            findings: Vec::new(),
            known: Vec::new(),
            all_passed: evidence.all_passed,
            size: None,
            matrix: Matrix::default(),
            hiding: findings.hiding.clone(),
            processes: evidence.processes,
            root: repository(root),
        };
        let [found, known] = findings::findings(host.files(), &report, evidence, &findings.claims);
        // Of several configurations, the strictest counts: the evidence is of all of them.
        let catalogs: Vec<_> = catalogs.iter().collect();
        let severities = Severities::Strictest(&catalogs);
        findings.report(severities, found);
        findings.report_known(severities, known);
        Self { findings: findings.diagnostics, known: findings.known, ..report }
    }

    /// The same with the size of the documents. `root` is the workspace's folder.
    #[must_use]
    pub fn with_size(self, host: &Host, catalogs: &[Catalog], root: &Path) -> Self {
        Self { size: Some(Size::of(host, catalogs, &self.ladder, root)), ..self }
    }

    /// The criteria that lists have.
    pub fn listed(&self) -> impl Iterator<Item = &Standing> {
        let is_listed = |standing: &&Standing| self.below.is_none_or(|rung| standing.rung < rung);
        self.ladder.standings.iter().filter(is_listed)
    }

    /// Returns the place where a test panicked, if it did.
    pub fn panic_of(&self, test: &VerifyingTest) -> Option<&TestPanic> {
        let has_failed = test.state == TestResult::Failed;
        let mut of_name = self.panics.iter().filter(|panic| has_failed && panic.is_of(&test.link.item.path));
        // Tests of several programs may have one name. A panic elsewhere than in the file of the test is of it where no other may be.
        let in_file = of_name.clone().find(|panic| test.link.location.path.ends_with(panic.file()));
        in_file.or_else(|| of_name.next().filter(|_| of_name.next().is_none()))
    }

    /// The rung that every criterion must stand on; `None`: not all on the same.
    pub fn required(&self) -> Option<Rung> {
        let mut required = self.ladder.standings.iter().map(Standing::required);
        let first = required.next().unwrap_or(Rung::Passing);
        required.all(|other| other == first).then_some(first)
    }

    /// The word for it.
    pub fn demand(&self) -> &'static str {
        self.required().map_or("what is required", Rung::as_str)
    }

    /// Counts the criteria that stand too low.
    pub fn number_below(&self) -> usize {
        self.ladder.standings.iter().filter(|standing| standing.is_below()).count()
    }

    /// Counts the criteria that stand lower than is required, which the baseline knows.
    pub fn number_known(&self) -> usize {
        self.ladder.standings.iter().filter(|standing| standing.is_known()).count()
    }

    /// Counts the criteria that differ from the accepted ones, or have a test that does.
    pub fn number_suspect(&self) -> usize {
        self.ladder.standings.iter().filter(|standing| standing.verdict.is_suspect()).count()
    }

    /// Counts the criteria that have a test that passed only when it was tried again.
    pub fn number_flaky(&self) -> usize {
        self.ladder.standings.iter().filter(|standing| standing.is_flaky()).count()
    }

    /// Lists the problems beside the rungs of criteria: errors, and all findings about the evidence.
    pub fn general(&self) -> impl Iterator<Item = &Diagnostic> {
        let is_said = |finding: &&Diagnostic| match finding.severity {
            Severity::Error => !is_of_a_rung(finding.code),
            _ => {
                let is_of_evidence = matches!(
                    finding.code,
                    Code::OutdatedEvidence
                        | Code::HalfWrittenEvidence
                        | Code::DuplicateEvidence
                        | Code::MovedEvidence
                );
                finding.subject.is_none() && is_of_evidence
            }
        };
        self.findings.iter().filter(is_said)
    }

    /// As [`Self::general`], and the questions that documents leave open.
    pub fn to_do(&self) -> impl Iterator<Item = &Diagnostic> {
        let is_question = |finding: &&Diagnostic| {
            finding.code == Code::NeedsClarification && finding.severity == Severity::Warning
        };
        self.general().chain(self.findings.iter().filter(is_question))
    }

    /// Returns whether there is an error that concerns a criterion, whatever its rung.
    pub fn has_error_of(&self, standing: &Standing) -> bool {
        let verdict = &standing.verdict;
        self.findings.iter().any(|finding| {
            let id = finding.subject.as_deref().map(|id| id.rsplit('/').next().unwrap_or(id));
            let is_here = finding.path.as_deref().is_none_or(|path| path == &*verdict.location.path);
            finding.severity == Severity::Error && is_here && id == Some(verdict.id.as_str())
        })
    }

    /// A path as it is shown: visible, from the repository's folder where it lies in it, with `/` between its parts.
    pub fn shown(&self, path: &Path) -> String {
        visible(&self.relative(path)).into_owned()
    }

    /// A path for programs: as [`Self::shown`], with every character as it is.
    pub fn relative(&self, path: &Path) -> String {
        path_text(path.strip_prefix(&self.root).unwrap_or(path))
    }

    /// Returns the reason why the tests of a criterion stayed as they were when its words changed.
    pub fn tests_unchanged(&self, standing: &Standing) -> Option<&str> {
        let Verdict { feature, id, .. } = &standing.verdict;
        self.tests_unchanged.get(&format!("{feature}/{id}")).map(String::as_str)
    }

    /// Is there anything that fails the run?
    pub fn fails(&self) -> bool {
        self.all_passed == Some(false)
            || self.general().any(|finding| finding.severity == Severity::Error)
            || self.number_below() > 0
    }

    /// Names the failed tests that verify no criterion. The gate is told by itself: it repeats what is found.
    pub fn other_failures(&self) -> Option<String> {
        let (gates, others): (Vec<_>, Vec<_>) = self.other_failures.iter().partition(|name| is_gate(name));
        let names: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
        let others = match &*names {
            [] => None,
            [one] => Some(format!("1 other test failed: {one}")),
            _ if names.len() <= NAMED => {
                Some(format!("{} other tests failed: {}", names.len(), names.join(", ")))
            }
            _ => {
                let (shown, more) = (names[..NAMED].join(", "), names.len() - NAMED);
                Some(format!("{} other tests failed: {shown} and {more} more", names.len()))
            }
        };
        let gate = gates
            .first()
            .map(|name| format!("the gate `{name}` failed: `cargo spec check` shows what it found"));
        let notes: Vec<_> = others.into_iter().chain(gate).collect();
        if !notes.is_empty() {
            return Some(notes.join("; "));
        }
        let is_unexplained = self.all_passed == Some(false) && !self.has_named_failures;
        (is_unexplained && self.ladder.number(Rung::Failing) == 0)
            .then(|| "a test program failed, and named no test: its output says why".to_owned())
    }

    /// Returns whether a run was asked for in which no test ran, though there are some.
    pub fn ran_nothing(&self) -> bool {
        self.number_run == Some(0) && self.processes == 0 && self.ladder.number(Rung::Tested) > 0
    }

    /// Returns the next step, if there is one.
    pub fn next(&self) -> Option<String> {
        self.after_run().step().map(NextStep::words)
    }

    /// All that there is to do after the run.
    pub fn after_run(&self) -> Situation {
        let mut situation = self.situation.clone();
        self.about_evidence().into_iter().for_each(|words| situation.push(NextStep::Evidence(words)));
        situation.look_at_run(&self.ladder.standings);
        let below = self.ladder.standings.iter().filter(|standing| standing.is_below());
        let lowest = below.map(|standing| standing.rung).filter(|rung| *rung != Rung::Failing).min();
        let lowest = lowest.and_then(|rung| next::below(rung, self.ladder.has_unattributed));
        lowest.into_iter().for_each(|step| situation.push(step));
        let passing = self.ladder.standings.iter().filter(|standing| standing.rung == Rung::Passing);
        let unseen = passing.filter_map(|standing| next::linked_for_unit_tests(&standing.verdict)).next();
        unseen.into_iter().for_each(|step| situation.push(step));
        if self.all_passed == Some(false) {
            situation.push(NextStep::OtherTests);
        }
        situation
    }

    /// Returns the next step if the evidence shows too little.
    fn about_evidence(&self) -> Option<&'static str> {
        let has = |code| self.findings.iter().any(|finding| finding.code == code);
        Some(match () {
            () if self.ran_nothing() => NOTHING_RAN,
            () if self.has_outdated_tests => "test results are out of date; run `cargo spec test`",
            () if has(Code::ForeignEvidence) => {
                "run the tests again on these sources: `cargo spec test --evidence DIR`"
            }
            () if has(Code::NoEvidence) => "`cargo spec test` runs the tests, and keeps what they show",
            () if has(Code::HalfWrittenEvidence) => {
                "run the tests again, where there is room for what they show and nothing kills them"
            }
            () if self.processes == 0 && self.ladder.number(Rung::Tested) > 0 => {
                "no test recorded that it ran: build without `--release`, and depend on `spec-runtime` itself with its feature `std`"
            }
            () => return None,
        })
    }
}

/// The reasons of `accept --tests-unchanged`, by feature and id.
pub fn tests_unchanged(findings: &Findings) -> HashMap<String, String> {
    let locks = findings.comparison.iter().filter_map(|comparison| comparison.lock.as_ref());
    let accepted = locks.flat_map(|lock| lock.intents());
    let reasons = accepted.filter_map(|meaning| {
        Some((meaning.key.qualified().to_owned(), meaning.record.tests_unchanged.clone()?))
    });
    reasons.collect()
}

/// The words for a criterion with the tests of its former words, before the reason.
pub const SAME_TESTS: &str = "its words were changed and its tests were not";

/// So many tests that verify no criterion are named.
const NAMED: usize = 5;

/// The advice when the selection has no test.
const NOTHING_RAN: &str =
    "remove what selects tests (filters, `--test`, features that are off), then `cargo spec test`";

/// Is it the name of the test that `gate!()` makes?
fn is_gate(name: &str) -> bool {
    name.rsplit("::").next() == Some("spec_gate")
}

/// The tests that failed but for those that verify a criterion: a stub fails, and its criterion stands where it does.
fn other_failures(ladder: &Ladder, evidence: &Evidence) -> Vec<String> {
    let links = ladder.standings.iter().flat_map(|standing| &standing.verdict.links);
    let tests = links.filter(|link| matches!(link.item.role, Role::Verifies(_)));
    let linked: HashSet<&str> =
        tests.map(|link| link.item.path.rsplit("::").next().unwrap_or_default()).collect();
    let is_linked = |name: &&String| linked.contains(name.rsplit("::").next().unwrap_or_default());
    evidence.failed.iter().filter(|name| !is_linked(name)).cloned().collect()
}

/// Does a finding say on which rung a criterion stands, and that it is too low? What the rung says is not said again.
pub fn is_of_a_rung(code: Code) -> bool {
    matches!(code, Code::Untested | Code::Stub | Code::Ignored | Code::Failing | Code::BelowRequired)
}

/// The folder of the repository that a workspace is in, which is where readers of a report know files from.
pub fn repository(workspace: &Path) -> PathBuf {
    let repository = workspace.ancestors().find(|folder| on_disk::exists(folder.join(".git")));
    repository.unwrap_or(workspace).to_path_buf()
}
