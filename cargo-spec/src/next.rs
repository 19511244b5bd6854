//! Decides the next step, for every verb.
//!
//! A problem that spoils the later steps comes first: code that does not compile shows nothing, and a link that names the wrong criterion
//! makes every rung wrong. Only what is right is accepted.

use std::path::Path;

use spec_engine::Host;
use spec_engine::comparison::blocked_moves;
use spec_engine::intent::{ChangeKind, Key};
use spec_engine::links::Role;
use spec_engine::verdict::{Findings, LockComparison, Rung, Verdict};
use spec_engine::workspace::Package;
use spec_model::files::FileKind;
use spec_model::{Code, Diagnostic, Severity};

use crate::evidence::Standing;
use crate::manifest::RUNTIME;

/// A next step, in the order in which the steps are done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextStep {
    /// A source, a link or a document cannot be read, so that nothing compiles, or something is hidden.
    Compile,
    /// The compiler refuses something that is wrong in no document and no link.
    Build,
    /// Two branches contradict each other.
    Conflict,
    /// The accepted criteria are not known: the lock is gone, or cannot be used as it is.
    Lock,
    /// Criteria were renumbered, and links name their old numbers.
    Moved,
    /// Criteria were renumbered, and no link names an old number any more: only the lock does.
    MovedInLock,
    /// Links still mean a criterion that is gone.
    LinksOfGone(String),
    /// Renumbered criteria wait until people accept that these are gone.
    AcceptGone(Vec<String>),
    /// The evidence of the last run is too little: the command to run.
    Evidence(&'static str),
    /// A test fails.
    Failing,
    /// A test passes only sometimes.
    Flaky,
    /// The words of a criterion were changed, and its tests were not.
    SameTests(String),
    /// A test is a stub.
    Stub,
    /// Several criteria have one id, so that no test can be written for each.
    DuplicateIds,
    /// Tests are there that never run.
    NeverRun,
    /// A criterion has no test, and no package could get one: none depends on the runtime. `true`: there are several packages.
    SetUp(bool),
    /// A criterion has no test.
    Untested,
    /// The code of this name is linked for unit tests alone, and no test of the criterion is one.
    LinkedForUnitTests(String),
    /// The last `prove` broke code of a criterion, and no test noticed.
    Missed,
    /// A criterion stands lower than is required: what to do about it.
    Below(&'static str),
    /// Something differs from what was accepted.
    Accept,
    /// Some other error.
    Other,
    /// Nothing has a test, and all that could have one is proposed by open changes.
    Proposed,
    /// A test fails that verifies nothing.
    OtherTests,
}

impl NextStep {
    /// Returns the step in words.
    pub fn words(&self) -> String {
        match self {
            Self::Compile => "fix what the errors name, then `cargo spec check`".to_owned(),
            Self::Build => "fix what cargo names above, then `cargo spec test`".to_owned(),
            Self::Conflict => "keep what is intended of the two branches, then `cargo spec check`".to_owned(),
            Self::Lock => "repair `spec.lock` as the errors say, then `cargo spec check`".to_owned(),
            Self::Moved => {
                "`cargo spec check --fix` rewrites the links of criteria that were renumbered".to_owned()
            }
            Self::MovedInLock => {
                "`cargo spec check --fix` moves the numbers in `spec.lock`; an agent asks a person to run it".to_owned()
            }
            Self::LinksOfGone(name) => format!(
                "delete the tests and links of {name}, which is gone, or link them to other criteria: `cargo spec check` names them"
            ),
            Self::AcceptGone(names) => format!(
                "`cargo spec accept {}` accepts the removal; `cargo spec check --fix` then rewrites the links",
                names.join(" ")
            ),
            Self::Evidence(words) => (*words).to_owned(),
            Self::Failing => "fix what fails, then `cargo spec test`".to_owned(),
            Self::Flaky => "make the flaky tests pass each time, then `cargo spec test`".to_owned(),
            Self::SameTests(name) => format!(
                "change a test of {name}, whose words were changed; if none needs to, `cargo spec accept {name} --tests-unchanged REASON`"
            ),
            Self::Stub => "write the tests in place of `pending!`, then `cargo spec test`".to_owned(),
            Self::DuplicateIds => "give each criterion an id of its own, then `cargo spec check`".to_owned(),
            Self::NeverRun => {
                "declare or move the tests that never run, as the errors say, then `cargo spec check`"
                    .to_owned()
            }
            Self::SetUp(has_several) => format!(
                "`cargo spec init{}` adds the dependency on `spec-runtime` and the gate; then `cargo spec gen` writes the tests",
                if *has_several { " -p NAME" } else { "" }
            ),
            Self::Untested => "`cargo spec gen` writes a failing test for each untested criterion".to_owned(),
            Self::LinkedForUnitTests(code) => format!(
                "the link on `{code}` is there for unit tests only: move the test into `src/` (or depend on `spec-runtime` without `--dev`)"
            ),
            Self::Missed => {
                "write a test that notices what `cargo spec prove` changed in the code, then `cargo spec prove`".to_owned()
            }
            Self::Below(words) => (*words).to_owned(),
            Self::Accept => {
                "`cargo spec review` shows what differs from what was accepted, and `cargo spec accept ID` accepts it".to_owned()
            }
            Self::Other => "fix what the errors name, then `cargo spec check`".to_owned(),
            Self::Proposed => "`cargo spec gen` writes a failing test for each proposed criterion".to_owned(),
            Self::OtherTests => "fix the other tests that failed, then `cargo spec test`".to_owned(),
        }
    }
}

/// All that the next step depends on.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    steps: Vec<NextStep>,
}

