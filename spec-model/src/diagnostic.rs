//! A finding about a document, a link or a configuration: a value that every output renders.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::source::{Position, Source, Span};

mod advice;
mod fix;

pub use advice::{Advice, CommandAdvice};
pub use fix::{Applicability, Edit, Fix};

/// The severity of a finding. `Error` makes `cargo spec check` and the gate fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Not reported at all (only by configuration).
    Allow,
    /// Worth knowing.
    Note,
    /// Probably a mistake; does not fail a run.
    Warning,
    /// Fails a run.
    Error,
}

impl Severity {
    /// The word for it, in messages, JSON and configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A property that a code can have, beside its severity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Property {
    /// See [`Code::hides_content`].
    HidesContent,
    /// See [`Code::stays_an_error`].
    StaysAnError,
    /// See [`Code::is_baselinable`].
    Baselinable,
    /// See [`Code::is_said_once`].
    SaidOnce,
}

/// The subject of a finding: the thing that somebody edits, or makes anew, to be rid of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Artifact {
    /// A document with requirements.
    Document,
    /// A list of tasks.
    Tasks,
    /// A design document.
    Design,
    /// `spec.toml`, or the manifest of a package.
    Configuration,
    /// A link in a Rust source file, or the item that bears it.
    Link,
    /// A test that verifies a criterion, or should.
    Test,
    /// `spec.lock`.
    Lock,
    /// The records that test runs have left.
    Evidence,
}

impl Artifact {
    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Tasks => "tasks",
            Self::Design => "design",
            Self::Configuration => "configuration",
            Self::Link => "link",
            Self::Test => "test",
            Self::Lock => "lock",
            Self::Evidence => "evidence",
        }
    }
}

/// Makes the codes of their table.
macro_rules! codes {
    ($($crate_name:ident $folder:tt {
        $($variant:ident = $name:literal, $severity:ident, $artifact:ident, [$($property:ident),*] $(=> $rule:ident)?, $description:literal;)*
    })*) => {
        /// The stable name of every finding. The text of a message may change, its code does not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $description] $variant,)*)*
        }

        impl Code {
            /// Every code there is, in the order of the documentation.
            pub const ALL: &'static [Code] = &[$($(Code::$variant),*),*];

            /// The kebab-case name, as it is printed and configured.
            pub const fn as_str(self) -> &'static str {
                match self { $($(Code::$variant => $name,)*)* }
            }

            /// The severity that it has unless the configuration says otherwise.
            pub const fn default_severity(self) -> Severity {
                match self { $($(Code::$variant => Severity::$severity,)*)* }
            }

            /// Returns the artifact that it is about.
            pub const fn artifact(self) -> Artifact {
                match self { $($(Code::$variant => Artifact::$artifact,)*)* }
            }

            /// Returns its other properties.
            const fn properties(self) -> &'static [Property] {
                match self { $($(Code::$variant => &[$(Property::$property),*],)*)* }
            }

            /// One line that says when it is reported.
            pub const fn description(self) -> &'static str {
                match self { $($(Code::$variant => $description,)*)* }
            }
        }
    };
}

