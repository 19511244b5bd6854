//! `task-without-criterion`: tasks that name nothing, where others of their list name criteria.

use super::criteria::SHOWN;
use super::model::{Task, TaskList, TaskReference};
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::words;
use crate::source::Span;
use crate::spec::Dialect;

/// Reports the tasks that name nothing once for a list. In spec-kit the first and the last phase serve every story.
pub(super) fn unbound(list: &TaskList) -> Option<Diagnostic> {
    let names = |task: &Task| {
        let named = |field: &TaskReference| field.is_all || !field.names.is_empty();
        task.references.iter().any(named) || !task.properties.is_empty()
    };
    if list.dialect == Dialect::SpecKit || !list.tasks.iter().any(names) {
        return None;
    }
    let says = |task: &Task| {
        let mut words = task.references.iter().flat_map(|field| &field.words);
        words.any(|words| is_said(list, *words))
    };
    let has_parts = list.has_parts();
    let unbound = list.tasks.enumerated().filter(|&(ix, task)| {
        let mut with_parents = list.with_parents(ix).map(|ix| &list.tasks[ix]);
        !task.is_checkpoint && !has_parts[ix] && !with_parents.any(|task| names(task) || says(task))
    });
    let unbound: Vec<_> = unbound.map(|(_, task)| task).collect();
    let first = unbound.first()?;
    let numbers: Vec<_> = unbound.iter().filter_map(|task| list.number(task)).take(SHOWN).collect();
    let listed = if numbers.is_empty() { String::new() } else { format!(": {}", numbers.join(", ")) };
    let more = if unbound.len() > numbers.len() && !numbers.is_empty() { ", …" } else { "" };
    let count = unbound.len();
    let noun = if count == 1 { "task names" } else { "tasks name" };
    Some(
        Diagnostic::new(Code::TaskWithoutCriterion, format!("{count} {noun} no criterion{listed}{more}"))
            .at(&list.source, first.title)
            .label("the first of them")
            .help("if it serves a criterion, name it, as in `_Requirements: 1.2_`"),
    )
}

/// Do words in a field say what a task serves, or that it serves no criterion? A half number or `TBD` says nothing.
fn is_said(list: &TaskList, words: Span) -> bool {
    let words = list.text(words).to_lowercase();
    let is_phrase = words.contains(char::is_alphabetic) && !words.contains(char::is_numeric);
    words::NO_REQUIREMENT.contains(&&*words) || is_phrase && !words::BOX_STATES.contains(&&*words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::tests::list;

    /// The numbers of the tasks that are reported.
    #[track_caller]
    fn check(tasks: &str, expect: Option<&str>) {
        let found = unbound(&list(tasks));
        let message = found.as_ref().map(|finding| &*finding.message);
        assert_eq!(message, expect, "{tasks}");
    }

    #[test]
    fn tasks_that_name_nothing_are_reported_once() {
        check(
            "- [ ] 1. a\n  - [ ] 1.1 b\n  - _Requirements: 1, 2_\n- [ ] 2. c\n- [ ] 3. Checkpoint\n- [ ] 4. d\n",
            Some("2 tasks name no criterion: 2, 4"),
        );
    }

    #[test]
    fn a_task_whose_field_says_in_words_what_it_serves_is_not_reported() {
        let reported = |field: &str, expect: Option<&str>| {
            check(
                &format!("- [ ] 1. a\n  - _Requirements: 1_\n- [ ] 2. b\n  - _Requirements: {field}_\n"),
                expect,
            );
        };
        for field in ["Setup", "Documentation", "All oven requirements", "build speed", "文档", "N/A"] {
            reported(field, None);
        }
        for field in ["TBD", "todo"] {
            reported(field, Some("1 task names no criterion: 2"));
        }
    }

    #[test]
    fn a_list_whose_fields_have_words_alone_names_no_criteria() {
        check("- [ ] 1. a\n  - _Requirements: Setup_\n- [ ] 2. b\n", None);
    }
}