impl Situation {
    /// Returns the facts that are known without a run.
    pub fn of(findings: &Findings) -> Self {
        let mut situation = Self::default();
        findings.comparison.iter().for_each(|comparison| situation.look_at(comparison));
        situation.look_through(&findings.diagnostics, findings.comparison.as_ref());
        let stays = |verdict: &&Verdict| verdict.proposed.as_ref().is_none_or(|proposed| !proposed.removes);
        let mut verdicts = findings.verdicts.iter().filter(stays).peekable();
        let is_untested = |verdict: &Verdict| verdict.proposed.is_some() && verdict.rung == Rung::Untested;
        if verdicts.peek().is_some() && verdicts.all(is_untested) {
            situation.push(NextStep::Proposed);
        }
        situation
    }

    /// The same in a workspace, where `cargo spec gen` can write no test until a package depends on the runtime.
    pub fn in_workspace(mut self, host: &Host, root: &Path) -> Self {
        if self.steps.contains(&NextStep::Untested) {
            let packages = host.workspace(root).packages;
            let knows_runtime = |package: &Package| {
                let manifest = host.files().read_text(&package.folder.join("Cargo.toml"), FileKind::Settings);
                // A manifest that cannot be read is another finding.
                manifest.map_or(true, |text| text.contains(RUNTIME))
            };
            if !packages.is_empty() && !packages.iter().any(knows_runtime) {
                self.push(NextStep::SetUp(packages.len() > 1));
            }
        }
        self
    }

    /// Returns the facts that findings alone give.
    pub fn of_diagnostics(diagnostics: &[Diagnostic]) -> Self {
        let mut situation = Self::default();
        situation.look_through(diagnostics, None);
        situation
    }

    /// Returns the facts if the tests do not build: links that name no criterion, or something that only the compiler knows, keep them from
    /// it.
    pub fn of_failed_build(findings: &Findings) -> Self {
        let mut situation = Self::of(findings);
        let is_explained = situation.step() == Some(&NextStep::Compile)
            || situation.step() == Some(&NextStep::Conflict)
            || findings.comparison.as_ref().is_some_and(has_link_to_nothing);
        if !is_explained {
            situation.push(NextStep::Build);
        }
        situation
    }

    /// Looks at the differences from the accepted criteria.
    fn look_at(&mut self, comparison: &LockComparison) {
        if comparison.source.is_none() {
            return;
        }
        if let Some((gone, _)) = comparison.links_of_gone().next() {
            self.push(of_gone(comparison, &gone.key));
        }
        if comparison.has_moved() {
            let waits_for = blocked_moves::waits_for(comparison);
            if blocked_moves::can_move(comparison) {
                let has_relinks = comparison.relinks().next().is_some();
                self.push(if has_relinks { NextStep::Moved } else { NextStep::MovedInLock });
            }
            if !waits_for.is_empty() {
                self.push(NextStep::AcceptGone(waits_for));
            }
        }
        if let Some(&at) = comparison.with_same_tests().first() {
            self.push(NextStep::SameTests(
                comparison.name(&comparison.now.criteria[at].intent.key).to_owned(),
            ));
        }
    }