/// Hands the table of codes to a macro: whatever is written for each code stands behind one line here.
///
/// A block names the home of its codes: `model`, `engine` or `command`, and the folder there that holds `CODE.md`, the explanation. A row
/// has the name of a code and its default severity. Then come its artifact, its properties, and a sentence. Behind `=>` stands the file of
/// the folder whose rule makes it; without one, it is made where something is read.
#[macro_export]
macro_rules! table_of_codes {
    ($($macro:tt)+) => {
        $($macro)+! {
            // Reading documents.
            model "catalog" {
                UnreadableDocument = "unreadable-document", Error, Document, [HidesContent, SaidOnce], "A document could not be read from disk.";
                UnreadDocument = "unread-document", Error, Document, [HidesContent],
                    "A file has nearly the name and place of a document, and is not read.";
                LeftOutDocument = "left-out-document", Note, Document, [],
                    "The configuration leaves out a document in a standard place.";
                ChangeHeaderMissing = "change-header-missing", Warning, Document, [Baselinable] => changes,
                    "An open change names a requirement that does not exist.";
                ChangeBaseDrift = "change-base-drift", Warning, Document, [Baselinable] => changes,
                    "An open change was written against another text than the current one.";
                ChangeOverlap = "change-overlap", Warning, Document, [Baselinable] => changes,
                    "Two open changes touch the same requirement.";
            }
            model "dialect/review" {
                NotUtf8 = "not-utf8", Error, Document, [HidesContent], "A document holds bytes that are not UTF-8.";
                EmptyDocument = "empty-document", Error, Document, [HidesContent] => presence, "A document holds nothing, or only white space.";
                NoCriteria = "no-criteria", Error, Document, [HidesContent], "A document holds text, but no criterion was found in it.";
                DuplicateId = "duplicate-id", Error, Document, [Baselinable] => numbers,
                    "Two criteria or requirements of one document have the same id.";
                NumberingGap = "numbering-gap", Warning, Document, [Baselinable],
                    "A number is missing or out of order among numbered requirements or criteria.";
                RequirementWithoutCriteria = "requirement-without-criteria", Warning, Document, [Baselinable],
                    "A requirement has no acceptance criterion.";
                StrayCriteria = "stray-criteria", Warning, Document, [Baselinable],
                    "A list reads like acceptance criteria but belongs to no requirement.";
                UnreadText = "unread-text", Warning, Document, [Baselinable],
                    "A text reads like a requirement, but is not a criterion or a part of one.";
                MalformedId = "malformed-id", Warning, Document, [Baselinable] => shapes, "The text in the place of an id is not an id.";
                DuplicateName = "duplicate-name", Warning, Document, [Baselinable],
                    "Two requirements, or two scenarios of one requirement, have the same name.";
                MalformedHeading = "malformed-heading", Warning, Document, [Baselinable],
                    "A heading is nearly one of a requirement or scenario.";
                MisplacedChange = "misplaced-change", Error, Document, [HidesContent],
                    "A main OpenSpec document has a section that only a change may have, so its content asks for nothing.";
                GherkinSyntax = "gherkin-syntax", Warning, Document, [Baselinable] => gherkin,
                    "A fence of Gherkin has a line that Gherkin refuses, or a scenario without steps.";
                UnclosedBlock = "unclosed-block", Error, Document, [HidesContent] => marks,
                    "A code fence, an HTML comment, `<pre>` or the like is never closed, so the rest of the document is inside it.";
                NulBytes = "nul-bytes", Error, Document, [HidesContent],
                    "A document ends in NUL bytes, like a file that was not completely written.";
                StrayNul = "stray-nul", Warning, Document, [Baselinable], "A NUL byte is among the words of a document.";
                ConflictMarks = "conflict-marks", Error, Document, [HidesContent],
                    "A document, or a Rust source file with links, has the marks of a merge conflict.";
                NeedsClarification = "needs-clarification", Warning, Document, [Baselinable],
                    "A `[NEEDS CLARIFICATION: …]` mark is still in the document.";
                UnfilledPlaceholder = "unfilled-placeholder", Warning, Document, [Baselinable],
                    "A placeholder of a template, such as `[Brief Title]`, is still in the document.";
            }
            model "catalog" {
                DuplicateFeature = "duplicate-feature", Warning, Document, [Baselinable], "Two features of one package have the same name.";
            }
            // Task lists.
            model "tasks" {
                MalformedTask = "malformed-task", Warning, Tasks, [Baselinable], "A box or a graph of a task list is not understood.";
                TaskUnknownCriterion = "task-unknown-criterion", Error, Tasks, [Baselinable] => criteria,
                    "A task names a criterion that no document beside its list defines.";
                CriterionWithoutTask = "criterion-without-task", Warning, Tasks, [Baselinable] => criteria,
                    "There is a task list beside the document, and no task names the criterion.";
                TaskWithoutCriterion = "task-without-criterion", Note, Tasks, [] => unbound,
                    "A task names no criterion, while others of its list do.";
                TaskNumberTwice = "task-number-twice", Warning, Tasks, [Baselinable] => twice,
                    "Two tasks of one list have the same number.";
                WaveCycle = "wave-cycle", Error, Tasks, [Baselinable] => graph, "Tasks of one list wait for each other.";
                WaveUnknownTask = "wave-unknown-task", Error, Tasks, [Baselinable] => graph,
                    "A graph of waves or a dependency names a task that the list does not have.";
                WaveStale = "wave-stale", Warning, Tasks, [Baselinable] => graph,
                    "A graph of waves does not have all open tasks of its list.";
            }
            // Designs.
            model "design" {
                MalformedDesign = "malformed-design", Warning, Design, [Baselinable] => review,
                    "A property or a table of a design names requirements in a form that cannot be read.";
            }
            engine "findings" {
                DesignWithoutCriterion = "design-without-criterion", Warning, Design, [Baselinable] => design_without_criterion,
                    "A row or a property of a design names no criterion that a document defines.";
                CriterionWithoutDesign = "criterion-without-design", Warning, Design, [Baselinable] => criterion_without_design,
                    "There is a design beside the document, and no part of it names the criterion.";
            }
            // Configuration.
            model "config" {
                ConfigSyntax = "config-syntax", Error, Configuration, [HidesContent, SaidOnce], "`spec.toml` is not TOML.";
                ConfigUnknown = "config-unknown", Error, Configuration, [HidesContent, SaidOnce],
                    "`spec.toml` has a key or a value that is not known.";
            }
            model "catalog" {
                ConfigMissingDocument = "config-missing-document", Error, Configuration, [HidesContent],
                    "`spec.toml` names a document that does not exist.";
            }
            engine "workspace" {
                UnreadableManifest = "unreadable-manifest", Error, Configuration, [HidesContent], "A package's manifest could not be read.";
            }
            // Links.
            engine "findings" {
                Orphan = "orphan", Error, Link, [Baselinable] => unresolved, "A link names an id that no document defines.";
                AmbiguousId = "ambiguous-id", Error, Link, [Baselinable], "A link names an id that several features define.";
                MalformedLink = "malformed-link", Error, Link, [Baselinable], "A link names something that is not an id.";
                DuplicateLink = "duplicate-link", Error, Link, [Baselinable] => duplicate_link, "One attribute names the same criterion twice.";
            }
            engine "sources" {
                UnreadableSource = "unreadable-source", Error, Link, [HidesContent], "A Rust source file could not be read.";
                UnlexableSource = "unlexable-source", Error, Link, [HidesContent],
                    "A Rust source file that may hold links could not be split into tokens.";
            }
            engine "links" {
                ConditionalLink = "conditional-link", Warning, Link, [Baselinable],
                    "A link has a condition that cannot be evaluated without compiling.";
                UnfollowedImport = "unfollowed-import", Warning, Link, [Baselinable],
                    "The attribute is imported from another crate, or passed on under another name: its links are not seen.";
            }
            engine "findings" {
                RequirementNamedByTest = "requirement-named-by-test", Warning, Link, [Baselinable] => requirement_named,
                    "A test names a requirement that has several criteria: it verifies none of them.";
                StandIn = "stand-in", Warning, Link, [Baselinable] => stand_in,
                    "An item that only tests have is linked as if it implemented the criterion.";
                CodeKnowsTests = "code-knows-tests", Warning, Link, [Baselinable] => code_knows_tests,
                    "Linked code asks whether it is being tested, so its tests show nothing of the code that users get.";
                TestReadsControl = "test-reads-control", Error, Test, [Baselinable] => test_reads_control,
                    "A verifying test reads environment variables of `cargo spec`, so it may act only while it is tried.";
                UndeclaredModule = "undeclared-module", Error, Test, [Baselinable] => undeclared_module,
                    "A verifying test is in a file that no target of the package includes, so it never runs.";
                NeverRuns = "never-runs", Error, Test, [Baselinable],
                    "A verifying test is where `cargo test` never runs it, or under a condition that never holds.";
                ConditionalTest = "conditional-test", Warning, Test, [Baselinable],
                    "A verifying test does not run by default: it needs a feature, a flag or another tool.";
                GeneratedTests = "generated-tests", Note, Test, [] => generated_tests,
                    "A test file includes what a build script writes, so its links are only seen where tests are built.";
            }
            // Verdicts.
            engine "findings" {
                Untested = "untested", Error, Test, [Baselinable] => unmet, "No test verifies the criterion.";
                Stub = "stub", Error, Test, [Baselinable], "Only generated stubs verify the criterion.";
                Ignored = "ignored", Error, Test, [Baselinable], "Only ignored tests verify the criterion.";
                ThinTest = "thin-test", Note, Test, [Baselinable] => thin_test,
                    "The tests of a criterion would pass without something that it asks for.";
                ProposedChange = "proposed-change", Note, Test, [] => proposed_change, "A test verifies what an open change of OpenSpec removes.";
                PropertyUnknownCriterion = "property-unknown-criterion", Error, Design, [Baselinable] => property_unknown_criterion,
                    "A correctness property validates a criterion that no document defines.";
                PropertyWithoutTest = "property-without-test", Warning, Test, [Baselinable] => property_without_test,
                    "No test names the correctness property.";
                NoDocuments = "no-documents", Error, Document, [HidesContent] => documents, "Documents are where a spec should be, but none was found.";
            }
            // Tasks beside verdicts.
            engine "findings" {
                TaskDoneUnproven = "task-done-unproven", Error, Tasks, [Baselinable] => task_done_unproven,
                    "A task is ticked, and a criterion that it names has no test, or stands lower than is required.";
                WaveOverlap = "wave-overlap", Warning, Tasks, [Baselinable] => wave_overlap,
                    "Two tasks that are to be done at the same time would edit the same file.";
            }
            // The records that people have accepted.
            engine "findings" {
                CriterionNew = "criterion-new", Note, Document, [Baselinable] => criterion_new, "The criterion is not accepted yet.";
                CriterionChanged = "criterion-changed", Error, Document, [] => criterion_changed, "The criterion differs from what was accepted.";
                CriterionSoftened = "criterion-softened", Error, Document, [], "The criterion asks for less than was accepted.";
                CriterionLimited = "criterion-limited", Error, Document, [],
                    "A sentence beside the criterion names it and takes from it, and was not there when it was accepted.";
                ContextChanged = "context-changed", Warning, Document, [] => context_changed,
                    "What stands around the criterion differs from what was accepted.";
                CriterionMoved = "criterion-moved", Error, Document, [],
                    "An accepted criterion has another number, heading or file.";
                CriterionRemoved = "criterion-removed", Error, Document, [] => criterion_removed, "An accepted criterion is gone.";
                TestChanged = "test-changed", Warning, Test, [] => test_changed,
                    "A test that verifies the criterion differs from what was accepted.";
                TestWeakened = "test-weakened", Error, Test, [], "A test that verifies the criterion checks less than was accepted.";
                TestNew = "test-new", Note, Test, [] => test_new, "The test is not accepted yet, but its criterion is.";
                TestRemoved = "test-removed", Error, Test, [] => test_removed, "An accepted test is gone, but its criterion is still there.";
                CodeChanged = "code-changed", Allow, Link, [] => code_changed,
                    "An item that implements the criterion differs from what was accepted.";
                WaiverNew = "waiver-new", Error, Configuration, [] => waiver_accepted, "The waiver of a criterion is not accepted yet.";
                WaiverChanged = "waiver-changed", Error, Configuration, [],
                    "The method or the reason of a waiver differs from what was accepted.";
                WaiverRemoved = "waiver-removed", Warning, Configuration, [], "An accepted waiver is gone.";
                WaiverNotNeeded = "waiver-not-needed", Warning, Configuration, [Baselinable] => waiver_not_needed,
                    "A criterion is waived, though a test verifies it.";
                BaselineStale = "baseline-stale", Warning, Lock, [], "The baseline lists a finding that is fixed.";
            }
            engine "lock" {
                LockConflict = "lock-conflict", Error, Lock, [StaysAnError], "`spec.lock` has two lines that contradict each other.";
                LockDamaged = "lock-damaged", Error, Lock, [StaysAnError], "`spec.lock` has lines that this tool did not write.";
                LockVersion = "lock-version", Error, Lock, [StaysAnError], "`spec.lock` has the form of another version.";
            }
            engine "findings" {
                AssertionsOff = "assertions-off", Warning, Configuration, [] => assertions_off,
                    "The tests are built without debug assertions, so they leave no evidence.";
                FewCases = "few-cases", Warning, Configuration, [] => few_cases,
                    "Properties are tried with fewer cases than proptest's default.";
                LockMissing = "lock-missing", Error, Lock, [] => lock_missing, "There is no `spec.lock`, though `.gitattributes` or `spec.toml` expects one.";
            }
            // Evidence.
            command "report/findings" {
                Failing = "failing", Error, Test, [], "A test that verifies the criterion fails.";
                Flaky = "flaky", Warning, Test, [], "A test that verifies the criterion failed, and passed when it was tried again.";
                BelowRequired = "below-required", Error, Test, [],
                    "The criterion is on a lower rung than required, though none of its tests fails.";
                NoEvidence = "no-evidence", Error, Evidence, [], "There is no evidence of a run of the tests.";
                UnreadableEvidence = "unreadable-evidence", Error, Evidence, [], "A file of evidence has lines that are not records.";
                HalfWrittenEvidence = "half-written-evidence", Error, Evidence, [], "A file of evidence ends in the middle of a line.";
                EvidenceVersion = "evidence-version", Error, Evidence, [], "A file of evidence has the form of another version.";
                ForeignEvidence = "foreign-evidence", Error, Evidence, [], "The evidence was made by programs of other sources.";
                DuplicateEvidence = "duplicate-evidence", Note, Evidence, [], "A file of evidence is there twice.";
                OutdatedEvidence = "outdated-evidence", Warning, Evidence, [], "A test was compiled when the criterion had other words.";
                MovedEvidence = "moved-evidence", Warning, Evidence, [], "A linked test ran where there is no link now.";
            }
        }
    };
}

