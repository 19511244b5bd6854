//! `task-unknown-criterion` and `criterion-without-task`: a task list beside the documents of its feature.

use std::collections::HashSet;

use super::beside::ListDocuments;
use super::headed;
use super::model::{ReferenceKind, Task, TaskIx, TaskList, TaskReference};
use super::titles::Titles;
use super::unbound;
use super::undefined::{Names, Undefined};
use crate::artifact::known::Known;
use crate::diagnostic::{Advice, Code, Diagnostic, Edit, Fix, Location};
use crate::grammar::reference::Reference;
use crate::id::slug;
use crate::nearest::nearest;
use crate::source::Span;
use crate::spec::{Dialect, Document, Requirement};

/// So many names are shown in a message.
pub(super) const SHOWN: usize = 8;

/// Compares a task list with the documents of its feature: those that lie beside it. Other features have documents of their own.
///
/// Reports nothing if these may hide something, or if there are none. OpenSpec's tasks need not name requirements: of them only names are
/// told that are nearly those of a requirement or a scenario.
pub fn against(list: &TaskList, documents: &ListDocuments<'_>) -> Vec<Diagnostic> {
    let beside = documents.own();
    if !is_comparable(list, beside) {
        return Vec::new();
    }
    if list.dialect == Dialect::OpenSpec {
        let told = |(task, span, near)| undefined(list, &list.tasks[task], list.text(span), span, Some(near));
        return misspelt(list, beside).into_iter().map(told).collect();
    }
    let known = Known::with_others(documents.all(), beside.len());
    let named = Names::of(list, &known);
    let unknown = named.undefined.iter().map(|undefined| unknown(list, undefined, documents, &known));
    let mut found: Vec<_> = unknown.collect();
    found.extend(uncovered(list, beside, &named, &known));
    found.extend(unbound::unbound(list));
    found
}

/// Do the documents beside a list say what its tasks may name? None of them may hide anything.
pub(super) fn is_comparable(list: &TaskList, beside: &[&Document]) -> bool {
    let hides =
        |document: &&Document| document.diagnostics.iter().any(|finding| finding.code.hides_content());
    let is_known = beside.iter().any(|document| !document.requirements.is_empty());
    is_known && !list.tasks.is_empty() && !beside.iter().any(hides)
}

fn unknown(
    list: &TaskList,
    undefined_name: &Undefined<'_>,
    documents: &ListDocuments<'_>,
    known: &Known<'_>,
) -> Diagnostic {
    let &Undefined { task, field, name } = undefined_name;
    let id = name.qualified();
    let is_range = field.names.iter().filter(|other| other.range == name.range).count() > 1;
    let label = if is_range { format!("the range names {id}") } else { "names no criterion".to_owned() };
    let near =
        if known.has_feature(name) { known.near(name) } else { in_near_feature(name, documents, known) };
    let near = near.filter(|_| !is_range);
    undefined(list, &list.tasks[task], &id, name.range.clone().into(), near.as_deref()).label(label)
}

/// The id in the feature that was probably meant by one that does not exist. Else it is that of the documents beside the list.
fn in_near_feature(name: &Reference, documents: &ListDocuments<'_>, known: &Known<'_>) -> Option<String> {
    let other = |feature: &str| Reference { feature: Some(feature.to_owned()), ..name.clone() };
    let near = documents.near_feature(name.feature.as_deref()?).map(other);
    let near = near.into_iter().chain([Reference { feature: None, ..name.clone() }]);
    near.filter(|near| known.find(near).is_some()).map(|near| near.qualified()).next()
}

