//! The findings about links, tests and the lock: one file for each, or for a few that belong together.
//!
//! A file holds a `Rule`: when its finding is reported, its words, its help and its fix. Its tests are below it, and its
//! explanation for people is `CODE.md` beside it. The properties of a code are in the table of [`spec_model::diagnostic`], which
//! also names the file of its rule.
//!
//! Other findings are made where something is read. Those about a document are in `spec_model::dialect::review`, those about one source
//! file in [`crate::links`]. Those about a broken lock are in [`crate::lock`].

pub(crate) mod advice;
pub(crate) mod assertions_off;
pub(crate) mod baseline_stale;
pub(crate) mod change_base_drift;
pub(crate) mod code_changed;
pub(crate) mod code_knows_tests;
pub(crate) mod configuration;
pub(crate) mod context_changed;
pub(crate) mod criterion_changed;
pub(crate) mod criterion_moved;
pub(crate) mod criterion_new;
pub(crate) mod criterion_removed;
pub(crate) mod criterion_without_design;
pub(crate) mod design_without_criterion;
pub(crate) mod designs;
pub(crate) mod documents;
pub(crate) mod duplicate_link;
pub(crate) mod few_cases;
pub(crate) mod generated_tests;
pub(crate) mod lock_missing;
pub(crate) mod not_running;
pub(crate) mod property_unknown_criterion;
pub(crate) mod property_without_test;
pub(crate) mod proposed_change;
pub(crate) mod requirement_named;
pub(crate) mod rule;
pub(crate) mod sink;
pub(crate) mod stand_in;
pub(crate) mod task_done_unproven;
pub(crate) mod task_lists;
pub(crate) mod test_changed;
pub(crate) mod test_new;
pub(crate) mod test_reads_control;
pub(crate) mod test_removed;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod thin_test;
pub(crate) mod undeclared_module;
pub(crate) mod unmet;
pub(crate) mod unresolved;
pub(crate) mod waiver_accepted;
pub(crate) mod waiver_not_needed;
pub(crate) mod wave_overlap;

use std::sync::LazyLock;

use spec_model::diagnostic::Diagnostic;

use self::rule::{
    CatalogUse, ChangeUse, CriterionUse, DesignsUse, FileUse, LinkUse, PropertyUse, Rule, TaskListUse,
    TestsUse, WorkspaceUse,
};

/// The rule of a row, if a file of this folder makes its finding.
macro_rules! rule {
    (engine "findings" $file:ident) => {
        &[$file::RULE]
    };
    ($crate_name:ident $folder:tt $($file:ident)?) => {
        &[]
    };
}

spec_model::table_of_codes!(spec_model::rules_of_codes);

/// Asks the rules of one kind, each of which has one finding at most, or several. Those of other kinds are sorted out once.
macro_rules! ask {
    ($kind:ident, $about:expr, $rule:ty) => {{
        static OF_KIND: LazyLock<Vec<$rule>> = LazyLock::new(|| {
            let of_kind = RULES.iter().copied().flatten().filter_map(|rule| match rule {
                Rule::$kind(rule) => Some(*rule),
                _ => None,
            });
            of_kind.collect()
        });
        OF_KIND.iter().flat_map(move |rule| rule($about))
    }};
}

/// The findings about a link.
pub(crate) fn of_link(link: &LinkUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Link, link, fn(&LinkUse<'_>) -> Option<Diagnostic>)
}

/// The findings about a file.
pub(crate) fn of_file(file: &FileUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(File, file, fn(&FileUse<'_>) -> Option<Diagnostic>)
}

/// The findings about a criterion.
pub(crate) fn of_criterion(criterion: &CriterionUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Criterion, criterion, fn(&CriterionUse<'_>) -> Option<Diagnostic>)
}

/// The findings about the tests of a criterion.
pub(crate) fn of_tests(tests: &TestsUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Tests, tests, fn(&TestsUse<'_>) -> Vec<Diagnostic>)
}

/// The findings about a correctness property.
pub(crate) fn of_property(property: &PropertyUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Property, property, fn(&PropertyUse<'_>) -> Option<Diagnostic>)
}

/// The findings about the designs of a feature.
pub(crate) fn of_designs(designs: &DesignsUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Designs, designs, fn(&DesignsUse<'_>) -> Vec<Diagnostic>)
}

/// The findings about a task list beside what is known of the criteria that it names.
pub(crate) fn of_task_list(list: &TaskListUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(TaskList, list, fn(&TaskListUse<'_>) -> Vec<Diagnostic>)
}

/// The findings about the documents of a spec root.
pub(crate) fn of_catalog(catalog: &CatalogUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Catalog, catalog, fn(&CatalogUse<'_>) -> Option<Diagnostic>)
}

/// The findings about a workspace.
pub(crate) fn of_workspace(workspace: &WorkspaceUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Workspace, workspace, fn(&WorkspaceUse<'_>) -> Option<Diagnostic>)
}

/// The findings about something that differs from what was accepted.
pub(crate) fn of_change(change: &ChangeUse<'_>) -> impl Iterator<Item = Diagnostic> {
    ask!(Change, change, fn(&ChangeUse<'_>) -> Option<Diagnostic>)
}
