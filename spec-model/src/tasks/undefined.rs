//! Finds the names in the fields of tasks that no document beside their list defines.

use std::collections::HashSet;

use super::beside::ListDocuments;
use super::criteria::{is_comparable, misspelt};
use super::model::{TaskIx, TaskList, TaskReference};
use crate::artifact::known::{Known, ReferenceTarget, Unit};
use crate::catalog::WORKSPACE;
use crate::grammar::reference::Reference;
use crate::index::IndexVec;
use crate::spec::Dialect;

/// The requirements and criteria that the tasks of a list name.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// Does a task name everything?
    pub(super) is_all: bool,
    /// The requirements and criteria that are named.
    pub(super) units: HashSet<Unit>,
    /// The names that no document defines; a range counts once.
    pub(super) undefined: Vec<Undefined<'a>>,
}

/// A name that no document defines.
pub(super) struct Undefined<'a> {
    pub(super) task: TaskIx,
    pub(super) field: &'a TaskReference,
    pub(super) name: &'a Reference,
}

impl<'a> Names<'a> {
    /// Resolves what the tasks of a list name.
    pub(super) fn of(list: &'a TaskList, known: &Known<'_>) -> Self {
        let mut names = Self::default();
        for (ix, task) in list.tasks.enumerated() {
            for field in &task.references {
                names.is_all |= field.is_all;
                let mut reported = None;
                for name in &field.names {
                    match known.find(name) {
                        Some(ReferenceTarget::Unit(unit)) => names.units.extend([unit]),
                        Some(ReferenceTarget::Other) => {}
                        // All of a range are told at once.
                        None if reported.as_ref() == Some(&name.range) => {}
                        None if known.judges(name) || is_of_no_feature(name, known) => {
                            reported = Some(name.range.clone());
                            names.undefined.push(Undefined { task: ix, field, name });
                        }
                        None => {}
                    }
                }
            }
        }
        names
    }
}

/// Does a reference name a feature that does not exist, and an id like those beside the list?
fn is_of_no_feature(name: &Reference, known: &Known<'_>) -> bool {
    let is_of_workspace =
        name.feature.as_deref().is_some_and(|feature| WORKSPACE.strip_suffix('/') == Some(feature));
    !known.has_feature(name) && !is_of_workspace && known.is_of_family(name)
}

/// The names of each task that no document beside its list defines, or none of the feature that it names. A part that names nothing has those of its whole.
///
/// A task that names such a criterion cannot be done: nothing says what it asks for.
pub fn undefined(list: &TaskList, documents: &ListDocuments<'_>) -> IndexVec<TaskIx, Vec<String>> {
    let beside = documents.own();
    let mut found: IndexVec<TaskIx, Vec<String>> = list.tasks.map(|_| Vec::new());
    if !is_comparable(list, beside) {
        return found;
    }
    if list.dialect == Dialect::OpenSpec {
        for (task, span, _) in misspelt(list, beside) {
            found[task].push(list.text(span).to_owned());
        }
    } else {
        let known = Known::with_others(documents.all(), beside.len());
        for Undefined { task, name, .. } in Names::of(list, &known).undefined {
            found[task].push(name.qualified());
        }
    }
    for (ix, task) in list.tasks.enumerated() {
        if let Some(parent) = task.parent.filter(|_| task.references.is_empty() && !task.is_checkpoint) {
            found[ix] = found[parent].clone();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::tasks::read;

    const REQUIREMENTS: &str = "\
### Requirement 1: Heat

#### Acceptance Criteria

1. WHEN it is lit THE oven SHALL warm
2. WHEN it is warm THE oven SHALL ring
";

    /// The undefined names of each task, joined with blanks.
    #[track_caller]
    fn check(document: &str, tasks: &str, expect: &[&str]) {
        let document = crate::dialect::read(Source::new("oven/requirements.md", document), None);
        let list = read(Source::new("oven/tasks.md", tasks));
        let found: Vec<_> = undefined(&list, &ListDocuments::beside(&[&document]))
            .iter()
            .map(|names| names.join(" "))
            .collect();
        assert_eq!(found, expect, "{tasks}");
    }

    #[test]
    fn each_task_has_the_names_that_nothing_defines() {
        for (field, expect) in [
            ("1.1, 1.2", ""),
            ("1.1, 9.9", "REQ-9.9"),
            ("9.9, 8", "REQ-9.9 REQ-8"),
            ("1.1-1.4", "REQ-1.3"),
            ("All", ""),
            ("workspace/REQ-9.9, other/D-3", ""),
            ("other/REQ-1.2, D-3", "other/REQ-1.2"),
        ] {
            check(REQUIREMENTS, &format!("- [ ] 1. a\n  - _Requirements: {field}_\n"), &[expect]);
        }
    }

    #[test]
    fn a_part_without_names_has_those_of_its_whole() {
        check(
            REQUIREMENTS,
            "- [ ] 1. a\n  - _Requirements: 9.9_\n  - [ ] 1.1 b\n  - [ ] 1.2 c\n    - _Requirements: 1.1_\n",
            &["REQ-9.9", "REQ-9.9", ""],
        );
    }

    #[test]
    fn where_something_may_be_hidden_nothing_is_undefined() {
        check("", "- [ ] 1. a\n  - _Requirements: 9.9_\n", &[""]);
        check(&format!("{REQUIREMENTS}\n```\n"), "- [ ] 1. a\n  - _Requirements: 9.9_\n", &[""]);
    }
}