/// A finding about a name that no document defines, with the one that was probably meant.
fn undefined(list: &TaskList, task: &Task, name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let place = if name.contains('/') { "" } else { " beside the list" };
    let message = format!("no requirements document{place} defines `{}`", name.escape_debug());
    let mut finding = Diagnostic::new(Code::TaskUnknownCriterion, message)
        .at(&list.source, span)
        .concerning(list.number(task).unwrap_or(name))
        .label("names no criterion");
    if let Some(near) = near {
        let edit = Edit::new(Location::new(&list.source, span), near.to_owned());
        finding = finding.fix(Fix::needs_person(format!("name `{near}`"), vec![edit]));
    }
    finding.help(near.map_or_else(
        || Advice::run("cargo spec list", "shows the ids that there are"),
        |near| Advice::choose([near]),
    ))
}

/// The names in the fields of a change's tasks that nothing has. Each comes with its task, and the name that is nearly its own.
pub(super) fn misspelt<'a>(list: &TaskList, beside: &[&'a Document]) -> Vec<(TaskIx, Span, &'a str)> {
    let titles = Titles::new(beside);
    let fields =
        list.tasks.enumerated().flat_map(|(task, it)| it.references.iter().map(move |field| (task, field)));
    let words = fields
        .filter(|(_, field)| field.kind == ReferenceKind::Requirements)
        .flat_map(|(task, field)| field.words.iter().map(move |&span| (task, span)));
    let unnamed = words.filter(|&(_, span)| titles.named_in(list.text(span)).is_empty());
    let near = |(task, span): (TaskIx, Span)| {
        let written = list.text(span);
        let name = written.rsplit('/').next().unwrap_or(written);
        // A name of one word may be any word.
        let slugs: Vec<_> = name.split('.').map(slug).collect();
        let near = nearest(&slugs.join("."), titles.ids(), 1).into_iter().next()?;
        name.contains(['-', ' ', '.']).then_some((task, span, near))
    };
    unnamed.filter_map(near).collect()
}

/// The requirements with criteria that no task names: each once, or all of them at once where no task names any.
fn uncovered(list: &TaskList, beside: &[&Document], named: &Names<'_>, known: &Known<'_>) -> Vec<Diagnostic> {
    if named.is_all {
        return Vec::new();
    }
    // In spec-kit a task is a part of a story; that it names no FR says nothing.
    let by_story = list.dialect == Dialect::SpecKit;
    let is_way = |reference: &TaskReference| !by_story || reference.kind == ReferenceKind::Story;
    let references = || list.tasks.iter().flat_map(|task| &task.references);
    let headed: HashSet<String> = if by_story { headed_stories(list) } else { HashSet::new() };
    if !references().any(is_way) && headed.is_empty() {
        if references().next().is_some() {
            return Vec::new();
        }
        let what = if by_story { "story" } else { "criterion" };
        let how = if by_story { "`[US1]`" } else { "`_Requirements: 1.2_`" };
        let finding =
            Diagnostic::new(Code::CriterionWithoutTask, format!("no task of the list names a {what}"))
                .about(list.source.path())
                .help(format!(
                    "name them in the tasks, as in {how}: then a criterion without a task is reported"
                ));
        return vec![finding];
    }
    let mut found = Vec::new();
    for (document_at, document) in beside.iter().enumerate() {
        for (at, requirement) in document.requirements.iter().enumerate() {
            let id = requirement.id.as_str();
            let is_story = id.starts_with("US") && !headed.contains(id);
            let is_asked = requirement.is_active() && (!by_story || is_story);
            if is_asked && !named.units.contains(&(document_at, at, None)) {
                found.extend(missing(document, (document_at, at), requirement, (named, known), by_story));
            }
        }
    }
    found
}

/// The stories that headings name: `Phase 3: User Story 1 & 2`, `Foundational (US3)`.
fn headed_stories(list: &TaskList) -> HashSet<String> {
    let named = list.groups.iter().flat_map(|group| headed::stories(list.text(group.title)));
    named.map(|story| story.id.as_str().to_owned()).collect()
}

