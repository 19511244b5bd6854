//! Checks the criteria that the tasks name in the documents beside them.

use std::path::Path;

use crate::Document;
use crate::catalog::Catalog;
use crate::diagnostic::Code;
use crate::files::Memory;
use crate::source::Source;
use crate::tasks::{Beside, ListDocuments, Named, against, named, places, read, read_file};

/// Compares what each task names: the ids of its criteria with blanks between them.
#[track_caller]
fn check_beside(beside: &[&Document], path: &str, tasks: &str, expect: &[&str]) {
    let list = read(Source::new(path, tasks));
    let id = |named: &Named| {
        beside[named.document].requirements[named.requirement].criteria[named.criterion].id.to_string()
    };
    let found: Vec<_> = named(&list, &ListDocuments::beside(beside))
        .iter()
        .map(|named| named.iter().map(id).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(found, expect, "{tasks}");
}

const CHANGE: &str = "\
## ADDED Requirements

### Requirement: Door alarm
The oven SHALL ring when its door is open.

#### Scenario: Door left open overnight
- **WHEN** the door is open for an hour
- **THEN** it rings

#### Scenario: Closed
- **WHEN** the door is closed
- **THEN** it is silent

### Requirement: Heat
The oven SHALL heat.

#### Scenario: Door left open overnight
- **WHEN** the door is open
- **THEN** it stays cold

### Requirement: 温度表示
The oven SHALL show its temperature.

#### Scenario: 上限
- **WHEN** it is hot
- **THEN** it shows so
";

#[track_caller]
fn change(tasks: &str, expect: &[&str]) {
    let path = "/w/openspec/changes/loud/specs/oven/spec.md";
    let files = Memory::from_iter([(path, CHANGE)]);
    let catalog = Catalog::load(&files, Path::new("/w"));
    let beside: Vec<_> = catalog.documents.iter().map(|document| &**document).collect();
    check_beside(&beside, "/w/openspec/changes/loud/tasks.md", tasks, expect);
}

const ALARM: &str = "door-alarm.door-left-open-overnight door-alarm.closed";
const NIGHT: &str = "door-alarm.door-left-open-overnight";

#[test]
fn a_task_of_a_change_names_requirements_and_scenarios_by_their_names_and_ids() {
    for (printed, expect) in [
        ("Build the door alarm", ALARM),
        ("Build `door-alarm`", ALARM),
        ("Requirement: Door alarm", ALARM),
        ("**Door Alarm**: wire the bell", ALARM),
        ("_Requirements: door-alarm_", ALARM),
        ("_Requirements: oven/door-alarm_", ALARM),
        ("Test door-alarm.closed", "door-alarm.closed"),
        ("Door alarm, scenario \"Closed\"", "door-alarm.closed"),
        ("Cover Scenario: Closed", "door-alarm.closed"),
        ("Door alarm: it rings when the door left open overnight", NIGHT),
        ("Requirement: Heat", "heat.door-left-open-overnight"),
        ("The `Heat` requirement", "heat.door-left-open-overnight"),
        ("実装: 温度表示を追加", "温度表示.上限"),
        // Ordinary words, parts of other words, and a scenario that two requirements have.
        ("Heat the room until the door is closed", ""),
        ("Buy door-alarms and a door-alarm-kit", ""),
        ("Edit src/door-alarm/mod.rs and door_alarm.rs", ""),
        ("See what happens when the door left open overnight", ""),
        ("Door. Alarmed", ""),
    ] {
        change(&format!("- [ ] 1.1 {printed}\n"), &[expect]);
    }
}

#[test]
fn a_task_that_names_nothing_serves_what_stands_above_it() {
    change(
        "## 1. Door alarm\n\n- [ ] 1.1 Wire\n- [ ] 1.2 Test `Closed`\n\n## 2. Docs\n\n- [ ] 2.1 Write\n",
        &[ALARM, "door-alarm.closed", ""],
    );
    change(
        "- [ ] 1. Build the door alarm\n  - [ ] Wire\n    - [ ] Bell\n- [ ] 2. Checkpoint\n",
        &[ALARM, ALARM, ALARM, ""],
    );
}

const STORIES: &str = "\
## User Scenarios

### User Story 1 - Heat (Priority: P1)

The oven warms (FR-001, FR-003 to FR-004). <!-- never FR-002 -->

**Acceptance Scenarios**:

1. **Given** an oven, **When** it is lit, **Then** it warms

#### Why

See SC-001.

### User Story 2 - Bake (Priority: P2)

1. **Given** a warm oven, **When** bread is put in, **Then** it bakes

### Edge Cases

- What if FR-002 fails?

## Requirements

- **FR-001**: The oven MUST warm
- **FR-002**: The oven MUST ring
- **FR-003**: The oven MUST glow
- **FR-004**: The oven MUST hum

## Success Criteria

- **SC-001**: It is warm within 60 s
";

const HEAT: &str = "US1.1 FR-001 FR-003 FR-004 SC-001";

#[track_caller]
fn stories(tasks: &str, expect: &[&str]) {
    let document = crate::dialect::read(Source::new("specs/001-oven/spec.md", STORIES), None);
    check_beside(&[&document], "specs/001-oven/tasks.md", tasks, expect);
}

#[test]
fn a_task_of_a_story_serves_its_scenarios_and_what_its_text_names() {
    stories(
        "- [ ] T001 [US1] Warm\n- [ ] T002 [US2] Bake per FR-002\n- [ ] T003 Paint\n",
        &[HEAT, "US2.1 FR-002", ""],
    );
    stories(
        "- [ ] T001 Test US1/AC1\n- [ ] T002 [US1] [US2] Both\n",
        &["US1.1", "US1.1 US2.1 FR-001 FR-003 FR-004 SC-001"],
    );
}

#[test]
fn a_heading_that_begins_with_a_story_has_its_tasks() {
    for heading in [
        "Phase 3: User Story 1 - Heat",
        "User Story 1",
        "🎯 US1: Heat",
        "Fase 3 – US1 (P1)",
        "User Stories 1",
    ] {
        stories(&format!("## {heading}\n\n### Tests\n\n- [ ] T001 Warm\n"), &[HEAT]);
    }
    for heading in ["Phase 2: Foundational (blocks US1)", "Phase 1: Setup", "User Story dependencies: US1"] {
        stories(&format!("## {heading}\n\n- [ ] T001 Warm\n"), &[""]);
    }
}

const STORY: &str = "\
# Story 1.2: Heat

## Status
Approved

## Acceptance Criteria

1. The oven warms
2. The oven rings

## Tasks / Subtasks

- [x] Task 1: Light it (AC: 1)
  - [x] Buy wood
- [ ] Task 2: Ring (AC: #1, #2)
- [ ] Task 3: Fly (AC: 3)
";

/// The paths of the lists with what their tasks name, of a folder with some documents.
fn stories_of_bmad(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let files: Memory = files.iter().copied().collect();
    let catalog = Catalog::load(&files, Path::new("/w"));
    let beside = Beside::new(catalog.documents.iter().map(|document| &**document));
    let lists = places(&files, &catalog).into_iter().map(|path| {
        let list = read_file(&files, &path).expect("it is there");
        let documents = beside.of(&list);
        let id = |named: &Named| {
            documents.all()[named.document].requirements[named.requirement].criteria[named.criterion]
                .id
                .to_string()
        };
        let ids = |named: &Vec<Named>| named.iter().map(id).collect::<Vec<_>>().join(" ");
        (path.display().to_string(), named(&list, &documents).iter().map(ids).collect())
    });
    lists.collect()
}

#[test]
fn a_story_of_bmad_among_the_documents_is_the_list_of_its_own_tasks() {
    let found = stories_of_bmad(&[
        ("/w/spec.toml", "documents = [\"docs/stories/*.md\"]\n"),
        ("/w/docs/stories/1.2.heat.md", STORY),
        ("/w/docs/stories/1.3.cool.md", &STORY.replace("1.2: Heat", "1.3: Cool")),
        // Neither a state nor a task.
        (
            "/w/docs/stories/1.4.draft.md",
            &STORY.replace("## Status", "## Notes").replace("1.2: Heat", "1.4: Dry"),
        ),
        ("/w/docs/stories/1.5.plan.md", &STORY.replace("(AC", "(see").replace("1.2: Heat", "1.5: Wet")),
    ]);
    let of = |story: &str| {
        let (one, two) = (format!("US{story}.1"), format!("US{story}.2"));
        vec![one.clone(), one.clone(), format!("{one} {two}"), String::new()]
    };
    assert_eq!(
        found,
        [
            ("/w/docs/stories/1.2.heat.md".to_owned(), of("1.2")),
            ("/w/docs/stories/1.3.cool.md".to_owned(), of("1.3")),
        ]
    );
}

#[test]
fn a_story_of_bmad_is_found_where_bmad_writes_it() {
    for path in [
        "/w/docs/stories/1.2.heat.md",
        "/w/stories/1.2.md",
        "/w/_bmad-output/implementation-artifacts/1-2-heat.md",
    ] {
        let found = stories_of_bmad(&[
            (path, STORY),
            ("/w/docs/stories/readme.md", "# Stories\n\n- [ ] Write some (AC: 1)\n"),
        ]);
        assert_eq!(found, [(path.to_owned(), vec![String::new(); 4])]);
    }
}

#[test]
fn a_criterion_that_its_story_does_not_have_is_told() {
    let document = crate::dialect::read(Source::new("a/1.2.heat.md", STORY), None);
    let list = read(Source::new("a/1.2.heat.md", STORY));
    let found: Vec<_> = against(&list, &ListDocuments::beside(&[&document]))
        .into_iter()
        .map(|it| (it.code, it.message))
        .collect();
    let unknown = "no requirements document beside the list defines `AC-3`".to_owned();
    assert_eq!(found, [(Code::TaskUnknownCriterion, unknown)]);
}

const OVEN: &str =
    "### Requirement 1: Heat\n\n#### Acceptance Criteria\n\n1. THE oven SHALL warm\n2. THE oven SHALL ring\n";
const CUPS: &str = "### Requirement 1: Fill\n\n#### Acceptance Criteria\n\n1. THE cup SHALL fill\n2. THE cup SHALL empty\n3. THE cup SHALL cool\n";

/// Compares the names of a field of a task of `oven`, beside a feature `cups`, as `feature/ID`. Then compares the findings.
#[track_caller]
fn check_feature(field: &str, names: &str, wrong: &[&str]) {
    let files = Memory::from_iter([
        ("/w/.kiro/specs/oven/requirements.md", OVEN),
        ("/w/.kiro/specs/cups/requirements.md", CUPS),
    ]);
    let catalog = Catalog::load(&files, Path::new("/w"));
    let beside = Beside::new(catalog.documents.iter().map(|document| &**document));
    let tasks = format!("- [x] 1. All\n  - _Requirements: 1_\n- [x] 2. Bake\n  - _Requirements: {field}_\n");
    let list = read(Source::new("/w/.kiro/specs/oven/tasks.md", tasks));
    let documents = beside.of(&list);
    let name = |named: &Named| {
        let document = documents.all()[named.document];
        let criterion = &document.requirements[named.requirement].criteria[named.criterion];
        format!("{}/{}", document.feature, criterion.id)
    };
    let found: Vec<_> = named(&list, &documents).iter().nth(1).into_iter().flatten().map(name).collect();
    assert_eq!(found.join(" "), names, "{field}");
    let told = against(&list, &documents).into_iter();
    let told: Vec<_> = told
        .map(|it| format!("{}: {} ({})", it.code, it.message, it.advice_text().unwrap_or_default()))
        .collect();
    assert_eq!(told, wrong, "{field}");
}

#[test]
fn a_reference_with_a_feature_names_a_criterion_of_that_feature() {
    check_feature("1.2", "oven/REQ-1.2", &[]);
    check_feature("oven/REQ-1.2", "oven/REQ-1.2", &[]);
    check_feature("cups/REQ-1.2", "cups/REQ-1.2", &[]);
    check_feature("Cups/1.2, 1.1", "oven/REQ-1.1 cups/REQ-1.2", &[]);
    check_feature("cups/1", "cups/REQ-1.1 cups/REQ-1.2 cups/REQ-1.3", &[]);
    check_feature("cups/1.1-1.2", "cups/REQ-1.1 cups/REQ-1.2", &[]);
}

#[test]
fn a_reference_to_nothing_of_a_feature_is_told_with_what_was_probably_meant() {
    let unknown = |id: &str, advice: &str| {
        format!("task-unknown-criterion: no requirements document defines `{id}` ({advice})")
    };
    let none = "`cargo spec list` shows the ids that there are";
    let check = |field: &str, id: &str, advice: &str| check_feature(field, "", &[&unknown(id, advice)]);
    check("nosuch/REQ-1.2", "nosuch/REQ-1.2", "did you mean `REQ-1.2`?");
    check("cup/REQ-1.3", "cup/REQ-1.3", "did you mean `cups/REQ-1.3`?");
    check("nosuch/9.9", "nosuch/REQ-9.9", none);
    check("oven/REQ-1.3", "oven/REQ-1.3", "did you mean `oven/REQ-1.1`?");
}

#[test]
fn a_feature_that_is_named_requirements_is_named_like_any_other() {
    let files = Memory::from_iter([("/requirements/requirements.md", OVEN)]);
    let catalog = Catalog::load(&files, Path::new("/requirements"));
    let beside: Vec<_> = catalog.documents.iter().map(|document| &**document).collect();
    assert_eq!(beside[0].feature, "requirements");
    let tasks = "- [x] 1. Bake\n  - _Requirements: requirements/REQ-1.1_\n";
    check_beside(&beside, "/requirements/tasks.md", tasks, &["REQ-1.1"]);
}