    /// Looks through the findings, but for those that the baseline knows.
    fn look_through(&mut self, diagnostics: &[Diagnostic], comparison: Option<&LockComparison>) {
        let links_of_gone: Vec<_> = comparison
            .iter()
            .flat_map(|comparison| comparison.links_of_gone())
            .filter_map(|(_, item)| item.location())
            .collect();
        for finding in diagnostics.iter().filter(|finding| finding.severity == Severity::Error) {
            let is_of_gone = finding.location.as_ref().is_some_and(|at| links_of_gone.contains(&at));
            if finding.code != Code::Orphan || !is_of_gone {
                of_code(finding.code).into_iter().for_each(|step| self.push(step));
            }
        }
        if comparison.is_some_and(|comparison| {
            comparison.source.is_some() && comparison.changes.iter().any(is_to_review)
        }) {
            self.push(NextStep::Accept);
        }
    }

    /// Adds a step.
    pub fn push(&mut self, step: NextStep) {
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
    }

    /// Adds what a run has shown of each criterion.
    pub fn look_at_run<'a>(&mut self, standings: impl IntoIterator<Item = &'a Standing>) {
        for standing in standings {
            if standing.rung == Rung::Failing && standing.is_below() {
                self.push(NextStep::Failing);
            }
            if standing.is_flaky() {
                self.push(NextStep::Flaky);
            }
        }
    }

    /// Everything that there is to do, in the order in which it was found.
    pub fn steps(&self) -> &[NextStep] {
        &self.steps
    }

    /// The first thing to do, if there is anything to do.
    pub fn step(&self) -> Option<&NextStep> {
        self.steps.iter().min()
    }
}

/// Returns the step for an error of a code; `None`: something else says it.
pub fn of_code(code: Code) -> Option<NextStep> {
    Some(match code {
        Code::ConflictMarks | Code::LockConflict => NextStep::Conflict,
        Code::LockDamaged | Code::LockVersion | Code::LockMissing => NextStep::Lock,
        Code::CriterionMoved | Code::Ignored | Code::BelowRequired => return None,
        Code::DuplicateId => NextStep::DuplicateIds,
        Code::NeverRuns | Code::UndeclaredModule => NextStep::NeverRun,
        Code::Untested => NextStep::Untested,
        Code::Stub => NextStep::Stub,
        Code::Failing => NextStep::Failing,
        Code::Orphan | Code::AmbiguousId | Code::MalformedLink | Code::DuplicateLink => NextStep::Compile,
        code if code.hides_content() => NextStep::Compile,
        code if is_of_acceptance(code) => NextStep::Accept,
        _ => NextStep::Other,
    })
}

/// Returns the step for a criterion that is gone, before another one can have its number.
pub fn of_gone(comparison: &LockComparison, lost: &Key) -> NextStep {
    let name = comparison.name(lost).to_owned();
    if comparison.links_of_gone().any(|(gone, _)| gone.key == *lost) {
        NextStep::LinksOfGone(name)
    } else {
        NextStep::AcceptGone(vec![name])
    }
}

/// The advice when nothing is left to do.
pub const TESTS: &str = "`cargo spec test` shows whether they are met";

/// Does a link still name the number that a criterion had, which no criterion has now? It does not compile.
fn has_link_to_nothing(comparison: &LockComparison) -> bool {
    let is_there = |key: &Key| comparison.now.intents().any(|meaning| meaning.key == *key);
    comparison.relinks().any(|relink| !is_there(&relink.from))
        || comparison.links_of_gone().any(|(gone, _)| !is_there(&gone.key))
}

/// Does a criterion differ from what was accepted, so that a person should look?
fn is_to_review(change: &spec_engine::intent::Change) -> bool {
    !matches!(
        change.kind,
        ChangeKind::New | ChangeKind::Moved(_) | ChangeKind::TestNew(_) | ChangeKind::CodeChanged { .. }
    )
}