fn missing(
    document: &Document,
    (document_at, at): (usize, usize),
    requirement: &Requirement,
    (named, known): (&Names<'_>, &Known<'_>),
    by_story: bool,
) -> Option<Diagnostic> {
    let criteria = requirement.criteria.iter().enumerate();
    let is_named = |place: usize, id: &str| {
        let unit = (document_at, at, Some(place));
        named.units.contains(&unit) || known.is_second(id, unit)
    };
    let missing: Vec<_> = criteria
        .filter(|(place, criterion)| !is_named(*place, criterion.id.as_str()))
        .map(|(_, criterion)| criterion)
        .collect();
    let first = missing.first()?;
    // A criterion of a story that has a task of its own is named by it.
    if by_story && missing.len() < requirement.criteria.len() {
        return None;
    }
    let is_whole = missing.len() == requirement.criteria.len();
    let (subject, span) =
        if is_whole { (&requirement.id, requirement.span) } else { (&first.id, first.span) };
    let ids: Vec<_> = missing.iter().take(SHOWN).map(|criterion| criterion.id.as_str()).collect();
    let more = if missing.len() > SHOWN { ", …" } else { "" };
    let message = if is_whole {
        format!("no task names {subject}")
    } else {
        format!("no task names {}{more}", ids.join(", "))
    };
    let end = document.source.line_span(document.source.line(span.start)).end;
    let line = Span::new(span.start, end.clamp(span.start, span.end.max(span.start)));
    Some(
        Diagnostic::new(Code::CriterionWithoutTask, message)
            .at(&document.source, line)
            .concerning(subject.as_str())
            .label("in no task of `tasks.md`")
            .help("name it in the task that builds it, or add a task"),
    )
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

### Requirement 2: Bake

#### Acceptance Criteria

1. WHEN it rings THE baker SHALL bake
";

    const STORIES: &str = "\
### User Story 1 - Heat (Priority: P1)

**Acceptance Scenarios**:

1. **Given** an oven, **When** it is lit, **Then** it warms

### User Story 2 - Bake (Priority: P2)

**Acceptance Scenarios**:

1. **Given** a warm oven, **When** bread is put in, **Then** it bakes

## Requirements

- **FR-001**: The oven MUST warm
";

    #[track_caller]
    fn check(document: &str, tasks: &str, expect: &[&str]) {
        let document = crate::dialect::read(Source::new("oven/requirements.md", document), None);
        let list = read(Source::new("oven/tasks.md", tasks));
        let found = against(&list, &ListDocuments::beside(&[&document]));
        let found: Vec<_> = found
            .iter()
            .map(|finding| {
                format!(
                    "{}: {} ({})",
                    finding.code,
                    finding.message,
                    finding.advice_text().unwrap_or_default()
                )
            })
            .map(|text| {
                text.split(" (name ")
                    .next()
                    .unwrap_or_default()
                    .split(" (if it serves ")
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        assert_eq!(found, expect, "{tasks}");
    }

    #[test]
    fn a_list_that_names_every_criterion_is_silent() {
        for references in ["1.1, 1.2, 2.1", "1, 2", "All", "1.1-1.2, REQ-2"] {
            check(REQUIREMENTS, &format!("- [ ] 1. a\n  - _Requirements: {references}_\n"), &[]);
        }
        check(STORIES, "- [ ] T001 a\n- [ ] T002 [US1] b\n- [ ] T003 [US2] c per FR-001\n", &[]);
    }

    #[test]
    fn an_id_that_nothing_defines_is_reported_with_what_was_meant() {
        check(
            REQUIREMENTS,
            "- [ ] 1. a\n  - _Requirements: 1, 2, 2.2_\n",
            &[
                "task-unknown-criterion: no requirements document beside the list defines `REQ-2.2` (did you mean `2.1`?)",
            ],
        );
        check(
            REQUIREMENTS,
            "- [ ] 1. a\n  - _Requirements: 1.1-1.4, 2_\n",
            &[
                "task-unknown-criterion: no requirements document beside the list defines `REQ-1.3` (`cargo spec list` shows the ids that there are)",
            ],
        );
        check(
            STORIES,
            "- [ ] T001 [US1] a per FR-002\n- [ ] T002 [US2] b\n",
            &[
                "task-unknown-criterion: no requirements document beside the list defines `FR-002` (did you mean `FR-001`?)",
            ],
        );
    }

    #[test]
    fn ids_of_which_the_documents_say_nothing_are_not_judged() {
        check(
            REQUIREMENTS,
            "- [ ] 1. a\n  - _Requirements: 1, 2, D-3, other/D-9.9, workspace/REQ-9.9, Setup_\n",
            &[],
        );
        check(STORIES, "- [ ] T001 [US1] a for SC-009\n- [ ] T002 [US2] b\n", &[]);
    }

    #[test]
    fn a_criterion_that_no_task_names_is_reported_with_its_requirement() {
        check(
            REQUIREMENTS,
            "- [ ] 1. a\n  - _Requirements: 1.1_\n",
            &["criterion-without-task: no task names REQ-1.2", "criterion-without-task: no task names REQ-2"],
        );
        check(STORIES, "- [ ] T001 [US1] a\n", &["criterion-without-task: no task names US2"]);
        check(
            REQUIREMENTS,
            "- [ ] 1. a\n- [ ] 2. b\n",
            &["criterion-without-task: no task of the list names a criterion"],
        );
        check(STORIES, "- [ ] T001 a\n", &["criterion-without-task: no task of the list names a story"]);
        check(STORIES, "- [ ] T001 a per FR-001\n", &[]);
        for heading in [
            "User Story 1 & 2",
            "US1, US2",
            "User Stories 1 and 2 - Bread",
            "User Stories 1-2",
            "US1–US2: Bread",
            "User Story 1 to 2",
            "Phase 3 (US1/2)",
        ] {
            check(STORIES, &format!("## {heading}\n\n- [ ] T001 a\n"), &[]);
        }
    }

    #[test]
    fn a_task_of_a_change_need_name_nothing_but_what_it_names_is_there() {
        const CHANGE: &str = "## ADDED Requirements\n\n### Requirement: Door alarm\nIt SHALL ring.\n\n\
             #### Scenario: Left open\n- **WHEN** a\n- **THEN** b\n";
        #[track_caller]
        fn reported(field: &str, expect: &[&str]) {
            let document = crate::dialect::read(Source::new("oven/spec.md", CHANGE), Some(Dialect::OpenSpec));
            let tasks = format!("- [ ] 1.1 Wire it\n- [ ] 1.2 Ring\n  - _Requirements: {field}_\n");
            let list = read(Source::new("openspec/changes/loud/tasks.md", tasks));
            let found = against(&list, &ListDocuments::beside(&[&document]));
            let help = |finding: &Diagnostic| finding.advice_text().unwrap_or_default();
            assert_eq!(found.iter().map(help).collect::<Vec<_>>(), expect, "{field}");
        }
        for field in
            ["door-alarm", "Door alarm", "door-alarm.left-open", "Setup", "Doors", "something else", "1.2"]
        {
            reported(field, &[]);
        }
        reported("dor-alarm", &["did you mean `door-alarm`?"]);
        reported("door-alarm, oven/door-alarm.left-opne", &["did you mean `door-alarm.left-open`?"]);
        reported("Door alram", &["did you mean `door-alarm`?"]);
    }

    #[test]
    fn whoever_names_an_id_that_two_criteria_have_names_both() {
        let more =
            "SHALL ring\n3. WHEN it is cold THE oven SHALL rest\n2. WHEN it is off THE oven SHALL cool\n";
        let twice = REQUIREMENTS.replacen("SHALL ring\n", more, 1);
        check(&twice, "- [ ] 1. a\n  - _Requirements: 1.1, 1.2, 1.3, 2_\n", &[]);
    }

    #[test]
    fn where_something_may_be_hidden_nothing_is_said() {
        check("", "- [ ] 1. a\n  - _Requirements: 9.9_\n", &[]);
        check(&format!("{REQUIREMENTS}\n```\n"), "- [ ] 1. a\n  - _Requirements: 9.9_\n", &[]);
    }
}