table_of_codes!(codes);

/// Makes `explanation`, the text of each code, of the table. `file!`, in the crate that asks, reads the texts whose home is there, and has
/// `None` for all others.
#[macro_export]
macro_rules! explanations_of_codes {
    ($($crate_name:ident $folder:tt {
        $($variant:ident = $name:literal, $severity:ident, $artifact:ident, [$($property:ident),*] $(=> $rule:ident)?, $description:literal;)*
    })*) => {
        /// The explanation of a code whose home is in this crate, as Markdown.
        pub const fn explanation(code: $crate::Code) -> Option<&'static str> {
            match code { $($($crate::Code::$variant => file!($crate_name $folder $name),)*)* }
        }
    };
}

/// Makes `RULES`, the rules of a folder, of the table. `rule!`, in the folder that asks, has the rule of each file there, and nothing for
/// all others.
#[macro_export]
macro_rules! rules_of_codes {
    ($($crate_name:ident $folder:tt {
        $($variant:ident = $name:literal, $severity:ident, $artifact:ident, [$($property:ident),*] $(=> $file:ident)?, $description:literal;)*
    })*) => {
        /// Every rule, in the order of the table.
        const RULES: &[&[Rule]] = &[$($(rule!($crate_name $folder $($file)?)),*),*];
    };
}

