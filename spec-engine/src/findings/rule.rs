//! The input of a rule. Each rule is in a file of its own, which the table of codes names.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use spec_model::Document;
use spec_model::artifact::known::Known;
use spec_model::catalog::{Catalog, ResolveError, Target};
use spec_model::design::Design;
use spec_model::diagnostic::{Advice, Diagnostic, Location};
use spec_model::index::IndexVec;
use spec_model::properties::{NamedProperty, Properties};
use spec_model::tasks::{TaskIx, TaskList};

use super::advice::Accept;
use super::task_done_unproven::TaskClaim;
use crate::comparison::LockComparison;
use crate::intent::{Change, CriterionIntent};
use crate::ladder::{Verdict, VerdictIx};
use crate::links::Link;
use crate::sources::Scanned;
use crate::tasks::{Boundary, Measured};
use crate::thin::ThinReason;
use crate::workspace::test_settings::TestSettings;

/// When a rule is asked, and for what.
pub(crate) enum Rule {
    /// For each link that stands in a file of a target.
    Link(fn(&LinkUse<'_>) -> Option<Diagnostic>),
    /// For each Rust file that has links or modules.
    File(fn(&FileUse<'_>) -> Option<Diagnostic>),
    /// For each criterion, with its verdict.
    Criterion(fn(&CriterionUse<'_>) -> Option<Diagnostic>),
    /// For each criterion that a test verifies, with what these tests say.
    Tests(fn(&TestsUse<'_>) -> Vec<Diagnostic>),
    /// For each correctness property of a design.
    Property(fn(&PropertyUse<'_>) -> Option<Diagnostic>),
    /// For the designs of each feature that has any.
    Designs(fn(&DesignsUse<'_>) -> Vec<Diagnostic>),
    /// For each task list, with the verdicts on what it names.
    TaskList(fn(&TaskListUse<'_>) -> Vec<Diagnostic>),
    /// For the documents of each spec root.
    Catalog(fn(&CatalogUse<'_>) -> Option<Diagnostic>),
    /// Once for the workspace.
    Workspace(fn(&WorkspaceUse<'_>) -> Option<Diagnostic>),
    /// For each thing that differs from what was accepted, but for what was only renumbered.
    Change(fn(&ChangeUse<'_>) -> Option<Diagnostic>),
}

/// A link, and what becomes of it.
pub(crate) struct LinkUse<'a> {
    pub(crate) link: &'a Link,
    pub(crate) fate: LinkFate<'a>,
}

/// The result of compiling a link.
pub(crate) enum LinkFate<'a> {
    /// It counts for the criteria that it names.
    Counts,
    /// Only tests have the item, and it is no test.
    ForTests,
    /// It names no criterion.
    Unresolved(&'a ResolveError),
    /// Another link of the item names the same criterion.
    Repeated,
    /// A test names a requirement that has several criteria.
    Requirement(&'a Target<'a>),
}

/// A Rust file.
pub(crate) struct FileUse<'a> {
    pub(crate) file: &'a Scanned,
    pub(crate) builds: Builds,
}

/// The builds that a file is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Builds {
    /// None: no target includes it.
    None,
    /// Those of tests alone.
    Tests,
    /// Any.
    All,
}

/// A criterion.
pub(crate) struct CriterionUse<'a> {
    pub(crate) verdict: &'a Verdict,
    /// Its name for people, if its id alone says too little.
    pub(crate) name: &'a dyn Fn() -> String,
    /// The place where it is waived, if it is.
    pub(crate) waiver: Option<&'a Location>,
}

/// A criterion, and the tests that verify it.
pub(crate) struct TestsUse<'a> {
    pub(crate) verdict: &'a Verdict,
    /// The reasons why these are thin.
    pub(crate) reasons: &'a [ThinReason],
}

/// A correctness property of a design.
pub(crate) struct PropertyUse<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) properties: &'a Properties,
    pub(crate) property: NamedProperty<'a>,
    /// Does a test name it?
    pub(crate) is_tested: bool,
}

/// The designs in one folder, and the documents beside them. Neither hides anything.
pub(crate) struct DesignsUse<'a> {
    pub(crate) designs: &'a [&'a Design],
    pub(crate) documents: &'a [&'a Document],
    /// The criteria and requirements that the documents define.
    pub(crate) known: &'a Known<'a>,
}

/// A task list beside what is known of the criteria that it names.
pub(crate) struct TaskListUse<'a> {
    pub(crate) list: &'a TaskList,
    /// The designs beside it.
    pub(crate) designs: &'a [&'a Design],
    /// Finds what each task may touch. It is much work, and few lists need it.
    pub(crate) boundaries: &'a dyn Fn(&TaskListUse<'_>) -> IndexVec<TaskIx, Boundary>,
    pub(crate) verdicts: &'a IndexVec<VerdictIx, Verdict>,
    /// The criteria that each task names.
    pub(crate) criteria: &'a IndexVec<TaskIx, Vec<VerdictIx>>,
    /// The criteria that a task without parts names which is not ticked.
    pub(crate) open: &'a HashSet<VerdictIx>,
    /// The state of each task without parts, without a run.
    pub(crate) measured: &'a IndexVec<TaskIx, Option<Measured>>,
    /// The claims of its ticked tasks.
    pub(crate) claims: &'a [TaskClaim],
    pub(crate) linked: Linked,
}

/// Do items name criteria of the documents beside a task list?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Linked {
    /// An item names one of them.
    Here,
    /// None does.
    Nowhere,
    /// None names any criterion at all, and that was said of another list.
    NowhereTold,
}

/// The documents of a spec root.
pub(crate) struct CatalogUse<'a> {
    pub(crate) catalog: &'a Catalog,
    /// Has a package that they are in force for a link?
    pub(crate) has_links: bool,
}

/// A workspace.
pub(crate) struct WorkspaceUse<'a> {
    pub(crate) root: &'a Path,
    pub(crate) catalogs: &'a [&'a Catalog],
    /// The text of `.gitattributes`, where there is no lock.
    pub(crate) attributes: Option<&'a io::Result<Vec<u8>>>,
    /// The settings that make its tests show less.
    pub(crate) test_settings: &'a TestSettings,
}

/// Something that differs from what was accepted.
pub(crate) struct ChangeUse<'a> {
    pub(crate) comparison: &'a LockComparison,
    pub(crate) change: &'a Change,
    /// The command that accepts it.
    pub(crate) accept: Accept<'a>,
    /// Has the criterion other words, and the tests of before?
    pub(crate) has_same_tests: bool,
}

impl<'a> ChangeUse<'a> {
    /// The criterion as it was accepted.
    pub(crate) fn before(&self) -> Option<&'a CriterionIntent> {
        self.comparison.before(self.change)
    }

    /// The criterion as it is.
    pub(crate) fn after(&self) -> Option<&'a CriterionIntent> {
        self.comparison.after(self.change)
    }

    /// Returns the name of the criterion for people.
    pub(crate) fn name(&self) -> &'a str {
        self.accept.name()
    }

    /// Returns the advice for a place where a person has to look.
    pub(crate) fn advice(&self) -> Vec<Advice> {
        self.accept.advice(|accept| {
            vec![accept.command("").after("if it is intended,"), Advice::from("else revert the change")]
        })
    }
}