fn is_of_acceptance(code: Code) -> bool {
    matches!(
        code,
        Code::CriterionNew
            | Code::CriterionChanged
            | Code::CriterionSoftened
            | Code::CriterionLimited
            | Code::ContextChanged
            | Code::CriterionRemoved
            | Code::TestChanged
            | Code::TestWeakened
            | Code::TestNew
            | Code::TestRemoved
            | Code::CodeChanged
            | Code::WaiverNew
            | Code::WaiverChanged
            | Code::WaiverRemoved
    )
}

/// The step for a criterion whose tests cannot see that its code is linked: `cfg_attr(test, …)` holds where the library is built for its
/// own unit tests. It does not hold for the tests in `tests/`.
pub fn linked_for_unit_tests(verdict: &Verdict) -> Option<NextStep> {
    let (code, tests): (Vec<_>, Vec<_>) =
        verdict.links.iter().partition(|link| link.item.role == Role::Implements);
    let first = code.first()?;
    let is_unit_test = |test: &Path| {
        code.iter().any(|link| {
            let path = &link.location.path;
            let sources =
                path.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "src"));
            *test == **path || sources.is_some_and(|sources| test.starts_with(sources))
        })
    };
    let is_seen = code.iter().any(|link| !link.item.is_linked_for_tests)
        || tests.iter().any(|test| is_unit_test(&test.location.path));
    (!is_seen).then(|| NextStep::LinkedForUnitTests(first.item.path.to_string()))
}