impl Code {
    /// Criteria or links may be there that are not seen, as long as this is found. What seems to be gone is not gone then.
    ///
    /// The baseline knows no such finding: a run is not green while something is hidden.
    pub fn hides_content(self) -> bool {
        self.properties().contains(&Property::HidesContent)
    }

    /// No configuration makes a finding with this code less than an error.
    ///
    /// That is true of what hides content. It is true of a broken lock as well: nothing is compared with it.
    pub fn stays_an_error(self) -> bool {
        self.hides_content() || self.properties().contains(&Property::StaysAnError)
    }

    /// The baseline may know a finding with this code.
    ///
    /// It may not know what keeps the tool from reading something. Nor may it know what differs from what people accepted, or what only a
    /// run shows.
    pub fn is_baselinable(self) -> bool {
        self.properties().contains(&Property::Baselinable)
    }

    /// It is about a file that may be in force for several catalogs, each of which finds it: two that are equal are reported once.
    pub fn is_said_once(self) -> bool {
        self.properties().contains(&Property::SaidOnce)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place in a file: the bytes, and their line and column for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file, as it was named to the reader.
    pub path: Arc<Path>,
    /// The bytes.
    pub span: Span,
    /// Line and column of the first byte.
    pub start: Position,
    /// Line and column behind the last byte.
    pub end: Position,
}

impl Location {
    /// The place of a span in a source.
    pub fn new(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self { path: Arc::clone(source.path()), span, start, end }
    }
}

/// A place beside the first, and the words at its caret. It may be in another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The labelled place.
    pub location: Location,
    /// Its relation to the finding.
    pub text: String,
}