/// Returns the step for criteria that stand on a rung, and lower than is required.
pub fn below(rung: Rung, has_unattributed: bool) -> Option<NextStep> {
    Some(NextStep::Below(match rung {
        Rung::Ignored => {
            "have the tests run that are left out: remove `#[ignore]`, or run those of other systems there"
        }
        Rung::Tested => "run the tests that did not run: remove filters, and look at their `cfg`",
        Rung::Passing if has_unattributed => {
            "some code ran on threads of its own: with nextest it is known for which test"
        }
        Rung::Passing => {
            "put `#[spec(\"…\")]` on the code that implements what is only `passing`, and test that code"
        }
        Rung::Exercised => "`cargo spec prove` shows which knock-outs the tests miss",
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every step, in the order in which they are done.
    fn steps() -> Vec<NextStep> {
        vec![
            NextStep::Compile,
            NextStep::Build,
            NextStep::Conflict,
            NextStep::Lock,
            NextStep::Moved,
            NextStep::MovedInLock,
            NextStep::LinksOfGone("REQ-1.2".to_owned()),
            NextStep::AcceptGone(vec!["REQ-1.2".to_owned()]),
            NextStep::Evidence("run the tests"),
            NextStep::Failing,
            NextStep::Flaky,
            NextStep::SameTests("REQ-1.1".to_owned()),
            NextStep::Stub,
            NextStep::DuplicateIds,
            NextStep::NeverRun,
            NextStep::SetUp(false),
            NextStep::Untested,
            NextStep::LinkedForUnitTests("greet".to_owned()),
            NextStep::Missed,
            NextStep::Below("link the code"),
            NextStep::Accept,
            NextStep::Other,
            NextStep::Proposed,
            NextStep::OtherTests,
        ]
    }

    #[test]
    fn of_several_things_to_do_the_first_is_the_one_that_the_others_rest_on() {
        let steps = steps();
        for first in 0..steps.len() {
            // Whichever was found first.
            for later in first..steps.len() {
                let mut situation = Situation::default();
                situation.push(steps[later].clone());
                situation.push(steps[first].clone());
                steps[first..].iter().rev().for_each(|step| situation.push(step.clone()));
                assert_eq!(situation.step(), Some(&steps[first]));
            }
        }
        assert_eq!(Situation::default().step(), None);
    }

    #[test]
    fn each_step_names_the_command_or_the_step_that_does_it() {
        let check = |step: NextStep, words: &str| assert!(step.words().contains(words), "{}", step.words());
        check(NextStep::Moved, "`cargo spec check --fix`");
        check(NextStep::LinksOfGone("REQ-1.2".to_owned()), "delete the tests and links of REQ-1.2");
        check(NextStep::AcceptGone(vec!["a/REQ-1.2".to_owned()]), "`cargo spec accept a/REQ-1.2`");
        check(
            NextStep::SameTests("REQ-1.1".to_owned()),
            "`cargo spec accept REQ-1.1 --tests-unchanged REASON`",
        );
        check(NextStep::Untested, "`cargo spec gen`");
        check(NextStep::Proposed, "`cargo spec gen`");
        check(NextStep::Stub, "`pending!`");
        check(NextStep::LinkedForUnitTests("greet".to_owned()), "move the test into `src/`");
        check(NextStep::Missed, "`cargo spec prove`");
        check(NextStep::Accept, "`cargo spec review`");
    }

    #[test]
    fn findings_lead_to_their_steps() {
        let check = |codes: &[Code], expect: Option<NextStep>| {
            let findings: Vec<_> = codes.iter().map(|&code| Diagnostic::new(code, "something")).collect();
            assert_eq!(Situation::of_diagnostics(&findings).step(), expect.as_ref(), "{codes:?}");
        };
        check(&[], None);
        check(&[Code::NumberingGap], None);
        check(&[Code::Untested, Code::Stub], Some(NextStep::Stub));
        check(&[Code::Untested, Code::CriterionChanged], Some(NextStep::Untested));
        check(&[Code::Untested, Code::Orphan], Some(NextStep::Compile));
        check(&[Code::Orphan, Code::UnreadableDocument], Some(NextStep::Compile));
        check(&[Code::Stub, Code::LockConflict], Some(NextStep::Conflict));
        check(&[Code::MalformedHeading, Code::UnreadableEvidence], Some(NextStep::Other));
    }

    #[test]
    fn no_test_is_written_while_one_is_there_that_never_runs() {
        let check = |codes: &[Code], expect: NextStep| {
            let findings: Vec<_> = codes.iter().map(|&code| Diagnostic::new(code, "something")).collect();
            let situation = Situation::of_diagnostics(&findings);
            assert_eq!(situation.step(), Some(&expect), "{codes:?}");
            assert!(!expect.words().contains("cargo spec gen"), "{}", expect.words());
        };
        check(&[Code::Untested, Code::NeverRuns], NextStep::NeverRun);
        check(&[Code::UndeclaredModule, Code::Untested], NextStep::NeverRun);
        check(&[Code::Untested, Code::DuplicateId, Code::NeverRuns], NextStep::DuplicateIds);
        for lock in [Code::LockMissing, Code::LockDamaged, Code::LockVersion] {
            check(&[Code::Untested, Code::DuplicateId, Code::Stub, lock], NextStep::Lock);
        }
        check(&[Code::LockMissing, Code::LockConflict], NextStep::Conflict);
    }

    #[test]
    fn a_link_for_unit_tests_is_reported_where_no_unit_test_can_see_it() {
        let own_test = "#[cfg(test)]\nmod tests {\n    #[test]\n    #[spec_runtime::spec(\"REQ-1\")]\n    fn greets() {}\n}\n";
        let check = |link: &str, unit_test: &str, expect: bool| {
            // Above the package, a folder `src` says nothing.
            let folder = tempfile::tempdir().expect("a folder");
            let root = folder.path().join("src/shop");
            let code = format!("#[{link}]\npub fn greet() {{}}\n{unit_test}");
            for (path, text) in [
                ("Cargo.toml", "[package]\nname = \"shop\"\n"),
                ("requirements.md", "- REQ-1: The shop SHALL greet.\n"),
                ("src/lib.rs", &*code),
                ("tests/spec.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1\")]\nfn greets() {}\n"),
            ] {
                let path = root.join(path);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
                std::fs::write(path, text).expect("it is written");
            }
            let findings = Host::default().check(&root);
            let step = linked_for_unit_tests(&findings.verdicts.as_slice()[0]);
            let expect = expect.then(|| NextStep::LinkedForUnitTests("greet".to_owned()));
            assert_eq!(step, expect, "{link} {unit_test}");
        };
        check("cfg_attr(test, spec_runtime::spec(\"REQ-1\"))", "", true);
        check("cfg_attr(any(test), spec_runtime::spec(\"REQ-1\"))", "", true);
        check("cfg_attr(test, spec_runtime::spec(\"REQ-1\"))", own_test, false);
        check("cfg_attr(any(test, true), spec_runtime::spec(\"REQ-1\"))", "", false);
        check("spec_runtime::spec(\"REQ-1\")", "", false);
        check("inline", "", false);
    }
}