/// One finding: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable name.
    pub code: Code,
    /// Its severity.
    pub severity: Severity,
    /// The mistake, in one line without a final full stop.
    pub message: String,
    /// The qualified or bare id of the criterion or requirement that it is about, if it is about one.
    pub subject: Option<String>,
    /// The place of the mistake, if it has one.
    pub location: Option<Location>,
    /// The file that it is about, when there is no text to point into (an unreadable file).
    pub path: Option<Arc<Path>>,
    /// The text at the caret.
    pub label: String,
    /// Other places, each with its own label.
    pub labels: Vec<Label>,
    /// The steps that a person can take, in order.
    pub advice: Vec<Advice>,
    /// The fixes, each of which would do alone, the likeliest first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding with the severity of its code and no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            message: message.into(),
            subject: None,
            location: None,
            path: None,
            label: String::new(),
            labels: Vec::new(),
            advice: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(self, source: &Source, span: Span) -> Self {
        self.located(Location::new(source, span))
    }

    /// Sets a place that was worked out before.
    #[must_use]
    pub fn located(mut self, location: Location) -> Self {
        self.path = Some(Arc::clone(&location.path));
        self.location = Some(location);
        self
    }

    /// Names the file that it is about, when there is no text to point into.
    #[must_use]
    pub fn about(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(Arc::from(path.as_ref()));
        self
    }

    /// Names the criterion or requirement that it is about.
    #[must_use]
    pub fn concerning(mut self, id: impl Into<String>) -> Self {
        self.subject = Some(id.into());
        self
    }

    /// Sets what the caret says.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place, with its label.
    #[must_use]
    pub fn related(mut self, location: Location, text: impl Into<String>) -> Self {
        self.labels.push(Label { location, text: text.into() });
        self
    }

    /// Adds a change that makes it go away.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Adds something to do.
    #[must_use]
    pub fn help(mut self, advice: impl Into<Advice>) -> Self {
        self.advice.push(advice.into());
        self
    }

    /// Adds several things to do, one after the other.
    #[must_use]
    pub fn helps(mut self, advice: impl IntoIterator<Item = Advice>) -> Self {
        self.advice.extend(advice);
        self
    }

    /// The whole advice as one text for people.
    pub fn advice_text(&self) -> Option<String> {
        Advice::text(&self.advice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_an_error_is_one_and_no_baseline_knows_it() {
        for code in Code::ALL.iter().filter(|code| code.stays_an_error()) {
            assert_eq!(code.default_severity(), Severity::Error, "{code}");
            assert!(!code.is_baselinable(), "{code}");
        }
    }

    #[test]
    fn every_code_is_kebab_case_unique_and_described() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        for code in Code::ALL {
            assert!(
                code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{code}"
            );
            assert!(code.description().ends_with('.'), "{code}");
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
